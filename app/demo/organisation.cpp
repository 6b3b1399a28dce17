#include "app/demo/organisation.h"

#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"

#include <QtCore/QJsonArray>

#include <algorithm>

using core::Result;
using core::httpserver::HttpServer;
using core::httpserver::Responder;

namespace app::demo {
namespace {

QString originAt(quint16 port)
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

QJsonObject json(const core::Bilingual& text)
{
    return {{QStringLiteral("en"), text.en}, {QStringLiteral("ja"), text.ja}};
}

} // namespace

Organisation::Organisation(const core::Clock& clock)
    : clock_(clock)
    , people_(clock.nowUtc().date())
    , revoked_(clock)
    , adminKey_(core::crypto::randomText())
    , controlSecret_(core::crypto::randomText())
{}

Organisation::~Organisation() = default;

Result<std::unique_ptr<Organisation>> Organisation::start(Options options, const core::Clock& clock)
{
    std::unique_ptr<Organisation> made(new Organisation(clock));
    TRY(made->listen(options));
    return made;
}

// The ports are known only when the servers listen, and the issuer's name has the port in it: so the servers come
// first. No request can arrive in between, because they are handled on this thread.
Result<> Organisation::listen(const Options& options)
{
    const auto serve = [this](core::httpserver::Handler handler) -> Result<QString> {
        TRY_ASSIGN(auto server, HttpServer::listen(0, {}, this, std::move(handler)));
        const auto origin = originAt(server->port());
        servers_.push_back(std::move(server));
        return origin;
    };
    TRY_ASSIGN(issuer_, serve([this](const Request& request, const std::shared_ptr<Responder>& responder) {
                   responder->send(request.path.startsWith(QLatin1String("/demo/")) ? control(request)
                                                                                    : provider_->handle(request));
               }));
    for (const auto& api : setup_.apis) {
        TRY_ASSIGN(auto origin,
                   serve([this, name = api.name](const Request& request, const std::shared_ptr<Responder>& responder) {
                       responder->send(answer(name, request));
                   }));
        apis_.append({api.name, api.audience, std::move(origin)});
    }
    TRY_ASSIGN(modelOrigin_, serve([this](const Request& request, const std::shared_ptr<Responder>& responder) {
                   model_->handle(request, responder);
               }));

    setup_.issuer = issuer_;
    TRY_ASSIGN(auto mint,
               TokenMint::create({issuer_, setup_.clientId, options.accessLifetime, std::chrono::minutes(10)}, clock_));
    mint_ = std::move(mint);
    OpenIdProvider::Options provider;
    provider.setup = setup_;
    provider.lifetimes = options.lifetimes;
    provider.secondFactor = options.secondFactor;
    provider_ = std::make_unique<OpenIdProvider>(provider, people_, *mint_, revoked_, clock_);
    makeApis(options.apis);
    model_ = std::make_unique<ModelApi>(options.model, clock_);
    return {};
}

void Organisation::makeApis(ApiOptions options)
{
    auto key = adminKey_;
    key.detach();
    const auto admin = core::Secret::consume(std::move(key));
    const auto verifier = [this](const char* api) {
        return AccessTokenVerifier(issuer_, setup_.audienceOf(QLatin1String(api)), mint_->publicKeys(), revoked_,
                                   clock_);
    };
    hr_ = std::make_unique<HrApi>(options, people_, verifier("hr"), admin);
    chat_ = std::make_unique<ChatApi>(options, people_, verifier("chat"), admin);
    documents_ = std::make_unique<DocumentsApi>(options, people_, verifier("documents"), admin);
    shop_ = std::make_unique<ShopApi>(options, people_, verifier("shop"), admin, clock_);
    pages_ = std::make_unique<PagesApi>(options, people_, verifier("pages"), admin);
}

Response Organisation::answer(const QString& api, const Request& request)
{
    if (api == QLatin1String("hr")) return hr_->handle(request);
    if (api == QLatin1String("chat")) return chat_->handle(request);
    if (api == QLatin1String("documents")) return documents_->handle(request);
    if (api == QLatin1String("shop")) return shop_->handle(request);
    if (api == QLatin1String("pages")) return pages_->handle(request);
    return jsonResponse(404, {{QStringLiteral("error"), QStringLiteral("not_found")}});
}

QJsonObject Organisation::announcement() const
{
    QJsonArray apis;
    for (const auto& api : apis_)
        apis.append(QJsonObject{{QStringLiteral("name"), api.name},
                                {QStringLiteral("audience"), api.audience},
                                {QStringLiteral("origin"), api.origin}});
    QJsonArray accounts;
    for (const auto& person : people_.all())
        accounts.append(QJsonObject{{QStringLiteral("login"), person.id},
                                    {QStringLiteral("name"), json(person.name)},
                                    {QStringLiteral("title"), json(person.title)}});
    return {{QStringLiteral("version"), 1},
            {QStringLiteral("issuer"), issuer_},
            {QStringLiteral("clientId"), setup_.clientId},
            {QStringLiteral("scopes"),
             QJsonArray::fromStringList(QStringList{QStringLiteral("phone"), QStringLiteral("address")} +
                                        setup_.apiScopes())},
            {QStringLiteral("jwks"), mint_->publicKeys().toJson()},
            {QStringLiteral("apis"), apis},
            {QStringLiteral("modelBaseUrl"), modelOrigin_ + QStringLiteral("/v1")},
            {QStringLiteral("model"), QLatin1String(modelName)},
            {QStringLiteral("tools"), organisationTools(issuer_, apis_)},
            {QStringLiteral("organisation"), json(organisationName())},
            {QStringLiteral("accounts"), accounts},
            {QStringLiteral("controlUrl"), issuer_ + QStringLiteral("/demo/admin-replay")},
            {QStringLiteral("controlSecret"), QString::fromLatin1(controlSecret_)}};
}

Response Organisation::control(const Request& request)
{
    if (request.path != QLatin1String("/demo/admin-replay"))
        return jsonResponse(404, {{QStringLiteral("error"), QStringLiteral("not_found")}});
    if (request.method != "POST") return methodNotAllowed("POST");
    const auto secret = bearerToken(request);
    if (!secret || !core::crypto::equalsConstantTime(*secret, controlSecret_))
        return challenge(401, QStringLiteral("invalid_token"),
                         QStringLiteral("only the program that started the demo may ask"));
    const auto body = core::parseStrictJson(request.body);
    return replayAsAdmin(body ? body->toObject().value(QLatin1String("url")).toString() : QString());
}

Response Organisation::replayAsAdmin(const QString& url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    // Only these APIs and only below their own first segment: the key opens nothing else, and nothing else shall see it.
    const auto api = std::find_if(apis_.cbegin(), apis_.cend(), [&url](const ApiPlace& place) {
        return url.startsWith(place.origin + QLatin1Char('/') + place.name + QLatin1Char('/'));
    });
    if (api == apis_.cend() || !parsed.isValid() || !parsed.userInfo().isEmpty() || parsed.hasFragment() ||
        parsed.path().contains(QLatin1String("..")))
        return jsonResponse(400, {{QStringLiteral("error"), QStringLiteral("not_an_api_address")}});
    Request replay;
    replay.method = "GET";
    replay.path = parsed.path(QUrl::FullyDecoded);
    replay.target = parsed.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    replay.headers = {{"x-api-key", adminKey_}};
    const auto replayed = answer(api->name, replay);
    return jsonResponse(200, {{QStringLiteral("status"), replayed.status},
                              {QStringLiteral("contentType"), QString::fromLatin1(replayed.contentType)},
                              {QStringLiteral("body"), QString::fromUtf8(replayed.body)}});
}

} // namespace app::demo
