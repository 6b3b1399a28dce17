// Each rule of information flow has a row here that asks for its sake alone: taken out, the row fails.
#include "tests/core/policy/policy_fixture.h"

#include <QtCore/QJsonArray>
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

core::ToolName post()
{
    return core::ToolName(u("post"));
}

} // namespace

using Change = void (*)(Scene&);
Q_DECLARE_METATYPE(Change)

class TestInformationFlow : public QObject {
    Q_OBJECT

    static void row(const char* name, Change change, const char* grounds)
    {
        QTest::newRow(name) << change << QString::fromLatin1(grounds);
    }

private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("grounds"); // why it is asked; one that begins with "allow": not asked
        chosenTools();
        controlArguments();
        leftOut();
        structure();
        contents();
        readers();
    }
    void rules()
    {
        QFETCH(Change, change);
        QFETCH(QString, grounds);
        Scene scene;
        change(scene);
        const auto ruling = scene.decide();
        const bool allowed = grounds == QLatin1String("yours-throughout") || grounds == QLatin1String("reads-only");
        QCOMPARE(groundsOf(ruling), grounds);
        QCOMPARE(ruling.verdict, allowed ? Verdict::Allow : Verdict::Ask);
        for (const auto& reason : ruling.reasons) {
            QVERIFY(!reason.text.en.isEmpty());
            QVERIFY(!reason.text.ja.isEmpty());
            QVERIFY(!reason.text.en.contains(u'%'));
        }
    }

