#pragma once

#include "core/identity/browser.h"
#include "core/identity/provider_check.h"
#include "core/identity/sign_in_flow.h"
#include "core/identity/token_keeper.h"

#include <set>

namespace core::identity {

enum class Keep {
    OnThisMachine, ///< sealed under a key in the keychain
    ThisRunOnly,   ///< in memory: nothing reaches the disk
};

/// Asks whether a person who was not known here is the one who wanted to sign in. Any failure is a no.
using ConfirmPerson = std::function<Async<>(const UserSession& session, const ProviderConfig& config)>;

/// A sign-in for one call.
struct StepUp {
    UserKey person;
    QString acr = {};           ///< the provider must say that it was of this kind; empty: of any
    QString audience = {};      ///< the API that its access token is for; empty: the provider's own userinfo
    QStringList uiLocales = {}; ///< "ja", "en"
};

/// What came of it.
struct SteppedUp {
    TokenGrant grant;
    QString acr = {};     ///< as the ID token says it
    QDateTime atUtc = {}; ///< when it came
};

/// One person who signed in here, for lists.
struct SessionSummary {
    QString person; ///< storage name; the only thing that is known when `error` is set
    std::optional<UserSession> session = {};
    ProviderConfig config = {};
    std::optional<crypto::JwsAlgorithm> algorithm = {}; ///< pinned for its provider
    Keep keep = Keep::OnThisMachine;
    bool signInNeeded = false;       ///< signed out, or the provider ended the session
    std::optional<Error> error = {}; ///< the record cannot be opened: keychain locked, key gone, or damaged
};

/// What signing out achieved, part by part.
struct SignOutReport {
    bool tokensRevoked = false;        ///< the provider confirmed that refresh and access tokens are void
    bool providerSessionEnded = false; ///< its sign-out page is known to have come to its end
    std::optional<Error> error = {};   ///< the first thing that did not work; the tokens here are gone all the same
};

/// Who is signed in, and their tokens. The one door to everything in this module for the rest of the program.
/// Thread: the one it lives on, which is that of all its ports. Logs: codes and phases; never a claim or a token.
class Identity : public QObject {
    Q_OBJECT
public:
    /// All references outlive this object.
    Identity(net::Http& http, Keeping onThisMachine, Keeping thisRun, audit::AuditSink& audit, const Clock& clock,
             QObject* parent = nullptr);
    ~Identity() override;

    /// "Test connection": see provider_check.h. \error Cancelled
    [[nodiscard]] Async<ProviderCheck> check(const ProviderConfig& config, std::stop_token stop);

    /// Remembered for an hour. \error those of discover()
    [[nodiscard]] Async<ProviderMetadata> metadata(const ProviderConfig& config, std::stop_token stop);

    /// Signs a person in. One at a time.
    /// \error KeychainMissing, KeychainLocked  before the browser opens: ask whether to go on with Keep::ThisRunOnly
    /// \param confirm  asked before anything is kept of somebody who was not known here; their tokens are made void
    ///                 when it fails. Empty: nobody is asked
    /// \error Busy  another sign-in is under way
    /// \error those of SignInFlow::start and of `confirm`
    [[nodiscard]] Async<UserSession> signIn(const ProviderConfig& config, const SignInOptions& options,
                                            Browser& browser, Keep keep, std::stop_token stop,
                                            const ConfirmPerson& confirm = {});

    /// The person proves anew who they are, whatever session the provider or the browser has. The access token is
    /// given to the caller and kept nowhere; the person's own session stays as it is. One sign-in at a time.
    /// \error Busy          another sign-in is under way
    /// \error OtherAccount  somebody else signed in; their tokens are made void
    /// \error BadToken      subject "acr" or "auth_time": not as strong or as fresh as was asked
    /// \error NotFound      nobody of that key signed in here; keychain errors, and those of SignInFlow::start
    [[nodiscard]] Async<SteppedUp> stepUp(const StepUp& wanted, Browser& browser, std::stop_token stop);
    /// Somebody of the same organisation, maybe unknown here, proves who they are, for one answer. Nothing of theirs is
    /// kept but what is returned. \error as stepUp(), without OtherAccount
    /// \param person  whose organisation
    [[nodiscard]] Async<UserSession> identify(const UserKey& person, const QStringList& uiLocales, Browser& browser,
                                              std::stop_token stop);

    /// Everybody who signed in here and was not forgotten, in that order.
    [[nodiscard]] Async<QList<SessionSummary>> sessions();

    /// \error those of TokenKeeper::grant
    [[nodiscard]] Async<TokenGrant> accessToken(const AccessTokenRequest& request, std::stop_token stop);

