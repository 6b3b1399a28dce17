#include "core/identity/token_endpoint.h"

#include "core/base/canonical_json.h"
#include "core/identity/authorization.h"
#include "core/identity/secret_members.h"

namespace core::identity {
namespace {

net::HttpRequest formPost(const ProviderConfig& config, const QUrl& url)
{
    net::HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    request.plainHttp = config.plainHttp();
    request.maxAnswerBytes = 512 * 1024;
    return request;
}

// Errors that the status alone decides.
std::optional<Error> statusError(const net::HttpResponse& response, const QString& host, const QDateTime& nowUtc)
{
    const auto detail = QStringLiteral("HTTP %1").arg(response.status);
    if (response.status == 429) return Error{Errc::RateLimited, detail, host, response.retryAfter(nowUtc)};
    if (response.status >= 500 || response.status == 408) {
        return Error{Errc::ServerFault, detail, host, response.retryAfter(nowUtc)};
    }
    return {};
}

Error errorOf(const net::HttpResponse& response, const QString& host)
{
    const auto json = parseStrictJson(response.body);
    if (!json || !json->isObject()) {
        return {Errc::NotJson, QStringLiteral("HTTP %1 without JSON").arg(response.status), host, {}};
    }
    const auto code = json->toObject().value(QStringLiteral("error")).toString().toUtf8();
    auto error = oauthError(code, host);
    // "The provided authorization grant [...] or refresh token is invalid, expired, revoked" is said by invalid_grant
    // alone (RFC 6749 section 5.2). The others want the person for what was asked for now, a second factor for one API
    // for instance, and the grant itself goes on.
    if (error.code == Errc::SignInNeeded && code != "invalid_grant") error.code = Errc::Unauthorized;
    return error;
}

} // namespace

Result<TokenAnswer> readTokenAnswer(const net::HttpResponse& response, const QString& host,
                                    const QStringList& requested, const QDateTime& nowUtc)
{
    if (auto error = statusError(response, host, nowUtc)) return tl::unexpected(std::move(*error));
    if (response.status != 200) return tl::unexpected(errorOf(response, host));
    TRY_ASSIGN(auto split, splitSecretMembers(response.body, {"access_token", "refresh_token", "id_token"}));
    const auto value = parseStrictJson(split.rest);
    if (!value || !value->isObject()) return fail(Errc::NotJson, QStringLiteral("no JSON object"), host);
    const auto json = value->toObject();

    TokenAnswer answer;
    answer.access = AccessToken(split.secrets["access_token"]);
    answer.refresh = RefreshToken(split.secrets["refresh_token"]);
    answer.id = IdToken(split.secrets["id_token"]);
    if (answer.access.isEmpty()) return fail(Errc::Protocol, QStringLiteral("no access token in the answer"), host);
    if (json.value(QStringLiteral("token_type")).toString().compare(QLatin1String("bearer"), Qt::CaseInsensitive) !=
        0) {
        return fail(Errc::Protocol, QStringLiteral("the token is of a type that was not asked for"), host);
    }
    // Some providers write the number as a text.
    const auto lifetime = json.value(QStringLiteral("expires_in")).toVariant().toLongLong();
    answer.lifetime =
        lifetime > 0 ? std::chrono::seconds(std::min<qint64>(lifetime, 366LL * 24 * 3600)) : assumedLifetime;
    const auto scope = json.value(QStringLiteral("scope"));
    answer.scopes = scope.isString() ? scope.toString().split(QLatin1Char(' '), Qt::SkipEmptyParts) : requested;
    return answer;
}

Async<TokenAnswer> TokenEndpoint::exchange(const ProviderConfig& config, const ProviderMetadata& metadata,
                                           const CodeGrant& grant, std::stop_token stop)
{
    auto request = formPost(config, metadata.tokenEndpoint);
    request.form = {{"grant_type", "authorization_code", {}},
                    {"code", {}, grant.code},
                    {"redirect_uri", grant.redirectUri.toEncoded(QUrl::FullyEncoded), {}},
                    {"client_id", config.clientId.toUtf8(), {}},
                    {"code_verifier", {}, grant.verifier}};
    for (const auto& [name, value] : audienceFields(config, config.audience))
        if (name == "resource") request.form.push_back({name, value, {}});
    const auto host = metadata.tokenEndpoint.host();
    return http_.send(std::move(request), std::move(stop))
        .then([host, scopes = grant.scopes,
               now = clock_.nowUtc()](const Result<net::HttpResponse>& response) -> Result<TokenAnswer> {
            if (!response) return tl::unexpected(response.error());
            auto answer = readTokenAnswer(*response, host, scopes, now);
            // A code that does not work is not a session that ended: the sign-in failed, and says so.
            if (!answer && (answer.error().code == Errc::SignInNeeded || answer.error().code == Errc::Unauthorized))
                answer.error().code = Errc::Protocol;
            return answer;
        });
}

Async<TokenAnswer> TokenEndpoint::refresh(const ProviderConfig& config, const ProviderMetadata& metadata,
                                          const RefreshToken& token, const QString& audience,
                                          const QStringList& heldScopes, std::stop_token stop)
{
    auto request = formPost(config, metadata.tokenEndpoint);
    request.form = {
        {"grant_type", "refresh_token", {}}, {"refresh_token", {}, token}, {"client_id", config.clientId.toUtf8(), {}}};
    for (const auto& [name, value] : audienceFields(config, audience))
        request.form.push_back({name, value, {}});
    const auto host = metadata.tokenEndpoint.host();
    return http_.send(std::move(request), std::move(stop))
        .then([host, heldScopes,
               now = clock_.nowUtc()](const Result<net::HttpResponse>& response) -> Result<TokenAnswer> {
            if (!response) return tl::unexpected(response.error());
            return readTokenAnswer(*response, host, heldScopes, now);
        });
}

Async<> TokenEndpoint::revoke(const ProviderConfig& config, const ProviderMetadata& metadata, const Secret& token,
                              Hint hint, std::stop_token stop)
{
    const auto host = metadata.tokenEndpoint.host();
    if (metadata.revocationEndpoint.isEmpty()) {
        return failed(Errc::Unsupported, QStringLiteral("the provider revokes no tokens"), host);
    }
    auto request = formPost(config, metadata.revocationEndpoint);
    request.form = {{"token", {}, token},
                    {"token_type_hint", hint == Hint::RefreshToken ? "refresh_token" : "access_token", {}},
                    {"client_id", config.clientId.toUtf8(), {}}};
    return http_.send(std::move(request), std::move(stop))
        .then([host, now = clock_.nowUtc()](const Result<net::HttpResponse>& response) -> Result<> {
            if (!response) return tl::unexpected(response.error());
            if (auto error = statusError(*response, host, now)) return tl::unexpected(std::move(*error));
            if (response->status == 200 || response->status == 204) return {};
            const auto json = parseStrictJson(response->body);
            if (json &&
                json->toObject().value(QStringLiteral("error")).toString() == QLatin1String("unsupported_token_type")) {
                return fail(Errc::Unsupported, QStringLiteral("the provider does not revoke this kind"), host);
            }
            return tl::unexpected(errorOf(*response, host));
        });
}

Async<QByteArray> TokenEndpoint::push(const ProviderConfig& config, const ProviderMetadata& metadata,
                                      const std::vector<std::pair<QByteArray, QByteArray>>& fields,
                                      std::stop_token stop)
{
    auto request = formPost(config, metadata.pushedAuthorizationRequestEndpoint);
    for (const auto& [name, value] : fields)
        request.form.push_back({name, value, {}});
    const auto host = metadata.pushedAuthorizationRequestEndpoint.host();
    return http_.send(std::move(request), std::move(stop))
        .then([host, now = clock_.nowUtc()](const Result<net::HttpResponse>& response) -> Result<QByteArray> {
            if (!response) return tl::unexpected(response.error());
            if (auto error = statusError(*response, host, now)) return tl::unexpected(std::move(*error));
            if (response->status != 201 && response->status != 200) return tl::unexpected(errorOf(*response, host));
            const auto json = parseStrictJson(response->body);
            const auto uri = json ? json->toObject().value(QStringLiteral("request_uri")).toString() : QString();
            if (uri.isEmpty()) return fail(Errc::Protocol, QStringLiteral("no request_uri in the answer"), host);
            return uri.toUtf8();
        });
}

Async<QJsonObject> TokenEndpoint::userinfo(const ProviderConfig& config, const ProviderMetadata& metadata,
                                           const AccessToken& token, std::stop_token stop)
{
    if (metadata.userinfoEndpoint.isEmpty()) {
        return failed<QJsonObject>(Errc::Unsupported, QStringLiteral("the provider has no userinfo"),
                                   metadata.tokenEndpoint.host());
    }
    net::HttpRequest request;
    request.url = metadata.userinfoEndpoint;
    request.headers = {{"Accept", "application/json"}};
    request.secretHeaders = {{"Authorization", "Bearer ", token}};
    request.plainHttp = config.plainHttp();
    request.maxAnswerBytes = 512 * 1024;
    const auto host = metadata.userinfoEndpoint.host();
    return http_.send(std::move(request), std::move(stop))
        .then([host, now = clock_.nowUtc()](const Result<net::HttpResponse>& response) -> Result<QJsonObject> {
            if (!response) return tl::unexpected(response.error());
            if (auto error = statusError(*response, host, now)) return tl::unexpected(std::move(*error));
            const auto detail = QStringLiteral("userinfo answered HTTP %1").arg(response->status);
            if (response->status == 401) return fail(Errc::Unauthorized, detail, host);
            if (response->status == 403) return fail(Errc::Forbidden, detail, host);
            if (response->status != 200) return fail(Errc::Protocol, detail, host);
            if (response->header("content-type").toLower().startsWith("application/jwt")) {
                return fail(Errc::Unsupported, QStringLiteral("userinfo is a signed JWT"), host);
            }
            const auto json = parseStrictJson(response->body);
            if (!json || !json->isObject()) return fail(Errc::NotJson, QStringLiteral("userinfo is no JSON"), host);
            return json->toObject();
        });
}

Async<crypto::JwkSet> TokenEndpoint::keys(const ProviderConfig& config, const ProviderMetadata& metadata,
                                          std::stop_token stop)
{
    net::HttpRequest request;
    request.url = metadata.jwksUri;
    request.headers = {{"Accept", "application/json"}};
    request.plainHttp = config.plainHttp();
    request.maxAnswerBytes = 512 * 1024;
    const auto host = metadata.jwksUri.host();
    return http_.send(std::move(request), std::move(stop))
        .then([host, now = clock_.nowUtc()](const Result<net::HttpResponse>& response) -> Result<crypto::JwkSet> {
            if (!response) return tl::unexpected(response.error());
            if (auto error = statusError(*response, host, now)) return tl::unexpected(std::move(*error));
            if (response->status != 200) {
                return fail(Errc::Protocol, QStringLiteral("the keys answered HTTP %1").arg(response->status), host);
            }
            return crypto::JwkSet::parse(response->body);
        });
}

} // namespace core::identity
