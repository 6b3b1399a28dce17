#include "core/model/stream_decoder.h"

#include "core/model/endpoint_errors.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QSet>

namespace core::model {

StreamDecoder::StreamDecoder(DeltaHandler onDelta)
    : onDelta_(std::move(onDelta))
{}

StreamDecoder::~StreamDecoder() = default;

void StreamDecoder::feed(const QByteArray& name, const QByteArray& data)
{
    const auto text = data.trimmed();
    if (text == "[DONE]") {
        raw_.done = true;
        return;
    }
    if (turn_.error || text.isEmpty()) return;
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(text, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject()) {
        // An error event may carry plain text; anything else that cannot be read leaves the answer with a hole in it.
        const bool isError = name == "error";
        failWith({isError ? Errc::ServerFault : Errc::Protocol, isError ? QStringLiteral("an error event without JSON")
                                                                        : QStringLiteral("an event that is not JSON")});
        return;
    }
    ++raw_.chunks;
    onEvent(name, document.object());
}

agent::ModelTurn StreamDecoder::finish()
{
    complete();
    if (!turn_.error && !ended())
        failWith({Errc::ConnectionLost, QStringLiteral("the stream ended before the answer did")});
    return turn_;
}

void StreamDecoder::addText(const QString& text)
{
    if (text.isEmpty()) return;
    turn_.text += text;
    if (onDelta_) onDelta_({agent::ModelDelta::Kind::Text, text});
}

void StreamDecoder::addReasoning(const QString& text)
{
    if (text.isEmpty()) return;
    turn_.reasoning += text;
    if (onDelta_) onDelta_({agent::ModelDelta::Kind::Reasoning, text});
}

void StreamDecoder::addRefusal(const QString& text)
{
    if (text.isEmpty()) return;
    turn_.refusal += text;
    if (onDelta_) onDelta_({agent::ModelDelta::Kind::Refusal, text});
}

void StreamDecoder::failWith(Error error)
{
    if (!turn_.error) turn_.error = std::move(error);
}

void StreamDecoder::failWithObject(const QJsonValue& error)
{
    raw_.error = error;
    failWith(errorFromStream(error));
}

void completeCallIds(QList<agent::ModelToolCall>& calls)
{
    QSet<QString> used;
    for (auto& call : calls) {
        if (call.id.isEmpty() || used.contains(call.id)) call.id = QStringLiteral("call_") + newId();
        used.insert(call.id);
    }
}

} // namespace core::model
