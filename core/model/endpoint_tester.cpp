#include "core/model/endpoint_tester.h"

#include "core/model/answer_reader.h"
#include "core/model/endpoint_errors.h"
#include "core/model/request_body.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace core::model {

namespace {

constexpr qsizetype mostModels = 1000;

Result<QStringList> readModels(const QByteArray& body)
{
    const auto data = QJsonDocument::fromJson(body).object().value(QStringLiteral("data"));
    if (!data.isArray()) return fail(Errc::NotJson, QStringLiteral("no list of models"), QStringLiteral("baseUrl"));
    QStringList models;
    const auto entries = data.toArray();
    for (const auto& entry : entries) {
        const auto id = entry.toObject().value(QStringLiteral("id")).toString();
        if (!id.isEmpty() && id.size() <= 200 && models.size() < mostModels) models.append(id);
    }
    models.sort();
    return models;
}

bool isTransport(Errc code)
{
    return code == Errc::Network || code == Errc::ConnectionLost || code == Errc::Tls || code == Errc::Timeout ||
           code == Errc::ForeignServer || code == Errc::UnknownServer;
}

/// The field that an error is about. `answeredBefore`: the base URL has proved right already.
std::optional<EndpointField> fieldOf(const Error& error, bool answeredBefore)
{
    if (error.subject == QLatin1String("key")) return EndpointField::Key;
    if (error.subject == QLatin1String("model")) return EndpointField::Model;
    if (error.subject == QLatin1String("baseUrl") && error.code == Errc::NotFound && answeredBefore)
        return EndpointField::Model;
    if (error.subject == QLatin1String("baseUrl") || isTransport(error.code)) return EndpointField::BaseUrl;
    return std::nullopt;
}

} // namespace

struct EndpointTester::Attempt {
    Endpoint endpoint;
    bool modelMissing = false;
    BoundKey key;
    std::stop_token stop;
    TryOutReport report = {};
    bool listed = false;
    std::optional<AnswerReader> reader = {};
    Answer<TryOutReport> answer = {};

    void giveUp(const Error& error, std::optional<EndpointField> field)
    {
        if (stop.stop_requested()) return answer.give(fail(Errc::Cancelled, QStringLiteral("stopped")));
        report.error = error;
        const bool namesServer = error.code == Errc::ForeignServer || error.code == Errc::UnknownServer;
        if (!namesServer)
            report.error->subject = endpoint.baseUrl.host(); // the field is told apart; a person reads this
        report.wrongField = field;
        answer.give(report);
    }
};

EndpointTester::EndpointTester(net::Http& http, const Clock& clock)
    : http_(http)
    , clock_(clock)
{}

Async<TryOutReport> EndpointTester::tryOut(const TryOutInput& input, const std::stop_token& stop)
{
    const bool modelMissing = input.model.trimmed().isEmpty();
    auto endpoint = makeEndpoint(input.protocol, input.baseUrl, modelMissing ? QStringLiteral("-") : input.model);
    if (!endpoint) {
        TryOutReport report;
        report.wrongField = EndpointField::BaseUrl;
        report.error = endpoint.error();
        return ready<TryOutReport>(report);
    }
    endpoint->serverUser = input.serverUser;
    if (!input.key.isEmpty()) *endpoint = withKey(std::move(*endpoint));
    const BoundKey key(input.key, originOf(endpoint->baseUrl));
    const auto attempt = std::make_shared<Attempt>(Attempt{*endpoint, modelMissing, key, stop});
    auto request = modelsRequest(*endpoint);
    request.onForeignServer = [attempt](quint32 user) { attempt->report.serverUser = user; };
    onReady(ask(*endpoint, key, std::move(request), stop), &guard_,
            [this, attempt](const Result<QStringList>& found) { modelsListed(attempt, found); });
    return attempt->answer.future();
}

Async<QStringList> EndpointTester::models(const Endpoint& endpoint, const BoundKey& key,
                                          std::chrono::milliseconds timeout, std::stop_token stop)
{
    auto request = modelsRequest(endpoint);
    request.timeout = timeout;
    return ask(endpoint, key, std::move(request), std::move(stop));
}

Async<QStringList> EndpointTester::ask(const Endpoint& endpoint, const BoundKey& key, net::HttpRequest request,
                                       std::stop_token stop)
{
    auto headers = key.headersFor(request.url, endpoint.protocol);
    if (!headers) return ready<QStringList>(tl::unexpected(headers.error()));
    request.secretHeaders = std::move(*headers);
    const Answer<QStringList> answer;
    onReady(http_.send(std::move(request), std::move(stop)), &guard_,
            [this, answer](const Result<net::HttpResponse>& outcome) {
                if (!outcome) return answer.give(tl::unexpected(outcome.error()));
                if (outcome->status != 200)
                    return answer.give(tl::unexpected(errorFromResponse(*outcome, clock_.nowUtc())));
                answer.give(readModels(outcome->body));
            });
    return answer.future();
}

void EndpointTester::modelsListed(const std::shared_ptr<Attempt>& attempt, const Result<QStringList>& models)
{
    if (models) {
        attempt->report.models = *models;
        attempt->listed = true;
    } else {
        const auto& error = models.error();
        // Nobody there, or a key that opens nothing. Anything else may only mean that there is no such list, or that
        // the key is not allowed to read it.
        if (error.code == Errc::Cancelled || isTransport(error.code) || error.code == Errc::Unauthorized)
            return attempt->giveUp(error, fieldOf(error, false));
    }
    if (attempt->modelMissing) {
        const Error missing{Errc::InvalidArgument, QStringLiteral("no model"), QStringLiteral("model")};
        return attempt->giveUp(missing, EndpointField::Model);
    }
    askForOneToken(attempt);
}

void EndpointTester::askForOneToken(const std::shared_ptr<Attempt>& attempt)
{
    agent::ModelRequest request;
    request.messages.append({agent::Role::User, QStringLiteral("Hi")});
    auto http =
        answerRequest(attempt->endpoint, requestBody(attempt->endpoint, request, WireNames(request), Purpose::TryOut));
    auto headers = attempt->key.headersFor(http.url, attempt->endpoint.protocol);
    if (!headers) return attempt->giveUp(headers.error(), EndpointField::Key);
    http.secretHeaders = std::move(*headers);
    http.onForeignServer = [attempt](quint32 user) { attempt->report.serverUser = user; };
    attempt->reader.emplace(attempt->endpoint.protocol, StreamDecoder::DeltaHandler());
    const auto exchange = http_.stream(
        std::move(http), [attempt](const QByteArray& bytes) { attempt->reader->feed(bytes); }, attempt->stop);
    onReady(exchange, &guard_, [this, attempt](const Result<net::HttpResponse>& outcome) {
        if (!outcome) return attempt->giveUp(outcome.error(), fieldOf(outcome.error(), attempt->listed));
        if (outcome->status < 200 || outcome->status > 299) {
            const auto error = errorFromResponse(*outcome, clock_.nowUtc());
            return attempt->giveUp(error, fieldOf(error, attempt->listed));
        }
        const auto turn = attempt->reader->finish(std::nullopt);
        if (turn.error) return attempt->giveUp(*turn.error, fieldOf(*turn.error, attempt->listed));
        attempt->report.endpoint = attempt->endpoint;
        attempt->answer.give(attempt->report);
    });
}

} // namespace core::model
