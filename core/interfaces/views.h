#pragma once

#include "core/base/bilingual.h"
#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/interfaces/approval_views.h"
#include "core/interfaces/grant_views.h"
#include "core/interfaces/unapproved_view.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <utility>

/// What the window is given to draw: values of plain text. No token, no JSON, no HTTP object reaches it.
namespace core::interfaces {

using AccountId = StrongId<struct AccountTag>; ///< one signed-in person on this machine: UserKey::storageName()

struct AccountView {
    enum class State {
        Ready,
        SignInNeeded,
        Unreadable, ///< its key is gone or the keychain is locked: only `id` is known. It can be forgotten
        NotAllowed, ///< of another organisation than the administrator's: it can leave, and nothing else
    };
    AccountId id;
    QString name;         ///< the person's name from verified claims
    QString login;        ///< e-mail address or user name, or empty
    QString organisation; ///< what the organisation calls itself, or the issuer's host
    QString issuer;
    QString subject;
    bool demo = false;
    bool thisRunOnly = false; ///< no keychain: forgotten when the program ends
    State state = State::Ready;

    friend bool operator==(const AccountView&, const AccountView&) = default;
};

/// How a sign-in is carried out.
enum class SignInWay { Window, SystemBrowser };

/// What a person types, or an administrator sets, to reach an organisation's provider.
struct OrganisationInput {
    QString issuer;
    QString clientId;
    QString audience; ///< optional: the API the access token is for (Auth0 "audience", RFC 8707 "resource")
    QString name;     ///< optional: shown instead of the issuer's host

    friend bool operator==(const OrganisationInput&, const OrganisationInput&) = default;
};

enum class OrganisationField { Issuer, ClientId, Audience };

/// What "Test connection" found. No `error`: the provider can be used.
struct ConnectionCheck {
    std::optional<OrganisationField> wrongField = {};
    std::optional<Error> error = {};
    QString issuer = {};
    bool pkceAdvertised = true;   ///< false: S256 is used all the same, and said
    bool signOutSupported = true; ///< RP-initiated sign-out
};

/// What signing out achieved, part by part.
struct SignOutReport {
    bool tokensRevoked = false; ///< the provider confirmed it
    bool localDataKept = true;  ///< conversations stay sealed on this machine
    bool providerSessionEnded = false;
    std::optional<Error> error = {}; ///< why the provider could not be told
};

struct ConversationView {
    ConversationId id;
    QString title; ///< empty: not named yet
    QDateTime changedUtc;
    bool busy = false; ///< a turn is running
};

/// A part of what the person wrote, and how it came into the field.
struct TextPart {
    enum class Origin {
        Keys,  ///< typed, or handed over by an input method
        Paste, ///< the clipboard
        Other, ///< a drop, a chip, standard input, a text that was kept: nobody's keys of this turn
    };
    Origin origin = Origin::Other;
    QString text;

    friend bool operator==(const TextPart&, const TextPart&) = default;
};
/// A message as the person wrote it.
struct ComposedText {
    QList<TextPart> parts;
    QStringList tools = {}; ///< what the person ticked for this message alone: see ToolChoiceView::name

