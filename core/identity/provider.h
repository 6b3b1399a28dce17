#pragma once

#include "core/base/async.h"
#include "core/crypto/jwk.h"
#include "core/net/http.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <optional>
#include <stop_token>

namespace core::identity {

/// How an API is named in requests: `audience` (Auth0) or `resource` (RFC 8707), or both for providers that ignore the
/// one they do not know. `resource` must be an absolute URI (RFC 8707 section 2) and is left out when it is not.
enum class AudienceParameter { Both, Audience, Resource };

/// What is needed to use one organisation's provider: typed by a person or set by an administrator. Holds no secret:
/// this program is a public client (RFC 8252 section 8.4).
struct ProviderConfig {
    QString issuer; ///< compared byte for byte with what the provider calls itself
    QString clientId;
    QString audience = {};          ///< the API that the first access token is for; empty: the provider's own userinfo
    QStringList resources = {};     ///< more APIs that tokens may be asked for later
    QStringList scopes = {};        ///< besides openid, profile, email and offline_access
    QString name = {};              ///< shown instead of the issuer's host
    QStringList signInOrigins = {}; ///< more origins ("https://login.example") that the sign-in window may visit
    bool plainHttpLoopback = false; ///< http to this machine is allowed: the demo organisation and tests only
    bool demo = false;
    /// An administrator has set it, and vouches that what the provider names is its own: see redirect_path.h.
    bool managed = false;
    /// The sign-in goes through the person's own browser, which then holds a session of the provider's.
    bool inSystemBrowser = false;
    std::optional<crypto::JwsAlgorithm> idTokenAlgorithm = {}; ///< set: no other is accepted
    AudienceParameter audienceParameter = AudienceParameter::Both;
    /// A JWK Set that came another way than over the network (the demo's, over its pipe): no other key is accepted.
    QByteArray pinnedKeys = {};

    [[nodiscard]] QJsonObject toJson() const;
    /// \error Corrupt  not what toJson() made
    [[nodiscard]] static Result<ProviderConfig> fromJson(const QJsonObject& json);
    [[nodiscard]] net::PlainHttp plainHttp() const
    {
        return plainHttpLoopback ? net::PlainHttp::Loopback : net::PlainHttp::Never;
    }
    friend bool operator==(const ProviderConfig&, const ProviderConfig&) = default;
};

/// What a provider says about itself (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). An endpoint that is
/// not offered is an empty QUrl.
struct ProviderMetadata {
    QString issuer;
    QUrl authorizationEndpoint;
    QUrl tokenEndpoint;
    QUrl jwksUri;
    QUrl userinfoEndpoint;
    QUrl endSessionEndpoint;
    QUrl revocationEndpoint;
    QUrl introspectionEndpoint;
    QUrl deviceAuthorizationEndpoint;
    QUrl pushedAuthorizationRequestEndpoint;
    bool requirePushedAuthorizationRequests = false;
    bool pkceAdvertised = false; ///< S256 is sent in any case
    bool issInResponses = false; ///< RFC 9207 section 3
    QStringList idTokenAlgorithms;
    QStringList scopesSupported; ///< empty: not said
    QStringList claimsSupported;
    QStringList acrValuesSupported;
    QStringList promptValuesSupported; ///< empty: not said
    QStringList grantTypes;
    QStringList tokenEndpointAuthMethods;
};

/// Where the provider's description lies: the issuer without a slash at its end, then
/// `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 section 4.1).
///
/// \error InvalidArgument  subject "issuer": not an https URL (or allowed plain http), or with a query or fragment
[[nodiscard]] Result<QUrl> discoveryUrl(const ProviderConfig& config);

/// Reads one answer of the discovery address.
///
/// \error NotJson      a web page, or anything that is not JSON; subject: the host
/// \error WrongIssuer  subject: what the provider calls itself. Not the provider that was meant, or mistyped by a slash
/// \error Protocol     an endpoint is missing, malformed, or not https; subject: the key
/// \error NotFound, RateLimited, ServerFault  by the HTTP status; subject: the host
[[nodiscard]] Result<ProviderMetadata> readMetadata(const net::HttpResponse& response, const ProviderConfig& config,
                                                    const QDateTime& nowUtc);

/// Asks the provider to describe itself. One GET.
///
/// \error those of discoveryUrl(), readMetadata() and core::net::Http
/// Thread: that of `http`. Logs: what Http logs.
[[nodiscard]] Async<ProviderMetadata> discover(net::Http& http, const ProviderConfig& config, const QDateTime& nowUtc,
                                               std::stop_token stop);

/// The one algorithm that this provider's ID tokens may be signed with: the configured one; else RS256 where the
/// provider lists it, because that is what a client gets that registered no other (OpenID Connect Core section 3.1.3.7
/// (7)); else the first listed one that is offered here. Stored at the first sign-in and never taken from a token.
/// \error Unsupported  none of the provider's algorithms is offered
[[nodiscard]] Result<crypto::JwsAlgorithm> pinnedAlgorithm(const ProviderConfig& config,
                                                           const ProviderMetadata& metadata);

/// Scheme, host and port of a URL as browsers write an origin: "https://login.example:8443"; empty for no web URL.
[[nodiscard]] QString originOf(const QUrl& url);

/// The scopes a sign-in asks for. `offline_access` is left out when the provider lists its scopes and that is not among
/// them: some refuse a scope they do not know.
/// \param offline  a refresh token is wanted
[[nodiscard]] QStringList requestedScopes(const ProviderConfig& config, const ProviderMetadata& metadata, bool offline);

/// `audience` and/or `resource` for one API, as the configuration wants it. Empty audience: nothing.
[[nodiscard]] std::vector<std::pair<QByteArray, QByteArray>> audienceFields(const ProviderConfig& config,
                                                                            const QString& audience);

} // namespace core::identity
