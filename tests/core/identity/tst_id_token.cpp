#include "core/crypto/digest.h"
#include "core/crypto/signing_key.h"
#include "core/identity/id_token.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using core::Errc;
using core::crypto::JwsAlgorithm;
using namespace core::identity;

static_assert(!std::is_default_constructible_v<UserSession>);
static_assert(!std::is_constructible_v<UserSession, core::UserKey, QJsonObject>,
              "only the verifier and the sealed store make one");

namespace {

const auto now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
const auto nowSeconds = now.toSecsSinceEpoch();

core::IdToken token(const QByteArray& compact)
{
    return core::IdToken(core::Secret::consume(QByteArray(compact.constData(), compact.size())));
}

core::AccessToken accessToken(const QByteArray& text)
{
    return core::AccessToken(core::Secret::consume(QByteArray(text.constData(), text.size())));
}

QJsonObject goodClaims()
{
    return {{QStringLiteral("iss"), QStringLiteral("https://id.example")},
            {QStringLiteral("sub"), QStringLiteral("asan")},
            {QStringLiteral("aud"), QStringLiteral("client")},
            {QStringLiteral("nonce"), QStringLiteral("N-0S6")},
            {QStringLiteral("iat"), nowSeconds - 5},
            {QStringLiteral("exp"), nowSeconds + 300},
            {QStringLiteral("auth_time"), nowSeconds - 10},
            {QStringLiteral("acr"), QStringLiteral("urn:mfa")},
            {QStringLiteral("name"), QStringLiteral("浅井 花")}};
}

IdTokenExpectation expectation(JwsAlgorithm algorithm = JwsAlgorithm::ES256)
{
    IdTokenExpectation expected;
    expected.issuer = QStringLiteral("https://id.example");
    expected.clientId = QStringLiteral("client");
    expected.algorithm = algorithm;
    expected.nonce = "N-0S6";
    expected.accessToken = accessToken("the-access-token");
    return expected;
}

QByteArray json(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

using Change = std::function<void(QJsonObject&, IdTokenExpectation&)>;

// A change of one claim.
Change claim(const char* name, const QJsonValue& value)
{
    return [name = QString::fromLatin1(name), value](QJsonObject& claims, IdTokenExpectation&) {
        if (value.isUndefined())
            claims.remove(name);
        else
            claims.insert(name, value);
    };
}

const QJsonValue removed(QJsonValue::Undefined);

} // namespace

Q_DECLARE_METATYPE(Change)

class TestIdToken : public QObject {
    Q_OBJECT
    std::map<JwsAlgorithm, core::crypto::SigningKey> keys_;

    const core::crypto::SigningKey& key(JwsAlgorithm algorithm)
    {
        auto found = keys_.find(algorithm);
        if (found == keys_.end()) {
            found = keys_.emplace(algorithm, *core::crypto::SigningKey::generate(algorithm)).first;
        }
        return found->second;
    }
    core::crypto::JwkSet keySet(JwsAlgorithm algorithm)
    {
        return core::crypto::JwkSet(QList<core::crypto::Jwk>{key(algorithm).publicKey()});
    }
    core::Result<UserSession> verify(const QJsonObject& claims, const IdTokenExpectation& expected)
    {
        const auto compact = *key(expected.algorithm).sign({}, json(claims));
        return SessionVerifier::verify(token(compact), keySet(expected.algorithm), expected, now);
    }

private Q_SLOTS:
    void everyAlgorithm_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("RS256") << static_cast<int>(JwsAlgorithm::RS256);
        QTest::newRow("PS256") << static_cast<int>(JwsAlgorithm::PS256);
        QTest::newRow("ES256") << static_cast<int>(JwsAlgorithm::ES256);
        QTest::newRow("EdDSA") << static_cast<int>(JwsAlgorithm::EdDSA);
    }
    void everyAlgorithm()
    {
        QFETCH(int, algorithm);
        const auto pinned = static_cast<JwsAlgorithm>(algorithm);
        auto claims = goodClaims();
        const auto access = accessToken("the-access-token");
        claims.insert(QStringLiteral("at_hash"), QString::fromLatin1(accessTokenHash(access, pinned)));
        const auto session = verify(claims, expectation(pinned));
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
        QCOMPARE(session->key().issuer, QStringLiteral("https://id.example"));
        QCOMPARE(session->key().subject, QStringLiteral("asan"));
        QCOMPARE(session->displayName(), QStringLiteral("浅井 花"));
        QCOMPARE(session->expiresAtUtc(), now.addSecs(300));
        QCOMPARE(session->acr(), QStringLiteral("urn:mfa"));
        // The same token where another algorithm is pinned.
        for (const auto other : {JwsAlgorithm::RS256, JwsAlgorithm::PS256, JwsAlgorithm::ES256, JwsAlgorithm::EdDSA}) {
            if (other == pinned) continue;
            const auto compact = *key(pinned).sign({}, json(claims));
            QVERIFY(!SessionVerifier::verify(token(compact), keySet(pinned), expectation(other), now).has_value());
        }
    }

