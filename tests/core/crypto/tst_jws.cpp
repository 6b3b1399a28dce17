#include "core/crypto/digest.h"
#include "core/crypto/jws.h"
#include "core/crypto/signing_key.h"

#include <QtTest/QTest>

using namespace core;
using crypto::Jwk;
using crypto::JwkSet;
using crypto::JwsAlgorithm;
using crypto::SigningKey;

namespace {

// RFC 7515 appendix A.2
const char* const rfcRsaKey =
    "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
    "4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
    "bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
    "I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}";
const char* const rfcPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const char* const rfcRsaSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1"
    "dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
    "IoypGlUPQGe77Rw";
// RFC 7515 appendix A.3
const char* const rfcEcKey = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                             "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
const char* const rfcEcSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// RFC 8037 appendix A
const char* const rfcEdKey =
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
const char* const rfcEdJws = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-"
                             "09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

JwkSet setOf(const char* text)
{
    auto json = QJsonDocument::fromJson(text).object();
    json.remove(QLatin1String("d"));
    return JwkSet({Jwk::parse(json).value()});
}

QByteArray part(const QByteArray& text)
{
    return crypto::base64UrlEncode(text);
}

} // namespace

class TestJws : public QObject {
    Q_OBJECT

    const SigningKey es_ = SigningKey::generate(JwsAlgorithm::ES256).value();
    const SigningKey other_ = SigningKey::generate(JwsAlgorithm::ES256).value();
    const SigningKey rsa_ = SigningKey::generate(JwsAlgorithm::RS256).value();

private Q_SLOTS:
    void examplesOfTheStandards_data()
    {
        QTest::addColumn<QByteArray>("jws");
        QTest::addColumn<JwkSet>("keys");
        QTest::addColumn<JwsAlgorithm>("pinned");
        QTest::addColumn<QByteArray>("payload");
        const QByteArray claims("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
        QTest::newRow("RFC 7515 appendix A.2")
            << QByteArray("eyJhbGciOiJSUzI1NiJ9.") + rfcPayload + '.' + rfcRsaSignature << setOf(rfcRsaKey)
            << JwsAlgorithm::RS256 << claims;
        QTest::newRow("RFC 7515 appendix A.3")
            << QByteArray("eyJhbGciOiJFUzI1NiJ9.") + rfcPayload + '.' + rfcEcSignature << setOf(rfcEcKey)
            << JwsAlgorithm::ES256 << claims;
        QTest::newRow("RFC 8037 appendix A.4") << QByteArray(rfcEdJws) << setOf(rfcEdKey) << JwsAlgorithm::EdDSA
                                               << QByteArray("Example of Ed25519 signing");
    }
    void examplesOfTheStandards()
    {
        QFETCH(QByteArray, jws);
        QFETCH(JwkSet, keys);
        QFETCH(JwsAlgorithm, pinned);
        QFETCH(QByteArray, payload);
        const auto content = crypto::verifyJws(jws, keys, pinned);
        QVERIFY2(content.has_value(), content ? "" : qPrintable(content.error().detail));
        QCOMPARE(content->payload, payload);
        for (const auto algorithm :
             {JwsAlgorithm::RS256, JwsAlgorithm::PS256, JwsAlgorithm::ES256, JwsAlgorithm::EdDSA}) {
            if (algorithm != pinned) QCOMPARE(crypto::verifyJws(jws, keys, algorithm).error().code, Errc::BadToken);
        }
    }
    void edDsaSignsAsTheStandardDoes()
    {
        const auto key = SigningKey::fromPrivateJwk(QJsonDocument::fromJson(rfcEdKey).object(), JwsAlgorithm::EdDSA);
        QVERIFY(key.has_value());
        QCOMPARE(key->signWithHeader("{\"alg\":\"EdDSA\"}", "Example of Ed25519 signing").value(),
                 QByteArray(rfcEdJws));
        QVERIFY(!SigningKey::fromPrivateJwk(QJsonDocument::fromJson(rfcEdKey).object(), JwsAlgorithm::ES256));
        QVERIFY(!SigningKey::fromPrivateJwk(QJsonDocument::fromJson(rfcEcKey).object(), JwsAlgorithm::ES256));
    }

    void everyAlgorithmSignsAndVerifies_data()
    {
        QTest::addColumn<JwsAlgorithm>("algorithm");
        QTest::newRow("RS256") << JwsAlgorithm::RS256;
        QTest::newRow("PS256") << JwsAlgorithm::PS256;
        QTest::newRow("ES256") << JwsAlgorithm::ES256;
        QTest::newRow("EdDSA") << JwsAlgorithm::EdDSA;
    }
    void everyAlgorithmSignsAndVerifies()
    {
        QFETCH(JwsAlgorithm, algorithm);
        const auto key = SigningKey::generate(algorithm).value();
        const auto jws = key.sign({{QStringLiteral("typ"), QStringLiteral("at+jwt")}}, "payload").value();
        const JwkSet keys({key.publicKey()});
        const auto content = crypto::verifyJws(jws, keys, algorithm);
        QVERIFY(content.has_value());
        QCOMPARE(content->header.value(QLatin1String("typ")).toString(), QStringLiteral("at+jwt"));
        // Every changed character of any part is seen.
        for (qsizetype i = 0; i < jws.size(); ++i) {
            QByteArray changed = jws;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            if (changed != jws) QVERIFY2(!crypto::verifyJws(changed, keys, algorithm), qPrintable(QString::number(i)));
        }
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("jws");
        QTest::addColumn<Errc>("code");
        const auto kid = QStringLiteral("\"kid\":\"%1\"").arg(es_.publicKey().kid()).toLatin1();
        const auto good = es_.sign({}, "{}").value();
        const auto signedWith = [&](const QByteArray& header) { return es_.signWithHeader(header, "{}").value(); };
        const auto parts = good.split('.');

        QTest::newRow("empty") << QByteArray() << Errc::BadToken;
        QTest::newRow("two parts") << parts[0] + '.' + parts[1] << Errc::BadToken;
        QTest::newRow("four parts") << good + ".x" << Errc::BadToken;
        QTest::newRow("an empty fourth part") << good + '.' << Errc::BadToken;
        QTest::newRow("no signature") << parts[0] + '.' + parts[1] + '.' << Errc::BadToken;
        QTest::newRow("no header") << '.' + parts[1] + '.' + parts[2] << Errc::BadToken;
        QTest::newRow("a line break at the end") << good + '\n' << Errc::BadToken;
        QTest::newRow("a space in front") << ' ' + good << Errc::BadToken;
        QTest::newRow("padding in the payload") << parts[0] + '.' + parts[1] + "=." + parts[2] << Errc::BadToken;
        QTest::newRow("alg none without signature")
            << part("{\"alg\":\"none\"," + kid + "}") + '.' + parts[1] + '.' << Errc::BadToken;
        QTest::newRow("alg none with a signature") << signedWith("{\"alg\":\"none\"," + kid + "}") << Errc::BadToken;
        QTest::newRow("alg in other letters") << signedWith("{\"alg\":\"es256\"," + kid + "}") << Errc::BadToken;
        QTest::newRow("no alg") << signedWith("{" + kid + "}") << Errc::BadToken;
        QTest::newRow("alg is a list") << signedWith("{\"alg\":[\"ES256\"]," + kid + "}") << Errc::BadToken;
        QTest::newRow("alg twice") << signedWith("{\"alg\":\"none\",\"alg\":\"ES256\"," + kid + "}") << Errc::BadToken;
        QTest::newRow("alg twice, once spelled with an escape")
            << signedWith("{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\"," + kid + "}") << Errc::BadToken;
        QTest::newRow("RFC 7515 section 4.1.11: crit")
            << signedWith("{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1," + kid + "}") << Errc::BadToken;
        QTest::newRow("RFC 7797: a payload that is not encoded")
            << signedWith("{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]," + kid + "}") << Errc::BadToken;
        QTest::newRow("the header is a list") << signedWith("[\"ES256\"]") << Errc::BadToken;
        QTest::newRow("the header is no JSON") << signedWith("alg=ES256") << Errc::BadToken;
        QTest::newRow("kid is a number") << signedWith("{\"alg\":\"ES256\",\"kid\":1}") << Errc::BadToken;
        QTest::newRow("an unknown kid") << signedWith("{\"alg\":\"ES256\",\"kid\":\"other\"}") << Errc::NotFound;
        QTest::newRow("an empty kid") << signedWith("{\"alg\":\"ES256\",\"kid\":\"\"}") << Errc::NotFound;
        QTest::newRow("kid of a key for another algorithm")
            << signedWith("{\"alg\":\"ES256\",\"kid\":\"" + rsa_.publicKey().kid().toLatin1() + "\"}")
            << Errc::NotFound;
        QTest::newRow("no kid though two keys fit") << signedWith("{\"alg\":\"ES256\"}") << Errc::BadToken;
        QTest::newRow("signed by another key of the set")
            << other_.signWithHeader("{\"alg\":\"ES256\"," + kid + "}", "{}").value() << Errc::BadToken;
        QTest::newRow("RFC 8725 section 2.1: signed by RSA, header says RS256")
            << rsa_.sign({}, "{}").value() << Errc::BadToken;
        QTest::newRow("a key brought along in jwk")
            << SigningKey::generate(JwsAlgorithm::ES256)
                   ->signWithHeader(QJsonDocument(QJsonObject{{QStringLiteral("alg"), QStringLiteral("ES256")},
                                                              {QStringLiteral("kid"), es_.publicKey().kid()},
                                                              {QStringLiteral("jwk"), other_.publicKey().toJson()}})
                                        .toJson(QJsonDocument::Compact),
                                    "{}")
                   .value()
            << Errc::BadToken;
        QTest::newRow("the signature as DER")
            << parts[0] + '.' + parts[1] + '.' + part(QByteArray::fromHex("3006020101020101")) << Errc::BadToken;
        QTest::newRow("CVE-2022-21449: r and s are zero")
            << parts[0] + '.' + parts[1] + '.' + part(QByteArray(64, '\0')) << Errc::BadToken;
        QTest::newRow("over 256 KiB") << QByteArray(256 * 1024 + 1, 'A') << Errc::TooLarge;
    }
    void refused()
    {
        QFETCH(QByteArray, jws);
        QFETCH(Errc, code);
        const JwkSet keys({es_.publicKey(), other_.publicKey(), rsa_.publicKey()});
        const auto content = crypto::verifyJws(jws, keys, JwsAlgorithm::ES256);
        QVERIFY(!content.has_value());
        QCOMPARE(errcName(content.error().code), errcName(code));
    }

    void keySelection()
    {
        const auto token = es_.sign({}, "{}").value();
        QVERIFY(crypto::verifyJws(token, JwkSet({other_.publicKey(), es_.publicKey()}), JwsAlgorithm::ES256));
        QCOMPARE(crypto::verifyJws(token, JwkSet(), JwsAlgorithm::ES256).error().code, Errc::NotFound);
        // Without kid, one fitting key among others of another kind is enough.
        const auto unnamed = es_.signWithHeader("{\"alg\":\"ES256\"}", "{}").value();
        QVERIFY(crypto::verifyJws(unnamed, JwkSet({rsa_.publicKey(), es_.publicKey()}), JwsAlgorithm::ES256));
        // Two keys that share a kid: each is tried, as during a careless rollover.
        auto twin = other_.publicKey().toJson();
        twin.insert(QStringLiteral("kid"), es_.publicKey().kid());
        QVERIFY(crypto::verifyJws(token, JwkSet({Jwk::parse(twin).value(), es_.publicKey()}), JwsAlgorithm::ES256));
    }
};

QTEST_GUILESS_MAIN(TestJws)
#include "tst_jws.moc"
