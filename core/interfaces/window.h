#pragma once

#include "core/base/async.h"
#include "core/interfaces/audit_views.h"
#include "core/interfaces/views.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>
#include <stop_token>

/// What the window may ask for. Implemented by core/session; the offline twin in tests/fakes implements it too.
/// Thread: everything here lives on the GUI thread. Nothing here blocks on disk or network.
namespace core::interfaces {

/// Who is signed in on this machine.
class Accounts : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] virtual QList<AccountView> accounts() const = 0;
    /// Empty when nobody is.
    [[nodiscard]] virtual AccountId current() const = 0;
    /// Makes a known account the current one; one that cannot be used stays unselected.
    virtual void select(const AccountId& account) = 0;
    /// \error DiskFull  the account is still signed in here, although the provider may have been told
    /// \error NotFound, Busy, keychain errors  nothing was changed
    [[nodiscard]] virtual Async<SignOutReport> signOut(const AccountId& account) = 0;
    /// Forgets the account and deletes its conversations and keys from this machine. Cannot be undone. Works for an
    /// account that cannot be opened, too. \error NotFound, Busy, DiskFull, KeychainMissing, KeychainLocked
    [[nodiscard]] virtual Async<> forget(const AccountId& account) = 0;
Q_SIGNALS:
    void changed();
    void currentChanged();
};

/// Where a sign-in goes.
struct SignInTarget {
    bool demo = false;
    OrganisationInput organisation = {};    ///< when not demo
    std::optional<AccountId> expected = {}; ///< sign in again as this one; another is refused with OtherAccount
    std::optional<SignInWay> way = {};      ///< nothing, or set by an administrator: see SignIn::wayOf
    bool thisRunOnly = false;               ///< the person accepted that nothing is kept, because there is no keychain
    /// Asked before anything is kept of an account that was not known here and was signed in by the system browser,
    /// where other programs may have had a hand in it. A failure ends the sign-in with it: the account is not kept and
    /// its tokens are made void. Not asked about the demo, or when unset.
    std::function<Async<>(const AccountView& who)> confirm = {};
};

class SignIn : public QObject {
    Q_OBJECT
public:
    /// Set by an administrator: then the fields are fixed.
    [[nodiscard]] virtual std::optional<OrganisationInput> managedOrganisation() const = 0;
    /// Whom the form begins with when nobody manages it: the organisation of an account that is here.
    [[nodiscard]] virtual std::optional<OrganisationInput> knownOrganisation() const = 0;
    [[nodiscard]] virtual bool demoAllowed() const = 0;
    /// The way start() takes: what an administrator has set, except for the demo; else the target's own; else what was
    /// chosen in the settings; else the window for the demo and for an administrator's organisation, and the system
    /// browser for every other issuer (RFC 8252 section 8.12).
    [[nodiscard]] virtual SignInWay wayOf(const SignInTarget& target) const = 0;
    /// The addresses that the provider must have registered for Sekisho. Of an issuer that nobody has set they hold a
    /// part that is its alone. Empty as long as the issuer is no https URL.
    [[nodiscard]] virtual QStringList redirectAddresses(const OrganisationInput& input) const = 0;
    [[nodiscard]] virtual Async<ConnectionCheck> testConnection(const OrganisationInput& input,
                                                                std::stop_token stop) = 0;
    /// Opens the sign-in window, or the system browser, and resolves when the person is signed in.
    /// \error KeychainMissing, KeychainLocked  ask whether to go on with `thisRunOnly`
    /// \error Refused  an administrator does not allow it: the demo, or an account of another organisation
    /// \error NotFound  subject "account": the expected one is no longer here, or cannot be read
    /// \error WindowClosed, Denied, OtherAccount, WrongIssuer, BadToken, Network, NotJson, Timeout, ...
    [[nodiscard]] virtual Async<AccountId> start(const SignInTarget& target, std::stop_token stop) = 0;
};

