#include "core/agent/turn_runner.h"
#include "tests/fakes/fake_model.h"
#include "tests/fakes/fake_tool_runner.h"
#include "tests/fakes/fake_turn_log.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>

using namespace core::agent;
using core::Errc;
using core::toolapi::Effect;
using core::toolapi::Outcome;
using End = TurnEnd::Kind;

namespace {

TurnInput input(int budget = 5)
{
    TurnInput turn;
    turn.reference = {core::ConversationId(QStringLiteral("c")), TurnId(QStringLiteral("t")),
                      core::EndpointId(QStringLiteral("e"))};
    turn.personName = QStringLiteral("A-san");
    turn.message = {core::MessageId(QStringLiteral("m")), QStringLiteral("hello")};
    turn.stepBudget = budget;
    return turn;
}

/// One turn with everything around it, and what the view was told.
struct Stage {
    FakeModel model;
    FakeToolRunner tools;
    FakeTurnLog log;
    std::unique_ptr<TurnRunner> runner;
    QStringList seen;
    QString streamed;
    std::optional<TurnEnd> end;

    Stage()
    {
        tools.addTool(QStringLiteral("look"), Effect::Read);
        tools.addTool(QStringLiteral("send"), Effect::Egress);
        renew();
    }
    void renew()
    {
        runner = std::make_unique<TurnRunner>(model, tools, log);
        QObject::connect(runner.get(), &TurnRunner::messageStored, runner.get(),
                         [this] { seen.append(QStringLiteral("messageStored")); });
        QObject::connect(runner.get(), &TurnRunner::stepBegun, runner.get(),
                         [this] { seen.append(QStringLiteral("stepBegun")); });
        QObject::connect(runner.get(), &TurnRunner::textArrived, runner.get(),
                         [this](const core::MessageId&, const ModelDelta& delta) { streamed += delta.text; });
        QObject::connect(runner.get(), &TurnRunner::stepFinished, runner.get(),
                         [this] { seen.append(QStringLiteral("stepFinished")); });
        QObject::connect(runner.get(), &TurnRunner::callStarted, runner.get(),
                         [this](const core::MessageId&, const core::CallId& call) {
                             seen.append(QStringLiteral("callStarted ") + call.text());
                         });
        QObject::connect(runner.get(), &TurnRunner::callWaits, runner.get(),
                         [this](const core::MessageId&, const core::CallId& call) {
                             seen.append(QStringLiteral("callWaits ") + call.text());
                         });
        QObject::connect(runner.get(), &TurnRunner::callFinished, runner.get(),
                         [this](const core::MessageId& step, const core::toolapi::ToolResult& result) {
                             seen.append(QStringLiteral("callFinished %1 %2").arg(step.text(), result.id.text()));
                         });
        QObject::connect(runner.get(), &TurnRunner::ended, runner.get(), [this](const TurnEnd& how) { end = how; });
    }
    void settle() const
    {
        for (int round = 0; round < 50; ++round)
            QCoreApplication::processEvents();
    }
};

ModelToolCall call(const char* id, const char* name, const char* arguments = "{}")
{
    return {QString::fromLatin1(id), QString::fromLatin1(name), arguments};
}

} // namespace

class TestTurnRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aQuestionAToolAndAnAnswer()
    {
        Stage stage;
        stage.tools.answers.insert(QStringLiteral("look"), QStringLiteral("{\"pay\":1}"));
        stage.model.script = {FakeModel::calls({call("a", "look"), call("b", "look")}),
                              FakeModel::words(QStringLiteral("It is 1."))};
        stage.runner->start(input());
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Done);
        QCOMPARE(stage.streamed, QStringLiteral("It is 1."));
        QCOMPARE(stage.log.writes, (QStringList{QStringLiteral("stepBegun t.1"), QStringLiteral("stepFinished t.1"),
                                                QStringLiteral("call t.1.1 done"), QStringLiteral("call t.1.2 done"),
                                                QStringLiteral("stepBegun t.2"), QStringLiteral("stepFinished t.2"),
                                                QStringLiteral("turnEnded")}));
        QCOMPARE(stage.seen, (QStringList{QStringLiteral("messageStored"), QStringLiteral("stepBegun"),
                                          QStringLiteral("stepFinished"), QStringLiteral("callStarted t.1.1"),
                                          QStringLiteral("callStarted t.1.2"), QStringLiteral("callFinished t.1 t.1.1"),
                                          QStringLiteral("callFinished t.1 t.1.2"), QStringLiteral("stepBegun"),
                                          QStringLiteral("stepFinished")}));
        const auto& second = stage.model.requests.at(1).request;
        QCOMPARE(second.messages.size(), 5);
        QCOMPARE(second.messages[3].toolCallId, QStringLiteral("a"));
        QCOMPARE(second.messages[4].toolCallId, QStringLiteral("b"));
        QCOMPARE(second.messages[4].text, QStringLiteral("{\"pay\":1}"));
        QCOMPARE(second.tools.size(), 2);
    }
    void resultsThatComeInAnotherOrderGoBackInTheModelsOrder()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "look"), call("b", "look")})};
        stage.runner->start(input());
        QTRY_COMPARE(stage.tools.runs.size(), size_t(2));
        stage.tools.runs[1].give(Outcome::Done, QStringLiteral("two"));
        stage.settle();
        QCOMPARE(stage.model.requests.size(), size_t(1));
        stage.tools.runs[0].give(Outcome::Done, QStringLiteral("one"));
        QTRY_COMPARE(stage.model.requests.size(), size_t(2));
        QCOMPARE(stage.model.requests[1].request.messages[3].text, QStringLiteral("one"));
        QCOMPARE(stage.model.requests[1].request.messages[4].text, QStringLiteral("two"));
    }
    void nothingIsAskedOrRunBeforeItIsDurable()
    {
        Stage stage;
        stage.log.hold = true;
        stage.model.script = {FakeModel::calls({call("a", "look")})};
        stage.runner->start(input());
        stage.settle();
        QVERIFY(stage.seen.isEmpty());
        QVERIFY(stage.model.requests.empty());
        stage.log.release();
        QTRY_COMPARE(stage.log.writes.last(), QStringLiteral("stepFinished t.1"));
        QCOMPARE(stage.log.message->text, QStringLiteral("hello"));
        stage.settle();
        QVERIFY(stage.tools.runs.empty());
        stage.log.release();
        QTRY_COMPARE(stage.tools.runs.size(), size_t(1));
        stage.tools.runs[0].give(Outcome::Done, QStringLiteral("r"));
        stage.settle();
        QCOMPARE(stage.model.requests.size(), size_t(1));
        QVERIFY(!stage.seen.contains(QStringLiteral("callFinished t.1 t.1.1")));
    }
    void unknownToolsAndBadArgumentsGoBackToTheModel()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "rm"), call("b", "look", "{not json")}),
                              FakeModel::words(QStringLiteral("sorry"))};
        stage.runner->start(input());
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Done);
        const auto& messages = stage.model.requests.at(1).request.messages;
        QVERIFY(messages[3].toolFailed && messages[3].text.contains(QStringLiteral("no tool")));
        QVERIFY(messages[4].toolFailed && messages[4].text.contains(QStringLiteral("JSON")));
    }
    void stopInTheMiddleOfAStream()
    {
        Stage stage;
        stage.runner->start(input());
        QTRY_COMPARE(stage.model.requests.size(), size_t(1));
        stage.model.requests[0].say(QStringLiteral("so far"));
        stage.runner->stop();
        QVERIFY(stage.model.requests[0].stop.stop_requested());
        // Even a model that breaks its contract and goes on.
        stage.model.requests[0].onDelta({ModelDelta::Kind::Text, QStringLiteral(" and more")});
        stage.model.requests[0].answer.give(FakeModel::calls({call("a", "send")}));
        QTRY_VERIFY(stage.end.has_value());
        stage.settle();
        QCOMPARE(stage.end->kind, End::Stopped);
        QCOMPARE(stage.streamed, QStringLiteral("so far"));
        QCOMPARE(stage.log.steps[0].text, QStringLiteral("so far"));
        QVERIFY(stage.tools.runs.empty());
        QCOMPARE(stage.model.requests.size(), size_t(1));
    }
    void stopWhileCallsRun()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "look"), call("b", "send")})};
        stage.runner->start(input());
        QTRY_COMPARE(stage.tools.runs.size(), size_t(2));
        stage.runner->stop();
        QVERIFY(stage.tools.runs[1].stop.stop_requested());
        stage.tools.runs[0].give(Outcome::Done, QStringLiteral("late"));
        QTRY_VERIFY(stage.end.has_value());
        stage.settle();
        QCOMPARE(stage.end->kind, End::Stopped);
        QCOMPARE(stage.log.writes.mid(2),
                 (QStringList{QStringLiteral("call t.1.1 cancelled"), QStringLiteral("call t.1.2 outcome-unknown"),
                              QStringLiteral("turnEnded")}));
        QCOMPARE(stage.model.requests.size(), size_t(1));
    }
    void aStopSaysOfACallThatIsHeldThatItDidNotBegin()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "send"), call("b", "send")})};
        stage.runner->start(input());
        QTRY_COMPARE(stage.tools.runs.size(), size_t(2));
        stage.tools.held = {stage.tools.runs[1].call.id};
        stage.runner->stop();
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.log.writes.mid(2),
                 (QStringList{QStringLiteral("call t.1.2 cancelled"), QStringLiteral("call t.1.1 outcome-unknown"),
                              QStringLiteral("turnEnded")}));
    }
    void stopFromASlotOfTheFirstCallKeepsTheSecondFromRunning()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "look"), call("b", "send")})};
        QObject::connect(stage.runner.get(), &TurnRunner::callStarted, stage.runner.get(),
                         [&stage] { stage.runner->stop(); });
        stage.runner->start(input());
        QTRY_VERIFY(stage.end.has_value());
        QVERIFY(stage.tools.runs.empty());
        QCOMPARE(stage.end->kind, End::Stopped);
    }
    void stopWhileTheStepIsBeingWritten()
    {
        Stage stage;
        stage.log.hold = true;
        stage.runner->start(input());
        stage.settle();
        stage.runner->stop();
        stage.log.hold = false;
        stage.log.release();
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Stopped);
        QVERIFY(stage.model.requests.empty());
        // It is in the store, stopped: whoever shows the turn has to know of it.
        QCOMPARE(stage.seen, (QStringList{QStringLiteral("messageStored"), QStringLiteral("stepBegun"),
                                          QStringLiteral("stepFinished")}));
    }
    void anErrorKeepsTheTextSoFar()
    {
        Stage stage;
        stage.runner->start(input());
        QTRY_COMPARE(stage.model.requests.size(), size_t(1));
        stage.model.requests[0].say(QStringLiteral("so far"));
        stage.model.requests[0].answer.give(core::fail(Errc::ConnectionLost, QStringLiteral("cut")));
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Failed);
        QCOMPARE(stage.end->error->code, Errc::ConnectionLost);
        QCOMPARE(stage.log.steps[0].text, QStringLiteral("so far"));
        QCOMPARE(stage.log.steps[0].state, StepRecord::State::Failed);
    }
    void aModelThatDropsItsPromiseEndsTheTurn()
    {
        Stage stage;
        stage.runner->start(input());
        QTRY_COMPARE(stage.model.requests.size(), size_t(1));
        stage.model.requests.clear();
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Failed);
    }
    void aFullDiskEndsTheTurnBeforeAnythingRuns()
    {
        Stage stage;
        stage.runner->start(input());
        QTRY_COMPARE(stage.model.requests.size(), size_t(1));
        stage.log.failNext = core::Error{Errc::DiskFull, QStringLiteral("full")};
        stage.model.requests[0].answer.give(FakeModel::calls({call("a", "send")}));
        QTRY_VERIFY(stage.end.has_value());
        stage.settle();
        QCOMPARE(stage.end->error->code, Errc::DiskFull);
        QVERIFY(stage.tools.runs.empty());
    }
    void aModelThatCallsForEverRunsOutOfSteps()
    {
        Stage stage;
        stage.tools.answers.insert(QStringLiteral("look"), QStringLiteral("r"));
        for (int step = 0; step < 9; ++step)
            stage.model.script.push_back(FakeModel::calls({call("a", "look")}));
        stage.runner->start(input());
        QTRY_VERIFY(stage.end.has_value());
        stage.settle();
        QCOMPARE(stage.end->kind, End::OutOfSteps);
        QCOMPARE(stage.model.requests.size(), size_t(5));
        QCOMPARE(stage.tools.runs.size(), size_t(4));
    }
    void aRestartInMidStreamAsksAgainAndKeepsThePartialText()
    {
        Stage stage;
        stage.runner->start(input());
        QTRY_COMPARE(stage.model.requests.size(), size_t(1));
        stage.model.requests[0].say(QString(500, u'x'));
        QTRY_COMPARE(stage.log.steps[0].text.size(), 500);
        stage.renew(); // the runner is gone, as when the program ends
        stage.seen.clear();
        stage.model.script = {FakeModel::words(QStringLiteral("again"))};
        stage.runner->resume(input(), stage.log.steps);
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Done);
        QCOMPARE(stage.log.steps.size(), 2);
        QCOMPARE(stage.log.steps[0].text.size(), 500);
        QVERIFY(!stage.seen.contains(QStringLiteral("messageStored")));
        QCOMPARE(stage.model.requests.back().request.messages.size(), 2);
    }
    void aRestartDuringCallsRunsReadsAgainAndTellsOfEffects()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "look"), call("b", "send")})};
        stage.runner->start(input());
        QTRY_COMPARE(stage.tools.runs.size(), size_t(2));
        stage.renew();
        stage.tools.runs.clear();
        stage.tools.answers.insert(QStringLiteral("look"), QStringLiteral("r"));
        stage.model.script = {FakeModel::words(QStringLiteral("please check"))};
        for (auto& one : stage.log.steps[0].calls)
            one.begun = true; // as the journal knows
        stage.runner->resume(input(), stage.log.steps);
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.tools.runs.size(), size_t(1));
        QCOMPARE(stage.tools.runs[0].call.tool.text(), QStringLiteral("look"));
        QVERIFY(
            stage.model.requests.back().request.messages[4].text.contains(QStringLiteral("may have been carried out")));
    }
    void aCallThatWaitsEndsTheTurnAndItGoesOnWithItsAnswer()
    {
        Stage stage;
        stage.tools.answers.insert(QStringLiteral("look"), QStringLiteral("r"));
        stage.model.script = {FakeModel::calls({call("a", "look"), call("b", "send")}),
                              FakeModel::words(QStringLiteral("sent"))};
        stage.runner->start(input());
        QTRY_COMPARE(stage.tools.runs.size(), size_t(2));
        QCOMPARE(stage.tools.runs[1].call.step, stage.log.steps[0].id);
        stage.tools.runs[1].give(core::toolapi::Outcome::Waiting, {});
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Waiting);
        QVERIFY(stage.seen.contains(QStringLiteral("callWaits t.1.2")));
        QVERIFY(!stage.log.steps[0].calls[1].result);
        QCOMPARE(stage.model.requests.size(), size_t(1));
        stage.renew();
        stage.end.reset();
        stage.tools.runs.clear();
        stage.runner->resume(input(), stage.log.steps);
        QTRY_COMPARE(stage.tools.runs.size(), size_t(1));
        QCOMPARE(stage.tools.runs[0].call.tool.text(), QStringLiteral("send"));
        stage.tools.runs[0].give(core::toolapi::Outcome::Done, QStringLiteral("ok"));
        QTRY_VERIFY(stage.end.has_value());
        QCOMPARE(stage.end->kind, End::Done);
        QCOMPARE(stage.model.requests.size(), size_t(2));
    }
    void destroyedByASlotItTouchesNothingAnyMore()
    {
        Stage stage;
        stage.model.script = {FakeModel::words(QStringLiteral("hi"))};
        QObject::connect(stage.runner.get(), &TurnRunner::stepBegun, qApp, [&stage] { stage.runner.reset(); });
        stage.runner->start(input());
        QTRY_VERIFY(!stage.runner);
        stage.settle();
        QVERIFY(!stage.end);
    }
    void aBrokenToolRunnerIsAnUnknownOutcome()
    {
        Stage stage;
        stage.model.script = {FakeModel::calls({call("a", "send")}), FakeModel::words(QStringLiteral("check"))};
        stage.runner->start(input());
        QTRY_COMPARE(stage.tools.runs.size(), size_t(1));
        stage.tools.runs.clear();
        QTRY_VERIFY(stage.end.has_value());
        QVERIFY(stage.log.writes.contains(QStringLiteral("call t.1.1 outcome-unknown")));
    }
};

QTEST_GUILESS_MAIN(TestTurnRunner)
#include "tst_turn_runner.moc"
