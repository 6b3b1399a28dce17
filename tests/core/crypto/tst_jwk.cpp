#include "core/crypto/jwk.h"
#include "core/crypto/signing_key.h"

#include <QtTest/QTest>

using namespace core;
using crypto::Jwk;
using crypto::JwkSet;
using crypto::JwsAlgorithm;

namespace {

QJsonObject parse(const char* text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject with(QJsonObject json, const char* name, const QJsonValue& value)
{
    json.insert(QLatin1String(name), value);
    return json;
}

QJsonObject without(QJsonObject json, const char* name)
{
    json.remove(QLatin1String(name));
    return json;
}

// Of 4096 bits, the most that is taken. No standard's example; its private part is nowhere here.
const char* const longestRsaKey =
    R"({"kty":"RSA","e":"AQAB","n":")"
    "rPnGIn_hu_d7hhluB7ol6bw4L9Fi258yo0GTCa-c-H7S5fO3NduxsWuNHbA_qLsCy3q5D_tdqYpSFOZizE7tjDAk48EIpfBS2pxW"
    "HYs4dWqLcAr9Tdek1wGp_h_uWmIybMQQUEVwLpkp2ryDYhUsLQ8blu7332r2HERTxsPxmlBecDPPJsVLKWbnNTTy8J7HNRXScMrZ"
    "8fWbYqaNDDpmYlL4_8g4_5ytHm_XVbfFwfkhe02DNciCcAjicLeV4RVVZBOXx4lWz0CJuN-JLbiGcYSAgzhEFGiAHxyQ_1yKYLji"
    "RX9IxyhX3LP0bEXfTMjGBf50W_7NLmwKtnjXd9irqMMH1FKkKNjJciowqb2R-ZmUzGnZ_f01WoO1FyWPbh3y61icvTBblnQLEUd5"
    "ZhNTYmuEuhdC9izIJVbVohYDuIVRo79FDuKL8ZXEoh2QhLcUONmEqCYULvC1Gu2lnlJoUcGvXZdGw0cXuRAEEWh_3JTIvpXen_-5"
    "KEUiVOGpTLqz_-fkLZJuPy7aeUhC0mM2QvOM0HhzjI4zm--ws4jlnTLE89tb3kFvIXHYeMMWpzgKNdMClTM5gfGKflXWJWfXPnYS"
    "i7SztY2aNNvgNlO5lP9uQPwRg0WzFBRA8r5Y15BTdEoJ7jRPtusjZH7kOpIt3pPityArpInN1zyuwLG72MU"
    R"("})";
// RFC 7638 section 3.1
const char* const rsaKey =
    "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
    "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8K"
    "JZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_"
    "xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}";
// RFC 7515 appendix A.3.1
const char* const ecKey = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                          "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
// RFC 8037 appendix A.2
const char* const edKey = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

} // namespace

