// Calls that are held before they begin, and can be taken back.
#include "tests/core/gateway/gateway_bench.h"

using core::CallId;
using core::ConversationId;
using core::Errc;
using namespace gateway_tests;
using core::policy::Grant;
using core::policy::GrantId;
using core::policy::ToolsChosen;
using core::toolapi::Withdrawal;
using fakes::await;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

constexpr std::chrono::milliseconds brief{1};
constexpr std::chrono::hours untilItIsUndone{1};
const QByteArray arguments = "{\"person\":\"asan\"}";

/// By what the call is let through.
enum class By { Words, Approval, Grant };

/// A tool that writes and can wait.
struct World : Bench {
    explicit World(std::chrono::milliseconds window, By by = By::Approval, Effect effect = Effect::Write,
                   bool canWait = true)
        : by_(by)
    {
        limits_.undoWindow = window;
        auto tool = spec(effect);
        tool.canWait = canWait;
        const QJsonObject text{{s("type"), s("string")}};
        tool.inputSchema[QLatin1String("properties")] = QJsonObject{{s("person"), text}}; // nothing is left open
        start(tool, limits_);
        begin();
    }
    void restartAll()
    {
        restart(asan, limits_);
        begin();
    }
    /// The call by the id "w", to where it is held or ends.
    core::Async<ToolResult> callIt(std::stop_token stop = {})
    {
        if (by_ == By::Approval) {
            (void)ended(callWrite(arguments));
            approve();
        }
        if (by_ == By::Grant && !granted_) grant();
        return callWrite(arguments, std::move(stop));
    }
    [[nodiscard]] bool isHeld() const { return !holds.empty() && holds.back().second.has_value(); }
    [[nodiscard]] bool undo(const char* id = "w") { return gateway->undo(CallId(s(id))); }
    core::approvals::State asked() { return (*await(approvals->of(CallId(s("w")))))->state; }
    int uses() { return await(grants->inForce())->first().uses; }
    /// Decisions that let a call begin.
    [[nodiscard]] qsizetype begun() const
    {
        return std::count_if(journal.entries.begin(), journal.entries.end(),
                             [](const auto& entry) { return !entry.result && entry.record.mayRun(); });
    }

private:
    void begin()
    {
        core::policy::Flow flow;
        if (by_ == By::Words) {
            flow = core::policy::next(
                flow, core::policy::TurnBegan{{{core::policy::MessagePart::Origin::Keys, s("Write \"asan\"")}}});
            flow = core::policy::next(flow, ToolsChosen{ToolsChosen::By::Person, {core::ToolName(s("look_up"))}});
        }
        gateway->turnBegins(ConversationId(s("c1")), {flow, {}});
    }
    void grant()
    {
        granted_ = true;
        const auto* entry = registry.find(core::ToolName(s("look_up")));
        Grant made;
        made.id = GrantId(s("g"));
        made.kind = Grant::Kind::Always;
        made.tool = entry->spec.name;
        made.definitionHash = entry->hash;
        made.pinned = core::policy::pinsOf(entry->facts, QJsonDocument::fromJson(arguments).object()).values;
        QVERIFY(await(grants->write(made, ConversationId(s("c1")))));
    }

    By by_;
    GatewayLimits limits_;
    bool granted_ = false;
};

void everyWay()
{
    QTest::addColumn<By>("by");
    QTest::newRow("the person's own words") << By::Words;
    QTest::newRow("an approval") << By::Approval;
    QTest::newRow("a standing grant") << By::Grant;
}

} // namespace

Q_DECLARE_METATYPE(By)

