#include "core/vault/vault.h"

#include "core/base/async_steps.h"
#include "core/base/canonical_json.h"
#include "core/base/logging.h"
#include "core/net/loopback.h"
#include "core/vault/scrub.h"
#include "core/vault/token_audience.h"

#include <QtCore/QJsonObject>
#include <QtCore/QSet>

namespace core::vault {
namespace {

tl::unexpected<Error> refused(const char* why, const QString& subject)
{
    return fail(Errc::Refused, QString::fromLatin1(why), subject);
}

// Headers of an answer that nobody behind this port has a use for, or that carry credentials.
bool isPrivateHeader(const QByteArray& name)
{
    static const QSet<QByteArray> names{"set-cookie",          "set-cookie2",        "authorization",
                                        "authentication-info", "proxy-authenticate", "proxy-authentication-info",
                                        "dpop-nonce"};
    return names.contains(name);
}

bool saysInvalidToken(const net::HttpResponse& response)
{
    if (response.status != 401) return false;
    const auto challenge = response.header("www-authenticate");
    // A challenge for a fresher or stronger sign-in is not about this token (RFC 9470 section 3).
    if (challenge.contains("insufficient_user_authentication")) return false;
    // "If the request lacks any authentication information … SHOULD NOT include an error code" (RFC 6750 section 3.1):
    // ours never does, so a 401 without a code is taken for the same as invalid_token.
    return challenge.contains("invalid_token") || !challenge.contains("error=");
}

// What the way to the provider comes to grief by. A request that waits for a token has not been sent, so none of it may
// pass for an error of the request's own: those leave open whether it was carried out.
Error withoutToken(Error error)
{
    switch (error.code) {
    case Errc::Timeout:
    case Errc::Network:
    case Errc::ConnectionLost:
    case Errc::Tls:
    case Errc::ForeignServer:
    case Errc::UnknownServer:
    case Errc::Protocol:
    case Errc::NotJson:
    case Errc::WrongIssuer:
    case Errc::TooLarge:
    case Errc::RateLimited:
    case Errc::ServerFault:
        error.detail = errcName(error.code) + QStringLiteral(": ") + error.detail;
        error.code = Errc::ProviderDown;
        break;
    default: break;
    }
    return error;
}

// A sign-in "at once" takes as long as the person and the way to the API do.
constexpr std::chrono::seconds leastAge(60);

const QSet<QByteArray>& methods()
{
    static const QSet<QByteArray> known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    return known;
}

} // namespace

// One request as a person. Deletes itself when it has answered.
class AuthorizedCall : public QObject {
public:
    AuthorizedCall(Vault& vault, UserKey person, toolapi::ApiRequest request, std::stop_token stop)
        : QObject(&vault)
        , vault_(vault)
        , person_(std::move(person))
        , request_(std::move(request))
        , stop_(std::move(stop))
    {}

    Async<toolapi::ApiAnswer> start()
    {
        const auto future = answer_.future();
        if (!methods().contains(request_.method)) {
            end(refused("this method is not offered", QString::fromLatin1(request_.method.left(16))));
        } else if (request_.audience.isEmpty()) {
            onReady(vault_.identity_.configOf(person_), this,
                    [this](const Result<identity::ProviderConfig>& config) { configured(config); });
        } else {
            checkServer();
        }
        return future;
    }

private:
    void end(Result<toolapi::ApiAnswer> result)
    {
        answer_.give(std::move(result));
        deleteLater();
    }

    void checkServer()
    {
        if (const auto covered = vault_.covers(person_.issuer, request_.audience, request_.scopes); !covered)
            return end(tl::unexpected(covered.error()));
        const auto& server = vault_.servers_.at({person_.issuer, request_.audience});
        const auto origin = identity::originOf(request_.url);
        if (origin.isEmpty() || origin != identity::originOf(server.origin) || !request_.url.userInfo().isEmpty()) {
            return end(refused("this address is not the audience's own", request_.url.host()));
        }
        plainHttp_ = server.plainHttpLoopback ? net::PlainHttp::Loopback : net::PlainHttp::Never;
        askForToken();
    }

    void configured(const Result<identity::ProviderConfig>& config)
    {
        if (!config) return end(tl::unexpected(config.error()));
        plainHttp_ = config->plainHttp();
        onReady(vault_.identity_.metadata(*config, stop_), this,
                [this](const Result<identity::ProviderMetadata>& metadata) { described(metadata); });
    }

