#include "core/connectors/http_tool.h"

#include "core/base/canonical_json.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QJsonArray>
#include <QtCore/QStringDecoder>

namespace core::connectors {
namespace {

// A string as it is; a number or a boolean as JSON writes it.
QString scalarText(const QJsonValue& value)
{
    if (value.isString()) return value.toString();
    const auto canonical = canonicalJson(value);
    return canonical ? QString::fromUtf8(*canonical) : QString();
}

// RFC 6570 section 3.2.2: everything but unreserved characters is percent-encoded.
QString encoded(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

bool hasSeparatorOrControl(const QString& text)
{
    for (const auto c : text)
        if (c == u'/' || c == u'\\' || c.unicode() < 0x20 || c.unicode() == 0x7F) return true;
    return false;
}

// Some servers take what follows a ";" off a segment before they look for dots ("..;x"), and spaces at its ends.
bool isDots(const QString& segment)
{
    const auto name = segment.section(u';', 0, 0).trimmed();
    return name == QLatin1String(".") || name == QLatin1String("..");
}

// "%2e%2e%2f" would be harmless here, but not behind a proxy that decodes twice: look through three layers.
bool canLeaveItsSegment(const QString& text)
{
    QString layer = text;
    for (int i = 0; i < 3; ++i) {
        if (hasSeparatorOrControl(layer) || isDots(layer)) return true;
        const auto next = QString::fromUtf8(QByteArray::fromPercentEncoding(layer.toUtf8()));
        if (next == layer) return false;
        layer = next;
    }
    return true;
}

Result<QString> expandPath(const TextTemplate& path, const QJsonObject& arguments)
{
    for (const auto& name : path.variables()) {
        const auto text = scalarText(arguments.value(name));
        const auto pointer = toolapi::pointerChild(QString(), name);
        if (text.trimmed().isEmpty())
            return fail(Errc::InvalidArgument, QStringLiteral("%1 must not be empty").arg(pointer), pointer);
        if (canLeaveItsSegment(text))
            return fail(Errc::InvalidArgument,
                        QStringLiteral("%1 must not have a slash, a control character or dots alone").arg(pointer),
                        pointer);
    }
    const auto expanded = path.expand([&](const QString& name) { return encoded(scalarText(arguments.value(name))); });
    for (const auto& segment : expanded.split(u'/')) // literal parts and values together
        if (isDots(QString::fromUtf8(QByteArray::fromPercentEncoding(segment.toLatin1()))))
            return fail(Errc::InvalidArgument, QStringLiteral("the path would lead to another place"));
    return expanded;
}

// An absent optional argument takes its parameter with it.
QString expandQuery(const std::vector<HttpToolTemplate::QueryPart>& query, const QJsonObject& arguments)
{
    QStringList parameters;
    for (const auto& part : query) {
        bool complete = true;
        for (const auto& name : part.value.variables())
            complete = complete && arguments.contains(name);
        if (!complete) continue;
        // The whole value is encoded, literal text too: "{from}..{to}" is one value.
        const auto value =
            part.value.expand([&arguments](const QString& name) { return scalarText(arguments.value(name)); });
        parameters += encoded(part.name) + u'=' + encoded(value);
    }
    return parameters.join(u'&');
}

// Nothing when an argument it needs is absent: then the member or item is left out.
std::optional<QJsonValue> expandBody(const QJsonValue& shape, const QJsonObject& arguments)
{
    if (shape.isArray()) {
        QJsonArray made;
        for (const auto& item : shape.toArray())
            if (const auto value = expandBody(item, arguments)) made += *value;
        return made;
    }
    if (shape.isObject()) {
        QJsonObject made;
        const auto object = shape.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            if (const auto value = expandBody(it.value(), arguments)) made.insert(it.key(), *value);
        return made;
    }
    if (!shape.isString()) return shape;
    const auto text = TextTemplate::parse(shape.toString());
    if (!text) return std::nullopt; // the loader has parsed it: cannot happen
    for (const auto& name : text->variables())
        if (!arguments.contains(name)) return std::nullopt;
    if (const auto only = text->onlyVariable()) return arguments.value(*only);
    return text->expand([&arguments](const QString& name) { return scalarText(arguments.value(name)); });
}

} // namespace

Result<toolapi::ApiRequest> HttpToolTemplate::request(const QJsonObject& arguments) const
{
    TRY_ASSIGN(const QString expandedPath, expandPath(path, arguments));
    const auto expandedQuery = expandQuery(query, arguments);
    auto address = origin.toEncoded() + expandedPath.toLatin1();
    if (!expandedQuery.isEmpty()) address += '?' + expandedQuery.toLatin1();
    toolapi::ApiRequest made;
    made.method = method;
    made.url = QUrl::fromEncoded(address, QUrl::StrictMode);
    // What goes out must be, byte for byte, what was put together here.
    if (!made.url.isValid() || made.url.toEncoded() != address)
        return fail(Errc::InvalidArgument, QStringLiteral("the arguments do not make an address"));
    if (body) {
        const auto filled = expandBody(*body, arguments);
        TRY_ASSIGN(made.body, canonicalJson(filled.value_or(QJsonValue())));
        made.contentType = "application/json";
    }
    made.audience = audience;
    made.scopes = scopes;
    made.timeout = timeout;
    return made;
}

QJsonValue answerValue(const toolapi::ApiAnswer& answer)
{
    if (answer.body.isEmpty()) return QJsonValue(QString());
    const auto type = answer.contentType.split(';').first().trimmed().toLower();
    if (type == "application/json" || type.endsWith("+json")) {
        if (auto parsed = parseStrictJson(answer.body)) return *parsed;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(answer.body);
    if (!decoder.hasError() && !text.contains(QChar(u'\0'))) return text;
    return QJsonObject{{QStringLiteral("contentType"), QString::fromLatin1(type)},
                       {QStringLiteral("bytes"), answer.body.size()},
                       {QStringLiteral("note"), QStringLiteral("The answer is not text and is not shown.")}};
}

Async<toolapi::ToolAnswer> askApi(toolapi::AuthorizedHttp& http, const toolapi::ToolContext& context,
                                  toolapi::ApiRequest request)
{
    request.call = context.call;
    request.onlyElevated = context.signedInForIt;
    const auto method = request.method;
    const auto url = request.url;
    return http.send(context.person, std::move(request), context.stop)
        .then([method, url](const Result<toolapi::ApiAnswer>& answer) -> Result<toolapi::ToolAnswer> {
            if (!answer) return tl::unexpected(answer.error());
            toolapi::ToolAnswer made;
            made.value = answerValue(*answer);
            made.api = *answer;
            if (made.api->method.isEmpty()) made.api->method = method;
            if (made.api->url.isEmpty()) made.api->url = url;
            return made;
        });
}

} // namespace core::connectors
