// What a standing grant may stand for, and everything it may not. Each protection has a row that fails without it.
#include "core/policy/grant.h"
#include "core/policy/policy_file.h"
#include "tests/core/policy/policy_fixture.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace core::policy;
using core::ConversationId;
using core::ToolName;
using core::toolapi::Effect;
using tests::groundsOf;
using tests::json;
using tests::Scene;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

/// A call that is asked about for want of the person's own choosing alone, and a grant that was written from it.
struct Written {
    Scene scene;
    Grant grant;
    CallPlace place{u("d1"), ConversationId(u("c1"))};
    std::optional<core::toolapi::SignInNeed> challenged;

    explicit Written(Grant::Kind kind = Grant::Kind::Always)
    {
        scene.flow.chosen.reset();
        scene.arguments = json("{\"to\":\"carol@example.com\",\"text\":\"Hello\"}");
        grant.id = GrantId(u("g"));
        grant.kind = kind;
        grant.tool = scene.spec.name;
        grant.definitionHash = place.definitionHash;
        if (kind == Grant::Kind::Here) grant.conversation = place.conversation;
        pin();
    }
    /// From the call as it is now.
    void pin()
    {
        const auto pins = pinsOf(ToolFacts(scene.spec), scene.arguments);
        grant.pinned = grant.kind == Grant::Kind::Never ? pins.given : pins.values;
    }
    void set(const char* argument, const QJsonValue& value) { scene.arguments[u(argument)] = value; }
    void rules(const QByteArray& text, Layer layer = Layer::Managed)
    {
        scene.rules = Rules(readPolicyFile(text, u("p.json"), layer).rules);
    }

    [[nodiscard]] Ruling decide(const QList<Grant>& grants) const
    {
        const ToolFacts facts(scene.spec);
        CallFacts call{facts, scene.arguments, scene.person};
        call.challenged = challenged;
        return underGrants(call, place, core::policy::decide(call, scene.flow, scene.rules), grants);
    }
    [[nodiscard]] Ruling plain() const { return decide({}); }
    [[nodiscard]] Ruling decide() const { return decide({grant}); }
};

using Change = void (*)(Written&);

const QByteArray asks = R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":"ask"}]})";

} // namespace

Q_DECLARE_METATYPE(Change)

class TestGrant : public QObject {
    Q_OBJECT

    static void row(const char* name, Change change, bool granted) { QTest::newRow(name) << change << granted; }
    static void columns()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<bool>("granted");
    }
    /// It is allowed by the grant; or ruled as if there were none, and not allowed.
    static void check(const Written& written, bool granted)
    {
        const auto ruling = written.decide();
        const auto plain = written.plain();
        QVERIFY2(plain.verdict != Verdict::Allow, "the row says nothing");
        QCOMPARE(groundsOf(ruling), granted ? u("granted") : groundsOf(plain));
        QCOMPARE(ruling.verdict, granted ? Verdict::Allow : plain.verdict);
        QCOMPARE(ruling.grant, granted ? written.grant.id : GrantId());
    }

