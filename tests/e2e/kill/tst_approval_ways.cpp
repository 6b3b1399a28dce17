#include "core/approvals/grant_store.h"
#include "tests/e2e/kill/effect_server.h"

#include <QtCore/QRandomGenerator>

using core::approvals::GrantStore;
using core::interfaces::MessageView;
using core::interfaces::ToolCardView;
using e2e::ApprovalWorld;
using e2e::Said;
using fakes::await;
using session_tests::s;
using session_tests::SessionFixture;

/// As tst_approval_kill, on two other ways to an effect: a call that the person changed before they approved it, and one
/// that runs by a standing rule.
class TestApprovalWays : public QObject {
    Q_OBJECT

    e2e::EffectServer server_;
    const bool soak_ = qEnvironmentVariableIsSet("SEKISHO_SOAK");
    const core::ConversationId conversation_{s("the-one-that-asks")};
    const core::ConversationId other_{s("the-one-with-a-rule")};

    Said run(const QString& folder, const char* way, int number, bool during, int turns)
    {
        return e2e::runWriter({s(APPROVAL_WRITER), folder, QString::number(server_.port()), conversation_.text(),
                               QString::number(number), during ? s("during") : s("before"), QString::number(turns),
                               s(way), other_.text()},
                              folder);
    }
    /// As the agent proposed it and as the person made it: one call.
    [[nodiscard]] int effects() const
    {
        return server_.count(ApprovalWorld::day(0)) + server_.count(ApprovalWorld::editedDay());
    }
    static bool isUnknown(const core::interfaces::OpenConversation& open)
    {
        return open.transcript->count() > 1 &&
               open.transcript->at(1).cards.value(0).state == ToolCardView::State::OutcomeUnknown;
    }
    static void open(ApprovalWorld& world, const core::ConversationId& conversation)
    {
        QVERIFY(world.inner.app);
        world.open = world.inner.conversation(conversation);
        QVERIFY(world.open.turns);
        QVERIFY(world.settles());
    }
    /// When the time to begin is over, the person takes the turn up where it was cut off.
    static void takeUp(ApprovalWorld& world)
    {
        if (world.open.transcript->count() == 0) return;
        if (SessionFixture::last(world.open).state == MessageView::State::Interrupted) world.open.turns->retry();
        QVERIFY(world.settles());
    }
    static void approveAll(const ApprovalWorld& world)
    {
        for (int answers = 0; !world.waiting().isEmpty(); ++answers) {
            QVERIFY(answers < 4);
            const auto waits = world.waiting();
            QVERIFY(world.approve(waits.first()));
            QVERIFY(QTest::qWaitFor([&] { return world.waiting().size() < waits.size(); }, ApprovalWorld::patience));
            QVERIFY(world.settles());
        }
    }

    // ---- an edited call ----

    void anEdit(const Said& said)
    {
        const int before = effects();
        QVERIFY(before <= 1);
        QCOMPARE(server_.count(ApprovalWorld::day(0)), 0); // it was never approved as the agent had it
        if (before == 1) QVERIFY(said.has("approving"));
        bool unknown = false;
        {
            ApprovalWorld world(folder_->path(), server_.port());
            open(world, conversation_);
            if (QTest::currentTestFailed()) return;
            unknown = isUnknown(world.open);
            if (unknown) ++met_["unknown"];
            // One question for it, as it was or as the person made it.
            int asked = 0;
            for (const auto& call : world.waiting()) {
                const auto day = call.values.first().value;
                if (day == ApprovalWorld::editedDay()) ++met_["edited"];
                if (day == ApprovalWorld::day(0)) ++met_["as it was"];
                if (day != ApprovalWorld::day(1)) ++asked;
            }
            QVERIFY(asked <= 1);
            if (said.has("edited"))
                for (const auto& call : world.waiting())
                    QVERIFY(call.values.first().value != ApprovalWorld::day(0));
            approveAll(world);
            if (QTest::currentTestFailed()) return;
        }
        {
            ApprovalWorld later(folder_->path(), server_.port(), std::chrono::minutes(6));
            open(later, conversation_);
            if (!QTest::currentTestFailed()) takeUp(later);
            if (!QTest::currentTestFailed()) approveAll(later);
            if (QTest::currentTestFailed()) return;
            unknown = unknown || isUnknown(later.open);
            if (later.open.transcript->count() == 0) return; // it was never asked
        }
        QVERIFY(effects() <= 1);
        QVERIFY(unknown || effects() == 1);
        if (said.has("edited")) QCOMPARE(server_.count(ApprovalWorld::day(0)), 0);
    }

