#include "core/vault/scrub.h"

#include <QtTest/QTest>

using core::vault::Scrubber;

namespace {

core::Secret secret(const QByteArray& text)
{
    return core::Secret::consume(QByteArray(text.constData(), text.size()));
}

} // namespace

class TestScrub : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void forms_data()
    {
        QTest::addColumn<QByteArray>("echo");
        const QByteArray token("ya29/AbC+dEf=ghIJK.lmnop");
        QTest::newRow("as it is") << token;
        QTest::newRow("in a header") << QByteArray("Bearer " + token);
        QTest::newRow("twice") << QByteArray(token + ' ' + token);
        QTest::newRow("percent-encoded") << token.toPercentEncoding();
        QTest::newRow("percent-encoded in lower case") << QByteArray("ya29%2fAbC%2bdEf%3dghIJK.lmnop").toLower();
        QTest::newRow("JSON with escaped slashes") << QByteArray(token).replace("/", "\\/");
        QTest::newRow("base64") << token.toBase64();
        QTest::newRow("base64url") << token.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        QTest::newRow("base64 of a header") << QByteArray("Bearer " + token).toBase64();
        QTest::newRow("base64 with one byte before and some behind") << QByteArray("x" + token + "yyy").toBase64();
        QTest::newRow("base64 with two bytes before") << QByteArray("xx" + token + "yyyy").toBase64();
    }
    void forms()
    {
        QFETCH(QByteArray, echo);
        const QByteArray token("ya29/AbC+dEf=ghIJK.lmnop");
        const Scrubber scrubber(secret(token));
        const auto clean = scrubber.clean("{\"echo\":\"" + echo + "\",\"ok\":true}");
        QVERIFY(clean.contains("[removed]"));
        QVERIFY(clean.endsWith("\",\"ok\":true}"));
        // Whatever is left, no run of eight of the token's bytes is in it, plain or decoded.
        for (const auto& form : {clean, QByteArray::fromPercentEncoding(clean), QByteArray::fromBase64(clean)})
            for (qsizetype i = 0; i + 8 <= token.size(); ++i)
                QVERIFY2(!form.contains(token.mid(i, 8)), clean.constData());
    }
    void theSignatureOfAJwtAlone()
    {
        const Scrubber scrubber(secret("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhc2FuIn0.c2lnbmF0dXJlLW9mLWl0"));
        QCOMPARE(scrubber.clean("sig=c2lnbmF0dXJlLW9mLWl0;"), QByteArray("sig=[removed];"));
    }
    void leavesTheRestAlone()
    {
        const Scrubber scrubber(secret("a-token-of-some-length"));
        const QByteArray body("{\"net\":\"\xc2\xa5"
                              "312,400\",\"note\":\"token\"}");
        QCOMPARE(scrubber.clean(body), body);
        QCOMPARE(scrubber.clean({}), QByteArray());
        QCOMPARE(Scrubber(core::Secret()).clean("x"), QByteArray("x"));
    }
    void aShortTokenIsStillRemoved()
    {
        QCOMPARE(Scrubber(secret("abc")).clean("x abc y"), QByteArray("x [removed] y"));
    }
};

QTEST_GUILESS_MAIN(TestScrub)
#include "tst_scrub.moc"
