#pragma once

#include "core/crypto/jwk.h"
#include "core/identity/user_session.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace core::identity {

/// What an ID token must say to be believed.
struct IdTokenExpectation {
    QString issuer;
    QString clientId;
    crypto::JwsAlgorithm algorithm = crypto::JwsAlgorithm::RS256; ///< pinned for this provider
    QByteArray nonce = {};        ///< the one that was sent; an empty one matches nothing
    AccessToken accessToken = {}; ///< the one that came along, for `at_hash`
    std::optional<std::chrono::seconds> maxAge = {};
    QDateTime requestedAtUtc = {};   ///< when the browser was opened; with maxAge 0 the sign-in must be later
    QStringList acceptedAcr = {};    ///< not empty: `acr` must be one of them
    std::chrono::seconds leeway{60}; ///< for clocks that differ
};

/// The only maker of new UserSessions.
class SessionVerifier {
public:
    /// Checks an ID token by OpenID Connect Core 1.0 section 3.1.3.7: signature with the pinned algorithm, `iss`,
    /// `aud`, `azp`, `exp`, `iat`, `nbf`, `nonce`, `acr`, `auth_time`, `at_hash`, and that `sub` is 1 to 255
    /// characters. Encrypted ID tokens are not offered.
    ///
    /// \error BadToken  a check failed; subject: the claim, or "signature". Nothing of the token may be used
    /// \error NotFound  the key set has no key for the token's `kid`: fetch it again once, then treat as BadToken
    /// \error TooLarge  over 256 KiB
    ///
    /// Thread: any. Logs: nothing.
    [[nodiscard]] static Result<UserSession> verify(const IdToken& token, const crypto::JwkSet& keys,
                                                    const IdTokenExpectation& expected, const QDateTime& nowUtc);

    /// Whether the ID token that came with a refresh is about the same person, from the same issuer and for this client
    /// (OpenID Connect Core section 12.2). The signature is not looked at: the token came straight from the token
    /// endpoint over TLS, which section 3.1.3.7 accepts in its place, and nothing else of this token is used.
    ///
    /// \error BadToken  it is about somebody else, or unreadable; subject: the claim
    [[nodiscard]] static Result<> samePerson(const IdToken& token, const UserKey& person, const QString& clientId);
};

/// The left half of the hash that belongs to the algorithm, base64url: SHA-256 for RS256, PS256 and ES256, SHA-512 for
/// EdDSA with Ed25519 (OpenID Connect Core section 3.1.3.6, RFC 8032 section 5.1).
[[nodiscard]] QByteArray accessTokenHash(const AccessToken& token, crypto::JwsAlgorithm algorithm);

} // namespace core::identity
