#include "core/agent/turn.h"

#include "core/agent/unrun_calls_p.h"

#include <algorithm>

namespace core::agent {

namespace {

using Phase = TurnState::Phase;
using toolapi::Effect;

/// The machine's working copy while one event is handled.
class Machine {
public:
    explicit Machine(TurnState state)
        : state_(std::move(state))
    {}

    Transition take() { return {std::move(state_), std::move(effects_)}; }

    void on(const event::Start&)
    {
        if (state_.phase != Phase::Ready) return;
        if (state_.steps.isEmpty() || running().state == StepRecord::State::Interrupted) return beginStep();
        // Read back from the store with a complete answer: its calls go on, or its ending is made up for.
        if (running().calls.isEmpty()) return finishTurn(endOfAnswer(running()));
        if (asked() >= state_.stepBudget)
            return answerAllCalls(&outOfStepsAfterRestart, TurnEnd{TurnEnd::Kind::OutOfSteps});
        runCalls();
    }

    void on(const event::Stop& stop)
    {
        if (state_.end) return; // nothing is being asked or run any more
        const TurnEnd stopped{TurnEnd::Kind::Stopped};
        switch (state_.phase) {
        case Phase::Ready:
            if (state_.steps.isEmpty()) return finishTurn(stopped);
            return answerAllCalls(&stoppedAfterRestart, stopped);
        case Phase::LoggingStep:
        case Phase::Asking: cancelWork(); return finishStep(StepRecord::State::Stopped, stopped);
        case Phase::LoggingAnswer:
            cancelWork();
            state_.end = stopped; // the calls get their results once the answer is durable
            return;
        case Phase::Calling:
            cancelWork();
            for (auto& call : running().calls)
                if (stop.held.contains(call.id) && !call.result) setResult(call, stoppedBeforeRun(call));
            return answerAllCalls(&stoppedWhileRunning, stopped);
        case Phase::LoggingEnd:
        case Phase::Ended: return;
        }
    }

    void on(const event::StepLogged& logged)
    {
        if (!isRunning(logged.step, Phase::LoggingStep)) return;
        state_.phase = Phase::Asking;
        effects_.append(effect::AskModel{logged.step});
    }

    void on(const event::TextArrived& arrived)
    {
        if (!isRunning(arrived.step, Phase::Asking)) return;
        auto& step = running();
        switch (arrived.delta.kind) {
        case ModelDelta::Kind::Text: step.text += arrived.delta.text; break;
        case ModelDelta::Kind::Reasoning: step.reasoning += arrived.delta.text; break;
        case ModelDelta::Kind::Refusal: step.refusal += arrived.delta.text; break;
        }
        checkpointText(step);
    }

    void on(const event::TextLogged& logged)
    {
        if (!state_.steps.isEmpty() && running().id == logged.step) state_.checkpointRunning = false;
    }

    void on(const event::ModelAnswered& answered)
    {
        if (!isRunning(answered.step, Phase::Asking)) return;
        auto& step = running();
        const auto& turn = answered.turn;
        step.text = turn.text;
        step.reasoning = turn.reasoning;
        step.refusal = turn.refusal;
        step.opaqueBlocks = turn.opaqueBlocks;
        step.finish = turn.finish;
        step.usage = turn.usage;
        if (turn.error) return failStep(*turn.error);
        if (endsWithoutCalls(turn)) {
            step.opaqueBlocks = {}; // they belong to calls that are not kept
            return finishStep(StepRecord::State::Complete, endOfAnswer(step));
        }
        for (qsizetype index = 0; index < turn.toolCalls.size(); ++index) {
            const auto effect = index < answered.effects.size() ? answered.effects[index] : Effect::Credential;
            const CallId id(QStringLiteral("%1.%2").arg(step.id.text()).arg(index + 1));
            step.calls.append(CallRecord{id, turn.toolCalls[index], effect});
        }
        if (step.calls.isEmpty() && step.text.trimmed().isEmpty())
            return failStep(Error{Errc::Protocol, QStringLiteral("the model's answer is empty")});
        finishStep(StepRecord::State::Complete, std::nullopt);
    }

    void on(const event::ModelFailed& failed)
    {
        if (isRunning(failed.step, Phase::Asking)) failStep(failed.error);
    }

    void on(const event::AnswerLogged& logged)
    {
        if (!isRunning(logged.step, Phase::LoggingAnswer)) return;
        const auto& step = running();
        if (state_.end && !step.calls.isEmpty()) return answerAllCalls(&stoppedBeforeRun, *state_.end);
        if (state_.end) return finishTurn(*state_.end);
        if (step.calls.isEmpty()) return finishTurn(endOfAnswer(step));
        if (asked() >= state_.stepBudget) return answerAllCalls(&outOfSteps, TurnEnd{TurnEnd::Kind::OutOfSteps});
        runCalls();
    }

