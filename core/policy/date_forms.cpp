// Days and times of day.
#include "core/policy/value_forms_p.h"
#include "core/policy/value_kind.h"

#include <QtCore/QDate>
#include <QtCore/QTime>

namespace core::policy {
namespace {

std::optional<int> number(QStringView text, qsizetype fewest, qsizetype most)
{
    if (text.size() < fewest || text.size() > most) return std::nullopt;
    int value = 0;
    for (const auto c : text) {
        if (!isDigit(c)) return std::nullopt;
        value = value * 10 + (c.unicode() - u'0');
    }
    return value;
}

} // namespace

// Only with the year in front: 05/06/2024 is a day in May to one reader and a day in June to another.
std::optional<QString> dateForm(QStringView text)
{
    const auto separator = text.contains(u'/') ? u'/' : u'-';
    const auto parts = text.split(separator);
    if (parts.size() != 3) return std::nullopt;
    const auto year = number(parts[0], 4, 4);
    const auto month = number(parts[1], 1, 2);
    const auto day = number(parts[2], 1, 2);
    if (!year || !month || !day) return std::nullopt;
    const QDate date(*year, *month, *day);
    return date.isValid() ? std::optional(date.toString(Qt::ISODate)) : std::nullopt;
}

std::optional<QString> timeForm(QStringView text)
{
    const auto parts = text.split(u':');
    if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
    const auto hour = number(parts[0], 1, 2);
    const auto minute = number(parts[1], 2, 2);
    if (!hour || !minute || !QTime::isValid(*hour, *minute, 0)) return std::nullopt;
    if (parts.size() == 3 && parts[2] != u"00") return std::nullopt;
    return QTime(*hour, *minute).toString(QStringLiteral("HH:mm"));
}

std::optional<QString> dateTimeForm(QStringView text)
{
    const auto cut = text.indexOf(u'T') >= 0 ? text.indexOf(u'T') : text.indexOf(u' ');
    if (cut < 0) return std::nullopt;
    const auto date = dateForm(text.first(cut));
    const auto time = timeForm(text.sliced(cut + 1));
    if (!date || !time) return std::nullopt;
    return *date + u' ' + *time;
}

} // namespace core::policy
