#include "core/identity/provider.h"

#include "core/base/canonical_json.h"
#include "core/net/loopback.h"

#include <QtCore/QJsonArray>

namespace core::identity {
namespace {

QJsonArray toArray(const QStringList& texts)
{
    return QJsonArray::fromStringList(texts);
}

QStringList toTexts(const QJsonValue& value)
{
    QStringList texts;
    const auto array = value.toArray();
    for (const auto& item : array)
        if (item.isString()) texts.append(item.toString());
    return texts;
}

bool usable(const QUrl& url, const ProviderConfig& config)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasFragment()) return false;
    if (url.scheme() == QLatin1String("https")) return true;
    return url.scheme() == QLatin1String("http") && config.plainHttpLoopback && net::isLoopback(url);
}

enum class Presence { Required, Optional };

Result<QUrl> endpoint(const QJsonObject& json, const char* key, Presence presence, const ProviderConfig& config)
{
    const auto name = QString::fromLatin1(key);
    const auto value = json.value(name);
    if (value.isUndefined() || value.isNull()) {
        if (presence == Presence::Optional) return QUrl();
        return fail(Errc::Protocol, QStringLiteral("the provider names no %1").arg(name), name);
    }
    const QUrl url(value.toString(), QUrl::StrictMode);
    if (!value.isString() || !usable(url, config)) {
        return fail(Errc::Protocol, QStringLiteral("%1 is not an https URL").arg(name), name);
    }
    return url;
}

bool looksLikeHtml(const net::HttpResponse& response)
{
    return response.header("content-type").toLower().contains("html") || response.body.trimmed().startsWith('<');
}

Result<> readEndpoints(ProviderMetadata& metadata, const QJsonObject& json, const ProviderConfig& config)
{
    struct Entry {
        const char* key;
        Presence presence;
        QUrl ProviderMetadata::* member;
    };
    // userinfo_endpoint is RECOMMENDED only; the other three are REQUIRED for the code flow
    // (OpenID Connect Discovery 1.0 section 3).
    static constexpr Entry entries[] = {
        {"authorization_endpoint", Presence::Required, &ProviderMetadata::authorizationEndpoint},
        {"token_endpoint", Presence::Required, &ProviderMetadata::tokenEndpoint},
        {"jwks_uri", Presence::Required, &ProviderMetadata::jwksUri},
        {"userinfo_endpoint", Presence::Optional, &ProviderMetadata::userinfoEndpoint},
        {"end_session_endpoint", Presence::Optional, &ProviderMetadata::endSessionEndpoint},
        {"revocation_endpoint", Presence::Optional, &ProviderMetadata::revocationEndpoint},
        {"introspection_endpoint", Presence::Optional, &ProviderMetadata::introspectionEndpoint},
        {"device_authorization_endpoint", Presence::Optional, &ProviderMetadata::deviceAuthorizationEndpoint},
        {"pushed_authorization_request_endpoint", Presence::Optional,
         &ProviderMetadata::pushedAuthorizationRequestEndpoint},
    };
    for (const auto& entry : entries) {
        TRY_ASSIGN(metadata.*entry.member, endpoint(json, entry.key, entry.presence, config));
    }
    return {};
}

} // namespace

QJsonObject ProviderConfig::toJson() const
{
    QJsonObject json{{QStringLiteral("issuer"), issuer},
                     {QStringLiteral("clientId"), clientId},
                     {QStringLiteral("audience"), audience},
                     {QStringLiteral("resources"), toArray(resources)},
                     {QStringLiteral("scopes"), toArray(scopes)},
                     {QStringLiteral("name"), name},
                     {QStringLiteral("signInOrigins"), toArray(signInOrigins)},
                     {QStringLiteral("plainHttpLoopback"), plainHttpLoopback},
                     {QStringLiteral("demo"), demo},
                     {QStringLiteral("managed"), managed},
                     {QStringLiteral("inSystemBrowser"), inSystemBrowser},
                     {QStringLiteral("audienceParameter"), static_cast<int>(audienceParameter)},
                     {QStringLiteral("pinnedKeys"), QString::fromUtf8(pinnedKeys)}};
    if (idTokenAlgorithm) json.insert(QStringLiteral("idTokenAlgorithm"), crypto::jwsAlgorithmName(*idTokenAlgorithm));
    return json;
}