    void on(const event::CallReturned& returned)
    {
        if (state_.phase != Phase::Calling) return;
        for (auto& call : running().calls) {
            if (call.id != returned.call || call.result || call.waits) continue;
            setResult(call, returned.result);
        }
    }

    /// Nothing of it is done and nothing is written: it stays as it was proposed.
    void on(const event::CallWaits& waits)
    {
        if (state_.phase != Phase::Calling || !state_.unloggedCalls.contains(waits.call)) return;
        const auto call = std::find_if(running().calls.begin(), running().calls.end(),
                                       [&](const CallRecord& each) { return each.id == waits.call; });
        if (call == running().calls.end() || call->result) return;
        call->waits = true;
        state_.unloggedCalls.removeOne(waits.call);
        if (state_.unloggedCalls.isEmpty()) goOnAfterCalls();
    }

    void on(const event::CallLogged& logged)
    {
        if (state_.phase != Phase::Calling || !state_.unloggedCalls.contains(logged.call)) return;
        const auto* call = findCall(state_, logged.call);
        if (!call || !call->result) return;
        state_.unloggedCalls.removeOne(logged.call);
        if (state_.unloggedCalls.isEmpty()) goOnAfterCalls();
    }

    void on(const event::EndLogged&)
    {
        if (state_.phase != Phase::LoggingEnd) return;
        state_.phase = Phase::Ended;
        effects_.append(effect::Finish{});
    }

    /// What cannot be made durable must not go on: the turn ends here, without a record of its end.
    void on(const event::LogFailed& failed)
    {
        if (state_.phase == Phase::Ended || state_.phase == Phase::Ready) return;
        if (!state_.end) cancelWork();
        if (!state_.steps.isEmpty() && running().state == StepRecord::State::Streaming) {
            running().state = StepRecord::State::Failed;
            running().error = failed.error;
        }
        state_.end = TurnEnd{TurnEnd::Kind::Failed, failed.error};
        state_.phase = Phase::Ended;
        effects_.append(effect::Finish{});
    }

private:
    StepRecord& running() { return state_.steps.last(); }

    bool isRunning(const MessageId& step, Phase phase)
    {
        return state_.phase == phase && !state_.steps.isEmpty() && running().id == step;
    }

    int asked() const
    {
        return static_cast<int>(std::count_if(state_.steps.begin(), state_.steps.end(), [](const StepRecord& step) {
            return step.state != StepRecord::State::Interrupted;
        }));
    }

    static bool endsWithoutCalls(const ModelTurn& turn)
    {
        if (!turn.refusal.isEmpty()) return true;
        switch (turn.finish) {
        case FinishReason::Length: // the last call may lack its end, and with it an argument that changes its sense
        case FinishReason::Refusal:
        case FinishReason::ContentFilter: return true;
        case FinishReason::Stop: // several endpoints say "stop" where they mean calls
        case FinishReason::ToolCalls:
        case FinishReason::Unknown: return false;
        }
        return true;
    }

    static TurnEnd endOfAnswer(const StepRecord& step)
    {
        if (step.error) return {TurnEnd::Kind::Failed, step.error};
        if (step.state == StepRecord::State::Stopped) return {TurnEnd::Kind::Stopped};
        if (!step.refusal.isEmpty()) return {TurnEnd::Kind::Refused};
        switch (step.finish) {
        case FinishReason::Length: return {TurnEnd::Kind::CutAtLimit};
        case FinishReason::Refusal:
        case FinishReason::ContentFilter: return {TurnEnd::Kind::Refused};
        case FinishReason::Stop:
        case FinishReason::ToolCalls:
        case FinishReason::Unknown: return {TurnEnd::Kind::Done};
        }
        return {TurnEnd::Kind::Done};
    }

    void goOnAfterCalls()
    {
        if (state_.end) return finishTurn(*state_.end);
        const auto& calls = running().calls;
        if (std::any_of(calls.begin(), calls.end(), [](const CallRecord& call) { return !call.result; }))
            return finishTurn({TurnEnd::Kind::Waiting});
        beginStep();
    }

