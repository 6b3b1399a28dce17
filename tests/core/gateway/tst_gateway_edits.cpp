// What the person makes of a call that waits, on its way through the checkpoint.
#include "tests/core/gateway/gateway_bench.h"

#include <random>

using core::CallId;
using core::ConversationId;
using core::Errc;
using namespace gateway_tests;
using core::approvals::AskedValue;
using core::approvals::Question;
using core::approvals::Request;
using core::policy::MessagePart;
using core::policy::ToolsChosen;
using core::policy::TurnBegan;
using fakes::await;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

const QByteArray first = R"({"person":"asan@example.com","count":2})";
const QByteArray edited = R"({"person":"bsan@example.com","count":3})";

QJsonObject json(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

/// A tool that writes, and a turn in which nothing was typed.
struct World : Bench {
    World()
    {
        start(tool());
        gateway->turnBegins(conversation(), {});
    }
    static ConversationId conversation() { return ConversationId(s("c1")); }
    ToolSpec tool()
    {
        auto made = spec(Effect::Write);
        made.inputSchema = json(R"({"type":"object","required":["person"],"additionalProperties":false,"properties":{
            "person":{"type":"string","maxLength":40}, "count":{"type":"number","maximum":9},
            "loud":{"type":"boolean"}, "note":{"type":"string"},
            "to":{"type":"array","items":{"type":"string","minLength":2}}}})");
        made.contentArguments = {s("/note")};
        return made;
    }
    /// What is typed in this turn, and the tool that it may use unasked.
    void typed(const char* words, bool chosen = false)
    {
        auto flow = core::policy::next({}, TurnBegan{{{MessagePart::Origin::Keys, s(words)}}});
        if (chosen)
            flow = core::policy::next(flow, ToolsChosen{ToolsChosen::By::Person, {core::ToolName(s("look_up"))}});
        gateway->turnBegins(conversation(), {core::policy::next(flow, core::policy::Shown{}), s(words)});
    }
    void managed(const char* then, const char* unless)
    {
        rules(QByteArray(R"({"version":1,"rules":[{"id":"r","tools":["look_up"],"unless":[)") + unless +
              R"(],"then":)" + then + R"(,"reason":{"en":"rule","ja":"規則"}}]})");
    }
    [[nodiscard]] auto with(const QByteArray& arguments)
    {
        return gateway->withArguments(pending().first().question, arguments);
    }
    /// The problem that the arguments are said to have.
    [[nodiscard]] std::optional<ArgumentProblem> problem(const QByteArray& arguments)
    {
        const auto made = with(arguments);
        const auto* found = made ? std::get_if<ArgumentProblem>(&*made) : nullptr;
        return found ? std::optional(*found) : std::nullopt;
    }
    bool edit(const QByteArray& arguments)
    {
        const auto before = pending().first();
        const auto made = gateway->withArguments(before.question, arguments);
        const auto* question = made ? std::get_if<Question>(&*made) : nullptr;
        return question && await(approvals->replace(before.id, before.digest, *question)).has_value();
    }
    /// A call that was changed, and approved as it is then.
    bool approveEdited()
    {
        if (ended(callWrite(first)).outcome != Outcome::Waiting || !edit(edited)) return false;
        approve();
        return true;
    }
    AskedValue value(const char* argument)
    {
        const auto values = pending().first().question.values;
        for (const auto& one : values)
            if (one.argument == s(argument)) return one;
        return {};
    }
};

} // namespace

