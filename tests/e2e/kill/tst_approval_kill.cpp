#include "core/audit/audit_trail.h"
#include "tests/e2e/kill/effect_server.h"

#include <QtCore/QRandomGenerator>

using namespace core::conversations;
using core::approvals::ApprovalStore;
using core::interfaces::MessageView;
using core::interfaces::ToolCardView;
using e2e::ApprovalWorld;
using e2e::Said;
using fakes::await;
using session_tests::s;
using session_tests::SessionFixture;
using Asked = core::approvals::State;

namespace {

/// What lies on the disk of one of the two calls.
struct Call {
    std::optional<Asked> asked; ///< nothing: nobody was
    CallState state = CallState::Proposed;
    bool mayRun = false; ///< the decision that was journaled says so
    std::optional<core::toolapi::Outcome> outcome;
    bool answerLogged = false;
    bool decisionLogged = false;

    [[nodiscard]] bool isUnknown() const { return state == CallState::Started; }
};

struct Disk {
    bool asked = false; ///< the person's message is there
    QList<Call> calls;
};

} // namespace

/// A program is killed with SIGKILL before and during each system call by which something leaves it, on the way of an
/// approval: asked, answered in the log, approved, spent, intent journaled, effect sent, outcome written. The effect is
/// had once by an approval and never without one that is on the disk, an effect whose outcome is not stored is shown as
/// unknown and not had again, and what waits can be answered and runs once.
class TestApprovalKill : public QObject {
    Q_OBJECT

    e2e::EffectServer server_;
    const bool soak_ = qEnvironmentVariableIsSet("SEKISHO_SOAK");
    QHash<int, int> met_; ///< how often a killed program left its first call in that state, by Met
    enum Met { NotAsked, Waiting, Approved, Spent, Started, Ended };

    Said run(const QString& folder, const QString& conversation, int number, bool during, int turns)
    {
        return e2e::runWriter({s(APPROVAL_WRITER), folder, QString::number(server_.port()), conversation,
                               QString::number(number), during ? s("during") : s("before"), QString::number(turns)},
                              folder);
    }

    // ---- what the killed program left ----

    static Disk read(const QString& folder, const core::ConversationId& conversation)
    {
        Disk disk;
        const fakes::FakeClock clock;
        const core::storage::Sealer sealer(ApprovalWorld::key());
        const auto own = folder + u'/' + ApprovalWorld::person().storageName();
        const auto store = await(ConversationStore::open(own + s("/conversations.db"), sealer, clock));
        const auto approvals = await(ApprovalStore::open(own + s("/approvals.db"), sealer, clock));
        if (!store || !approvals) {
            QTest::qFail("the stores cannot be opened", __FILE__, __LINE__);
            return disk;
        }
        const auto rows = await((*store)->messages(conversation, 0, 10));
        disk.asked = rows && !rows->isEmpty();
        if (!disk.asked || rows->size() < 2) return disk;
        for (const auto& stored : rows->at(1).calls) {
            Call call;
            const auto request = await((*approvals)->of(stored.id));
            if (!request) QTest::qFail(qPrintable(request.error().detail), __FILE__, __LINE__);
            if (request && *request) call.asked = (*request)->state;
            call.state = stored.state;
            call.mayRun = stored.decision && stored.decision->kind == CallDecision::Kind::Run;
            if (stored.result) call.outcome = stored.result->outcome;
            readLog(folder, stored.id, call);
            disk.calls.append(call);
        }
        return disk;
    }
    static void readLog(const QString& folder, const core::CallId& id, Call& call)
    {
        const fakes::FakeClock clock;
        core::audit::AuditTrail audit(folder + s("/audit"), clock);
        core::audit::ChainHead from;
        for (bool atEnd = false; !atEnd;) {
            const auto piece = await(audit.read(ApprovalWorld::person().storageName(), from));
            if (!piece) return QTest::qFail(qPrintable(piece.error().detail), __FILE__, __LINE__);
            for (const auto& record : piece->records) {
                if (record.content.value(s("call")).toString() != id.text() ||
                    record.content.value(s("decision")).toString() != s("approved"))
                    continue;
                const auto kind = record.content.value(s("kind")).toString();
                call.answerLogged = call.answerLogged || kind == s("answer");
                call.decisionLogged = call.decisionLogged || kind == s("decision");
            }
            from = piece->next;
            atEnd = piece->atEnd;
        }
    }