private Q_SLOTS:
    // --- which call ---

    void itIsForThisVeryCall_data()
    {
        columns();
        row("the very call", [](Written&) {}, true);
        row("what it says is not pinned", [](Written& w) { w.set("text", u("Bye")); }, true);
        row("a default that is given", [](Written& w) { w.set("copies", QJsonValue()); }, true);
        row("another value", [](Written& w) { w.set("to", u("eve@evil.example")); }, false);
        row("in capitals", [](Written& w) { w.set("to", u("CAROL@example.com")); }, false);
        row("a space behind it", [](Written& w) { w.set("to", u("carol@example.com ")); }, false);
        row("a box behind a plus", [](Written& w) { w.set("to", u("carol+eve@example.com")); }, false);
        row("a look-alike letter", [](Written& w) { w.set("to", u("cаrol@example.com")); }, false);
        row("full width", [](Written& w) { w.set("to", u("ｃarol@example.com")); }, false);
        row("a hidden character", [](Written& w) { w.set("to", u("carol\u200B@example.com")); }, false);
        row("a list with the value in it", [](Written& w) { w.set("to", QJsonArray{u("carol@example.com")}); }, false);
        row(
            "an object with the value in it",
            [](Written& w) { w.set("to", QJsonObject{{u("x"), u("carol@example.com")}}); }, false);
        row("nothing", [](Written& w) { w.set("to", QJsonValue()); }, false);
        row("one more argument", [](Written& w) { w.set("copies", QJsonArray{u("eve@evil.example")}); }, false);
        row("an empty list for a default of null", [](Written& w) { w.set("copies", QJsonArray()); }, false);
        row("one that the schema does not know", [](Written& w) { w.set("bcc", u("eve@evil.example")); }, false);
        row("an empty one that the schema does not know", [](Written& w) { w.set("bcc", QString()); }, false);
        row("a name that the schema does not know", [](Written& w) { w.set("bcc", QJsonObject()); }, false);
        row("one argument less", [](Written& w) { w.scene.arguments.remove(u("to")); }, false);
        row(
            "one element less",
            [](Written& w) {
                w.set("copies", QJsonArray{u("a@example.com"), u("b@example.com")});
                w.pin();
                w.set("copies", QJsonArray{u("a@example.com")});
            },
            false);
        row(
            "one element more",
            [](Written& w) {
                w.set("copies", QJsonArray{u("a@example.com")});
                w.pin();
                w.set("copies", QJsonArray{u("a@example.com"), u("b@example.com")});
            },
            false);
        row(
            "two values in each other's place",
            [](Written& w) {
                w.set("copies", QJsonArray{u("a@example.com")});
                w.pin();
                w.set("copies", QJsonArray{u("carol@example.com")});
                w.set("to", u("a@example.com"));
            },
            false);
        row(
            "what was there when it was written, left out",
            [](Written& w) {
                w.set("copies", QJsonArray{u("a@example.com")});
                w.pin();
                w.scene.arguments.remove(u("copies"));
            },
            false);
        row(
            "another default",
            [](Written& w) {
                w.scene.spec.inputSchema =
                    json("{\"properties\":{\"to\":{},\"text\":{},\"copies\":{\"default\":[\"eve@evil.example\"]}}}");
            },
            false);
        row("another definition", [](Written& w) { w.place.definitionHash = u("d2"); }, false);
        row(
            "no definition",
            [](Written& w) {
                w.place.definitionHash.clear();
                w.grant.definitionHash.clear();
            },
            false);
        row("another tool", [](Written& w) { w.grant.tool = ToolName(u("fetch")); }, false);
        row("another conversation", [](Written& w) { w.place.conversation = ConversationId(u("c2")); }, true);
    }
    void itIsForThisVeryCall()
    {
        QFETCH(Change, change);
        QFETCH(bool, granted);
        Written written;
        change(written);
        check(written, granted);
    }

    void aTypeIsPartOfAValue_data()
    {
        QTest::addColumn<QJsonValue>("pinned");
        QTest::addColumn<QJsonValue>("given");
        QTest::addColumn<bool>("granted");
        QTest::newRow("the same number") << QJsonValue(1) << QJsonValue(1) << true;
        QTest::newRow("the same number, written otherwise") << QJsonValue(1) << QJsonValue(1.0) << true;
        QTest::newRow("a text for a number") << QJsonValue(1) << QJsonValue(u("1")) << false;
        QTest::newRow("a number for a text") << QJsonValue(u("1")) << QJsonValue(1) << false;
        QTest::newRow("another number") << QJsonValue(1) << QJsonValue(10) << false;
        QTest::newRow("a text for true") << QJsonValue(true) << QJsonValue(u("true")) << false;
        QTest::newRow("true for a text") << QJsonValue(u("true")) << QJsonValue(true) << false;
        QTest::newRow("false for true") << QJsonValue(true) << QJsonValue(false) << false;
        QTest::newRow("one for true") << QJsonValue(true) << QJsonValue(1) << false;
    }
    void aTypeIsPartOfAValue()
    {
        QFETCH(QJsonValue, pinned);
        QFETCH(QJsonValue, given);
        QFETCH(bool, granted);
        Written written;
        written.set("to", pinned);
        written.pin();
        written.set("to", given);
        check(written, granted);
    }

    void hereIsOneConversation()
    {
        Written written(Grant::Kind::Here);
        check(written, true);
        written.place.conversation = ConversationId(u("c2"));
        check(written, false);
        written.place.conversation = {};
        written.grant.conversation = {};
        check(written, false);
    }

    void aKindThatNobodyKnowsAllowsNothing()
    {
        Written written;
        written.grant.kind = static_cast<Grant::Kind>(99);
        check(written, false);
    }

    // --- why it is asked ---

    void nothingButTheOwnChoosingIsLifted_data()
    {
        columns();
        row("no tools were chosen", [](Written&) {}, true);
        row("it is not among those chosen", [](Written& w) { w.scene.choose({u("fetch")}); }, true);
        row(
            "it was used before in this turn", [](Written& w) { w.scene.happen(WentUnasked{w.scene.spec.name}); },
            true);
        row(
            "the value is not the only one typed",
            [](Written& w) {
                w.scene.say(u("Write to carol@example.com, not to eve@evil.example"));
                w.scene.choose({u("post")});
            },
            true);
        row(
            "a typed value stands in two places",
            [](Written& w) {
                w.scene.choose({u("post")});
                w.set("to", u("bob@example.com"));
                w.set("copies", QJsonArray{u("bob@example.com")});
            },
            true);
        row(
            "nothing in it was typed",
            [](Written& w) {
                w.scene.choose({u("post")});
                w.scene.spec.inputSchema =
                    json("{\"properties\":{\"to\":{\"default\":\"\"},\"text\":{},\"copies\":{\"default\":null}}}");
                w.scene.arguments = json("{\"text\":\"Hello\"}");
            },
            true);
        row(
            "something was read, and the words are the person's",
            [](Written& w) {
                w.scene.taint();
                w.set("text", u("See you at the station"));
            },
            true);
        row("a write", [](Written& w) { w.scene.spec.effect = Effect::Write; }, true);

        row("foreign content", [](Written& w) { w.scene.taint(); }, false);
        row(
            "foreign content of a write",
            [](Written& w) {
                w.scene.spec.effect = Effect::Write;
                w.scene.taint();
            },
            false);
        row("a link", [](Written& w) { w.set("text", u("see https://evil.example/?q=1")); }, false);
        row("somebody may not read it", [](Written& w) { w.scene.showPrivately({u("person")}); }, false);
        row("a hidden character", [](Written& w) { w.set("to", u("carol\u200B@example.com")); }, false);
        row("a value is left open", [](Written& w) { w.scene.arguments.remove(u("to")); }, false);
        row("a value is emptied", [](Written& w) { w.set("to", QString()); }, false);
        row("it sends its words to a search", [](Written& w) { w.scene.spec.effect = Effect::ReadEgress; }, false);
        row("permission", [](Written& w) { w.scene.spec.effect = Effect::Permission; }, false);
        row("commit", [](Written& w) { w.scene.spec.effect = Effect::Commit; }, false);
        row("destructive", [](Written& w) { w.scene.spec.effect = Effect::Destructive; }, false);
        row("credential", [](Written& w) { w.scene.spec.effect = Effect::Credential; }, false);
        row("a class nobody knows", [](Written& w) { w.scene.spec.effect = static_cast<Effect>(99); }, false);
        row("a rule of the organisation asks", [](Written& w) { w.rules(asks); }, false);
        row("a rule of the person's file asks", [](Written& w) { w.rules(asks, Layer::User); }, false);
        row("a file that cannot be read", [](Written& w) { w.rules("{"); }, false);
        row(
            "a rule wants somebody else",
            [](Written& w) {
                w.rules(R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":{"ask":"bucho"}}]})");
            },
            false);
        row(
            "a rule wants a sign-in",
            [](Written& w) {
                w.rules(R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":{"stepUp":{"acr":"gold"}}}]})");
            },
            false);
        row(
            "a rule denies",
            [](Written& w) { w.rules(R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":"deny"}]})"); }, false);
        row(
            "a rule has nothing against it",
            [](Written& w) { w.rules(R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":"allow"}]})"); }, true);
        row("the tool wants a sign-in", [](Written& w) { w.scene.spec.signIn = {{u("gold")}, {}}; }, false);
        row("the API wants a sign-in", [](Written& w) { w.challenged = {{{u("gold")}, {}}}; }, false);
    }
    void nothingButTheOwnChoosingIsLifted()
    {
        QFETCH(Change, change);
        QFETCH(bool, granted);
        Written written;
        change(written);
        written.pin(); // so that nothing but the reason stands against it
        check(written, granted);
    }

    void everyGroundIsDecided()
    {
        const QSet<int> lifted{static_cast<int>(Ground::NothingChosen), static_cast<int>(Ground::NotChosen),
                               static_cast<int>(Ground::NotYours),      static_cast<int>(Ground::NotTheOnly),
                               static_cast<int>(Ground::TwoPlaces),     static_cast<int>(Ground::NothingYours),
                               static_cast<int>(Ground::Again)};
        const Scene scene;
        const ToolFacts facts(scene.spec);
        for (int i = 0; i <= static_cast<int>(Ground::BrokenFile) + 1; ++i) {
            Ruling ruling{Verdict::Ask};
            ruling.reasons = {{Verdict::Ask, Ground::NothingChosen, {}},
                              {Verdict::Ask, static_cast<Ground>(i), {u("why"), u("理由")}}};
            QCOMPARE(!whyNoGrant(facts, ruling).has_value(), lifted.contains(i));
        }
        QVERIFY(whyNoGrant(facts, Ruling{Verdict::Ask})); // for no reason at all
        Ruling roles{Verdict::Ask, {u("bucho")}};
        roles.reasons = {{Verdict::Ask, Ground::NothingChosen, {}}};
        QVERIFY(whyNoGrant(facts, roles));
    }

    // With so many values that the last ones are not judged, they may hold anything.
    void whatWasNotJudgedIsNotLifted()
    {
        Written written;
        QJsonArray many;
        for (int i = 0; i < 40; ++i)
            many.append(u("friend%1@example.com").arg(i));
        written.set("copies", many);
        written.scene.taint();
        written.pin();
        QVERIFY(!groundsOf(written.plain()).contains(u("foreign-content"))); // it is there and nobody looked
        check(written, false);
        written.set("copies", QJsonArray{many.at(0), many.at(1)}); // and with two of them there is a grant
        written.set("text", u("See you at the station"));
        written.pin();
        check(written, true);
    }

    void whyThereIsNoneIsSaidInBothLanguages()
    {
        for (int effect = 0; effect <= static_cast<int>(Effect::Credential) + 1; ++effect) {
            Written written;
            written.scene.spec.effect = static_cast<Effect>(effect);
            const auto why = whyNoGrant(ToolFacts(written.scene.spec), written.plain());
            const bool passes =
                written.scene.spec.effect == Effect::Write || written.scene.spec.effect == Effect::Egress;
            QCOMPARE(why.has_value(), !passes);
            if (why) QVERIFY(!why->en.isEmpty() && !why->ja.isEmpty() && !why->en.contains(u'%'));
        }
        Written written;
        written.rules(R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":"ask",)"
                      R"("reason":{"en":"Mail is looked at.","ja":"メールは確認されます。"}}]})");
        const auto why = whyNoGrant(ToolFacts(written.scene.spec), written.plain());
        QVERIFY(why && why->en.contains(u("Mail is looked at.")) && why->ja.contains(u("メールは確認されます。")));
    }

    // --- never ---

    void neverDenies_data()
    {
        columns(); // granted: denied
        row("the very call", [](Written&) {}, true);
        row("with other words", [](Written& w) { w.set("text", u("Bye")); }, true);
        row("with one more argument", [](Written& w) { w.set("copies", QJsonArray{u("eve@evil.example")}); }, true);
        row("with one that the schema does not know", [](Written& w) { w.set("bcc", u("x")); }, true);
        row("with another value", [](Written& w) { w.set("to", u("eve@evil.example")); }, false);
        row("without it", [](Written& w) { w.scene.arguments.remove(u("to")); }, false);
        row("of another definition", [](Written& w) { w.place.definitionHash = u("d2"); }, true);
        row("in another conversation", [](Written& w) { w.place.conversation = ConversationId(u("c2")); }, true);
        row("of another tool", [](Written& w) { w.grant.tool = ToolName(u("fetch")); }, false);
        row(
            "what would go through unasked",
            [](Written& w) {
                w.set("to", u("bob@example.com"));
                w.scene.choose({u("post")});
                w.pin();
            },
            true);
        row("what only reads", [](Written& w) { w.scene.spec.effect = Effect::Read; }, true);
        row("what always asks", [](Written& w) { w.scene.spec.effect = Effect::Destructive; }, true);
        row("what wants a sign-in", [](Written& w) { w.scene.spec.signIn = {{u("gold")}, {}}; }, true);
        row(
            "any call, where nothing is pinned",
            [](Written& w) {
                w.grant.pinned.clear();
                w.set("to", u("eve@evil.example"));
            },
            true);
    }
    void neverDenies()
    {
        QFETCH(Change, change);
        QFETCH(bool, granted);
        Written written(Grant::Kind::Never);
        change(written);
        const auto ruling = written.decide();
        QCOMPARE(groundsOf(ruling), granted ? u("never-by-you") : groundsOf(written.plain()));
        QCOMPARE(ruling.verdict, granted ? Verdict::Deny : written.plain().verdict);
        for (const auto& reason : ruling.reasons)
            QVERIFY(!reason.text.en.isEmpty() && !reason.text.ja.isEmpty());
    }

    void neverIsStrongerThanAlways()
    {
        const Written always;
        const Written never(Grant::Kind::Never);
        QCOMPARE(always.decide({always.grant, never.grant}).verdict, Verdict::Deny);
        QCOMPARE(always.decide({never.grant, always.grant}).verdict, Verdict::Deny);
    }

    void whatARuleDeniesStaysTheRules()
    {
        Written written(Grant::Kind::Never);
        written.rules(R"({"version":1,"rules":[{"id":"r","tools":["post"],"then":"deny"}]})");
        QCOMPARE(written.decide().verdict, Verdict::Deny);
        QVERIFY(groundsOf(written.decide()).startsWith(u("rule")));
    }

    void pinsAreInOneOrder()
    {
        Written written;
        written.scene.arguments = json("{\"to\":\"a\",\"zz\":1,\"aa\":{\"b\":2},\"text\":\"x\"}");
        written.pin();
        QStringList pointers;
        for (const auto& one : written.grant.pinned)
            pointers += one.pointer + (one.isName ? u("!") : QString());
        auto sorted = pointers;
        sorted.sort();
        QCOMPARE(pointers, sorted);
        QVERIFY(!pointers.contains(u("/text")));
        QVERIFY(pointers.contains(u("/aa/b")) && pointers.contains(u("/aa!")) && pointers.contains(u("/copies")));
    }
};

QTEST_GUILESS_MAIN(TestGrant)
#include "tst_grant.moc"
