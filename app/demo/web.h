#pragma once

#include "core/base/bilingual.h"
#include "core/httpserver/http_server.h"

#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrlQuery>

#include <optional>

namespace app::demo {

using core::httpserver::Request;
using core::httpserver::Response;

enum class Language { English, Japanese };

[[nodiscard]] QString pick(const core::Bilingual& text, Language language);

/// The first of the two languages that a list of preferences names: `ui_locales`, then Accept-Language, else English.
[[nodiscard]] Language preferredLanguage(const QString& uiLocales, const QByteArray& acceptLanguage);

/// The fields of a query or form, percent-decoded. A name that comes twice is in `repeated`.
struct Fields {
    QHash<QString, QStringList> values;
    QStringList repeated;

    [[nodiscard]] QString value(const char* name) const;
    [[nodiscard]] bool has(const char* name) const { return values.contains(QLatin1String(name)); }
    [[nodiscard]] QStringList all(const char* name) const { return values.value(QLatin1String(name)); }
};
[[nodiscard]] Fields fieldsOf(const QUrlQuery& query);

/// A cookie that the browser sent; empty when it did not.
[[nodiscard]] QByteArray cookie(const Request& request, const QByteArray& name);

/// The token of `Authorization: Bearer ...` (RFC 6750 section 2.1). Nothing when there is none, or two headers.
[[nodiscard]] std::optional<QByteArray> bearerToken(const Request& request);

[[nodiscard]] Response jsonResponse(int status, const QJsonObject& body);
[[nodiscard]] Response redirectTo(const QByteArray& location);
/// 401 or 403 of a protected resource, with the challenge of RFC 6750 section 3.
[[nodiscard]] Response challenge(int status, const QString& error, const QString& description,
                                 const QString& scope = {});
[[nodiscard]] Response methodNotAllowed(const QByteArray& allowed);

} // namespace app::demo
