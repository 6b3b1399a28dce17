#include "core/model/chat_completions_decoder.h"

#include <QtCore/QJsonDocument>

namespace core::model {

namespace {

agent::FinishReason reasonOf(const QString& word)
{
    using agent::FinishReason;
    static const QHash<QString, FinishReason> known{
        {QStringLiteral("stop"), FinishReason::Stop},
        {QStringLiteral("eos"), FinishReason::Stop},
        {QStringLiteral("end_turn"), FinishReason::Stop},
        {QStringLiteral("tool_calls"), FinishReason::ToolCalls},
        {QStringLiteral("tool_use"), FinishReason::ToolCalls},
        {QStringLiteral("function_call"), FinishReason::ToolCalls},
        {QStringLiteral("length"), FinishReason::Length},
        {QStringLiteral("max_tokens"), FinishReason::Length},
        {QStringLiteral("model_length"), FinishReason::Length},
        {QStringLiteral("refusal"), FinishReason::Refusal},
        {QStringLiteral("content_filter"), FinishReason::ContentFilter},
    };
    return known.value(word, FinishReason::Unknown);
}

constexpr qsizetype mostDetails = 100'000; // a server that gives no index sends one with each word
constexpr qsizetype mostDetailFields = 64;

bool growsWithPieces(const QString& field)
{
    return field == QLatin1String("text") || field == QLatin1String("summary") || field == QLatin1String("data");
}

} // namespace

ChatCompletionsDecoder::ChatCompletionsDecoder(DeltaHandler onDelta)
    : StreamDecoder(std::move(onDelta))
{}

void ChatCompletionsDecoder::onEvent(const QByteArray& name, const QJsonObject& event)
{
    const auto error = event.value(QStringLiteral("error"));
    if (!error.isUndefined() && !error.isNull()) return failWithObject(error);
    if (name == "error") return failWithObject(event);
    const auto usage = event.value(QStringLiteral("usage"));
    if (usage.isObject()) {
        raw_.usage = usage;
        const auto input = usage.toObject().value(QStringLiteral("prompt_tokens"));
        const auto output = usage.toObject().value(QStringLiteral("completion_tokens"));
        if (input.isDouble()) turn_.usage.inputTokens = input.toInteger();
        if (output.isDouble()) turn_.usage.outputTokens = output.toInteger();
    }
    readChoices(event.value(QStringLiteral("choices")).toArray());
}

void ChatCompletionsDecoder::readChoices(const QJsonArray& choices)
{
    for (const auto& each : choices) {
        const auto choice = each.toObject();
        if (choice.value(QStringLiteral("index")).toInt(0) != 0) continue; // only one was asked for
        const auto delta = choice.value(QStringLiteral("delta"));
        readDelta(delta.isObject() ? delta.toObject() : choice.value(QStringLiteral("message")).toObject());
        const auto error = choice.value(QStringLiteral("error"));
        if (error.isObject()) return failWithObject(error); // OpenRouter, beside finish_reason "error"
        const auto finish = choice.value(QStringLiteral("finish_reason"));
        if (finish.isString() && !finish.toString().isEmpty()) raw_.finish = finish;
    }
}

void ChatCompletionsDecoder::readDelta(const QJsonObject& delta)
{
    readReasoning(delta);
    readContent(delta.value(QStringLiteral("content")));
    addRefusal(delta.value(QStringLiteral("refusal")).toString());
    const auto pieces = delta.value(QStringLiteral("tool_calls")).toArray();
    for (const auto& piece : pieces)
        readToolCall(piece.toObject());
}

void ChatCompletionsDecoder::readReasoning(const QJsonObject& delta)
{
    // The same words come under two names from some servers: one is enough.
    auto text = delta.value(QStringLiteral("reasoning_content")).toString();
    if (text.isEmpty()) text = delta.value(QStringLiteral("reasoning")).toString();
    addReasoning(text);
    readReasoningDetails(delta.value(QStringLiteral("reasoning_details")).toArray(), text.isEmpty());
}

/// Content as text, or as a list of parts (Mistral).
void ChatCompletionsDecoder::readContent(const QJsonValue& content)
{
    if (content.isString()) return addText(content.toString());
    const auto parts = content.toArray();
    for (const auto& each : parts) {
        const auto part = each.toObject();
        const auto type = part.value(QStringLiteral("type")).toString();
        if (type == QLatin1String("text"))
            addText(part.value(QStringLiteral("text")).toString());
        else if (type == QLatin1String("thinking"))
            readThinking(part.value(QStringLiteral("thinking")));
        else if (type == QLatin1String("refusal"))
            addRefusal(part.value(QStringLiteral("refusal")).toString());
    }
}

void ChatCompletionsDecoder::readThinking(const QJsonValue& thinking)
{
    if (thinking.isString()) return addReasoning(thinking.toString());
    const auto parts = thinking.toArray();
    for (const auto& part : parts)
        addReasoning(part.toObject().value(QStringLiteral("text")).toString());
}

/// OpenRouter's form. Pieces of one entry share an index; their texts are put together, so that the entry can go back
/// as one.
void ChatCompletionsDecoder::readReasoningDetails(const QJsonArray& details, bool asText)
{
    for (const auto& each : details) {
        const auto detail = each.toObject();
        const auto type = detail.value(QStringLiteral("type")).toString();
        if (asText && type == QLatin1String("reasoning.text"))
            addReasoning(detail.value(QStringLiteral("text")).toString());
        if (asText && type == QLatin1String("reasoning.summary"))
            addReasoning(detail.value(QStringLiteral("summary")).toString());
        const auto index = detail.value(QStringLiteral("index"));
        const bool continues =
            !details_.isEmpty() && index.isDouble() && details_.last().fields.value(QStringLiteral("index")) == index &&
            details_.last().fields.value(QStringLiteral("type")) == detail.value(QStringLiteral("type"));
        if (!continues) {
            if (details_.size() >= mostDetails) return failTooLarge("too many pieces of reasoning in one answer");
            details_.append(Detail{});
        }
        extendDetail(details_.last(), detail);
    }
}

void ChatCompletionsDecoder::extendDetail(Detail& entry, const QJsonObject& detail)
{
    const bool begins = entry.fields.isEmpty();
    for (auto field = detail.begin(); field != detail.end(); ++field) {
        const auto value = field.value();
        if (growsWithPieces(field.key()) && value.isString()) {
            const auto piece = value.toString();
            if (!keepHidden(piece)) return;
            entry.grown[field.key()] += piece;
        } else if ((begins || !value.isNull()) && entry.fields.value(field.key()) != value) {
            entry.fields.insert(field.key(), value);
        }
        if (entry.fields.size() > mostDetailFields) return failTooLarge("a piece of reasoning has too many fields");
    }
}

QJsonArray ChatCompletionsDecoder::wholeDetails() const
{
    QJsonArray details;
    for (const auto& entry : details_) {
        auto whole = entry.fields;
        for (const auto& [field, text] : entry.grown)
            whole[field] = text;
        details.append(whole);
    }
    return details;
}

/// The call this piece belongs to, or nullptr for a new one.
ChatCompletionsDecoder::Call* ChatCompletionsDecoder::callFor(const QJsonObject& piece, const QString& name)
{
    const auto id = piece.value(QStringLiteral("id")).toString();
    const auto index = piece.value(QStringLiteral("index"));
    Call* found = nullptr;
    if (index.isDouble()) {
        for (auto& call : calls_) {
            if (call.index == index.toInt()) found = &call; // the newest of that index
        }
    } else if (!id.isEmpty()) {
        for (auto& call : calls_) {
            if (call.id == id) found = &call;
        }
        if (!found && name.isEmpty() && !calls_.isEmpty()) found = &calls_.last();
    } else if (name.isEmpty() && !calls_.isEmpty()) {
        found = &calls_.last();
    }
    if (!found) return nullptr;
    // Index 0 for every call: a new id with a name begins a new one. A new id alone is how some servers mark each
    // fragment of one call.
    const bool otherId = !id.isEmpty() && !found->id.isEmpty() && id != found->id;
    if (otherId && !name.isEmpty()) return nullptr;
    // No ids at all, and the same index again: a name after whole arguments begins the next call.
    if (id.isEmpty() && !name.isEmpty() && found->arguments.isWholeObject()) return nullptr;
    return found;
}

void ChatCompletionsDecoder::readToolCall(const QJsonObject& piece)
{
    const auto function = piece.value(QStringLiteral("function")).toObject();
    const auto name = function.value(QStringLiteral("name")).toString();
    auto* call = callFor(piece, name);
    if (!call) {
        if (calls_.size() >= mostCalls) return failTooLarge("too many calls in one answer");
        calls_.append(Call{});
        call = &calls_.last();
        const auto index = piece.value(QStringLiteral("index"));
        if (index.isDouble()) call->index = index.toInt();
    }
    if (call->id.isEmpty()) call->id = piece.value(QStringLiteral("id")).toString();
    // It may come in fragments, or again with each piece.
    if (!name.isEmpty() && name != call->name) call->name = toolNameFromWire(call->name + toolNameFromWire(name));
    const auto arguments = function.value(QStringLiteral("arguments"));
    if (arguments.isObject())
        call->arguments.replace(QJsonDocument(arguments.toObject()).toJson(QJsonDocument::Compact));
    else
        call->arguments.append(arguments.toString().toUtf8());
    if (call->arguments.bytes().size() > longestArguments) return failTooLarge("the arguments of a call are too long");
    const auto extra = piece.value(QStringLiteral("extra_content"));
    if (extra.isObject()) call->extraContent = extra;
}

void ChatCompletionsDecoder::feedWhole(const QJsonObject& answer)
{
    ++raw_.chunks;
    onEvent({}, answer);
    raw_.done = raw_.done || !answer.value(QStringLiteral("choices")).toArray().isEmpty();
}

void ChatCompletionsDecoder::complete()
{
    turn_.toolCalls.clear();
    for (const auto& call : std::as_const(calls_))
        turn_.toolCalls.append({call.id, call.name, call.arguments.bytes()});
    completeCallIds(turn_.toolCalls);
    turn_.opaqueBlocks = wholeDetails();
    for (qsizetype index = 0; index < calls_.size(); ++index) {
        if (!calls_[index].extraContent.isObject()) continue;
        turn_.opaqueBlocks.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("tool_call.extra_content")},
                                              {QStringLiteral("id"), turn_.toolCalls[index].id},
                                              {QStringLiteral("extra_content"), calls_[index].extraContent}});
    }
    turn_.finish = reasonOf(raw_.finish.toString());
    if (!turn_.refusal.isEmpty()) turn_.finish = agent::FinishReason::Refusal;
    if (raw_.finish.toString() == QLatin1String("error"))
        failWith({Errc::ServerFault, QStringLiteral("the endpoint ended the answer with an error")});
}

qint64 ChatCompletionsDecoder::bytesLookedAt() const
{
    qint64 sum = 0;
    for (const auto& call : calls_)
        sum += call.arguments.bytesLookedAt();
    return sum;
}

bool ChatCompletionsDecoder::ended() const
{
    return raw_.done || raw_.finish.isString();
}

} // namespace core::model
