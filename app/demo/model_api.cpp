#include "app/demo/model_api.h"

#include "core/base/canonical_json.h"
#include "core/crypto/random.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTimer>

namespace app::demo {
namespace {

Response apiError(int status, const char* type, const QString& message, const QJsonValue& code = {})
{
    return jsonResponse(status, {{QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), message},
                                                                       {QStringLiteral("type"), QLatin1String(type)},
                                                                       {QStringLiteral("param"), QJsonValue()},
                                                                       {QStringLiteral("code"), code}}}});
}

// A message's content is a text, or a list of parts.
QString contentText(const QJsonValue& content)
{
    if (content.isString()) return content.toString();
    QStringList parts;
    for (const auto& item : content.toArray())
        if (item.toObject().value(QLatin1String("type")) == QLatin1String("text"))
            parts.append(item.toObject().value(QLatin1String("text")).toString());
    return parts.join(QLatin1Char('\n'));
}

// Every call must have exactly one answer before anything else follows, as the real API demands.
QString unansweredCall(const QJsonArray& messages)
{
    QStringList open;
    for (const auto& item : messages) {
        const auto message = item.toObject();
        const auto role = message.value(QLatin1String("role")).toString();
        if (role == QLatin1String("tool")) {
            if (!open.removeOne(message.value(QLatin1String("tool_call_id")).toString()))
                return QStringLiteral(
                    "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.");
            continue;
        }
        if (!open.isEmpty()) break;
        for (const auto& call : message.value(QLatin1String("tool_calls")).toArray())
            open.append(call.toObject().value(QLatin1String("id")).toString());
    }
    if (open.isEmpty()) return {};
    return QStringLiteral("An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                          "'tool_call_id'. The following tool_call_ids did not have response messages: ") +
           open.join(QStringLiteral(", "));
}

// The last thing the person said, and the calls and answers since.
void readConversation(const QJsonArray& messages, ModelInput& input)
{
    QStringList order;
    QHash<QString, AnsweredCall> byId;
    for (const auto& item : messages) {
        const auto message = item.toObject();
        const auto role = message.value(QLatin1String("role")).toString();
        if (role == QLatin1String("user")) {
            input.userText = contentText(message.value(QLatin1String("content")));
            order.clear();
            byId.clear();
        } else if (role == QLatin1String("assistant")) {
            for (const auto& entry : message.value(QLatin1String("tool_calls")).toArray()) {
                const auto function = entry.toObject().value(QLatin1String("function")).toObject();
                const auto id = entry.toObject().value(QLatin1String("id")).toString();
                const auto arguments = function.value(QLatin1String("arguments")).toString().toUtf8();
                order.append(id);
                byId.insert(id, {{function.value(QLatin1String("name")).toString(),
                                  QJsonDocument::fromJson(arguments).object()},
                                 {}});
            }
        } else if (role == QLatin1String("tool")) {
            const auto id = message.value(QLatin1String("tool_call_id")).toString();
            if (const auto found = byId.find(id); found != byId.end())
                found->result = contentText(message.value(QLatin1String("content")));
        }
    }
    for (const auto& id : order)
        input.done.append(byId.value(id));
}

// Words, or a few characters where a script has no spaces; never half a character.
QStringList pieces(const QString& text)
{
    QStringList split;
    QString piece;
    int wide = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        piece += text[i];
        if (text[i].isHighSurrogate()) continue;
        wide += text[i].unicode() > 0x2e7f ? 1 : 0;
        if (text[i].isSpace() || wide >= 3 || piece.size() >= 16) {
            split.append(std::exchange(piece, {}));
            wide = 0;
        }
    }
    if (!piece.isEmpty()) split.append(piece);
    return split;
}

QByteArray argumentsText(const ScriptedCall& call)
{
    return QJsonDocument(call.arguments).toJson(QJsonDocument::Compact);
}

QString completionId()
{
    return QStringLiteral("chatcmpl-") + QString::fromLatin1(core::crypto::randomText(12));
}

QString callId()
{
    return QStringLiteral("call_") + QString::fromLatin1(core::crypto::randomText(12));
}

struct Spoken {
    QStringList pieces;
    bool cut = false;
};

Spoken spoken(const ParsedCompletion& parsed, const ScriptedReply& reply)
{
    Spoken said{pieces(reply.text), false};
    if (parsed.mostPieces > 0 && said.pieces.size() > parsed.mostPieces)
        said = {said.pieces.mid(0, parsed.mostPieces), true};
    return said;
}

