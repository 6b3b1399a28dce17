#pragma once

#include "core/base/async.h"
#include "core/base/bilingual.h"
#include "core/base/ids.h"
#include "core/toolapi/authorized_http.h"
#include "core/toolapi/label.h"
#include "core/toolapi/unapproved.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace core::toolapi {

/// What a call can do to the world, weakest first. Unknown text is `Credential`, the strongest.
enum class Effect {
    Read,        ///< changes nothing and sends nothing to a third party
    ReadEgress,  ///< changes nothing, but its arguments reach somebody else (a search engine, an MCP server)
    Write,       ///< changes the person's own things
    Egress,      ///< sends something to others
    Permission,  ///< changes who may do what
    Commit,      ///< binds the person: payment, order, contract
    Destructive, ///< cannot be undone
    Credential,  ///< touches keys, passwords, tokens
};

/// Changes nothing and reaches nobody else: may be run a second time, and when it is cut off nothing is in doubt. What
/// a `ReadEgress` sent has left, whatever came back.
[[nodiscard]] bool isRepeatable(Effect effect);

[[nodiscard]] QString effectName(Effect effect);
/// The manifest's word, e.g. "read-egress"; nothing for an unknown word.
[[nodiscard]] std::optional<Effect> effectFromName(const QString& name);

/// What a tool returned. `value` goes to the model, cut to size; all of it stays in the store.
struct ToolAnswer {
    QJsonValue value;
    std::optional<ApiAnswer> api = {}; ///< the HTTP exchange behind it, when there was one
};

/// Whose word a tool's definition is: how far what it says of its own effect and receivers is believed.
enum class DefinedBy {
    Program,      ///< ships with Sekisho
    Organisation, ///< a file that an administrator installed
    Person,       ///< a file of the person's own
    Server,       ///< somebody else's: what it says can only be raised
};

/// How the person must have signed in for a call: `acr` and `max_age` of OpenID Connect Core section 3.1.2.1.
struct SignInNeed {
    QStringList acr = {};                            ///< each of them; empty: any
    std::optional<std::chrono::seconds> maxAge = {}; ///< since the person last proved who they are

    [[nodiscard]] bool isNone() const { return acr.isEmpty() && !maxAge; }
    friend bool operator==(const SignInNeed&, const SignInNeed&) = default;
};

struct ToolContext {
    UserKey person;
    CallId call;
    std::stop_token stop;
    bool signedInForIt = false; ///< it goes out with what came of the sign-in for it, or not at all
};

/// One tool: its manifest and the way to run it. A value; the registry keeps a copy, pinned by `definitionHash`.
struct ToolSpec {
    ToolName name;
    Bilingual title;         ///< "Read a payslip"
    QString description;     ///< for the model
    QJsonObject inputSchema; ///< JSON Schema 2020-12
    Effect effect = Effect::Credential;
    QStringList controlArguments = {}; ///< JSON Pointers: recipient, id, amount, URL
    QStringList contentArguments = {};
    QStringList targetArguments = {}; ///< JSON Pointers to the person or thing a call is about, for the card
    QString audience = {};
    QStringList scopes = {};
    SignInNeed signIn = {}; ///< looked at before each call
    /// Its effect may begin some seconds later: until then the person can take the call back. Write, Egress, Permission.
    bool canWait = false;
    DefinedBy definedBy = DefinedBy::Server;
    QString source = {}; ///< for a tool made from data: SHA-256 (hex) over what says how its arguments become a request
    std::chrono::milliseconds timeout = std::chrono::seconds(20);
    /// Runs one validated call. Called on the thread of the gateway. An HTTP refusal (401, 403, 404 ...) is not an
    /// error: it is an answer with `api` set, because the card is drawn from it.
    std::function<Async<ToolAnswer>(const ToolContext&, const QJsonObject& arguments)> run = {};
};

