#include "app/demo/authorization_request.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

#include <algorithm>

namespace app::demo {
namespace {

bool matchesLoopback(const QString& uri, const QString& paths)
{
    const QRegularExpression pattern(
        QStringLiteral("\\Ahttp://(?:127\\.0\\.0\\.1|\\[::1\\]):([1-9][0-9]{0,4})/(?:%1)\\z").arg(paths));
    const auto match = pattern.match(uri);
    return match.hasMatch() && match.captured(1).toInt() <= 65535;
}

bool isChallenge(const QString& text)
{
    // BASE64URL(SHA256(...)) has exactly 43 characters (RFC 7636 section 4.2).
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9_-]{43}\\z"));
    return pattern.match(text).hasMatch();
}

QStringList words(const QString& text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// Everything about the prompt, the freshness and the strength that the client wishes; an error's description, or empty.
QString parseWishes(const Fields& fields, AuthorizationRequest& request)
{
    const auto prompts = words(fields.value("prompt"));
    for (const auto& prompt : prompts) {
        if (prompt == QLatin1String("none"))
            request.promptNone = true;
        else if (prompt == QLatin1String("login"))
            request.promptLogin = true;
        else if (prompt == QLatin1String("select_account"))
            request.promptSelectAccount = true;
        else if (prompt != QLatin1String("consent")) // the client is the organisation's own: nothing to consent to
            return QStringLiteral("unknown prompt");
    }
    if (request.promptNone && prompts.size() > 1) return QStringLiteral("prompt=none stands alone");
    if (fields.has("max_age")) {
        bool ok = false;
        const auto seconds = fields.value("max_age").toLongLong(&ok);
        if (!ok || seconds < 0) return QStringLiteral("max_age is not a number of seconds");
        request.maxAge = std::chrono::seconds(seconds);
    }
    request.loginHint = fields.value("login_hint");
    request.idTokenHint = fields.value("id_token_hint").toUtf8();
    request.uiLocales = fields.value("ui_locales");
    return {};
}

QStringList namedAudiences(const Fields& fields)
{
    auto named = fields.all("audience") + fields.all("resource");
    named.removeAll(QString());
    named.removeDuplicates();
    return named;
}

} // namespace

bool isRegisteredRedirect(const QString& uri)
{
    return matchesLoopback(uri, QStringLiteral("callback"));
}

bool isRegisteredPostLogoutRedirect(const QString& uri)
{
    return matchesLoopback(uri, QStringLiteral("callback|signed-out"));
}

QList<ApiSetup> organisationApis()
{
    const auto api = [](const char* name, const QStringList& scopes) {
        return ApiSetup{QLatin1String(name), QStringLiteral("urn:sekisho-demo:") + QLatin1String(name), scopes};
    };
    return {api("hr", {QStringLiteral("hr:read"), QStringLiteral("hr:leave")}),
            api("chat", {QStringLiteral("chat:read"), QStringLiteral("chat:send")}),
            api("documents", {QStringLiteral("documents:read"), QStringLiteral("documents:share")}),
            api("shop", {QStringLiteral("shop:read"), QStringLiteral("shop:pay")}),
            api("pages", {QStringLiteral("pages:read")})};
}

QString ProviderSetup::audienceOf(const QString& api) const
{
    for (const auto& one : apis)
        if (one.name == api) return one.audience;
    return {};
}

bool ProviderSetup::knows(const QString& audience) const
{
    return std::any_of(apis.begin(), apis.end(), [&](const ApiSetup& api) { return api.audience == audience; });
}

QStringList ProviderSetup::scopesFor(const QString& audience) const
{
    if (audience.isEmpty()) return identityScopes;
    for (const auto& api : apis)
        if (api.audience == audience) return api.scopes;
    return {};
}

QStringList ProviderSetup::apiScopes() const
{
    QStringList all;
    for (const auto& api : apis)
        all += api.scopes;
    return all;
}

std::optional<QString> requestedAudience(const ProviderSetup& setup, const Fields& fields)
{
    const auto named = namedAudiences(fields);
    if (named.isEmpty()) return QString();
    if (named.size() > 1 || !setup.knows(named.constFirst())) return {};
    return named.constFirst();
}

tl::expected<AuthorizationRequest, AuthorizationError> parseAuthorization(const ProviderSetup& setup,
                                                                          const Fields& fields)
{
    AuthorizationError failure;
    const auto refuse = [&failure](const char* error, const QString& description) {
        failure.error = QLatin1String(error);
        failure.description = description;
        return tl::unexpected(failure);
    };
    // Until the client and its address are known to be right, nobody is sent anywhere.
    for (const char* name : {"client_id", "redirect_uri"}) {
        if (fields.all(name).size() != 1)
            return refuse("invalid_request", QStringLiteral("%1 must come exactly once").arg(QLatin1String(name)));
    }
    if (fields.value("client_id") != setup.clientId)
        return refuse("unauthorized_client", QStringLiteral("the client is not registered"));
    if (!isRegisteredRedirect(fields.value("redirect_uri")))
        return refuse("invalid_request", QStringLiteral("the redirect_uri is not registered"));

    failure.redirectUri = fields.value("redirect_uri").toUtf8();
    if (fields.all("state").size() == 1) failure.state = fields.value("state");
    for (const auto& name : fields.repeated)
        if (name != QLatin1String("resource"))
            return refuse("invalid_request", QStringLiteral("%1 comes more than once").arg(name));
    if (fields.has("request")) return refuse("request_not_supported", QStringLiteral("request objects are not taken"));
    if (fields.has("request_uri"))
        return refuse("request_uri_not_supported", QStringLiteral("request objects are not taken"));
    if (!fields.has("response_type")) return refuse("invalid_request", QStringLiteral("response_type is missing"));
    if (fields.value("response_type") != QLatin1String("code"))
        return refuse("unsupported_response_type", QStringLiteral("only the code flow is offered"));
    if (fields.has("response_mode") && fields.value("response_mode") != QLatin1String("query"))
        return refuse("invalid_request", QStringLiteral("only response_mode=query is offered"));

    AuthorizationRequest request;
    request.redirectUri = failure.redirectUri;
    request.state = failure.state;
    request.nonce = fields.value("nonce").toUtf8();
    if (fields.value("code_challenge_method") != QLatin1String("S256"))
        return refuse("invalid_request", QStringLiteral("PKCE with code_challenge_method=S256 is required"));
    if (!isChallenge(fields.value("code_challenge")))
        return refuse("invalid_request", QStringLiteral("code_challenge is missing or malformed"));
    request.challenge = fields.value("code_challenge").toLatin1();

    request.scopes = words(fields.value("scope"));
    request.scopes.removeDuplicates();
    if (!request.scopes.contains(QLatin1String("openid")))
        return refuse("invalid_scope", QStringLiteral("the scope openid is required"));
    for (const auto& scope : request.scopes)
        if (!setup.identityScopes.contains(scope) && !setup.apiScopes().contains(scope))
            return refuse("invalid_scope", QStringLiteral("an unknown scope"));
    // RFC 8707 section 2: several may be named; each token is then asked for by the name of one of them.
    request.audiences = namedAudiences(fields);
    for (const auto& audience : request.audiences)
        if (!setup.knows(audience)) return refuse("invalid_target", QStringLiteral("no such API"));
    if (!request.audiences.isEmpty()) request.audience = request.audiences.constFirst();

    if (const auto wrong = parseWishes(fields, request); !wrong.isEmpty()) return refuse("invalid_request", wrong);
    if (const auto acrs = words(fields.value("acr_values")); !acrs.isEmpty()) {
        for (const auto& acr : acrs)
            if (acr == QLatin1String(acrPassword) || acr == QLatin1String(acrSecondFactor))
                request.acrValues.append(acr);
        // RFC 9470 section 5: say so rather than sign in with less than was asked for.
        if (request.acrValues.isEmpty())
            return refuse("unmet_authentication_requirements", QStringLiteral("none of the acr_values is offered"));
    }
    return request;
}

QByteArray authorizationAnswer(const ProviderSetup& setup, const QByteArray& redirectUri, const QString& state,
                               QUrlQuery answer)
{
    const auto add = [&answer](const char* name, const QString& value) {
        answer.addQueryItem(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    if (!state.isEmpty()) add("state", state);
    add("iss", setup.issuer);
    return redirectUri + '?' + answer.toString(QUrl::FullyEncoded).toLatin1();
}

} // namespace app::demo