    void described(const Result<identity::ProviderMetadata>& metadata)
    {
        if (!metadata) return end(tl::unexpected(withoutToken(metadata.error())));
        if (metadata->userinfoEndpoint.isEmpty()) {
            return end(fail(Errc::Unsupported, QStringLiteral("the provider has no userinfo"),
                            metadata->tokenEndpoint.host()));
        }
        // A tool need not know where userinfo is.
        if (request_.url.isEmpty()) request_.url = metadata->userinfoEndpoint;
        if (request_.url != metadata->userinfoEndpoint || request_.method != "GET") {
            return end(refused("without an audience only userinfo can be read", request_.url.host()));
        }
        askForToken();
    }

    Async<identity::TokenGrant> token()
    {
        if (const auto* own = vault_.elevated(person_, request_.call, request_.audience)) {
            elevated_ = true;
            return ready<identity::TokenGrant>(*own);
        }
        if (request_.onlyElevated)
            return failed<identity::TokenGrant>(Errc::Refused, QStringLiteral("the sign-in for this call is gone"),
                                                request_.audience);
        identity::AccessTokenRequest request;
        request.person = person_;
        request.audience = request_.audience;
        const auto refused = vault_.refused_.find({person_, request_.audience});
        if (refused != vault_.refused_.end()) {
            request.rejected = refused->second;
            scrubber_.add(refused->second);
        }
        return vault_.identity_.accessToken(request, stop_);
    }

    void askForToken()
    {
        onReady(token(), this, [this](const Result<identity::TokenGrant>& grant) { granted(grant); });
    }

    void granted(const Result<identity::TokenGrant>& grant)
    {
        if (!grant) return end(tl::unexpected(withoutToken(grant.error())));
        // The provider's own userinfo is named by nobody's audience.
        if (!request_.audience.isEmpty() && !mayGoTo(grant->token, request_.audience))
            return end(refused("the provider's token is not for this audience", request_.audience));
        grant_ = *grant;
        scrubber_.add(grant_->token);
        net::HttpRequest request;
        request.method = request_.method;
        request.url = request_.url;
        request.headers = {{"Accept", "application/json"}};
        if (!request_.contentType.isEmpty()) request.headers.emplace_back("Content-Type", request_.contentType);
        request.secretHeaders = {{"Authorization", "Bearer ", grant_->token}};
        request.body = request_.body;
        request.plainHttp = plainHttp_;
        request.timeout = request_.timeout;
        onReady(vault_.http_.send(std::move(request), stop_), this,
                [this](const Result<net::HttpResponse>& response) { answered(response); });
    }

    void answered(const Result<net::HttpResponse>& response)
    {
        if (!response) return end(tl::unexpected(response.error()));
        const bool repeatable = request_.method == "GET" || request_.method == "HEAD";
        if (!elevated_ && saysInvalidToken(*response)) {
            vault_.refused_.insert_or_assign({person_, request_.audience}, grant_->token);
            if (repeatable && !renewed_) {
                renewed_ = true;
                first_ = factsOf(*response);
                onReady(token(), this, [this](const Result<identity::TokenGrant>& grant) { renewed(grant); });
                return;
            }
        }
        if (request_.audience.isEmpty() && response->status / 100 == 2) {
            if (auto wrong = notAboutThePerson(*response)) return end(tl::unexpected(std::move(*wrong)));
        }
        end(factsOf(*response));
    }

    // "The sub Claim in the UserInfo Response MUST be verified to exactly match the sub Claim in the ID Token; if they
    // do not match, the UserInfo Response values MUST NOT be used." (OpenID Connect Core section 5.3.2)
    [[nodiscard]] std::optional<Error> notAboutThePerson(const net::HttpResponse& response) const
    {
        const auto host = request_.url.host();
        if (response.header("content-type").toLower().startsWith("application/jwt"))
            return Error{Errc::Unsupported, QStringLiteral("userinfo is a signed JWT"), host};
        const auto claims = parseStrictJson(response.body);
        if (!claims || !claims->isObject()) return Error{Errc::NotJson, QStringLiteral("userinfo is no JSON"), host};
        if (claims->toObject().value(QStringLiteral("sub")).toString() == person_.subject) return {};
        return Error{Errc::BadToken, QStringLiteral("userinfo is about another subject"), QStringLiteral("sub")};
    }

    void renewed(const Result<identity::TokenGrant>& grant)
    {
        // No newer token, but an answer there is: what the API said stays true.
        if (!grant && grant.error().code != Errc::SignInNeeded && grant.error().code != Errc::Cancelled) {
            qCInfo(logVault, "a refused token could not be renewed: %s", qPrintable(errcName(grant.error().code)));
            return end(std::move(*first_));
        }
        granted(grant);
    }

