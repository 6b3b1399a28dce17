#include "core/model/request_body.h"

#include "core/net/loopback.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace core::model {

namespace {

using agent::ModelMessage;
using agent::Role;

constexpr int anthropicDefaultLimit = 8192;

QString onlyPlainCharacters(const QString& text)
{
    auto plain = text;
    for (auto& character : plain) {
        const bool allowed = (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z') ||
                             (character >= u'0' && character <= u'9') || character == u'_' || character == u'-';
        if (!allowed) character = u'_';
    }
    return plain;
}

/// The model's own arguments, for an endpoint that reads them: what is not a JSON object becomes an empty one.
QJsonObject argumentsObject(const QByteArray& arguments)
{
    return QJsonDocument::fromJson(arguments).object();
}

QString argumentsText(const QByteArray& arguments)
{
    // Byte for byte where possible, so that a cached prefix stays the same.
    if (QJsonDocument::fromJson(arguments).isObject()) return QString::fromUtf8(arguments);
    return QStringLiteral("{}");
}

/// A schema without a type is valid JSON Schema, but endpoints want to see an object.
QJsonObject schemaForWire(const QJsonObject& schema)
{
    auto object = schema;
    if (!object.contains(QStringLiteral("type"))) object[QStringLiteral("type")] = QStringLiteral("object");
    if (!object.contains(QStringLiteral("properties"))) object[QStringLiteral("properties")] = QJsonObject();
    return object;
}

QString resultText(const ModelMessage& message)
{
    const auto prefix = QStringLiteral("Error: ");
    if (!message.toolFailed || message.text.startsWith(prefix)) return message.text;
    return prefix + message.text;
}

/// By the id of the call.
QHash<QString, QJsonValue> extraContents(const QJsonArray& opaqueBlocks)
{
    QHash<QString, QJsonValue> contents;
    for (const auto& each : opaqueBlocks) {
        const auto block = each.toObject();
        if (block.value(QStringLiteral("type")) == QLatin1String("tool_call.extra_content"))
            contents.insert(block.value(QStringLiteral("id")).toString(), block.value(QStringLiteral("extra_content")));
    }
    return contents;
}

QJsonObject assistantForChat(const ModelMessage& message, const WireNames& names)
{
    QJsonObject wire{{QStringLiteral("role"), QStringLiteral("assistant")},
                     {QStringLiteral("content"), message.text.isEmpty() && !message.toolCalls.isEmpty()
                                                     ? QJsonValue(QJsonValue::Null)
                                                     : QJsonValue(message.text)}};
    QJsonArray calls;
    const auto extras = extraContents(message.opaqueBlocks);
    for (const auto& call : message.toolCalls) {
        QJsonObject entry{
            {QStringLiteral("id"), call.id},
            {QStringLiteral("type"), QStringLiteral("function")},
            {QStringLiteral("function"), QJsonObject{{QStringLiteral("name"), names.toWire(call.name)},
                                                     {QStringLiteral("arguments"), argumentsText(call.arguments)}}}};
        const auto extra = extras.value(call.id, QJsonValue::Undefined);
        if (extra.isObject()) entry[QStringLiteral("extra_content")] = extra;
        calls.append(entry);
    }
    if (!calls.isEmpty()) wire[QStringLiteral("tool_calls")] = calls;
    QJsonArray details;
    for (const auto& each : message.opaqueBlocks) {
        if (each.toObject().value(QStringLiteral("type")).toString().startsWith(QLatin1String("reasoning.")))
            details.append(each);
    }
    if (!details.isEmpty()) wire[QStringLiteral("reasoning_details")] = details;
    return wire;
}

QJsonObject messageForChat(const ModelMessage& message, const WireNames& names)
{
    const auto plain = [&message](const char* role) {
        return QJsonObject{{QStringLiteral("role"), QLatin1String(role)}, {QStringLiteral("content"), message.text}};
    };
    switch (message.role) {
    case Role::System: return plain("system");
    case Role::User: return plain("user");
    case Role::Assistant: return assistantForChat(message, names);
    case Role::Tool:
        return {{QStringLiteral("role"), QStringLiteral("tool")},
                {QStringLiteral("tool_call_id"), message.toolCallId},
                {QStringLiteral("content"), resultText(message)}};
    }
    return {};
}

QJsonObject textBlock(const QString& text)
{
    return {{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

QJsonArray assistantBlocks(const ModelMessage& message, const WireNames& names)
{
    QJsonArray blocks;
    for (const auto& each : message.opaqueBlocks) {
        const auto type = each.toObject().value(QStringLiteral("type")).toString();
        if (type == QLatin1String("thinking") || type == QLatin1String("redacted_thinking")) blocks.append(each);
    }
    if (!message.text.trimmed().isEmpty()) blocks.append(textBlock(message.text));
    for (const auto& call : message.toolCalls) {
        blocks.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("tool_use")},
                                  {QStringLiteral("id"), onlyPlainCharacters(call.id)},
                                  {QStringLiteral("name"), names.toWire(call.name)},
                                  {QStringLiteral("input"), argumentsObject(call.arguments)}});
    }
    return blocks;
}

QJsonArray blocksForMessages(const ModelMessage& message, const WireNames& names)
{
    if (message.role == Role::Assistant) return assistantBlocks(message, names);
    if (message.role == Role::Tool) {
        QJsonObject block{{QStringLiteral("type"), QStringLiteral("tool_result")},
                          {QStringLiteral("tool_use_id"), onlyPlainCharacters(message.toolCallId)},
                          {QStringLiteral("content"), message.text}};
        if (message.toolFailed) block[QStringLiteral("is_error")] = true;
        return {block};
    }
    // An empty text block is refused by the API.
    if (message.text.trimmed().isEmpty()) return {};
    return {textBlock(message.text)};
}

bool isOpenAi(const Endpoint& endpoint)
{
    const auto host = endpoint.baseUrl.host().toLower();
    return host == QLatin1String("api.openai.com") || host.endsWith(QLatin1String(".azure.com"));
}

void limitChat(QJsonObject& body, const Endpoint& endpoint, Purpose purpose)
{
    // OpenAI's reasoning models refuse "max_tokens"; most others know only that. 16: they refuse less.
    const auto field = isOpenAi(endpoint) ? QStringLiteral("max_completion_tokens") : QStringLiteral("max_tokens");
    if (purpose == Purpose::TryOut)
        body[field] = isOpenAi(endpoint) ? 16 : 1;
    else if (endpoint.maxOutputTokens)
        body[field] = *endpoint.maxOutputTokens;
}

net::HttpRequest baseRequest(const Endpoint& endpoint, const QString& resource)
{
    net::HttpRequest request;
    request.url = resourceUrl(endpoint, resource);
    request.headers.emplace_back("User-Agent", "Sekisho");
    if (endpoint.protocol == Protocol::AnthropicMessages)
        request.headers.emplace_back("anthropic-version", "2023-06-01");
    request.plainHttp = net::PlainHttp::Loopback;
    request.serverUser = endpoint.serverUser;
    return request;
}

} // namespace

WireNames::WireNames(const agent::ModelRequest& request)
{
    for (const auto& tool : request.tools)
        add(tool.name);
    for (const auto& message : request.messages) {
        for (const auto& call : message.toolCalls)
            add(call.name);
    }
}

void WireNames::add(const QString& name)
{
    if (toWire_.contains(name)) return;
    const auto plain = name.isEmpty() ? QStringLiteral("_") : onlyPlainCharacters(name);
    auto wire = plain.left(longestToolName);
    int& copies = copies_[wire];
    while (fromWire_.contains(wire)) {
        ++copies;
        const auto suffix = QStringLiteral("_%1").arg(copies + 1);
        wire = plain.left(longestToolName - suffix.size()) + suffix;
    }
    toWire_.insert(name, wire);
    fromWire_.insert(wire, name);
}

QString WireNames::toWire(const QString& name) const
{
    return toWire_.value(name, name);
}

QString WireNames::fromWire(const QString& wire) const
{
    return fromWire_.value(wire, wire);
}

QByteArray chatCompletionsBody(const Endpoint& endpoint, const agent::ModelRequest& request, const WireNames& names,
                               Purpose purpose)
{
    QJsonArray messages;
    for (const auto& message : request.messages)
        messages.append(messageForChat(message, names));
    QJsonArray tools;
    for (const auto& tool : request.tools) {
        tools.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("function")},
                                 {QStringLiteral("function"),
                                  QJsonObject{{QStringLiteral("name"), names.toWire(tool.name)},
                                              {QStringLiteral("description"), tool.description},
                                              {QStringLiteral("parameters"), schemaForWire(tool.inputSchema)}}}});
    }
    QJsonObject body{{QStringLiteral("model"), endpoint.model},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), true},
                     {QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}}}};
    if (!tools.isEmpty()) body[QStringLiteral("tools")] = tools; // an empty list is refused
    limitChat(body, endpoint, purpose);
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray messagesBody(const Endpoint& endpoint, const agent::ModelRequest& request, const WireNames& names,
                        Purpose purpose)
{
    QString system;
    QJsonArray messages;
    QString lastRole;
    QJsonArray blocks;
    const auto flush = [&messages, &lastRole, &blocks] {
        if (!blocks.isEmpty())
            messages.append(QJsonObject{{QStringLiteral("role"), lastRole}, {QStringLiteral("content"), blocks}});
        blocks = {};
    };
    for (const auto& message : request.messages) {
        if (message.role == Role::System) {
            system += (system.isEmpty() ? QString() : QStringLiteral("\n\n")) + message.text;
            continue;
        }
        const auto next = blocksForMessages(message, names);
        if (next.isEmpty()) continue;
        const auto role = message.role == Role::Assistant ? QStringLiteral("assistant") : QStringLiteral("user");
        if (role != lastRole) flush();
        lastRole = role;
        for (const auto& block : next)
            blocks.append(block);
    }
    flush();
    QJsonArray tools;
    for (const auto& tool : request.tools) {
        tools.append(QJsonObject{{QStringLiteral("name"), names.toWire(tool.name)},
                                 {QStringLiteral("description"), tool.description},
                                 {QStringLiteral("input_schema"), schemaForWire(tool.inputSchema)}});
    }
    const int limit = purpose == Purpose::TryOut ? 1 : endpoint.maxOutputTokens.value_or(anthropicDefaultLimit);
    QJsonObject body{{QStringLiteral("model"), endpoint.model},
                     {QStringLiteral("max_tokens"), limit},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), true}};
    if (!system.isEmpty()) body[QStringLiteral("system")] = system;
    if (!tools.isEmpty()) body[QStringLiteral("tools")] = tools;
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray requestBody(const Endpoint& endpoint, const agent::ModelRequest& request, const WireNames& names,
                       Purpose purpose)
{
    switch (endpoint.protocol) {
    case Protocol::ChatCompletions: return chatCompletionsBody(endpoint, request, names, purpose);
    case Protocol::AnthropicMessages: return messagesBody(endpoint, request, names, purpose);
    }
    return {};
}

net::HttpRequest answerRequest(const Endpoint& endpoint, QByteArray body)
{
    const bool chat = endpoint.protocol == Protocol::ChatCompletions;
    auto request = baseRequest(endpoint, chat ? QStringLiteral("chat/completions") : QStringLiteral("messages"));
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Accept", "text/event-stream");
    request.body = std::move(body);
    // Between two bytes. A local server may have to load many gigabytes first, and sends nothing meanwhile.
    request.timeout = net::isLoopback(endpoint.baseUrl) ? std::chrono::minutes(10) : std::chrono::minutes(2);
    request.maxAnswerBytes = 64 * 1024 * 1024;
    return request;
}

net::HttpRequest modelsRequest(const Endpoint& endpoint)
{
    auto request = baseRequest(endpoint, QStringLiteral("models"));
    request.headers.emplace_back("Accept", "application/json");
    request.timeout = std::chrono::seconds(10);
    return request;
}

} // namespace core::model