    // ---- a call by a rule ----

    int uses()
    {
        const fakes::FakeClock clock;
        const auto own = folder_->path() + u'/' + ApprovalWorld::person().storageName();
        const auto store =
            await(GrantStore::open(own + s("/grants.db"), core::storage::Sealer(ApprovalWorld::key()), clock));
        const auto standing =
            store ? await((*store)->inForce()) : core::Result<QList<core::approvals::StandingGrant>>();
        if (!standing) return -1;
        return standing->isEmpty() ? 0 : standing->first().uses;
    }
    void aRule(const Said& said)
    {
        const int before = effects();
        const int used = uses();
        QVERIFY(used >= 0);
        QVERIFY(before <= used); // counted before the first byte
        if (used > 0) QVERIFY(said.has("ruled"));
        if (used > before) ++met_["used and not begun"];
        {
            ApprovalWorld world(folder_->path(), server_.port());
            open(world, other_);
            if (QTest::currentTestFailed()) return;
            QCOMPARE(effects(), before); // nothing runs by itself
            const bool unknown = isUnknown(world.open);
            if (unknown) ++met_["unknown"];
            // Else the model is asked anew, and has nothing to ask for.
            const bool proposed = world.open.transcript->count() > 1 && !world.open.transcript->at(1).cards.isEmpty();
            takeUp(world);
            if (QTest::currentTestFailed()) return;
            QVERIFY(effects() <= 1);
            if (unknown) QCOMPARE(effects(), before);
            if (!unknown && proposed) QCOMPARE(effects(), 1);
        }
        QVERIFY(effects() <= uses());
        ApprovalWorld world(folder_->path(), server_.port());
        open(world, conversation_);
        if (QTest::currentTestFailed()) return;
        takeUp(world);
        if (QTest::currentTestFailed()) return;
        // The rule was written from a question and answers none.
        if (said.has("asked")) QCOMPARE(world.waiting().size(), 2);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    QHash<QByteArray, int> met_;

    void oneRound(const char* way, int number, bool during, int turns)
    {
        folder_ = std::make_unique<QTemporaryDir>();
        server_.forget();
        const auto said = run(folder_->path(), way, number, during, turns);
        QVERIFY2(said.has("began") && (said.killed || said.has("done")), said.text().constData());
        QVERIFY(server_.heardAll());
        if (s(way) == s("edited"))
            anEdit(said);
        else
            aRule(said);
        if (QTest::currentTestFailed())
            qWarning("%s, killed %s effect %d after %d turns, said:\n%s", way, during ? "during" : "before", number,
                     turns, said.text().constData());
    }
    void everyPlace(const char* way, const char* from)
    {
        met_.clear();
        folder_ = std::make_unique<QTemporaryDir>();
        const auto whole = run(folder_->path(), way, 0, false, 0);
        QVERIFY2(whole.has("done") && !whole.killed, whole.text().constData());
        const int all = *whole.at("done");
        const int first = *whole.at(from);
        QRandomGenerator random(20261127);
        int rounds = 0;
        for (int place = first + 1; place <= all; place += soak_ ? 1 : 6, ++rounds) {
            oneRound(way, place, false, 0);
            if (QTest::currentTestFailed()) return;
        }
        for (const int wanted = soak_ ? 250 : rounds + 3; rounds < wanted; ++rounds) {
            const int place = first + 1 + random.bounded(all - first);
            oneRound(way, place, true, random.bounded(200));
            if (QTest::currentTestFailed()) return;
        }
        qInfo("%s: %d kills in %d effects", way, rounds, all - first);
        for (auto it = met_.constBegin(); it != met_.constEnd(); ++it)
            qInfo("  %s: %d", it.key().constData(), it.value());
        QVERIFY(met_.value("unknown") > 0); // or this would show nothing
    }

private Q_SLOTS:
    void aCallThatThePersonChanged()
    {
        everyPlace("edited", "editing");
        if (!QTest::currentTestFailed()) QVERIFY(met_.value("edited") > 0);
    }
    void aCallByAStandingRule() { everyPlace("ruled", "ruling"); }
};

QTEST_GUILESS_MAIN(TestApprovalWays)
#include "tst_approval_ways.moc"
