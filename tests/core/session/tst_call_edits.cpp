#include "core/interfaces/window.h"
#include "session_fixture.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using State = ToolCardView::State;

/// A call that the person changes while it waits, through the whole core: what runs is what they approved then, and the
/// card and the model say so.
class TestCallEdits : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    OpenConversation open_;
    ConversationId id_;

    std::shared_ptr<Approvals> approvals() { return world_->app->approvals(); }
    QList<ApprovalCallView> waiting()
    {
        QList<ApprovalCallView> calls;
        for (const auto& card : approvals()->waiting())
            calls += card.calls;
        return calls;
    }
    bool settledWith(qsizetype calls)
    {
        return QTest::qWaitFor([&] { return waiting().size() == calls && SessionFixture::settled(open_); });
    }
    Result<std::optional<EditProblemView>> edit(const ApprovalCallView& call, const char* day)
    {
        return await(
            approvals()->edit(call.id, call.digest, {{s("from"), ArgumentFieldView::Kind::Text, true, s(day)}}));
    }
    Result<> approve(const ApprovalCallView& call) { return await(approvals()->approve(call.id, call.digest)); }
    bool askForLeave()
    {
        world_->model.push_back(callOf("request_leave", {{s("from"), s("2026-12-01")}}));
        return await(open_.turns->send(fakes::typed("take the 1st off"))).has_value() && settledWith(1);
    }
    void restart()
    {
        open_ = {};
        world_->restart();
        open_ = world_->conversation(id_);
    }
    ToolCardView card() { return open_.transcript->at(1).cards.first(); }
    bool sentOnce(const char* day)
    {
        return world_->hrRequests.size() == 1 &&
               QJsonDocument::fromJson(world_->hrRequests.front().body).object().value(s("from")).toString() == s(day);
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        id_ = ConversationId(newId());
        open_ = world_->conversation(id_);
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    void theEditedCallRunsAndTheTurnGoesOn()
    {
        QVERIFY(askForLeave());
        const auto before = waiting().first();
        QCOMPARE(before.fields.size(), 1);
        QVERIFY(before.fields.first().required);
        const auto done = edit(before, "2026-12-08");
        QVERIFY(done && !*done);
        QVERIFY(settledWith(1));
        QVERIFY(world_->hrRequests.empty()); // an edit approves nothing
        QCOMPARE(card().state, State::Waiting);
        const auto now = waiting().first();
        QVERIFY(now.id != before.id && now.digest != before.digest);
        QCOMPARE(now.call, before.call);
        QCOMPARE(now.values.size(), 1);
        QCOMPARE(now.values.first().value, s("2026-12-08"));
        QCOMPARE(now.values.first().before, s("2026-12-01"));
        QVERIFY(now.values.first().edit == ApprovalValueView::Edit::Changed);
        QVERIFY(now.values.first().origin == ApprovalValueView::Origin::You);
        world_->hr.push_back(status(201, R"({"ok": true})"));
        world_->model.push_back(words("Done."));
        QCOMPARE(approve(before).error().code, Errc::Conflict); // that one is no more
        QVERIFY(approve(now));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QVERIFY(sentOnce("2026-12-08"));
        QCOMPARE(card().state, State::Done);
        QCOMPARE(card().arguments.first().value, s("2026-12-08"));
        QCOMPARE(card().changes.size(), 1);
        QCOMPARE(card().changes.first().name, s("from"));
        QCOMPARE(card().changes.first().agents, std::optional(s("2026-12-01")));
        QCOMPARE(card().changes.first().ran, std::optional(s("2026-12-08")));
        const auto told = QJsonDocument(world_->prompts.last()).toJson();
        QVERIFY(told.contains("changed this call"));
        QVERIFY(told.contains("2026-12-08"));
    }
    void whatWasNotChangedSaysNothingOfIt()
    {
        QVERIFY(askForLeave());
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve(waiting().first()));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QVERIFY(sentOnce("2026-12-01"));
        QVERIFY(card().changes.isEmpty());
        QVERIFY(!QJsonDocument(world_->prompts.last()).toJson().contains("changed this call"));
    }
    void theEditOutlivesTheProgram()
    {
        QVERIFY(askForLeave());
        QVERIFY(edit(waiting().first(), "2026-12-08"));
        restart();
        QVERIFY(settledWith(1));
        const auto now = waiting().first();
        QCOMPARE(now.values.first().value, s("2026-12-08"));
        QCOMPARE(now.values.first().before, s("2026-12-01"));
        QVERIFY(now.values.first().origin == ApprovalValueView::Origin::You);
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve(now));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QVERIFY(sentOnce("2026-12-08"));
        restart(); // and so does what the card says of it
        QVERIFY(settledWith(0));
        QCOMPARE(card().changes.size(), 1);
        QCOMPARE(world_->hrRequests.size(), 1U);
    }
    void whatWasEditedAndDeclinedDoesNotRun()
    {
        QVERIFY(askForLeave());
        QVERIFY(edit(waiting().first(), "2026-12-08"));
        QVERIFY(settledWith(1));
        QVERIFY(await(approvals()->deny(waiting().first().id, {})));
        QVERIFY(QTest::qWaitFor([&] { return open_.transcript->count() == 3 && SessionFixture::settled(open_); }));
        QVERIFY(world_->hrRequests.empty());
        QCOMPARE(card().state, State::Denied);
        QVERIFY(card().changes.isEmpty()); // nothing ran
    }
    // Its turn is not the last one any more, so it is run alone.
    void behindAnotherTurnTheEditedCallRunsToo()
    {
        QVERIFY(askForLeave());
        world_->model.push_back(words("Of course."));
        QVERIFY(SessionFixture::ask(open_, "and something else"));
        QVERIFY(edit(waiting().first(), "2026-12-08"));
        QVERIFY(settledWith(1));
        world_->hr.push_back(status(201, R"({"ok": true})"));
        QVERIFY(approve(waiting().first()));
        QVERIFY(QTest::qWaitFor([&] { return card().state == State::Done; }));
        QVERIFY(sentOnce("2026-12-08"));
        QCOMPARE(card().changes.size(), 1);
    }
    void whatTheToolDoesNotTakeChangesNothing()
    {
        QVERIFY(askForLeave());
        const auto before = waiting().first();
        const auto done =
            await(approvals()->edit(before.id, before.digest, {{s("from"), ArgumentFieldView::Kind::Text, false, {}}}));
        QVERIFY(done && *done);
        QVERIFY(!(*done)->text.ja.isEmpty());
        QCOMPARE(waiting().first(), before);
    }
};

QTEST_GUILESS_MAIN(TestCallEdits)
#include "tst_call_edits.moc"