    void beginStep()
    {
        if (asked() >= state_.stepBudget) return finishTurn({TurnEnd::Kind::OutOfSteps});
        StepRecord step;
        step.id = MessageId(QStringLiteral("%1.%2").arg(state_.turn.text()).arg(state_.steps.size() + 1));
        effects_.append(effect::LogStepBegun{step.id});
        state_.steps.append(std::move(step));
        state_.checkpointedCharacters = 0;
        state_.checkpointRunning = false;
        state_.phase = Phase::LoggingStep;
    }

    /// Every few hundred characters, and rarer as the answer grows: all of it is written each time, and the sum must
    /// stay in proportion to its length.
    void checkpointText(const StepRecord& step)
    {
        constexpr qsizetype smallestPiece = 400;
        const auto length = step.text.size() + step.reasoning.size();
        const auto grown = length - state_.checkpointedCharacters;
        if (state_.checkpointRunning || grown < std::max(smallestPiece, length / 8)) return;
        state_.checkpointRunning = true;
        state_.checkpointedCharacters = length;
        effects_.append(effect::LogText{step.id});
    }

    void failStep(const Error& error)
    {
        running().error = error;
        running().opaqueBlocks = {};
        finishStep(StepRecord::State::Failed, TurnEnd{TurnEnd::Kind::Failed, error});
    }

    void finishStep(StepRecord::State how, std::optional<TurnEnd> end)
    {
        running().state = how;
        if (end) state_.end = std::move(end);
        state_.phase = Phase::LoggingAnswer;
        effects_.append(effect::LogStepFinished{running().id});
    }

    void runCalls()
    {
        state_.phase = Phase::Calling;
        const auto stepId = running().id;
        for (const auto& call : std::as_const(running().calls)) {
            // A result that was read back from the store is durable already.
            if (!call.result) state_.unloggedCalls.append(call.id);
        }
        if (state_.unloggedCalls.isEmpty()) return beginStep();
        qsizetype position = 0;
        for (auto& call : running().calls) {
            const bool tooMany = ++position > mostCallsInOneStep;
            if (call.result) continue;
            if (tooMany)
                setResult(call, tooManyAtOnce(call));
            else if (call.begun && !toolapi::isRepeatable(call.effect))
                setResult(call, unknownOutcome(call, QStringLiteral("the program ended while it ran")));
            else
                effects_.append(effect::RunCall{stepId, call.id});
        }
    }

    void setResult(CallRecord& call, toolapi::ToolResult result)
    {
        result.id = call.id;
        result.modelCallId = call.asked.id;
        call.result = std::move(result);
        effects_.append(effect::LogCallFinished{running().id, call.id});
    }

    /// Gives every call that has no result one that says it was not run (to its end), and ends the turn after that.
    void answerAllCalls(toolapi::ToolResult (*answer)(const CallRecord&), TurnEnd end)
    {
        state_.end = std::move(end);
        for (auto& call : running().calls) {
            if (call.result) continue;
            if (!state_.unloggedCalls.contains(call.id)) state_.unloggedCalls.append(call.id);
            setResult(call, answer(call));
        }
        state_.phase = Phase::Calling;
        if (state_.unloggedCalls.isEmpty()) finishTurn(*state_.end);
    }

    void cancelWork() { effects_.append(effect::CancelWork{}); }

    void finishTurn(TurnEnd end)
    {
        state_.end = std::move(end);
        state_.phase = Phase::LoggingEnd;
        effects_.append(effect::LogTurnEnded{});
    }

    TurnState state_;
    QList<TurnEffect> effects_;
};

} // namespace

TurnState newTurn(TurnId turn, int stepBudget)
{
    TurnState state;
    state.turn = std::move(turn);
    state.stepBudget = std::max(1, stepBudget);
    return state;
}

TurnState resumed(TurnId turn, QList<StepRecord> stored, int stepBudget)
{
    auto state = newTurn(std::move(turn), stepBudget);
    state.steps = std::move(stored);
    for (auto& step : state.steps) {
        if (step.state == StepRecord::State::Streaming) step.state = StepRecord::State::Interrupted;
    }
    return state;
}

Transition next(TurnState state, const TurnEvent& event)
{
    Machine machine(std::move(state));
    std::visit([&machine](const auto& what) { machine.on(what); }, event);
    return machine.take();
}

const StepRecord* findStep(const TurnState& state, const MessageId& step)
{
    const auto found =
        std::find_if(state.steps.begin(), state.steps.end(), [&](const StepRecord& each) { return each.id == step; });
    return found == state.steps.end() ? nullptr : &*found;
}

const CallRecord* findCall(const TurnState& state, const CallId& call)
{
    for (const auto& step : state.steps) {
        for (const auto& each : step.calls) {
            if (each.id == call) return &each;
        }
    }
    return nullptr;
}

} // namespace core::agent