    /// The stored configuration of a person: which provider, which client. \error NotFound, keychain errors, Corrupt
    [[nodiscard]] Async<ProviderConfig> configOf(const UserKey& person);

    /// The key under which all that is kept of this person is sealed. \error NotFound, keychain errors
    [[nodiscard]] Async<SealingKey> personKey(const UserKey& person);

    /// Revokes the person's tokens and drops them here; the person stays in the list and can sign in again. Somebody
    /// who is kept on this machine and signed in for this run besides is signed out of both; a kept record that cannot
    /// be opened is removed then, and the report says why. What goes wrong besides the errors below is in the report.
    /// \param browser  not null: also ends the provider's own session
    /// \error NotFound, Busy, keychain errors  nothing was changed
    /// \error DiskFull  the tokens are still here, as that could not be written. The provider may have been told
    ///                  before, and then they are void there. Make room and sign out again
    [[nodiscard]] Async<SignOutReport> signOut(const UserKey& person, Browser* browser, const std::stop_token& stop);

    /// Removes the person from this machine: the record and the key. What was sealed under the key cannot be read any
    /// more, by anybody. Revokes what can be revoked first.
    /// \param person  storage name: all that is known of somebody whose record cannot be opened
    /// \error Busy, DiskFull, keychain errors: try again
    [[nodiscard]] Async<> forget(const QString& person, const std::stop_token& stop);

    /// Call it before the program ends, and wait for it: a refresh token that has gone out and whose successor is not
    /// stored yet would be lost, and with it the session. Stops a sign-in, which makes its tokens void if there are any
    /// yet; gives up what has sent nothing; lets come to its end what refreshes, stores, signs out or forgets. Who waits
    /// for an access token, or asks for one afterwards, gets no answer any more, so that a turn stays as it was, to be
    /// taken up again.
    /// \error Timeout  something still stands after `atMost`: end all the same
    [[nodiscard]] Async<> drain(std::chrono::milliseconds atMost);

Q_SIGNALS:
    void sessionsChanged();
    /// The provider refused to go on; only a new sign-in helps.
    void sessionEnded(const core::UserKey& person);

private:
    friend class SignOutTask;

    [[nodiscard]] Keeping& keepingOf(const QString& person);
    /// Where the person has something: on this machine, in this run, or both, in this order.
    [[nodiscard]] Async<QList<Keep>> keepingsOf(const QString& person);
    [[nodiscard]] Async<SignOutReport> signOutFrom(Keep keep, const QString& person, Browser* browser,
                                                   std::stop_token stop);
    [[nodiscard]] Async<SignOutReport> signOutOfBoth(const QString& person, Browser* browser,
                                                     const std::stop_token& stop);
    enum class Removed { Record, KeyAndRecord };
    [[nodiscard]] Async<> removeFrom(Keep keep, const QString& person, Removed what, std::stop_token stop);
    [[nodiscard]] Async<> forgetFrom(Keep keep, const QString& person, const std::stop_token& stop);
    [[nodiscard]] Async<> store(const StoredSession& session, Keep keep);
    using StoreTokens = std::function<Async<>(const StoredSession&)>;
    [[nodiscard]] Async<UserSession> startFlow(const ProviderConfig& config, const SignInOptions& options,
                                               Browser& browser, const QList<SessionSummary>& known,
                                               std::stop_token stop, ConfirmPerson confirm, StoreTokens store);
    enum class Who { ThePerson, Anybody };
    /// Of somebody who has just proved who they are.
    struct Proof {
        UserSession session;
        TokenGrant grant;
    };
    [[nodiscard]] Async<Proof> prove(const StepUp& wanted, Who who, Browser& browser, std::stop_token stop);
    [[nodiscard]] Async<Proof> startProof(const StepUp& wanted, Who who, Browser& browser,
                                          const QList<SessionSummary>& known, std::stop_token stop);
    /// A token for a sign-in's flow: stopped by its caller's, or by drain().
    [[nodiscard]] std::stop_token stoppable(std::stop_token callers);
    void recordSignIn(const QString& host, const Result<UserSession>& result);
    void record(audit::Record record);

    net::Http& http_;
    Keeping onThisMachine_;
    Keeping thisRun_;
    audit::AuditSink& audit_;
    const Clock& clock_;
    ProviderDirectory directory_;
    TokenEndpoint endpoint_;
    Unfinished unfinished_;
    TokenKeeper keeper_;
    std::set<QString> thisRunPeople_;
    bool signingIn_ = false;
    std::stop_source signInStop_;
    std::optional<std::stop_callback<std::function<void()>>> onCallersStop_;
    bool ending_ = false; ///< since drain()
};

} // namespace core::identity
