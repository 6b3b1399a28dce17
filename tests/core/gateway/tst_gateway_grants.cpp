// Standing grants on a call's way through the checkpoint.
#include "tests/core/gateway/gateway_bench.h"

using core::ConversationId;
using core::Errc;
using namespace gateway_tests;
using core::policy::Grant;
using core::policy::GrantId;
using fakes::await;
using Kind = core::policy::Grant::Kind;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

const QByteArray first = "{\"person\":\"asan\",\"count\":2}";

/// A tool that writes, and a turn in which nothing was chosen.
struct World : Bench {
    World(Effect effect = Effect::Write, const core::toolapi::SignInNeed& signIn = {})
    {
        auto tool = spec(effect);
        tool.signIn = signIn;
        start(tool);
        gateway->turnBegins(conversation(), {});
    }
    static ConversationId conversation() { return ConversationId(s("c1")); }
    Grant grant(Kind kind, const QByteArray& arguments = first, const char* id = "g")
    {
        const auto* entry = registry.find(core::ToolName(s("look_up")));
        Grant made;
        made.id = GrantId(s(id));
        made.kind = kind;
        made.tool = entry->spec.name;
        made.definitionHash = entry->hash;
        if (kind == Kind::Here) made.conversation = conversation();
        made.pinned = core::policy::pinsOf(entry->facts, QJsonDocument::fromJson(arguments).object()).values;
        return made;
    }
    void write(Kind kind, const QByteArray& arguments = first)
    {
        QVERIFY(await(grants->write(grant(kind, arguments), conversation())));
    }
    void useUp(int left)
    {
        const auto most = await(grants->inForce())->first().mostUses;
        for (int i = left; i < most; ++i)
            QVERIFY(await(grants->use(GrantId(s("g")))));
    }
    int uses()
    {
        const auto standing = await(grants->inForce());
        return standing->isEmpty() ? -1 : standing->first().uses;
    }
    ToolResult callOnce(const QByteArray& arguments = first) { return ended(call(arguments)); }
};

} // namespace