QJsonObject usage(const ParsedCompletion& parsed, const ScriptedReply& reply, const Spoken& said)
{
    qint64 written = said.pieces.size();
    for (const auto& call : reply.calls)
        written += 8 + argumentsText(call).size() / 4;
    const qint64 read = parsed.promptBytes / 4;
    return {{QStringLiteral("prompt_tokens"), read},
            {QStringLiteral("completion_tokens"), written},
            {QStringLiteral("total_tokens"), read + written}};
}

QString finishReason(const ScriptedReply& reply, const Spoken& said)
{
    if (said.cut) return QStringLiteral("length");
    return reply.calls.isEmpty() ? QStringLiteral("stop") : QStringLiteral("tool_calls");
}

class EventWriter {
public:
    explicit EventWriter(qint64 createdSeconds)
        : created_(createdSeconds)
        , id_(completionId())
    {}

    void delta(const QJsonObject& delta, const QJsonValue& finish = {})
    {
        chunk({QJsonObject{{QStringLiteral("index"), 0},
                           {QStringLiteral("delta"), delta},
                           {QStringLiteral("finish_reason"), finish}}},
              {});
    }
    void chunk(const QJsonArray& choices, const QJsonValue& usage)
    {
        QJsonObject json{{QStringLiteral("id"), id_},
                         {QStringLiteral("object"), QStringLiteral("chat.completion.chunk")},
                         {QStringLiteral("created"), created_},
                         {QStringLiteral("model"), QLatin1String(modelName)},
                         {QStringLiteral("choices"), choices}};
        if (usage.isObject()) json.insert(QStringLiteral("usage"), usage);
        events.append("data: " + QJsonDocument(json).toJson(QJsonDocument::Compact) + "\n\n");
    }

    QList<QByteArray> events;

private:
    qint64 created_;
    QString id_;
};

void writeCall(EventWriter& writer, int index, const ScriptedCall& call)
{
    const auto fragment = [index](QJsonObject function) {
        return QJsonObject{
            {QStringLiteral("tool_calls"), QJsonArray{QJsonObject{{QStringLiteral("index"), index},
                                                                  {QStringLiteral("function"), std::move(function)}}}}};
    };
    auto head = QJsonObject{{QStringLiteral("index"), index},
                            {QStringLiteral("id"), callId()},
                            {QStringLiteral("type"), QStringLiteral("function")},
                            {QStringLiteral("function"), QJsonObject{{QStringLiteral("name"), call.name},
                                                                     {QStringLiteral("arguments"), QString()}}}};
    writer.delta({{QStringLiteral("tool_calls"), QJsonArray{head}}});
    for (const auto& piece : pieces(QString::fromUtf8(argumentsText(call))))
        writer.delta(fragment({{QStringLiteral("arguments"), piece}}));
}

} // namespace

tl::expected<ParsedCompletion, Response> parseCompletion(const Request& request, QDate today)
{
    const auto invalid = [](const QString& message) {
        return tl::unexpected(apiError(400, "invalid_request_error", message));
    };
    const auto json = core::parseStrictJson(request.body);
    if (!json || !json->isObject()) return invalid(QStringLiteral("We could not parse the JSON body of your request."));
    const auto body = json->toObject();
    if (const auto model = body.value(QLatin1String("model")).toString(); model != QLatin1String(modelName))
        return tl::unexpected(apiError(404, "invalid_request_error",
                                       QStringLiteral("The model `%1` does not exist.").arg(model),
                                       QStringLiteral("model_not_found")));
    const auto messages = body.value(QLatin1String("messages")).toArray();
    if (messages.isEmpty()) return invalid(QStringLiteral("'messages' must not be empty."));
    if (const auto wrong = unansweredCall(messages); !wrong.isEmpty()) return invalid(wrong);
    ParsedCompletion parsed;
    readConversation(messages, parsed.input);
    for (const auto& tool : body.value(QLatin1String("tools")).toArray())
        parsed.input.offeredTools.append(
            tool.toObject().value(QLatin1String("function")).toObject().value(QLatin1String("name")).toString());
    parsed.input.mayCallTools = body.value(QLatin1String("tool_choice")) != QLatin1String("none");
    parsed.input.parallelCalls = body.value(QLatin1String("parallel_tool_calls")).toBool(true);
    parsed.input.today = today;
    parsed.stream = body.value(QLatin1String("stream")).toBool();
    parsed.includeUsage =
        body.value(QLatin1String("stream_options")).toObject().value(QLatin1String("include_usage")).toBool();
    parsed.mostPieces =
        body.value(QLatin1String("max_completion_tokens")).toInt(body.value(QLatin1String("max_tokens")).toInt());
    parsed.promptBytes = request.body.size();
    return parsed;
}

