#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/crypto/jwk.h"
#include "core/crypto/signing_key.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>

namespace app::demo {

/// How and when somebody proved who they are.
struct Authentication {
    QString subject;
    qint64 atSeconds = 0; ///< `auth_time`
    QString acr;
    QStringList amr;
    QStringList roles;
};

/// What an access token lets its bearer do.
struct Access {
    QString subject;
    QString clientId;
    QStringList scopes;
    QString tokenId;
    qint64 expiresAtSeconds = 0;
    QString acr = {};                  ///< how its subject had signed in; empty: not said
    qint64 authenticatedAtSeconds = 0; ///< `auth_time`; 0: not said
};

struct MintedToken {
    QByteArray text;
    QString id;
    qint64 expiresAtSeconds = 0;
};

/// The provider's keys, made at the start and gone at the end, and what it signs with them. Thread: one.
class TokenMint {
public:
    struct Options {
        QString issuer;
        QString clientId;
        std::chrono::seconds accessLifetime = std::chrono::minutes(5);
        std::chrono::seconds idLifetime = std::chrono::minutes(10);
    };

    /// \param access, id  an ES256 and an RS256 key
    TokenMint(Options options, const core::Clock& clock, core::crypto::SigningKey access, core::crypto::SigningKey id);
    /// With fresh keys. \error Internal  no keys could be made
    [[nodiscard]] static core::Result<TokenMint> create(Options options, const core::Clock& clock);

    /// A JWT access token for one audience (RFC 9068), ES256.
    [[nodiscard]] MintedToken accessToken(const Authentication& who, const QString& audience,
                                          const QStringList& scopes) const;
    /// An ID token (OpenID Connect Core 1.0 section 2), RS256, with `at_hash`; `claims` are added. `nonce` may be
    /// empty.
    [[nodiscard]] QByteArray idToken(const Authentication& who, const QByteArray& nonce, const QByteArray& accessToken,
                                     QJsonObject claims) const;
    /// Who an ID token was given to, also when it has expired: a hint for signing in and out.
    /// \error BadToken  not signed by this provider for this client
    [[nodiscard]] core::Result<QString> subjectOfHint(const QByteArray& idToken) const;

    [[nodiscard]] core::crypto::JwkSet publicKeys() const;
    [[nodiscard]] const Options& options() const { return options_; }

private:
    Options options_;
    const core::Clock* clock_;
    core::crypto::SigningKey accessKey_;
    core::crypto::SigningKey idKey_;
};

/// Access tokens that were withdrawn before their time. Thread: one.
class RevokedTokens {
public:
    explicit RevokedTokens(const core::Clock& clock);
    void add(const QString& tokenId, qint64 expiresAtSeconds);
    [[nodiscard]] bool contains(const QString& tokenId) const;

private:
    const core::Clock& clock_;
    QHash<QString, qint64> expiryById_;
};

/// What a resource server does with an access token before it believes it (RFC 9068 section 4). Knows public keys only.
class AccessTokenVerifier {
public:
    AccessTokenVerifier(QString issuer, QString audience, core::crypto::JwkSet keys, const RevokedTokens& revoked,
                        const core::Clock& clock);

    /// Signature (ES256), `typ`, `iss`, `aud`, `exp`, `nbf`, `sub`, `jti`, and that it was not revoked.
    /// \error BadToken  any of them; `detail` says which, for the answer's error_description
    [[nodiscard]] core::Result<Access> verify(const QByteArray& token) const;

private:
    QString issuer_;
    QString audience_;
    core::crypto::JwkSet keys_;
    const RevokedTokens& revoked_;
    const core::Clock& clock_;
};

} // namespace app::demo
