#include "core/agent/turn_runner.h"

#include "core/base/logging.h"

#include <QtCore/QPointer>

#include <type_traits>

namespace core::agent {

TurnRunner::TurnRunner(ModelPort& model, toolapi::ToolRunner& tools, TurnLog& log, QObject* parent)
    : QObject(parent)
    , model_(model)
    , tools_(tools)
    , log_(log)
{}

TurnRunner::~TurnRunner()
{
    stopSource_.request_stop();
}

void TurnRunner::start(TurnInput input)
{
    auto state = newTurn(input.reference.turn, input.stepBudget);
    begin(std::move(input), std::move(state));
}

void TurnRunner::resume(TurnInput input, QList<StepRecord> stored)
{
    // With a step in the store the person's message is there too: they were written together.
    messageStored_ = !stored.isEmpty();
    auto state = resumed(input.reference.turn, std::move(stored), input.stepBudget);
    begin(std::move(input), std::move(state));
}

void TurnRunner::stop()
{
    event::Stop stop;
    if (!state_.steps.isEmpty())
        for (const auto& call : state_.steps.last().calls)
            if (!call.result && tools_.isHeld(call.id)) stop.held.insert(call.id);
    // At once, also when this is called by a slot in the middle of a list of effects: the rest of them looks at it.
    stopSource_.request_stop();
    post(stop);
}

void TurnRunner::begin(TurnInput input, TurnState state)
{
    Q_ASSERT(state_.turn.isEmpty()); // one object a turn
    input_ = std::move(input);
    state_ = std::move(state);
    post(event::Start{});
}

void TurnRunner::post(TurnEvent event)
{
    waiting_.append(std::move(event));
    if (busy_) return; // an effect answered at once; the loop below takes it up
    busy_ = true;
    const QPointer<TurnRunner> alive(this);
    while (!waiting_.isEmpty()) {
        const auto one = waiting_.takeFirst();
        auto transition = next(std::move(state_), one);
        state_ = std::move(transition.state);
        announce(one);
        if (!alive) return; // a slot may delete this
        for (const auto& effect : std::as_const(transition.effects)) {
            carryOut(effect);
            if (!alive) return;
        }
    }
    busy_ = false;
}

void TurnRunner::carryOut(const TurnEffect& effect)
{
    std::visit([this](const auto& what) { perform(what); }, effect);
}

void TurnRunner::perform(const effect::LogStepBegun& what)
{
    std::optional<PersonMessage> message;
    if (!messageStored_) message = input_.message;
    whenLogged(log_.stepBegun(input_.reference, what.step, std::move(message)), event::StepLogged{what.step});
}

void TurnRunner::perform(const effect::AskModel& what)
{
    if (stopSource_.stop_requested()) return; // event::Stop is waiting
    ContextInput context;
    context.personName = input_.personName;
    context.history = input_.history;
    context.personText = input_.message.text;
    context.steps = state_.steps;
    context.limits = input_.limits;
    effects_.clear();
    const auto offered = tools_.tools();
    for (const auto& tool : offered) {
        context.tools.append(ModelTool{tool.name.text(), tool.description, tool.inputSchema});
        effects_.insert(tool.name.text(), tool.effect);
    }
    qCDebug(logAgent) << "asking for step" << what.step.text();
    const QPointer<TurnRunner> alive(this);
    const auto step = what.step;
    auto onDelta = [alive, step](const ModelDelta& delta) {
        if (alive) alive->post(event::TextArrived{step, delta});
    };
    const auto answer = model_.stream(buildRequest(context), std::move(onDelta), stopSource_.get_token());
    if (!alive) return;
    onReady(answer, this, [this, step](const Result<ModelTurn>& turn) { modelAnswered(step, turn); });
}

void TurnRunner::modelAnswered(const MessageId& step, const Result<ModelTurn>& turn)
{
    if (!turn) {
        qCWarning(logAgent) << "step" << step.text() << "failed:" << errcName(turn.error().code);
        return post(event::ModelFailed{step, turn.error()});
    }
    event::ModelAnswered answered{step, *turn, {}};
    for (const auto& call : turn->toolCalls)
        answered.effects.append(effects_.value(call.name, toolapi::Effect::Credential));
    qCDebug(logAgent) << "step" << step.text() << "answered with" << turn->toolCalls.size() << "calls";
    post(std::move(answered));
}

void TurnRunner::perform(const effect::LogText& what)
{
    const auto* step = findStep(state_, what.step);
    whenLogged(log_.stepText(input_.reference, what.step, step->text, step->reasoning), event::TextLogged{what.step});
}

void TurnRunner::perform(const effect::LogStepFinished& what)
{
    whenLogged(log_.stepFinished(input_.reference, *findStep(state_, what.step)), event::AnswerLogged{what.step});
}

void TurnRunner::perform(const effect::RunCall& what)
{
    const auto* record = findCall(state_, what.call);
    if (stopSource_.stop_requested()) return; // it came while an earlier effect of this list was carried out
    toolapi::ToolCall call{record->id, record->asked.id, ToolName(record->asked.name), record->asked.arguments,
                           what.step};
    const QPointer<TurnRunner> alive(this);
    Q_EMIT callStarted(what.step, what.call);
    if (!alive || stopSource_.stop_requested()) return;
    const auto id = what.call;
    const auto running = tools_.run(std::move(call), input_.reference.conversation, stopSource_.get_token());
    if (!alive) return;
    onReady(running, this, [this, id](const Result<toolapi::ToolResult>& result) {
        if (result && result->outcome == toolapi::Outcome::Waiting) return post(event::CallWaits{id});
        if (result) return post(event::CallReturned{id, *result});
        // The port promises an answer; when even that breaks, what happened is not known.
        toolapi::ToolResult broken;
        broken.outcome = toolapi::Outcome::OutcomeUnknown;
        broken.modelText = QStringLiteral("The call broke off. It may have been carried out or not.");
        broken.reason = QStringLiteral("the tool runner gave no result");
        broken.error = result.error();
        post(event::CallReturned{id, broken});
    });
}

void TurnRunner::perform(const effect::LogCallFinished& what)
{
    whenLogged(log_.callFinished(input_.reference, what.step, *findCall(state_, what.call)->result),
               event::CallLogged{what.call});
}

void TurnRunner::perform(const effect::CancelWork&)
{
    stopSource_.request_stop();
}

void TurnRunner::perform(const effect::LogTurnEnded&)
{
    whenLogged(log_.turnEnded(input_.reference, *state_.end), event::EndLogged{});
}

void TurnRunner::perform(const effect::Finish&)
{
    stopSource_.request_stop();
    Q_EMIT ended(*state_.end);
}

void TurnRunner::whenLogged(const Async<>& written, TurnEvent then)
{
    onReady(written, this, [this, then = std::move(then)](const Result<>& done) {
        if (done) return post(then);
        qCWarning(logAgent) << "a turn could not be stored:" << errcName(done.error().code);
        post(event::LogFailed{done.error()});
    });
}

/// Tells the view what has become true with this event. After `next`, so that a slot sees the new state.
void TurnRunner::announce(const TurnEvent& event)
{
    const QPointer<TurnRunner> alive(this);
    if (const auto* logged = std::get_if<event::StepLogged>(&event)) {
        if (!messageStored_) {
            messageStored_ = true;
            Q_EMIT messageStored(input_.message.id);
        }
        // Also one that was stopped meanwhile: it is in the store, and what is shown must not lack it.
        if (alive) Q_EMIT stepBegun(logged->step);
        return;
    }
    if (const auto* arrived = std::get_if<event::TextArrived>(&event)) {
        if (state_.phase == TurnState::Phase::Asking) Q_EMIT textArrived(arrived->step, arrived->delta);
        return;
    }
    if (const auto* answer = std::get_if<event::AnswerLogged>(&event)) {
        if (const auto* step = findStep(state_, answer->step)) Q_EMIT stepFinished(StepRecord(*step));
        return;
    }
    if (const auto* waits = std::get_if<event::CallWaits>(&event)) {
        if (!state_.steps.isEmpty()) Q_EMIT callWaits(MessageId(state_.steps.last().id), CallId(waits->call));
        return;
    }
    if (const auto* call = std::get_if<event::CallLogged>(&event)) {
        for (const auto& step : std::as_const(state_.steps)) {
            for (const auto& record : step.calls) {
                if (record.id != call->call || !record.result) continue;
                Q_EMIT callFinished(MessageId(step.id), toolapi::ToolResult(*record.result));
                return; // the slot may have changed or deleted what the loops run over
            }
        }
    }
}

} // namespace core::agent
