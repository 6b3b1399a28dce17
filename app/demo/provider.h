#pragma once

#include "app/demo/authorization_request.h"
#include "app/demo/grants.h"
#include "app/demo/people.h"
#include "app/demo/tokens.h"
#include "core/base/clock.h"
#include "core/secret/secret.h"

namespace app::demo {

/// The demo organisation's OpenID provider: discovery, authorization code flow with PKCE, refresh with rotation,
/// userinfo, revocation and sign-out, each as its standard says. A function from request to response; everything it
/// remembers is in memory. Thread: one.
class OpenIdProvider {
public:
    struct Options {
        ProviderSetup setup;
        QByteArray secondFactor = {}; ///< the code of every second factor; empty: another one each time
        GrantStore::Options lifetimes = {};
        std::chrono::seconds sessionLifetime = std::chrono::hours(8);
        std::chrono::seconds interactionLifetime = std::chrono::minutes(10);
        /// Of the sign-ins that wait for somebody, and of the people's sessions in browsers: the oldest goes first.
        qsizetype mostRemembered = 1000;
    };

    OpenIdProvider(Options options, const People& people, const TokenMint& mint, RevokedTokens& revoked,
                   const core::Clock& clock);

    [[nodiscard]] Response handle(const Request& request);

private:
    /// Somebody who signed in with this browser.
    struct Session {
        Authentication who;
        qint64 expiresAtSeconds = 0;
        quint64 born = 0;
    };
    /// One authorization request that waits for somebody to sign in, bound to one browser.
    struct Interaction {
        AuthorizationRequest request;
        QByteArray browser; ///< SHA-256 of the browser's cookie
        QByteArray csrfToken;
        Language language = Language::English;
        QString passwordOf; ///< who gave the right password and still owes the second factor
        QByteArray code;    ///< the second factor
        int failures = 0;
        qint64 expiresAtSeconds = 0;
        quint64 born = 0;
    };

    [[nodiscard]] Response discovery() const;
    [[nodiscard]] Response authorize(const Request& request);
    [[nodiscard]] Response showLogin(const Request& request);
    [[nodiscard]] Response postLogin(const Request& request);
    [[nodiscard]] Response token(const Request& request);
    [[nodiscard]] Response userinfo(const Request& request) const;
    [[nodiscard]] Response revoke(const Request& request);
    [[nodiscard]] Response endSession(const Request& request);
    [[nodiscard]] Response signOut(const Request& request, const Fields& fields);

    [[nodiscard]] Response startInteraction(const Request& request, AuthorizationRequest authorization);
    [[nodiscard]] Response page(const QString& id, const Interaction& interaction, bool failed) const;
    [[nodiscard]] Response checkPassword(const QString& id, Interaction& interaction, const Fields& form);
    [[nodiscard]] Response checkSecondFactor(const QString& id, Interaction& interaction, const Fields& form);
    [[nodiscard]] Response failedAttempt(const QString& id, Interaction& interaction);
    [[nodiscard]] Response finishLogin(const QString& id, QString personId, const QString& acr);
    [[nodiscard]] Response answerWithCode(const AuthorizationRequest& request, const Authentication& who);
    [[nodiscard]] Response answerWithError(const AuthorizationError& error, Language language) const;
    [[nodiscard]] const Session* session(const Request& request) const;
    [[nodiscard]] bool sessionSuffices(const Session& session, const AuthorizationRequest& request) const;
    [[nodiscard]] Interaction* interaction(const Request& request, const Fields& fields);

    [[nodiscard]] tl::expected<Response, TokenError> redeem(const Fields& form);
    [[nodiscard]] tl::expected<Response, TokenError> refresh(const Fields& form);
    [[nodiscard]] Response tokens(const std::shared_ptr<Family>& family, const QString& audience,
                                  const QStringList& scopes, const QByteArray& nonce);
    [[nodiscard]] QJsonObject identityClaims(const Person& person, const QStringList& scopes) const;
    [[nodiscard]] QString userinfoAudience() const;
    [[nodiscard]] bool comesFromHere(const Request& request) const;
    [[nodiscard]] qint64 now() const;
    void prune();

    Options options_;
    const People& people_;
    const TokenMint& mint_;
    RevokedTokens& revoked_;
    const core::Clock& clock_;
    GrantStore grants_;
    core::Secret csrfKey_;
    QHash<QByteArray, Session> sessions_; ///< by SHA-256 of the cookie
    QHash<QString, Interaction> interactions_;
    quint64 born_ = 0; ///< so many sessions and interactions there were
};

} // namespace app::demo
