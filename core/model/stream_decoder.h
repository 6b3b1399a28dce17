#pragma once

#include "core/agent/model_port.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QStringList>

#include <functional>
#include <optional>

namespace core::model {

/// What an endpoint said besides the answer itself, unchanged: for tests, diagnostics and costs.
struct RawStream {
    QJsonValue finish = QJsonValue::Null; ///< finish_reason or stop_reason as it was written
    QJsonValue usage = QJsonValue::Null;
    QJsonValue error = QJsonValue::Null; ///< the error object that came in the stream
    bool done = false;                   ///< "[DONE]" or message_stop came
    int chunks = 0;                      ///< JSON events read
    QStringList blockTypes = {};         ///< Messages only: the type of every content block, in order
};

/// Puts a streamed answer together, event by event. Knows no transport: it is fed with what an event stream's parser
/// gives out. Never fails: what goes wrong is in the turn's `error`, with everything that had arrived before.
class StreamDecoder {
public:
    using DeltaHandler = std::function<void(const agent::ModelDelta&)>;

    explicit StreamDecoder(DeltaHandler onDelta);
    virtual ~StreamDecoder();
    StreamDecoder(const StreamDecoder&) = delete;
    StreamDecoder& operator=(const StreamDecoder&) = delete;

    /// One event of the stream. What comes after an error is ignored. \param name its type, "" or "message"
    /// when none was given
    void feed(const QByteArray& name, const QByteArray& data);

    /// A server that does not stream answers with one JSON document: the same, whole.
    virtual void feedWhole(const QJsonObject& answer) = 0;

    /// The stream is over. A stream that ended before it said so is ConnectionLost.
    [[nodiscard]] agent::ModelTurn finish();

    [[nodiscard]] const RawStream& raw() const { return raw_; }
    /// Nothing that comes now changes the answer any more.
    [[nodiscard]] bool failed() const { return turn_.error.has_value(); }
    /// How many bytes were looked at to put pieces together, once for each time. Stays in proportion to what was fed,
    /// whatever its pieces are: the window's thread does this work for an endpoint that may be hostile. For tests.
    [[nodiscard]] virtual qint64 bytesLookedAt() const { return 0; }

protected:
    virtual void onEvent(const QByteArray& name, const QJsonObject& event) = 0;
    /// Completes `turn_`: calls in order, finish reason.
    virtual void complete() = 0;
    /// Whether the answer is known to be whole.
    [[nodiscard]] virtual bool ended() const = 0;

    void addText(const QString& text);
    void addReasoning(const QString& text);
    void addRefusal(const QString& text);
    void failWith(Error error);
    /// The answer is over one of the limits below.
    void failTooLarge(const char* what);
    /// Counts what is kept beside the words, such as signatures. \return false when it is too much
    [[nodiscard]] bool keepHidden(const QString& piece);
    /// The stream carries an error object: kept as it is, and mapped.
    void failWithObject(const QJsonValue& error);

    agent::ModelTurn turn_;
    RawStream raw_;

private:
    void addWords(QString& to, const QString& words, agent::ModelDelta::Kind kind);

    DeltaHandler onDelta_;
    qsizetype words_ = 0;
    qsizetype hidden_ = 0;
};

/// Makes the calls' ids usable: an id is invented where there is none, or where two calls have the same.
void completeCallIds(QList<agent::ModelToolCall>& calls);

/// As much of a tool's name as could have been offered (see WireNames).
[[nodiscard]] QString toolNameFromWire(const QString& name);

/// More calls than this in one answer, longer arguments or more words are not a model at work.
inline constexpr qsizetype mostCalls = 128;
inline constexpr qsizetype mostBlocks = 10 * mostCalls;
inline constexpr qsizetype longestArguments = 4 * 1024 * 1024;
inline constexpr qsizetype longestAnswer = 4 * 1024 * 1024; ///< characters: text, thoughts and refusal together
/// The `subject` of TooLarge when it is the answer that is too large, and not what was sent.
inline const QString answerSubject = QStringLiteral("answer");

} // namespace core::model