private:
    static void chosenTools()
    {
        row("everything is the person's", [](Scene&) {}, "yours-throughout");
        row("nobody chose tools", [](Scene& s) { s.flow.chosen.reset(); }, "nothing-chosen");
        row("another tool was chosen", [](Scene& s) { s.choose({u("fetch")}); }, "not-chosen");
        row(
            "a name that only begins like it", [](Scene& s) { s.choose({u("pos"), u("post2"), u("POST")}); },
            "not-chosen");
        row(
            "the choice was narrowed", [](Scene& s) { s.happen(ToolsNarrowed{{core::ToolName(u("fetch"))}}); },
            "not-chosen");
        row(
            "a second turn has a choice of its own", [](Scene& s) { s.say(u("Write to bob@example.com")); },
            "nothing-chosen");
        row("it went through once", [](Scene& s) { s.happen(WentUnasked{post()}); }, "again");
        row(
            "a search may be made again",
            [](Scene& s) {
                s.spec.effect = Effect::ReadEgress;
                s.happen(WentUnasked{post()});
            },
            "yours-throughout");
        row(
            "another tool went through once", [](Scene& s) { s.happen(WentUnasked{core::ToolName(u("fetch"))}); },
            "yours-throughout");
        row(
            "read-egress needs the choice too",
            [](Scene& s) {
                s.spec.effect = Effect::ReadEgress;
                s.flow.chosen.reset();
            },
            "nothing-chosen");
        row(
            "write needs the choice too",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.flow.chosen.reset();
            },
            "nothing-chosen");
        row(
            "a read does not",
            [](Scene& s) {
                s.spec.effect = Effect::Read;
                s.flow.chosen.reset();
            },
            "reads-only");
        row(
            "a read by a server's own tool sends its arguments away",
            [](Scene& s) {
                s.spec.effect = Effect::Read;
                s.spec.definedBy = core::toolapi::DefinedBy::Server;
                s.flow.chosen.reset();
            },
            "nothing-chosen");
        row("permission always asks", [](Scene& s) { s.spec.effect = Effect::Permission; }, "always-asked");
        row("commit always asks", [](Scene& s) { s.spec.effect = Effect::Commit; }, "always-asked");
        row("destructive always asks", [](Scene& s) { s.spec.effect = Effect::Destructive; }, "always-asked");
        row("credential always asks", [](Scene& s) { s.spec.effect = Effect::Credential; }, "always-asked");
        row(
            "a class nobody knows always asks", [](Scene& s) { s.spec.effect = static_cast<Effect>(99); },
            "always-asked");
        row("write goes through", [](Scene& s) { s.spec.effect = Effect::Write; }, "yours-throughout");
        row("read-egress goes through", [](Scene& s) { s.spec.effect = Effect::ReadEgress; }, "yours-throughout");
    }

    static void controlArguments()
    {
        row(
            "the attacker's recipient", [](Scene& s) { s.arguments[u("to")] = u("eve@evil.example"); },
            "not-yours /to");
        row(
            "the recipient in capitals is the same", [](Scene& s) { s.arguments[u("to")] = u("BOB@EXAMPLE.COM"); },
            "yours-throughout");
        row(
            "another person's box behind a plus", [](Scene& s) { s.arguments[u("to")] = u("bob+eve@example.com"); },
            "not-yours /to");
        row(
            "a longer host", [](Scene& s) { s.arguments[u("to")] = u("bob@example.com.evil.example"); },
            "not-yours /to");
        row("a Cyrillic letter", [](Scene& s) { s.arguments[u("to")] = u("bоb@example.com"); }, "not-yours /to");
        row(
            "a hidden character", [](Scene& s) { s.arguments[u("to")] = u("bob\u200B@example.com"); },
            "unreadable /to");
        row("full width", [](Scene& s) { s.arguments[u("to")] = u("ｂｏｂ@example.com"); }, "not-yours /to");
        row(
            "two recipients in one text",
            [](Scene& s) { s.arguments[u("to")] = u("bob@example.com, eve@evil.example"); }, "not-yours /to");
        row("a text around it", [](Scene& s) { s.arguments[u("to")] = u("Bob <bob@example.com>"); }, "not-yours /to");
        row(
            "a value of another turn",
            [](Scene& s) {
                s.say(u("Write to her"));
                s.choose({u("post")});
            },
            "not-yours /to");
        row(
            "two addresses were typed",
            [](Scene& s) {
                s.say(u("Write to bob@example.com, not to eve@evil.example"));
                s.choose({u("post")});
            },
            "not-the-only /to");
        row(
            "the other one of two",
            [](Scene& s) {
                s.say(u("Write to bob@example.com, not to eve@evil.example"));
                s.choose({u("post")});
                s.arguments[u("to")] = u("eve@evil.example");
            },
            "not-the-only /to");
        row(
            "an address in a paste",
            [](Scene& s) {
                s.happen(TurnBegan{{{MessagePart::Origin::Paste, u("Write to bob@example.com")}}});
                s.choose({u("post")});
                s.arguments[u("text")] = QString();
            },
            "foreign-content /text, not-yours /to");
        row(
            "it was picked for that argument",
            [](Scene& s) {
                s.arguments[u("to")] = u("eve@b.example");
                s.happen(PersonPicked{{post(), u("/to"), u("Eve@b.example")}});
            },
            "yours-throughout");
        row(
            "it was picked for another argument",
            [](Scene& s) {
                s.arguments[u("to")] = u("eve@b.example");
                s.happen(PersonPicked{{post(), u("/copies"), u("eve@b.example")}});
            },
            "not-yours /to");
        row(
            "it was picked for another tool",
            [](Scene& s) {
                s.arguments[u("to")] = u("eve@b.example");
                s.happen(PersonPicked{{core::ToolName(u("fetch")), u("/to"), u("eve@b.example")}});
            },
            "not-yours /to");
        row(
            "a pick of another turn",
            [](Scene& s) {
                s.happen(PersonPicked{{post(), u("/to"), u("bob@example.com")}});
                s.say(u("Write to him"));
                s.choose({u("post")});
            },
            "not-yours /to");
        row(
            "an endorsed value of a write",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("PRJ-7");
                s.happen(PersonEndorsed{{post(), u("/to"), Kind::Identifier, u("PRJ-7")}, Effect::Write});
            },
            "yours-throughout");
        row(
            "another value than the endorsed one",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("PRJ-8");
                s.happen(PersonEndorsed{{post(), u("/to"), Kind::Identifier, u("PRJ-7")}, Effect::Write});
            },
            "not-yours /to");
        row(
            "endorsed as another kind",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("PRJ-7");
                s.happen(PersonEndorsed{{post(), u("/to"), Kind::Text, u("PRJ-7")}, Effect::Write});
            },
            "not-yours /to");
        row(
            "endorsed for another argument",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("PRJ-7");
                s.happen(PersonEndorsed{{post(), u("/text"), Kind::Identifier, u("PRJ-7")}, Effect::Write});
            },
            "not-yours /to");
        row(
            "endorsed for another tool",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("PRJ-7");
                s.happen(PersonEndorsed{{core::ToolName(u("fetch")), u("/to"), Kind::Identifier, u("PRJ-7")},
                                        Effect::Write});
            },
            "not-yours /to");
        row(
            "a recipient cannot be endorsed",
            [](Scene& s) {
                s.arguments[u("to")] = u("eve@b.example");
                s.happen(PersonEndorsed{{post(), u("/to"), Kind::Email, u("eve@b.example")}, Effect::Egress});
            },
            "not-yours /to");
        row(
            "a URL cannot be endorsed",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("https://a.example/");
                s.happen(PersonEndorsed{{post(), u("/to"), Kind::Url, u("https://a.example/")}, Effect::Write});
            },
            "not-yours /to");
        row(
            "an endorsement of another turn",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("to")] = u("PRJ-7");
                s.happen(PersonEndorsed{{post(), u("/to"), Kind::Identifier, u("PRJ-7")}, Effect::Write});
                s.say(u("Go on"));
                s.choose({u("post")});
            },
            "not-yours /to");
        row(
            "one typed value in two places",
            [](Scene& s) { s.arguments[u("copies")] = QJsonArray{u("bob@example.com")}; }, "two-places /to");
        row(
            "the same recipient twice in one list",
            [](Scene& s) {
                s.arguments = json("{\"to\":\"\",\"copies\":[\"bob@example.com\",\"Bob@example.com\"],\"text\":\"\"}");
                s.spec.inputSchema = json("{\"properties\":{\"to\":{\"default\":\"\"},\"copies\":{},\"text\":{}}}");
            },
            "yours-throughout");
        row(
            "true is nobody's word", [](Scene& s) { s.arguments[u("copies")] = QJsonArray{true}; },
            "not-yours /copies/0");
        row(
            "a number as a number",
            [](Scene& s) {
                s.say(u("Close ticket 12"));
                s.choose({u("post")});
                s.arguments[u("to")] = 12;
                s.arguments[u("text")] = QString();
            },
            "yours-throughout");
        row(
            "a number as text",
            [](Scene& s) {
                s.say(u("Close ticket 12"));
                s.choose({u("post")});
                s.arguments[u("to")] = u("12");
                s.arguments[u("text")] = QString();
            },
            "yours-throughout");
        row(
            "another number",
            [](Scene& s) {
                s.say(u("Close ticket 12"));
                s.choose({u("post")});
                s.arguments[u("to")] = 12.5;
                s.arguments[u("text")] = QString();
            },
            "not-yours /to");
        row(
            "a number with zeros in front",
            [](Scene& s) {
                s.say(u("Close ticket 12"));
                s.choose({u("post")});
                s.arguments[u("to")] = u("012");
                s.arguments[u("text")] = QString();
            },
            "not-yours /to");
        row(
            "the schema says what it is",
            [](Scene& s) {
                s.say(u("Write to \"Bob\""));
                s.choose({u("post")});
                s.arguments[u("to")] = u("Bob");
                s.arguments[u("text")] = QString();
                s.spec.inputSchema = json("{\"properties\":{\"to\":{\"anyOf\":[{\"type\":\"null\"},{\"format\":"
                                          "\"email\"}]},\"copies\":{\"default\":null},\"text\":{}}}");
            },
            "not-yours /to");
    }

    static void leftOut()
    {
        row(
            "nothing, where the schema says that nothing holds",
            [](Scene& s) { s.arguments[u("copies")] = QJsonValue::Null; }, "yours-throughout");
        row(
            "an empty list, where the schema says null", [](Scene& s) { s.arguments[u("copies")] = QJsonArray(); },
            "left-open /copies");
        row("the recipient is left out", [](Scene& s) { s.arguments.remove(u("to")); }, "left-open /to");
        row("the recipient is null", [](Scene& s) { s.arguments[u("to")] = QJsonValue::Null; }, "left-open /to");
        row("the recipient is empty", [](Scene& s) { s.arguments[u("to")] = QString(); }, "left-open /to");
        row(
            "what holds when it is left out is somebody",
            [](Scene& s) {
                s.spec.inputSchema =
                    json("{\"properties\":{\"to\":{},\"copies\":{\"default\":[\"eve@evil.example\"]},\"text\":{}}}");
            },
            "not-yours /copies/0");
        row(
            "it is not said what holds when it is left out",
            [](Scene& s) { s.spec.inputSchema = json("{\"properties\":{\"to\":{},\"copies\":{},\"text\":{}}}"); },
            "left-open /copies");
        row(
            "a control argument that the schema does not know", [](Scene& s) { s.spec.controlArguments += u("/from"); },
            "left-open /from");
        row(
            "a control argument inside one that is given",
            [](Scene& s) {
                s.spec.controlArguments = {u("/to/address"), u("/copies")};
                s.arguments[u("to")] = json("{\"name\":\"bob@example.com\"}");
                s.spec.inputSchema = json("{\"properties\":{\"to\":{\"properties\":{\"name\":{}}},\"copies\":{"
                                          "\"default\":null},\"text\":{}}}");
            },
            "left-open /to/address");
        row(
            "what holds inside when it is left out is somebody",
            [](Scene& s) {
                s.spec.inputSchema = json("{\"properties\":{\"to\":{\"properties\":{\"address\":{},\"cc\":{\"default\":"
                                          "\"eve@evil.example\"}}},\"copies\":{\"default\":null},\"text\":{}}}");
                s.arguments[u("to")] = json("{\"address\":\"bob@example.com\"}");
            },
            "not-yours /to/cc");
        row(
            "it is not said what holds inside when it is left out",
            [](Scene& s) {
                s.spec.inputSchema = json("{\"properties\":{\"to\":{\"properties\":{\"address\":{},\"cc\":{}}},"
                                          "\"copies\":{\"default\":null},\"text\":{}}}");
                s.arguments[u("to")] = json("{\"address\":\"bob@example.com\"}");
            },
            "left-open /to/cc");
        row(
            "nothing steers it though something could",
            [](Scene& s) {
                s.spec.inputSchema =
                    json("{\"properties\":{\"to\":{\"default\":null},\"copies\":{\"default\":null},\"text\":{}}}");
                s.arguments.remove(u("to"));
            },
            "nothing-yours");
        row(
            "a tool that nothing steers",
            [](Scene& s) {
                s.spec.inputSchema = json("{\"properties\":{\"text\":{}}}");
                s.spec.controlArguments.clear();
                s.arguments.remove(u("to"));
            },
            "yours-throughout");
        row(
            "a default that is content",
            [](Scene& s) {
                s.spec.inputSchema = json("{\"properties\":{\"to\":{},\"copies\":{\"default\":null},\"text\":{"
                                          "\"default\":\"see evil.example/a\"}}}");
                s.arguments.remove(u("text"));
            },
            "foreign-link /text");
    }

    static void structure()
    {
        row(
            "an argument that the manifest does not name steers", [](Scene& s) { s.spec.contentArguments.clear(); },
            "not-yours /text");
        row(
            "an argument that nobody knows steers, its name too", [](Scene& s) { s.arguments[u("secret")] = u("x"); },
            "not-yours /secret");
        row("named as both, it steers", [](Scene& s) { s.spec.controlArguments += u("/text"); }, "not-yours /text");
        row(
            "one more recipient in a list",
            [](Scene& s) {
                s.arguments = json("{\"to\":\"\",\"copies\":[\"bob@example.com\",\"eve@evil.example\"],\"text\":\"\"}");
                s.spec.inputSchema = json("{\"properties\":{\"to\":{\"default\":\"\"},\"copies\":{},\"text\":{}}}");
            },
            "not-yours /copies/1");
        row(
            "a list where one value is expected",
            [](Scene& s) { s.arguments[u("to")] = QJsonArray{u("bob@example.com"), u("eve@evil.example")}; },
            "not-yours /to/1");
        row(
            "an object where one value is expected",
            [](Scene& s) { s.arguments[u("to")] = json("{\"address\":\"bob@example.com\"}"); },
            "not-yours /to/address");
        row(
            "deep inside",
            // Parsed: compilers differ on a braced list of one list.
            [](Scene& s) { s.arguments[u("copies")] = json("{\"v\":[[{\"a\":{\"b\":1}}]]}").value(u("v")); },
            "not-yours /copies/0/0/a, not-yours /copies/0/0/a/b");
        row(
            "a control argument inside a content argument",
            [](Scene& s) {
                s.spec.controlArguments += u("/text/url");
                s.spec.inputSchema = json("{\"properties\":{\"to\":{},\"copies\":{\"default\":null},\"text\":{"
                                          "\"properties\":{\"url\":{},\"words\":{}}}}}");
                s.arguments[u("text")] = json("{\"url\":\"https://a.example/\",\"words\":\"Hello\"}");
            },
            "not-yours /text/url");
        row(
            "text where an object with a control argument is expected",
            [](Scene& s) { s.spec.controlArguments += u("/text/url"); }, "not-yours /text");
        row(
            "a broken pointer names nothing", [](Scene& s) { s.spec.contentArguments = {u("text")}; },
            "not-yours /text");
        row(
            "the whole as content leaves what is named as control",
            [](Scene& s) {
                s.spec.contentArguments = {QString()};
                s.arguments[u("to")] = u("eve@evil.example");
            },
            "not-yours /to");
        row(
            "a member's name in content is content",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = json("{\"secret 463820\":\"\"}");
            },
            "foreign-content /text/secret 463820");
    }

    static void contents()
    {
        row(
            "the model's words before anything was read",
            [](Scene& s) { s.arguments[u("text")] = u("Dear Bob, see you soon"); }, "yours-throughout");
        row("the model's words after something was read", [](Scene& s) { s.taint(); }, "foreign-content /text");
        row(
            "also in a write",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.taint();
            },
            "foreign-content /text");
        row(
            "in a later turn too",
            [](Scene& s) {
                s.taint();
                s.say(u("Write to bob@example.com"));
                s.choose({u("post")});
            },
            "foreign-content /text");
        row(
            "the person's own words after something was read",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = u("See you at the station");
            },
            "yours-throughout");
        row(
            "a part of them",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = u("See you");
            },
            "foreign-content /text");
        row(
            "something added to them",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = u("See you at the station 463820");
            },
            "foreign-content /text");
        row(
            "a look-alike in them",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = u("See yоu at the station");
            },
            "foreign-content /text");
        row(
            "a hidden character in them",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = u("See you at\u200B the station");
            },
            "foreign-content /text");
        row(
            "nothing, where there may be something already",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = QJsonValue::Null;
            },
            "foreign-content /text");
        row(
            "one piece of several",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = QJsonArray{u("See you at the station"), u("463820")};
            },
            "foreign-content /text/1");
        row(
            "a number",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = 463820;
            },
            "foreign-content /text");
        row(
            "true",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = true;
            },
            "foreign-content /text");
        row(
            "a value that was typed for something else",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = u("bob@example.com");
            },
            "foreign-content /text");
        row(
            "content that is required is left out",
            [](Scene& s) {
                s.arguments.remove(u("text"));
                s.spec.inputSchema[u("required")] = QJsonArray{u("to"), u("text")};
            },
            "left-open /text");
        row(
            "content that is not required is left out",
            [](Scene& s) {
                s.taint();
                s.arguments.remove(u("text"));
            },
            "yours-throughout");
        row(
            "a member's name is content, and no words",
            [](Scene& s) {
                s.taint();
                s.arguments[u("text")] = json("{\"See you at the station\":\"\"}");
            },
            "foreign-content /text/See you at the station");
        row(
            "a picked content",
            [](Scene& s) {
                s.taint();
                s.happen(PersonPicked{{post(), u("/text"), u("Hello")}});
            },
            "yours-throughout");
        row(
            "a paste taints",
            [](Scene& s) {
                s.happen(TurnBegan{{{MessagePart::Origin::Keys, u("Write to bob@example.com ")},
                                    {MessagePart::Origin::Paste, u("a b")}}});
                s.choose({u("post")});
            },
            "foreign-content /text");
        row(
            "a paste of one token does not",
            [](Scene& s) {
                s.happen(TurnBegan{
                    {{MessagePart::Origin::Keys, u("Write to ")}, {MessagePart::Origin::Paste, u("bob@example.com")}}});
                s.choose({u("post")});
            },
            "yours-throughout");
        row(
            "a link that was not typed", [](Scene& s) { s.arguments[u("text")] = u("see https://bit.ly/sUf7tOJ"); },
            "foreign-link /text");
        row(
            "a link that was typed",
            [](Scene& s) {
                s.say(u("Send bob@example.com the link https://a.example/x"));
                s.choose({u("post")});
                s.arguments[u("text")] = u("Here: https://a.example/x.");
            },
            "yours-throughout");
        row(
            "a link that was typed, and one more word in it",
            [](Scene& s) {
                s.say(u("Send bob@example.com the link https://a.example/x"));
                s.choose({u("post")});
                s.arguments[u("text")] = u("Here: https://a.example/x?463820");
            },
            "foreign-link /text");
        row(
            "a link in what stays here",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.arguments[u("text")] = u("see https://bit.ly/sUf7tOJ");
            },
            "yours-throughout");
        row(
            "a link in what a search sends",
            [](Scene& s) {
                s.spec.effect = Effect::ReadEgress;
                s.arguments[u("text")] = u("see https://bit.ly/sUf7tOJ");
            },
            "foreign-link /text");
    }

    static void readers()
    {
        row(
            "something private was read, and the words are the model's",
            [](Scene& s) { s.showPrivately({u("person")}); }, "readers-short");
        row(
            "something private was read, and the words are the person's",
            [](Scene& s) {
                s.showPrivately({u("person")});
                s.arguments[u("text")] = u("See you at the station");
            },
            "yours-throughout");
        row(
            "a write reaches nobody",
            [](Scene& s) {
                s.spec.effect = Effect::Write;
                s.showPrivately({u("person")});
            },
            "yours-throughout");
        row(
            "a search tells its server",
            [](Scene& s) {
                s.spec.effect = Effect::ReadEgress;
                s.showPrivately({u("person")});
            },
            "readers-short");
        row(
            "a search after something untrusted and private",
            [](Scene& s) {
                s.spec.effect = Effect::ReadEgress;
                s.taint();
                s.showPrivately({u("person")});
            },
            "foreign-content /text, readers-short");
        row(
            "a read of one's own",
            [](Scene& s) {
                s.spec.effect = Effect::Read;
                s.showPrivately({u("person")});
                s.arguments[u("to")] = u("eve@evil.example");
            },
            "reads-only");
    }