class TestGatewayGrants : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCallThatAGrantCoversRunsUnaskedAndItsRecordNamesTheGrant_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("here") << static_cast<int>(Kind::Here);
        QTest::newRow("always") << static_cast<int>(Kind::Always);
    }
    void aCallThatAGrantCoversRunsUnaskedAndItsRecordNamesTheGrant()
    {
        QFETCH(int, kind);
        World world;
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting); // without it
        const auto entries = world.journal.entries.size();
        world.write(static_cast<Kind>(kind));
        QCOMPARE(world.callOnce().outcome, Outcome::Done);
        QCOMPARE(world.ran.size(), 1U);
        QCOMPARE(world.journal.entries.size(), entries + 2);
        const auto& begun = world.journal.entries.at(entries).record;
        QVERIFY(begun.mayRun());
        QCOMPARE(begun.grant, GrantId(s("g")));
        QVERIFY(begun.approval.isEmpty());
        QCOMPARE(world.entriesWhenRun, entries + 1); // the intent was there before
        QCOMPARE(world.uses(), 1);
        QCOMPARE(world.pending().size(), 1); // the first one waits on
        // And again: that it went through unasked before is the person's own choosing, too.
        QCOMPARE(world.callOnce().outcome, Outcome::Done);
        QCOMPARE(world.uses(), 2);
    }
    void itUsesUpATickForItsTool()
    {
        using core::policy::MessagePart;
        using core::policy::ToolsChosen;
        using core::policy::TurnBegan;
        for (const bool used : {false, true}) {
            World world;
            auto flow = core::policy::next({}, TurnBegan{{{MessagePart::Origin::Keys, s("Write \"asan\" 2")}}});
            flow = core::policy::next(flow, ToolsChosen{ToolsChosen::By::Person, {core::ToolName(s("look_up"))}});
            world.gateway->turnBegins(World::conversation(), {flow, {}});
            if (used) {
                const QByteArray other = "{\"person\":\"bsan\",\"count\":3}";
                world.write(Kind::Always, other);
                QCOMPARE(world.callOnce(other).outcome, Outcome::Done);
                QCOMPARE(world.uses(), 1);
            }
            QCOMPARE(world.callOnce().outcome, used ? Outcome::Waiting : Outcome::Done); // it was ticked once
        }
    }

    void anotherCallIsAskedAndUsesNothing_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::newRow("another value") << QByteArray("{\"person\":\"bsan\",\"count\":2}");
        QTest::newRow("another number") << QByteArray("{\"person\":\"asan\",\"count\":20}");
        QTest::newRow("a value less") << QByteArray("{\"person\":\"asan\"}");
        QTest::newRow("a hidden character") << QByteArray("{\"person\":\"asan\\u200b\",\"count\":2}");
    }
    void anotherCallIsAskedAndUsesNothing()
    {
        QFETCH(QByteArray, arguments);
        World world;
        world.write(Kind::Always);
        QCOMPARE(world.callOnce(arguments).outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
        QVERIFY(world.journal.entries.back().record.grant.isEmpty());
    }

    void whatIsWrittenOtherwiseAndTheSameIsTheSame()
    {
        World world;
        world.write(Kind::Always);
        QCOMPARE(world.callOnce("{\"count\":2.0, \"person\":\"\\u0061san\"}").outcome, Outcome::Done);
    }

    void hereIsOneConversation()
    {
        World world;
        auto elsewhere = world.grant(Kind::Here);
        elsewhere.conversation = ConversationId(s("c2"));
        QVERIFY(await(world.grants->write(elsewhere, elsewhere.conversation)));
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
    }

    void aToolThatHasChangedIsAnother()
    {
        World world;
        world.write(Kind::Always);
        auto changed = world.spec(Effect::Write);
        changed.description = s("now it also tells Eve");
        world.registry = {};
        world.start(changed);
        world.gateway->turnBegins(World::conversation(), {});
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
    }

    void otherClassesAreAsked_data()
    {
        QTest::addColumn<int>("effect");
        for (int i = static_cast<int>(Effect::ReadEgress); i <= static_cast<int>(Effect::Credential) + 1; ++i)
            if (static_cast<Effect>(i) != Effect::Write && static_cast<Effect>(i) != Effect::Egress)
                QTest::newRow(qPrintable(effectName(static_cast<Effect>(i)) + QString::number(i))) << i;
    }
    void otherClassesAreAsked()
    {
        QFETCH(int, effect);
        World world(static_cast<Effect>(effect));
        world.write(Kind::Always);
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
        const auto& question = world.pending().first().question;
        QVERIFY(!question.grantable);
        QVERIFY(!question.whyNotGrantable.en.isEmpty() && !question.whyNotGrantable.ja.isEmpty());
    }

    void aRuleAsksAllTheSame_data()
    {
        QTest::addColumn<QByteArray>("then");
        QTest::newRow("ask") << QByteArray(R"("ask")");
        QTest::newRow("somebody else") << QByteArray(R"({"ask":"bucho"})");
        QTest::newRow("a sign-in") << QByteArray(R"({"stepUp":{"acr":"gold"}})");
    }
    void aRuleAsksAllTheSame()
    {
        QFETCH(QByteArray, then);
        World world;
        world.rules(R"({"version":1,"rules":[{"id":"r","tools":["look_up"],"then":)" + then +
                    R"(,"reason":{"en":"a","ja":"b"}}]})");
        world.restart();
        world.gateway->turnBegins(World::conversation(), {});
        world.write(Kind::Always);
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
        QVERIFY(!world.pending().first().question.grantable);
    }
    void aSignInThatTheToolWantsIsAskedForAllTheSame()
    {
        World world(Effect::Write, {{s("gold")}, {}});
        world.write(Kind::Always);
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.pending().first().question.signIn);
        QVERIFY(world.ran.empty());
    }
    void whatMayNotBeReadThereIsAskedAllTheSame()
    {
        World world(Effect::Egress);
        world.write(Kind::Always);
        core::policy::Flow flow;
        flow = core::policy::next(flow, core::policy::Shown{fromTool(s("read_payslip"), {false, {s("person:asan")}})});
        world.gateway->turnBegins(World::conversation(), {flow, {}});
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
    }

    void whatCanBeGrantedSaysSo()
    {
        World world;
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QVERIFY(world.pending().first().question.grantable);
        QCOMPARE(world.callOnce("{\"person\":\"asan\"}").outcome, Outcome::Waiting); // "count" is left open
        QVERIFY(!world.pending().last().question.grantable);
    }

    // --- at that moment ---

    void whatWasAskedAboutOnceRunsByItsAnswerAlone()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        world.write(Kind::Always);
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting); // still
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
        world.deny();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Denied);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
    }
    void anApprovalStandsAgainstANeverThatWasWrittenLater()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        world.write(Kind::Never);
        world.approve();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Done);
    }
    void whatIsSettledRunsByNoGrant()
    {
        World world;
        world.write(Kind::Always, "{\"person\":\"asan\"}");
        QCOMPARE(world.ended(world.settleWrite()).outcome, Outcome::Failed);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 0);
    }
    void aGrantCountsFromItsWritingToItsEnd()
    {
        World world;
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        world.write(Kind::Here); // after the checkpoint was made
        QCOMPARE(world.callOnce().outcome, Outcome::Done);
        world.clock.advance(core::approvals::hereEndsAfter + std::chrono::seconds(1));
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        world.write(Kind::Always);
        QCOMPARE(world.callOnce().outcome, Outcome::Done);
        QVERIFY(await(world.grants->revoke(GrantId(s("g")))));
        QCOMPARE(world.callOnce().outcome, Outcome::Waiting);
        QCOMPARE(world.ran.size(), 2U);
    }
    void ofTwoCallsAtOnceOneHasTheLastUse()
    {
        World world;
        world.write(Kind::Here);
        world.useUp(1);
        const auto one = world.call(first);
        const auto two = world.call(first);
        const QList<Outcome> outcomes{world.ended(one).outcome, world.ended(two).outcome};
        QVERIFY(outcomes.contains(Outcome::Done));
        QVERIFY(outcomes.contains(Outcome::Waiting)); // asked, as if there were none
        QCOMPARE(world.ran.size(), 1U);
        QCOMPARE(world.pending().size(), 1);
        QVERIFY(world.pending().first().question.grantable);
    }
    void aUseIsCountedBeforeTheIntentIsWritten()
    {
        World world;
        world.write(Kind::Always);
        world.journal.failDecisions = core::Error{Errc::DiskFull, s("full")};
        QCOMPARE(world.callOnce().outcome, Outcome::Failed);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.uses(), 1);
    }
    void oneThatIsRevokedBeforeTheCallBeginsLetsItNotBegin()
    {
        World world;
        world.write(Kind::Always);
        world.journal.holdDecisions = true;
        const auto called = world.call(first);
        QVERIFY(QTest::qWaitFor([&] { return !world.journal.entries.empty(); }));
        QCOMPARE(world.journal.entries.front().record.grant, GrantId(s("g")));
        QVERIFY(await(world.grants->revoke(GrantId(s("g")))));
        world.journal.release();
        const auto result = world.ended(called);
        QCOMPARE(result.outcome, Outcome::Withdrawn);
        QCOMPARE(result.unapproved->withdrawal, core::toolapi::Withdrawal::Changed);
        QVERIFY(world.ran.empty());
    }
    void whatIsUnderWayByTheLastUseBegins()
    {
        World world;
        world.write(Kind::Here);
        world.useUp(1);
        QCOMPARE(world.callOnce().outcome, Outcome::Done);
        QCOMPARE(world.ran.size(), 1U);
    }

    // --- never ---

    void aNeverRefusesAndAsksNobody_data()
    {
        QTest::addColumn<int>("effect");
        QTest::newRow("what would be asked") << static_cast<int>(Effect::Write);
        QTest::newRow("what only reads") << static_cast<int>(Effect::Read);
        QTest::newRow("what always asks") << static_cast<int>(Effect::Destructive);
    }
    void aNeverRefusesAndAsksNobody()
    {
        QFETCH(int, effect);
        World world(static_cast<Effect>(effect));
        world.write(Kind::Never);
        const auto result = world.callOnce();
        QCOMPARE(result.outcome, Outcome::PolicyRefused);
        QCOMPARE(result.reasonCode, s("never-by-you"));
        QCOMPARE(result.rule, s("grant:g"));
        QVERIFY(!result.explanation.ja.isEmpty());
        QVERIFY(world.ran.empty());
        QVERIFY(world.pending().isEmpty());
        QVERIFY(!world.journal.entries.front().record.mayRun());
        QCOMPARE(world.callOnce("{\"person\":\"bsan\",\"count\":2}").outcome,
                 static_cast<Effect>(effect) == Effect::Read ? Outcome::Done : Outcome::Waiting);
    }

    // --- the record ---

    void aRecordOfAGrantMayNotRunWithoutItsUse()
    {
        CallRecord record;
        record.ruling = core::policy::Ruling{core::policy::Verdict::Allow};
        QVERIFY(record.mayRun());
        record.ruling->grant = GrantId(s("g"));
        QVERIFY(!record.mayRun());
        record.grant = GrantId(s("h"));
        QVERIFY(!record.mayRun());
        record.grant = GrantId(s("g"));
        QVERIFY(record.mayRun());
        record.ruling->verdict = core::policy::Verdict::Deny;
        QVERIFY(!record.mayRun());
    }
};

QTEST_GUILESS_MAIN(TestGatewayGrants)
#include "tst_gateway_grants.moc"
