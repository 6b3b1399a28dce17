#include "core/identity/provider_check.h"

#include "core/base/canonical_json.h"
#include "core/crypto/random.h"
#include "core/identity/authorization.h"
#include "core/identity/pkce.h"
#include "core/identity/redirect_path.h"
#include "core/identity/token_endpoint.h"

#include <QtCore/QUrlQuery>

namespace core::identity {
namespace {

QByteArray errorCode(const net::HttpResponse& response)
{
    const auto json = parseStrictJson(response.body);
    return json ? json->toObject().value(QStringLiteral("error")).toString().toUtf8() : QByteArray();
}

void refuse(ProviderCheck& check, ProviderField field, Error error)
{
    if (check.error) return; // the first finding is the one to repair first
    check.error = std::move(error);
    check.wrongField = field;
}

void refuseClient(ProviderCheck& check, const QByteArray& code)
{
    check.clientId = Verdict::Refused;
    auto error = oauthError(code, {});
    error.code = Errc::InvalidArgument;
    error.subject = QStringLiteral("client_id");
    refuse(check, ProviderField::ClientId, std::move(error));
}

void judgeErrorCode(ProviderCheck& check, const QByteArray& code)
{
    if (code == "invalid_client" || code == "unauthorized_client") {
        refuseClient(check, code);
    } else if (code == "invalid_target") {
        check.audience = Verdict::Refused;
        refuse(check, ProviderField::Audience, oauthError(code, {}));
    }
}

// Carries the check from step to step. Deletes itself at the end.
class CheckTask : public QObject {
public:
    CheckTask(net::Http& http, const Clock& clock, ProviderConfig config, QObject* guard, std::stop_token stop)
        : QObject(guard)
        , http_(http)
        , clock_(clock)
        , endpoint_(http, clock)
        , config_(std::move(config))
        , redirect_(redirectAddresses(config_).front())
        , stop_(std::move(stop))
    {}

    Async<ProviderCheck> start()
    {
        const auto future = answer_.future();
        onReady(discover(http_, config_, clock_.nowUtc(), stop_), this,
                [this](const Result<ProviderMetadata>& metadata) { described(metadata); });
        return future;
    }

private:
    void described(const Result<ProviderMetadata>& metadata)
    {
        if (!metadata) return failIssuer(metadata.error());
        check_.metadata = *metadata;
        if (const auto algorithm = pinnedAlgorithm(config_, *metadata); !algorithm)
            return failIssuer(algorithm.error());
        onReady(endpoint_.keys(config_, *metadata, stop_), this,
                [this](const Result<crypto::JwkSet>& keys) { keysRead(keys); });
    }

    void keysRead(const Result<crypto::JwkSet>& keys)
    {
        if (!keys) return failIssuer(keys.error());
        if (config_.clientId.isEmpty()) {
            check_.clientId = Verdict::Refused;
            refuse(check_, ProviderField::ClientId,
                   Error{Errc::InvalidArgument, QStringLiteral("no client ID"), QStringLiteral("client_id"), {}});
            return finish();
        }
        net::HttpRequest request;
        request.method = "POST";
        request.url = check_.metadata->tokenEndpoint;
        request.headers = {{"Accept", "application/json"}};
        request.plainHttp = config_.plainHttp();
        request.form = {{"grant_type", "authorization_code", {}},
                        {"code", "connection-test-" + crypto::randomText(16), {}},
                        {"redirect_uri", redirect_.toEncoded(QUrl::FullyEncoded), {}},
                        {"client_id", config_.clientId.toUtf8(), {}},
                        {"code_verifier", {}, newVerifier()}};
        onReady(http_.send(std::move(request), stop_), this,
                [this](const Result<net::HttpResponse>& response) { tokenProbed(response); });
    }

