#include "core/agent/turn.h"

#include <QtTest/QTest>

#include <random>
#include <set>

using namespace core::agent;
using core::CallId;
using core::Errc;
using core::Error;
using core::MessageId;
using core::toolapi::Effect;
using core::toolapi::Outcome;
using Phase = TurnState::Phase;
using End = TurnEnd::Kind;

namespace {

const MessageId firstStep(QStringLiteral("t.1"));
const CallId firstCall(QStringLiteral("t.1.1"));
const CallId secondCall(QStringLiteral("t.1.2"));

QString nameOf(Phase phase)
{
    static const char* const names[] = {"Ready",   "LoggingStep", "Asking", "LoggingAnswer",
                                        "Calling", "LoggingEnd",  "Ended"};
    return QString::fromLatin1(names[static_cast<size_t>(phase)]);
}

struct EffectName {
    QString operator()(const effect::LogStepBegun& what) const
    {
        return QStringLiteral("LogStepBegun ") + what.step.text();
    }
    QString operator()(const effect::AskModel& what) const { return QStringLiteral("AskModel ") + what.step.text(); }
    QString operator()(const effect::LogText& what) const { return QStringLiteral("LogText ") + what.step.text(); }
    QString operator()(const effect::LogStepFinished& what) const
    {
        return QStringLiteral("LogStepFinished ") + what.step.text();
    }
    QString operator()(const effect::RunCall& what) const { return QStringLiteral("RunCall ") + what.call.text(); }
    QString operator()(const effect::LogCallFinished& what) const
    {
        return QStringLiteral("LogCallFinished ") + what.call.text();
    }
    QString operator()(const effect::CancelWork&) const { return QStringLiteral("CancelWork"); }
    QString operator()(const effect::LogTurnEnded&) const { return QStringLiteral("LogTurnEnded"); }
    QString operator()(const effect::Finish&) const { return QStringLiteral("Finish"); }
};

QString namesOf(const QList<TurnEffect>& effects)
{
    QStringList names;
    for (const auto& effect : effects)
        names.append(std::visit(EffectName{}, effect));
    return names.join(QStringLiteral(", "));
}

TurnState after(TurnState state, const QList<TurnEvent>& events)
{
    for (const auto& event : events)
        state = next(std::move(state), event).state;
    return state;
}

TurnState fresh(int budget = 5)
{
    return newTurn(TurnId(QStringLiteral("t")), budget);
}

ModelTurn words(const QString& text)
{
    ModelTurn turn;
    turn.text = text;
    turn.finish = FinishReason::Stop;
    return turn;
}

/// A read and a write.
event::ModelAnswered twoCalls(const MessageId& step = firstStep)
{
    ModelTurn turn;
    turn.finish = FinishReason::ToolCalls;
    turn.toolCalls = {{QStringLiteral("a"), QStringLiteral("look"), "{}"},
                      {QStringLiteral("b"), QStringLiteral("send"), "{}"}};
    return {step, turn, {Effect::Read, Effect::Write}};
}

core::toolapi::ToolResult done()
{
    core::toolapi::ToolResult result;
    result.outcome = Outcome::Done;
    result.modelText = QStringLiteral("ok");
    return result;
}

TurnState stateIn(Phase phase)
{
    const QList<TurnEvent> toAsking{event::Start{}, event::StepLogged{firstStep}};
    switch (phase) {
    case Phase::Ready: return fresh();
    case Phase::LoggingStep: return after(fresh(), {event::Start{}});
    case Phase::Asking: return after(fresh(), toAsking);
    case Phase::LoggingAnswer: return after(after(fresh(), toAsking), {twoCalls()});
    case Phase::Calling: return after(stateIn(Phase::LoggingAnswer), {event::AnswerLogged{firstStep}});
    case Phase::LoggingEnd:
        return after(after(fresh(), toAsking), {event::ModelAnswered{firstStep, words(QStringLiteral("hi")), {}},
                                                event::AnswerLogged{firstStep}});
    case Phase::Ended: return after(stateIn(Phase::LoggingEnd), {event::EndLogged{}});
    }
    return fresh();
}

/// A step whose calls had begun when the program ended.
QList<StepRecord> begun()
{
    auto steps = stateIn(Phase::Calling).steps;
    for (auto& call : steps[0].calls)
        call.begun = true;
    return steps;
}

QList<TurnEvent> everyEvent()
{
    const Error error{Errc::DiskFull, QStringLiteral("full")};
    return {event::Start{},
            event::Stop{},
            event::StepLogged{firstStep},
            event::TextArrived{firstStep, {ModelDelta::Kind::Text, QString(500, u'x')}},
            event::TextLogged{firstStep},
            event::ModelAnswered{firstStep, words(QStringLiteral("hi")), {}},
            event::ModelFailed{firstStep, error},
            event::AnswerLogged{firstStep},
            event::CallReturned{firstCall, done()},
            event::CallLogged{firstCall},
            event::CallWaits{firstCall},
            event::EndLogged{},
            event::LogFailed{error}};
}

const char* const eventNames[] = {"Start",         "Stop",        "StepLogged",   "TextArrived",  "TextLogged",
                                  "ModelAnswered", "ModelFailed", "AnswerLogged", "CallReturned", "CallLogged",
                                  "CallWaits",     "EndLogged",   "LogFailed"};

/// Everything outside the machine: what it has been asked to do and not answered yet, answered in any order. Checks
/// each effect as it comes.
class World {
public:
    World(quint32 seed, int budget)
        : random_(seed)
        , state_(fresh(budget))
    {
        feed(event::Start{});
    }