    void isInOrder(const Disk& disk, const Said& said)
    {
        QVERIFY(disk.asked || disk.calls.isEmpty());
        QVERIFY(!said.has("asked") || disk.calls.size() == 2);
        for (int number = 0; number < 2; ++number) {
            const int effects = server_.count(ApprovalWorld::day(number));
            const auto call = number < disk.calls.size() ? disk.calls.at(number) : Call();
            const bool approved = call.asked == Asked::Approved || call.asked == Asked::Spent;
            const bool began = call.state != CallState::Proposed;
            QVERIFY(effects <= 1);
            if (effects > 0) QVERIFY(began && call.mayRun);
            if (began) QVERIFY(call.asked == Asked::Spent && call.decisionLogged);
            if (approved) QVERIFY(number == 0 && said.has("approving") && call.answerLogged);
            if (said.has("asked")) QVERIFY(call.asked.has_value());
            if (call.state == CallState::Ended) QVERIFY(effects == 1 && call.outcome == core::toolapi::Outcome::Done);
        }
        if (said.has("approved")) QVERIFY(disk.calls.at(0).asked != Asked::Waiting);
        if (said.has("done")) QCOMPARE(disk.calls.at(0).state, CallState::Ended);
        ++met_[metOf(disk)];
    }
    static Met metOf(const Disk& disk)
    {
        if (disk.calls.isEmpty() || !disk.calls.first().asked) return NotAsked;
        const auto& call = disk.calls.first();
        if (call.asked == Asked::Waiting) return Waiting;
        if (call.asked == Asked::Approved) return Approved;
        return call.state == CallState::Proposed ? Spent : call.isUnknown() ? Started : Ended;
    }

    // ---- the next starts ----

    /// Every question that stands is answered, and each call runs once by that.
    void approveAll(const ApprovalWorld& world)
    {
        while (!world.waiting().isEmpty()) {
            const auto call = world.waiting().first();
            const int number = ApprovalWorld::callOf(call);
            QCOMPARE(server_.count(ApprovalWorld::day(number)), 0);
            QVERIFY(world.approve(call));
            QVERIFY(QTest::qWaitFor([&] { return world.card(number) == ToolCardView::State::Done; },
                                    ApprovalWorld::patience));
            QVERIFY(world.settles());
            QCOMPARE(server_.count(ApprovalWorld::day(number)), 1);
        }
    }

    // At once: what was approved and not begun is begun, what may have been begun is not.
    void nextStart(const QString& folder, const core::ConversationId& conversation, const Disk& left)
    {
        ApprovalWorld world(folder, server_.port());
        QVERIFY(world.inner.app);
        world.open = world.inner.conversation(conversation);
        QVERIFY(world.open.turns);
        for (int number = 0; number < left.calls.size(); ++number)
            if (left.calls.at(number).asked == Asked::Approved)
                QVERIFY(QTest::qWaitFor([&] { return world.card(number) == ToolCardView::State::Done; },
                                        ApprovalWorld::patience));
        QVERIFY(world.settles());
        const auto wait = std::count_if(left.calls.begin(), left.calls.end(),
                                        [](const Call& call) { return call.asked == Asked::Waiting; });
        QVERIFY(QTest::qWaitFor([&] { return world.waiting().size() == wait; }, ApprovalWorld::patience));
        for (int number = 0; number < left.calls.size(); ++number) {
            const auto& call = left.calls.at(number);
            const int effects = server_.count(ApprovalWorld::day(number));
            if (call.asked == Asked::Waiting) QCOMPARE(world.card(number), ToolCardView::State::Waiting);
            if (call.asked == Asked::Approved) QCOMPARE(effects, 1);
            if (call.isUnknown()) QCOMPARE(world.card(number), ToolCardView::State::OutcomeUnknown);
            if (call.asked == Asked::Spent && call.state == CallState::Proposed) QCOMPARE(effects, 0);
        }
        approveAll(world);
    }

    // Nobody was asked yet, or the program ended between the approval's use and the call's beginning.
    static bool isAskedAnew(const Call& call)
    {
        return !call.asked || (call.asked == Asked::Spent && call.state == CallState::Proposed);
    }

    // When the time to begin is over, the person takes the turn up where it was cut off.
    void aLaterStart(const QString& folder, const core::ConversationId& conversation, const Disk& left)
    {
        ApprovalWorld world(folder, server_.port(), std::chrono::minutes(6));
        QVERIFY(world.inner.app);
        world.open = world.inner.conversation(conversation);
        QVERIFY(world.open.turns);
        QVERIFY(world.settles());
        QVERIFY(world.waiting().isEmpty());
        if (world.open.transcript->count() == 0) return;
        if (SessionFixture::last(world.open).state == MessageView::State::Interrupted) {
            const int before = server_.count(ApprovalWorld::day(0)) + server_.count(ApprovalWorld::day(1));
            world.open.turns->retry();
            QVERIFY(world.settles());
            const auto anew = std::count_if(left.calls.begin(), left.calls.end(), &isAskedAnew);
            QVERIFY(QTest::qWaitFor([&] { return world.waiting().size() == anew; }, ApprovalWorld::patience));
            QCOMPARE(server_.count(ApprovalWorld::day(0)) + server_.count(ApprovalWorld::day(1)), before);
        }
        approveAll(world);
        QVERIFY(SessionFixture::last(world.open).state != MessageView::State::Interrupted);
    }

