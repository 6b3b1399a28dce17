#include "app/demo/provider.h"

#include "app/demo/login_page.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace app::demo {
namespace {

Response tokenErrorResponse(const TokenError& error)
{
    auto response = jsonResponse(error.status, {{QStringLiteral("error"), error.error},
                                                {QStringLiteral("error_description"), error.description}});
    if (error.status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"hakone-trading-demo\"");
    return response;
}

tl::unexpected<TokenError> refuse(const char* error, const char* description, int status = 400)
{
    return tl::unexpected(TokenError{QLatin1String(error), QLatin1String(description), status});
}

QStringList both(const QStringList& a, const QStringList& b)
{
    QStringList common;
    for (const auto& item : a)
        if (b.contains(item)) common.append(item);
    return common;
}

QJsonArray list(const QStringList& texts)
{
    return QJsonArray::fromStringList(texts);
}

} // namespace

OpenIdProvider::OpenIdProvider(Options options, const People& people, const TokenMint& mint, RevokedTokens& revoked,
                               const core::Clock& clock)
    : options_(std::move(options))
    , people_(people)
    , mint_(mint)
    , revoked_(revoked)
    , clock_(clock)
    , grants_(options_.lifetimes, clock, revoked)
    , csrfKey_(core::Secret::random(32))
{}

Response OpenIdProvider::handle(const Request& request)
{
    const bool get = request.method == "GET";
    const bool post = request.method == "POST";
    if (request.path == QLatin1String("/.well-known/openid-configuration"))
        return get ? discovery() : methodNotAllowed("GET");
    if (request.path == QLatin1String("/jwks"))
        return get ? jsonResponse(200, mint_.publicKeys().toJson()) : methodNotAllowed("GET");
    if (request.path == QLatin1String("/authorize"))
        return get || post ? authorize(request) : methodNotAllowed("GET, POST");
    if (request.path == QLatin1String("/login"))
        return post ? postLogin(request) : get ? showLogin(request) : methodNotAllowed("GET, POST");
    if (request.path == QLatin1String("/token")) return post ? token(request) : methodNotAllowed("POST");
    if (request.path == QLatin1String("/userinfo"))
        return get || post ? userinfo(request) : methodNotAllowed("GET, POST");
    if (request.path == QLatin1String("/revoke")) return post ? revoke(request) : methodNotAllowed("POST");
    if (request.path == QLatin1String("/end-session"))
        return get || post ? endSession(request) : methodNotAllowed("GET, POST");
    return errorPage(404, preferredLanguage({}, request.header("accept-language")),
                     {QStringLiteral("There is no such page."), QStringLiteral("このページはありません。")},
                     QStringLiteral("not_found"));
}

Response OpenIdProvider::discovery() const
{
    const auto& setup = options_.setup;
    const auto at = [&setup](const char* path) { return setup.issuer + QLatin1String(path); };
    return jsonResponse(
        200,
        {{QStringLiteral("issuer"), setup.issuer},
         {QStringLiteral("authorization_endpoint"), at("/authorize")},
         {QStringLiteral("token_endpoint"), at("/token")},
         {QStringLiteral("userinfo_endpoint"), at("/userinfo")},
         {QStringLiteral("jwks_uri"), at("/jwks")},
         {QStringLiteral("revocation_endpoint"), at("/revoke")},
         {QStringLiteral("end_session_endpoint"), at("/end-session")},
         {QStringLiteral("scopes_supported"), list(setup.identityScopes + setup.apiScopes())},
         {QStringLiteral("response_types_supported"), list({QStringLiteral("code")})},
         {QStringLiteral("response_modes_supported"), list({QStringLiteral("query")})},
         {QStringLiteral("grant_types_supported"),
          list({QStringLiteral("authorization_code"), QStringLiteral("refresh_token")})},
         {QStringLiteral("subject_types_supported"), list({QStringLiteral("public")})},
         {QStringLiteral("id_token_signing_alg_values_supported"), list({QStringLiteral("RS256")})},
         {QStringLiteral("token_endpoint_auth_methods_supported"), list({QStringLiteral("none")})},
         {QStringLiteral("revocation_endpoint_auth_methods_supported"), list({QStringLiteral("none")})},
         {QStringLiteral("code_challenge_methods_supported"), list({QStringLiteral("S256")})},
         {QStringLiteral("acr_values_supported"),
          list({QString::fromLatin1(acrSecondFactor), QString::fromLatin1(acrPassword)})},
         {QStringLiteral("prompt_values_supported"),
          list({QStringLiteral("none"), QStringLiteral("login"), QStringLiteral("select_account"),
                QStringLiteral("consent")})},
         {QStringLiteral("ui_locales_supported"), list({QStringLiteral("ja"), QStringLiteral("en")})},
         {QStringLiteral("claims_supported"), list({QStringLiteral("sub"),        QStringLiteral("iss"),
                                                    QStringLiteral("aud"),        QStringLiteral("auth_time"),
                                                    QStringLiteral("acr"),        QStringLiteral("amr"),
                                                    QStringLiteral("name"),       QStringLiteral("family_name"),
                                                    QStringLiteral("given_name"), QStringLiteral("preferred_username"),
                                                    QStringLiteral("email"),      QStringLiteral("email_verified"),
                                                    QStringLiteral("birthdate"),  QStringLiteral("phone_number"),
                                                    QStringLiteral("address"),    QStringLiteral("organisation"),
                                                    QStringLiteral("department"), QStringLiteral("title"),
                                                    QStringLiteral("roles"),      QStringLiteral("employee_number")})},
         {QStringLiteral("claims_parameter_supported"), false},
         {QStringLiteral("request_parameter_supported"), false},
         {QStringLiteral("request_uri_parameter_supported"), false},
         {QStringLiteral("authorization_response_iss_parameter_supported"), true}});
}