    [[nodiscard]] bool isEmpty() const { return parts.isEmpty(); }
    friend bool operator==(const ComposedText&, const ComposedText&) = default;
};

[[nodiscard]] inline QString plainText(const ComposedText& composed)
{
    QString text;
    for (const auto& part : composed.parts)
        text += part.text;
    return text;
}

/// The facts behind "Why?": from the HTTP exchange, never from the model. Never a token.
struct WhyView {
    QString person; ///< name of whoever's token was used
    QString subject;
    QString issuer;
    QString audience;
    QStringList scopes;
    QString method;
    QString url;
    int httpStatus = 0;         ///< 0: no request was made
    QString answer;             ///< the API's own words, as plain text, cut to 4,000 characters
    Bilingual explanation = {}; ///< why the checkpoint refused it, in a sentence for the person
    QString reason;             ///< the same for whoever looks into it, in English
    QString rule = {};          ///< where the rule stands that refused it: "pay.json:12 pay-limit"; may be empty
    bool byOwnRule = false;     ///< it is a standing rule of the person's that refused it
};

/// What the same call returned with the demo API's own admin key. Demo organisation only.
struct AdminReplayView {
    enum class State { Running, Done, Failed };
    State state = State::Running;
    int httpStatus = 0;
    QString answer; ///< plain text
};

/// One argument of a call as plain text. What is long is here in part; the whole is in the journal.
struct ArgumentView {
    QString name;
    QString value;
    qsizetype leftOut = 0; ///< characters of the value that are not here
};

/// One argument that the person changed before its call ran. Plain text; nothing: there was none.
struct ArgumentChangeView {
    QString name;
    std::optional<QString> agents = {}; ///< as the agent had it, cut to 2,000 characters
    std::optional<QString> ran = {};    ///< as it ran, likewise
};

/// By what a call was let through. Drawn from the checkpoint's own record, never from the model's words.
struct LetThroughView {
    enum class By {
        Nothing,  ///< it was not, or nobody wrote it down
        Rules,    ///< nobody was asked: it reads, or its tool and its values were the person's own
        Person,   ///< who approved it
        Somebody, ///< who approved it, in the person's place: `name`
        Rule,     ///< a standing rule of the person's
    };
    By by = By::Nothing;
    bool signedIn = false; ///< the person signed in afresh, for this call alone
    QString name = {};

    friend bool operator==(const LetThroughView&, const LetThroughView&) = default;
};

/// One tool call as a card. Drawn from the journal and the HTTP answer.
struct ToolCardView {
    enum class State {
        Running,
        Held, ///< decided, and not begun: the person can still take it back, until `heldUntilUtc`
        Done,
        ApiRefused,
        ApiNotFound,
        ApiFailed,
        PolicyRefused,
        BadArguments,
        Failed,
        Cancelled,
        OutcomeUnknown,
        ProviderDown, ///< the provider gave no token for it, so nothing was sent; `error->subject` is its host
        Waiting,      ///< for the person's answer: nothing was done yet
        Denied,       ///< by the person, or by somebody else
        Expired,      ///< the person did not answer in time
        NoApprover,   ///< somebody else had to approve it, and nobody did in time
        NotBegun,     ///< it was approved, and did not begin in time
        Withdrawn,    ///< the question was taken back before it was begun
    };
    CallId id;
    QString tool;    ///< its name as the model knows it, cut when it is longer than a name is
    Bilingual title; ///< "Read a payslip"
    Bilingual api;   ///< what the API behind it is called: "HR API"; empty when nobody named it
    State state = State::Running;
    QDateTime heldUntilUtc = {}; ///< Held: then it begins
    QString account;             ///< as whom: the person's name
    QString organisation;
    bool demo = false;
    QString target; ///< whom or what the call is about, as the model wrote it, cut to some words; may be empty
    QList<ArgumentView> arguments;
    qsizetype moreArguments = 0;            ///< how many the call has beyond those
    QList<ArgumentChangeView> changes = {}; ///< by the person, before it ran
    bool changesNothing = false;            ///< whatever came of it: it reads
    LetThroughView letThrough = {};
    QString answer; ///< as plain text, cut to 4,000 characters
    std::optional<Error> error = {};
    UnapprovedView unapproved = {}; ///< of a call that was asked about and is not run
    WhyView why;
    bool canReplayAsAdmin = false;
    std::optional<AdminReplayView> adminReplay = {};
};

/// One entry of a transcript: what the person sent, or one step of the agent (its words, then the calls it made).
struct MessageView {
    enum class Speaker { Person, Agent };
    enum class State {
        Complete,
        Streaming,
        Stopped,     ///< by the person
        Failed,      ///< `error` says why; the text so far is kept
        Interrupted, ///< the program ended in the middle; it can be taken up again
        NotLoaded,   ///< only `approximateSize` is known: ask for it with Transcript::load
    };
    MessageId id;
    Speaker speaker = Speaker::Agent;
    State state = State::Complete;
    QString text;      ///< Markdown when the agent wrote it, plain text when the person did
    QString reasoning; ///< the model's own notes, folded away
    QList<ToolCardView> cards;
    QList<Bilingual> suggestions; ///< chips to click; only under the last entry
    QList<Bilingual> mayAct; ///< of a message of the person's: titles of the tools that were ticked for it. Known as
                             ///< long as the program runs that sent it
    std::optional<Error> error = {};
    bool refused = false;       ///< the model or its provider declined
    bool cutAtLimit = false;    ///< stopped at the token limit
    bool outOfSteps = false;    ///< the step budget was used up
    bool changedThings = false; ///< a call of this step may have had an effect: its turn is not run a second time
    QDateTime atUtc;
    qint64 approximateSize = 0; ///< characters, for a first guess of the height
};

/// A model endpoint that is set up.
struct EndpointView {
    EndpointId id;
    QString name; ///< "gpt-4o-mini at api.openai.com"
    QString model;
    QString host; ///< where the conversation goes: always shown
    bool local = false;
    bool demo = false;
    bool hasKey = false;
    QString serverUser = {}; ///< the system account that may be the one to hear it there, as was accepted

