#pragma once

#include "core/model/arguments_text.h"
#include "core/model/stream_decoder.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>

#include <map>

namespace core::model {

/// The stream of POST /chat/completions with "stream": true, as OpenAI writes it and as the compatible servers do.
///
/// Told apart in practice: reasoning in `reasoning_content`, `reasoning`, `reasoning_details` or content parts of type
/// "thinking"; calls whose fragments carry an index, none, or always 0 with a new id; ids that are missing or come
/// again with each fragment; arguments whole, in pieces, empty, or as an object; a missing [DONE]; several choices (the
/// first is used); usage beside the choices or in a chunk of its own; errors in mid-stream.
///
/// `opaqueBlocks` of the turn: reasoning_details put together, and what a call's `extra_content` held (Google's thought
/// signatures); ChatCompletionsRequest gives both back.
class ChatCompletionsDecoder final : public StreamDecoder {
public:
    explicit ChatCompletionsDecoder(DeltaHandler onDelta = {});

    void feedWhole(const QJsonObject& answer) override;
    [[nodiscard]] qint64 bytesLookedAt() const override;

protected:
    void onEvent(const QByteArray& name, const QJsonObject& event) override;
    void complete() override;
    [[nodiscard]] bool ended() const override;

private:
    struct Call {
        std::optional<int> index;
        QString id;
        QString name;
        ArgumentsText arguments;
        QJsonValue extraContent = QJsonValue::Undefined;
    };
    /// One entry of reasoning_details: what grows is put into it when it is whole.
    struct Detail {
        QJsonObject fields;
        std::map<QString, QString> grown;
    };

    void readChoices(const QJsonArray& choices);
    void readDelta(const QJsonObject& delta);
    void readContent(const QJsonValue& content);
    void readThinking(const QJsonValue& thinking);
    void readReasoning(const QJsonObject& delta);
    void readReasoningDetails(const QJsonArray& details, bool asText);
    void readToolCall(const QJsonObject& piece);
    void extendDetail(Detail& entry, const QJsonObject& detail);
    [[nodiscard]] Call* callFor(const QJsonObject& piece, const QString& name);
    [[nodiscard]] QJsonArray wholeDetails() const;

    QList<Call> calls_;
    QList<Detail> details_;
};

} // namespace core::model