    void accessTokenHashes()
    {
        // OpenID Connect Core section 3.1.3.6 by hand.
        const QByteArray text("the-access-token");
        QCOMPARE(accessTokenHash(accessToken(text), JwsAlgorithm::RS256),
                 QCryptographicHash::hash(text, QCryptographicHash::Sha256)
                     .first(16)
                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
        QCOMPARE(accessTokenHash(accessToken(text), JwsAlgorithm::EdDSA),
                 QCryptographicHash::hash(text, QCryptographicHash::Sha512)
                     .first(32)
                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
        // OpenID Connect Core section A.3: the example's own numbers.
        QCOMPARE(accessTokenHash(accessToken("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), JwsAlgorithm::RS256),
                 QByteArray("77QmUPtjPfzWtF2AnpK9RQ"));
    }

    void accepted_data()
    {
        QTest::addColumn<Change>("change");
        const auto row = [](const char* name, Change change) { QTest::newRow(name) << std::move(change); };
        row("the plain token", [](QJsonObject&, IdTokenExpectation&) {});
        row("several audiences with azp", [](QJsonObject& claims, IdTokenExpectation&) {
            claims.insert(QStringLiteral("aud"), QJsonArray{QStringLiteral("other"), QStringLiteral("client")});
            claims.insert(QStringLiteral("azp"), QStringLiteral("client"));
        });
        row("one audience in a list", claim("aud", QJsonArray{QStringLiteral("client")}));
        row("azp although there is one audience only", claim("azp", QStringLiteral("client")));
        row("expired within the leeway", claim("exp", nowSeconds - 59));
        row("issued within the leeway from now", claim("iat", nowSeconds + 60));
        row("a fraction of a second (RFC 7519 section 2)", claim("iat", static_cast<double>(nowSeconds) - 0.5));
        row("not before within the leeway", claim("nbf", nowSeconds + 60));
        row("no at_hash", claim("at_hash", removed));
        row("max_age held", [](QJsonObject&, IdTokenExpectation& expected) {
            expected.maxAge = std::chrono::seconds(60);
            expected.requestedAtUtc = now.addSecs(-20);
        });
        row("max_age 0 and a sign-in after the request", [](QJsonObject&, IdTokenExpectation& expected) {
            expected.maxAge = std::chrono::seconds(0);
            expected.requestedAtUtc = now.addSecs(-20);
        });
        row("one of the asked acr", [](QJsonObject&, IdTokenExpectation& expected) {
            expected.acceptedAcr = {QStringLiteral("urn:phr"), QStringLiteral("urn:mfa")};
        });
        row("a subject of 255 characters", claim("sub", QString(255, QLatin1Char('a'))));
    }
    void accepted()
    {
        QFETCH(Change, change);
        auto claims = goodClaims();
        auto expected = expectation();
        change(claims, expected);
        const auto session = verify(claims, expected);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
    }

    void refused_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char* name, const char* subject, Change change) {
            QTest::newRow(name) << std::move(change) << QString::fromLatin1(subject);
        };
        row("3.1.3.7 (2): no iss", "iss", claim("iss", removed));
        row("3.1.3.7 (2): another iss", "iss", claim("iss", QStringLiteral("https://evil.example")));
        row("3.1.3.7 (2): iss differs by a slash", "iss", claim("iss", QStringLiteral("https://id.example/")));
        row("3.1.3.7 (2): iss in a list", "iss", claim("iss", QJsonArray{QStringLiteral("https://id.example")}));
        row("3.1.3.7 (3): no aud", "aud", claim("aud", removed));
        row("3.1.3.7 (3): another aud", "aud", claim("aud", QStringLiteral("other")));
        row("3.1.3.7 (3): aud that contains ours as a part", "aud", claim("aud", QStringLiteral("client2")));
        row("3.1.3.7 (3): an empty list", "aud", claim("aud", QJsonArray()));
        row("3.1.3.7 (3): a list with a number", "aud", claim("aud", QJsonArray{QStringLiteral("client"), 7}));
        row("3.1.3.7 (4): several audiences and no azp", "azp",
            claim("aud", QJsonArray{QStringLiteral("client"), QStringLiteral("other")}));
        row("3.1.3.7 (5): another azp", "azp", claim("azp", QStringLiteral("other")));
        row("3.1.3.7 (5): azp null", "azp", claim("azp", QJsonValue::Null));
        row("3.1.3.7 (9): no exp", "exp", claim("exp", removed));
        row("3.1.3.7 (9): expired", "exp", claim("exp", nowSeconds - 60));
        row("3.1.3.7 (9): exp as text", "exp", claim("exp", QString::number(nowSeconds + 300)));
        row("3.1.3.7 (9): exp negative", "exp", claim("exp", -1));
        row("3.1.3.7 (9): exp beyond all dates", "exp", claim("exp", 1e300));
        row("3.1.3.7 (10): no iat", "iat", claim("iat", removed));
        row("3.1.3.7 (10): issued in the future", "iat", claim("iat", nowSeconds + 61));
        row("RFC 7519 4.1.5: not valid yet", "nbf", claim("nbf", nowSeconds + 61));
        row("RFC 7519 4.1.5: nbf as text", "nbf", claim("nbf", QStringLiteral("now")));
        row("3.1.3.7 (11): no nonce", "nonce", claim("nonce", removed));
        row("3.1.3.7 (11): another nonce", "nonce", claim("nonce", QStringLiteral("N-0S7")));
        row("3.1.3.7 (11): a nonce that begins alike", "nonce", claim("nonce", QStringLiteral("N-0S6x")));
        row("3.1.3.7 (11): nonce null", "nonce", claim("nonce", QJsonValue::Null));
        row("3.1.3.7 (11): ours was empty, and so is theirs", "nonce",
            [](QJsonObject& claims, IdTokenExpectation& expected) {
                claims.insert(QStringLiteral("nonce"), QString());
                expected.nonce.clear();
            });
        row("3.1.3.7 (12): acr was asked and is missing", "acr", [](QJsonObject& claims, IdTokenExpectation& expected) {
            claims.remove(QStringLiteral("acr"));
            expected.acceptedAcr = {QStringLiteral("urn:mfa")};
        });
        row("3.1.3.7 (12): a weaker acr", "acr", [](QJsonObject& claims, IdTokenExpectation& expected) {
            claims.insert(QStringLiteral("acr"), QStringLiteral("urn:pwd"));
            expected.acceptedAcr = {QStringLiteral("urn:mfa")};
        });
        row("3.1.3.7 (12): acr is no text", "acr", claim("acr", 1));
        row("3.1.3.7 (13): max_age was sent and auth_time is missing", "auth_time",
            [](QJsonObject& claims, IdTokenExpectation& expected) {
                claims.remove(QStringLiteral("auth_time"));
                expected.maxAge = std::chrono::seconds(300);
            });
        row("3.1.3.7 (13): the sign-in is too long ago", "auth_time",
            [](QJsonObject& claims, IdTokenExpectation& expected) {
                claims.insert(QStringLiteral("auth_time"), nowSeconds - 362);
                expected.maxAge = std::chrono::seconds(300);
            });
        row("3.1.3.7 (13): signed in in the future", "auth_time",
            [](QJsonObject& claims, IdTokenExpectation& expected) {
                claims.insert(QStringLiteral("auth_time"), nowSeconds + 100);
                expected.maxAge = std::chrono::seconds(300);
            });
        row("3.1.3.7 (13): max_age 0 and a sign-in before the request", "auth_time",
            [](QJsonObject& claims, IdTokenExpectation& expected) {
                claims.insert(QStringLiteral("auth_time"), nowSeconds - 59);
                expected.maxAge = std::chrono::seconds(0);
                expected.requestedAtUtc = now.addSecs(10);
            });
        row("3.1.3.8: at_hash of another access token", "at_hash",
            claim("at_hash", QStringLiteral("77QmUPtjPfzWtF2AnpK9RQ")));
        row("3.1.3.8: at_hash is no text", "at_hash", claim("at_hash", 7));
        row("2: no sub", "sub", claim("sub", removed));
        row("2: an empty sub", "sub", claim("sub", QString()));
        row("2: sub is a number", "sub", claim("sub", 7));
        row("2: sub of 256 characters", "sub", claim("sub", QString(256, QLatin1Char('a'))));
    }
    void refused()
    {
        QFETCH(Change, change);
        QFETCH(QString, subject);
        auto claims = goodClaims();
        auto expected = expectation();
        change(claims, expected);
        const auto session = verify(claims, expected);
        QVERIFY(!session.has_value());
        QCOMPARE(core::errcName(session.error().code), QStringLiteral("BadToken"));
        QCOMPARE(session.error().subject, subject);
    }

    void brokenSignatures()
    {
        const auto expected = expectation();
        const auto good = *key(JwsAlgorithm::ES256).sign({}, json(goodClaims()));
        const auto keys = keySet(JwsAlgorithm::ES256);
        const auto code = [&](const QByteArray& compact, const core::crypto::JwkSet& set) {
            const auto session = SessionVerifier::verify(token(compact), set, expected, now);
            return session ? QStringLiteral("accepted") : core::errcName(session.error().code);
        };
        QCOMPARE(code(good, keys), QStringLiteral("accepted"));
        auto changed = good;
        const auto dot = static_cast<qsizetype>(good.indexOf('.')) + 5;
        changed[dot] = changed[dot] == 'A' ? 'B' : 'A';
        QCOMPARE(code(changed, keys), QStringLiteral("BadToken"));
        QCOMPARE(code(good.left(good.lastIndexOf('.') + 1), keys), QStringLiteral("BadToken"));
        QCOMPARE(code("a.b.c", keys), QStringLiteral("BadToken"));
        QCOMPARE(code("", keys), QStringLiteral("BadToken"));
        const auto none = core::crypto::base64UrlEncode(QByteArray("{\"alg\":\"none\"}")) + '.' +
                          core::crypto::base64UrlEncode(json(goodClaims())) + '.';
        QCOMPARE(code(none, keys), QStringLiteral("BadToken"));
        // A key that is not in the set: worth one more look at the provider's keys.
        const auto other = *core::crypto::SigningKey::generate(JwsAlgorithm::ES256);
        QCOMPARE(code(*other.sign({}, json(goodClaims())), keys), QStringLiteral("NotFound"));
        // The right kid over the wrong key.
        const auto forged = *other.signWithHeader(QByteArray("{\"alg\":\"ES256\",\"kid\":\"") +
                                                      key(JwsAlgorithm::ES256).publicKey().kid().toUtf8() + "\"}",
                                                  json(goodClaims()));
        QCOMPARE(code(forged, keys), QStringLiteral("BadToken"));
    }
    void aPayloadWithAClaimTwiceIsRefused()
    {
        const auto payload = QByteArray("{\"sub\":\"bsan\",") + json(goodClaims()).mid(1);
        const auto compact = *key(JwsAlgorithm::ES256).sign({}, payload);
        const auto session = SessionVerifier::verify(token(compact), keySet(JwsAlgorithm::ES256), expectation(), now);
        QVERIFY(!session.has_value());
        QCOMPARE(session.error().subject, QStringLiteral("payload"));
    }

    void samePersonAtARefresh()
    {
        const core::UserKey person{QStringLiteral("https://id.example"), QStringLiteral("asan")};
        const auto check = [&](const QJsonObject& claims) {
            const auto compact = *key(JwsAlgorithm::ES256).sign({}, json(claims));
            return SessionVerifier::samePerson(token(compact), person, QStringLiteral("client"));
        };
        auto claims = goodClaims();
        QVERIFY(check(claims).has_value());
        claims.remove(QStringLiteral("nonce")); // OpenID Connect Core section 12.2
        QVERIFY(check(claims).has_value());
        claims.insert(QStringLiteral("sub"), QStringLiteral("bsan"));
        QCOMPARE(check(claims).error().subject, QStringLiteral("sub"));
        claims = goodClaims();
        claims.insert(QStringLiteral("iss"), QStringLiteral("https://evil.example"));
        QCOMPARE(check(claims).error().subject, QStringLiteral("iss"));
        claims = goodClaims();
        claims.insert(QStringLiteral("aud"), QStringLiteral("other"));
        QCOMPARE(check(claims).error().subject, QStringLiteral("aud"));
        QVERIFY(!SessionVerifier::samePerson(token("garbage"), person, QStringLiteral("client")).has_value());
        QVERIFY(!SessionVerifier::samePerson({}, person, QStringLiteral("client")).has_value());
    }

    void userInfoFillsGapsOnly()
    {
        auto claims = goodClaims();
        claims.remove(QStringLiteral("name"));
        claims.remove(QStringLiteral("acr"));
        const auto session = verify(claims, expectation());
        QVERIFY(session.has_value());
        QCOMPARE(session->displayName(), QStringLiteral("asan"));
        const QJsonObject info{{QStringLiteral("sub"), QStringLiteral("asan")},
                               {QStringLiteral("name"), QStringLiteral("浅井 花")},
                               {QStringLiteral("acr"), QStringLiteral("urn:mfa")},
                               {QStringLiteral("exp"), nowSeconds + 1000000},
                               {QStringLiteral("iss"), QStringLiteral("https://evil.example")}};
        const auto filled = session->withUserInfo(info);
        QVERIFY(filled.has_value());
        QCOMPARE(filled->displayName(), QStringLiteral("浅井 花"));
        QCOMPARE(filled->acr(), QString()); // what decides comes from the signed token
        QCOMPARE(filled->expiresAtUtc(), session->expiresAtUtc());
        QCOMPARE(filled->key().issuer, QStringLiteral("https://id.example"));
        auto other = info;
        other.insert(QStringLiteral("sub"), QStringLiteral("bsan"));
        QCOMPARE(session->withUserInfo(other).error().code, Errc::BadToken);
        other.remove(QStringLiteral("sub"));
        QCOMPARE(session->withUserInfo(other).error().code, Errc::BadToken);
    }

    void rolesComeFromTheSignedTokenOnly()
    {
        auto claims = goodClaims();
        claims.insert(QStringLiteral("roles"), QJsonArray{QStringLiteral("bucho"), 7, QString()});
        claims.insert(QStringLiteral("groups"), QStringLiteral("finance"));
        claims.insert(QStringLiteral("https://example.test/roles"), QJsonArray{QStringLiteral("payer")});
        claims.insert(QStringLiteral("realm_access"),
                      QJsonObject{{QStringLiteral("roles"), QJsonArray{QStringLiteral("bucho")}}});
        claims.insert(QStringLiteral("hobbies"), QJsonArray{QStringLiteral("admin")});
        auto roles = verify(claims, expectation())->roles();
        roles.sort();
        QCOMPARE(roles, (QStringList{QStringLiteral("bucho"), QStringLiteral("finance"), QStringLiteral("payer")}));
        const auto without = verify(goodClaims(), expectation());
        QVERIFY(without->roles().isEmpty());
        const QJsonArray claimed{QStringLiteral("bucho")};
        const auto filled =
            without->withUserInfo({{QStringLiteral("sub"), QStringLiteral("asan")},
                                   {QStringLiteral("roles"), claimed},
                                   {QStringLiteral("groups"), claimed},
                                   {QStringLiteral("https://example.test/roles"), claimed},
                                   {QStringLiteral("realm_access"), QJsonObject{{QStringLiteral("roles"), claimed}}}});
        QVERIFY(filled.has_value());
        QVERIFY(filled->roles().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestIdToken)
#include "tst_id_token.moc"