QList<QByteArray> completionEvents(const ParsedCompletion& parsed, const ScriptedReply& reply, qint64 createdSeconds)
{
    EventWriter writer(createdSeconds);
    const auto said = spoken(parsed, reply);
    writer.delta({{QStringLiteral("role"), QStringLiteral("assistant")}, {QStringLiteral("content"), QString()}});
    for (const auto& piece : said.pieces)
        writer.delta({{QStringLiteral("content"), piece}});
    for (int i = 0; i < reply.calls.size() && !said.cut; ++i)
        writeCall(writer, i, reply.calls.at(i));
    writer.delta({}, finishReason(reply, said));
    if (parsed.includeUsage) writer.chunk({}, usage(parsed, reply, said));
    writer.events.append("data: [DONE]\n\n");
    return writer.events;
}

Response completionAnswer(const ParsedCompletion& parsed, const ScriptedReply& reply, qint64 createdSeconds)
{
    const auto said = spoken(parsed, reply);
    QJsonObject message{{QStringLiteral("role"), QStringLiteral("assistant")},
                        {QStringLiteral("content"), said.pieces.join(QString())}};
    QJsonArray calls;
    for (const auto& call : reply.calls)
        calls.append(QJsonObject{{QStringLiteral("id"), callId()},
                                 {QStringLiteral("type"), QStringLiteral("function")},
                                 {QStringLiteral("function"),
                                  QJsonObject{{QStringLiteral("name"), call.name},
                                              {QStringLiteral("arguments"), QString::fromUtf8(argumentsText(call))}}}});
    if (!calls.isEmpty() && !said.cut) message.insert(QStringLiteral("tool_calls"), calls);
    return jsonResponse(200, {{QStringLiteral("id"), completionId()},
                              {QStringLiteral("object"), QStringLiteral("chat.completion")},
                              {QStringLiteral("created"), createdSeconds},
                              {QStringLiteral("model"), QLatin1String(modelName)},
                              {QStringLiteral("choices"),
                               QJsonArray{QJsonObject{{QStringLiteral("index"), 0},
                                                      {QStringLiteral("message"), message},
                                                      {QStringLiteral("finish_reason"), finishReason(reply, said)}}}},
                              {QStringLiteral("usage"), usage(parsed, reply, said)}});
}

ModelApi::ModelApi(Options options, const core::Clock& clock)
    : options_(options)
    , clock_(clock)
{}

void ModelApi::handle(const Request& request, std::shared_ptr<core::httpserver::Responder> responder)
{
    if (request.path == QLatin1String("/v1/models")) {
        const QJsonObject model{{QStringLiteral("id"), QLatin1String(modelName)},
                                {QStringLiteral("object"), QStringLiteral("model")},
                                {QStringLiteral("created"), clock_.nowUtc().toSecsSinceEpoch()},
                                {QStringLiteral("owned_by"), QStringLiteral("sekisho-demo")}};
        responder->send(request.method == "GET" ? jsonResponse(200, {{QStringLiteral("object"), QStringLiteral("list")},
                                                                     {QStringLiteral("data"), QJsonArray{model}}})
                                                : methodNotAllowed("GET"));
        return;
    }
    if (request.path != QLatin1String("/v1/chat/completions")) {
        responder->send(apiError(404, "invalid_request_error", QStringLiteral("Unknown request URL.")));
        return;
    }
    if (request.method != "POST") {
        responder->send(methodNotAllowed("POST"));
        return;
    }
    const auto parsed = parseCompletion(request, clock_.nowUtc().date());
    if (!parsed) {
        responder->send(parsed.error());
        return;
    }
    const auto reply = scriptedReply(parsed->input);
    const auto created = clock_.nowUtc().toSecsSinceEpoch();
    if (parsed->stream)
        stream(completionEvents(*parsed, reply, created), std::move(responder));
    else
        responder->send(completionAnswer(*parsed, reply, created));
}

void ModelApi::stream(QList<QByteArray> events, std::shared_ptr<core::httpserver::Responder> responder)
{
    Response head;
    head.contentType = "text/event-stream";
    head.headers = {{"Cache-Control", "no-store"}};
    responder->begin(std::move(head));
    if (options_.betweenPieces.count() == 0) {
        for (auto& event : events)
            responder->write(std::move(event));
        responder->end();
        return;
    }
    auto* timer = new QTimer(this);
    timer->setInterval(options_.betweenPieces);
    timer->callOnTimeout(
        timer, [timer, responder = std::move(responder), events = std::move(events), next = qsizetype(0)]() mutable {
            if (responder->clientGone() || next == events.size()) {
                responder->end();
                timer->deleteLater();
                timer->stop();
                return;
            }
            responder->write(events.at(next++));
        });
    timer->start();
}

} // namespace app::demo
