#pragma once

#include "core/base/clock.h"
#include "core/identity/provider.h"
#include "core/secret/secret.h"

#include <chrono>

namespace core::identity {

/// What a token endpoint gave (RFC 6749 section 5.1).
struct TokenAnswer {
    AccessToken access;
    RefreshToken refresh; ///< empty: none came; at a refresh the old one stays good (section 6)
    IdToken id;           ///< empty: none came
    QStringList scopes;   ///< as the answer says, else as requested
    std::chrono::seconds lifetime{0};
};

/// One authorization code with what it takes to redeem it.
struct CodeGrant {
    AuthorizationCode code;
    PkceVerifier verifier;
    QUrl redirectUri;
    QStringList scopes; ///< that were asked for
};

/// Reads a token endpoint's answer. The status decides first, so that a web page from a broken proxy is a server fault
/// and not a reason to ask the person to sign in.
///
/// \param requested  the scopes that were asked for: what was granted when the answer names none (RFC 6749 section 5.1)
/// \error RateLimited, ServerFault  429, 5xx (retryAfter): try later
/// \error SignInNeeded    invalid_grant: the refresh token is void, the session is over
/// \error Unauthorized    the codes that demand the person (interaction_required, mfa_required, ...): for what was
///                        asked for now; the refresh token goes on being good for the rest
/// \error InvalidArgument the provider refuses the client ID, the audience or a scope: `subject` names it
/// \error NotJson, Protocol  it is no answer of a token endpoint, or its token_type is not Bearer
[[nodiscard]] Result<TokenAnswer> readTokenAnswer(const net::HttpResponse& response, const QString& host,
                                                  const QStringList& requested, const QDateTime& nowUtc);

/// What an access token is good for when the answer does not say how long (`expires_in` is only RECOMMENDED).
inline constexpr std::chrono::seconds assumedLifetime = std::chrono::minutes(5);

/// The provider's endpoints that a public client talks to directly. No request is retried here.
/// Thread: that of `http`. Logs: codes, never a body.
class TokenEndpoint {
public:
    TokenEndpoint(net::Http& http, const Clock& clock)
        : http_(http)
        , clock_(clock)
    {}

    /// Trades a code for tokens. One POST and no second: a code is single-use, and using it twice revokes what the
    /// first one gave (RFC 6749 section 4.1.2).
    /// \error those of readTokenAnswer() and core::net::Http
    [[nodiscard]] Async<TokenAnswer> exchange(const ProviderConfig& config, const ProviderMetadata& metadata,
                                              const CodeGrant& grant, std::stop_token stop);

    /// Asks for new tokens (RFC 6749 section 6). With rotation the refresh token is used up once the provider has seen
    /// this, whatever happens to the answer: store first, see RefreshMachine.
    /// \param audience  the API the access token shall be for; empty: the provider's own userinfo
    /// \error those of readTokenAnswer() and core::net::Http
    [[nodiscard]] Async<TokenAnswer> refresh(const ProviderConfig& config, const ProviderMetadata& metadata,
                                             const RefreshToken& token, const QString& audience,
                                             const QStringList& heldScopes, std::stop_token stop);

    enum class Hint { RefreshToken, AccessToken };
    /// Makes a token void (RFC 7009). A token the provider does not know is void already and counts as success.
    /// \error Unsupported  the provider has no revocation endpoint or does not revoke this kind
    /// \error RateLimited, ServerFault  the token is still good (section 2.2.1)
    /// \error those of core::net::Http
    [[nodiscard]] Async<> revoke(const ProviderConfig& config, const ProviderMetadata& metadata, const Secret& token,
                                 Hint hint, std::stop_token stop);

    /// Hands the authorization request in directly (RFC 9126 section 2). \return the request_uri
    [[nodiscard]] Async<QByteArray> push(const ProviderConfig& config, const ProviderMetadata& metadata,
                                         const std::vector<std::pair<QByteArray, QByteArray>>& fields,
                                         std::stop_token stop);

    /// What the provider says about the person (OpenID Connect Core section 5.3). JSON answers only.
    /// \error Unauthorized, Forbidden  the token is not (or no longer) good for userinfo
    /// \error Unsupported  there is no userinfo endpoint, or it answers a signed JWT
    [[nodiscard]] Async<QJsonObject> userinfo(const ProviderConfig& config, const ProviderMetadata& metadata,
                                              const AccessToken& token, std::stop_token stop);

    /// The provider's public keys. \error those of JwkSet::parse, and by HTTP status as above
    [[nodiscard]] Async<crypto::JwkSet> keys(const ProviderConfig& config, const ProviderMetadata& metadata,
                                             std::stop_token stop);

private:
    net::Http& http_;
    const Clock& clock_;
};

} // namespace core::identity
