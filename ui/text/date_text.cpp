#include "ui/text/date_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace ui::text {

namespace {
struct DateText {
    Q_DECLARE_TR_FUNCTIONS(DateText)
};
} // namespace

QString whenText(const QDateTime& atUtc, const QDateTime& nowUtc)
{
    const QDateTime at = atUtc.toLocalTime();
    const QDate today = nowUtc.toLocalTime().date();
    const QLocale locale;
    if (at.date() == today) return locale.toString(at.time(), DateText::tr("HH:mm", "time of day, QDateTime format"));
    if (at.date() == today.addDays(-1)) return DateText::tr("Yesterday");
    if (at.date().year() == today.year())
        return locale.toString(at.date(), DateText::tr("d MMM", "day of this year, QDateTime format"));
    return locale.toString(at.date(), DateText::tr("d MMM yyyy", "day of another year, QDateTime format"));
}

QString dayGroupText(const QDateTime& atUtc, const QDateTime& nowUtc)
{
    const QDate day = atUtc.toLocalTime().date();
    const QDate today = nowUtc.toLocalTime().date();
    if (day >= today) return DateText::tr("Today");
    if (day == today.addDays(-1)) return DateText::tr("Yesterday");
    if (day > today.addDays(-8)) return DateText::tr("Previous 7 days");
    return QLocale().toString(day, DateText::tr("MMMM yyyy", "month as a heading, QDateTime format"));
}

} // namespace ui::text
