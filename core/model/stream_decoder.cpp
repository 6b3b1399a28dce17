#include "core/model/stream_decoder.h"

#include "core/base/whole_characters.h"
#include "core/model/endpoint_errors.h"
#include "core/model/request_body.h"

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
    addWords(turn_.text, text, agent::ModelDelta::Kind::Text);
}

void StreamDecoder::addReasoning(const QString& text)
{
    addWords(turn_.reasoning, text, agent::ModelDelta::Kind::Reasoning);
}

void StreamDecoder::addRefusal(const QString& text)
{
    addWords(turn_.refusal, text, agent::ModelDelta::Kind::Refusal);
}

void StreamDecoder::addWords(QString& to, const QString& words, agent::ModelDelta::Kind kind)
{
    if (words.isEmpty()) return;
    const auto room = longestAnswer - words_;
    const bool cut = words.size() > room;
    const auto taken = cut ? words.left(wholeCharacters(words, room)) : words;
    words_ += taken.size();
    to += taken;
    if (onDelta_ && !taken.isEmpty()) onDelta_({kind, taken});
    if (cut) failTooLarge("the answer is too long");
}

bool StreamDecoder::keepHidden(const QString& piece)
{
    if (piece.size() > longestAnswer - hidden_) {
        failTooLarge("what is kept beside the answer is too long");
        return false;
    }
    hidden_ += piece.size();
    return true;
}

void StreamDecoder::failWith(Error error)
{
    if (!turn_.error) turn_.error = std::move(error);
}

void StreamDecoder::failTooLarge(const char* what)
{
    failWith({Errc::TooLarge, QLatin1String(what), answerSubject});
}

void StreamDecoder::failWithObject(const QJsonValue& error)
{
    raw_.error = error;
    failWith(errorFromStream(error));
}

QString toolNameFromWire(const QString& name)
{
    return name.size() > longestToolName ? name.left(wholeCharacters(name, longestToolName)) : name;
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
