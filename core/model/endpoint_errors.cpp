#include "core/model/endpoint_errors.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace core::model {

namespace {

/// What the body of an error says, in any of the forms in use: {"error":{...}}, {"error":"text"}, {"type":"error",
/// "error":{...}}, {"message":...,"code":...}, {"detail":...}.
struct Said {
    QString message; ///< only ever searched, never passed on
    QString type;
    QString code;
    QString parameter;
};

QString textOf(const QJsonValue& value)
{
    if (value.isString()) return value.toString();
    if (value.isDouble()) return QString::number(value.toInt());
    return {};
}

Said readObject(const QJsonValue& error)
{
    Said said;
    if (error.isString()) {
        said.message = error.toString();
        return said;
    }
    const auto object = error.toObject();
    said.message = textOf(object.value(QStringLiteral("message")));
    if (said.message.isEmpty()) said.message = textOf(object.value(QStringLiteral("detail")));
    said.type = textOf(object.value(QStringLiteral("type")));
    said.code = textOf(object.value(QStringLiteral("code")));
    if (said.code.isEmpty()) said.code = textOf(object.value(QStringLiteral("status_code")));
    said.parameter = textOf(object.value(QStringLiteral("param")));
    return said;
}

Said readBody(const QByteArray& body)
{
    auto document = QJsonDocument::fromJson(body);
    // Google's compatible endpoint wraps its error in an array.
    if (document.isArray()) document = QJsonDocument(document.array().at(0).toObject());
    const auto object = document.object();
    const auto error = object.value(QStringLiteral("error"));
    return readObject(error.isObject() || error.isString() ? error : QJsonValue(object));
}

/// A server's word, when it is one: letters, digits, "_.-", at most 64 of them. Anything else might be text that
/// repeats what it was sent.
QString word(const QString& text)
{
    if (text.size() > 64) return {};
    for (const QChar character : text) {
        const bool plain = (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z') ||
                           (character >= u'0' && character <= u'9') || character == u'_' || character == u'.' ||
                           character == u'-';
        if (!plain) return {};
    }
    return text;
}

bool says(const Said& said, const char* what)
{
    return said.message.contains(QLatin1String(what), Qt::CaseInsensitive) || said.type == QLatin1String(what) ||
           said.code == QLatin1String(what);
}

bool saysTooLong(const Said& said)
{
    for (const auto* words : {"context_length_exceeded", "context length", "prompt is too long", "maximum context",
                              "exceeds the available context size", "exceed_context_size_error", "request_too_large",
                              "string_above_max_length", "too many tokens"}) {
        if (says(said, words)) return true;
    }
    return false;
}

bool saysNoTools(const Said& said)
{
    return says(said, "does not support tools") || says(said, "tool use is not supported") ||
           says(said, "support tool use") || says(said, "tools is not supported");
}

bool saysModel(const Said& said)
{
    if (says(said, "model_not_found") || says(said, "invalid_model") || says(said, "DeploymentNotFound") ||
        says(said, "unknown_model"))
        return true;
    if (said.parameter == QLatin1String("model")) return true;
    // Anthropic: "model: claude-x"; Ollama: "model 'x' not found"; vLLM: "The model `x` does not exist."
    const auto message = said.message.toLower();
    return message.startsWith(QLatin1String("model:")) ||
           (message.contains(QLatin1String("model")) &&
            (message.contains(QLatin1String("not found")) || message.contains(QLatin1String("not exist")) ||
             message.contains(QLatin1String("not a valid model")) || message.contains(QLatin1String("no such model"))));
}

Error byStatus(int status, const Said& said)
{
    Error error;
    const auto code = word(said.code.isEmpty() ? said.type : said.code);
    error.detail = QStringLiteral("HTTP %1").arg(status);
    if (!code.isEmpty()) error.detail += QLatin1Char(' ') + code;
    const auto set = [&error](Errc errc, const char* subject = "") {
        error.code = errc;
        error.subject = QLatin1String(subject);
        return error;
    };
    if (status == 401) return set(Errc::Unauthorized, "key");
    if (status == 402 || status == 403) return set(Errc::Forbidden, "key");
    if (status == 404 || status == 405) return set(Errc::NotFound, saysModel(said) ? "model" : "baseUrl");
    if (status == 408) return set(Errc::Timeout);
    if (status == 413) return set(Errc::TooLarge);
    if (status == 429) return set(Errc::RateLimited);
    if (status >= 500) return set(Errc::ServerFault);
    if (status >= 300 && status < 400) return set(Errc::Protocol, "baseUrl");
    if (status < 400) return set(Errc::Protocol);
    if (saysTooLong(said)) return set(Errc::TooLarge);
    if (saysNoTools(said)) return set(Errc::Unsupported, "tools");
    if (saysModel(said)) return set(Errc::NotFound, "model");
    // Google and some gateways answer 400 to a bad key.
    if (says(said, "api key not valid") || says(said, "invalid_api_key")) return set(Errc::Unauthorized, "key");
    error.code = Errc::InvalidArgument;
    error.subject = word(said.parameter);
    return error;
}

/// The HTTP status that an error in mid-stream would have had before it; 0 for an unknown one.
int statusOf(const Said& said)
{
    bool number = false;
    const auto status = said.code.toInt(&number);
    if (number && status >= 400 && status < 600) return status;
    static const std::pair<const char*, int> known[] = {
        {"invalid_request_error", 400},
        {"context_length_exceeded", 400},
        {"CONTEXT_LENGTH_EXCEEDED", 400},
        {"tool_use_failed", 400},
        {"authentication_error", 401},
        {"invalid_api_key", 401},
        {"billing_error", 402},
        {"permission_error", 403},
        {"not_found_error", 404},
        {"model_not_found", 404},
        {"request_too_large", 413},
        {"rate_limit_error", 429},
        {"rate_limit_exceeded", 429},
        {"insufficient_quota", 429},
        {"tokens", 429},
        {"requests", 429},
        {"api_error", 500},
        {"server_error", 500},
        {"timeout_error", 504},
        {"overloaded_error", 529},
    };
    for (const auto& text : {said.code, said.type}) {
        for (const auto& [name, value] : known) {
            if (text == QLatin1String(name)) return value;
        }
    }
    return saysTooLong(said) ? 400 : 0;
}

} // namespace

Error errorFromResponse(const net::HttpResponse& response, const QDateTime& nowUtc)
{
    auto error = byStatus(response.status, readBody(response.body));
    if (error.code == Errc::RateLimited || error.code == Errc::ServerFault)
        error.retryAfter = response.retryAfter(nowUtc);
    return error;
}

Error errorFromStream(const QJsonValue& value)
{
    const auto said = readObject(value);
    const auto status = statusOf(said);
    if (status != 0) {
        auto error = byStatus(status, said);
        error.detail = QStringLiteral("in the stream: ") + error.detail;
        return error;
    }
    const auto code = word(said.code.isEmpty() ? said.type : said.code);
    return {Errc::ServerFault, QStringLiteral("in the stream: ") + (code.isEmpty() ? QStringLiteral("no code") : code)};
}

Error notAModelAnswer()
{
    return {Errc::NotJson, QStringLiteral("the answer is not one of a model"), QStringLiteral("baseUrl")};
}

} // namespace core::model