    friend bool operator==(const EndpointView&, const EndpointView&) = default;
};

/// A model endpoint that is about to be given a conversation in which others were told things that it was not.
struct NewReaderView {
    EndpointView endpoint;
    bool readPart = false; ///< it knows some of the conversation

    friend bool operator==(const NewReaderView&, const NewReaderView&) = default;
};

enum class NewReaderAnswer {
    GiveEarlier, ///< it is sent the earlier messages
    StartWithout,
    Cancel, ///< nothing is sent to it; not remembered
};

enum class ModelProtocol { ChatCompletions, AnthropicMessages };

/// A model server found on this machine, owned by this user or by root.
struct FoundServer {
    QString name; ///< "Ollama", "LM Studio", "llama.cpp"
    QString baseUrl;
    QStringList models;
};

/// What a person enters for a model. The typed key goes inward only: nothing gives it back.
struct EndpointInput {
    ModelProtocol protocol = ModelProtocol::ChatCompletions;
    QString baseUrl; ///< e.g. https://api.openai.com/v1
    QString model;
    QByteArray typedKey; ///< empty: none, or the one already kept for this origin
    /// The system account whose server on this machine the person accepts; empty: none, or the one already kept with
    /// this very endpoint.
    QString serverUser = {};
};

enum class EndpointField { BaseUrl, Model, Key };

/// What trying out a model found. No `error`: it answered.
struct EndpointCheck {
    std::optional<EndpointField> wrongField = {};
    std::optional<Error> error = {};
    QStringList models = {}; ///< what the endpoint offers, if it says so
    /// The system account whose server answers there. Nothing was sent; with this as the input's `serverUser` it would
    /// be. Empty with every other error, and where the server is another person's: that cannot be accepted.
    QString serverUser = {};
};

enum class Theme { System, Light, Dark };

struct PreferencesView {
    QString language; ///< "en", "ja", or empty for the system's
    Theme theme = Theme::System;
    std::optional<SignInWay> signInWay = {}; ///< nothing: the usual one, see SignIn::wayOf
    bool desktopNotifications = true;        ///< the desktop says when something waits for an answer
    QStringList managed; ///< names of the settings an administrator has fixed: "language", "theme", "signInWay",
                         ///< "desktopNotifications", "model", "organisation"
};

/// Something the person should know that is not tied to one message.
struct NoticeView {
    enum class Kind {
        NoKeychain, ///< nothing can be kept; sign-ins last for this run
        KeychainLocked,
        DiskFull,
        DemoUnavailable,
        SignInEnded, ///< of the current account
        StoreDamaged,
        SettingsSetAside, ///< the settings file is broken: `error.subject` is where it lies now, and the defaults hold
        SignInWindowUnavailable, ///< the embedded window cannot run here; the system browser is used
        PolicyBroken, ///< a rule cannot be read; `error.subject` is file and line. What it could cover is asked
    };
    Kind kind;
    Error error;
};

} // namespace core::interfaces
