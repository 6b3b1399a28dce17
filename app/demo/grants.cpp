#include "app/demo/grants.h"

#include "app/demo/newest.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"

#include <QtCore/QRegularExpression>

namespace app::demo {
namespace {

tl::unexpected<TokenError> invalidGrant(const char* why)
{
    return tl::unexpected(TokenError{QStringLiteral("invalid_grant"), QLatin1String(why)});
}

bool isVerifier(const QByteArray& text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9._~-]{43,128}\\z"));
    return pattern.match(QString::fromLatin1(text)).hasMatch();
}

} // namespace

GrantStore::GrantStore(Options options, const core::Clock& clock, RevokedTokens& revoked)
    : options_(options)
    , clock_(clock)
    , revoked_(revoked)
{}

qint64 GrantStore::now() const
{
    return clock_.nowUtc().toSecsSinceEpoch();
}

// Used and expired ones are kept as long as their family lives, so that a second use is noticed.
void GrantStore::prune()
{
    codes_.removeIf([this](const auto& entry) { return entry.value().family->expiresAtSeconds <= now(); });
    refreshTokens_.removeIf([this](const auto& entry) { return entry.value().family->expiresAtSeconds <= now(); });
}

QByteArray GrantStore::issueCode(const AuthorizationRequest& request, Grant grant)
{
    prune();
    auto family = std::make_shared<Family>();
    family->grant = std::move(grant);
    family->expiresAtSeconds = now() + options_.refreshLifetime.count();
    const auto code = core::crypto::randomText();
    makeRoom(codes_, options_.mostCodes);
    codes_.insert(core::crypto::sha256(code),
                  Code{std::move(family), request.redirectUri, request.challenge, request.audience,
                       now() + options_.codeLifetime.count(), false, ++born_});
    return code;
}

tl::expected<RedeemedCode, TokenError> GrantStore::redeemCode(const QByteArray& code, const QByteArray& redirectUri,
                                                              const QByteArray& verifier)
{
    const auto found = codes_.find(core::crypto::sha256(code));
    if (found == codes_.end()) return invalidGrant("the code is unknown");
    if (found->used) {
        revoke(*found->family);
        return invalidGrant("the code was used before; everything it gave is revoked");
    }
    if (found->expiresAtSeconds <= now()) return invalidGrant("the code has expired");
    if (found->redirectUri != redirectUri) return invalidGrant("redirect_uri differs from the authorization request's");
    if (!isVerifier(verifier) || !core::crypto::equalsConstantTime(
                                     core::crypto::base64UrlEncode(core::crypto::sha256(verifier)), found->challenge))
        return invalidGrant("code_verifier does not fit the code_challenge");
    found->used = true;
    return RedeemedCode{found->family, found->audience};
}

QByteArray GrantStore::issueRefreshToken(const std::shared_ptr<Family>& family)
{
    const auto token = core::crypto::randomText();
    makeRoom(refreshTokens_, 10 * options_.mostCodes);
    refreshTokens_.insert(core::crypto::sha256(token), RefreshToken{family, false, ++born_});
    return token;
}

std::shared_ptr<Family> GrantStore::peekRefreshToken(const QByteArray& token) const
{
    const auto found = refreshTokens_.constFind(core::crypto::sha256(token));
    return found == refreshTokens_.constEnd() ? nullptr : found->family;
}

tl::expected<std::shared_ptr<Family>, TokenError> GrantStore::redeemRefreshToken(const QByteArray& token)
{
    const auto found = refreshTokens_.find(core::crypto::sha256(token));
    if (found == refreshTokens_.end()) return invalidGrant("the refresh token is unknown");
    if (found->used) {
        revoke(*found->family);
        return invalidGrant("the refresh token was used before; its whole family is revoked");
    }
    if (found->family->revoked) return invalidGrant("the refresh token was revoked");
    if (found->family->expiresAtSeconds <= now()) return invalidGrant("the refresh token has expired");
    found->used = true;
    return found->family;
}

bool GrantStore::revokeRefreshToken(const QByteArray& token)
{
    const auto family = peekRefreshToken(token);
    if (!family) return false;
    revoke(*family);
    return true;
}

void GrantStore::revoke(Family& family)
{
    family.revoked = true;
    for (const auto& [id, expiry] : family.accessTokens)
        revoked_.add(id, expiry);
}

} // namespace app::demo