Result<ProviderConfig> ProviderConfig::fromJson(const QJsonObject& json)
{
    ProviderConfig config;
    config.issuer = json.value(QStringLiteral("issuer")).toString();
    config.clientId = json.value(QStringLiteral("clientId")).toString();
    config.audience = json.value(QStringLiteral("audience")).toString();
    config.resources = toTexts(json.value(QStringLiteral("resources")));
    config.scopes = toTexts(json.value(QStringLiteral("scopes")));
    config.name = json.value(QStringLiteral("name")).toString();
    config.signInOrigins = toTexts(json.value(QStringLiteral("signInOrigins")));
    config.plainHttpLoopback = json.value(QStringLiteral("plainHttpLoopback")).toBool();
    config.demo = json.value(QStringLiteral("demo")).toBool();
    config.managed = json.value(QStringLiteral("managed")).toBool();
    config.inSystemBrowser = json.value(QStringLiteral("inSystemBrowser")).toBool();
    config.pinnedKeys = json.value(QStringLiteral("pinnedKeys")).toString().toUtf8();
    const auto algorithm = json.value(QStringLiteral("idTokenAlgorithm"));
    if (algorithm.isString()) {
        config.idTokenAlgorithm = crypto::jwsAlgorithmFromName(algorithm.toString());
        if (!config.idTokenAlgorithm)
            return fail(Errc::Corrupt, QStringLiteral("unknown algorithm in a stored record"));
    }
    switch (json.value(QStringLiteral("audienceParameter")).toInt(-1)) {
    case static_cast<int>(AudienceParameter::Both): break;
    case static_cast<int>(AudienceParameter::Audience): config.audienceParameter = AudienceParameter::Audience; break;
    case static_cast<int>(AudienceParameter::Resource): config.audienceParameter = AudienceParameter::Resource; break;
    default: return fail(Errc::Corrupt, QStringLiteral("unknown audience parameter in a stored record"));
    }
    if (config.issuer.isEmpty() || config.clientId.isEmpty()) {
        return fail(Errc::Corrupt, QStringLiteral("a stored provider lacks its issuer or client ID"));
    }
    return config;
}

Result<QUrl> discoveryUrl(const ProviderConfig& config)
{
    const auto wrong = [](const char* why) {
        return fail(Errc::InvalidArgument, QString::fromLatin1(why), QStringLiteral("issuer"));
    };
    if (config.issuer.size() > 2048) return wrong("the issuer is too long");
    QUrl url(config.issuer, QUrl::StrictMode);
    if (!usable(url, config)) return wrong("the issuer is not an https URL");
    if (url.hasQuery()) return wrong("the issuer has a query");
    auto path = url.path(QUrl::FullyEncoded);
    if (path.endsWith(QLatin1Char('/'))) path.chop(1);
    url.setPath(path + QStringLiteral("/.well-known/openid-configuration"), QUrl::StrictMode);
    return url;
}

Result<ProviderMetadata> readMetadata(const net::HttpResponse& response, const ProviderConfig& config,
                                      const QDateTime& nowUtc)
{
    const auto host = QUrl(config.issuer).host();
    if (response.status == 429) {
        return tl::unexpected(Error{Errc::RateLimited, QStringLiteral("HTTP 429"), host, response.retryAfter(nowUtc)});
    }
    if (response.status >= 500) {
        return tl::unexpected(Error{Errc::ServerFault, QStringLiteral("HTTP %1").arg(response.status), host,
                                    response.retryAfter(nowUtc)});
    }
    if (response.status == 404 || response.status == 410) {
        return fail(Errc::NotFound, QStringLiteral("no provider at this address"), host);
    }
    if (response.status != 200) {
        return fail(looksLikeHtml(response) ? Errc::NotJson : Errc::Protocol,
                    QStringLiteral("discovery answered HTTP %1").arg(response.status), host);
    }
    if (looksLikeHtml(response)) return fail(Errc::NotJson, QStringLiteral("discovery answered a web page"), host);
    const auto value = parseStrictJson(response.body);
    if (!value || !value->isObject()) {
        return fail(Errc::NotJson, QStringLiteral("discovery answered no JSON object"), host);
    }
    const auto json = value->toObject();

    ProviderMetadata metadata;
    metadata.issuer = json.value(QStringLiteral("issuer")).toString();
    if (metadata.issuer.isEmpty()) {
        return fail(Errc::Protocol, QStringLiteral("the provider does not name its issuer"), QStringLiteral("issuer"));
    }
    // "The issuer value returned MUST be identical to the Issuer URL that was used as the prefix"
    // (OpenID Connect Discovery 1.0 section 4.3).
    if (metadata.issuer != config.issuer) {
        return fail(Errc::WrongIssuer, QStringLiteral("the provider names another issuer"), metadata.issuer.left(2048));
    }
    TRY(readEndpoints(metadata, json, config));
    const auto texts = [&json](const char* key) { return toTexts(json.value(QString::fromLatin1(key))); };
    metadata.requirePushedAuthorizationRequests =
        json.value(QStringLiteral("require_pushed_authorization_requests")).toBool();
    metadata.issInResponses = json.value(QStringLiteral("authorization_response_iss_parameter_supported")).toBool();
    metadata.pkceAdvertised = texts("code_challenge_methods_supported").contains(QStringLiteral("S256"));
    metadata.idTokenAlgorithms = texts("id_token_signing_alg_values_supported");
    metadata.scopesSupported = texts("scopes_supported");
    metadata.claimsSupported = texts("claims_supported");
    metadata.acrValuesSupported = texts("acr_values_supported");
    metadata.promptValuesSupported = texts("prompt_values_supported");
    metadata.grantTypes = texts("grant_types_supported");
    metadata.tokenEndpointAuthMethods = texts("token_endpoint_auth_methods_supported");
    if (metadata.requirePushedAuthorizationRequests && metadata.pushedAuthorizationRequestEndpoint.isEmpty()) {
        return fail(Errc::Protocol, QStringLiteral("pushed requests are demanded, but no address is given"),
                    QStringLiteral("pushed_authorization_request_endpoint"));
    }
    return metadata;
}

