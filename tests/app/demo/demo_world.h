#pragma once

#include "app/demo/chat_api.h"
#include "app/demo/documents_api.h"
#include "app/demo/hr_api.h"
#include "app/demo/pages_api.h"
#include "app/demo/provider.h"
#include "app/demo/shop_api.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

namespace demo_tests {

using app::demo::Request;
using app::demo::Response;

inline QByteArray headerOf(const Response& response, const QByteArray& name)
{
    for (const auto& [header, value] : response.headers)
        if (header.toLower() == name) return value;
    return {};
}

inline QJsonObject jsonOf(const Response& response)
{
    return QJsonDocument::fromJson(response.body).object();
}

using FormFields = QList<std::pair<QString, QString>>;

inline QByteArray encoded(const FormFields& fields)
{
    QByteArrayList pairs;
    for (const auto& [name, value] : fields)
        pairs.append(QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value));
    return pairs.join('&');
}

inline Request get(const QByteArray& target)
{
    Request request;
    request.method = "GET";
    request.target = target;
    request.path = QString::fromUtf8(QByteArray::fromPercentEncoding(target.left(target.indexOf('?'))));
    if (!target.contains('?')) request.path = QString::fromUtf8(QByteArray::fromPercentEncoding(target));
    return request;
}

inline Request post(const QByteArray& path, const FormFields& fields)
{
    Request request = get(path);
    request.method = "POST";
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    request.body = encoded(fields);
    return request;
}

inline Request withBearer(Request request, const QByteArray& token)
{
    request.headers.emplace_back("authorization", "Bearer " + token);
    return request;
}

/// Keeps cookies like a browser, and nothing else.
class Browser {
public:
    Response open(app::demo::OpenIdProvider& provider, Request request)
    {
        QByteArrayList pairs;
        for (auto it = cookies.cbegin(); it != cookies.cend(); ++it)
            pairs.append(it.key() + '=' + it.value());
        if (!pairs.isEmpty()) request.headers.emplace_back("cookie", pairs.join("; "));
        auto response = provider.handle(request);
        for (const auto& [name, value] : response.headers) {
            if (name != "Set-Cookie") continue;
            const auto pair = value.split(';').constFirst();
            const auto equals = pair.indexOf('=');
            if (pair.size() == equals + 1)
                cookies.remove(pair.left(equals));
            else
                cookies.insert(pair.left(equals), pair.mid(equals + 1));
        }
        return response;
    }

    QMap<QByteArray, QByteArray> cookies;
};

inline QString hiddenField(const Response& page, const QString& name)
{
    const QRegularExpression field(QStringLiteral("name=\"%1\" value=\"([^\"]*)\"").arg(name));
    return field.match(QString::fromUtf8(page.body)).captured(1);
}

struct World {
    explicit World(app::demo::ApiOptions apiOptions = {})
        : people(clock.now.date())
        , revoked(clock)
        , mint({issuer, QStringLiteral("sekisho-demo")}, clock, key<core::crypto::JwsAlgorithm::ES256>(),
               key<core::crypto::JwsAlgorithm::RS256>())
        , provider(options(), people, mint, revoked, clock)
        , hr(apiOptions, people, verifierFor("hr"), adminKey())
        , chat(apiOptions, people, verifierFor("chat"), adminKey())
        , documents(apiOptions, people, verifierFor("documents"), adminKey())
        , shop(apiOptions, people, verifierFor("shop"), adminKey(), clock)
        , pages(apiOptions, people, verifierFor("pages"), adminKey())
    {}

    [[nodiscard]] app::demo::AccessTokenVerifier verifierFor(const char* api) const
    {
        return {issuer, setup().audienceOf(QLatin1String(api)), mint.publicKeys(), revoked, clock};
    }
    static core::Secret adminKey() { return core::Secret::consume(QByteArray("the admin key", 13)); }

    /// Made once: an RSA key takes longer than all the rest.
    template <core::crypto::JwsAlgorithm algorithm>
    static const core::crypto::SigningKey& key()
    {
        static const auto made = core::crypto::SigningKey::generate(algorithm).value();
        return made;
    }

    static app::demo::ProviderSetup setup()
    {
        app::demo::ProviderSetup made;
        made.issuer = issuer;
        return made;
    }
    static app::demo::OpenIdProvider::Options options()
    {
        app::demo::OpenIdProvider::Options made;
        made.setup = setup();
        return made;
    }

