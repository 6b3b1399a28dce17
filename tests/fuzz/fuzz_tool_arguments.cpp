// Input: arguments as a model may write them. They are cut into fragments, streamed, put together, judged against a
// schema and sent back to both kinds of endpoint; what comes out must be what went in, and always valid JSON.
#include "core/base/canonical_json.h"
#include "core/model/answer_reader.h"
#include "core/model/request_body.h"
#include "core/toolapi/json_schema.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace core::model;

QJsonObject schemaJson()
{
    return QJsonDocument::fromJson(
               "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":40},"
               "\"count\":{\"type\":\"integer\",\"minimum\":0}},\"required\":[\"name\"],"
               "\"additionalProperties\":false}")
        .object();
}

QByteArray chunk(const QString& fragment, bool first)
{
    QJsonObject function{{QStringLiteral("arguments"), fragment}};
    if (first) function[QStringLiteral("name")] = QStringLiteral("tool");
    QJsonObject call{{QStringLiteral("index"), 0}, {QStringLiteral("function"), function}};
    if (first) call[QStringLiteral("id")] = QStringLiteral("a");
    const QJsonObject delta{{QStringLiteral("tool_calls"), QJsonArray{call}}};
    const QJsonObject choice{{QStringLiteral("index"), 0}, {QStringLiteral("delta"), delta}};
    return "data: " +
           QJsonDocument(QJsonObject{{QStringLiteral("choices"), QJsonArray{choice}}}).toJson(QJsonDocument::Compact) +
           "\n\n";
}

void sendBack(const core::agent::ModelTurn& turn)
{
    core::agent::ModelRequest request;
    core::agent::ModelMessage message{core::agent::Role::Assistant, turn.text};
    message.toolCalls = turn.toolCalls;
    request.messages = {message};
    for (const auto protocol : {Protocol::ChatCompletions, Protocol::AnthropicMessages}) {
        const auto endpoint = makeEndpoint(protocol, QStringLiteral("https://api.example.com"), QStringLiteral("m"));
        const auto body = requestBody(*endpoint, request, WireNames(request));
        if (!QJsonDocument::fromJson(body).isObject()) std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2 || size > 16384) return 0;
    const qsizetype piece = 1 + data[0] % 32;
    const auto text = QString::fromUtf8(reinterpret_cast<const char*>(data) + 1, static_cast<qsizetype>(size - 1));
    if (text.isEmpty()) return 0; // a byte order mark and nothing else
    // A piece of half a character is not something JSON can carry.
    for (const QChar character : text) {
        if (character.isSurrogate()) return 0;
    }
    // Qt's JSON reader drops a byte order mark with which a string begins.
    for (qsizetype from = 0; from < text.size(); from += piece) {
        if (text.at(from) == QChar::ByteOrderMark) return 0;
    }
    QByteArray stream;
    for (qsizetype from = 0; from < text.size(); from += piece)
        stream += chunk(text.mid(from, piece), from == 0);
    stream += "data: [DONE]\n\n";
    AnswerReader reader(Protocol::ChatCompletions, {});
    reader.feed(stream);
    const auto turn = reader.finish(std::nullopt);
    if (turn.toolCalls.size() != 1 || turn.toolCalls.first().arguments != text.toUtf8()) std::abort();
    sendBack(turn);
    const auto arguments = core::parseStrictJson(turn.toolCalls.first().arguments);
    if (!arguments) return 0;
    static const auto schema =
        core::toolapi::JsonSchema::compile(schemaJson(), core::toolapi::JsonSchema::Formats::Assert);
    if (!schema) std::abort();
    const bool valid = schema->validate(*arguments).valid;
    if (valid && !arguments->toObject().value(QStringLiteral("name")).isString()) std::abort();
    return 0;
}
