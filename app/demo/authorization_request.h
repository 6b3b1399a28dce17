#pragma once

#include "app/demo/web.h"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>

namespace app::demo {

inline constexpr char acrPassword[] = "urn:sekisho:acr:pwd";
inline constexpr char acrSecondFactor[] = "urn:sekisho:acr:mfa";

/// One API, as the provider knows it. A token is for one of them, with scopes of that one.
struct ApiSetup {
    QString name; ///< also the first segment of the paths of what it holds
    QString audience;
    QStringList scopes;
};

/// Every API of the organisation; the first is the HR API.
[[nodiscard]] QList<ApiSetup> organisationApis();

/// What this provider knows about its only client and its APIs.
struct ProviderSetup {
    QString issuer;
    QString clientId = QStringLiteral("sekisho-demo");
    QStringList identityScopes = {QStringLiteral("openid"),  QStringLiteral("profile"),
                                  QStringLiteral("email"),   QStringLiteral("phone"),
                                  QStringLiteral("address"), QStringLiteral("offline_access")};
    QList<ApiSetup> apis = organisationApis();

    [[nodiscard]] QString audienceOf(const QString& api) const;
    [[nodiscard]] bool knows(const QString& audience) const;
    /// What a token for that audience may carry; with an empty one: what userinfo is asked with.
    [[nodiscard]] QStringList scopesFor(const QString& audience) const;
    [[nodiscard]] QStringList apiScopes() const;
};

/// An authorization request whose every part was checked (OpenID Connect Core 1.0 section 3.1.2.1).
struct AuthorizationRequest {
    QByteArray redirectUri;
    QString state;
    QByteArray nonce;
    QByteArray challenge; ///< S256
    QStringList scopes;
    QString audience;      ///< of the first access token, the first one named; empty: this provider's userinfo
    QStringList audiences; ///< every API that was named
    bool promptNone = false;
    bool promptLogin = false;
    bool promptSelectAccount = false;
    std::optional<std::chrono::seconds> maxAge = {};
    QStringList acrValues; ///< only those that are known here, in the order of preference
    QString loginHint;
    QByteArray idTokenHint;
    QString uiLocales;
};

/// Why a request was refused. With an empty `redirectUri` the browser must not be sent anywhere: the error is shown to
/// the person (RFC 6749 section 4.1.2.1).
struct AuthorizationError {
    QByteArray redirectUri;
    QString state;
    QString error;
    QString description; ///< English
};

/// True for `http://127.0.0.1:{port}/callback` and `http://[::1]:{port}/callback`, byte for byte, with any port
/// (RFC 8252 section 7.3). No other address is registered.
[[nodiscard]] bool isRegisteredRedirect(const QString& uri);
/// The same addresses, and `/signed-out` beside `/callback` (OpenID Connect RP-Initiated Logout 1.0 section 3).
[[nodiscard]] bool isRegisteredPostLogoutRedirect(const QString& uri);

/// The one API that `resource` (RFC 8707) and `audience` name together; empty when neither is there, nothing when they
/// name an unknown one or two different ones. For the token endpoint: a token is for one API.
[[nodiscard]] std::optional<QString> requestedAudience(const ProviderSetup& setup, const Fields& fields);

[[nodiscard]] tl::expected<AuthorizationRequest, AuthorizationError> parseAuthorization(const ProviderSetup& setup,
                                                                                        const Fields& fields);

/// The address of an answer, with `iss` (RFC 9207) and `state`.
[[nodiscard]] QByteArray authorizationAnswer(const ProviderSetup& setup, const QByteArray& redirectUri,
                                             const QString& state, QUrlQuery answer);

} // namespace app::demo
