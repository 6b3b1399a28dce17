#include "core/base/canonical_json.h"
#include "core/toolapi/json_pointer.h"
#include "core/toolapi/json_schema.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using core::Errc;
using core::toolapi::JsonSchema;

namespace {

QJsonValue json(const char* text)
{
    auto value = core::parseStrictJson(QByteArray(text), 1000);
    return value.value_or(QJsonValue(QJsonValue::Undefined));
}

// {"$ref":"#"} inside itself, n times deep.
QJsonValue nested(int depth)
{
    QJsonValue value{QJsonObject()};
    for (int i = 0; i < depth; ++i)
        value = QJsonObject{{QStringLiteral("child"), value}};
    return value;
}

} // namespace

class TestJsonSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatCannotBeJudgedIsRefused_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("where");
        const auto unsupported = static_cast<int>(Errc::Unsupported);
        const auto malformed = static_cast<int>(Errc::InvalidArgument);
        QTest::newRow("a reference to another document")
            << QByteArray("{\"properties\":{\"a\":{\"$ref\":\"https://example.com/a.json\"}}}") << unsupported
            << QStringLiteral("/properties/a/$ref");
        QTest::newRow("the dialect of another draft")
            << QByteArray("{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}") << unsupported << QString();
        QTest::newRow("a required vocabulary nobody knows (Core 8.1.2)")
            << QByteArray("{\"$vocabulary\":{\"https://example.com/v\":true}}") << unsupported << QString();
        QTest::newRow("an assertion of an older draft")
            << QByteArray("{\"items\":{},\"additionalItems\":false}") << unsupported << QString();
        QTest::newRow("a pattern with a back reference")
            << QByteArray("{\"pattern\":\"(a)\\\\1\"}") << unsupported << QStringLiteral("/pattern");
        QTest::newRow("a pattern with a PCRE2 verb")
            << QByteArray("{\"pattern\":\"(*UTF)a\"}") << malformed << QStringLiteral("/pattern");
        QTest::newRow("a possessive repetition, which ECMA-262 does not have")
            << QByteArray("{\"pattern\":\"a++\"}") << malformed << QStringLiteral("/pattern");
        QTest::newRow("an unfinished class")
            << QByteArray("{\"pattern\":\"[a\"}") << malformed << QStringLiteral("/pattern");
        QTest::newRow("a list under items, as drafts before 2020-12 had it")
            << QByteArray("{\"items\":[{}]}") << malformed << QStringLiteral("/items");
        QTest::newRow("required as a boolean, as draft 3 had it")
            << QByteArray("{\"properties\":{\"a\":{\"required\":true}}}") << malformed
            << QStringLiteral("/properties/a/required");
        QTest::newRow("a type nobody knows")
            << QByteArray("{\"type\":\"date\"}") << malformed << QStringLiteral("/type");
        QTest::newRow("a reference to nothing")
            << QByteArray("{\"$ref\":\"#/$defs/a\"}") << malformed << QStringLiteral("/$ref");
        QTest::newRow("a reference to itself") << QByteArray("{\"$ref\":\"#\"}") << malformed << QString();
        QTest::newRow("two references in a circle")
            << QByteArray("{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}}")
            << malformed << QStringLiteral("/$defs/a");
        QTest::newRow("two schemas with one $id")
            << QByteArray("{\"$defs\":{\"a\":{\"$id\":\"x\"},\"b\":{\"$id\":\"x\"}}}") << malformed
            << QStringLiteral("/$defs/b");
        QTest::newRow("not a schema at all") << QByteArray("7") << malformed << QString();
    }
    void whatCannotBeJudgedIsRefused()
    {
        QFETCH(QByteArray, schema);
        QFETCH(int, code);
        QFETCH(QString, where);
        const auto compiled = JsonSchema::compile(json(schema.constData()));
        QVERIFY(!compiled);
        QCOMPARE(static_cast<int>(compiled.error().code), code);
        QCOMPARE(compiled.error().subject, where);
    }

    void aProblemSaysWhereAndWhat_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("a wrong type") << QByteArray("{\"properties\":{\"month\":{\"type\":\"string\"}}}")
                                      << QByteArray("{\"month\":5}")
                                      << QStringLiteral("/month must be a string, but is an integer");
        QTest::newRow("a missing property")
            << QByteArray("{\"required\":[\"person\"]}") << QByteArray("{}")
            << QStringLiteral("The value must have the property \"person\", which is missing");
        QTest::newRow("a property too many")
            << QByteArray("{\"properties\":{\"a\":{},\"b\":{}},\"additionalProperties\":false}")
            << QByteArray("{\"c\":1}") << QStringLiteral("/c is not a known property; known are \"a\", \"b\"");
        QTest::newRow("none of the words")
            << QByteArray("{\"properties\":{\"kind\":{\"enum\":[\"x\",\"y\"]}}}") << QByteArray("{\"kind\":\"z\"}")
            << QStringLiteral("/kind must be one of \"x\", \"y\", but is \"z\"");
        QTest::newRow("a pointer with a slash in it (RFC 6901 section 3)")
            << QByteArray("{\"additionalProperties\":{\"type\":\"null\"}}") << QByteArray("{\"a/b~\":1}")
            << QStringLiteral("/a~1b~0 must be null, but is an integer");
        QTest::newRow("two at once") << QByteArray("{\"items\":{\"minimum\":3}}") << QByteArray("[1,5,2]")
                                     << QStringLiteral(
                                            "/0 must be at least 3, but is 1\n/2 must be at least 3, but is 2");
    }
    void aProblemSaysWhereAndWhat()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        QFETCH(QString, text);
        const auto compiled = JsonSchema::compile(json(schema.constData()));
        QVERIFY(compiled);
        const auto verdict = compiled->validate(json(value.constData()));
        QVERIFY(!verdict.valid);
        QCOMPARE(verdict.text(), text);
    }

    void numbersAreComparedToTheLastDigit_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("valid");
        QTest::newRow("2^53 + 1 is not 2^53")
            << QByteArray("{\"const\":9007199254740992}") << QByteArray("9007199254740993") << false;
        QTest::newRow("2^53 + 1 is over 2^53")
            << QByteArray("{\"maximum\":9007199254740992}") << QByteArray("9007199254740993") << false;
        QTest::newRow("the largest 64-bit integer is under 2^63 as a double")
            << QByteArray("{\"exclusiveMaximum\":9223372036854775808}") << QByteArray("9223372036854775807") << true;
        QTest::newRow("0.3 is a multiple of 0.1") << QByteArray("{\"multipleOf\":0.1}") << QByteArray("0.3") << true;
        QTest::newRow("0.35 is not") << QByteArray("{\"multipleOf\":0.1}") << QByteArray("0.35") << false;
        QTest::newRow("1e300 is a multiple of 7e-10: no")
            << QByteArray("{\"multipleOf\":7e-10}") << QByteArray("1e300") << false;
        QTest::newRow("1e300 is a multiple of 4e-10: yes")
            << QByteArray("{\"multipleOf\":4e-10}") << QByteArray("1e300") << true;
    }
    void numbersAreComparedToTheLastDigit()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        QFETCH(bool, valid);
        const auto compiled = JsonSchema::compile(json(schema.constData()));
        QVERIFY(compiled);
        QCOMPARE(compiled->validate(json(value.constData())).valid, valid);
    }

    void patternsMeanWhatEcma262Says_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        const auto row = [](const char* name, const char* pattern, const QString& text, bool valid) {
            QTest::newRow(name) << QString::fromUtf8(pattern) << text << valid;
        };
        row("searched for anywhere", "b", QStringLiteral("abc"), true);
        row("$ does not match before a last line feed", "^a$", QStringLiteral("a\n"), false);
        row(". is no line separator", "^.$", QString(QChar(0x2028)), false);
        row("\\d is ASCII", "^\\d$", QString(QChar(0x0664)), false);
        row("\\s has the no-break space", "^\\s$", QString(QChar(0xA0)), true);
        row("\\S in a class", "^[x\\S]$", QString(QChar(0xA0)), false);
        row("\\S in a negated class", "^[^x\\S]$", QString(QChar(0xA0)), true);
        row("\\s\\S is anything", "^[\\s\\S]$", QStringLiteral("\n"), true);
        row("an empty class matches nothing", "[]", QStringLiteral("a"), false);
        row("an empty negated class matches all", "^[^]$", QStringLiteral("\n"), true);
        row("a POSIX class is no class here", "^[[:alpha:]]$", QStringLiteral("q"), false);
        row("a bracket in a class is itself", "^[[]$", QStringLiteral("["), true);
        row("braces that are no count are themselves", "^a{b}$", QStringLiteral("a{b}"), true);
        row("\\/ is a slash", "^a\\/b$", QStringLiteral("a/b"), true);
        row("\\u with a pair of surrogates", "^\\ud83d\\udc32$", QStringLiteral("\U0001F432"), true);
        row("a character outside the plane is one", "^.$", QStringLiteral("\U0001F432"), true);
        row("a named group", "^(?<y>\\d{4})$", QStringLiteral("2024"), true);
        row("a look-ahead", "^(?!0)\\d+$", QStringLiteral("012"), false);
        row("\\v is the vertical tab alone", "^\\v$", QStringLiteral("\n"), false);
    }
    void patternsMeanWhatEcma262Says()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, valid);
        const auto compiled = JsonSchema::compile(QJsonObject{{QStringLiteral("pattern"), pattern}});
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().detail));
        QCOMPARE(compiled->validate(text).valid, valid);
    }

    // Short enough to be decided by brute force within PCRE2's own limit, and too costly under ours: longer texts only
    // take longer, twice as long with every character.
    void aHostilePatternEndsAndCountsAsInvalid_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::newRow("nested repetition") << QStringLiteral("{\"pattern\":\"^(a+)+$\"}");
        QTest::newRow("overlapping alternatives") << QStringLiteral("{\"pattern\":\"^(a|a|aa)*$\"}");
        QTest::newRow("under not, where a plain failure would be a success")
            << QStringLiteral("{\"not\":{\"pattern\":\"^(a+)+$\"}}");
        QTest::newRow("as the name of properties")
            << QStringLiteral("{\"items\":{\"patternProperties\":{\"(a+)+$\":true}}}");
        QTest::newRow("inside one of several alternatives")
            << QStringLiteral("{\"anyOf\":[{\"pattern\":\"^(a+)+$\"},true]}");
    }
    void aHostilePatternEndsAndCountsAsInvalid()
    {
        QFETCH(QString, schema);
        const auto compiled = JsonSchema::compile(json(schema.toUtf8().constData()));
        QVERIFY(compiled);
        const auto text = QString(18, u'a') + u'!';
        const QJsonValue value =
            schema.contains(QLatin1String("items")) ? QJsonValue(QJsonArray{QJsonObject{{text, 1}}}) : QJsonValue(text);
        const auto verdict = compiled->validate(value);
        QVERIFY(!verdict.valid);
        QVERIFY(verdict.text().contains(QLatin1String("too costly")));
    }

    void aSchemaThatDoublesItselfEnds()
    {
        // Thirty definitions, each applying the next one twice: a billion applications without the limit on steps.
        QJsonObject definitions;
        for (int i = 0; i < 30; ++i) {
            const auto next = QJsonObject{{QStringLiteral("$ref"), QStringLiteral("#/$defs/d%1").arg(i + 1)}};
            definitions.insert(QStringLiteral("d%1").arg(i),
                               QJsonObject{{QStringLiteral("allOf"), QJsonArray{next, next}}});
        }
        definitions.insert(QStringLiteral("d30"), true);
        const auto compiled = JsonSchema::compile(QJsonObject{{QStringLiteral("$defs"), definitions},
                                                              {QStringLiteral("$ref"), QStringLiteral("#/$defs/d0")}});
        QVERIFY(compiled);
        const auto verdict = compiled->validate(1);
        QVERIFY(!verdict.valid);
        QVERIFY(verdict.text().contains(QLatin1String("too large")));
    }

    void aDeepValueIsCheckedUpToTheLimit()
    {
        const auto compiled = JsonSchema::compile(json("{\"additionalProperties\":{\"$ref\":\"#\"}}"));
        QVERIFY(compiled);
        QVERIFY(compiled->validate(nested(60)).valid);
        const auto verdict = compiled->validate(nested(400));
        QVERIFY(!verdict.valid);
        QVERIFY(verdict.text().contains(QLatin1String("nested too deeply")));
    }

    void aDynamicReferenceInACircleEnds()
    {
        const auto compiled = JsonSchema::compile(json("{\"$dynamicAnchor\":\"a\",\"$dynamicRef\":\"#a\"}"));
        QVERIFY(compiled);
        QVERIFY(!compiled->validate(1).valid);
    }

    void aLargeSchemaIsRefused()
    {
        QJsonArray many;
        for (int i = 0; i < 5000; ++i)
            many += true;
        const auto compiled = JsonSchema::compile(QJsonObject{{QStringLiteral("anyOf"), many}});
        QVERIFY(!compiled);
        QCOMPARE(compiled.error().code, Errc::TooLarge);
    }

    void formatsAreAnnotationsUnlessAskedFor()
    {
        const auto schema = json("{\"format\":\"date\"}");
        QVERIFY(JsonSchema::compile(schema)->validate(QStringLiteral("May")).valid);
        const auto asserting = JsonSchema::compile(schema, JsonSchema::Formats::Assert);
        QVERIFY(!asserting->validate(QStringLiteral("May")).valid);
        QVERIFY(asserting->validate(QStringLiteral("2024-02-29")).valid);
        QVERIFY(!asserting->validate(QStringLiteral("2023-02-29")).valid);
    }

    void pointers()
    {
        using core::toolapi::pointerTokens;
        using core::toolapi::pointerValue;
        const auto document = json("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"m~n\":8}"); // RFC 6901 section 5
        QCOMPARE(pointerValue(document, QStringLiteral("/foo/1")), QJsonValue(QStringLiteral("baz")));
        QCOMPARE(pointerValue(document, QStringLiteral("/")), QJsonValue(0));
        QCOMPARE(pointerValue(document, QStringLiteral("/a~1b")), QJsonValue(1));
        QCOMPARE(pointerValue(document, QStringLiteral("/m~0n")), QJsonValue(8));
        QVERIFY(pointerValue(document, QStringLiteral("/foo/01")).isUndefined());
        QVERIFY(pointerValue(document, QStringLiteral("/foo/-")).isUndefined());
        QVERIFY(!pointerTokens(QStringLiteral("foo")));
        QVERIFY(!pointerTokens(QStringLiteral("/a~2")));
    }
};

QTEST_GUILESS_MAIN(TestJsonSchema)
#include "tst_json_schema.moc"
