// Standing grants through the whole core: what is offered, written, used, revoked, and whose they are.
#include "core/interfaces/window.h"
#include "core/policy/policy_file.h"
#include "session_fixture.h"

#include <QtTest/QSignalSpy>

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using Kind = GrantView::Kind;

class TestStandingGrants : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;
    OpenConversation open_;

    std::shared_ptr<Grants> grants() { return world_->app->grants(); }
    QList<ApprovalView> waiting() { return world_->app->approvals()->waiting(); }
    ApprovalCallView call() { return waiting().last().calls.last(); }
    Result<> write(Kind kind) { return await(grants()->write(call().id, call().digest, kind)); }
    void restart()
    {
        open_ = {};
        world_->restart();
        open_ = world_->conversation();
    }
    /// Asks for leave in this conversation; the turn ends, with its call done or waiting.
    ToolCardView::State leave(const OpenConversation& conversation, const char* day = "2026-12-01")
    {
        world_->model = {callOf("request_leave", {{s("from"), s(day)}}), words("ok")};
        world_->hr = {status(201, R"({"ok": true})")};
        if (!SessionFixture::ask(conversation, "take it off")) return ToolCardView::State::Running;
        world_->model.clear();
        for (int row = conversation.transcript->count() - 1; row >= 0; --row)
            if (const auto view = conversation.transcript->at(row); !view.cards.isEmpty())
                return isThere(view.cards.first()) ? view.cards.first().state : ToolCardView::State::Running;
        return ToolCardView::State::Running;
    }
    /// What waits is among what is to be answered, the last one.
    bool isThere(const ToolCardView& card)
    {
        if (card.state != ToolCardView::State::Waiting) return true;
        return QTest::qWaitFor([&] { return !waiting().isEmpty() && call().call == card.id; });
    }
    ToolCardView::State leave(const char* day = "2026-12-01") { return leave(open_, day); }
    QByteArray auditLog()
    {
        QByteArray all;
        const QDir folder(world_->folder.filePath(s("audit")));
        for (const auto& name : folder.entryList({s("*.log")})) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::ReadOnly)) all += file.readAll();
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->signIn("asan"));
        QVERIFY(world_->chooseModel());
        open_ = world_->conversation();
    }
    void cleanup()
    {
        open_ = {};
        world_.reset();
    }

    void whatIsOfferedIsTriedAgainstTheLastCalls()
    {
        QCOMPARE(leave("2026-12-02"), ToolCardView::State::Waiting);
        QCOMPARE(leave(world_->conversation(), "2026-12-01"), ToolCardView::State::Waiting);
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        const auto offers = await(grants()->offers(call().id));
        QVERIFY(offers);
        QCOMPARE(offers->size(), 3);
        const QList<Kind> kinds{Kind::Here, Kind::Always, Kind::Never};
        for (int i = 0; i < 3; ++i) {
            const auto& offer = offers->at(i);
            QCOMPARE(offer.rule.kind, kinds.at(i));
            QVERIFY(offer.rule.id.isEmpty());
            QVERIFY(offer.possible);
            QVERIFY(offer.whyNot.en.isEmpty());
            QCOMPARE(offer.rule.title.ja, s("休暇"));
            QCOMPARE(offer.rule.effect, EffectView::Write);
            QCOMPARE(offer.rule.pinned.size(), 1);
            QCOMPARE(offer.rule.pinned.first().name, s("from"));
            QCOMPARE(offer.rule.pinned.first().value, s("2026-12-01"));
            QCOMPARE(offer.tried, 2);
            QCOMPARE(offer.covered, i == 0 ? 0 : 1); // the same day was asked for in another conversation
            QCOMPARE(offer.missed, QStringList{s("from: 2026-12-02")});
        }
        QCOMPARE(offers->at(0).rule.endsUtc, world_->clock.now.addSecs(3600));
        QCOMPARE(offers->at(0).rule.mostUses, 20);
        QVERIFY(!offers->at(0).rule.conversation.isEmpty());
        QCOMPARE(offers->at(0).rule.conversationTitle, s("take it off"));
        QCOMPARE(offers->at(1).rule.conversationTitle, s("take it off"));
        QCOMPARE(offers->at(1).rule.lapsesUtc, world_->clock.now.addDays(30));
        QVERIFY(offers->at(1).rule.conversation.isEmpty());
        QVERIFY(!offers->at(2).rule.endsUtc.isValid());
        QVERIFY(grants()->grants().isEmpty());
        QCOMPARE(await(grants()->offers(ApprovalId(s("nobody's")))).error().code, Errc::Conflict);
    }

    void whatARuleAsksIsNotOffered()
    {
        world_->policy = {
            policy::Rules(policy::readPolicyFile(R"({"version":1,"rules":[{"id":"r","tools":["request_leave"],)"
                                                 R"("then":"ask","reason":{"en":"Always ask.","ja":"確認。"}}]})",
                                                 s("p.json"), policy::Layer::Managed)
                              .rules),
            s("1")};
        restart();
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        const auto offers = await(grants()->offers(call().id));
        QVERIFY(offers);
        QVERIFY(!offers->at(0).possible && !offers->at(1).possible && offers->at(2).possible);
        QVERIFY(offers->at(1).whyNot.en.contains(s("Always ask.")) && offers->at(1).whyNot.ja.contains(s("確認。")));
        QCOMPARE(write(Kind::Always).error().code, Errc::Refused);
        QVERIFY(grants()->grants().isEmpty());
        QVERIFY(write(Kind::Never));
    }

    void anAlwaysRunsTheNextCallAndNotAnother()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Always));
        QCOMPARE(grants()->grants().size(), 1);
        QVERIFY(world_->hrRequests.empty()); // it answers nothing that waits
        QCOMPARE(waiting().size(), 1);
        QSignalSpy changed(grants().get(), &Grants::changed);
        const auto elsewhere = world_->conversation();
        QCOMPARE(leave(elsewhere), ToolCardView::State::Done);
        QCOMPARE(world_->hrRequests.size(), 1U);
        QTRY_COMPARE(grants()->grants().first().uses, 1);
        QVERIFY(!changed.isEmpty());
        QCOMPARE(grants()->grants().first().lastUsedUtc, world_->clock.now);
        QCOMPARE(leave(elsewhere, "2026-12-24"), ToolCardView::State::Waiting);
        QCOMPARE(world_->hrRequests.size(), 1U);

        const auto id = grants()->grants().first().id.text().toUtf8();
        const auto log = auditLog();
        QCOMPARE(log.count("\"grant-written\""), 1);
        QCOMPARE(log.count("\"grant-used\""), 1);
        QVERIFY(log.count("\"grant:" + id + '"') >= 3); // written, used, and the decision that it made
        QVERIFY(!log.contains("2026-12-01"));
    }

    void aHereIsForItsConversation()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Here));
        QCOMPARE(leave(world_->conversation()), ToolCardView::State::Waiting);
        QCOMPARE(leave(), ToolCardView::State::Done);
        world_->clock.advance(std::chrono::minutes(61));
        QVERIFY(grants()->grants().isEmpty());
        QCOMPARE(leave(), ToolCardView::State::Waiting);
    }

    void aNeverDeclinesWithoutAsking()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Never));
        const auto elsewhere = world_->conversation();
        QCOMPARE(leave(elsewhere), ToolCardView::State::PolicyRefused);
        QVERIFY(world_->hrRequests.empty());
        QCOMPARE(waiting().size(), 1);
    }

    void aRuleIsMadeOfTheCallThatWasShown()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        const auto shown = call();
        QCOMPARE(await(grants()->write(shown.id, shown.digest.left(63) + s("x"), Kind::Always)).error().code,
                 Errc::Conflict);
        QCOMPARE(await(grants()->write(ApprovalId(s("nobody's")), shown.digest, Kind::Always)).error().code,
                 Errc::Conflict);
        QVERIFY(await(world_->app->approvals()->deny(shown.id, {})));
        QCOMPARE(await(grants()->write(shown.id, shown.digest, Kind::Always)).error().code, Errc::Conflict);
        QVERIFY(grants()->grants().isEmpty());
    }

    void whatIsRevokedIsAskedAgainAlsoAfterARestart()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Always));
        restart();
        QCOMPARE(leave(), ToolCardView::State::Done); // it survives the program
        QTRY_COMPARE(grants()->grants().size(), 1);
        const auto id = grants()->grants().first().id;
        QVERIFY(await(grants()->revoke(id)));
        QVERIFY(grants()->grants().isEmpty());
        QCOMPARE(await(grants()->revoke(id)).error().code, Errc::NotFound);
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        restart();
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(grants()->grants().isEmpty());
        QCOMPARE(world_->hrRequests.size(), 1U);
        QCOMPARE(auditLog().count("\"grant-revoked\""), 1);
    }

    void oneAccountHasNothingOfAnothers()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Always));
        const auto asans = grants()->grants().first().id;
        QVERIFY(world_->signIn("bsan"));
        open_ = world_->conversation();
        QVERIFY(grants()->grants().isEmpty());
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QCOMPARE(await(grants()->revoke(asans)).error().code, Errc::NotFound);
        QVERIFY(world_->hrRequests.empty());
    }

    void signingOutEndsWhatLetsCallsRun_data()
    {
        QTest::addColumn<bool>("restarted");
        QTest::newRow("while it is open") << false;
        QTest::newRow("before anything of theirs is opened") << true;
    }
    void signingOutEndsWhatLetsCallsRun()
    {
        QFETCH(bool, restarted);
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Always));
        QVERIFY(write(Kind::Here));
        QCOMPARE(leave("2026-12-24"), ToolCardView::State::Waiting);
        QVERIFY(write(Kind::Never));
        QCOMPARE(grants()->grants().size(), 3);
        open_ = {};
        if (restarted) world_->restart();
        QVERIFY(await(world_->app->accounts().signOut(world_->app->accounts().current())));
        QVERIFY(world_->signIn("asan"));
        open_ = world_->conversation();
        QTRY_COMPARE(grants()->grants().size(), 1);
        QCOMPARE(grants()->grants().first().kind, Kind::Never);
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        QVERIFY(world_->hrRequests.empty());
    }

    void nothingIsWrittenWhenTheProgramEnds()
    {
        QCOMPARE(leave(), ToolCardView::State::Waiting);
        const auto shown = call();
        const auto theirs = grants();
        QVERIFY(await(world_->app->drain()));
        QCOMPARE(await(theirs->write(shown.id, shown.digest, Kind::Always)).error().code, Errc::Busy);
        QCOMPARE(await(theirs->revoke(GrantId(s("g")))).error().code, Errc::Busy);
    }

    void nobodyHasNone()
    {
        QVERIFY(await(world_->app->accounts().signOut(world_->app->accounts().current())));
        QVERIFY(!world_->app->grants());
    }
};

QTEST_GUILESS_MAIN(TestStandingGrants)
#include "tst_standing_grants.moc"
