#include "core/model/endpoint.h"

#include "core/base/model_address.h"
#include "core/net/loopback.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QUrlQuery>

namespace core::model {

namespace {

bool isAzure(const QUrl& url)
{
    const auto host = url.host().toLower();
    for (const auto* suffix : {".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"}) {
        if (host.endsWith(QLatin1String(suffix))) return true;
    }
    return QUrlQuery(url).hasQueryItem(QStringLiteral("api-version"));
}

tl::unexpected<Error> badBaseUrl(const char* why)
{
    return fail(Errc::InvalidArgument, QLatin1String(why), QStringLiteral("baseUrl"));
}

Result<QUrl> normalised(const QString& typed, Protocol protocol)
{
    QUrl url(typed.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()) return badBaseUrl("not an absolute URL");
    const auto scheme = url.scheme();
    if (scheme != QLatin1String("https") && scheme != QLatin1String("http"))
        return badBaseUrl("neither https nor http");
    if (scheme == QLatin1String("http") && !net::isLoopback(url)) return badBaseUrl("plain http to another machine");
    if (!url.userInfo().isEmpty()) return badBaseUrl("user information in the URL");
    if (url.hasFragment()) return badBaseUrl("a fragment in the URL");
    if (!hasKeepableQuery(url)) return badBaseUrl("a query that is not an api-version");
    auto path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    for (const auto* resource : {"/chat/completions", "/v1/messages", "/messages"}) {
        if (path.endsWith(QLatin1String(resource))) {
            path.chop(static_cast<int>(qstrlen(resource)));
            break;
        }
    }
    if (protocol == Protocol::AnthropicMessages && path.endsWith(QLatin1String("/v1"))) path.chop(3);
    if (protocol == Protocol::ChatCompletions && path.isEmpty()) path = QStringLiteral("/v1");
    url.setPath(path, QUrl::StrictMode);
    return url;
}

} // namespace

QString originOf(const QUrl& url)
{
    const auto scheme = url.scheme().toLower();
    const int usual = scheme == QLatin1String("https") ? 443 : scheme == QLatin1String("http") ? 80 : -1;
    if (usual < 0 || url.host().isEmpty()) return {};
    auto host = url.host(QUrl::FullyEncoded).toLower();
    if (host.contains(QLatin1Char(':'))) host = QStringLiteral("[%1]").arg(host);
    return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(url.port(usual));
}

Result<Endpoint> makeEndpoint(Protocol protocol, const QString& baseUrl, const QString& model)
{
    TRY_ASSIGN(auto url, normalised(baseUrl, protocol));
    const auto name = model.trimmed();
    if (name.isEmpty()) return fail(Errc::InvalidArgument, QStringLiteral("no model"), QStringLiteral("model"));
    Endpoint endpoint;
    endpoint.id = EndpointId(newId());
    endpoint.protocol = protocol;
    endpoint.baseUrl = std::move(url);
    endpoint.model = name;
    return endpoint;
}

QString keyEntryName(const QString& origin)
{
    const auto digest = QCryptographicHash::hash(origin.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return QStringLiteral("model-key/") + QString::fromLatin1(digest);
}

Endpoint withKey(Endpoint endpoint)
{
    endpoint.keyOrigin = originOf(endpoint.baseUrl);
    endpoint.keyEntry = keyEntryName(endpoint.keyOrigin);
    return endpoint;
}

QString displayName(const Endpoint& endpoint)
{
    auto host = endpoint.baseUrl.host();
    if (endpoint.baseUrl.port() > 0) host += QStringLiteral(":%1").arg(endpoint.baseUrl.port());
    return QStringLiteral("%1 at %2").arg(endpoint.model, host);
}

QUrl resourceUrl(const Endpoint& endpoint, const QString& resource)
{
    auto url = endpoint.baseUrl;
    auto path = url.path(QUrl::FullyEncoded);
    if (endpoint.protocol == Protocol::AnthropicMessages) path += QStringLiteral("/v1");
    url.setPath(path + QLatin1Char('/') + resource, QUrl::StrictMode);
    return url;
}

BoundKey::BoundKey(ApiKey key, QString origin)
    : key_(std::move(key))
    , origin_(std::move(origin))
{}

Result<std::vector<net::SecretHeader>> BoundKey::headersFor(const QUrl& url, Protocol protocol) const
{
    if (key_.isEmpty()) return std::vector<net::SecretHeader>{};
    if (originOf(url) != origin_ || origin_.isEmpty())
        return fail(Errc::Refused, QStringLiteral("the key belongs to another origin"), url.host());
    if (protocol == Protocol::AnthropicMessages) return std::vector<net::SecretHeader>{{"x-api-key", {}, key_}};
    if (isAzure(url)) return std::vector<net::SecretHeader>{{"api-key", {}, key_}};
    return std::vector<net::SecretHeader>{{"Authorization", "Bearer ", key_}};
}

} // namespace core::model