    /// The fields of a correct authorization request.
    FormFields request(const QString& scope =
                           QStringLiteral("openid profile email phone address offline_access hr:read hr:leave")) const
    {
        return {{QStringLiteral("response_type"), QStringLiteral("code")},
                {QStringLiteral("client_id"), QStringLiteral("sekisho-demo")},
                {QStringLiteral("redirect_uri"), redirect},
                {QStringLiteral("scope"), scope},
                {QStringLiteral("state"), QStringLiteral("the-state")},
                {QStringLiteral("nonce"), QStringLiteral("the-nonce")},
                {QStringLiteral("code_challenge"),
                 QString::fromLatin1(core::crypto::base64UrlEncode(core::crypto::sha256(verifier.toLatin1())))},
                {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
    }

    Response authorize(Browser& browser, const FormFields& fields)
    {
        return browser.open(provider, get("/authorize?" + encoded(fields)));
    }

    /// Fills in the page as a person would.
    Response logIn(Browser& browser, const Response& page, const QString& login)
    {
        return browser.open(
            provider, post("/login", {{QStringLiteral("interaction"), hiddenField(page, QStringLiteral("interaction"))},
                                      {QStringLiteral("csrf"), hiddenField(page, QStringLiteral("csrf"))},
                                      {QStringLiteral("username"), login},
                                      {QStringLiteral("password"), login + QStringLiteral("-demo")}}));
    }

    static QString answered(const Response& response, const QString& name)
    {
        const QUrl location(QString::fromUtf8(headerOf(response, "location")));
        return QUrlQuery(location).queryItemValue(name, QUrl::FullyDecoded);
    }

    FormFields codeGrant(const QString& code) const
    {
        return {{QStringLiteral("grant_type"), QStringLiteral("authorization_code")},
                {QStringLiteral("client_id"), QStringLiteral("sekisho-demo")},
                {QStringLiteral("code"), code},
                {QStringLiteral("redirect_uri"), redirect},
                {QStringLiteral("code_verifier"), verifier}};
    }
    static FormFields refreshGrant(const QString& token, const QString& resource = {})
    {
        FormFields fields{{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                          {QStringLiteral("client_id"), QStringLiteral("sekisho-demo")},
                          {QStringLiteral("refresh_token"), token}};
        if (!resource.isEmpty()) fields.append({QStringLiteral("resource"), resource});
        return fields;
    }

    /// The tokens of a whole sign-in; the access token is for userinfo.
    QJsonObject signIn(const QString& login, FormFields fields = {})
    {
        Browser browser;
        if (fields.isEmpty()) fields = request();
        const auto redirected = logIn(browser, authorize(browser, fields), login);
        return jsonOf(provider.handle(post("/token", codeGrant(answered(redirected, QStringLiteral("code"))))));
    }
    /// An access token for the HR API.
    QByteArray hrToken(const QString& login)
    {
        auto fields = request();
        fields.append({QStringLiteral("resource"), setup().audienceOf(QStringLiteral("hr"))});
        return signIn(login, fields).value(QLatin1String("access_token")).toString().toLatin1();
    }

    /// An access token as the provider makes it for one API; with other scopes than that API has, it carries those.
    [[nodiscard]] QByteArray tokenFor(const char* api, const QString& login, const char* acr = app::demo::acrPassword,
                                      const QStringList& scopes = {}) const
    {
        const auto audience = setup().audienceOf(QLatin1String(api));
        app::demo::Authentication who;
        who.subject = login;
        who.atSeconds = clock.now.toSecsSinceEpoch();
        who.acr = QLatin1String(acr);
        return mint.accessToken(who, audience, scopes.isEmpty() ? setup().scopesFor(audience) : scopes).text;
    }

    inline static const QString issuer = QStringLiteral("http://127.0.0.1:40001");
    inline static const QString redirect = QStringLiteral("http://127.0.0.1:51234/callback");
    inline static const QString verifier = QStringLiteral("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    fakes::FakeClock clock;
    app::demo::People people;
    app::demo::RevokedTokens revoked;
    app::demo::TokenMint mint;
    app::demo::OpenIdProvider provider;
    app::demo::HrApi hr;
    app::demo::ChatApi chat;
    app::demo::DocumentsApi documents;
    app::demo::ShopApi shop;
    app::demo::PagesApi pages;
};

/// A POST of JSON as somebody.
inline Request postJson(const QByteArray& path, const QJsonObject& json, const QByteArray& token,
                        const QByteArray& idempotencyKey = {})
{
    Request request = withBearer(get(path), token);
    request.method = "POST";
    request.headers.emplace_back("content-type", "application/json");
    if (!idempotencyKey.isEmpty()) request.headers.emplace_back("idempotency-key", idempotencyKey);
    request.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return request;
}

} // namespace demo_tests