class TestGatewayUndo : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsNotTakenBackBegins_data() { everyWay(); }
    void whatIsNotTakenBackBegins()
    {
        QFETCH(By, by);
        World world(brief, by);
        const auto until = world.clock.nowUtc().addMSecs(brief.count());
        QCOMPARE(world.ended(world.callIt()).outcome, Outcome::Done);
        QCOMPARE(world.ran.size(), 1U);
        QCOMPARE(world.holds.size(), 2U);
        QCOMPARE(world.holds.front(), std::pair(CallId(s("w")), std::optional(until)));
        QCOMPARE(world.holds.back(), std::pair(CallId(s("w")), std::optional<QDateTime>()));
        QVERIFY(!world.undo()); // too late
        QCOMPARE(world.begun(), 1);
        if (by == By::Grant) QCOMPARE(world.uses(), 1);
    }

    void whatIsTakenBackNeverBegins_data() { everyWay(); }
    void whatIsTakenBackNeverBegins()
    {
        QFETCH(By, by);
        World world(untilItIsUndone, by);
        const auto called = world.callIt();
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        QCOMPARE(world.begun(), 0);
        if (by == By::Approval) QCOMPARE(world.asked(), core::approvals::State::Approved);
        if (by == By::Grant) QCOMPARE(world.uses(), 0);
        QVERIFY(!world.undo("another"));
        QVERIFY(world.undo());
        QVERIFY(!world.undo()); // once
        const auto result = world.ended(called);
        QCOMPARE(result.outcome, Outcome::Withdrawn);
        QCOMPARE(result.unapproved->withdrawal, Withdrawal::Undone);
        QVERIFY2(result.modelText.contains(s("the person took it back")), qPrintable(result.modelText));
        QVERIFY(world.ran.empty());
        QCOMPARE(world.begun(), 0);
        QVERIFY(!world.holds.back().second);
        if (by == By::Approval) QCOMPARE(world.asked(), core::approvals::State::Withdrawn);
        if (by == By::Grant) QCOMPARE(world.uses(), 0);
        QCOMPARE(world.ended(world.callWrite(arguments)).error->code, Errc::Conflict); // nor by its id again
        QVERIFY(world.ran.empty());
    }

    void twoAreHeldAndEachIsTakenBackAlone()
    {
        World world(untilItIsUndone, By::Words);
        const auto one = world.call(arguments, "look_up", {}, s("one"));
        world.gateway->turnBegins(ConversationId(s("c1")), {}); // for the other one somebody is asked
        QCOMPARE(world.ended(world.callWrite(arguments)).outcome, Outcome::Waiting);
        world.approve();
        const auto two = world.callWrite(arguments);
        QVERIFY(QTest::qWaitFor([&] { return world.holds.size() == 2; }));
        QVERIFY(world.undo("one"));
        QCOMPARE(world.ended(one).outcome, Outcome::Withdrawn);
        QVERIFY(!two.isFinished());
        QVERIFY(world.undo("w"));
        QCOMPARE(world.ended(two).outcome, Outcome::Withdrawn);
        QVERIFY(world.ran.empty());
    }

    void whatWasApprovedIsHeldWhereItsTurnDoesNotGoOn()
    {
        World world(untilItIsUndone);
        QCOMPARE(world.ended(world.callWrite(arguments)).outcome, Outcome::Waiting);
        world.approve();
        const auto settled = world.settleWrite(arguments);
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        QVERIFY(world.undo());
        QCOMPARE(world.ended(settled).outcome, Outcome::Withdrawn);
        QVERIFY(world.ran.empty());
    }

    // --- what is not held ---

    void onlyWhatCanWaitIsHeld_data()
    {
        QTest::addColumn<Effect>("effect");
        QTest::addColumn<bool>("canWait");
        QTest::addColumn<std::chrono::milliseconds>("window");
        QTest::newRow("its tool does not say so")
            << Effect::Write << false << std::chrono::milliseconds(untilItIsUndone);
        QTest::newRow("no time is given") << Effect::Write << true << std::chrono::milliseconds(0);
        QTest::newRow("what binds") << Effect::Commit << false << std::chrono::milliseconds(untilItIsUndone);
    }
    void onlyWhatCanWaitIsHeld()
    {
        QFETCH(Effect, effect);
        QFETCH(bool, canWait);
        QFETCH(std::chrono::milliseconds, window);
        World world(window, By::Approval, effect, canWait);
        QCOMPARE(world.ended(world.callIt()).outcome, Outcome::Done);
        QVERIFY(world.holds.empty());
    }
    void whatWaitsForAnAnswerIsNotHeld()
    {
        World world(untilItIsUndone);
        QCOMPARE(world.ended(world.callWrite(arguments)).outcome, Outcome::Waiting);
        QVERIFY(world.holds.empty());
        QVERIFY(!world.undo());
        QCOMPARE(world.pending().size(), 1);
    }

    // --- what changes meanwhile ---

    void everythingIsLookedAtAnew_data()
    {
        QTest::addColumn<By>("by");
        QTest::addColumn<int>("what");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("the approval's time is over") << By::Approval << 0 << Outcome::NotBegun;
        QTest::newRow("the approval is withdrawn") << By::Approval << 1 << Outcome::Withdrawn;
        QTest::newRow("the person's session is over") << By::Approval << 2 << Outcome::Failed;
        QTest::newRow("the tool is disabled") << By::Approval << 3 << Outcome::Failed;
        QTest::newRow("the grant is revoked") << By::Grant << 4 << Outcome::Waiting;
        QTest::newRow("words, and the session is over") << By::Words << 2 << Outcome::Failed;
        QTest::newRow("words, and the tool is disabled") << By::Words << 3 << Outcome::Failed;
        QTest::newRow("words, and it is never to run") << By::Words << 5 << Outcome::PolicyRefused;
    }
    void everythingIsLookedAtAnew()
    {
        QFETCH(By, by);
        QFETCH(int, what);
        QFETCH(Outcome, outcome);
        World world(brief, by);
        world.whenHeld = [&world, what] {
            switch (what) {
            case 0: world.clock.advance(core::approvals::Clocks{}.run + std::chrono::seconds(1)); break;
            case 1: std::ignore = world.approvals->withdraw(CallId(s("w")), Withdrawal::SignedOut); break;
            case 2: world.requirements.missing = core::Error{Errc::SignInNeeded, s("over")}; break;
            case 3: {
                auto other = world.spec(Effect::Write);
                other.description = s("another");
                QVERIFY(!world.gateway->addTool(other));
                break;
            }
            case 4: std::ignore = world.grants->revoke(GrantId(s("g"))); break;
            case 5: {
                Grant never;
                never.id = GrantId(s("n"));
                never.kind = Grant::Kind::Never;
                never.tool = core::ToolName(s("look_up"));
                std::ignore = world.grants->write(never, ConversationId(s("c1")));
                break;
            }
            }
        };
        const auto result = world.ended(world.callIt());
        QCOMPARE(result.outcome, outcome);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.begun(), 0);
        QCOMPARE(world.holds.size(), 2U);
    }

    void aStopEndsIt()
    {
        World world(untilItIsUndone);
        std::stop_source stop;
        const auto called = world.callIt(stop.get_token());
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        stop.request_stop();
        QVERIFY(world.gateway->isHeld(CallId(s("w"))));
        QCOMPARE(world.ended(called).outcome, Outcome::Cancelled);
        QVERIFY(!world.gateway->isHeld(CallId(s("w"))));
        QVERIFY(!world.holds.back().second);
        QVERIFY(!world.undo());
        QVERIFY(world.ran.empty());
    }
    void withTheProgramsEndItWaitsOn()
    {
        World world(untilItIsUndone);
        const auto called = world.callIt();
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        world.gateway.reset();
        QCOMPARE(world.begun(), 0);
        QCOMPARE(world.asked(), core::approvals::State::Approved);
        world.holds.clear();
        world.restartAll();
        const auto again = world.settleWrite(arguments);
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        QVERIFY(world.undo());
        QCOMPARE(world.ended(again).outcome, Outcome::Withdrawn);
    }
    void whatAnotherRunOfTheProgramHasBegunIsNotCalledTakenBack()
    {
        World world(untilItIsUndone);
        const auto called = world.callIt();
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        const auto request = **await(world.approvals->of(CallId(s("w"))));
        QVERIFY(await(world.approvals->spend(request.id, request.digest)));
        QVERIFY(world.undo());
        QCOMPARE(world.ended(called).outcome, Outcome::Waiting); // how it ends is known there
        QCOMPARE(world.asked(), core::approvals::State::Spent);
    }

    void whatAnotherRunBeginsInTheMomentOfTheUndoIsNotCalledTakenBack()
    {
        World world(untilItIsUndone);
        const auto called = world.callIt();
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        const auto request = **await(world.approvals->of(CallId(s("w"))));
        QVERIFY(world.undo());
        const auto spent = world.approvals->spend(request.id, request.digest); // the next that the store is asked
        const auto elsewhere = await(spent);
        QVERIFY(!elsewhere);
        QCOMPARE(elsewhere.error().code, Errc::Conflict);
        QCOMPARE(world.ended(called).outcome, Outcome::Withdrawn);
    }
    void whatIsHeldAsTheProgramEndsIsLeftToTheNextRun_data() { everyWay(); }
    void whatIsHeldAsTheProgramEndsIsLeftToTheNextRun()
    {
        QFETCH(By, by);
        World world(untilItIsUndone, by);
        const auto called = world.callIt();
        QVERIFY(QTest::qWaitFor([&] { return world.isHeld(); }));
        world.gateway->freeze();
        QCOMPARE(world.ended(called).outcome, Outcome::Waiting);
        QVERIFY(!world.isHeld());
        QVERIFY(!world.undo());
        QVERIFY(world.ran.empty());
        QCOMPARE(world.begun(), 0);
        for (const auto& entry : world.journal.entries)
            QVERIFY(!entry.result); // nothing is said to have come of it
        if (by == By::Approval) QCOMPARE(world.asked(), core::approvals::State::Approved);
        if (by == By::Grant) QCOMPARE(world.uses(), 0);
    }

    // --- what else it takes ---

    void aSignInForItIsNeededWhenTheTimeIsOver_data()
    {
        QTest::addColumn<bool>("there");
        QTest::newRow("and is there") << true;
        QTest::newRow("and is not any more") << false;
    }
    void aSignInForItIsNeededWhenTheTimeIsOver()
    {
        QFETCH(bool, there);
        World world(brief);
        world.rules(R"({"version":1,"rules":[{"id":"more","tools":["look_up"],"then":{"stepUp":{"acr":"gold"}},)"
                    R"("reason":{"en":"a","ja":"b"}}]})");
        world.restartAll();
        QCOMPARE(world.ended(world.callWrite(arguments)).outcome, Outcome::Waiting);
        const auto asked = world.pending().first();
        world.approve();
        world.elevations.held[CallId(s("w"))] = {asan, asked.digest};
        if (!there) world.whenHeld = [&world] { world.elevations.held.clear(); };
        QCOMPARE(world.ended(world.callWrite(arguments)).outcome, there ? Outcome::Done : Outcome::Waiting);
        QCOMPARE(world.holds.size(), 2U);
        QCOMPARE(world.ran.size(), there ? 1U : 0U);
        QCOMPARE(world.begun(), there ? 1 : 0);
        if (there)
            QVERIFY(world.journal.entries.back().record.signedInForIt);
        else
            QVERIFY(world.pending().first().id != asked.id); // it is asked about anew
    }

    void anEditedCallIsHeldAsThePersonMadeIt_data()
    {
        QTest::addColumn<bool>("takenBack");
        QTest::newRow("and runs so") << false;
        QTest::newRow("and is taken back") << true;
    }
    void anEditedCallIsHeldAsThePersonMadeIt()
    {
        QFETCH(bool, takenBack);
        const QByteArray edited = "{\"person\":\"bsan\"}";
        World world(takenBack ? std::chrono::milliseconds(untilItIsUndone) : brief);
        QCOMPARE(world.ended(world.callWrite(arguments)).outcome, Outcome::Waiting);
        const auto before = world.pending().first();
        const auto made = world.gateway->withArguments(before.question, edited);
        const auto* question = made ? std::get_if<core::approvals::Question>(&*made) : nullptr;
        QVERIFY(question);
        QVERIFY(await(world.approvals->replace(before.id, before.digest, *question)));
        world.approve();
        const auto called = world.callWrite(arguments);
        QVERIFY(QTest::qWaitFor([&] { return !world.holds.empty(); }));
        if (takenBack) QVERIFY(world.undo());
        QCOMPARE(world.ended(called).outcome, takenBack ? Outcome::Withdrawn : Outcome::Done);
        QCOMPARE(world.ran.size(), takenBack ? 0U : 1U);
        if (!takenBack) QCOMPARE(world.ran.front(), QJsonDocument::fromJson(edited).object());
        if (takenBack) QCOMPARE(world.asked(), core::approvals::State::Withdrawn);
    }

    // --- which tools can wait ---

    void aToolThatBindsCannotSayThatItWaits_data()
    {
        QTest::addColumn<Effect>("effect");
        QTest::addColumn<bool>("taken");
        for (int i = 0; i <= static_cast<int>(Effect::Credential); ++i) {
            const auto effect = static_cast<Effect>(i);
            const bool taken = effect == Effect::Write || effect == Effect::Egress || effect == Effect::Permission;
            QTest::newRow(qPrintable(effectName(effect))) << effect << taken;
        }
    }
    void aToolThatBindsCannotSayThatItWaits()
    {
        QFETCH(Effect, effect);
        QFETCH(bool, taken);
        World world(untilItIsUndone, By::Approval, effect);
        QCOMPARE(world.gateway->disabledTools().isEmpty(), taken);
    }
    void whetherItCanWaitIsPartOfItsDefinition()
    {
        Bench bench;
        auto tool = bench.spec(Effect::Write);
        const auto hash = definitionHash(tool);
        tool.canWait = true;
        QVERIFY(definitionHash(tool) != hash);
    }
};

QTEST_GUILESS_MAIN(TestGatewayUndo)
#include "tst_gateway_undo.moc"