private Q_SLOTS:
    // "every call's arguments, queries included, pass the readers check against whoever receives them"
    void whoReceivesIt()
    {
        Scene scene;
        scene.showPrivately({u("bob@example.com"), u("person")});
        QCOMPARE(scene.decide({u("bob@example.com")}).verdict, Verdict::Allow);
        QCOMPARE(groundsOf(scene.decide({u("bob@example.com"), u("eve@evil.example")})), u("readers-short"));
        // A read that reaches somebody is judged too, and only by what it tells them.
        scene.spec.effect = Effect::Read;
        QCOMPARE(groundsOf(scene.decide({u("eve@evil.example")})), u("readers-short"));
        scene.arguments = json("{\"to\":\"bob@example.com\"}");
        QCOMPARE(scene.decide({u("eve@evil.example")}).verdict, Verdict::Allow);
    }

    // What the API of a file of the person's own is asked, it hears: nobody but the person vouches for it.
    void anApiOfThePersonsOwnFileHearsWhatItIsAsked_data()
    {
        QTest::addColumn<int>("definedBy");
        QTest::addColumn<QString>("readFrom");
        QTest::addColumn<QString>("grounds");
        const auto row = [](const char* name, core::toolapi::DefinedBy who, const char* from, const char* grounds) {
            QTest::newRow(name) << int(who) << u(from) << u(grounds);
        };
        using core::toolapi::DefinedBy;
        row("what it said itself", DefinedBy::Person, "api:urn:own", "reads-only");
        row("what another API said", DefinedBy::Person, "api:urn:hr", "readers-short");
        row("an API that the organisation vouches for", DefinedBy::Organisation, "api:urn:hr", "reads-only");
        row("one that ships with the program", DefinedBy::Program, "api:urn:hr", "reads-only");
    }
    void anApiOfThePersonsOwnFileHearsWhatItIsAsked()
    {
        QFETCH(int, definedBy);
        QFETCH(QString, readFrom);
        QFETCH(QString, grounds);
        Scene scene(Effect::Read);
        scene.spec.definedBy = static_cast<core::toolapi::DefinedBy>(definedBy);
        scene.spec.audience = u("urn:own");
        scene.showPrivately({u("person:asan"), readFrom});
        QCOMPARE(groundsOf(scene.decide()), grounds);
    }

    void joiningReadersLeavesTheCommonOnes()
    {
        Scene scene;
        scene.showPrivately({u("bob@example.com"), u("eve@evil.example")});
        scene.showPrivately({u("bob@example.com")});
        QCOMPARE(scene.decide({u("bob@example.com")}).verdict, Verdict::Allow);
        QCOMPARE(scene.decide({u("eve@evil.example")}).verdict, Verdict::Ask);
    }

    // The choice of tools: by the person, or by a model that has read nothing else.
    void whoChoosesTools()
    {
        const auto model = [](const core::toolapi::Label& context) {
            return ToolsChosen{ToolsChosen::By::Model, {post(), core::ToolName(u("fetch"))}, context};
        };
        Scene scene;
        scene.say(u("Write to bob@example.com"));
        scene.happen(model(core::toolapi::fromTool(u("mail"), {})));
        QVERIFY(!scene.flow.chosen);
        scene.happen(model(core::toolapi::fromPerson()));
        QCOMPARE(scene.flow.chosen->size(), 2U);
        scene.happen(ToolsNarrowed{{post()}});
        QCOMPARE(scene.flow.chosen->size(), 1U);
        scene.happen(model(core::toolapi::fromPerson()));
        QCOMPARE(scene.flow.chosen->size(), 1U); // only the person widens it
        scene.choose({u("post"), u("fetch"), u("pay")});
        QCOMPARE(scene.flow.chosen->size(), 3U);
        scene.say(u("Go on"));
        scene.happen(ToolsNarrowed{{post()}});
        QVERIFY(!scene.flow.chosen); // narrowing nothing chooses nothing
    }

    void labelsStayOverTurns()
    {
        Scene scene;
        scene.taint();
        scene.say(u("Thanks"));
        QVERIFY(scene.flow.isTainted());
        QVERIFY(scene.flow.context.sources.contains(u("tool:mail")));
    }

    void endorsementsThatMayBeOffered()
    {
        QVERIFY(mayEndorse(Effect::Write, Kind::Identifier));
        QVERIFY(mayEndorse(Effect::Read, Kind::Text));
        QVERIFY(mayEndorse(Effect::Egress, Kind::Date));
        QVERIFY(mayEndorse(Effect::Egress, Kind::Time));
        QVERIFY(mayEndorse(Effect::Egress, Kind::DateTime));
        QVERIFY(mayEndorse(Effect::Commit, Kind::Amount));
        for (const auto effect : {Effect::Read, Effect::ReadEgress, Effect::Write, Effect::Egress, Effect::Commit}) {
            QVERIFY(!mayEndorse(effect, Kind::Url));
            QVERIFY(!mayEndorse(effect, Kind::Host));
        }
        for (const auto kind :
             {Kind::Email, Kind::Account, Kind::Identifier, Kind::Number, Kind::Name, Kind::Text, Kind::FilePath})
            for (const auto effect :
                 {Effect::ReadEgress, Effect::Egress, Effect::Permission, Effect::Commit, Effect::Credential})
                QVERIFY(!mayEndorse(effect, kind));
    }

    void toolsThatMayBeChosen()
    {
        for (int effect = 0; effect <= static_cast<int>(Effect::Credential) + 1; ++effect) {
            const auto kind = static_cast<Effect>(effect);
            QCOMPARE(mayBeChosen(kind), kind == Effect::Write || kind == Effect::Egress);
        }
    }

    // The whole table: class, choice, taint, private reading, whose recipient, whose words.
    void everyCombination()
    {
        int rows = 0;
        for (int effect = 0; effect <= static_cast<int>(Effect::Credential) + 1; ++effect) {
            for (int bits = 0; bits < 64; ++bits) {
                const auto on = [bits](int bit) { return (bits >> bit & 1) != 0; };
                const bool chosen = on(0), tainted = on(1), secret = on(2), ownRecipient = on(3), ownWords = on(4),
                           again = on(5);
                Scene scene(static_cast<Effect>(effect));
                if (!chosen) scene.choose({});
                if (tainted) scene.taint();
                if (secret) scene.showPrivately({u("person")});
                if (!ownRecipient) scene.arguments[u("to")] = u("eve@evil.example");
                if (ownWords) scene.arguments[u("text")] = u("See you at the station");
                if (again) scene.happen(WentUnasked{post()});
                const auto kind = static_cast<Effect>(effect);
                const bool silentClass = kind == Effect::ReadEgress || kind == Effect::Write || kind == Effect::Egress;
                const bool told = secret && !ownWords && kind != Effect::Write;
                const bool expected =
                    kind == Effect::Read || (silentClass && chosen && (!again || kind == Effect::ReadEgress) &&
                                             ownRecipient && (ownWords || !tainted) && !told);
                QCOMPARE(scene.decide().verdict == Verdict::Allow, expected);
                ++rows;
            }
        }
        QCOMPARE(rows, 9 * 64);
    }

    void everyGroundHasAName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(Ground::BrokenFile); ++i)
            names.insert(groundName(static_cast<Ground>(i)));
        QCOMPARE(names.size(), 25);
        QCOMPARE(groundName(static_cast<Ground>(99)), u("rule"));
        QCOMPARE(verdictName(static_cast<Verdict>(99)), u("deny"));
        QSet<QString> verdicts;
        for (const auto verdict : {Verdict::Allow, Verdict::Ask, Verdict::StepUp, Verdict::Deny})
            verdicts.insert(verdictName(verdict));
        QCOMPARE(verdicts.size(), 4);
    }
};

QTEST_GUILESS_MAIN(TestInformationFlow)
#include "tst_information_flow.moc"
