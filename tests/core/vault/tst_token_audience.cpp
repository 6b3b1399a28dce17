#include "core/vault/token_audience.h"

#include <QtTest/QTest>

using core::vault::mayGoTo;

namespace {

// JSON with ' for ", so that it can be read here.
QByteArray encoded(QByteArray json)
{
    return json.replace('\'', '"').toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray jwt(const QByteArray& claims, const QByteArray& header = "{'typ':'at+jwt','alg':'ES256'}")
{
    return encoded(header) + '.' + encoded(claims) + ".c2lnbmF0dXJl";
}

} // namespace

class TestTokenAudience : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decides_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("RFC 7519 section 4.1.3: one text") << jwt("{'aud':'urn:hr'}") << true;
        QTest::newRow("a list with others") << jwt("{'aud':['https://id.example/userinfo','urn:hr']}") << true;
        QTest::newRow("another API's") << jwt("{'aud':'urn:mail'}") << false;
        QTest::newRow("a list without it") << jwt("{'aud':['urn:mail','account']}") << false;
        QTest::newRow("an empty list") << jwt("{'aud':[]}") << false;
        QTest::newRow("RFC 9068 section 2.2: aud is required") << jwt("{'sub':'asan'}") << false;
        QTest::newRow("other case") << jwt("{'aud':'URN:HR'}") << false;
        QTest::newRow("longer") << jwt("{'aud':'urn:hr2'}") << false;
        QTest::newRow("a part of a text") << jwt("{'aud':'urn:mail urn:hr'}") << false;
        QTest::newRow("neither text nor list") << jwt("{'aud':{'urn:hr':true}}") << false;
        QTest::newRow("in a list of lists") << jwt("{'aud':[['urn:hr']]}") << false;
        QTest::newRow("twice, and two parsers would read two things")
            << jwt("{'aud':'urn:hr','aud':'urn:mail'}") << false;
        QTest::newRow("claims that are no object") << jwt("[]") << false;
        QTest::newRow("claims that are not JSON") << jwt("urn:hr") << false;
        QTest::newRow("without a signature") << jwt("{'aud':'urn:mail'}").chopped(12) << false;
        QTest::newRow("padded, which RFC 7515 section 2 forbids")
            << QByteArray(QByteArray("{\"alg\":\"none\"}").toBase64() + '.' +
                          QByteArray("{\"aud\":\"urn:mail\"}").toBase64() + ".x")
            << false;
        QTest::newRow("whatever type it says") << jwt("{'aud':'urn:mail'}", "{'typ':'JWT','alg':'RS256'}") << false;
        QTest::newRow("opaque") << QByteArray("2YotnFZFEjr1zCsicMWpAA") << true;
        QTest::newRow("opaque with two dots") << QByteArray("ya29.a0Ab.c-d") << true;
        QTest::newRow("encrypted: five parts (RFC 7516 section 3)")
            << QByteArray(encoded("{'alg':'dir','enc':'A256GCM'}") + "..aXY.Y2lwaGVy.dGFn") << true;
        QTest::newRow("nothing") << QByteArray() << true;
    }
    void decides()
    {
        QFETCH(QByteArray, token);
        QFETCH(const bool, allowed);
        token.detach();
        QCOMPARE(mayGoTo(core::Secret::consume(std::move(token)), QStringLiteral("urn:hr")), allowed);
    }
};

QTEST_GUILESS_MAIN(TestTokenAudience)
#include "tst_token_audience.moc"