/// One open conversation, for drawing. Rows count from the oldest.
class Transcript : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] virtual int count() const = 0;
    [[nodiscard]] virtual MessageView at(int row) const = 0;
    /// Asks for the rows' contents; `rowsChanged` follows.
    virtual void load(int first, int count) = 0;
Q_SIGNALS:
    void reset();
    void rowsAdded(int first, int count); ///< at the end
    void rowsChanged(int first, int count);
    void rowsRemoved(int first, int count); ///< at the end: a retry takes the old answer away
    /// The row is streaming and its text grew by `piece`; cheaper than rowsChanged.
    void textAppended(int row, const QString& piece);
};

/// What the person can do in one open conversation.
class Turns : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] virtual bool running() const = 0;
    /// Resolves when the message is stored; the transcript shows it from then on. Waits while Readers has a question.
    /// What was ticked for it holds for its turn, also when that goes on after an answer, until the program ends.
    /// \error Cancelled  it was stopped, or that question was answered so  \error DiskFull, Busy
    [[nodiscard]] virtual Async<> send(const ComposedText& text) = 0;
    /// Sends this in the place of the last message: that one and its answer go when this one is stored, not before.
    /// \error Conflict  the answer may have changed something  \error those of send()
    [[nodiscard]] virtual Async<> sendInstead(const ComposedText& text) = 0;
    virtual void stop() = 0;
    /// Takes back a call that is held: it ends without having begun, and the turn goes on with that. Nothing happens
    /// where it is not held any more.
    virtual void undo(const CallId& call) = 0;
    /// Runs the last turn again, or takes up an interrupted one. Not again when one of its steps changed things. What was
    /// ticked for its message still is, as long as the program runs that sent it.
    virtual void retry() = 0;
    /// "What if the agent held an admin key?": replays that card's call with the demo API's admin key. Demo only.
    virtual void replayAsAdmin(const CallId& call) = 0;
Q_SIGNALS:
    void runningChanged();
};

/// Who may read one open conversation. When the person goes on in it with a model endpoint that has not seen what
/// others were told there, the turn waits for an answer, and until then nothing is stored or sent. The answer is kept
/// for that conversation and that endpoint.
class Readers : public QObject {
    Q_OBJECT
public:
    /// What the waiting turn has to know. Nothing: no turn waits.
    [[nodiscard]] virtual std::optional<NewReaderView> question() const = 0;
    /// Does nothing when `endpoint` is not the one that is asked about.
    virtual void answer(const EndpointId& endpoint, NewReaderAnswer answer) = 0;
Q_SIGNALS:
    void questionChanged();
};

/// What waits for the person's answer, over all conversations of one account. An answer is for one exact call.
class Approvals : public QObject {
    Q_OBJECT
public:
    /// Those that waited longest first. A card keeps its conversation and step for as long as one of its calls waits.
    [[nodiscard]] virtual QList<ApprovalView> waiting() const = 0;
    /// The call runs once, exactly as it was shown. \param digest  of the call as it was shown
    /// \error Conflict  it no longer waits (answered, expired, withdrawn), or is another call than the one shown:
    /// nothing runs
    /// \error DiskFull, Busy, Corrupt  the answer could not be kept: nothing runs, and it waits on
    /// Where a sign-in goes before it, that window opens and this takes as long as the person does:
    /// \error OtherAccount  somebody else signed in: the call is taken back, nothing runs
    /// \error Cancelled     it was declined meanwhile, or the program ends
    /// \error BadToken (subject "acr" or "auth_time"), WindowClosed and those of SignIn::start: nothing runs, and it
    /// waits on
    [[nodiscard]] virtual Async<> approve(const ApprovalId& id, const QString& digest) = 0;
    /// Somebody else, who holds the roles that the call asks for, signs in here to decide on it: approve() and deny()
    /// are theirs then, for two minutes. The sign-in window opens; this takes as long as they do.
    /// \error Refused    it is the person again, or somebody of the same e-mail address
    /// \error Forbidden  they do not hold all of the roles; `subject` is their name
    /// \error Conflict   it does not wait, or for nobody else; and those of SignIn::start
    [[nodiscard]] virtual Async<> bringApprover(const ApprovalId& id) = 0;
    /// The person makes another call of it, which waits in its place with an id and a digest of its own: it is not
    /// approved by that. The agent is told what was changed when it has run. What is not among the edits stays. Where
    /// nothing is changed, nothing happens.
    /// \return  nothing: it is done. Else what the tool or the rules do not take, and nothing was changed
    /// \param digest  of the call as it was shown
    /// \error Conflict  it no longer waits, is another call than the one shown, or is being answered
    /// \error Refused   somebody else has to approve it, or it needs a sign-in
    /// \error DiskFull, Busy, Corrupt  it could not be kept: the call waits on as it was
    [[nodiscard]] virtual Async<std::optional<EditProblemView>> edit(const ApprovalId& id, const QString& digest,
                                                                     const QList<ArgumentEdit>& edits) = 0;
    /// It does not run; the agent is told that it was declined. \error as approve()
    /// \param reason  kept with the request; may be empty, at most 500 characters. \error InvalidArgument  longer
    [[nodiscard]] virtual Async<> deny(const ApprovalId& id, const QString& reason) = 0;
Q_SIGNALS:
    void changed();
    /// A call that was in waiting() is gone although nobody answered it here: another program or window did, or its
    /// time is over. Comes behind changed().
    void decidedElsewhere(const ApprovalOutcomeView& outcome);
};

