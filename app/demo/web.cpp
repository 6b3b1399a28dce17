#include "app/demo/web.h"

#include <QtCore/QJsonDocument>

namespace app::demo {

QString pick(const core::Bilingual& text, Language language)
{
    return language == Language::Japanese ? text.ja : text.en;
}

Language preferredLanguage(const QString& uiLocales, const QByteArray& acceptLanguage)
{
    auto wishes = uiLocales.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const auto& wish : acceptLanguage.split(','))
        wishes.append(QString::fromLatin1(wish.split(';').constFirst().trimmed()));
    for (const auto& wish : wishes) {
        const auto primary = wish.section(QLatin1Char('-'), 0, 0).toLower();
        if (primary == QLatin1String("ja")) return Language::Japanese;
        if (primary == QLatin1String("en")) return Language::English;
    }
    return Language::English;
}

QString Fields::value(const char* name) const
{
    const auto found = values.value(QLatin1String(name));
    return found.isEmpty() ? QString() : found.constFirst();
}

Fields fieldsOf(const QUrlQuery& query)
{
    Fields fields;
    for (const auto& [name, value] : query.queryItems(QUrl::FullyDecoded)) {
        if (fields.values.contains(name) && !fields.repeated.contains(name)) fields.repeated.append(name);
        fields.values[name].append(value);
    }
    return fields;
}

QByteArray cookie(const Request& request, const QByteArray& name)
{
    for (const auto& [header, value] : request.headers) {
        if (header != "cookie") continue;
        for (const auto& pair : value.split(';')) {
            const auto trimmed = pair.trimmed();
            if (trimmed.startsWith(name + '=')) return trimmed.mid(name.size() + 1);
        }
    }
    return {};
}

std::optional<QByteArray> bearerToken(const Request& request)
{
    std::optional<QByteArray> token;
    for (const auto& [header, value] : request.headers) {
        if (header != "authorization") continue;
        if (token) return {};
        const auto space = value.indexOf(' ');
        if (space < 0 || value.left(space).toLower() != "bearer") return {};
        token = value.mid(space + 1).trimmed();
    }
    return token;
}

Response jsonResponse(int status, const QJsonObject& body)
{
    Response response;
    response.status = status;
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
    return response;
}

Response redirectTo(const QByteArray& location)
{
    Response response;
    response.status = 303; // always fetched with GET, so that a posted password is never sent on
    response.contentType = "text/plain";
    response.headers = {{"Location", location}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}};
    return response;
}

Response challenge(int status, const QString& error, const QString& description, const QString& scope)
{
    QByteArray header = "Bearer realm=\"hakone-trading-demo\"";
    if (!error.isEmpty())
        header += ", error=\"" + error.toLatin1() + "\", error_description=\"" + description.toLatin1() + '"';
    if (!scope.isEmpty()) header += ", scope=\"" + scope.toLatin1() + '"';
    auto response =
        jsonResponse(status, {{QStringLiteral("error"), error.isEmpty() ? QStringLiteral("unauthorized") : error},
                              {QStringLiteral("message"), description}});
    response.headers.emplace_back("WWW-Authenticate", header);
    return response;
}

Response methodNotAllowed(const QByteArray& allowed)
{
    auto response = jsonResponse(405, {{QStringLiteral("error"), QStringLiteral("method_not_allowed")}});
    response.headers.emplace_back("Allow", allowed);
    return response;
}

} // namespace app::demo