    /// \return an empty text, or what was broken
    QString run()
    {
        for (int turn = 0; turn < 400 && broken_.isEmpty() && state_.phase != Phase::Ended; ++turn)
            feed(pick());
        if (broken_.isEmpty() && state_.phase == Phase::Ended) checkEnd();
        if (broken_.isEmpty() && state_.phase != Phase::Ended) broken_ = QStringLiteral("never ended");
        return broken_;
    }

private:
    quint32 below(quint32 limit) { return static_cast<quint32>(random_() % limit); }

    TurnEvent pick()
    {
        const auto dice = below(100);
        if (dice < 2) return event::Stop{};
        if (dice < 3) return event::LogFailed{Error{Errc::DiskFull, QStringLiteral("full")}};
        // A late or doubled answer: any event that was once possible.
        if (dice < 25 && !past_.isEmpty())
            return past_[static_cast<qsizetype>(below(static_cast<quint32>(past_.size())))];
        if (dice < 35) return everyEvent()[1 + static_cast<qsizetype>(below(11))];
        if (pending_.isEmpty()) return event::TextLogged{firstStep};
        const auto event = pending_.takeAt(static_cast<qsizetype>(below(static_cast<quint32>(pending_.size()))));
        past_.append(event);
        return event;
    }

    void feed(const TurnEvent& event)
    {
        if (std::holds_alternative<event::Stop>(event) && !state_.end) stopped_ = true;
        auto transition = next(std::move(state_), event);
        state_ = std::move(transition.state);
        for (const auto& effect : std::as_const(transition.effects))
            std::visit([this](const auto& what) { check(what); }, effect);
    }

    void require(bool holds, const char* what)
    {
        if (!holds && broken_.isEmpty()) broken_ = QString::fromLatin1(what);
    }

