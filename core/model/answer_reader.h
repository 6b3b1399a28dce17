#pragma once

#include "core/model/endpoint.h"
#include "core/model/stream_decoder.h"
#include "core/net/sse.h"

#include <memory>
#include <optional>

namespace core::model {

/// Reads the body of a 2xx answer as it arrives, cut anywhere: an event stream; or one JSON document, from a server
/// that does not stream; or a web page, which is no answer of a model.
class AnswerReader {
public:
    AnswerReader(Protocol protocol, StreamDecoder::DeltaHandler onDelta);

    void feed(const QByteArray& bytes);

    /// Whether anything of the answer has been read.
    [[nodiscard]] bool begun() const { return form_ != Form::Unknown; }
    /// Whether it can only be an error any more: what comes is not worth waiting for.
    [[nodiscard]] bool failed() const { return error_ || form_ == Form::Page || decoder_->failed(); }

    /// \param transport why the body ended early, if it did. An answer that was whole by then is not spoilt by it
    [[nodiscard]] agent::ModelTurn finish(const std::optional<Error>& transport);

    [[nodiscard]] const RawStream& raw() const { return decoder_->raw(); }

private:
    enum class Form { Unknown, Events, Json, Page };

    void recognise(const QByteArray& bytes);
    void take(const QByteArray& bytes);
    void feedEvents(const QByteArray& bytes);
    void readJson();

    std::unique_ptr<StreamDecoder> decoder_;
    net::SseParser events_;
    Form form_ = Form::Unknown;
    QByteArray held_; ///< white space before the first byte that says what this is; or the JSON document
    std::optional<Error> error_;
};

} // namespace core::model
