#include "app/demo/organisation.h"

#include "app/demo/tools.h"
#include "core/base/canonical_json.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"

#include <QtCore/QJsonArray>

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
    TRY_ASSIGN(hrOrigin_, serve([this](const Request& request, const std::shared_ptr<Responder>& responder) {
                   responder->send(hr_->handle(request));
               }));
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
    provider_ = std::make_unique<OpenIdProvider>(provider, people_, *mint_, revoked_, clock_);
    auto key = adminKey_;
    key.detach();
    hr_ = std::make_unique<HrApi>(
        options.hr, people_, AccessTokenVerifier(issuer_, setup_.hrAudience, mint_->publicKeys(), revoked_, clock_),
        core::Secret::consume(std::move(key)));
    model_ = std::make_unique<ModelApi>(options.model, clock_);
    return {};
}

QJsonObject Organisation::announcement() const
{
    QJsonArray accounts;
    for (const auto& person : people_.all())
        accounts.append(QJsonObject{{QStringLiteral("login"), person.id},
                                    {QStringLiteral("name"), json(person.name)},
                                    {QStringLiteral("title"), json(person.title)}});
    return {{QStringLiteral("version"), 1},
            {QStringLiteral("issuer"), issuer_},
            {QStringLiteral("clientId"), setup_.clientId},
            {QStringLiteral("scopes"), QJsonArray{QStringLiteral("phone"), QStringLiteral("address"),
                                                  QStringLiteral("hr:read"), QStringLiteral("hr:leave")}},
            {QStringLiteral("jwks"), mint_->publicKeys().toJson()},
            {QStringLiteral("hrAudience"), setup_.hrAudience},
            {QStringLiteral("hrOrigin"), hrOrigin_},
            {QStringLiteral("modelBaseUrl"), modelOrigin_ + QStringLiteral("/v1")},
            {QStringLiteral("model"), QLatin1String(modelName)},
            {QStringLiteral("tools"), hrTools(hrOrigin_, setup_.hrAudience, issuer_)},
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
    // Only this API and only below /hr/: the key opens nothing else, and nothing else shall see it.
    if (!parsed.isValid() || !parsed.userInfo().isEmpty() || parsed.hasFragment() ||
        !url.startsWith(hrOrigin_ + QStringLiteral("/hr/")) || parsed.path().contains(QLatin1String("..")))
        return jsonResponse(400, {{QStringLiteral("error"), QStringLiteral("not_an_hr_address")}});
    Request replay;
    replay.method = "GET";
    replay.path = parsed.path(QUrl::FullyDecoded);
    replay.target = parsed.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    replay.headers = {{"x-api-key", adminKey_}};
    const auto answer = hr_->handle(replay);
    return jsonResponse(200, {{QStringLiteral("status"), answer.status},
                              {QStringLiteral("contentType"), QString::fromLatin1(answer.contentType)},
                              {QStringLiteral("body"), QString::fromUtf8(answer.body)}});
}

} // namespace app::demo
