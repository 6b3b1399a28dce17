#include "core/model/answer_reader.h"

#include "core/model/chat_completions_decoder.h"
#include "core/model/endpoint_errors.h"
#include "core/model/messages_decoder.h"

#include <QtCore/QJsonDocument>

namespace core::model {

namespace {

std::unique_ptr<StreamDecoder> decoderFor(Protocol protocol, StreamDecoder::DeltaHandler onDelta)
{
    if (protocol == Protocol::AnthropicMessages) return std::make_unique<MessagesDecoder>(std::move(onDelta));
    return std::make_unique<ChatCompletionsDecoder>(std::move(onDelta));
}

} // namespace

AnswerReader::AnswerReader(Protocol protocol, StreamDecoder::DeltaHandler onDelta)
    : decoder_(decoderFor(protocol, std::move(onDelta)))
{}

void AnswerReader::feed(const QByteArray& bytes)
{
    if (error_ || bytes.isEmpty()) return;
    switch (form_) {
    case Form::Unknown: held_ += bytes; return recognise();
    case Form::Events: return feedEvents(bytes);
    case Form::Json: held_ += bytes; return;
    case Form::Page: return;
    }
}

void AnswerReader::recognise()
{
    const auto start = held_.trimmed();
    if (start.isEmpty()) return;
    const auto held = std::exchange(held_, {});
    if (start.startsWith('{') || start.startsWith('[')) {
        form_ = Form::Json;
        held_ = held;
    } else if (start.startsWith('<')) {
        form_ = Form::Page;
    } else {
        form_ = Form::Events;
        feedEvents(held);
    }
}

void AnswerReader::feedEvents(const QByteArray& bytes)
{
    const auto events = events_.feed(bytes);
    if (!events) {
        error_ = events.error();
        return;
    }
    for (const auto& event : *events)
        decoder_->feed(event.type, event.data);
}

void AnswerReader::readJson()
{
    const auto document = QJsonDocument::fromJson(held_);
    const auto answer = document.object();
    const bool known = answer.contains(QStringLiteral("choices")) || answer.contains(QStringLiteral("content")) ||
                       answer.contains(QStringLiteral("error"));
    if (!known)
        error_ = notAModelAnswer();
    else
        decoder_->feedWhole(answer);
}

agent::ModelTurn AnswerReader::finish(const std::optional<Error>& transport)
{
    if (form_ == Form::Json && !transport) readJson();
    if (form_ == Form::Page) error_ = notAModelAnswer();
    // A last event without the blank line that ends it: some servers close right after it.
    if (form_ == Form::Events && !transport && !error_ && events_.isMidEvent()) feedEvents("\n\n");
    auto turn = decoder_->finish();
    if (error_)
        turn.error = error_;
    else if (turn.error && turn.error->code == Errc::ConnectionLost && transport)
        turn.error = transport;
    return turn;
}

} // namespace core::model