    toolapi::ApiAnswer factsOf(const net::HttpResponse& response) const
    {
        toolapi::ApiAnswer answer;
        answer.method = request_.method;
        answer.url = request_.url;
        answer.status = response.status;
        answer.contentType = scrubber_.clean(response.header("content-type"));
        answer.body = scrubber_.clean(response.body);
        for (const auto& [name, value] : response.headers)
            if (!isPrivateHeader(name)) answer.headers.emplace_back(scrubber_.clean(name), scrubber_.clean(value));
        answer.person = person_;
        answer.audience = grant_->audience;
        answer.scopes = grant_->scopes;
        return answer;
    }

    Vault& vault_;
    UserKey person_;
    toolapi::ApiRequest request_;
    std::stop_token stop_;
    Answer<toolapi::ApiAnswer> answer_;
    net::PlainHttp plainHttp_ = net::PlainHttp::Never;
    std::optional<identity::TokenGrant> grant_;
    Scrubber scrubber_; ///< of every token that this call has sent, and of the one that was refused before it
    std::optional<toolapi::ApiAnswer> first_;
    bool renewed_ = false;
    bool elevated_ = false; ///< the token is of a sign-in for this call alone
};

Vault::Vault(identity::Identity& identity, net::Http& http, QObject* parent)
    : QObject(parent)
    , identity_(identity)
    , http_(http)
{}

Result<> Vault::allow(const QString& issuer, const ResourceServer& server)
{
    const auto wrong = [](const char* field, const char* why) {
        return fail(Errc::InvalidArgument, QString::fromLatin1(why), QString::fromLatin1(field));
    };
    if (server.audience.isEmpty()) return wrong("audience", "no audience");
    const auto& origin = server.origin;
    const bool bare = (origin.path().isEmpty() || origin.path() == QLatin1String("/")) && !origin.hasQuery() &&
                      !origin.hasFragment() && origin.userInfo().isEmpty();
    const bool secure =
        origin.scheme() == QLatin1String("https") ||
        (origin.scheme() == QLatin1String("http") && server.plainHttpLoopback && net::isLoopback(origin));
    if (!bare || !secure || identity::originOf(origin).isEmpty()) return wrong("origin", "not an https origin");
    const auto [known, isNew] = servers_.try_emplace({issuer, server.audience}, server);
    if (isNew) return {};
    if (identity::originOf(known->second.origin) != identity::originOf(origin)) {
        return fail(Errc::Conflict, QStringLiteral("this audience has another origin"), server.audience);
    }
    // What was allowed first stays as it is: whoever comes later cannot widen it.
    for (const auto& scope : server.scopes) {
        if (!known->second.scopes.contains(scope))
            return fail(Errc::Conflict, QStringLiteral("this audience has other scopes"), server.audience);
    }
    return {};
}

Result<> Vault::covers(const QString& issuer, const QString& audience, const QStringList& scopes) const
{
    const auto found = servers_.find({issuer, audience});
    if (found == servers_.end()) return refused("tokens for this audience may go nowhere", audience);
    for (const auto& scope : scopes)
        if (!found->second.scopes.contains(scope)) return refused("this scope is not one of the audience's", scope);
    return {};
}

void Vault::elevate(const UserKey& person, const CallId& call, const QString& digest, identity::SteppedUp proof)
{
    elevations_.insert_or_assign(call, Elevation{person, digest, std::move(proof)});
}

bool Vault::holds(const UserKey& person, const CallId& call, const QString& digest, const toolapi::SignInNeed& need,
                  const QDateTime& nowUtc) const
{
    const auto found = elevations_.find(call);
    if (found == elevations_.end() || found->second.person != person || found->second.digest != digest) return false;
    const auto& proof = found->second.proof;
    // What is needed may be more than when the person was asked.
    for (const auto& acr : need.acr)
        if (acr != proof.acr) return false;
    return !need.maxAge || proof.atUtc.secsTo(nowUtc) <= std::max<qint64>(need.maxAge->count(), leastAge.count());
}

void Vault::drop(const CallId& call)
{
    elevations_.erase(call);
}

void Vault::dropAll(const UserKey& person)
{
    std::erase_if(elevations_, [&person](const auto& one) { return one.second.person == person; });
}

const identity::TokenGrant* Vault::elevated(const UserKey& person, const CallId& call, const QString& audience) const
{
    const auto found = call.isEmpty() ? elevations_.end() : elevations_.find(call);
    if (found == elevations_.end()) return nullptr;
    const auto& elevation = found->second;
    const auto& grant = elevation.proof.grant;
    return elevation.person == person && grant.audience == audience ? &grant : nullptr;
}

Async<toolapi::ApiAnswer> Vault::send(const UserKey& person, toolapi::ApiRequest request, std::stop_token stop)
{
    return (new AuthorizedCall(*this, person, std::move(request), std::move(stop)))->start();
}

} // namespace core::vault
