#include "core/model/messages_decoder.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace core::model {

namespace {

agent::FinishReason reasonOf(const QString& word)
{
    using agent::FinishReason;
    if (word == QLatin1String("end_turn") || word == QLatin1String("stop_sequence")) return FinishReason::Stop;
    if (word == QLatin1String("tool_use")) return FinishReason::ToolCalls;
    if (word == QLatin1String("max_tokens") || word == QLatin1String("model_context_window_exceeded"))
        return FinishReason::Length;
    if (word == QLatin1String("refusal")) return FinishReason::Refusal;
    return FinishReason::Unknown;
}

constexpr qsizetype mostUsageFields = 64;
constexpr qsizetype longestUsageText = 200;

QString typeOf(const QJsonObject& object)
{
    return object.value(QStringLiteral("type")).toString();
}

} // namespace

MessagesDecoder::MessagesDecoder(DeltaHandler onDelta)
    : StreamDecoder(std::move(onDelta))
{}

void MessagesDecoder::onEvent(const QByteArray& name, const QJsonObject& event)
{
    // The type is in the data too; the event's name is only needed for what a proxy adds.
    auto type = typeOf(event);
    if (type.isEmpty()) type = QString::fromUtf8(name);
    const auto index = event.value(QStringLiteral("index")).toInt();
    if (type == QLatin1String("content_block_delta"))
        extendBlock(index, event.value(QStringLiteral("delta")).toObject());
    else if (type == QLatin1String("content_block_start"))
        startBlock(index, event.value(QStringLiteral("content_block")).toObject());
    else if (type == QLatin1String("content_block_stop"))
        stopBlock(index);
    else if (type == QLatin1String("message_start")) {
        // A second one in a stream begins the next message: its usage stands for itself, its blocks are added.
        open_.clear();
        raw_.usage = QJsonValue::Null;
        mergeUsage(event.value(QStringLiteral("message")).toObject().value(QStringLiteral("usage")).toObject());
    } else if (type == QLatin1String("message_delta")) {
        readMessageEnd(event.value(QStringLiteral("delta")).toObject());
        mergeUsage(event.value(QStringLiteral("usage")).toObject());
    } else if (type == QLatin1String("message_stop"))
        raw_.done = true;
    else if (type == QLatin1String("error"))
        failWithObject(event.contains(QStringLiteral("error")) ? event.value(QStringLiteral("error"))
                                                               : QJsonValue(event));
}

void MessagesDecoder::startBlock(int index, const QJsonObject& block)
{
    const auto type = typeOf(block);
    raw_.blockTypes.append(type);
    if (raw_.blockTypes.size() > mostBlocks) return failTooLarge("too many blocks in one answer");
    auto& open = open_[index];
    open = Block{block, {}, {}, {}};
    if (type == QLatin1String("text")) addText(block.value(QStringLiteral("text")).toString());
    if (type == QLatin1String("thinking")) {
        open.thinking = block.value(QStringLiteral("thinking")).toString();
        open.signature = block.value(QStringLiteral("signature")).toString();
        addReasoning(open.thinking);
    }
}

void MessagesDecoder::extendBlock(int index, const QJsonObject& delta)
{
    const auto found = open_.find(index);
    if (found == open_.end())
        return failWith({Errc::Protocol, QStringLiteral("a piece of a content block that was not begun")});
    auto& block = found->second;
    const auto type = typeOf(delta);
    if (type == QLatin1String("text_delta")) {
        addText(delta.value(QStringLiteral("text")).toString());
    } else if (type == QLatin1String("thinking_delta")) {
        const auto text = delta.value(QStringLiteral("thinking")).toString();
        block.thinking += text;
        addReasoning(text);
    } else if (type == QLatin1String("signature_delta")) {
        const auto piece = delta.value(QStringLiteral("signature")).toString();
        if (keepHidden(piece)) block.signature += piece;
    } else if (type == QLatin1String("input_json_delta")) {
        block.arguments += delta.value(QStringLiteral("partial_json")).toString().toUtf8();
        if (block.arguments.size() > longestArguments) failTooLarge("the arguments of a call are too long");
    }
}

void MessagesDecoder::stopBlock(int index)
{
    const auto found = open_.find(index);
    if (found == open_.end()) return;
    const auto block = std::move(found->second);
    open_.erase(found);
    const auto type = typeOf(block.start);
    if (type == QLatin1String("thinking")) {
        auto whole = block.start;
        whole[QStringLiteral("thinking")] = block.thinking;
        whole[QStringLiteral("signature")] = block.signature;
        turn_.opaqueBlocks.append(whole);
    } else if (type == QLatin1String("redacted_thinking")) {
        turn_.opaqueBlocks.append(block.start);
    } else if (type == QLatin1String("tool_use")) {
        if (turn_.toolCalls.size() >= mostCalls) return failTooLarge("too many calls in one answer");
        auto arguments = block.arguments;
        const auto given = block.start.value(QStringLiteral("input")).toObject();
        if (arguments.isEmpty() && !given.isEmpty()) arguments = QJsonDocument(given).toJson(QJsonDocument::Compact);
        turn_.toolCalls.append({block.start.value(QStringLiteral("id")).toString(),
                                toolNameFromWire(block.start.value(QStringLiteral("name")).toString()), arguments});
    }
}

void MessagesDecoder::readMessageEnd(const QJsonObject& delta)
{
    const auto reason = delta.value(QStringLiteral("stop_reason"));
    if (reason.isString()) raw_.finish = reason;
}

void MessagesDecoder::mergeUsage(const QJsonObject& usage)
{
    if (usage.isEmpty()) return;
    auto merged = raw_.usage.toObject();
    // Merged anew with each event, so it has to stay as small as an honest one is.
    for (auto field = usage.begin(); field != usage.end() && merged.size() < mostUsageFields; ++field)
        if (field.key().size() <= longestUsageText &&
            (!field.value().isString() || field.value().toString().size() <= longestUsageText))
            merged[field.key()] = field.value();
    raw_.usage = merged;
    const auto input = merged.value(QStringLiteral("input_tokens"));
    const auto output = merged.value(QStringLiteral("output_tokens"));
    if (input.isDouble()) turn_.usage.inputTokens = input.toInteger();
    if (output.isDouble()) turn_.usage.outputTokens = output.toInteger();
}

void MessagesDecoder::feedWhole(const QJsonObject& answer)
{
    ++raw_.chunks;
    if (typeOf(answer) == QLatin1String("error") || answer.contains(QStringLiteral("error")))
        return failWithObject(answer.value(QStringLiteral("error")));
    int index = 0;
    const auto blocks = answer.value(QStringLiteral("content")).toArray();
    for (const auto& block : blocks) {
        startBlock(index, block.toObject());
        stopBlock(index++);
    }
    readMessageEnd(answer);
    mergeUsage(answer.value(QStringLiteral("usage")).toObject());
    raw_.done = typeOf(answer) == QLatin1String("message");
}

void MessagesDecoder::complete()
{
    completeCallIds(turn_.toolCalls);
    turn_.finish = reasonOf(raw_.finish.toString());
}

bool MessagesDecoder::ended() const
{
    return raw_.done || raw_.finish.isString();
}

} // namespace core::model
