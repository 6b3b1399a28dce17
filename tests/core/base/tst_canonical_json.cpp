#include "core/base/canonical_json.h"

#include <QtTest/QTest>

#include <cstring>

using core::Errc;

class TestCanonicalJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbers_data()
    {
        QTest::addColumn<quint64>("bits");
        QTest::addColumn<QByteArray>("expected"); // empty: must be refused
        QTest::newRow("zero") << quint64(0) << QByteArray("0");
        QTest::newRow("minus zero is zero, RFC 8785 appendix B") << quint64(0x8000000000000000) << QByteArray("0");
        QTest::newRow("smallest positive, appendix B") << quint64(1) << QByteArray("5e-324");
        QTest::newRow("largest, appendix B") << quint64(0x7fefffffffffffff) << QByteArray("1.7976931348623157e+308");
        QTest::newRow("largest safe integer") << quint64(0x4340000000000000) << QByteArray("9007199254740992");
        QTest::newRow("295147905179352830000") << quint64(0x4430000000000000) << QByteArray("295147905179352830000");
        QTest::newRow("1e+21 switches to an exponent") << quint64(0x444b1ae4d6e2ef50) << QByteArray("1e+21");
        QTest::newRow("9.999999999999997e+22") << quint64(0x44b52d02c7e14af5) << QByteArray("9.999999999999997e+22");
        QTest::newRow("0.000001 has no exponent") << quint64(0x3eb0c6f7a0b5ed8d) << QByteArray("0.000001");
        QTest::newRow("9.999999999999997e-7 has one")
            << quint64(0x3eb0c6f7a0b5ed8c) << QByteArray("9.999999999999997e-7");
        QTest::newRow("333333333.3333333") << quint64(0x41b3de4355555555) << QByteArray("333333333.3333333");
        QTest::newRow("not a number") << quint64(0x7fffffffffffffff) << QByteArray();
        QTest::newRow("infinity") << quint64(0x7ff0000000000000) << QByteArray();
    }
    void numbers()
    {
        QFETCH(quint64, bits);
        QFETCH(QByteArray, expected);
        double number = 0;
        std::memcpy(&number, &bits, sizeof number);
        // QJsonValue turns a number that is not finite into null, so the list below would hide it.
        if (expected.isEmpty()) {
            QVERIFY(QJsonValue(number).isNull() || !core::canonicalJson(QJsonValue(number)));
            return;
        }
        const auto text = core::canonicalJson(QJsonValue(number));
        QVERIFY(text.has_value());
        QCOMPARE(*text, expected);
    }

    void keysAreSortedByUtf16()
    {
        // RFC 8785 section 3.2.3: the Hebrew dagesh letter sorts after the emoji, by UTF-16 code units.
        const QJsonObject value{
            {QStringLiteral("\u20ac"), QStringLiteral("Euro")},     {QStringLiteral("\r"), QStringLiteral("CR")},
            {QStringLiteral("\ufb33"), QStringLiteral("Dagesh")},   {QStringLiteral("1"), QStringLiteral("One")},
            {QStringLiteral("\U0001F600"), QStringLiteral("Grin")}, {QStringLiteral("\u00f6"), QStringLiteral("o")}};
        const auto text = core::canonicalJson(value);
        QVERIFY(text.has_value());
        QCOMPARE(QString::fromUtf8(*text),
                 QStringLiteral("{\"\\r\":\"CR\",\"1\":\"One\",\"\u00f6\":\"o\",\"\u20ac\":\"Euro\","
                                "\"\U0001F600\":\"Grin\",\"\uFB33\":\"Dagesh\"}"));
    }

    void strict_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("an object") << QByteArray("{\"a\":[1,{\"b\":null}]}") << true;
        QTest::newRow("a bare string") << QByteArray("\"x\"") << true;
        QTest::newRow("a repeated key") << QByteArray("{\"a\":1,\"a\":2}") << false;
        QTest::newRow("a repeated key, one escaped") << QByteArray("{\"a\":1,\"\\u0061\":2}") << false;
        QTest::newRow("equal keys in different objects") << QByteArray("{\"a\":{\"a\":1}}") << true;
        QTest::newRow("a key that looks like syntax") << QByteArray("{\"}\\\"{\":1,\"]\":2}") << true;
        QTest::newRow("a number over the range") << QByteArray("[1e400]") << false;
        QTest::newRow("not UTF-8") << QByteArray("\"\xff\"") << false;
        QTest::newRow("two values") << QByteArray("1,2") << false;
        QTest::newRow("closes the wrapper early") << QByteArray("1],[2") << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("65 levels") << QByteArray(QByteArray(65, '[') + QByteArray(65, ']')) << false;
    }
    void strict()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, accepted);
        QCOMPARE(core::parseStrictJson(text).has_value(), accepted);
    }
};

QTEST_GUILESS_MAIN(TestCanonicalJson)
#include "tst_canonical_json.moc"