class TestJwk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thumbprint_data()
    {
        QTest::addColumn<QJsonObject>("json");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("RFC 7638 section 3.1")
            << parse(rsaKey) << QByteArray("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        QTest::newRow("RFC 8037 appendix A.3")
            << parse(edKey) << QByteArray("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
    void thumbprint()
    {
        QFETCH(QJsonObject, json);
        QFETCH(QByteArray, expected);
        const auto key = Jwk::parse(json);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().detail));
        QCOMPARE(key->thumbprint(), expected);
    }

    void fits()
    {
        const auto onlyRs256 = Jwk::parse(parse(rsaKey));
        QVERIFY(onlyRs256->fits(JwsAlgorithm::RS256));
        QVERIFY(!onlyRs256->fits(JwsAlgorithm::PS256));
        const auto anyRsa = Jwk::parse(without(parse(rsaKey), "alg"));
        QVERIFY(anyRsa->fits(JwsAlgorithm::RS256));
        QVERIFY(anyRsa->fits(JwsAlgorithm::PS256));
        QVERIFY(!anyRsa->fits(JwsAlgorithm::ES256));
        QVERIFY(Jwk::parse(parse(ecKey))->fits(JwsAlgorithm::ES256));
        QVERIFY(!Jwk::parse(parse(ecKey))->fits(JwsAlgorithm::EdDSA));
        QVERIFY(Jwk::parse(parse(edKey))->fits(JwsAlgorithm::EdDSA));
    }

    void refused_data()
    {
        QTest::addColumn<QJsonObject>("json");
        QTest::addColumn<Errc>("code");
        const auto ec = parse(ecKey);
        const auto rsa = parse(rsaKey);
        QTest::newRow("no kty") << without(ec, "kty") << Errc::Unsupported;
        QTest::newRow("a symmetric key") << parse("{\"kty\":\"oct\",\"k\":\"AAAA\"}") << Errc::InvalidArgument;
        QTest::newRow("a private key published") << with(ec, "d", QStringLiteral("AAAA")) << Errc::InvalidArgument;
        QTest::newRow("RFC 7517 section 4.2: for encryption")
            << with(ec, "use", QStringLiteral("enc")) << Errc::Unsupported;
        QTest::newRow("RFC 7517 section 4.3: may not verify")
            << with(ec, "key_ops", QJsonArray{QStringLiteral("sign")}) << Errc::Unsupported;
        QTest::newRow("key_ops is no list") << with(ec, "key_ops", QStringLiteral("verify")) << Errc::Unsupported;
        QTest::newRow("alg of another kind of key")
            << with(ec, "alg", QStringLiteral("RS256")) << Errc::InvalidArgument;
        QTest::newRow("alg is not text") << with(ec, "alg", 256) << Errc::Unsupported;
        QTest::newRow("alg that is not offered") << with(ec, "alg", QStringLiteral("ES384")) << Errc::Unsupported;
        QTest::newRow("kid is not text") << with(ec, "kid", 7) << Errc::InvalidArgument;
        QTest::newRow("another curve") << with(ec, "crv", QStringLiteral("P-384")) << Errc::Unsupported;
        QTest::newRow("secp256k1") << with(ec, "crv", QStringLiteral("secp256k1")) << Errc::Unsupported;
        QTest::newRow("a point that is not on the curve")
            << with(ec, "y", QStringLiteral("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4")) << Errc::InvalidArgument;
        QTest::newRow("RFC 7518 section 6.2.1.2: a short coordinate")
            << with(ec, "x", QStringLiteral("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvR")) << Errc::InvalidArgument;
        QTest::newRow("a coordinate that is not base64url")
            << with(ec, "x", QStringLiteral("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVE+")) << Errc::InvalidArgument;
        QTest::newRow("no y") << without(ec, "y") << Errc::InvalidArgument;
        QTest::newRow("RSA without n") << without(rsa, "n") << Errc::InvalidArgument;
        QTest::newRow("RSA with e = 1") << with(rsa, "e", QStringLiteral("AQ")) << Errc::InvalidArgument;
        QTest::newRow("RSA with an even e") << with(rsa, "e", QStringLiteral("Ag")) << Errc::InvalidArgument;
        QTest::newRow("RFC 7518 section 3.3: RSA of 1024 bits")
            << with(rsa, "n", rsa.value(QLatin1String("n")).toString().left(171) + QLatin1Char('w'))
            << Errc::Unsupported;
        QTest::newRow("RSA of more than 4096 bits")
            << with(rsa, "n", rsa.value(QLatin1String("n")).toString().repeated(2).left(684)) << Errc::Unsupported;
        QTest::newRow("Ed25519 of 31 bytes")
            << with(parse(edKey), "x", QStringLiteral("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUA"))
            << Errc::InvalidArgument;
        QTest::newRow("X25519") << with(parse(edKey), "crv", QStringLiteral("X25519")) << Errc::Unsupported;
    }
    void refused()
    {
        QFETCH(QJsonObject, json);
        QFETCH(Errc, code);
        const auto key = Jwk::parse(json);
        QVERIFY(!key.has_value());
        QCOMPARE(errcName(key.error().code), errcName(code));
    }

    void theLongestRsaAndTheLargestSet()
    {
        QVERIFY(Jwk::parse(parse(longestRsaKey)).has_value());
        const QByteArray ec(ecKey);
        const auto set = JwkSet::parse("{\"keys\":[" + (ec + ',').repeated(31) + ec + "]}");
        QCOMPARE(set->keys().size(), 32);
    }
    void aSetSkipsWhatItCannotUse()
    {
        const QJsonObject set{
            {QStringLiteral("keys"),
             QJsonArray{parse(rsaKey), with(parse(ecKey), "use", QStringLiteral("enc")),
                        with(with(parse(ecKey), "crv", QStringLiteral("P-521")), "kid", QStringLiteral("later"))}}};
        const auto parsed = JwkSet::parse(QJsonDocument(set).toJson());
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->keys().size(), 1);
        QCOMPARE(parsed->keys().at(0).kid(), QStringLiteral("2011-04-29"));
        QCOMPARE(parsed->skipped().size(), 2);
        QCOMPARE(parsed->skipped().at(1).kid, QStringLiteral("later"));
    }
    void sets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Errc>("code");
        const QByteArray ec(ecKey);
        QTest::newRow("a web page") << QByteArray("<html></html>") << Errc::NotJson;
        QTest::newRow("a list") << QByteArray("[]") << Errc::InvalidArgument;
        QTest::newRow("no keys member") << QByteArray("{}") << Errc::InvalidArgument;
        QTest::newRow("keys twice") << QByteArray("{\"keys\":[],\"keys\":[") + ec + "]}" << Errc::InvalidArgument;
        QTest::newRow("symmetric beside public")
            << QByteArray("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"},") + ec + "]}" << Errc::Protocol;
        QTest::newRow("a symmetric value hidden in a public key")
            << QByteArray("{\"keys\":[") + QByteArray(ec).replace("{", "{\"k\":\"AAAA\",") + "]}" << Errc::Protocol;
        QTest::newRow("33 keys") << QByteArray("{\"keys\":[") + (ec + ',').repeated(32) + ec + "]}"
                                 << Errc::InvalidArgument;
    }
    void sets()
    {
        QFETCH(QByteArray, text);
        QFETCH(Errc, code);
        const auto parsed = JwkSet::parse(text);
        QVERIFY(!parsed.has_value());
        QCOMPARE(errcName(parsed.error().code), errcName(code));
    }
    void aGeneratedKeyReadsBack()
    {
        for (const auto algorithm :
             {JwsAlgorithm::RS256, JwsAlgorithm::PS256, JwsAlgorithm::ES256, JwsAlgorithm::EdDSA}) {
            const auto key = crypto::SigningKey::generate(algorithm);
            QVERIFY(key.has_value());
            const QJsonObject json = key->publicKey().toJson();
            QCOMPARE(json.value(QLatin1String("alg")).toString(), crypto::jwsAlgorithmName(algorithm));
            QCOMPARE(json.value(QLatin1String("use")).toString(), QStringLiteral("sig"));
            QVERIFY(!json.contains(QLatin1String("d")));
            const auto again = JwkSet::parse(QJsonDocument(JwkSet({key->publicKey()}).toJson()).toJson());
            QVERIFY(again.has_value());
            QCOMPARE(again->keys().size(), 1);
            QCOMPARE(again->keys().at(0).thumbprint(), key->publicKey().kid().toLatin1());
        }
    }
};

QTEST_GUILESS_MAIN(TestJwk)
#include "tst_jwk.moc"
