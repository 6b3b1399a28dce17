#include "core/session/call_form.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace core::session;
using core::interfaces::ArgumentEdit;
using core::interfaces::ArgumentFieldView;
using Kind = core::interfaces::ArgumentFieldView::Kind;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

QJsonObject json(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

ArgumentFieldView field(const QList<ArgumentFieldView>& fields, const QString& name)
{
    for (const auto& one : fields)
        if (one.name == name) return one;
    return {};
}

} // namespace

class TestCallForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anArgumentIsAFieldOfItsKind_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value"); // none: not given
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("written");
        const auto row = [](const char* name, const char* schema, const char* value, Kind kind, const char* written) {
            QTest::newRow(name) << QByteArray(schema) << QByteArray(value) << static_cast<int>(kind) << s(written);
        };
        row("a text", R"({"type":"string"})", R"("a\nb")", Kind::Text, "a\nb");
        row("a text that is not given", R"({"type":"string"})", "", Kind::Text, "");
        row("a number", R"({"type":"number"})", "2.5", Kind::Number, "2.5");
        row("an integer", R"({"type":"integer"})", "3", Kind::Number, "3");
        row("yes or no", R"({"type":"boolean"})", "true", Kind::Switch, "true");
        row("a list of texts", R"({"type":"array","items":{"type":"string"}})", R"(["a","b c"])", Kind::Lines,
            "a\nb c");
        row("an empty list of texts", R"({"type":"array","items":{"type":"string"}})", "[]", Kind::Lines, "");
        row("a list with a text of two lines", R"({"type":"array","items":{"type":"string"}})", R"(["a\nb"])",
            Kind::Json, "[\n    \"a\\nb\"\n]");
        row("a list with an empty text", R"({"type":"array","items":{"type":"string"}})", R"([""])", Kind::Json,
            "[\n    \"\"\n]");
        row("a list of numbers", R"({"type":"array","items":{"type":"number"}})", "[1]", Kind::Json, "[\n    1\n]");
        row("an object", R"({"type":"object"})", R"({"a":1})", Kind::Json, "{\n    \"a\": 1\n}");
        row("a text or nothing", R"({"type":["string","null"]})", R"("a")", Kind::Json, R"("a")");
        row("nothing where a text is wanted", R"({"type":"string"})", "null", Kind::Json, "null");
        row("what the schema says nothing of", "{}", R"("a")", Kind::Text, "a");
        row("what the schema says nothing of and is not given", "{}", "", Kind::Json, "");
    }
    void anArgumentIsAFieldOfItsKind()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        QFETCH(int, kind);
        QFETCH(QString, written);
        const auto arguments = value.isEmpty() ? QJsonObject() : json("{\"x\":" + value + '}');
        const auto fields = argumentFields(json(R"({"properties":{"x":)" + schema + "}}"), arguments);
        QCOMPARE(fields.size(), 1);
        QCOMPARE(static_cast<int>(fields.first().kind), kind);
        QCOMPARE(fields.first().value, written);
        QCOMPARE(fields.first().given, !value.isEmpty());
        QCOMPARE(fields.first().agentGave, !value.isEmpty());
        QCOMPARE(fields.first().agents, written);
        // And back: what stands in the field is the value.
        if (value.isEmpty()) return;
        const auto back = editedArguments({}, {{s("x"), fields.first().kind, true, fields.first().value}});
        QVERIFY(back);
        QCOMPARE(json(*back), arguments);
    }

    void theOrderIsWhatTheToolMustHaveFirst()
    {
        const auto fields = argumentFields(
            json(R"({"required":["to","on"],"properties":{"a":{},"on":{},"to":{},"z":{}}})"), json(R"({"extra":1})"));
        QStringList names;
        for (const auto& one : fields)
            names += one.name + (one.required ? s("!") : QString());
        QCOMPARE(names, (QStringList{s("on!"), s("to!"), s("a"), s("z"), s("extra")}));
    }
    void whatTheAgentHadIsThere()
    {
        const auto schema = json(R"({"properties":{"days":{"type":"number"},"to":{"type":"string"},
                                     "odd":{"type":"string"}}})");
        const auto fields =
            argumentFields(schema, json(R"({"days":1,"odd":"x"})"), json(R"({"days":3,"to":"eve","odd":null})"));
        QCOMPARE(field(fields, s("days")).value, s("1"));
        QCOMPARE(field(fields, s("days")).agents, s("3"));
        QVERIFY(!field(fields, s("to")).given);
        QVERIFY(field(fields, s("to")).agentGave);
        QCOMPARE(field(fields, s("to")).agents, s("eve"));
        // Both have to be written in one way.
        QCOMPARE(static_cast<int>(field(fields, s("odd")).kind), static_cast<int>(Kind::Json));
        QCOMPARE(field(fields, s("odd")).value, s("\"x\""));
        QCOMPARE(field(fields, s("odd")).agents, s("null"));
    }
    void onlyTextsAreChosenFrom()
    {
        const auto fields = argumentFields(
            json(R"({"properties":{"a":{"type":"string","enum":["low","high"]},"b":{"type":"number","enum":[1,2]},
                     "c":{"type":"string","enum":["x",null]}}})"),
            {});
        QCOMPARE(field(fields, s("a")).choices, (QStringList{s("low"), s("high")}));
        QVERIFY(field(fields, s("b")).choices.isEmpty());
        QVERIFY(field(fields, s("c")).choices.isEmpty());
    }

    void whatIsNotAmongTheEditsStays()
    {
        const auto before = json(R"({"a":"with a no-break\u00a0space\r\n","b":1,"c":[1,{"d":null}]})");
        const auto edited = editedArguments(before, {{s("b"), Kind::Number, true, s("2")}});
        QVERIFY(edited);
        auto expected = before;
        expected.insert(s("b"), 2);
        QCOMPARE(json(*edited), expected);
    }
    void whatIsLeftOutIsGone()
    {
        const auto edited = editedArguments(json(R"({"a":"x","b":1})"), {{s("b"), Kind::Number, false, {}}});
        QVERIFY(edited);
        QCOMPARE(json(*edited), json(R"({"a":"x"})"));
    }
    void whatIsWrittenIsRead_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("value"); // empty: not one
        const auto row = [](const char* name, Kind kind, const char* text, const char* value) {
            QTest::newRow(name) << static_cast<int>(kind) << s(text) << QByteArray(value);
        };
        row("a number", Kind::Number, " 2.5 ", "2.5");
        row("a number in full width", Kind::Number, "－１２", "-12");
        row("a number with a comma", Kind::Number, "1,200", "");
        row("no number", Kind::Number, "", "");
        row("a word for a number", Kind::Number, "true", "");
        row("yes", Kind::Switch, "true", "true");
        row("no", Kind::Switch, "false", "false");
        row("neither", Kind::Switch, "", "");
        row("an empty text", Kind::Text, "", R"("")");
        row("a text as it is", Kind::Text, " \"a\" ", "\" \\\"a\\\" \"");
        row("lines", Kind::Lines, "a\n\n b\n", R"(["a"," b"])");
        row("no line", Kind::Lines, "", "[]");
        row("an object", Kind::Json, R"({"a":[1]})", R"({"a":[1]})");
        row("a text in JSON", Kind::Json, R"("a")", R"("a")");
        row("broken JSON", Kind::Json, "{", "");
        row("two values", Kind::Json, "1,2", "");
        row("nothing", Kind::Json, "", "");
        row("a key twice", Kind::Json, R"({"a":1,"a":2})", "");
    }
    void whatIsWrittenIsRead()
    {
        QFETCH(int, kind);
        QFETCH(QString, text);
        QFETCH(QByteArray, value);
        const auto edited = editedArguments({}, {{s("a/b"), static_cast<Kind>(kind), true, text}});
        QCOMPARE(edited.has_value(), !value.isEmpty());
        if (edited) {
            QCOMPARE(json(*edited), json("{\"a/b\":" + value + '}'));
        } else {
            QCOMPARE(edited.error().pointer, s("/a~1b"));
            QVERIFY(!edited.error().text.en.isEmpty() && !edited.error().text.ja.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestCallForm)
#include "tst_call_form.moc"
