#include "core/policy/policy_file.h"
#include "tests/e2e/session_world.h"
#include "tests/fakes/typed.h"

#include <QtTest/QTest>

using core::Errc;
using core::interfaces::ApprovalCallView;
using core::interfaces::ToolCardView;
using e2e::Demo;
using e2e::SessionWorld;
using fakes::await;
using State = ToolCardView::State;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

/// Answers that take a sign-in, against the real demo organisation: the person's own, stronger one, and somebody else's.
class TestAnswers : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionWorld> world_;
    core::ConversationId id_;
    core::interfaces::OpenConversation open_;

    std::shared_ptr<core::interfaces::Approvals> approvals() { return world_->app->approvals(); }
    ApprovalCallView call()
    {
        const auto waiting = approvals()->waiting();
        return waiting.isEmpty() ? ApprovalCallView() : waiting.first().calls.first();
    }
    bool settled()
    {
        if (open_.turns->running()) return false;
        for (int row = 0; row < open_.transcript->count(); ++row)
            for (const auto& card : open_.transcript->at(row).cards)
                if (card.state == State::Running) return false;
        return true;
    }
    bool asks(bool signIn)
    {
        return QTest::qWaitFor([&] { return !call().id.isEmpty() && call().signIn == signIn && settled(); }, 20'000);
    }
    core::Result<> approve() { return await(approvals()->approve(call().id, call().digest)); }
    QList<State> states(const char* tool)
    {
        QList<State> states;
        for (int row = 0; row < open_.transcript->count(); ++row)
            for (const auto& card : open_.transcript->at(row).cards)
                if (card.tool == s(tool)) states.append(card.state);
        return states;
    }
    bool say(const char* text) { return await(open_.turns->send(fakes::typed(text))).has_value(); }
    void open()
    {
        id_ = core::ConversationId(core::newId());
        open_ = *await(world_->app->conversations()->open(id_));
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionWorld>(Demo::AsProcess);
        QVERIFY(world_->app);
        QVERIFY(world_->useDemoModel());
        QVERIFY(world_->signIn(s("asan")));
        open();
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    // The shop wants a second factor for a large payment; the person is asked for it when the call comes again.
    void aLargePaymentIsSignedInFor()
    {
        QVERIFY(say("Pay invoice INV-1002"));
        QVERIFY(asks(false));
        QVERIFY(approve());
        QVERIFY(asks(true));
        QCOMPARE(states("pay_invoice"), (QList{State::ApiRefused, State::Waiting}));
        QVERIFY(approve());
        QVERIFY(QTest::qWaitFor([&] { return states("pay_invoice").last() == State::Done && settled(); }, 20'000));
        // And not a second time, and nothing else with that sign-in.
        QVERIFY(say("List my invoices"));
        QVERIFY(QTest::qWaitFor([&] { return settled() && !states("list_invoices").isEmpty(); }, 20'000));
        QVERIFY(call().id.isEmpty());
    }

    void somebodyElseAtTheFormTakesThePaymentBack()
    {
        QVERIFY(say("Pay invoice INV-1002"));
        QVERIFY(asks(false));
        QVERIFY(approve());
        QVERIFY(asks(true));
        world_->seat(s("bsan"));
        const auto answer = approve();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::OtherAccount);
        QVERIFY(QTest::qWaitFor([&] { return states("pay_invoice").last() == State::Withdrawn && settled(); }, 20'000));
        QVERIFY(call().id.isEmpty());
        QCOMPARE(world_->app->accounts().accounts().size(), 1);
    }

    void aManagerDecidesAtTheSameDesk_data()
    {
        QTest::addColumn<bool>("approves");
        QTest::newRow("yes") << true;
        QTest::newRow("no") << false;
    }
    void aManagerDecidesAtTheSameDesk()
    {
        QFETCH(bool, approves);
        const auto rules = core::policy::readPolicyFile(
            R"({"version":1,"rules":[{"id":"four-eyes","tools":["request_leave"],"then":{"ask":"manager"}}]})",
            s("p.json"), core::policy::Layer::Managed);
        QVERIFY(rules.problems.isEmpty());
        world_->setRules({core::policy::Rules(rules.rules), s("1")});
        open_ = {};
        world_->restart();
        QVERIFY(world_->app);
        QVERIFY(world_->useDemoModel());
        QVERIFY(world_->signIn(s("asan")));
        open();
        QVERIFY(say("I want to take a day off tomorrow"));
        QVERIFY(asks(false));
        QCOMPARE(call().roles, QStringList{s("manager")});
        QCOMPARE(approve().error().code, Errc::Refused);

        const auto id = call().id;
        world_->seat(s("asan"));
        QCOMPARE(await(approvals()->bringApprover(id)).error().code, Errc::Refused); // nobody for themselves
        world_->seat(s("bsan"));
        QCOMPARE(await(approvals()->bringApprover(id)).error().code, Errc::Forbidden);
        QVERIFY(call().approver.isEmpty());
        world_->seat(s("bucho"));
        QVERIFY(await(approvals()->bringApprover(id)));
        QVERIFY(!call().approver.isEmpty());
        QVERIFY(approves ? approve() : await(approvals()->deny(id, {})));
        const auto end = approves ? State::Done : State::Denied;
        QVERIFY(QTest::qWaitFor([&] { return states("request_leave").last() == end && settled(); }, 20'000));
        // It was done as the person, and nobody was signed in by it.
        QCOMPARE(world_->app->accounts().accounts().size(), 1);
        QCOMPARE(open_.transcript->at(1).cards.first().why.subject, s("asan"));
    }
};

QTEST_GUILESS_MAIN(TestAnswers)
#include "tst_answers.moc"