Response OpenIdProvider::token(const Request& request)
{
    const auto form = fieldsOf(request.form());
    const auto answer = [&]() -> tl::expected<Response, TokenError> {
        if (!request.header("authorization").isEmpty())
            return refuse("invalid_client", "this client is public and has no secret", 401);
        for (const auto& name : form.repeated)
            if (name != QLatin1String("resource")) return refuse("invalid_request", "a parameter comes more than once");
        if (!form.has("grant_type")) return refuse("invalid_request", "grant_type is missing");
        if (form.value("client_id") != options_.setup.clientId)
            return refuse("invalid_client", "the client is not registered", 401);
        if (form.value("grant_type") == QLatin1String("authorization_code")) return redeem(form);
        if (form.value("grant_type") == QLatin1String("refresh_token")) return refresh(form);
        return refuse("unsupported_grant_type", "only authorization_code and refresh_token are offered");
    }();
    return answer ? *answer : tokenErrorResponse(answer.error());
}

tl::expected<Response, TokenError> OpenIdProvider::redeem(const Fields& form)
{
    const auto redeemed = grants_.redeemCode(form.value("code").toUtf8(), form.value("redirect_uri").toUtf8(),
                                             form.value("code_verifier").toUtf8());
    if (!redeemed) return tl::unexpected(redeemed.error());
    const auto wanted = requestedAudience(options_.setup, form);
    if (!wanted) return refuse("invalid_target", "no such API");
    const auto audience = wanted->isEmpty() ? redeemed->audience : *wanted;
    if (!redeemed->family->grant.covers(audience)) return refuse("invalid_target", "this API was not named before");
    const auto& granted = redeemed->family->grant.scopes;
    const auto scopes = both(granted, options_.setup.scopesFor(audience));
    if (scopes.isEmpty()) return refuse("invalid_scope", "nothing was granted for this API");
    return tokens(redeemed->family, audience, scopes, redeemed->family->grant.nonce);
}

tl::expected<Response, TokenError> OpenIdProvider::refresh(const Fields& form)
{
    const auto presented = form.value("refresh_token").toUtf8();
    // What is wrong with the request is found before the token is used up.
    const auto audience = requestedAudience(options_.setup, form);
    if (!audience) return refuse("invalid_target", "no such API");
    if (const auto family = grants_.peekRefreshToken(presented)) {
        if (!family->grant.covers(*audience)) return refuse("invalid_target", "this API was not named before");
        const auto asked = form.value("scope").split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const auto& granted = family->grant.scopes;
        if (both(asked, granted) != asked) return refuse("invalid_scope", "more than was granted");
        const auto scopes = both(asked.isEmpty() ? granted : asked, options_.setup.scopesFor(*audience));
        if (scopes.isEmpty()) return refuse("invalid_scope", "nothing was granted for this API");
        const auto redeemed = grants_.redeemRefreshToken(presented);
        if (!redeemed) return tl::unexpected(redeemed.error());
        // Core section 12.2: the new ID token "SHOULD NOT have a nonce Claim".
        return tokens(*redeemed, *audience, scopes, {});
    }
    return refuse("invalid_grant", "the refresh token is unknown");
}

