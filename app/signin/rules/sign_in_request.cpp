#include "app/signin/rules/sign_in_request.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QUrlQuery>

#include <algorithm>

namespace app::signin::rules {
namespace {

using core::Errc;
using core::fail;
using core::Result;

constexpr qsizetype maxOrigins = 32;
constexpr qsizetype maxShownText = 120;
constexpr int maxTimeoutSeconds = 3600;

tl::unexpected<core::Error> wrong(const char* field)
{
    return fail(Errc::InvalidArgument, QStringLiteral("a field is missing or wrong"), QString::fromLatin1(field));
}

// Shown beside the address, so it must not be able to look like one: no line ends, no direction changes, no control
// characters, and not long enough to push the address away.
QString shownText(const QString& text)
{
    QString clean;
    for (const QChar letter : text.simplified()) {
        const auto category = letter.category();
        if (category == QChar::Other_Control || category == QChar::Other_Format) continue;
        clean += letter;
    }
    return clean.size() > maxShownText ? clean.left(maxShownText) + QChar(0x2026) : clean;
}

// https, or http that never leaves this machine.
std::optional<Origin> safeOrigin(const QUrl& url)
{
    const auto origin = Origin::of(url);
    if (!origin || (origin->scheme == QLatin1String("http") && !origin->isLoopback())) return std::nullopt;
    return origin;
}

Result<std::vector<Origin>> readOrigins(const QJsonValue& value, bool demo)
{
    const auto list = value.toArray();
    if (!value.isArray() || list.isEmpty() || list.size() > maxOrigins) return wrong("allowedOrigins");
    std::vector<Origin> origins;
    for (const auto& entry : list) {
        const QUrl url(entry.toString(), QUrl::StrictMode);
        const auto origin = safeOrigin(url);
        const bool onlyAnOrigin =
            (url.path().isEmpty() || url.path() == QLatin1String("/")) && !url.hasQuery() && !url.hasFragment();
        if (!origin || !onlyAnOrigin || (demo && !origin->isLoopback())) return wrong("allowedOrigins");
        origins.push_back(*origin);
    }
    return origins;
}

Result<QUrl> readRedirectUri(const QJsonValue& value)
{
    const QUrl url(value.toString(), QUrl::StrictMode);
    if (!safeOrigin(url) || url.path().isEmpty() || url.hasQuery() || url.hasFragment()) return wrong("redirectUri");
    return url;
}

} // namespace

Result<SignInRequest> parseSignInRequest(const QByteArray& line)
{
    if (line.size() > maxRequestBytes) return wrong("request");
    const auto document = QJsonDocument::fromJson(line);
    if (!document.isObject()) return wrong("request");
    const auto fields = document.object();

    SignInRequest request;
    if (!fields.value(QLatin1String("demo")).isBool()) return wrong("demo");
    request.demo = fields.value(QLatin1String("demo")).toBool();
    TRY_ASSIGN(request.allowedOrigins, readOrigins(fields.value(QLatin1String("allowedOrigins")), request.demo));
    TRY_ASSIGN(request.redirectUri, readRedirectUri(fields.value(QLatin1String("redirectUri"))));

    request.authorizationUrl = QUrl(fields.value(QLatin1String("authorizationUrl")).toString(), QUrl::StrictMode);
    const auto origin = safeOrigin(request.authorizationUrl);
    const auto& allowed = request.allowedOrigins;
    if (!origin || std::find(allowed.begin(), allowed.end(), *origin) == allowed.end())
        return wrong("authorizationUrl");
    request.account = shownText(QUrlQuery(request.authorizationUrl)
                                    .queryItemValue(QStringLiteral("login_hint"), QUrl::FullyDecoded)
                                    .replace(QLatin1Char('+'), QLatin1Char(' ')));

    request.language = fields.value(QLatin1String("language")).toString();
    if (request.language != QLatin1String("en") && request.language != QLatin1String("ja")) return wrong("language");
    const auto theme = fields.value(QLatin1String("theme")).toString();
    if (theme != QLatin1String("light") && theme != QLatin1String("dark")) return wrong("theme");
    request.dark = theme == QLatin1String("dark");
    request.organisation = shownText(fields.value(QLatin1String("organisation")).toString());
    if (request.organisation.isEmpty()) return wrong("organisation");
    const int timeout = fields.value(QLatin1String("timeoutSeconds")).toInt(-1);
    if (timeout < 1 || timeout > maxTimeoutSeconds) return wrong("timeoutSeconds");
    request.timeout = std::chrono::seconds(timeout);
    return request;
}

} // namespace app::signin::rules
