#include "core/interfaces/window.h"
#include "session_fixture.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using State = ToolCardView::State;

/// Calls that are held before they begin, through the whole core: the card says until when, and what the person takes
/// back never runs.
class TestHeldCalls : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    OpenConversation open_;
    ConversationId id_;

    static constexpr std::chrono::hours untilItIsUndone{1};
    static constexpr std::chrono::milliseconds brief{1};

    static QByteArray toolsThatWait()
    {
        auto tools = SessionFixture::hrTools();
        tools.replace(R"("scopes": ["hr:leave"])", R"("scopes": ["hr:leave"], "canWait": true)");
        return tools;
    }
    void begin(std::chrono::milliseconds window)
    {
        world_->undoWindow = window;
        world_->restart();
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        id_ = ConversationId(newId());
        open_ = world_->conversation(id_);
    }
    ToolCardView card(int number = 0) { return open_.transcript->at(1).cards.value(number); }
    bool isHeld(int number = 0)
    {
        return QTest::qWaitFor([&] { return open_.transcript->count() > 1 && card(number).state == State::Held; });
    }
    bool ended(int rows)
    {
        return QTest::qWaitFor(
            [&] { return open_.transcript->count() == rows && SessionFixture::settled(open_) && !isHeldNow(); });
    }
    bool isHeldNow() { return card().state == State::Held; }
    QList<ApprovalView> waiting() { return world_->app->approvals()->waiting(); }
    /// Asks for leave on these days, in one step.
    bool askForLeave(const QList<const char*>& days = {"2026-12-01"})
    {
        QList<std::pair<const char*, QJsonObject>> calls;
        for (const auto* day : days)
            calls.append({"request_leave", {{s("from"), s(day)}}});
        world_->model.push_back(callsOf(calls));
        return await(open_.turns->send(fakes::typed("take it off"))) && QTest::qWaitFor([&] {
                   return waiting().value(0).calls.size() == days.size() && SessionFixture::settled(open_);
               });
    }
    bool approve(const ApprovalCallView& call)
    {
        return await(world_->app->approvals()->approve(call.id, call.digest)).has_value();
    }
    /// Asks for leave and has it approved.
    bool approveLeave() { return askForLeave() && approve(waiting().first().calls.first()); }
    /// The same when the call's turn is not the last one any more.
    bool approveLeaveAlone()
    {
        return askForLeave() && SessionFixture::ask(open_, "and something else") &&
               approve(waiting().first().calls.first());
    }
    QString toldLast()
    {
        return world_->prompts.last().value(s("messages")).toArray().last().toObject().value(s("content")).toString();
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        world_->toolFiles = {{s("tools.d/hr.json"), toolsThatWait()}};
        world_->hr.clear();
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    void whatIsNotTakenBackRuns()
    {
        begin(brief);
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approveLeave());
        QVERIFY(ended(3));
        QCOMPARE(card().state, State::Done);
        QVERIFY(!card().heldUntilUtc.isValid());
        QCOMPARE(world_->hrRequests.size(), 1U);
    }
    void whatIsTakenBackNeverRunsAndTheTurnGoesOnWithThat()
    {
        begin(untilItIsUndone);
        QVERIFY(approveLeave());
        QVERIFY(isHeld());
        QCOMPARE(card().heldUntilUtc, world_->clock.now.addSecs(3600));
        QVERIFY(open_.turns->running());
        open_.transcript->load(0, open_.transcript->count()); // what is read back shows it, too
        QVERIFY(isHeld());
        open_.turns->undo(CallId(s("another")));
        QVERIFY(isHeld());
        world_->model.push_back(words("Then not."));
        open_.turns->undo(card().id);
        QVERIFY(ended(3));
        QCOMPARE(card().state, State::Withdrawn);
        QCOMPARE(card().unapproved.withdrawal, UnapprovedView::Withdrawal::Undone);
        QVERIFY(world_->hrRequests.empty());
        QVERIFY2(toldLast().contains(s("took it back")), qPrintable(toldLast()));
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
        QCOMPARE(card().state, State::Withdrawn);
        QCOMPARE(card().unapproved.withdrawal, UnapprovedView::Withdrawal::Undone);
        QVERIFY(world_->hrRequests.empty());
    }
    void onlyTheConversationThatShowsItTakesItBack()
    {
        begin(untilItIsUndone);
        QVERIFY(approveLeave());
        QVERIFY(isHeld());
        const auto other = world_->conversation();
        other.turns->undo(card().id);
        QVERIFY(isHeldNow());
        open_.turns->undo(card().id);
        QVERIFY(ended(3));
    }
    void aStopWhileItIsHeldVoidsTheApproval()
    {
        begin(untilItIsUndone);
        QVERIFY(approveLeave());
        QVERIFY(isHeld());
        open_.turns->stop();
        QVERIFY(QTest::qWaitFor([&] { return SessionFixture::settled(open_) && !isHeldNow(); }));
        QCOMPARE(card().state, State::Cancelled);
        QVERIFY(world_->hrRequests.empty());
        const auto id = card().id;
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
        QCOMPARE(card().state, State::Cancelled);
        const auto parts = world_->app->people().currentPerson()->openParts();
        QCOMPARE((**await(parts->approvals->of(id))).state, approvals::State::Withdrawn);
    }
    void afterARestartItIsHeldAnew()
    {
        begin(untilItIsUndone);
        QVERIFY(approveLeave());
        QVERIFY(isHeld());
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
        QVERIFY(isHeld());
        QVERIFY(world_->hrRequests.empty());
        open_.turns->undo(card().id);
        QVERIFY(QTest::qWaitFor([&] { return card().state == State::Withdrawn && SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
    }
    void aTurnThatIsOverHasItsCallHeldAlone()
    {
        begin(untilItIsUndone);
        QVERIFY(approveLeaveAlone());
        QVERIFY(isHeld());
        open_.turns->undo(card().id);
        QVERIFY(QTest::qWaitFor([&] { return card().state == State::Withdrawn; }));
        QVERIFY(world_->hrRequests.empty());
    }
    void whatIsAnsweredWhileAnotherIsHeldGoesOnWithTheTurn()
    {
        begin(untilItIsUndone);
        QVERIFY(askForLeave({"2026-12-01", "2026-12-02"}));
        const auto calls = waiting().first().calls;
        QVERIFY(approve(calls.at(0)));
        QVERIFY(isHeld(0));
        QVERIFY(QTest::qWaitFor([&] { return card(1).state == State::Waiting; })); // the turn came to it, too
        QVERIFY(approve(calls.at(1)));
        open_.turns->undo(card(0).id);
        QVERIFY(isHeld(1));
        QVERIFY(open_.turns->running());
        QCOMPARE(card(0).state, State::Withdrawn);
        open_.turns->undo(card(1).id);
        QVERIFY(ended(3)); // the model was told of both
        QCOMPARE(card(1).state, State::Withdrawn);
        QVERIFY(world_->hrRequests.empty());
    }
    // What ends in the moments in which the program does cannot be written down.
    void whatIsHeldAsTheProgramEndsIsNotUsedUp()
    {
        begin(untilItIsUndone);
        QVERIFY(approveLeaveAlone());
        QVERIFY(isHeld());
        QVERIFY(await(world_->app->drain()));
        QVERIFY(QTest::qWaitFor([&] { return card().state == State::Waiting; }));
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
        QVERIFY(isHeld());
        QVERIFY(world_->hrRequests.empty());
        open_.turns->undo(card().id);
        QVERIFY(QTest::qWaitFor([&] { return card().state == State::Withdrawn; }));
    }
};

QTEST_GUILESS_MAIN(TestHeldCalls)
#include "tst_held_calls.moc"
