#include "core/policy/policy_file.h"
#include "tests/core/policy/policy_fixture.h"

#include <QtTest/QTest>

using namespace core::policy;
using core::toolapi::Effect;
using tests::groundsOf;
using tests::json;
using tests::Scene;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

QByteArray oneRule(const QByteArray& members)
{
    return "{\"version\":1,\"rules\":[{\"id\":\"r\"," + members + "}]}";
}

// A rule for the scene's tool, with these conditions.
PolicyFile denying(const QByteArray& conditions)
{
    return readPolicyFile(oneRule("\"tools\":[\"post\"]," + conditions + ",\"then\":\"deny\""), u("a.json"),
                          Layer::Managed);
}

} // namespace

class TestPolicyFile : public QObject {
    Q_OBJECT

    static Ruling ruled(const QList<PolicyFile>& files, Scene scene = Scene())
    {
        QList<Rule> rules;
        for (const auto& file : files)
            rules += file.rules;
        scene.rules = Rules(rules);
        return scene.decide();
    }

private Q_SLOTS:
    void mistakesAreFoundWhereTheyStand_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& text, int line, int column, const char* says) {
            QTest::newRow(name) << text << line << column << u(says);
        };
        const auto rule = [](const QByteArray& members) {
            return "{\"version\": 1, \"rules\": [\n{" + members + "}]}";
        };
        row("not JSON", "{\n  \"version\": 1,\n  rules", 3, 3, "A name in quotes is expected here.");
        row("nothing", "", 1, 1, "A value is expected here.");
        row("not UTF-8", "\xff", 1, 1, "The text is not UTF-8.");
        row("a comma missing", "{\"version\":1 \"rules\":[]}", 1, 14, "A comma or a closing brace is expected here.");
        row("a comma too many", "{\"version\":1,}", 1, 14, "A name in quotes is expected here.");
        row("a colon missing", "{\"version\" 1}", 1, 12, "A colon is expected here.");
        row("a comma missing in a list", "{\"version\":1,\"rules\":[1 2]}", 1, 25,
            "A comma or a closing bracket is expected here.");
        row("something behind", "{\"version\":1,\"rules\":[]} x", 1, 26, "Something follows the end of the value.");
        row("a name twice", "{\"version\":1,\n\"version\":1}", 2, 1, "The name \"version\" stands here twice.");
        row("a name twice, written differently", "{\"version\":1,\"\\u0076ersion\":1}", 1, 14,
            "The name \"version\" stands here twice.");
        row("too deep", QByteArray(20, '['), 1, 13, "This is nested too deeply.");
        row("a bad number", "{\"version\":01}", 1, 13, "A comma or a closing brace is expected here.");
        row("a number without digits", "{\"version\":-}", 1, 12, "This is not a number.");
        row("a number without a fraction", "{\"version\":1.}", 1, 12, "This is not a number.");
        row("a number without an exponent", "{\"version\":1e+}", 1, 12, "This is not a number.");
        row("a number out of range", "{\"version\":1e999}", 1, 12, "This is not a number.");
        row("a bad escape", "{\"version\":\"\\x\"}", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("a bad code", "{\"version\":\"\\u12g4\"}", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("a code cut off", "{\"version\":\"\\u12", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("half a surrogate pair", "{\"version\":\"\\ud800\"}", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("two first halves", "{\"version\":\"\\ud800\\ud800\"}", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("the second half alone", "{\"version\":\"\\udc00\"}", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("a line break in a text", "{\"version\":\"a\nb\"}", 1, 12,
            "This text does not end, or holds a character that must be escaped.");
        row("too long", "{\"version\":1,\"rules\":[]}" + QByteArray(1'000'000, ' '), 1, 1, "The file is too long.");
        row("a list", "[]", 1, 1, "An object in braces is expected here.");
        row("no version", "{\"rules\":[]}", 1, 1, "\"version\" is missing here.");
        row("another version", "{\"version\":2,\"rules\":[]}", 1, 12, "This program reads version 1.");
        row("no rules", "{\"version\":1}", 1, 1, "\"rules\" is missing here.");
        row("rules of another form", "{\"version\":1,\"rules\":{}}", 1, 22,
            "A list of at most 10000 rules is expected here.");
        row("an unknown member", "{\"version\":1,\"rulez\":[]}", 1, 14, "\"rulez\" is not known here.");
        row("a Japanese name before it", "{\"version\":1,\"規則\":[]}", 1, 14, "\"規則\" is not known here.");

        row("a rule of another form", "{\"version\": 1, \"rules\": [\n7]}", 2, 1,
            "An object in braces is expected here.");
        row("no id", rule("\"tools\":[\"a\"],\"then\":\"ask\""), 2, 1, "\"id\" is missing here.");
        row("an empty id", rule("\"id\":\" \""), 2, 7, "A text is expected here.");
        row("an id with a hidden character", rule("\"id\":\"a\u200B\""), 2, 7,
            "This text holds characters that do not show or stand for others.");
        row("no tools", rule("\"id\":\"r\",\"then\":\"ask\""), 2, 1, "\"tools\" is missing here.");
        row("empty tools", rule("\"id\":\"r\",\"tools\":[],\"then\":\"ask\""), 2, 19,
            "A list of texts is expected here.");
        row("one tool without a list", rule("\"id\":\"r\",\"tools\":\"a\",\"then\":\"ask\""), 2, 19,
            "A list of texts is expected here.");
        row("a tool that is a number", rule("\"id\":\"r\",\"tools\":[7],\"then\":\"ask\""), 2, 20,
            "A text is expected here.");
        row("no then", rule("\"id\":\"r\",\"tools\":[\"a\"]"), 2, 1, "\"then\" is missing here.");
        row("an unknown then", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":\"block\""), 2, 32,
            "One of these is expected here: allow, ask, deny, {\"ask\": role}, {\"stepUp\": ...}.");
        row("an unknown member of a rule", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":\"ask\",\"whn\":[]"), 2, 38,
            "\"whn\" is not known here.");
        row("empty conditions", rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[],\"then\":\"ask\""), 2, 32,
            "A list of conditions is expected here.");
        row("a condition of another form", rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[1],\"then\":\"ask\""), 2, 33,
            "An object in braces is expected here.");
        row("a condition about nothing", rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"max\":1}],\"then\":\"ask\""),
            2, 33, "A condition is about one thing and has one test.");
        row("a condition without a test",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\"}],\"then\":\"ask\""), 2, 33,
            "A condition is about one thing and has one test.");
        row("a condition with two tests",
            rule(
                "\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"max\":1,\"min\":1}],\"then\":\"ask\""),
            2, 33, "A condition is about one thing and has one test.");
        row("an unknown test",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"unless\":[{\"argument\":\"/a\",\"like\":1}],\"then\":\"ask\""), 2,
            52, "\"like\" is not known here.");
        row("a path without a slash",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"a\",\"max\":1}],\"then\":\"ask\""), 2, 45,
            "A path to an argument starts with a slash: \"/amount\".");
        row("a path that is a number",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":7,\"max\":1}],\"then\":\"ask\""), 2, 45,
            "A text is expected here.");
        row("an unknown label",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"label\":\"source\",\"equals\":\"a\"}],\"then\":\"ask\""),
            2, 42, "One of these is expected here: integrity, sources, readers.");
        row("a limit that is a text",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"max\":\"1\"}],\"then\":\"ask\""), 2,
            56, "A number is expected here.");
        row("a pattern that is a number",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"matches\":1}],\"then\":\"ask\""), 2,
            60, "A text is expected here.");
        row("equals a list",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"equals\":[]}],\"then\":\"ask\""), 2,
            59, "A text, a number, true or false is expected here.");
        row("in something that is no list",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"in\":\"x\"}],\"then\":\"ask\""), 2,
            55, "A list is expected here.");
        row("in a list with a list in it",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"in\":[[]]}],\"then\":\"ask\""), 2, 56,
            "A text, a number, true or false is expected here.");
        row("no domain",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"when\":[{\"argument\":\"/a\",\"domainIn\":[\"a "
                 "b\"]}],\"then\":\"ask\""),
            2, 62, "This is not a domain.");
        row("then with something unknown", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"asks\":\"x\"}"), 2, 33,
            "\"asks\" is not known here.");
        row("then with both", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"ask\":\"x\",\"stepUp\":{}}"), 2, 32,
            "Either \"ask\" or \"stepUp\" stands here; two rules make both.");
        row("a role that is no text", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"ask\":[]}"), 2, 39,
            "A text is expected here.");
        row("an empty step-up", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"stepUp\":{}}"), 2, 42,
            "\"acr\", \"maxAge\" or both are missing here.");
        row("an unknown member of step-up", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"stepUp\":{\"age\":1}}"), 2,
            43, "\"age\" is not known here.");
        row("an acr that is no text", rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"stepUp\":{\"acr\":1}}"), 2, 49,
            "A text is expected here.");
        for (const auto* age : {"-1", "1.5", "1e9", "\"5\""})
            row(qPrintable(u("an age of %1").arg(u(age))),
                rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":{\"stepUp\":{\"maxAge\":" + QByteArray(age) + "}}"), 2,
                52, "A number of seconds is expected here.");
        row("a reason in one language",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":\"ask\",\"reason\":{\"en\":\"a\"}"), 2, 47,
            "\"ja\" is missing here.");
        row("a reason that is empty",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":\"ask\",\"reason\":{\"en\":\"\",\"ja\":\"a\"}"), 2, 53,
            "A text is expected here.");
        row("a reason in a third language",
            rule("\"id\":\"r\",\"tools\":[\"a\"],\"then\":\"ask\",\"reason\":{\"de\":\"a\"}"), 2, 48,
            "\"de\" is not known here.");
        row("an id twice",
            "{\"version\":1,\"rules\":[{\"id\":\"r\",\"tools\":[\"a\"],\"then\":\"ask\"},\n{\"id\":\"r\",\"tools\":["
            "\"a\"],\"then\":\"ask\"}]}",
            2, 7, "There is another rule \"r\" in this file.");
    }
    void mistakesAreFoundWhereTheyStand()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, says);
        const auto file = readPolicyFile(text, u("a.json"), Layer::Managed);
        QCOMPARE(file.problems.size(), 1);
        const auto& problem = file.problems.first();
        QCOMPARE(problem.text(), u("a.json:%1:%2: %3").arg(line).arg(column).arg(says));
        QVERIFY(!problem.message.ja.isEmpty());
        QVERIFY(file.rules.last().broken);
        QCOMPARE(file.rules.last().line, line);
    }

    void tooManyMembersAreRefused()
    {
        QByteArray text = "{";
        for (int i = 0; i < 1001; ++i)
            text += '"' + QByteArray::number(i) + "\":1,";
        text.back() = '}';
        QCOMPARE(readPolicyFile(text, u("a"), Layer::User).problems.first().message.en,
                 u("This object has too many members."));
    }

    void escapesAreRead()
    {
        const auto file = readPolicyFile(oneRule("\"tools\":[\"\\u0070ost\"],\"then\":\"deny\",\"reason\":{\"en\":"
                                                 "\"a\\n\\\"b\\\"\\/\\\\\\t\\ud83d\\ude00c\",\"ja\":\"\\u3042\"}"),
                                         u("a"), Layer::Managed);
        QVERIFY(file.problems.isEmpty());
        QCOMPARE(file.rules.first().tools, QStringList{u("post")});
        QCOMPARE(file.rules.first().reason.en, u("a\n\"b\"/\\\t\U0001F600c"));
        QCOMPARE(file.rules.first().reason.ja, u("あ"));
    }

    // "A broken file: everything it could cover asks"
    void whatIsBrokenAsks()
    {
        Scene reading(Effect::Read);
        QCOMPARE(ruled({}, reading).verdict, Verdict::Allow);
        const auto file = readPolicyFile("{", u("a.json"), Layer::Managed);
        QCOMPARE(groundsOf(ruled({file}, reading)), u("broken-file"));
        QCOMPARE(ruled({file}, reading).verdict, Verdict::Ask);
        QVERIFY(ruled({file}, reading).reasons.first().text.en.contains(u("a.json:1")));
        QCOMPARE(ruled({readPolicyFile("{", u("b.json"), Layer::User)}, reading).verdict, Verdict::Ask);
        QCOMPARE(ruled({unreadablePolicyFile(u("c.json"), Layer::Managed, {u("a"), u("b")})}, reading).verdict,
                 Verdict::Ask);
        QCOMPARE(unreadablePolicyFile(u("c.json"), Layer::Managed, {u("a"), u("b")}).problems.size(), 1);
    }

    void aBrokenRuleAsksForItsToolsAlone()
    {
        const auto broken = [](const char* tools) {
            return readPolicyFile(oneRule("\"tools\":" + QByteArray(tools) + ",\"then\":\"block\""), u("a"),
                                  Layer::Managed);
        };
        QCOMPARE(ruled({broken("[\"post\"]")}).verdict, Verdict::Ask);
        QCOMPARE(ruled({broken("[\"p*\"]")}).verdict, Verdict::Ask);
        QCOMPARE(ruled({broken("[\"other\"]")}).verdict, Verdict::Allow);
        QCOMPARE(ruled({broken("\"other\"")}).verdict, Verdict::Ask); // who knows what was meant
    }

    void theOtherRulesOfABrokenFileHold()
    {
        const auto file = readPolicyFile("{\"version\":1,\"rules\":[{\"id\":\"a\",\"tools\":[\"x\"],\"then\":\"block\"}"
                                         ",{\"id\":\"b\",\"tools\":[\"post\"],\"then\":\"deny\"}]}",
                                         u("a"), Layer::Managed);
        QCOMPARE(ruled({file}).verdict, Verdict::Deny);
    }

    void whatFollows()
    {
        const auto with = [](const char* then, Layer layer = Layer::Managed) {
            return readPolicyFile(oneRule("\"description\":\"d\",\"tools\":[\"post\"],\"then\":" + QByteArray(then)),
                                  u("a.json"), layer);
        };
        QCOMPARE(ruled({with("\"ask\"")}).verdict, Verdict::Ask);
        QCOMPARE(ruled({with("\"ask\"", Layer::User)}).reasons.first().text.en, u("A rule of yours wants this asked."));
        QCOMPARE(ruled({with("\"deny\"")}).verdict, Verdict::Deny);
        QCOMPARE(ruled({with("\"deny\"")}).reasons.first().rule, u("a.json:1 r"));
        const auto role = ruled({with("{\"ask\":\"bucho\"}")});
        QCOMPARE(role.verdict, Verdict::Ask);
        QCOMPARE(role.roles, QStringList{u("bucho")});
        QCOMPARE(role.reasons.first().text.en, u("Your organisation wants this approved by: bucho."));
        const auto up =
            ruled({with("{\"stepUp\":{\"acr\":\"gold\",\"maxAge\":60}}"), with("{\"stepUp\":{\"acr\":\"gold\"}}"),
                   with("{\"stepUp\":{\"acr\":\"blue\",\"maxAge\":300}}")});
        QCOMPARE(up.verdict, Verdict::StepUp);
        QCOMPARE(up.stepUp, (core::toolapi::SignInNeed{{u("gold"), u("blue")}, std::chrono::seconds(60)}));
        QCOMPARE(up.reasons.first().text.en, u("Your organisation wants a fresh sign-in for this."));
        // The most restrictive verdict holds, and the others' needs stay with it.
        const auto both = ruled({with("{\"stepUp\":{\"maxAge\":0}}"), with("{\"ask\":\"bucho\"}")});
        QCOMPARE(both.verdict, Verdict::StepUp);
        QCOMPARE(both.roles, QStringList{u("bucho")});
        QCOMPARE(ruled({with("{\"ask\":\"a\"}"), with("{\"ask\":\"b\"}"), with("{\"ask\":\"a\"}")}).roles,
                 (QStringList{u("a"), u("b")}));
        const auto own = readPolicyFile(
            oneRule("\"tools\":[\"post\"],\"then\":\"deny\",\"reason\":{\"en\":\"Not here.\",\"ja\":\"不可\"}"), u("a"),
            Layer::Managed);
        QCOMPARE(ruled({own}).reasons.first().text, (core::Bilingual{u("Not here."), u("不可")}));
    }

    void allowLiftsNothing()
    {
        const auto allow = readPolicyFile(oneRule("\"tools\":[\"*\"],\"then\":\"allow\""), u("a"), Layer::Managed);
        QVERIFY(allow.problems.isEmpty());
        Scene scene;
        QCOMPARE(ruled({allow}, scene).verdict, Verdict::Allow);
        QCOMPARE(ruled({allow}, scene).reasons.size(), 2);
        scene.flow.chosen.reset();
        QCOMPARE(ruled({allow}, scene).verdict, Verdict::Ask);
        QCOMPARE(groundsOf(ruled({allow}, scene)), u("nothing-chosen"));
        const auto deny = readPolicyFile(oneRule("\"tools\":[\"post\"],\"then\":\"deny\""), u("b"), Layer::User);
        QCOMPARE(ruled({allow, deny}, scene).verdict, Verdict::Deny);
        QCOMPARE(groundsOf(ruled({allow, deny}, scene)), u("rule, nothing-chosen"));
    }

    // "then per user, who can only narrow"
    void aPersonsRuleCannotAllow()
    {
        const auto file = readPolicyFile(oneRule("\"tools\":[\"post\"],\"then\":\"allow\""), u("a"), Layer::User);
        QCOMPARE(file.problems.first().message.en, u("Your own rules can ask or deny, not allow."));
        QCOMPARE(ruled({file}).verdict, Verdict::Ask);
    }

    void managedRulesComeFirst()
    {
        const auto user = readPolicyFile(oneRule("\"tools\":[\"post\"],\"then\":\"deny\""), u("user"), Layer::User);
        const auto managed =
            readPolicyFile(oneRule("\"tools\":[\"post\"],\"then\":\"deny\""), u("managed"), Layer::Managed);
        const auto ruling = ruled({user, managed});
        QCOMPARE(ruling.reasons.at(0).rule, u("managed:1 r"));
        QCOMPARE(ruling.reasons.at(1).rule, u("user:1 r"));
        QCOMPARE(Rules(user.rules + managed.rules).all().size(), 2);
    }

    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char* pattern, const char* text, bool matches) {
            QTest::newRow(qPrintable(u("%1 and %2").arg(u(pattern), u(text)))) << u(pattern) << u(text) << matches;
        };
        row("post", "post", true);
        row("post", "posts", false);
        row("*", "", true);
        row("*", "post", true);
        row("p*t", "post", true);
        row("p*t", "pt", true);
        row("p*t", "posts", false);
        row("*st*", "post", true);
        row("*a*b*", "xxaxxbxx", true);
        row("*a*b", "ab_ab", true);
        row("a**b", "ab", true);
        row("post.", "postx", false);
        row("", "a", false);
        row("Post", "post", false);
    }
    void patterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, matches);
        QCOMPARE(matchesPattern(pattern, text), matches);
    }

    void conditions_data()
    {
        QTest::addColumn<QByteArray>("condition");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<bool>("when");   // denied with it in "when"
        QTest::addColumn<bool>("unless"); // let off with it in "unless"
        const auto row = [](const char* name, const char* condition, const char* arguments, bool when, bool unless) {
            QTest::newRow(name) << QByteArray(condition) << QByteArray(arguments) << when << unless;
        };
        const char* toBob = R"("argument":"/to","equals":"bob@example.com")";
        row("equals", toBob, R"({"to":"bob@example.com"})", true, true);
        row("equals: case of an address", toBob, R"({"to":"Bob@Example.com"})", true, true);
        row("equals: another", toBob, R"({"to":"eve@example.com"})", false, false);
        row("equals: may be the same box", toBob, R"({"to":"bob+x@example.com"})", true, false);
        row("equals: with a name around it", toBob, R"({"to":"Bob <bob@example.com>"})", true, false);
        row("equals: full width", toBob, R"({"to":"ｂｏｂ@example.com"})", true, false);
        row("equals: hidden characters could be anything", toBob, "{\"to\":\"al\u200Bice@example.com\"}", true, false);
        row("equals: hidden characters in something else", R"("argument":"/to","equals":"board")",
            "{\"to\":\"eve\u200B@a.example\"}", true, false);
        row("equals: not given", toBob, "{}", false, false);
        row("equals: null", toBob, R"({"to":null})", false, false);
        row("equals: a list, one of it", toBob, R"({"to":["eve@example.com","bob@example.com"]})", true, false);
        row("equals: a list, all of it", toBob, R"({"to":["bob@example.com","bob@example.com"]})", true, true);
        row("equals: an empty list", toBob, R"({"to":[]})", false, false);
        row("equals: inside an object", toBob, R"({"to":{"address":"bob@example.com"}})", true, true);
        row("equals: another type", toBob, R"({"to":7})", false, false);
        row("equals: true", R"("argument":"/to","equals":true)", R"({"to":true})", true, true);
        row("equals: not true", R"("argument":"/to","equals":true)", R"({"to":false})", false, false);
        row("equals: a number", R"("argument":"/to","equals":7)", R"({"to":7.0})", true, true);
        row("equals: a number as text", R"("argument":"/to","equals":7)", R"({"to":"7.00"})", true, true);
        row("equals: another number", R"("argument":"/to","equals":7)", R"({"to":8})", false, false);
        row("equals: a number that cannot be read", R"("argument":"/to","equals":7)", R"({"to":"７"})", true, false);
        row("equals: no number at all", R"("argument":"/to","equals":7)", R"({"to":"seven"})", false, false);
        row("equals: true is no number", R"("argument":"/to","equals":7)", R"({"to":true})", false, false);
        row("equals: text and a number", R"("argument":"/to","equals":"7")", R"({"to":7})", true, true);
        row("equals: case of a text", R"("argument":"/to","equals":"Board")", R"({"to":"board"})", true, false);
        row("equals: a URL with user information", "\"argument\":\"/to\",\"equals\":\"https://a.example/\"",
            "{\"to\":\"https://x@a.example/\"}", true, false);
        row("in", R"("argument":"/to","in":["a","b"])", R"({"to":"b"})", true, true);
        row("in: none of them", R"("argument":"/to","in":["a","b"])", R"({"to":"c"})", false, false);
        row("matches", R"("argument":"/to","matches":"*@example.com")", R"({"to":"bob@example.com"})", true, true);
        row("matches: case", R"("argument":"/to","matches":"*@example.com")", R"({"to":"bob@EXAMPLE.com"})", true,
            false);
        row("matches: hidden", R"("argument":"/to","matches":"x*")", "{\"to\":\"y\u200B\"}", true, false);
        row("matches: not", R"("argument":"/to","matches":"*@example.com")", R"({"to":"bob@example.org"})", false,
            false);
        row("matches: a number", R"("argument":"/to","matches":"1*")", R"({"to":12})", true, true);
        row("matches: true", R"("argument":"/to","matches":"*")", R"({"to":true})", false, false);
        const char* inside = R"("argument":"/to","domainIn":["example.com","*.corp.example"])";
        row("domainIn", inside, R"({"to":"bob@Example.com"})", true, true);
        row("domainIn: below", inside, "{\"to\":\"https://a.corp.example/x\"}", true, true);
        row("domainIn: not the top itself", inside, R"({"to":"bob@corp.example"})", false, false);
        row("domainIn: only the end is alike", inside, R"({"to":"bob@evilcorp.example"})", false, false);
        row("domainIn: below one that is listed alone", inside, R"({"to":"bob@a.example.com"})", false, false);
        row("domainIn: no domain can be read", inside, R"({"to":"Bob Smith"})", true, false);
        row("domainIn: user information", inside, "{\"to\":\"https://example.com@evil.example/\"}", true, false);
        row("domainIn: a number", inside, R"({"to":7})", true, false);
        row("domainIn: one of two is outside", inside, R"({"to":["bob@example.com","eve@evil.example"]})", true, false);
        row("max", R"("argument":"/to","max":1000)", R"({"to":1000})", true, true);
        row("max: over it", R"("argument":"/to","max":1000)", R"({"to":1000.01})", false, false);
        row("max: as text", R"("argument":"/to","max":1000)", R"({"to":"999.99"})", true, true);
        row("max: cannot be read", R"("argument":"/to","max":1000)", R"({"to":"1,200"})", true, false);
        row("max: zeros in front", R"("argument":"/to","max":1000)", R"({"to":"0099"})", true, false);
        row("max: not given", R"("argument":"/to","max":1000)", "{}", false, false);
        row("min", R"("argument":"/to","min":1000)", R"({"to":1000})", true, true);
        row("min: under it", R"("argument":"/to","min":1000)", R"({"to":999})", false, false);
        row("min: one of a list", R"("argument":"/to","min":1000)", R"({"to":[1,5000]})", true, false);
        row("a path into a list", R"("argument":"/to/1","equals":"b")", R"({"to":["a","b"]})", true, true);
        row("a path beyond a list", R"("argument":"/to/9","equals":"b")", R"({"to":["a","b"]})", false, false);
        row("a path with no index", R"("argument":"/to/x","equals":"b")", R"({"to":["a","b"]})", false, false);
        row("a path to each", "\"argument\":\"/to/*/id\",\"equals\":\"b\"", R"({"to":[{"id":"b","n":"c"},{"id":"b"}]})",
            true, true);
        row("a path to each member", "\"argument\":\"/to/*\",\"equals\":\"b\"", R"({"to":{"x":"b"}})", true, true);
        row("issuer", "\"account\":\"issuer\",\"equals\":\"https://login.example\"", "{}", true, true);
        row("subject", R"("account":"subject","in":["bsan"])", "{}", false, false);
        row("audience", R"("account":"audience","equals":"mail")", "{}", true, true);
        row("integrity", R"("label":"integrity","equals":"untrusted")", "{}", true, true);
        row("sources", R"("label":"sources","matches":"tool:*")", "{}", true, false); // "person" is a source too
        row("readers", R"("label":"readers","equals":"everyone")", "{}", true, true);
        row("effect", R"("context":"effect","in":["egress","commit"])", "{}", true, true);
        row("builtIn", R"("context":"builtIn","equals":false)", "{}", false, false);
        row("chosen", R"("context":"chosen","equals":true)", "{}", true, true);
    }
    void conditions()
    {
        QFETCH(QByteArray, condition);
        QFETCH(QByteArray, arguments);
        QFETCH(bool, when);
        QFETCH(bool, unless);
        Scene scene;
        scene.spec.audience = u("mail");
        scene.taint();
        scene.arguments = json(arguments);
        for (const bool letsOff : {false, true}) {
            const auto file = denying((letsOff ? "\"unless\":[{" : "\"when\":[{") + condition + "}]");
            QVERIFY2(file.problems.isEmpty(),
                     qPrintable(file.problems.isEmpty() ? QString() : file.problems.first().text()));
            QCOMPARE(ruled({file}, scene).verdict == Verdict::Deny, letsOff ? !unless : when);
        }
    }

    void privateReadersAreNamed()
    {
        Scene scene;
        scene.showPrivately({u("bob@example.com")});
        QCOMPARE(ruled({denying(R"("when":[{"label":"readers","equals":"everyone"}])")}, scene).verdict, Verdict::Ask);
        QCOMPARE(ruled({denying(R"("when":[{"label":"readers","equals":"bob@example.com"}])")}, scene).verdict,
                 Verdict::Deny);
        QCOMPARE(ruled({denying(R"("when":[{"label":"integrity","equals":"trusted"}])")}, scene).verdict,
                 Verdict::Deny);
    }

    void allConditionsOfWhenAndAllOfUnless()
    {
        const auto denied = [](const char* conditions) {
            return ruled({denying(conditions)}).verdict == Verdict::Deny;
        };
        const char* yes = R"({"argument":"/to","equals":"bob@example.com"})";
        const char* no = R"({"argument":"/to","equals":"eve@evil.example"})";
        QVERIFY(denied(qPrintable(u(R"("when":[%1,%1])").arg(u(yes)))));
        QVERIFY(!denied(qPrintable(u(R"("when":[%1,%2])").arg(u(yes), u(no)))));
        QVERIFY(!denied(qPrintable(u(R"("unless":[%1,%1])").arg(u(yes)))));
        QVERIFY(denied(qPrintable(u(R"("unless":[%1,%2])").arg(u(yes), u(no)))));
        QVERIFY(!denied(qPrintable(u(R"("when":[%1],"unless":[%1])").arg(u(yes)))));
        QVERIFY(!denied(qPrintable(u(R"("when":[%2],"unless":[%2])").arg(u(yes), u(no)))));
    }

    // What holds when an argument is not given is judged as if it were given.
    void defaultsAreJudged()
    {
        Scene scene;
        scene.spec.inputSchema =
            json(R"({"properties":{"to":{},"copies":{"default":["eve@evil.example"]},"text":{}}})");
        QCOMPARE(ruled({denying(R"("when":[{"argument":"/copies","domainIn":["evil.example"]}])")}, scene).verdict,
                 Verdict::Deny);
    }

    void defaultsInsideAreJudged()
    {
        Scene scene;
        scene.spec.inputSchema = json(
            R"({"properties":{"to":{"anyOf":[{"properties":{"a":{},"cc":{"default":"eve@evil.example"}}},{"type":"null"}]}}})");
        scene.arguments = json(R"({"to":{"a":"bob@example.com"}})");
        QCOMPARE(ruled({denying(R"("when":[{"argument":"/to/cc","domainIn":["evil.example"]}])")}, scene).verdict,
                 Verdict::Deny);
    }

    // What a value, a kind or a word that nobody knows does: it counts against the call.
    void unknownWordsCountAgainstTheCall()
    {
        Scene scene;
        const ToolFacts facts(scene.spec);
        const CallFacts call{facts, scene.arguments, scene.person};
        Readings readings;
        Condition condition;
        condition.path = {u("to")};
        condition.test = static_cast<Condition::Test>(99);
        condition.operands = {Operand(u("x"), condition.test)};
        QCOMPARE(holds(condition, Quantifier::Any, call, scene.flow, readings), Holds::MayBe);
        condition.about = static_cast<Condition::About>(99);
        QCOMPARE(holds(condition, Quantifier::Any, call, scene.flow, readings), Holds::No);
        condition.about = Condition::About::Argument;
        condition.test = Condition::Test::DomainIn;
        condition.operands = {Operand(u("a b"), condition.test)};
        QCOMPARE(holds(condition, Quantifier::Any, call, scene.flow, readings), Holds::MayBe);
    }
};

QTEST_GUILESS_MAIN(TestPolicyFile)
#include "tst_policy_file.moc"
