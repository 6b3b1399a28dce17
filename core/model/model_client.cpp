#include "core/model/model_client.h"

#include "core/base/logging.h"
#include "core/model/answer_reader.h"
#include "core/model/endpoint_errors.h"
#include "core/model/request_body.h"

namespace core::model {

namespace {

/// One answer under way.
struct Conversation {
    WireNames names;
    QString host;
    AnswerReader reader;
    std::stop_token stop;
    std::stop_source reading = {}; ///< stopped with `stop`, or when the rest is not worth reading
    std::unique_ptr<std::stop_callback<std::function<void()>>> stopped = {};
    Answer<agent::ModelTurn> answer = {};
};

void conclude(Conversation& talk, const Result<net::HttpResponse>& outcome, const QDateTime& nowUtc)
{
    if (talk.stop.stop_requested()) return talk.answer.give(fail(Errc::Cancelled, QStringLiteral("stopped")));
    if (!outcome && !talk.reader.begun()) return talk.answer.give(tl::unexpected(outcome.error()));
    if (outcome && (outcome->status < 200 || outcome->status > 299)) {
        auto error = errorFromResponse(*outcome, nowUtc);
        qCWarning(logModel) << "the endpoint answered" << error.detail;
        error.subject = talk.host;
        return talk.answer.give(tl::unexpected(error));
    }
    auto turn = talk.reader.finish(outcome ? std::nullopt : std::optional<Error>(outcome.error()));
    if (turn.error) {
        qCWarning(logModel) << "the answer broke off:" << errcName(turn.error->code);
        if (turn.error->subject != answerSubject) turn.error->subject = talk.host;
    }
    for (auto& call : turn.toolCalls)
        call.name = talk.names.fromWire(call.name);
    talk.answer.give(std::move(turn));
}

} // namespace

ModelClient::ModelClient(Endpoint endpoint, BoundKey key, net::Http& http, const Clock& clock)
    : endpoint_(std::move(endpoint))
    , key_(std::move(key))
    , http_(http)
    , clock_(clock)
{}

Async<agent::ModelTurn> ModelClient::stream(agent::ModelRequest request,
                                            std::function<void(const agent::ModelDelta&)> onDelta, std::stop_token stop)
{
    const WireNames names(request);
    auto http = answerRequest(endpoint_, requestBody(endpoint_, request, names));
    auto keyHeaders = key_.headersFor(http.url, endpoint_.protocol);
    if (!keyHeaders) return ready<agent::ModelTurn>(tl::unexpected(keyHeaders.error()));
    http.secretHeaders = std::move(*keyHeaders);
    auto deltas = [onDelta = std::move(onDelta), stop](const agent::ModelDelta& delta) {
        if (onDelta && !stop.stop_requested()) onDelta(delta);
    };
    const auto talk = std::make_shared<Conversation>(
        Conversation{names, endpoint_.baseUrl.host(), AnswerReader(endpoint_.protocol, std::move(deltas)), stop});
    talk->stopped = std::make_unique<std::stop_callback<std::function<void()>>>(
        stop, [reading = talk->reading]() mutable { reading.request_stop(); });
    const auto take = [talk](const QByteArray& bytes) {
        talk->reader.feed(bytes);
        if (talk->reader.failed()) talk->reading.request_stop();
    };
    const auto exchange = http_.stream(std::move(http), take, talk->reading.get_token());
    onReady(exchange, &guard_,
            [talk, this](const Result<net::HttpResponse>& outcome) { conclude(*talk, outcome, clock_.nowUtc()); });
    return talk->answer.future();
}

} // namespace core::model