/// The person's standing rules, of one account. A rule is no approval: it may let a call of exactly its values run
/// unasked where nothing but the person's own choosing of tools and values was missing, and never lifts a rule of the
/// organisation. Signing out ends those that let calls run.
class Grants : public QObject {
    Q_OBJECT
public:
    /// Those in force, the newest first.
    [[nodiscard]] virtual QList<GrantView> grants() const = 0;
    /// One offer for each kind that there is, in the order of GrantView::Kind, also where it is not possible; tried
    /// against the calls of the tool that were asked about last. \error Conflict  the call does not wait
    [[nodiscard]] virtual Async<QList<GrantOfferView>> offers(const ApprovalId& call) = 0;
    /// The rule is on the disk before this resolves, and grants() has it. One that says the same begins anew. It does
    /// not answer the call, nor any other that waits: that is Approvals' to do.
    /// \param digest  of the call as it was shown, from which the rule is made
    /// \error Conflict  the call does not wait or is another  \error Refused  the rule is not possible
    /// \error DiskFull, Busy, Corrupt  it could not be kept
    [[nodiscard]] virtual Async<> write(const ApprovalId& call, const QString& digest, GrantView::Kind kind) = 0;
    /// From now on it does nothing. \error NotFound, DiskFull, Busy, Corrupt
    [[nodiscard]] virtual Async<> revoke(const GrantId& id) = 0;
Q_SIGNALS:
    void changed();
};

/// What was recorded of one account on this machine. Shows that nothing before the last record was changed; not that
/// the end was not cut off.
class AuditLog : public QObject {
    Q_OBJECT
public:
    /// The newest entries that the filter lets through, `count` of them at most. Looks through a bounded stretch of the
    /// log: a page that brings few or none and has an `older` says only that there are no more in that stretch.
    /// \param olderThan  nothing: from the newest; else a page's `older`, of the same filter
    /// \error Cancelled  `stop` was requested  \error Busy  another process holds the log  \error NotFound  unreadable
    [[nodiscard]] virtual Async<AuditPageView> page(const AuditFilter& filter, std::optional<qint64> olderThan,
                                                    int count, std::stop_token stop) = 0;
    /// Reads and checks all of it, which takes seconds for a million records. Records may be added meanwhile.
    /// \param progress  called on the GUI thread while it goes on; may be empty
    /// \error as page()
    [[nodiscard]] virtual Async<AuditCheckView> verify(std::function<void(int percent)> progress,
                                                       std::stop_token stop) = 0;
};