    void allIsInOrderAtTheEnd(const QString& folder, const core::ConversationId& conversation, const Disk& left,
                              const QList<int>& effectsLeft)
    {
        const auto disk = read(folder, conversation);
        if (QTest::currentTestFailed()) return;
        for (int number = 0; number < disk.calls.size(); ++number) {
            const bool unknown = number < left.calls.size() && left.calls.at(number).isUnknown();
            QCOMPARE(disk.calls.at(number).state, CallState::Ended);
            QCOMPARE(disk.calls.at(number).outcome,
                     unknown ? core::toolapi::Outcome::OutcomeUnknown : core::toolapi::Outcome::Done);
            QCOMPARE(server_.count(ApprovalWorld::day(number)), unknown ? effectsLeft.at(number) : 1);
        }
        const fakes::FakeClock clock;
        core::audit::AuditTrail audit(folder + s("/audit"), clock);
        const auto log = await(audit.verify(ApprovalWorld::person().storageName()));
        QVERIFY(log && log->intact());
        QCOMPARE(log->tornBytes, 0);
    }

    void oneRound(int number, bool during, int turns)
    {
        const QTemporaryDir folder;
        const core::ConversationId conversation(core::newId());
        server_.forget();
        const auto said = run(folder.path(), conversation.text(), number, during, turns);
        QVERIFY2(said.has("began") && (said.killed || said.has("done")), said.text().constData());
        QVERIFY(server_.heardAll());
        const QList<int> effects{server_.count(ApprovalWorld::day(0)), server_.count(ApprovalWorld::day(1))};
        const auto left = read(folder.path(), conversation);
        if (!QTest::currentTestFailed()) isInOrder(left, said);
        if (!QTest::currentTestFailed()) nextStart(folder.path(), conversation, left);
        if (!QTest::currentTestFailed()) aLaterStart(folder.path(), conversation, left);
        if (!QTest::currentTestFailed()) allIsInOrderAtTheEnd(folder.path(), conversation, left, effects);
        if (QTest::currentTestFailed())
            qWarning("killed %s effect %d after %d turns, said:\n%s", during ? "during" : "before", number, turns,
                     said.text().constData());
    }

private Q_SLOTS:
    void everyPlace()
    {
        const QTemporaryDir folder;
        const auto whole = run(folder.path(), core::newId(), 0, false, 0);
        QVERIFY2(whole.has("done") && !whole.killed, whole.text().constData());
        const int all = *whole.at("done");
        const int approving = *whole.at("approving");
        QVERIFY2(all - approving > 20, whole.text().constData());
        QRandomGenerator random(20261127);
        // Each state lasts for more effects than this: the writes and the sync of a transaction, or of the log.
        const int step = soak_ ? 1 : 4;
        int rounds = 0;
        const auto round = [&](int number, bool during) {
            ++rounds;
            oneRound(number, during, during ? random.bounded(200) : 0);
            return !QTest::currentTestFailed();
        };
        for (const int place : {1, approving / 3, approving * 2 / 3})
            if (!round(qMax(1, place), false)) return;
        for (int place = approving + 1; place <= all; place += step)
            if (!round(place, false)) return;
        const int wanted = soak_ ? 500 : rounds + 4;
        while (rounds < wanted)
            if (!round(soak_ && random.bounded(4) == 0 ? 1 + random.bounded(all)
                                                       : approving + 1 + random.bounded(all - approving),
                       random.bounded(4) != 0))
                return;
        qInfo("%d kills in %d effects: not asked %d, waiting %d, approved %d, spent %d, started %d, ended %d", rounds,
              all, met_[NotAsked], met_[Waiting], met_[Approved], met_[Spent], met_[Started], met_[Ended]);
        for (const auto state : {Waiting, Approved, Spent, Started}) // or this would show nothing
            QVERIFY2(met_[state] > 0, qPrintable(QString::number(state)));
    }
};

QTEST_GUILESS_MAIN(TestApprovalKill)
#include "tst_approval_kill.moc"
