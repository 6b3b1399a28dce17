#include "core/model/answer_reader.h"

#include "core/model/chat_completions_decoder.h"
#include "core/model/endpoint_errors.h"
#include "core/model/messages_decoder.h"

#include <QtCore/QJsonDocument>

#include <algorithm>

namespace core::model {

namespace {

std::unique_ptr<StreamDecoder> decoderFor(Protocol protocol, StreamDecoder::DeltaHandler onDelta)
{
    if (protocol == Protocol::AnthropicMessages) return std::make_unique<MessagesDecoder>(std::move(onDelta));
    return std::make_unique<ChatCompletionsDecoder>(std::move(onDelta));
}

constexpr qsizetype mostLeadingSpace = 64 * 1024;
// One JSON document that holds the longest answer, escaped.
constexpr qsizetype longestDocument = 8 * longestAnswer;

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

} // namespace

AnswerReader::AnswerReader(Protocol protocol, StreamDecoder::DeltaHandler onDelta)
    : decoder_(decoderFor(protocol, std::move(onDelta)))
{}

void AnswerReader::feed(const QByteArray& bytes)
{
    if (error_ || bytes.isEmpty()) return;
    switch (form_) {
    case Form::Unknown: return recognise(bytes);
    case Form::Events: return feedEvents(bytes);
    case Form::Json: return take(bytes);
    case Form::Page: return;
    }
}

// By the first byte that is not white space.
void AnswerReader::recognise(const QByteArray& bytes)
{
    const auto first = std::find_if_not(bytes.begin(), bytes.end(), isSpace);
    const bool tooMuch = held_.size() + (first - bytes.begin()) > mostLeadingSpace;
    if (first == bytes.end() && !tooMuch) {
        held_ += bytes;
    } else if (tooMuch || *first == '<') {
        form_ = Form::Page;
    } else if (*first == '{' || *first == '[') {
        form_ = Form::Json;
        take(bytes);
    } else {
        form_ = Form::Events;
        feedEvents(std::exchange(held_, {}) + bytes);
    }
}

void AnswerReader::take(const QByteArray& bytes)
{
    held_ += bytes;
    if (held_.size() > longestDocument)
        error_ = Error{Errc::TooLarge, QStringLiteral("the answer's document is too long"), answerSubject};
}

void AnswerReader::feedEvents(const QByteArray& bytes)
{
    const auto events = events_.feed(bytes);
    if (!events) {
        error_ = events.error();
        error_->subject = answerSubject;
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
    if (form_ == Form::Json && !transport && !error_) readJson();
    if (form_ == Form::Page) error_ = notAModelAnswer();
    // A last event without the blank line that ends it: some servers close right after it.
    if (form_ == Form::Events && !transport && !error_ && events_.isMidEvent()) feedEvents("\n\n");
    auto turn = decoder_->finish();
    if (error_)
        turn.error = error_;
    else if (turn.error && turn.error->code == Errc::ConnectionLost && transport)
        turn.error = transport;
    if (transport && turn.error && turn.error->code == Errc::TooLarge) turn.error->subject = answerSubject;
    return turn;
}

} // namespace core::model