struct OpenConversation {
    std::shared_ptr<Transcript> transcript;
    std::shared_ptr<Turns> turns;
    std::shared_ptr<Readers> readers;
    QString draft = {}; ///< what was typed in it and not sent
};

/// The conversations of one account.
class Conversations : public QObject {
    Q_OBJECT
public:
    /// Newest first; `search` empty = all. Reads only the rows asked for.
    [[nodiscard]] virtual Async<QList<ConversationView>> page(const QString& search, int offset, int count) = 0;
    /// A new, empty one, not stored until the first message.
    [[nodiscard]] virtual ConversationId create() = 0;
    [[nodiscard]] virtual Async<OpenConversation> open(const ConversationId& id) = 0;
    [[nodiscard]] virtual Async<> rename(const ConversationId& id, const QString& title) = 0;
    /// Hides it; `restore` true brings it back. Gone for good when the program ends.
    [[nodiscard]] virtual Async<> remove(const ConversationId& id, bool restore) = 0;
    /// Keeps what was typed and not sent, sealed like a message; empty forgets it. An empty id is for the conversation
    /// that is not begun: whichever is created next has it. Best effort: the composer is what the person sees.
    virtual void keepDraft(const ConversationId& id, const QString& text) = 0;
Q_SIGNALS:
    void changed(); ///< ask for the visible page again
    /// A turn began in it or ended. Comes with Turns::runningChanged: no page has to be read to know it.
    void busyChanged(const ConversationId& id, bool busy);
};

/// Which models the agent may use.
class Models : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] virtual QList<EndpointView> endpoints() const = 0; ///< the current one first; empty: none chosen yet
    [[nodiscard]] virtual Async<QList<FoundServer>> findLocal() = 0;
    /// What OPENAI_BASE_URL, OPENAI_API_KEY, ANTHROPIC_API_KEY suggest. Never the key itself: `typedKey` stays empty
    /// and a key from the environment is used when the input is tried with an empty key and the same origin.
    [[nodiscard]] virtual QList<EndpointInput> suggested() const = 0;
    [[nodiscard]] virtual Async<EndpointCheck> tryOut(const EndpointInput& input, std::stop_token stop) = 0;
    /// Keeps it (the key in the keychain, an accepted system account in the settings) and makes it the current one.
    /// `demo` chooses the built-in demo model.
    [[nodiscard]] virtual Async<> choose(const EndpointInput& input, bool demo) = 0;
Q_SIGNALS:
    void changed();
};

class Preferences : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] virtual PreferencesView preferences() const = 0;
    virtual void setPreferences(const PreferencesView& preferences) = 0;
Q_SIGNALS:
    void changed();
};

/// The root of what the window sees. References live as long as this object.
class Application : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] virtual Accounts& accounts() = 0;
    [[nodiscard]] virtual SignIn& signIn() = 0;
    [[nodiscard]] virtual Preferences& preferences() = 0;
    /// Of the current account; null when nobody is signed in. Replaced, never reused, when the account changes: a
    /// window that drops the old one keeps nothing of it.
    [[nodiscard]] virtual std::shared_ptr<Conversations> conversations() = 0;
    [[nodiscard]] virtual std::shared_ptr<Models> models() = 0;
    [[nodiscard]] virtual std::shared_ptr<Approvals> approvals() = 0;
    [[nodiscard]] virtual std::shared_ptr<Grants> grants() = 0;
    [[nodiscard]] virtual std::shared_ptr<AuditLog> auditLog() = 0;
    [[nodiscard]] virtual QList<NoticeView> notices() const = 0;
    /// Chips for an empty conversation of the current account.
    [[nodiscard]] virtual QList<Bilingual> suggestions() const = 0;
    /// What may be ticked for a message of the current account's: its tools that change or send something and do not
    /// always ask, by title. Others in ComposedText::tools have no effect.
    [[nodiscard]] virtual QList<ToolChoiceView> effectTools() const = 0;
Q_SIGNALS:
    void noticesChanged();
};

} // namespace core::interfaces
