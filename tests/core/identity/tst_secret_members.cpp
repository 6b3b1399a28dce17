#include "core/identity/secret_members.h"

#include <QtTest/QTest>

using core::Errc;
using core::identity::splitSecretMembers;

namespace {

QByteArray exposed(const core::Secret& secret)
{
    const auto bytes = secret.expose();
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

} // namespace

class TestSecretMembers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTokensOut()
    {
        auto split = splitSecretMembers(
            "{ \"access_token\" : \"AT.1\", \"nested\":{\"access_token\":\"inner\"}, "
            "\"list\":[\"access_token\",\"x\"],\n"
            "\"refresh_token\":\"RT/+=\",\"expires_in\":5,\"text\":\"\\\"access_token\\\":\\\"no\\\"\"}",
            {"access_token", "refresh_token", "id_token"});
        QVERIFY(split.has_value());
        QCOMPARE(exposed(split->secrets["access_token"]), QByteArray("AT.1"));
        QCOMPARE(exposed(split->secrets["refresh_token"]), QByteArray("RT/+="));
        QVERIFY(split->secrets["id_token"].isEmpty());
        QCOMPARE(split->rest,
                 QByteArray("{ \"access_token\" : \"\", \"nested\":{\"access_token\":\"inner\"}, "
                            "\"list\":[\"access_token\",\"x\"],\n"
                            "\"refresh_token\":\"\",\"expires_in\":5,\"text\":\"\\\"access_token\\\":\\\"no\\\"\"}"));
    }
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, const QByteArray& text, Errc code) {
            QTest::newRow(name) << text << static_cast<int>(code);
        };
        row("nothing", "", Errc::NotJson);
        row("an array", "[\"access_token\"]", Errc::NotJson);
        row("a string without an end", "{\"access_token", Errc::NotJson);
        row("a token without an end", "{\"access_token\":\"abc", Errc::NotJson);
        row("a token that ends in an escape", "{\"access_token\":\"abc\\", Errc::NotJson);
        row("a token with an escape", "{\"access_token\":\"a\\u0041\"}", Errc::Protocol);
        row("a token with a line feed", "{\"access_token\":\"a\nb\"}", Errc::Protocol);
        row("a token in Japanese", "{\"access_token\":\"\xe3\x81\x82\"}", Errc::Protocol);
        row("twice", "{\"access_token\":\"a\",\"access_token\":\"b\"}", Errc::Protocol);
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, expected);
        const auto split = splitSecretMembers(text, {"access_token"});
        QVERIFY(!split.has_value());
        QCOMPARE(split.error().code, static_cast<Errc>(expected));
    }
    void leavesOtherKindsToTheParser()
    {
        for (const QByteArray& text : {QByteArray("{\"access_token\":null}"), QByteArray("{\"access_token\":[\"a\"]}"),
                                       QByteArray("{\"access_token\""), QByteArray("{\"a\":\"b\"}")}) {
            const auto split = splitSecretMembers(text, {"access_token"});
            QVERIFY(split.has_value());
            QCOMPARE(split->rest, text);
            QVERIFY(split->secrets.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestSecretMembers)
#include "tst_secret_members.moc"