    void check(const effect::LogStepBegun& what)
    {
        begun_.append(what.step.text());
        pending_.append(event::StepLogged{what.step});
    }
    void check(const effect::AskModel& what)
    {
        require(!stopped_, "the model was asked after a stop");
        require(state_.phase == Phase::Asking, "asked out of turn");
        require(!asked_.contains(what.step.text()), "two requests for one step");
        asked_.append(what.step.text());
        require(asked_.size() <= state_.stepBudget, "more requests than the budget");
        for (const auto& step : std::as_const(state_.steps)) {
            for (const auto& call : step.calls)
                require(call.result && results_[call.id.text()] == 1,
                        "asked before every call had exactly one durable result");
        }
        for (quint32 piece = below(3); piece > 0; --piece)
            pending_.append(event::TextArrived{what.step, {ModelDelta::Kind::Text, QString(300, u'x')}});
        pending_.append(answerFor(what.step));
    }
    TurnEvent answerFor(const MessageId& step)
    {
        const auto dice = below(10);
        if (dice == 0) return event::ModelFailed{step, Error{Errc::Network, QStringLiteral("gone")}};
        if (dice == 1) return event::ModelAnswered{step, words(QStringLiteral("done")), {}};
        ModelTurn turn = dice == 2 ? words(QStringLiteral("cut")) : words({});
        turn.finish = dice == 2 ? FinishReason::Length : FinishReason::ToolCalls;
        QList<Effect> effects;
        for (quint32 count = 1 + below(4); count > 0; --count) {
            turn.toolCalls.append({QStringLiteral("c%1").arg(count), QStringLiteral("tool"), "{}"});
            effects.append(below(2) == 0 ? Effect::Read : Effect::Write);
        }
        return event::ModelAnswered{step, turn, effects};
    }
    void check(const effect::LogText&) {}
    void check(const effect::LogStepFinished& what) { pending_.append(event::AnswerLogged{what.step}); }
    void check(const effect::RunCall& what)
    {
        require(!stopped_, "a call ran after a stop");
        require(state_.phase == Phase::Calling, "a call ran before it was durable");
        require(ran_.insert(what.call.text()).second, "a call ran twice");
        if (below(6) == 0)
            pending_.append(event::CallWaits{what.call});
        else
            pending_.append(event::CallReturned{what.call, done()});
    }
    void check(const effect::LogCallFinished& what)
    {
        ++results_[what.call.text()];
        require(results_[what.call.text()] == 1, "two results for one call");
        pending_.append(event::CallLogged{what.call});
    }
    void check(const effect::CancelWork&) {}
    void check(const effect::LogTurnEnded&) { pending_.append(event::EndLogged{}); }
    void check(const effect::Finish&) { require(++finished_ == 1, "finished twice"); }

    void checkEnd()
    {
        require(finished_ == 1 && state_.end.has_value(), "ended without saying so");
        if (state_.end && state_.end->kind == End::Failed && state_.end->error &&
            state_.end->error->code == Errc::DiskFull)
            return;
        for (const auto& step : std::as_const(state_.steps)) {
            require(step.state != StepRecord::State::Streaming, "a step was left open");
            for (const auto& call : step.calls)
                require(call.result || (call.waits && state_.end->kind == End::Waiting),
                        "a call was left without a result");
        }
        if (stopped_) require(state_.end && state_.end->kind == End::Stopped, "a stopped turn ended as something else");
    }

    std::mt19937 random_;
    TurnState state_;
    QList<TurnEvent> pending_;
    QList<TurnEvent> past_;
    QStringList begun_;
    QStringList asked_;
    std::set<QString> ran_;
    std::map<QString, int> results_;
    bool stopped_ = false;
    int finished_ = 0;
    QString broken_;
};

} // namespace

