#include "core/net/http.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtCore/QTimeZone>

#include <algorithm>

namespace core::net {
namespace {

// RFC 9110 section 5.6.7: the preferred form, and the two obsolete ones that a recipient must still understand.
QDateTime parseHttpDate(const QString& text)
{
    QString normal = text.simplified();
    static const QStringList forms{QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"),
                                   QStringLiteral("dddd, dd-MMM-yy hh:mm:ss 'GMT'"),
                                   QStringLiteral("ddd MMM d hh:mm:ss yyyy")};
    for (const auto& form : forms) {
        auto moment = QLocale::c().toDateTime(normal, form);
        if (!moment.isValid()) continue;
        moment.setTimeZone(QTimeZone::utc());
        // Two digits of a year: "MUST interpret a timestamp that appears to be more than 50 years in the future as
        // representing the most recent year in the past that had the same last two digits". Qt reads 19xx.
        if (form.contains(QLatin1String("dd-MMM-yy")) && moment.date().year() < 1970) moment = moment.addYears(100);
        return moment;
    }
    return {};
}

} // namespace

QByteArray HttpResponse::header(const QByteArray& name) const
{
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&name](const Header& field) { return field.first == name; });
    return found == headers.end() ? QByteArray() : found->second;
}

std::optional<std::chrono::seconds> HttpResponse::retryAfter(const QDateTime& nowUtc) const
{
    const auto value = header("retry-after").trimmed();
    if (value.isEmpty()) return std::nullopt;
    if (std::all_of(value.begin(), value.end(), [](char byte) { return byte >= '0' && byte <= '9'; })) {
        if (value.size() > 9) return std::nullopt; // longer than a life is not a wait
        return std::chrono::seconds(value.toInt());
    }
    const auto moment = parseHttpDate(QString::fromLatin1(value));
    if (!moment.isValid()) return std::nullopt;
    return std::chrono::seconds(std::max<qint64>(0, nowUtc.secsTo(moment)));
}

} // namespace core::net