Response OpenIdProvider::tokens(const std::shared_ptr<Family>& family, const QString& audience,
                                const QStringList& scopes, const QByteArray& nonce)
{
    const auto& grant = family->grant;
    const auto access = mint_.accessToken(grant.who, audience.isEmpty() ? userinfoAudience() : audience, scopes);
    family->accessTokens.emplace_back(access.id, access.expiresAtSeconds);
    QJsonObject claims;
    if (const auto* person = people_.find(grant.who.subject))
        claims = identityClaims(*person, both(grant.scopes, {QStringLiteral("profile"), QStringLiteral("email")}));
    QJsonObject body{
        {QStringLiteral("access_token"), QString::fromLatin1(access.text)},
        {QStringLiteral("token_type"), QStringLiteral("Bearer")},
        {QStringLiteral("expires_in"), access.expiresAtSeconds - now()},
        {QStringLiteral("scope"), scopes.join(QLatin1Char(' '))},
        {QStringLiteral("id_token"), QString::fromLatin1(mint_.idToken(grant.who, nonce, access.text, claims))},
    };
    if (grant.scopes.contains(QLatin1String("offline_access")))
        body.insert(QStringLiteral("refresh_token"), QString::fromLatin1(grants_.issueRefreshToken(family)));
    auto response = jsonResponse(200, body);
    response.headers.emplace_back("Pragma", "no-cache");
    return response;
}

QString OpenIdProvider::userinfoAudience() const
{
    return options_.setup.issuer + QStringLiteral("/userinfo");
}

QJsonObject OpenIdProvider::identityClaims(const Person& person, const QStringList& scopes) const
{
    QJsonObject claims;
    if (scopes.contains(QLatin1String("profile"))) {
        claims.insert(QStringLiteral("name"),
                      QStringLiteral("%1 (%2 %3)").arg(person.name.ja, person.familyName.en, person.givenName.en));
        claims.insert(QStringLiteral("family_name"), person.familyName.ja);
        claims.insert(QStringLiteral("given_name"), person.givenName.ja);
        claims.insert(QStringLiteral("preferred_username"), person.id);
        claims.insert(QStringLiteral("birthdate"), person.birthday.toString(Qt::ISODate));
        claims.insert(QStringLiteral("locale"), QStringLiteral("ja-JP"));
        claims.insert(QStringLiteral("zoneinfo"), QStringLiteral("Asia/Tokyo"));
        claims.insert(QStringLiteral("organisation"), organisationName().ja);
        claims.insert(QStringLiteral("organisation#en"), organisationName().en);
        claims.insert(QStringLiteral("department"), person.department.ja);
        claims.insert(QStringLiteral("department#en"), person.department.en);
        claims.insert(QStringLiteral("title"), person.title.ja);
        claims.insert(QStringLiteral("title#en"), person.title.en);
        claims.insert(QStringLiteral("employee_number"), person.employeeNumber);
        claims.insert(QStringLiteral("roles"), list(person.roles));
    }
    if (scopes.contains(QLatin1String("email"))) {
        claims.insert(QStringLiteral("email"), person.email);
        claims.insert(QStringLiteral("email_verified"), true);
    }
    if (scopes.contains(QLatin1String("phone"))) {
        claims.insert(QStringLiteral("phone_number"), person.phone);
        claims.insert(QStringLiteral("phone_number_verified"), true);
    }
    if (scopes.contains(QLatin1String("address"))) {
        claims.insert(QStringLiteral("address"), QJsonObject{{QStringLiteral("formatted"), person.address},
                                                             {QStringLiteral("postal_code"), person.postalCode},
                                                             {QStringLiteral("country"), QStringLiteral("JP")}});
    }
    return claims;
}