class TestTurn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEventInEveryPhase_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<int>("event");
        QTest::addColumn<QString>("phaseAfter");
        QTest::addColumn<QString>("effects");
        // What is not named here is a late answer, and changes nothing.
        const QHash<QString, QPair<QString, QString>> expected{
            {QStringLiteral("Ready Start"), {QStringLiteral("LoggingStep"), QStringLiteral("LogStepBegun t.1")}},
            {QStringLiteral("Ready Stop"), {QStringLiteral("LoggingEnd"), QStringLiteral("LogTurnEnded")}},
            {QStringLiteral("LoggingStep Stop"),
             {QStringLiteral("LoggingAnswer"), QStringLiteral("CancelWork, LogStepFinished t.1")}},
            {QStringLiteral("LoggingStep StepLogged"), {QStringLiteral("Asking"), QStringLiteral("AskModel t.1")}},
            {QStringLiteral("LoggingStep LogFailed"), {QStringLiteral("Ended"), QStringLiteral("CancelWork, Finish")}},
            {QStringLiteral("Asking Stop"),
             {QStringLiteral("LoggingAnswer"), QStringLiteral("CancelWork, LogStepFinished t.1")}},
            {QStringLiteral("Asking TextArrived"), {QStringLiteral("Asking"), QStringLiteral("LogText t.1")}},
            {QStringLiteral("Asking ModelAnswered"),
             {QStringLiteral("LoggingAnswer"), QStringLiteral("LogStepFinished t.1")}},
            {QStringLiteral("Asking ModelFailed"),
             {QStringLiteral("LoggingAnswer"), QStringLiteral("LogStepFinished t.1")}},
            {QStringLiteral("Asking LogFailed"), {QStringLiteral("Ended"), QStringLiteral("CancelWork, Finish")}},
            {QStringLiteral("LoggingAnswer Stop"), {QStringLiteral("LoggingAnswer"), QStringLiteral("CancelWork")}},
            {QStringLiteral("LoggingAnswer AnswerLogged"),
             {QStringLiteral("Calling"), QStringLiteral("RunCall t.1.1, RunCall t.1.2")}},
            {QStringLiteral("LoggingAnswer LogFailed"),
             {QStringLiteral("Ended"), QStringLiteral("CancelWork, Finish")}},
            {QStringLiteral("Calling Stop"),
             {QStringLiteral("Calling"), QStringLiteral("CancelWork, LogCallFinished t.1.1, LogCallFinished t.1.2")}},
            {QStringLiteral("Calling CallReturned"),
             {QStringLiteral("Calling"), QStringLiteral("LogCallFinished t.1.1")}},
            {QStringLiteral("Calling LogFailed"), {QStringLiteral("Ended"), QStringLiteral("CancelWork, Finish")}},
            {QStringLiteral("LoggingEnd EndLogged"), {QStringLiteral("Ended"), QStringLiteral("Finish")}},
            {QStringLiteral("LoggingEnd LogFailed"), {QStringLiteral("Ended"), QStringLiteral("Finish")}},
        };
        int used = 0;
        for (int phase = 0; phase <= static_cast<int>(Phase::Ended); ++phase) {
            for (int index = 0; index < 13; ++index) {
                const auto name =
                    nameOf(static_cast<Phase>(phase)) + QLatin1Char(' ') + QLatin1String(eventNames[index]);
                const auto found = expected.constFind(name);
                const bool named = found != expected.constEnd();
                used += named ? 1 : 0;
                QTest::newRow(qPrintable(name))
                    << phase << index << (named ? found->first : nameOf(static_cast<Phase>(phase)))
                    << (named ? found->second : QString());
            }
        }
        QCOMPARE(used, static_cast<int>(expected.size()));
    }
    void everyEventInEveryPhase()
    {
        QFETCH(int, phase);
        QFETCH(int, event);
        const auto state = stateIn(static_cast<Phase>(phase));
        QCOMPARE(nameOf(state.phase), nameOf(static_cast<Phase>(phase)));
        const auto transition = next(state, everyEvent()[event]);
        QTEST(nameOf(transition.state.phase), "phaseAfter");
        QTEST(namesOf(transition.effects), "effects");
    }

    void howAnAnswerEndsATurn_data()
    {
        QTest::addColumn<int>("finish");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("refusal");
        QTest::addColumn<bool>("calls");
        QTest::addColumn<bool>("error");
        QTest::addColumn<int>("end"); // -1: its calls run
        const auto row = [](const char* name, FinishReason finish, const char* text, const char* refusal, bool calls,
                            bool error, int end) {
            QTest::newRow(name) << static_cast<int>(finish) << QString::fromLatin1(text) << QString::fromLatin1(refusal)
                                << calls << error << end;
        };
        const auto done = static_cast<int>(End::Done);
        const auto refused = static_cast<int>(End::Refused);
        const auto cut = static_cast<int>(End::CutAtLimit);
        const auto failed = static_cast<int>(End::Failed);
        row("words", FinishReason::Stop, "hi", "", false, false, done);
        row("words without a finish reason, as some endpoints send them", FinishReason::Unknown, "hi", "", false, false,
            done);
        row("calls", FinishReason::ToolCalls, "", "", true, false, -1);
        row("calls under the name of stop", FinishReason::Stop, "let me see", "", true, false, -1);
        row("calls without a finish reason", FinishReason::Unknown, "", "", true, false, -1);
        row("tool_calls announced and none given, with words", FinishReason::ToolCalls, "hi", "", false, false, done);
        row("nothing at all", FinishReason::Stop, "", "", false, false, failed);
        row("white space only", FinishReason::Stop, " \n", "", false, false, failed);
        row("words cut at the limit", FinishReason::Length, "hi the", "", false, false, cut);
        row("calls cut at the limit do not run", FinishReason::Length, "", "", true, false, cut);
        row("a refusal", FinishReason::Refusal, "", "I cannot", false, false, refused);
        row("a refusal under the name of stop", FinishReason::Stop, "", "I cannot", false, false, refused);
        row("a refusal with calls runs none", FinishReason::ToolCalls, "", "I cannot", true, false, refused);
        row("a content filter", FinishReason::ContentFilter, "so far", "", true, false, refused);
        row("an error in mid-stream keeps the text", FinishReason::Unknown, "so far", "", false, true, failed);
        row("an error after calls runs none of them", FinishReason::ToolCalls, "so far", "", true, true, failed);
    }
    void howAnAnswerEndsATurn()
    {
        QFETCH(int, finish);
        QFETCH(QString, text);
        QFETCH(QString, refusal);
        QFETCH(bool, calls);
        QFETCH(bool, error);
        QFETCH(int, end);
        auto answered = twoCalls();
        if (!calls) answered.turn.toolCalls.clear();
        answered.turn.finish = static_cast<FinishReason>(finish);
        answered.turn.text = text;
        answered.turn.refusal = refusal;
        if (error) answered.turn.error = Error{Errc::ConnectionLost, QStringLiteral("cut")};
        const auto logged = next(after(stateIn(Phase::Asking), {answered}), event::AnswerLogged{firstStep});
        QCOMPARE(logged.state.steps.last().text, text);
        if (end < 0) {
            QCOMPARE(namesOf(logged.effects), QStringLiteral("RunCall t.1.1, RunCall t.1.2"));
            return;
        }
        QCOMPARE(namesOf(logged.effects), QStringLiteral("LogTurnEnded"));
        QCOMPARE(static_cast<int>(logged.state.end->kind), end);
        QVERIFY(logged.state.steps.last().calls.isEmpty());
    }

    void resultsGoBackOnceAllAreDurable()
    {
        auto state =
            after(stateIn(Phase::Calling), {event::CallReturned{secondCall, done()}, event::CallLogged{secondCall},
                                            event::CallReturned{firstCall, done()}});
        QCOMPARE(state.phase, Phase::Calling);
        const auto transition = next(state, event::CallLogged{firstCall});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("LogStepBegun t.2"));
        // In the model's order, whatever the order they came in.
        QCOMPARE(transition.state.steps.first().calls.first().id, firstCall);
        QCOMPARE(transition.state.steps.first().calls.first().result->modelCallId, QStringLiteral("a"));
    }
    void aSecondResultForACallIsDropped()
    {
        auto other = done();
        other.modelText = QStringLiteral("another");
        const auto state = after(stateIn(Phase::Calling),
                                 {event::CallReturned{firstCall, done()}, event::CallReturned{firstCall, other}});
        QCOMPARE(state.steps.first().calls.first().result->modelText, QStringLiteral("ok"));
    }

    void stopInTheMiddleOfAStreamKeepsTheText()
    {
        auto state =
            after(stateIn(Phase::Asking),
                  {event::TextArrived{firstStep, {ModelDelta::Kind::Text, QStringLiteral("so far")}}, event::Stop{}});
        QCOMPARE(state.steps.last().text, QStringLiteral("so far"));
        QCOMPARE(state.steps.last().state, StepRecord::State::Stopped);
        state = after(
            state, {event::TextArrived{firstStep, {ModelDelta::Kind::Text, QStringLiteral(" and more")}}, twoCalls()});
        QCOMPARE(state.steps.last().text, QStringLiteral("so far"));
        const auto logged = next(state, event::AnswerLogged{firstStep});
        QCOMPARE(namesOf(logged.effects), QStringLiteral("LogTurnEnded"));
        QCOMPARE(logged.state.end->kind, End::Stopped);
    }
    void stopBeforeTheCallsRunCancelsThem()
    {
        const auto stopped = after(stateIn(Phase::LoggingAnswer), {event::Stop{}});
        const auto logged = next(stopped, event::AnswerLogged{firstStep});
        QCOMPARE(namesOf(logged.effects), QStringLiteral("LogCallFinished t.1.1, LogCallFinished t.1.2"));
        // Neither was started: also of the effect it can be said that it did not happen.
        QCOMPARE(logged.state.steps.last().calls[0].result->outcome, Outcome::Cancelled);
        QCOMPARE(logged.state.steps.last().calls[1].result->outcome, Outcome::Cancelled);
    }
    void stopWhileCallsRunClaimsNothingAboutAnEffect()
    {
        auto state = after(stateIn(Phase::Calling), {event::Stop{}});
        QCOMPARE(state.steps.last().calls[0].result->outcome, Outcome::Cancelled);
        QCOMPARE(state.steps.last().calls[1].result->outcome, Outcome::OutcomeUnknown);
        // What comes late is dropped.
        state = after(state, {event::CallReturned{secondCall, done()}, event::CallLogged{firstCall}});
        QCOMPARE(state.steps.last().calls[1].result->outcome, Outcome::OutcomeUnknown);
        QCOMPARE(namesOf(next(state, event::CallLogged{secondCall}).effects), QStringLiteral("LogTurnEnded"));
    }
    void aStopSaysOfACallThatWasHeldThatItDidNotBegin()
    {
        const auto state = after(stateIn(Phase::Calling), {event::Stop{{secondCall}}});
        QCOMPARE(state.steps.last().calls[0].result->outcome, Outcome::Cancelled);
        QCOMPARE(state.steps.last().calls[1].result->outcome, Outcome::Cancelled);
        QVERIFY(state.steps.last().calls[1].result->modelText.contains(QStringLiteral("Not run")));
        const auto logged = after(state, {event::CallLogged{firstCall}});
        QCOMPARE(namesOf(next(logged, event::CallLogged{secondCall}).effects), QStringLiteral("LogTurnEnded"));
    }
    void aCallThatWaitsEndsTheTurnOnceTheOthersAreDurable()
    {
        auto state = after(stateIn(Phase::Calling), {event::CallWaits{secondCall}});
        QCOMPARE(state.phase, Phase::Calling);
        state = after(state, {event::CallReturned{firstCall, done()}});
        const auto logged = next(state, event::CallLogged{firstCall});
        QCOMPARE(namesOf(logged.effects), QStringLiteral("LogTurnEnded"));
        QCOMPARE(logged.state.end->kind, End::Waiting);
        QVERIFY(!logged.state.steps.last().calls[1].result);
        // In the other order too.
        state = after(stateIn(Phase::Calling), {event::CallReturned{firstCall, done()}, event::CallLogged{firstCall}});
        const auto waits = next(state, event::CallWaits{secondCall});
        QCOMPARE(namesOf(waits.effects), QStringLiteral("LogTurnEnded"));
        QCOMPARE(waits.state.end->kind, End::Waiting);
    }
    void aStopClaimsOfACallThatWaitedThatNothingWasDone()
    {
        const auto state = after(stateIn(Phase::Calling), {event::CallWaits{secondCall}, event::Stop{}});
        QCOMPARE(state.steps.last().calls[1].result->outcome, Outcome::Cancelled);
        QVERIFY(state.steps.last().calls[1].result->modelText.contains(QStringLiteral("Not run")));
    }
    void aTurnThatWaitedRunsItsCallsAgainAndKeepsTheResultsItHas()
    {
        auto steps = stateIn(Phase::Calling).steps;
        steps[0].calls[0].result = done();
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), steps), event::Start{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("RunCall t.1.2"));
        const auto returned = after(transition.state, {event::CallReturned{secondCall, done()}});
        QCOMPARE(namesOf(next(returned, event::CallLogged{secondCall}).effects), QStringLiteral("LogStepBegun t.2"));
    }
    void stopBetweenStepsAsksNoMore()
    {
        const auto between = after(stateIn(Phase::Calling),
                                   {event::CallReturned{firstCall, done()}, event::CallReturned{secondCall, done()},
                                    event::CallLogged{firstCall}, event::CallLogged{secondCall}, event::Stop{}});
        QCOMPARE(between.phase, Phase::LoggingAnswer);
        const MessageId second(QStringLiteral("t.2"));
        QCOMPARE(namesOf(next(between, event::StepLogged{second}).effects), QString());
        QCOMPARE(namesOf(next(between, event::AnswerLogged{second}).effects), QStringLiteral("LogTurnEnded"));
    }

    void theLastStepsCallsAreNotRun()
    {
        auto state = fresh(1);
        state = after(state, {event::Start{}, event::StepLogged{firstStep}, twoCalls()});
        const auto logged = next(state, event::AnswerLogged{firstStep});
        QCOMPARE(namesOf(logged.effects), QStringLiteral("LogCallFinished t.1.1, LogCallFinished t.1.2"));
        QCOMPARE(logged.state.end->kind, End::OutOfSteps);
        QVERIFY(logged.state.steps.last().calls[1].result->modelText.contains(QStringLiteral("Not run")));
    }
    void aHundredCallsAtOnceAreNotAllRun()
    {
        auto many = twoCalls();
        many.turn.toolCalls.clear();
        for (int call = 0; call < 100; ++call)
            many.turn.toolCalls.append({QString::number(call), QStringLiteral("look"), {}});
        const auto logged = next(after(stateIn(Phase::Asking), {many}), event::AnswerLogged{firstStep});
        QCOMPARE(namesOf(logged.effects).count(QStringLiteral("RunCall")), 32);
        QCOMPARE(namesOf(logged.effects).count(QStringLiteral("LogCallFinished")), 68);
    }

    void anInterruptedStreamIsAskedAgain()
    {
        StepRecord partial;
        partial.id = firstStep;
        partial.text = QStringLiteral("half a sen");
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), {partial}, 1), event::Start{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("LogStepBegun t.2"));
        QCOMPARE(transition.state.steps.first().state, StepRecord::State::Interrupted);
        QCOMPARE(transition.state.steps.first().text, QStringLiteral("half a sen"));
    }
    void afterARestartReadsRunAgainAndEffectsDoNot()
    {
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), begun()), event::Start{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("RunCall t.1.1, LogCallFinished t.1.2"));
        const auto& sent = transition.state.steps.first().calls[1];
        QCOMPARE(sent.result->outcome, Outcome::OutcomeUnknown);
        QVERIFY(sent.result->modelText.contains(QStringLiteral("may have been carried out")));
    }
    void afterARestartEveryOtherEffectClassIsUnknown_data()
    {
        QTest::addColumn<int>("effect");
        for (int effect = static_cast<int>(Effect::ReadEgress); effect <= static_cast<int>(Effect::Credential);
             ++effect)
            QTest::newRow(qPrintable(core::toolapi::effectName(static_cast<Effect>(effect)))) << effect;
    }
    void afterARestartEveryOtherEffectClassIsUnknown()
    {
        QFETCH(int, effect);
        auto steps = begun();
        steps[0].calls[0].effect = static_cast<Effect>(effect);
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), steps), event::Start{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("LogCallFinished t.1.1, LogCallFinished t.1.2"));
    }
    void afterARestartDurableResultsAreKept()
    {
        auto steps = stateIn(Phase::Calling).steps;
        steps[0].calls[0].result = done();
        steps[0].calls[1].result = done();
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), steps), event::Start{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("LogStepBegun t.2"));
    }
    void afterARestartAFinishedAnswerOnlyNeedsItsEnd()
    {
        const auto steps = stateIn(Phase::LoggingEnd).steps;
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), steps), event::Start{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("LogTurnEnded"));
        QCOMPARE(transition.state.end->kind, End::Done);
    }
    void aSmallerBudgetAfterARestartDoesNotDenyAnEffect()
    {
        const auto transition = next(resumed(TurnId(QStringLiteral("t")), begun(), 1), event::Start{});
        QCOMPARE(transition.state.steps.first().calls[0].result->outcome, Outcome::Cancelled);
        QCOMPARE(transition.state.steps.first().calls[1].result->outcome, Outcome::OutcomeUnknown);
    }
    void notResumingAnswersEveryCall()
    {
        const auto transition =
            next(resumed(TurnId(QStringLiteral("t")), stateIn(Phase::Calling).steps), event::Stop{});
        QCOMPARE(namesOf(transition.effects), QStringLiteral("LogCallFinished t.1.1, LogCallFinished t.1.2"));
    }

    void checkpointsGrowRarerWithTheAnswer()
    {
        auto state = stateIn(Phase::Asking);
        qint64 written = 0;
        for (int piece = 0; piece < 20000; ++piece) {
            auto transition =
                next(std::move(state), event::TextArrived{firstStep, {ModelDelta::Kind::Text, QString(50, u'x')}});
            state = std::move(transition.state);
            if (transition.effects.isEmpty()) continue;
            written += state.steps.last().text.size();
            state = next(std::move(state), event::TextLogged{firstStep}).state;
        }
        QVERIFY(written > 900'000);
        QVERIFY(written < 12'000'000); // a million characters; written at each piece it would be ten thousand million
    }

    void anyOrderOfEventsHoldsThePromises()
    {
        const auto rounds = qEnvironmentVariableIntValue("SEKISHO_SOAK_ROUNDS");
        const auto count = static_cast<quint32>(rounds > 0 ? rounds : 3000);
        for (quint32 seed = 1; seed <= count; ++seed) {
            const auto broken = World(seed, 1 + static_cast<int>(seed % 5)).run();
            QVERIFY2(broken.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(broken)));
        }
    }
};

QTEST_GUILESS_MAIN(TestTurn)
#include "tst_turn.moc"