Async<ProviderMetadata> discover(net::Http& http, const ProviderConfig& config, const QDateTime& nowUtc,
                                 std::stop_token stop)
{
    auto url = discoveryUrl(config);
    if (!url) return ready<ProviderMetadata>(tl::unexpected(url.error()));
    net::HttpRequest request;
    request.url = *url;
    request.headers = {{"Accept", "application/json"}};
    request.plainHttp = config.plainHttp();
    request.maxAnswerBytes = 512 * 1024;
    return http.send(std::move(request), std::move(stop))
        .then([config, nowUtc](const Result<net::HttpResponse>& response) -> Result<ProviderMetadata> {
            if (!response) return tl::unexpected(response.error());
            return readMetadata(*response, config, nowUtc);
        });
}

Result<crypto::JwsAlgorithm> pinnedAlgorithm(const ProviderConfig& config, const ProviderMetadata& metadata)
{
    if (config.idTokenAlgorithm) return *config.idTokenAlgorithm;
    const auto usual = crypto::JwsAlgorithm::RS256;
    if (metadata.idTokenAlgorithms.contains(crypto::jwsAlgorithmName(usual))) return usual;
    for (const auto& name : metadata.idTokenAlgorithms) {
        if (const auto algorithm = crypto::jwsAlgorithmFromName(name)) return *algorithm;
    }
    return fail(Errc::Unsupported, QStringLiteral("none of the provider's signature algorithms is offered here"),
                QStringLiteral("id_token_signing_alg_values_supported"));
}

QString originOf(const QUrl& url)
{
    const auto scheme = url.scheme().toLower();
    if ((scheme != QLatin1String("https") && scheme != QLatin1String("http")) || url.host().isEmpty()) return {};
    auto host = url.host(QUrl::FullyEncoded).toLower();
    if (host.contains(QLatin1Char(':'))) host = QLatin1Char('[') + host + QLatin1Char(']');
    const int usual = scheme == QLatin1String("https") ? 443 : 80;
    const int port = url.port(usual);
    const auto origin = scheme + QStringLiteral("://") + host;
    return port == usual ? origin : origin + QLatin1Char(':') + QString::number(port);
}

QStringList requestedScopes(const ProviderConfig& config, const ProviderMetadata& metadata, bool offline)
{
    QStringList scopes{QStringLiteral("openid"), QStringLiteral("profile"), QStringLiteral("email")};
    const auto access = QStringLiteral("offline_access");
    if (offline && (metadata.scopesSupported.isEmpty() || metadata.scopesSupported.contains(access)))
        scopes.append(access);
    for (const auto& scope : config.scopes)
        if (!scopes.contains(scope)) scopes.append(scope);
    return scopes;
}

std::vector<std::pair<QByteArray, QByteArray>> audienceFields(const ProviderConfig& config, const QString& audience)
{
    std::vector<std::pair<QByteArray, QByteArray>> fields;
    if (audience.isEmpty()) return fields;
    if (config.audienceParameter != AudienceParameter::Resource) fields.emplace_back("audience", audience.toUtf8());
    const QUrl uri(audience, QUrl::StrictMode);
    const bool absolute = uri.isValid() && !uri.scheme().isEmpty() && !uri.hasFragment();
    if (absolute && config.audienceParameter != AudienceParameter::Audience) {
        fields.emplace_back("resource", audience.toUtf8());
    }
    return fields;
}

} // namespace core::identity