class TestGatewayEdits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEditedCallRunsOnceAndNothingElse()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        const auto before = world.pending().first();
        QVERIFY(world.edit(edited));
        QCOMPARE(world.pending().size(), 1);
        const auto now = world.pending().first();
        QVERIFY(now.id != before.id && now.digest != before.digest);
        QCOMPARE(now.state, core::approvals::State::Waiting);
        QCOMPARE(now.question.call.arguments, json(edited));
        QCOMPARE(now.question.proposed, std::optional(json(first)));
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting); // an edit approves nothing
        QVERIFY(world.ran.empty());
        QCOMPARE(world.pending().first().id, now.id);
        world.approve();
        const auto result = world.ended(world.callWrite(first));
        QCOMPARE(result.outcome, Outcome::Done);
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(edited)});
        QCOMPARE(result.arguments, json(edited));
        const auto& record = world.journal.entries.back().record;
        QCOMPARE(record.arguments, json(edited));
        QCOMPARE(record.proposed, std::optional(json(first)));
        QCOMPARE(record.approval.text(), now.id.text());
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::OutcomeUnknown); // known as run
        QCOMPARE(world.ran.size(), 1U);
    }
    void itIsBroughtToItsEndLikeThatWithoutItsTurnToo()
    {
        World world;
        const QByteArray own = R"({"person":"asan"})"; // as settleWrite() has it
        QCOMPARE(world.ended(world.callWrite(own)).outcome, Outcome::Waiting);
        QVERIFY(world.edit(edited));
        world.approve();
        world.restart();
        QCOMPARE(world.ended(world.settleWrite()).outcome, Outcome::Done);
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(edited)});
    }
    void theModelIsToldWhatRan_data()
    {
        QTest::addColumn<bool>("works");
        QTest::newRow("it worked") << true;
        QTest::newRow("it did not") << false;
    }
    void theModelIsToldWhatRan()
    {
        QFETCH(bool, works);
        World world;
        if (!works) world.answer = core::fail(Errc::Network, s("no way"));
        QVERIFY(world.approveEdited());
        const auto result = world.ended(world.callWrite(first));
        QCOMPARE(result.outcome, works ? Outcome::Done : Outcome::Failed);
        QVERIFY2(result.modelText.contains(s("changed this call")), qPrintable(result.modelText));
        QVERIFY(result.modelText.contains(s("bsan@example.com")));
        QCOMPARE(result.modelText.contains(s("42")), works);
    }
    void ofACallThatDidNotRunNothingIsToldButThat()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        QVERIFY(world.edit(edited));
        world.deny();
        const auto result = world.ended(world.callWrite(first));
        QCOMPARE(result.outcome, Outcome::Denied);
        QVERIFY(!result.modelText.contains(s("bsan")));
        QVERIFY(world.ran.empty());
    }

    // --- nothing but that call ---

    void anotherProposalUnderTheSameIdDoesNotRun_data()
    {
        QTest::addColumn<QByteArray>("proposal");
        QTest::newRow("another value") << QByteArray(R"({"person":"eve@example.com","count":2})");
        QTest::newRow("another number") << QByteArray(R"({"person":"asan@example.com","count":2.5})");
        QTest::newRow("a number as text") << QByteArray(R"({"person":"asan@example.com","count":"2"})");
        QTest::newRow("a value more") << QByteArray(R"({"person":"asan@example.com","count":2,"loud":true})");
        QTest::newRow("a value less") << QByteArray(R"({"person":"asan@example.com"})");
        QTest::newRow("what the person made of it") << edited;
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{");
    }
    void anotherProposalUnderTheSameIdDoesNotRun()
    {
        QFETCH(QByteArray, proposal);
        World world;
        QVERIFY(world.approveEdited());
        QVERIFY(world.ended(world.callWrite(proposal)).outcome != Outcome::Done);
        QVERIFY(world.ran.empty());
    }
    void theSameProposalWrittenOtherwiseIsTheSame()
    {
        World world;
        QVERIFY(world.approveEdited());
        const auto result = world.ended(world.callWrite("{\"count\": 2.0, \"person\":\"\\u0061san@example.com\"}"));
        QCOMPARE(result.outcome, Outcome::Done);
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(edited)});
    }
    // A fixed seed: one character of the proposal, anywhere in its values, is another.
    void noSingleChangeOfTheProposalRuns()
    {
        World world;
        std::mt19937 random(20261201); // NOLINT: the same cases each time
        for (int i = 0; i < 150; ++i) {
            const auto id = QString::number(i);
            QCOMPARE(world.ended(world.call(first, "look_up", {}, id)).outcome, Outcome::Waiting);
            QVERIFY(world.edit(edited));
            world.approve();
            auto proposal = json(first);
            if (i % 5 == 0) {
                proposal.insert(s("count"), 3.0 + i);
            } else {
                auto person = proposal.value(s("person")).toString();
                const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(person.size()));
                person[at] = person[at] == u'x' ? u'y' : u'x';
                proposal.insert(s("person"), person);
            }
            const auto text = QJsonDocument(proposal).toJson();
            QVERIFY2(world.ended(world.call(text, "look_up", {}, id)).outcome != Outcome::Done, text.constData());
            QVERIFY2(world.ran.empty(), text.constData());
            QVERIFY(await(world.approvals->withdraw(CallId(id), core::toolapi::Withdrawal::Stopped)));
        }
    }
    void anythingElseThatIsAnotherVoidsIt_data()
    {
        QTest::addColumn<QString>("what");
        for (const auto* what :
             {"rules", "definition", "schema", "audience", "scopes", "person", "conversation", "tool"})
            QTest::newRow(what) << s(what);
    }
    void anythingElseThatIsAnotherVoidsIt()
    {
        QFETCH(QString, what);
        World world;
        QVERIFY(world.approveEdited());
        auto tool = world.tool();
        if (what == u"definition") tool.description = s("now it also tells Eve");
        if (what == u"schema") tool.inputSchema.insert(s("maxProperties"), 1);
        if (what == u"audience") tool.audience = s("https://other.example");
        if (what == u"scopes") tool.scopes += s("hr.write");
        if (what == u"tool") tool.name = core::ToolName(s("look_down"));
        world.registry = {};
        if (what == u"rules") world.policy.version = s("2");
        world.start(tool, {}, what == u"person" ? bsan : asan);
        const auto in = what == u"conversation" ? ConversationId(s("c2")) : World::conversation();
        world.gateway->turnBegins(in, {});
        const auto result = world.ended(world.gateway->run({CallId(s("w")), s("model-1"), tool.name, first}, in, {}));
        QVERIFY(result.outcome != Outcome::Done);
        QVERIFY(world.ran.empty());
    }
    void onceItIsApprovedItIsNotChangedAnyMore()
    {
        World world;
        QVERIFY(world.approveEdited());
        QVERIFY(!world.edit(R"({"person":"eve@example.com"})"));
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Done);
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(edited)});
    }
    void underOtherRulesTheEditedCallIsAskedAnew()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        QVERIFY(world.edit(edited));
        const auto before = world.pending().first();
        world.policy.version = s("2");
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        QCOMPARE(world.pending().size(), 1);
        const auto now = world.pending().first();
        QVERIFY(now.digest != before.digest);
        QCOMPARE(now.question.call.arguments, json(edited));
        QCOMPARE(now.question.proposed, std::optional(json(first)));
        world.approve();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Done);
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(edited)});
    }

    // --- the rules judge what it is now ---

    void whatTheRulesDenyCannotBeMadeOfIt()
    {
        World world;
        world.managed(R"("deny")", R"({"argument":"/count","max":2})");
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        const auto problem = world.problem(edited);
        QVERIFY(problem);
        QCOMPARE(problem->text.en, s("rule"));
        QVERIFY(!world.problem(R"({"person":"bsan@example.com","count":1})"));
    }
    void whatTheRulesDenyByNowDoesNotRun()
    {
        World world;
        QVERIFY(world.approveEdited());
        world.managed(R"("deny")", R"({"argument":"/count","max":2})");
        world.policy.version = QString();
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::PolicyRefused);
        QVERIFY(world.ran.empty());
    }
    void whatTheRulesDenyOfTheAgentsMayRunAsThePersonMadeIt()
    {
        World world;
        QVERIFY(world.approveEdited());
        world.managed(R"("deny")", R"({"argument":"/count","min":3})");
        world.policy.version = QString();
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Done);
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(edited)});
    }
    void aRoleThatTheRulesWantForItIsAskedFor()
    {
        World world;
        world.managed(R"({"ask":"bucho"})", R"({"argument":"/count","max":2})");
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        QVERIFY(world.pending().first().question.roles.isEmpty());
        QVERIFY(world.edit(edited));
        const auto now = world.pending().first();
        QCOMPARE(now.question.roles, QStringList{s("bucho")});
        QCOMPARE(await(world.approvals->approve(now.id, now.digest)).error().code, Errc::Refused);
        // And is not lost by changing it back.
        QCOMPARE(world.with(first).error().code, Errc::Refused);
    }
    void aRoleThatTheRulesWantByNowIsAskedFor()
    {
        World world;
        QVERIFY(world.approveEdited());
        world.managed(R"({"ask":"bucho"})", R"({"argument":"/count","max":2})");
        world.policy.version = QString();
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
        QCOMPARE(world.pending().first().question.roles, QStringList{s("bucho")});
        QCOMPARE(world.pending().first().question.call.arguments, json(edited));
    }
    void whatSomebodyElseOrASignInIsNeededForIsNotChanged_data()
    {
        QTest::addColumn<QByteArray>("then");
        QTest::newRow("somebody else") << QByteArray(R"({"ask":"bucho"})");
        QTest::newRow("a sign-in") << QByteArray(R"({"stepUp":{"acr":"gold"}})");
    }
    void whatSomebodyElseOrASignInIsNeededForIsNotChanged()
    {
        QFETCH(QByteArray, then);
        World world;
        world.managed(then.constData(), R"({"argument":"/count","max":1})");
        world.restart();
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        QCOMPARE(world.with(edited).error().code, Errc::Refused);
    }
    // By the person's own values nothing would be left to ask about.
    void whatIsThePersonsThroughoutIsAskedAllTheSame()
    {
        World world;
        auto tool = world.tool();
        tool.inputSchema = json(R"({"type":"object","properties":{"person":{"type":"string"},
                                    "note":{"type":"string"}}})");
        world.registry = {};
        world.start(tool);
        world.typed("write to asan@example.com", true);
        const QByteArray proposal = R"({"person":"asan@example.com","note":"words that nobody typed"})";
        QCOMPARE(world.ended(world.callWrite(proposal)).outcome, Outcome::Waiting);
        QVERIFY(world.edit(R"({"person":"asan@example.com","note":"mine"})"));
        const auto& question = world.pending().first().question;
        QCOMPARE(question.reasons.size(), 1);
        QVERIFY2(question.reasons.first().en.startsWith(s("You changed this call")),
                 qPrintable(question.reasons.first().en));
        QVERIFY(!question.grantable);
        QCOMPARE(world.ended(world.callWrite(proposal)).outcome, Outcome::Waiting);
        QVERIFY(world.ran.empty());
        for (const auto& entry : world.journal.entries)
            QVERIFY(!entry.record.mayRun());
    }

    // --- what it may be ---

    void whatTheToolDoesNotTakeIsSaidWhereItIs_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QString>("pointer");
        QTest::newRow("a wrong type") << QByteArray(R"({"person":5})") << s("/person");
        QTest::newRow("too large") << QByteArray(R"({"person":"b","count":10})") << s("/count");
        QTest::newRow("inside a list") << QByteArray(R"({"person":"b","to":["ab","c"]})") << s("/to/1");
        QTest::newRow("something is missing") << QByteArray("{}") << QString();
        QTest::newRow("no object") << QByteArray("[]") << QString();
        QTest::newRow("a key twice") << QByteArray(R"({"person":"b","person":"c"})") << QString();
        QTest::newRow("a number that is not exact")
            << QByteArray(R"({"person":"b","count":-9007199254740993})") << QString();
        QTest::newRow("too long") << QByteArray(R"({"person":"b","note":")") + QByteArray(256 * 1024, 'n') + "\"}"
                                  << QString();
    }
    void whatTheToolDoesNotTakeIsSaidWhereItIs()
    {
        QFETCH(QByteArray, arguments);
        QFETCH(QString, pointer);
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        const auto before = world.pending();
        const auto problem = world.problem(arguments);
        QVERIFY(problem);
        QCOMPARE(problem->pointer, pointer);
        QVERIFY(!problem->text.en.isEmpty() && !problem->text.ja.isEmpty());
        QCOMPARE(world.pending(), before);
    }
    void aToolThatIsAnotherByNowIsAConflict()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        auto tool = world.tool();
        tool.description = s("another");
        world.registry = {};
        world.start(tool);
        QCOMPARE(world.with(edited).error().code, Errc::Conflict);
        world.registry = {};
        world.start(world.tool(), {}, bsan);
        QCOMPARE(world.with(edited).error().code, Errc::Conflict); // whose call it is not
    }
    void asTheAgentHadItAgainIsNoEdit()
    {
        World world;
        QCOMPARE(world.ended(world.callWrite(first)).outcome, Outcome::Waiting);
        const auto before = world.pending().first();
        QVERIFY(world.edit(edited));
        QVERIFY(world.edit(first));
        const auto now = world.pending().first();
        QVERIFY(!now.question.proposed);
        QCOMPARE(now.question.values, before.question.values);
        world.approve();
        const auto result = world.ended(world.callWrite(first));
        QCOMPARE(result.outcome, Outcome::Done);
        QVERIFY(!result.modelText.contains(s("changed")));
        QCOMPARE(world.ran, std::vector<QJsonObject>{json(first)});
    }

    // --- whose each value is ---

    void whatWasPutInIsYoursAndWhatWasLeftIsWhatItWas_data()
    {
        QTest::addColumn<bool>("restarted");
        QTest::newRow("in its turn") << false;
        QTest::newRow("after a restart, when nothing is known of what was typed") << true;
    }
    void whatWasPutInIsYoursAndWhatWasLeftIsWhatItWas()
    {
        using Origin = AskedValue::Origin;
        using Edit = AskedValue::Edit;
        QFETCH(bool, restarted);
        World world;
        world.typed("write to asan@example.com");
        QCOMPARE(world
                     .ended(world.callWrite(R"({"person":"asan@example.com","count":2,
                     "note":"The agent wrote all of this by itself.","to":["eve@example.com","bob@example.com"]})"))
                     .outcome,
                 Outcome::Waiting);
        QCOMPARE(world.value("person").origin, Origin::You);
        QCOMPARE(world.value("count").origin, Origin::NotYou);
        if (restarted) world.restart();
        QVERIFY(world.edit(R"({"person":"asan@example.com","count":3,"loud":true,
                               "note":"The agent wrote none of this by itself.","to":["bob@example.com"]})"));
        const auto is = [&](const char* argument, Origin origin, Edit edit, const char* before) {
            const auto value = world.value(argument);
            return value.origin == origin && value.edit == edit && value.before == s(before);
        };
        QVERIFY(is("person", Origin::You, Edit::None, ""));
        QVERIFY(is("count", Origin::You, Edit::Changed, "2"));
        QVERIFY(is("loud", Origin::You, Edit::Added, ""));
        QVERIFY(is("note", Origin::NotYou, Edit::Changed, "The agent wrote all of this by itself."));
        // It only went up one place: it is still the agent's.
        QVERIFY(is("to/0", Origin::NotYou, Edit::Changed, "eve@example.com"));
        QVERIFY(is("to/1", Origin::You, Edit::Removed, "bob@example.com"));
        QCOMPARE(world.value("to/1").value, QString());
        // Once more: what is compared is the agent's, however often it was changed.
        QVERIFY(world.edit(R"({"person":"asan@example.com","count":2,"note":"Mine.","to":["new@example.com"]})"));
        QVERIFY(is("count", Origin::NotYou, Edit::None, ""));
        QVERIFY(is("note", Origin::You, Edit::Changed, "The agent wrote all of this by itself."));
        QVERIFY(is("to/0", Origin::You, Edit::Changed, "eve@example.com"));
        QVERIFY(is("person", Origin::You, Edit::None, ""));
    }
};

QTEST_GUILESS_MAIN(TestGatewayEdits)
#include "tst_gateway_edits.moc"