/// Whether effects of this class can be held back at all: what binds, destroys or opens is done or not done.
[[nodiscard]] bool mayWait(Effect effect);

/// SHA-256 (hex) over the canonical JSON of everything in the manifest that a model or a person sees or that decides.
/// Empty when the definition cannot be written canonically (a lone surrogate): such a tool must not be registered.
[[nodiscard]] QString definitionHash(const ToolSpec& spec);

/// A call as the model proposed it.
struct ToolCall {
    CallId id;
    QString modelCallId; ///< the model's own id, to answer it
    ToolName tool;
    QByteArray arguments; ///< JSON text exactly as it came; empty means {}
    MessageId step = {};  ///< the answer of the model that asks for it: calls of one step are asked about on one card
};

/// How a call ended. Drawn from the journal and the HTTP answer, never from what a model wrote.
enum class Outcome {
    Done,           ///< ran and succeeded
    ApiRefused,     ///< the resource server said 401 or 403 to this person's token
    ApiNotFound,    ///< 404
    ApiFailed,      ///< another HTTP error
    PolicyRefused,  ///< the checkpoint refused it
    BadArguments,   ///< the arguments do not fit the schema, or there is no such tool
    Failed,         ///< it could not be carried out: network, time-out
    Cancelled,      ///< the person stopped it
    OutcomeUnknown, ///< an effect cut off before its answer
    ProviderDown,   ///< the provider gave no token for it, so nothing was sent
    Denied,         ///< whoever was asked said no: `unapproved` says who, and what they said
    Expired,        ///< the person did not answer in time
    NoApprover,     ///< somebody else had to approve it, and nobody did in time
    NotBegun,       ///< it was approved, and could not be begun in time
    Withdrawn,      ///< the question was taken back before the call was begun
    Waiting,        ///< not an ending: it waits for the person's answer, or another run of the program has it
};

[[nodiscard]] QString outcomeName(Outcome outcome);
/// Whether the outcome says that nothing of the call was begun.
[[nodiscard]] bool saysNotBegun(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcomeFromName(const QString& name);

/// Everything the rest of the program may know of an ended call.
struct ToolResult {
    CallId id;
    QString modelCallId;
    ToolName tool;
    QJsonObject arguments; ///< validated and normalised; empty when they were not valid
    Outcome outcome = Outcome::Failed;
    QJsonValue value = {};  ///< the whole answer
    QString modelText = {}; ///< what the model is told: the answer cut to size, or an error it can act on
    Label label = {};
    std::optional<ApiAnswer> api = {};
    QString reason = {};        ///< English, for logs and the details view: why it was refused or failed
    QString reasonCode = {};    ///< when the checkpoint refused it: a stable word for the rule
    Bilingual explanation = {}; ///< likewise: a sentence for the person, which its card shows
    QString rule = {}; ///< likewise: where the rule stands, for an admin ("pay.json:12 pay-limit"); may be empty
    std::optional<Unapproved> unapproved = {}; ///< when it was asked about and is not run
    std::optional<Error> error = {};
};

/// The gateway, as the agent sees it: the one way to a tool.
class ToolRunner {
public:
    virtual ~ToolRunner() = default;
    ToolRunner() = default;
    ToolRunner(const ToolRunner&) = delete;
    ToolRunner& operator=(const ToolRunner&) = delete;

    /// The tools this person may see now, in a stable order.
    [[nodiscard]] virtual QList<ToolSpec> tools() const = 0;
    /// Runs one call to its end, or to where it waits for the person (Outcome::Waiting): then it is run again, with the
    /// same id, when it was answered. Never fails: every ending is a ToolResult.
    [[nodiscard]] virtual Async<ToolResult> run(ToolCall call, ConversationId conversation, std::stop_token stop) = 0;
    /// Whether the call is held before it begins. A stop that is requested while it is lets nothing of it begin.
    [[nodiscard]] virtual bool isHeld(const CallId& call) const = 0;
};

} // namespace core::toolapi
