#pragma once

#include "app/demo/authorization_request.h"
#include "app/demo/tokens.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <memory>
#include <vector>

namespace app::demo {

/// What somebody granted by signing in.
struct Grant {
    Authentication who;
    QStringList scopes;
    QByteArray nonce;
    QStringList audiences = {}; ///< the APIs that were named at the sign-in; none: the scopes alone decide

    /// RFC 8707 section 2.2: tokens are for APIs that were named before, or for the provider's own userinfo.
    [[nodiscard]] bool covers(const QString& audience) const
    {
        return audience.isEmpty() || audiences.isEmpty() || audiences.contains(audience);
    }
};

/// An error of the token endpoint (RFC 6749 section 5.2).
struct TokenError {
    QString error;
    QString description;
    int status = 400;
};

/// Everything one sign-in gave out. It dies as a whole when a code or a refresh token comes a second time: then
/// somebody has a copy (RFC 9700 sections 2.1.1 and 4.14.2).
struct Family {
    Grant grant;
    bool revoked = false;
    qint64 expiresAtSeconds = 0;
    std::vector<std::pair<QString, qint64>> accessTokens; ///< id and expiry, to withdraw them
};

struct RedeemedCode {
    std::shared_ptr<Family> family;
    QString audience;
};

/// Codes and refresh tokens. Only their digests are kept. Thread: one.
class GrantStore {
public:
    struct Options {
        std::chrono::seconds codeLifetime = std::chrono::seconds(60);
        std::chrono::seconds refreshLifetime = std::chrono::hours(12);
        qsizetype mostCodes = 1000; ///< and refresh tokens ten times as many, used ones too; the oldest goes first
    };
    GrantStore(Options options, const core::Clock& clock, RevokedTokens& revoked);

    [[nodiscard]] QByteArray issueCode(const AuthorizationRequest& request, Grant grant);
    /// \param verifier  checked against the request's challenge (RFC 7636 section 4.6)
    [[nodiscard]] tl::expected<RedeemedCode, TokenError>
    redeemCode(const QByteArray& code, const QByteArray& redirectUri, const QByteArray& verifier);
    [[nodiscard]] QByteArray issueRefreshToken(const std::shared_ptr<Family>& family);
    /// Uses the token up. Whoever gets the family must hand out a new one.
    [[nodiscard]] tl::expected<std::shared_ptr<Family>, TokenError> redeemRefreshToken(const QByteArray& token);
    /// Looks without using it up: an answer that fails for another reason must not cost the client its token.
    [[nodiscard]] std::shared_ptr<Family> peekRefreshToken(const QByteArray& token) const;
    /// \return whether there was such a refresh token
    bool revokeRefreshToken(const QByteArray& token);

private:
    struct Code {
        std::shared_ptr<Family> family;
        QByteArray redirectUri;
        QByteArray challenge;
        QString audience;
        qint64 expiresAtSeconds = 0;
        bool used = false;
        quint64 born = 0;
    };
    struct RefreshToken {
        std::shared_ptr<Family> family;
        bool used = false;
        quint64 born = 0;
    };

    void revoke(Family& family);
    [[nodiscard]] qint64 now() const;
    void prune();

    Options options_;
    const core::Clock& clock_;
    RevokedTokens& revoked_;
    QHash<QByteArray, Code> codes_;                 ///< by SHA-256
    QHash<QByteArray, RefreshToken> refreshTokens_; ///< by SHA-256
    quint64 born_ = 0;                              ///< so many of either there were
};

} // namespace app::demo