Response OpenIdProvider::userinfo(const Request& request) const
{
    const auto token = bearerToken(request);
    if (!token) return challenge(401, {}, QStringLiteral("an access token is needed"));
    const AccessTokenVerifier verifier(options_.setup.issuer, userinfoAudience(), mint_.publicKeys(), revoked_, clock_);
    const auto access = verifier.verify(*token);
    if (!access) return challenge(401, QStringLiteral("invalid_token"), access.error().detail);
    if (!access->scopes.contains(QLatin1String("openid")))
        return challenge(403, QStringLiteral("insufficient_scope"), QStringLiteral("the scope openid is missing"),
                         QStringLiteral("openid"));
    const auto* person = people_.find(access->subject);
    if (!person) return challenge(401, QStringLiteral("invalid_token"), QStringLiteral("nobody of that name"));
    auto claims = identityClaims(*person, access->scopes);
    claims.insert(QStringLiteral("sub"), person->id);
    return jsonResponse(200, claims);
}

Response OpenIdProvider::revoke(const Request& request)
{
    const auto form = fieldsOf(request.form());
    if (form.value("client_id") != options_.setup.clientId)
        return tokenErrorResponse(
            {QStringLiteral("invalid_client"), QStringLiteral("the client is not registered"), 401});
    const auto token = form.value("token").toUtf8();
    if (token.isEmpty())
        return tokenErrorResponse({QStringLiteral("invalid_request"), QStringLiteral("token is missing"), 400});
    // RFC 7009 section 2.2: an unknown token is answered with 200 too; the hint is only a hint.
    if (!grants_.revokeRefreshToken(token)) {
        const auto content = core::crypto::verifyJws(token, mint_.publicKeys(), core::crypto::JwsAlgorithm::ES256);
        if (content) {
            const auto claims = QJsonDocument::fromJson(content->payload).object();
            revoked_.add(claims.value(QLatin1String("jti")).toString(),
                         static_cast<qint64>(claims.value(QLatin1String("exp")).toDouble()));
        }
    }
    return jsonResponse(200, {});
}

Response OpenIdProvider::endSession(const Request& request)
{
    const auto fields = fieldsOf(request.method == "POST" ? request.form() : request.query());
    const auto language = preferredLanguage(fields.value("ui_locales"), request.header("accept-language"));
    const auto wrong = [language](const QString& code) {
        return errorPage(400, language,
                         {QStringLiteral("This sign-out request is not valid. You are still signed in."),
                          QStringLiteral("このサインアウト要求は正しくありません。サインインは続いています。")},
                         code);
    };
    QString hinted;
    if (fields.has("id_token_hint")) {
        const auto subject = mint_.subjectOfHint(fields.value("id_token_hint").toUtf8());
        if (!subject) return wrong(QStringLiteral("invalid_id_token_hint"));
        hinted = *subject;
    }
    if (fields.has("client_id") && fields.value("client_id") != options_.setup.clientId)
        return wrong(QStringLiteral("unauthorized_client"));
    // RP-Initiated Logout section 3: never redirect to an address that no known client stands behind.
    if (const auto uri = fields.value("post_logout_redirect_uri");
        !uri.isEmpty() && (!isRegisteredPostLogoutRedirect(uri) || (hinted.isEmpty() && !fields.has("client_id"))))
        return wrong(QStringLiteral("invalid_post_logout_redirect_uri"));

    const auto* current = session(request);
    const auto csrf =
        core::crypto::base64UrlEncode(core::crypto::hmacSha256(csrfKey_, cookie(request, "demo_session")));
    const bool confirmed = request.method == "POST" && comesFromHere(request) &&
                           core::crypto::equalsConstantTime(fields.value("csrf").toUtf8(), csrf);
    if (current && !confirmed && current->who.subject != hinted) {
        const auto* person = people_.find(current->who.subject);
        return signOutPage({language, QString::fromLatin1(csrf), person ? pick(person->name, language) : QString(),
                            fields.value("id_token_hint"), fields.value("post_logout_redirect_uri"),
                            fields.value("state")});
    }
    return signOut(request, fields);
}

Response OpenIdProvider::signOut(const Request& request, const Fields& fields)
{
    sessions_.remove(core::crypto::sha256(cookie(request, "demo_session")));
    auto uri = fields.value("post_logout_redirect_uri").toUtf8();
    if (!uri.isEmpty() && fields.has("state")) uri += "?state=" + QUrl::toPercentEncoding(fields.value("state"));
    auto response =
        uri.isEmpty() ? signedOutPage(preferredLanguage(fields.value("ui_locales"), request.header("accept-language")))
                      : redirectTo(uri);
    response.headers.emplace_back("Set-Cookie", "demo_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    return response;
}

} // namespace app::demo
