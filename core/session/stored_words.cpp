#include "core/session/stored_words.h"

namespace core::session {

using agent::FinishReason;
using agent::StepRecord;
using agent::TurnEnd;
using conversations::MessageState;

QString finishName(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Stop: return QStringLiteral("stop");
    case FinishReason::ToolCalls: return QStringLiteral("tool_calls");
    case FinishReason::Length: return QStringLiteral("length");
    case FinishReason::Refusal: return QStringLiteral("refusal");
    case FinishReason::ContentFilter: return QStringLiteral("content_filter");
    case FinishReason::Unknown: return QStringLiteral("unknown");
    }
    return QStringLiteral("unknown");
}

FinishReason finishFromName(const QString& name)
{
    for (const auto reason : {FinishReason::Stop, FinishReason::ToolCalls, FinishReason::Length, FinishReason::Refusal,
                              FinishReason::ContentFilter})
        if (finishName(reason) == name) return reason;
    return FinishReason::Unknown;
}

QString endingName(TurnEnd::Kind kind)
{
    switch (kind) {
    case TurnEnd::Kind::Done: return QStringLiteral("done");
    case TurnEnd::Kind::Stopped: return QStringLiteral("stopped");
    case TurnEnd::Kind::Refused: return QStringLiteral("refused");
    case TurnEnd::Kind::CutAtLimit: return QStringLiteral("cut_at_limit");
    case TurnEnd::Kind::OutOfSteps: return QStringLiteral("out_of_steps");
    case TurnEnd::Kind::Waiting: return QStringLiteral("waiting");
    case TurnEnd::Kind::Failed: return QStringLiteral("failed");
    }
    return QStringLiteral("failed");
}

TurnEnd::Kind endingFromName(const QString& name)
{
    for (const auto kind : {TurnEnd::Kind::Done, TurnEnd::Kind::Stopped, TurnEnd::Kind::Refused,
                            TurnEnd::Kind::CutAtLimit, TurnEnd::Kind::OutOfSteps, TurnEnd::Kind::Waiting})
        if (endingName(kind) == name) return kind;
    return TurnEnd::Kind::Failed;
}

MessageState storedState(StepRecord::State state)
{
    switch (state) {
    case StepRecord::State::Streaming: return MessageState::Streaming;
    case StepRecord::State::Complete: return MessageState::Complete;
    case StepRecord::State::Stopped: return MessageState::Stopped;
    case StepRecord::State::Failed: return MessageState::Failed;
    case StepRecord::State::Interrupted: return MessageState::Interrupted;
    }
    return MessageState::Interrupted;
}

StepRecord::State stepState(MessageState state)
{
    switch (state) {
    case MessageState::Complete: return StepRecord::State::Complete;
    case MessageState::Streaming: return StepRecord::State::Streaming;
    case MessageState::Stopped: return StepRecord::State::Stopped;
    case MessageState::Failed: return StepRecord::State::Failed;
    case MessageState::Interrupted: return StepRecord::State::Interrupted;
    }
    return StepRecord::State::Interrupted;
}

conversations::StepEnd stepEnd(const StepRecord& step)
{
    conversations::StepEnd end;
    end.step = step.id;
    end.state = storedState(step.state);
    end.text = step.text;
    end.reasoning = step.reasoning;
    end.refusal = step.refusal;
    end.opaqueBlocks = step.opaqueBlocks;
    end.finish = finishName(step.finish);
    if (step.usage.inputTokens) end.usage[QLatin1String("input_tokens")] = *step.usage.inputTokens;
    if (step.usage.outputTokens) end.usage[QLatin1String("output_tokens")] = *step.usage.outputTokens;
    end.error = step.error;
    for (const auto& call : step.calls)
        end.calls.append({call.id, call.asked.id, ToolName(call.asked.name), call.asked.arguments, call.effect});
    return end;
}

StepRecord stepRecord(const conversations::StoredMessage& message)
{
    StepRecord step;
    step.id = message.id;
    step.state = stepState(message.state);
    step.text = message.text;
    step.reasoning = message.reasoning;
    step.refusal = message.refusal;
    step.opaqueBlocks = message.opaqueBlocks;
    step.finish = finishFromName(message.finish);
    step.error = message.error;
    for (const auto& call : message.calls) {
        // Member by member: from one braced list, g++ 12 read the optional from uninitialised memory (valgrind saw it).
        agent::CallRecord record;
        record.id = call.id;
        record.asked = {call.modelCallId, call.tool.text(), call.proposed};
        record.effect = call.effect;
        record.result = call.result;
        record.begun = call.state != conversations::CallState::Proposed;
        step.calls.append(record);
    }
    return step;
}

bool othersWereTold(const QList<conversations::StoredMessage>& rows, const EndpointId& reader)
{
    return std::any_of(rows.begin(), rows.end(), [&](const conversations::StoredMessage& row) {
        return !row.turn.endpoint.isEmpty() && row.turn.endpoint != reader;
    });
}

QList<agent::PastTurn> pastTurns(const QList<conversations::StoredMessage>& rows, const EndpointId& reader,
                                 conversations::EarlierTurns earlier)
{
    QList<agent::PastTurn> turns;
    const bool given = earlier == conversations::EarlierTurns::Given;
    bool mayRead = false;
    for (const auto& row : rows) {
        const bool own = row.turn.endpoint == reader;
        if (row.speaker == conversations::Speaker::Person) {
            mayRead = own || row.turn.endpoint.isEmpty() || given;
            if (mayRead) turns.append({row.text, {}});
        } else if (mayRead && (own || given) && !turns.isEmpty()) {
            // Asked about each step: what one endpoint was asked, another may have answered, and told it more.
            auto step = stepRecord(row);
            if (!own) step.opaqueBlocks = {};
            turns.last().steps.append(std::move(step));
        }
    }
    return turns;
}

} // namespace core::session
