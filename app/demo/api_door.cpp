#include "app/demo/api_door.h"

#include "app/demo/newest.h"
#include "core/base/canonical_json.h"

namespace app::demo {
namespace {

constexpr qsizetype mostKept = 1000;

QString rememberedUnder(const QString& person, const QByteArray& key)
{
    return person + QLatin1Char(' ') + QString::fromLatin1(key);
}

} // namespace

Response problem(int status, const char* error, const QString& en, const QString& ja)
{
    return jsonResponse(status, {{QStringLiteral("error"), QLatin1String(error)},
                                 {QStringLiteral("message"), en},
                                 {QStringLiteral("messageJa"), ja}});
}

Response notTheirs(const QString& caller, const QString& owner)
{
    return problem(403, "forbidden",
                   QStringLiteral("%1 may not read this data of %2: it is open to its owner only.").arg(caller, owner),
                   QStringLiteral("%1には%2のこのデータを閲覧する権限がありません。閲覧できるのは本人だけです。")
                       .arg(caller, owner));
}

QJsonObject bodyOf(const Request& request)
{
    const auto body = core::parseStrictJson(request.body);
    return body ? body->toObject() : QJsonObject();
}

ApiDoor::ApiDoor(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey)
    : options_(options)
    , people_(people)
    , verifier_(std::move(verifier))
    , adminKey_(std::move(adminKey))
{}

tl::expected<Caller, Response> ApiDoor::open(const Request& request, const QString& scope) const
{
    if (auto presented = request.header("x-api-key"); !presented.isEmpty()) {
        presented.detach();
        if (request.method == "GET" && core::Secret::consume(std::move(presented)).equalsConstantTime(adminKey_))
            return Caller{};
        return tl::unexpected(problem(401, "invalid_api_key", QStringLiteral("The API key is not valid here."),
                                      QStringLiteral("APIキーが正しくありません。")));
    }
    const auto token = bearerToken(request);
    if (!token) return tl::unexpected(challenge(401, {}, QStringLiteral("an access token is needed")));
    auto access = verifier_.verify(*token);
    if (!access) return tl::unexpected(challenge(401, QStringLiteral("invalid_token"), access.error().detail));
    if (!access->scopes.contains(scope))
        return tl::unexpected(challenge(403, QStringLiteral("insufficient_scope"),
                                        QStringLiteral("the scope %1 is missing").arg(scope), scope));
    if (!people_.find(access->subject))
        return tl::unexpected(challenge(401, QStringLiteral("invalid_token"), QStringLiteral("not an employee")));
    return Caller{std::move(*access)};
}

bool ApiDoor::mayRead(const Caller& caller, const QStringList& openTo) const
{
    return caller.isAdmin() || !options_.checkSubject || openTo.contains(caller.subject());
}

const Person* ApiDoor::named(const Caller& caller, const QString& id) const
{
    return people_.find(id == QLatin1String("me") ? caller.subject() : id);
}

std::optional<Response> FirstAnswers::before(const QString& person, const Request& request) const
{
    const auto key = request.header("idempotency-key");
    const auto found = kept_.constFind(rememberedUnder(person, key));
    if (key.isEmpty() || found == kept_.constEnd()) return {};
    if (found->path == request.path && found->body == request.body) return found->response;
    return problem(422, "idempotency_key_reused", QStringLiteral("This Idempotency-Key was used for another request."),
                   QStringLiteral("このIdempotency-Keyは別の申請で使われています。"));
}

void FirstAnswers::keep(const QString& person, const Request& request, const Response& response)
{
    const auto key = request.header("idempotency-key");
    if (key.isEmpty()) return;
    makeRoom(kept_, mostKept);
    kept_.insert(rememberedUnder(person, key), Kept{request.path, request.body, response, ++born_});
}

} // namespace app::demo
