#include "app/demo/tokens.h"

#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"
#include "core/crypto/random.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using core::Errc;
using core::fail;
using core::Result;
using core::crypto::JwsAlgorithm;

namespace app::demo {
namespace {

QByteArray compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

qint64 now(const core::Clock& clock)
{
    return clock.nowUtc().toSecsSinceEpoch();
}

// `aud` is one text or a list of them (RFC 7519 section 4.1.3).
bool isFor(const QJsonValue& audience, const QString& wanted)
{
    return audience.isArray() ? audience.toArray().contains(wanted) : audience.toString() == wanted;
}

} // namespace

TokenMint::TokenMint(Options options, const core::Clock& clock, core::crypto::SigningKey access,
                     core::crypto::SigningKey id)
    : options_(std::move(options))
    , clock_(&clock)
    , accessKey_(std::move(access))
    , idKey_(std::move(id))
{}

Result<TokenMint> TokenMint::create(Options options, const core::Clock& clock)
{
    TRY_ASSIGN(auto access, core::crypto::SigningKey::generate(JwsAlgorithm::ES256));
    TRY_ASSIGN(auto id, core::crypto::SigningKey::generate(JwsAlgorithm::RS256));
    return TokenMint(std::move(options), clock, std::move(access), std::move(id));
}

MintedToken TokenMint::accessToken(const Authentication& who, const QString& audience, const QStringList& scopes) const
{
    MintedToken minted;
    minted.id = QString::fromLatin1(core::crypto::randomText(16));
    minted.expiresAtSeconds = now(*clock_) + options_.accessLifetime.count();
    const QJsonObject claims{
        {QStringLiteral("iss"), options_.issuer},
        {QStringLiteral("aud"), audience},
        {QStringLiteral("sub"), who.subject},
        {QStringLiteral("client_id"), options_.clientId},
        {QStringLiteral("iat"), now(*clock_)},
        {QStringLiteral("exp"), minted.expiresAtSeconds},
        {QStringLiteral("jti"), minted.id},
        {QStringLiteral("scope"), scopes.join(QLatin1Char(' '))},
        {QStringLiteral("auth_time"), who.atSeconds},
        {QStringLiteral("acr"), who.acr},
        {QStringLiteral("amr"), QJsonArray::fromStringList(who.amr)},
        {QStringLiteral("roles"), QJsonArray::fromStringList(who.roles)},
    };
    const auto text = accessKey_.sign({{QStringLiteral("typ"), QStringLiteral("at+jwt")}}, compact(claims));
    if (!text) qFatal("the demo provider cannot sign");
    minted.text = *text;
    return minted;
}

QByteArray TokenMint::idToken(const Authentication& who, const QByteArray& nonce, const QByteArray& accessToken,
                              QJsonObject claims) const
{
    claims.insert(QStringLiteral("iss"), options_.issuer);
    claims.insert(QStringLiteral("aud"), options_.clientId);
    claims.insert(QStringLiteral("sub"), who.subject);
    claims.insert(QStringLiteral("iat"), now(*clock_));
    claims.insert(QStringLiteral("exp"), now(*clock_) + options_.idLifetime.count());
    claims.insert(QStringLiteral("auth_time"), who.atSeconds);
    claims.insert(QStringLiteral("acr"), who.acr);
    claims.insert(QStringLiteral("amr"), QJsonArray::fromStringList(who.amr));
    if (!nonce.isEmpty()) claims.insert(QStringLiteral("nonce"), QString::fromUtf8(nonce));
    // Core section 3.1.3.6: "the left-most half of the hash" of the access token, base64url.
    claims.insert(QStringLiteral("at_hash"),
                  QString::fromLatin1(core::crypto::base64UrlEncode(core::crypto::sha256(accessToken).left(16))));
    const auto text = idKey_.sign({{QStringLiteral("typ"), QStringLiteral("JWT")}}, compact(claims));
    if (!text) qFatal("the demo provider cannot sign");
    return *text;
}

Result<QString> TokenMint::subjectOfHint(const QByteArray& idToken) const
{
    auto content = core::crypto::verifyJws(idToken, publicKeys(), JwsAlgorithm::RS256);
    if (!content) return fail(Errc::BadToken, QStringLiteral("the hint is not an ID token of this provider"));
    const auto claims = QJsonDocument::fromJson(content->payload).object();
    if (claims.value(QLatin1String("iss")) != options_.issuer ||
        !isFor(claims.value(QLatin1String("aud")), options_.clientId))
        return fail(Errc::BadToken, QStringLiteral("the hint is another provider's or client's"));
    return claims.value(QLatin1String("sub")).toString();
}

core::crypto::JwkSet TokenMint::publicKeys() const
{
    return core::crypto::JwkSet({idKey_.publicKey(), accessKey_.publicKey()});
}

RevokedTokens::RevokedTokens(const core::Clock& clock)
    : clock_(clock)
{}

void RevokedTokens::add(const QString& tokenId, qint64 expiresAtSeconds)
{
    expiryById_.removeIf([this](const auto& entry) { return entry.value() <= now(clock_); });
    expiryById_.insert(tokenId, expiresAtSeconds);
}

bool RevokedTokens::contains(const QString& tokenId) const
{
    return expiryById_.contains(tokenId);
}

AccessTokenVerifier::AccessTokenVerifier(QString issuer, QString audience, core::crypto::JwkSet keys,
                                         const RevokedTokens& revoked, const core::Clock& clock)
    : issuer_(std::move(issuer))
    , audience_(std::move(audience))
    , keys_(std::move(keys))
    , revoked_(revoked)
    , clock_(clock)
{}

Result<Access> AccessTokenVerifier::verify(const QByteArray& token) const
{
    const auto bad = [](const char* why) { return fail(Errc::BadToken, QString::fromLatin1(why)); };
    const auto content = core::crypto::verifyJws(token, keys_, JwsAlgorithm::ES256);
    if (!content) return bad("the token is malformed or its signature does not hold");
    const auto type = content->header.value(QLatin1String("typ")).toString().toLower();
    if (type != QLatin1String("at+jwt") && type != QLatin1String("application/at+jwt"))
        return bad("the token is not an access token");
    const auto parsed = core::parseStrictJson(content->payload);
    if (!parsed || !parsed->isObject()) return bad("the token's claims are malformed");
    const auto claims = parsed->toObject();
    if (claims.value(QLatin1String("iss")) != issuer_) return bad("the token comes from another issuer");
    if (!isFor(claims.value(QLatin1String("aud")), audience_)) return bad("the token is for another audience");
    const auto time = static_cast<double>(now(clock_));
    if (claims.value(QLatin1String("exp")).toDouble(0) <= time) return bad("the token has expired");
    if (claims.value(QLatin1String("nbf")).toDouble(0) > time) return bad("the token is not valid yet");
    Access access;
    access.subject = claims.value(QLatin1String("sub")).toString();
    access.clientId = claims.value(QLatin1String("client_id")).toString();
    access.tokenId = claims.value(QLatin1String("jti")).toString();
    access.scopes = claims.value(QLatin1String("scope")).toString().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    access.expiresAtSeconds = static_cast<qint64>(claims.value(QLatin1String("exp")).toDouble());
    access.acr = claims.value(QLatin1String("acr")).toString();
    access.authenticatedAtSeconds = static_cast<qint64>(claims.value(QLatin1String("auth_time")).toDouble());
    if (access.subject.isEmpty() || access.tokenId.isEmpty()) return bad("the token names no subject or no id");
    if (revoked_.contains(access.tokenId)) return bad("the token was revoked");
    return access;
}

} // namespace app::demo
