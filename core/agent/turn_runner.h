#pragma once

#include "core/agent/context.h"
#include "core/agent/model_port.h"
#include "core/agent/turn.h"
#include "core/agent/turn_log.h"
#include "core/toolapi/tool.h"

#include <QtCore/QList>
#include <QtCore/QObject>

#include <optional>
#include <stop_token>

namespace core::agent {

/// Everything a turn needs to know when it begins.
struct TurnInput {
    TurnReference reference;
    QString personName;
    PersonMessage message;
    QList<PastTurn> history = {}; ///< as the model may see it: the caller has left out what this endpoint may not read
    int stepBudget = 5;
    ContextLimits limits = {};
};

/// Carries out one turn: does the effects of `next` over the ports and feeds the outcomes back. One object a turn.
///
/// Destroying it stops the model and the calls without a word in the log, like the end of the program: the turn can be
/// resumed later.
///
/// Thread: everything on the thread that owns it; ports answer there. Logs: turn and step ids, finish reasons, codes.
class TurnRunner final : public QObject {
    Q_OBJECT
public:
    /// The ports must outlive the object.
    TurnRunner(ModelPort& model, toolapi::ToolRunner& tools, TurnLog& log, QObject* parent = nullptr);
    ~TurnRunner() override;

    /// Begins a turn. Once in the life of the object, instead of `resume`.
    void start(TurnInput input);
    /// Takes up a turn that the end of the program cut off. `stored` are its steps as the log has them.
    void resume(TurnInput input, QList<StepRecord> stored);
    /// Stops it for good: nothing is asked or run after this call returns. `ended` follows once that is durable.
    void stop();

    [[nodiscard]] const TurnState& state() const { return state_; }

Q_SIGNALS:
    /// The person's message is durable: show it as sent.
    void messageStored(const core::MessageId& message);
    void stepBegun(const core::MessageId& step);
    void textArrived(const core::MessageId& step, const core::agent::ModelDelta& delta);
    /// The whole answer is durable. Its calls begin after this.
    void stepFinished(const core::agent::StepRecord& step);
    void callStarted(const core::MessageId& step, const core::CallId& call);
    /// It waits for the person; nothing of it was done.
    void callWaits(const core::MessageId& step, const core::CallId& call);
    /// The call's result is durable.
    void callFinished(const core::MessageId& step, const core::toolapi::ToolResult& result);
    void ended(const core::agent::TurnEnd& end);

private:
    void begin(TurnInput input, TurnState state);
    void post(TurnEvent event);
    void carryOut(const TurnEffect& effect);
    void perform(const effect::LogStepBegun& what);
    void perform(const effect::AskModel& what);
    void perform(const effect::LogText& what);
    void perform(const effect::LogStepFinished& what);
    void perform(const effect::RunCall& what);
    void perform(const effect::LogCallFinished& what);
    void perform(const effect::CancelWork& what);
    void perform(const effect::LogTurnEnded& what);
    void perform(const effect::Finish& what);
    /// Posts `then` once the log has answered, or LogFailed.
    void whenLogged(const Async<>& written, TurnEvent then);
    void announce(const TurnEvent& event);
    void modelAnswered(const MessageId& step, const Result<ModelTurn>& turn);

    ModelPort& model_;
    toolapi::ToolRunner& tools_;
    TurnLog& log_;
    TurnInput input_;
    TurnState state_;
    QList<TurnEvent> waiting_;
    bool busy_ = false;
    bool messageStored_ = false;
    QHash<QString, toolapi::Effect> effects_; ///< of the tools that were offered with the last request
    std::stop_source stopSource_;
};

} // namespace core::agent
