#include "core/vault/scrub.h"

#include <QtTest/QTest>

using core::vault::Scrubber;

namespace {

QByteArray cleaned(const QByteArrayList& tokens, const QByteArray& answer)
{
    Scrubber scrubber;
    for (const auto& token : tokens)
        scrubber.add(core::Secret::consume(QByteArray(token.constData(), token.size())));
    return scrubber.clean(answer);
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
        QTest::newRow("percent-encoded with small hex digits") << QByteArray("ya29%2fAbC%2bdEf%3dghIJK.lmnop");
        QTest::newRow("JSON with escaped slashes") << QByteArray(token).replace("/", "\\/");
        QTest::newRow("JSON with escaped signs") << QByteArray("ya29\\/AbC\\u002BdEf\\u003DghIJK.lmnop");
        QTest::newRow("the same with small hex digits") << QByteArray("ya29\\u002fAbC\\u002bdEf\\u003dghIJK.lmnop");
        QTest::newRow("JSON with one escaped letter") << QByteArray("y\\u006129/AbC+dEf=ghIJK.lmnop");
        QTest::newRow("JSON in JSON") << QByteArray("ya29/AbC\\\\u002BdEf\\\\u003DghIJK.lmnop");
        QTest::newRow("JavaScript") << QByteArray("ya29/AbC\\x2bdEf\\x3dghIJK.lmnop");
        QTest::newRow("HTML") << QByteArray("ya29&#x2F;AbC&#43;dEf&#x3d;ghIJK.lmnop");
        QTest::newRow("HTML with zeros before") << QByteArray("ya29&#x0000002F;AbC&#00000043;dEf&#x3d;ghIJK.lmnop");
        QTest::newRow("HTML without the end") << QByteArray("ya29&#47AbC&#43dEf&#x3d;ghIJK.lmnop");
        QTest::newRow("HTML by name") << QByteArray("ya29&sol;AbC&plus;dEf&equals;ghIJK&period;lmnop");
        QTest::newRow("percent-encoded in part") << QByteArray("ya29/AbC%2BdEf%3DghIJK.lmnop");
        QTest::newRow("percent-encoded twice") << token.toPercentEncoding().toPercentEncoding();
        QTest::newRow("base64 in JSON with escaped signs")
            << QByteArray("Bearer???" + token).toBase64().replace("+", "\\u002B").replace("/", "\\u002F");
        QTest::newRow("base64") << token.toBase64();
        QTest::newRow("base64url") << token.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        QTest::newRow("base64 of a header") << QByteArray("Bearer " + token).toBase64();
        QTest::newRow("base64 of a header, percent-encoded")
            << QByteArray("Bearer " + token).toBase64().toPercentEncoding();
        QTest::newRow("base64 of a header in JSON with escaped slashes")
            << QByteArray("Bearer???" + token).toBase64().replace("/", "\\/");
        QTest::newRow("base64 with one byte before and some behind") << QByteArray("x" + token + "yyy").toBase64();
        QTest::newRow("base64 with two bytes before") << QByteArray("xx" + token + "yyyy").toBase64();
    }
    void forms()
    {
        QFETCH(QByteArray, echo);
        const QByteArray token("ya29/AbC+dEf=ghIJK.lmnop");
        const auto clean = cleaned({token}, "{\"echo\":\"" + echo + "\",\"ok\":true}");
        QVERIFY(clean.contains("[removed]"));
        QVERIFY(clean.endsWith("\",\"ok\":true}"));
        // Whatever is left, no run of eight of the token's bytes is in it, plain or decoded.
        for (const auto& form : {clean, QByteArray::fromPercentEncoding(clean), QByteArray::fromBase64(clean)})
            for (qsizetype i = 0; i + 8 <= token.size(); ++i)
                QVERIFY2(!form.contains(token.mid(i, 8)), clean.constData());
    }
    void theSignatureOfAJwtAlone()
    {
        QCOMPARE(
            cleaned({"eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhc2FuIn0.c2lnbmF0dXJlLW9mLWl0"}, "sig=c2lnbmF0dXJlLW9mLWl0;"),
            QByteArray("sig=[removed];"));
    }
    void everyTokenThatWasAdded()
    {
        const QByteArray first("the-first-token/1");
        const QByteArray second("the-second-token");
        QCOMPARE(cleaned({first, second}, first + ", " + second + ", the-first\\/token"),
                 QByteArray("[removed], [removed], the-first\\/token"));
        // One that begins like another is taken out as a whole.
        QCOMPARE(cleaned({second, second + "-and-more"}, second + "-and-more"), QByteArray("[removed]"));
    }
    void leavesTheRestAlone()
    {
        const QByteArrayList token{"a-token-of-some-length"};
        const QByteArray body("{\"net\":\"\xc2\xa5"
                              "312,400\",\"note\":\"token\"}");
        QCOMPARE(cleaned(token, body), body);
        QCOMPARE(cleaned(token, {}), QByteArray());
        QCOMPARE(cleaned({QByteArray()}, "x"), QByteArray("x"));
        const QByteArray escapes("100% \\n \\u00e5 %zz &#; &amp; \\u12 \\");
        QCOMPARE(cleaned(token, escapes), escapes);
        QCOMPARE(cleaned(token, "%41 a-token-of-some-length \\u0041"), QByteArray("%41 [removed] \\u0041"));
    }
    void aShortTokenIsStillRemoved() { QCOMPARE(cleaned({"abc"}, "x abc y"), QByteArray("x [removed] y")); }
};

QTEST_GUILESS_MAIN(TestScrub)
#include "tst_scrub.moc"