    void tokenProbed(const Result<net::HttpResponse>& response)
    {
        if (!response) return failIssuer(response.error());
        judgeTokenProbe(check_, *response);
        if (check_.error) return finish();
        const auto challenge = pkceChallenge(newVerifier());
        SignInOptions options;
        const bool push = !check_.metadata->pushedAuthorizationRequestEndpoint.isEmpty();
        if (!push) options.prompt = QStringLiteral("none");
        const auto fields = authorizationFields(*check_.metadata, config_, options,
                                                {redirect_, crypto::randomText(), crypto::randomText(), *challenge});
        net::HttpRequest request;
        request.plainHttp = config_.plainHttp();
        if (push) {
            request.method = "POST";
            request.url = check_.metadata->pushedAuthorizationRequestEndpoint;
            for (const auto& [name, value] : fields)
                request.form.push_back({name, value, {}});
        } else {
            request.url = authorizationUrl(*check_.metadata, fields);
        }
        onReady(http_.send(std::move(request), stop_), this,
                [this, push](const Result<net::HttpResponse>& answer) { requestProbed(answer, push); });
    }

    void requestProbed(const Result<net::HttpResponse>& response, bool pushed)
    {
        if (!response) return failIssuer(response.error());
        if (pushed)
            judgePushProbe(check_, *response);
        else
            judgeAuthorizationProbe(check_, *response, redirect_);
        finish();
    }

    void failIssuer(const Error& error)
    {
        if (error.code == Errc::Cancelled) {
            answer_.give(tl::unexpected(error));
            deleteLater();
            return;
        }
        refuse(check_, ProviderField::Issuer, error);
        finish();
    }

    void finish()
    {
        answer_.give(check_);
        deleteLater();
    }

    net::Http& http_;
    const Clock& clock_;
    TokenEndpoint endpoint_;
    ProviderConfig config_;
    QUrl redirect_; ///< one that a sign-in uses: a provider that compares whole addresses knows no other
    std::stop_token stop_;
    ProviderCheck check_;
    Answer<ProviderCheck> answer_;
};

} // namespace

void judgeTokenProbe(ProviderCheck& check, const net::HttpResponse& response)
{
    const auto code = errorCode(response);
    if (code == "invalid_grant") {
        check.clientId = Verdict::Accepted;
    } else if (response.status == 401 && code.isEmpty()) {
        refuseClient(check, "invalid_client");
    } else {
        judgeErrorCode(check, code);
    }
}

void judgePushProbe(ProviderCheck& check, const net::HttpResponse& response)
{
    if (response.status == 201 || response.status == 200) {
        check.clientId = Verdict::Accepted;
        check.redirect = Verdict::Accepted;
        check.audience = Verdict::Accepted;
        return;
    }
    const auto code = errorCode(response);
    judgeErrorCode(check, code);
    // "invalid_redirect_uri" is what some send; the standard has only invalid_request for it (RFC 9126 section 2.3).
    if (code == "invalid_redirect_uri") {
        check.redirect = Verdict::Refused;
        refuse(check, ProviderField::ClientId,
               Error{Errc::InvalidArgument,
                     QStringLiteral("the redirect address is not registered for this client"),
                     QStringLiteral("redirect_uri"),
                     {}});
    }
}

void judgeAuthorizationProbe(ProviderCheck& check, const net::HttpResponse& response, const QUrl& redirectUri)
{
    const QUrl location(QString::fromLatin1(response.header("location")), QUrl::StrictMode);
    if (response.status >= 300 && response.status < 400) {
        const bool back = location.isValid() && location.matches(redirectUri, QUrl::RemoveQuery);
        if (!back) return; // to a login page: nothing is known
        check.clientId = Verdict::Accepted;
        check.redirect = Verdict::Accepted;
        const auto code = QUrlQuery(location).queryItemValue(QStringLiteral("error")).toLatin1();
        judgeErrorCode(check, code);
        return;
    }
    if (response.status < 400 || response.status >= 500) return;
    // "The authorization server SHOULD inform the resource owner of the error and MUST NOT automatically redirect" when
    // the client ID or the redirect address is wrong. The token endpoint may have told which of the two it is.
    if (check.clientId == Verdict::Accepted) {
        check.redirect = Verdict::Refused;
        refuse(check, ProviderField::ClientId,
               Error{Errc::InvalidArgument,
                     QStringLiteral("the redirect address is not registered for this client"),
                     QStringLiteral("redirect_uri"),
                     {}});
    } else {
        refuseClient(check, "invalid_client");
    }
}

Async<ProviderCheck> checkProvider(net::Http& http, const Clock& clock, const ProviderConfig& config, QObject* guard,
                                   std::stop_token stop)
{
    auto* task = new CheckTask(http, clock, config, guard, std::move(stop));
    return task->start();
}

} // namespace core::identity
