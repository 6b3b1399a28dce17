#pragma once

#include "core/agent/model_port.h"
#include "core/toolapi/tool.h"

#include <QtCore/QList>

#include <optional>
#include <variant>

namespace core::agent {

/// One turn: from the person's message to the agent's last word.
using TurnId = StrongId<struct TurnTag>;

/// One tool call of a step.
struct CallRecord {
    CallId id;           ///< ours: turn, step and position, so the same after a restart
    ModelToolCall asked; ///< as the model wrote it
    toolapi::Effect effect = toolapi::Effect::Credential;
    std::optional<toolapi::ToolResult> result = {}; ///< none: running, waiting, or cut off by the end of the program
    bool waits = false;                             ///< for the person: nothing of it was done
    bool begun = false; ///< found in the store as begun: without a result, nobody knows what became of it
};

/// One answer of the model and the calls it asked for. Stored step by step; a turn is resumed from these.
struct StepRecord {
    enum class State {
        Streaming,   ///< the model is answering. Found in the store: the program ended in mid-stream
        Complete,    ///< the whole answer is there; calls may still be without a result
        Stopped,     ///< by the person; the text so far is kept
        Failed,      ///< `error` says why; the text so far is kept
        Interrupted, ///< the program ended in mid-stream; a later step asks again
    };
    MessageId id;
    State state = State::Streaming;
    QString text = {};
    QString reasoning = {};
    QString refusal = {};
    QJsonArray opaqueBlocks = {};
    QList<CallRecord> calls = {};
    FinishReason finish = FinishReason::Unknown;
    ModelUsage usage = {};
    std::optional<Error> error = {};
};

/// How a turn ended.
struct TurnEnd {
    enum class Kind {
        Done,
        Stopped,    ///< by the person
        Refused,    ///< the model or its provider declined
        CutAtLimit, ///< at the endpoint's token limit; calls that were cut with it did not run
        OutOfSteps, ///< the step budget was used up; the calls of the last step did not run
        Waiting,    ///< a call waits for the person's answer; the turn goes on with `resumed` once it is there
        Failed,     ///< `error` says why
    };
    Kind kind = Kind::Done;
    std::optional<Error> error = {};
};

/// The whole state of a running turn. A value: `next` is the only thing that changes it.
struct TurnState {
    enum class Phase {
        Ready,         ///< nothing has happened yet, or it was read back from the store
        LoggingStep,   ///< the step's beginning is being made durable; nothing was sent yet
        Asking,        ///< the model is answering
        LoggingAnswer, ///< the answer and its calls are being made durable; no call has run yet
        Calling,       ///< calls are running, or their results are being made durable
        LoggingEnd,
        Ended,
    };
    TurnId turn;
    int stepBudget = 5;
    Phase phase = Phase::Ready;
    QList<StepRecord> steps = {};
    QList<CallId> unloggedCalls = {};     ///< Calling: of these the result is not durable yet
    qsizetype checkpointedCharacters = 0; ///< of the running step, text and reasoning
    bool checkpointRunning = false;       ///< one at a time: the disk sets the pace
    std::optional<TurnEnd> end = {};      ///< decided as soon as nothing more will be called
};

/// What happened. Everything else that arrives is a late answer, and `next` ignores it.
namespace event {
struct Start {}; ///< also takes up a state made by `resumed`
struct Stop {
    QSet<CallId> held = {}; ///< calls under way of which nothing has begun, and now nothing will
};
struct StepLogged {
    MessageId step;
};
struct TextArrived {
    MessageId step;
    ModelDelta delta;
};
struct TextLogged {
    MessageId step;
};
struct ModelAnswered {
    MessageId step;
    ModelTurn turn;
    QList<toolapi::Effect> effects; ///< of turn.toolCalls, in the same order; an unknown tool has the strongest
};
struct ModelFailed {
    MessageId step;
    Error error;
};
struct AnswerLogged {
    MessageId step;
};
struct CallReturned {
    CallId call;
    toolapi::ToolResult result;
};
struct CallLogged {
    CallId call;
};
struct CallWaits {
    CallId call;
};
struct EndLogged {};
struct LogFailed {
    Error error;
};
} // namespace event

using TurnEvent = std::variant<event::Start, event::Stop, event::StepLogged, event::TextArrived, event::TextLogged,
                               event::ModelAnswered, event::ModelFailed, event::AnswerLogged, event::CallReturned,
                               event::CallLogged, event::CallWaits, event::EndLogged, event::LogFailed>;

/// What is to be done, in this order.
namespace effect {
struct LogStepBegun {
    MessageId step;
};
struct AskModel {
    MessageId step;
};
struct LogText {
    MessageId step;
};
struct LogStepFinished {
    MessageId step;
};
struct RunCall {
    MessageId step;
    CallId call;
};
struct LogCallFinished {
    MessageId step;
    CallId call;
};
struct CancelWork {}; ///< request a stop of the model and of every running call
struct LogTurnEnded {};
struct Finish {}; ///< the turn is over: tell the view
} // namespace effect

using TurnEffect =
    std::variant<effect::LogStepBegun, effect::AskModel, effect::LogText, effect::LogStepFinished, effect::RunCall,
                 effect::LogCallFinished, effect::CancelWork, effect::LogTurnEnded, effect::Finish>;

struct Transition {
    TurnState state;
    QList<TurnEffect> effects;
};

/// A turn that has not begun. \param stepBudget how often the model may be asked; at least 1
[[nodiscard]] TurnState newTurn(TurnId turn, int stepBudget = 5);

/// A turn as it was found in the store, ready for event::Start. A step that was still streaming becomes Interrupted
/// and is asked again; a call without a result is run if it was never begun or only reads, else it gets
/// Outcome::OutcomeUnknown, because it may have happened.
[[nodiscard]] TurnState resumed(TurnId turn, QList<StepRecord> stored, int stepBudget = 5);

/// One step of the machine. Pure: no I/O, no clock, no ids made up; same input, same answer.
///
/// What it holds, whatever the order of events: never two model requests at once; a step's beginning is durable before
/// the model is asked, and its calls before the first of them runs; every call has exactly one result before the model
/// is asked again, and while one waits for the person nothing is asked; at most `stepBudget` requests, those of
/// interrupted steps not counted; after a stop nothing is asked or run any more and late answers are dropped.
[[nodiscard]] Transition next(TurnState state, const TurnEvent& event);

/// The record of that step, or nullptr.
[[nodiscard]] const StepRecord* findStep(const TurnState& state, const MessageId& step);
/// The record of that call, or nullptr.
[[nodiscard]] const CallRecord* findCall(const TurnState& state, const CallId& call);

} // namespace core::agent
