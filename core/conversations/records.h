#pragma once

#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/toolapi/tool.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

/// What is kept of a conversation. Values; the numbers of the enumerators stand in files and never change.
namespace core::conversations {

/// From the person's message to the agent's last word.
using TurnId = StrongId<struct TurnTag>;

struct ConversationSummary {
    ConversationId id;
    QString title; ///< empty: not named yet
    QDateTime createdUtc;
    QDateTime changedUtc; ///< the last message, not the last renaming
};

enum class Speaker { Person = 0, Agent = 1 };

enum class MessageState {
    Complete = 0,
    Streaming = 1,   ///< its step is running, in this process or in another one
    Stopped = 2,     ///< by the person; the text so far is kept
    Failed = 3,      ///< `error` says why; the text so far is kept
    Interrupted = 4, ///< the program ended in the middle; the last checkpoint is kept
};

enum class CallState {
    Proposed = 0, ///< the model asked for it; nothing was done
    Started = 1,  ///< decision and intent are durable; it may have had its effect
    Ended = 2,    ///< the outcome is durable
};

enum class TurnState {
    Running = 0,
    Interrupted = 1, ///< the program ended in the middle; it can be taken up again
    Ended = 2,
};

/// What the checkpoint decided about a call, and with `Run` the intent: durable before the first byte of its effect.
struct CallDecision {
    enum class Kind { Run, Refuse };
    CallId call;
    Kind kind = Kind::Refuse;
    QString decision = {}; ///< the checkpoint's own word
    QString reason = {};
    QString approvedBy = {}; ///< what somebody else is called who approved it; empty: nobody else did
    QString definitionHash = {};
    QJsonObject arguments = {}; ///< validated and normalised
    QString argumentsHash = {}; ///< over their canonical JSON
    QString audience = {};
    QStringList scopes = {};
};

/// One tool call. Its whole answer is not here: `ConversationStore::callAnswer` reads it.
struct StoredCall {
    CallId id;
    QString modelCallId; ///< the model's own id
    ToolName tool;
    QByteArray proposed; ///< the arguments as the model wrote them
    toolapi::Effect effect = toolapi::Effect::Credential;
    CallState state = CallState::Proposed;

    std::optional<CallDecision> decision = {}; ///< none: it did not come to one
    QDateTime decidedUtc = {};

    // When Ended.
    std::optional<toolapi::ToolResult> result = {}; ///< `value` and `api->body` are left empty
    QString answerStart = {};                       ///< the answer as plain text, cut to 4,000 characters
    qint64 answerSize = 0;                          ///< bytes of the whole answer
    QDateTime endedUtc = {};
};

/// A call's whole answer, loaded only when somebody wants to see it.
struct CallAnswer {
    QJsonValue value;
    QByteArray apiBody;
};

/// How the turn that a message belongs to stands.
struct StoredTurn {
    TurnId id;
    EndpointId endpoint;
    TurnState state = TurnState::Running;
    QString ending = {}; ///< when Ended: the agent's own word for how
    std::optional<Error> error = {};
};

/// One row of a transcript: what the person sent, or one step of the agent.
struct StoredMessage {
    MessageId id;
    MessageId parent; ///< the message before it; empty for the first one
    StoredTurn turn;
    int row = 0; ///< from the oldest, from 0
    Speaker speaker = Speaker::Agent;
    MessageState state = MessageState::Complete;
    QDateTime atUtc = {};
    QString text = {};
    QString reasoning = {};
    QString refusal = {};
    QJsonArray opaqueBlocks = {}; ///< what the endpoint wants back unchanged
    QString finish = {};          ///< the model's finish reason, in the agent's own word
    QJsonObject usage = {};
    std::optional<Error> error = {};
    toolapi::Label label = {};
    QList<StoredCall> calls = {};
};

/// A row before its contents are read.
struct MessageHead {
    MessageId id;
    TurnId turn;
    Speaker speaker = Speaker::Agent;
    MessageState state = MessageState::Complete;
    QDateTime atUtc = {};
    qint64 approximateSize = 0; ///< characters of its text
    int calls = 0;
};

/// What the person answered when an endpoint was to be given a conversation that others had read.
enum class EarlierTurns {
    Withheld, ///< it gets its own turns only
    Given,    ///< it gets everything
};

// ---- what is written ----

struct NewMessage {
    MessageId id;
    QString text;
    toolapi::Label label = toolapi::fromPerson();
};

/// The beginning of a step, with the person's message when it is a turn's first.
struct StepBegin {
    ConversationId conversation; ///< made when it is not there yet
    TurnId turn;
    EndpointId endpoint; ///< about to read the conversation: recorded as one of its endpoints
    MessageId step;
    std::optional<NewMessage> message = {}; ///< one that is stored moves to this turn
    std::optional<int> replacesFrom = {};   ///< this row and all after it go in the same transaction
    QString title = {};                     ///< of a conversation that is made now
};

struct ProposedCall {
    CallId id;
    QString modelCallId;
    ToolName tool;
    QByteArray arguments; ///< as the model wrote them
    toolapi::Effect effect = toolapi::Effect::Credential;
};

/// The whole answer of a step; replaces every checkpoint.
struct StepEnd {
    MessageId step;
    MessageState state = MessageState::Complete;
    QString text = {};
    QString reasoning = {};
    QString refusal = {};
    QJsonArray opaqueBlocks = {};
    QString finish = {};
    QJsonObject usage = {};
    std::optional<Error> error = {};
    toolapi::Label label = toolapi::fromModel();
    QList<ProposedCall> calls = {};
};

/// A turn that was found running although its program is gone.
struct InterruptedTurn {
    ConversationId conversation;
    TurnId turn;
};

} // namespace core::conversations
