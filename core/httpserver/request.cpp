#include "core/httpserver/http_server.h"

#include <algorithm>

namespace core::httpserver {
namespace {

// QUrlQuery leaves '+' alone; in a form it means a space (URL Standard section 5.1).
QUrlQuery parseForm(QByteArray encoded)
{
    encoded.replace('+', "%20");
    QUrlQuery query;
    query.setQuery(QString::fromUtf8(encoded));
    return query;
}

} // namespace

QByteArray Request::header(const QByteArray& name) const
{
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&name](const auto& field) { return field.first == name; });
    return found == headers.end() ? QByteArray() : found->second;
}

QUrlQuery Request::query() const
{
    const auto mark = target.indexOf('?');
    return mark < 0 ? QUrlQuery() : parseForm(target.mid(mark + 1));
}

QUrlQuery Request::form() const
{
    const auto type = header("content-type").split(';').constFirst().trimmed().toLower();
    return type == "application/x-www-form-urlencoded" ? parseForm(body) : QUrlQuery();
}

} // namespace core::httpserver
