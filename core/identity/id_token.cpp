#include "core/identity/id_token.h"

#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>

#include <cmath>

namespace core::identity {
namespace {

QByteArrayView viewOf(const Secret& secret)
{
    const auto bytes = secret.expose();
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

tl::unexpected<Error> bad(const char* claim, const char* why)
{
    return fail(Errc::BadToken, QString::fromLatin1(why), QString::fromLatin1(claim));
}

// NumericDate (RFC 7519 section 2): seconds, fractions allowed. Limited to years a QDateTime can hold.
Result<std::optional<double>> numericDate(const QJsonObject& claims, const char* name)
{
    const auto value = claims.value(QString::fromLatin1(name));
    if (value.isUndefined()) return std::optional<double>();
    const auto seconds = value.toDouble(-1);
    if (!value.isDouble() || !std::isfinite(seconds) || seconds < 0 || seconds > 1e11) {
        return bad(name, "the claim is no date");
    }
    return std::optional<double>(seconds);
}

Result<> checkIssuerAndAudience(const QJsonObject& claims, const QString& expectedIssuer, const QString& clientId)
{
    const auto issuer = claims.value(QStringLiteral("iss"));
    if (!issuer.isString() || issuer.toString() != expectedIssuer) return bad("iss", "another issuer");

    const auto audience = claims.value(QStringLiteral("aud"));
    QStringList audiences;
    if (audience.isString()) audiences.append(audience.toString());
    const auto list = audience.toArray();
    for (const auto& item : list) {
        if (!item.isString()) return bad("aud", "an audience that is no text");
        audiences.append(item.toString());
    }
    if (!audiences.contains(clientId)) return bad("aud", "not for this client");

    const auto party = claims.value(QStringLiteral("azp"));
    if (audiences.size() > 1 && party.isUndefined()) return bad("azp", "several audiences and no authorized party");
    if (!party.isUndefined() && (!party.isString() || party.toString() != clientId)) {
        return bad("azp", "another authorized party");
    }
    return {};
}

Result<> checkTimes(const QJsonObject& claims, const IdTokenExpectation& expected, const QDateTime& nowUtc)
{
    const auto now = static_cast<double>(nowUtc.toMSecsSinceEpoch()) / 1000.0;
    const auto leeway = static_cast<double>(expected.leeway.count());
    TRY_ASSIGN(const auto expires, numericDate(claims, "exp"));
    if (!expires) return bad("exp", "no expiry");
    if (now >= *expires + leeway) return bad("exp", "expired");
    TRY_ASSIGN(const auto issued, numericDate(claims, "iat"));
    if (!issued) return bad("iat", "no time of issue");
    if (*issued > now + leeway) return bad("iat", "issued in the future");
    TRY_ASSIGN(const auto notBefore, numericDate(claims, "nbf"));
    if (notBefore && *notBefore > now + leeway) return bad("nbf", "not valid yet");

    TRY_ASSIGN(const auto authenticated, numericDate(claims, "auth_time"));
    if (!expected.maxAge) return {};
    if (!authenticated) return bad("auth_time", "max_age was sent and no auth_time came back");
    if (*authenticated > now + leeway) return bad("auth_time", "signed in in the future");
    const auto maxAge = static_cast<double>(expected.maxAge->count());
    if (now - *authenticated > maxAge + leeway) return bad("auth_time", "the sign-in is too long ago");
    if (expected.requestedAtUtc.isValid() &&
        *authenticated + maxAge + leeway < static_cast<double>(expected.requestedAtUtc.toSecsSinceEpoch())) {
        return bad("auth_time", "the sign-in is older than this request allows");
    }
    return {};
}

Result<> checkBindings(const QJsonObject& claims, const IdTokenExpectation& expected)
{
    const auto nonce = claims.value(QStringLiteral("nonce"));
    if (expected.nonce.isEmpty() || !nonce.isString() ||
        !crypto::equalsConstantTime(nonce.toString().toUtf8(), expected.nonce)) {
        return bad("nonce", "not our nonce");
    }

    const auto acr = claims.value(QStringLiteral("acr"));
    if (!acr.isUndefined() && !acr.isString()) return bad("acr", "acr is no text");
    if (!expected.acceptedAcr.isEmpty() && !expected.acceptedAcr.contains(acr.toString())) {
        return bad("acr", "the sign-in is not as strong as was asked");
    }

    const auto hash = claims.value(QStringLiteral("at_hash"));
    if (hash.isUndefined() || expected.accessToken.isEmpty()) return {};
    const auto wanted = accessTokenHash(expected.accessToken, expected.algorithm);
    if (!hash.isString() || !crypto::equalsConstantTime(hash.toString().toUtf8(), wanted)) {
        return bad("at_hash", "the access token is not the one this ID token came with");
    }
    return {};
}

} // namespace

QByteArray accessTokenHash(const AccessToken& token, crypto::JwsAlgorithm algorithm)
{
    const auto bytes = viewOf(token);
    const auto digest = algorithm == crypto::JwsAlgorithm::EdDSA
                            ? QCryptographicHash::hash(bytes, QCryptographicHash::Sha512)
                            : crypto::sha256(bytes);
    return crypto::base64UrlEncode(QByteArrayView(digest).first(digest.size() / 2));
}

Result<UserSession> SessionVerifier::verify(const IdToken& token, const crypto::JwkSet& keys,
                                            const IdTokenExpectation& expected, const QDateTime& nowUtc)
{
    auto content = crypto::verifyJws(viewOf(token), keys, expected.algorithm);
    if (!content) {
        auto error = std::move(content).error();
        if (error.code == Errc::BadToken && error.subject.isEmpty()) error.subject = QStringLiteral("signature");
        return tl::unexpected(std::move(error));
    }
    const auto value = parseStrictJson(content->payload);
    if (!value || !value->isObject()) return bad("payload", "the claims are no JSON object");
    const auto claims = value->toObject();

    TRY(checkIssuerAndAudience(claims, expected.issuer, expected.clientId));
    const auto subject = claims.value(QStringLiteral("sub")).toString();
    // "It MUST NOT exceed 255 ASCII characters in length." (OpenID Connect Core section 2)
    if (subject.isEmpty() || subject.size() > 255) return bad("sub", "no usable subject");
    TRY(checkTimes(claims, expected, nowUtc));
    TRY(checkBindings(claims, expected));
    return UserSession(UserKey{expected.issuer, subject}, claims);
}

Result<> SessionVerifier::samePerson(const IdToken& token, const UserKey& person, const QString& clientId)
{
    const auto compact = viewOf(token);
    const auto first = compact.indexOf('.');
    const auto second = first < 0 ? -1 : compact.indexOf('.', first + 1);
    if (second < 0) return bad("payload", "not a compact JWS");
    const auto payload = crypto::base64UrlDecode(compact.sliced(first + 1, second - first - 1));
    const auto value = payload ? parseStrictJson(*payload) : Result<QJsonValue>(fail(Errc::BadToken, QString()));
    if (!value || !value->isObject()) return bad("payload", "the claims are no JSON object");
    const auto claims = value->toObject();
    TRY(checkIssuerAndAudience(claims, person.issuer, clientId));
    if (claims.value(QStringLiteral("sub")).toString() != person.subject) return bad("sub", "another subject");
    return {};
}

} // namespace core::identity
