#include "ui/transcript/countdown.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QLabel>

#include <algorithm>

namespace ui::transcript {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::transcript", text);
}

qint64 millisecondsLeft(const QDateTime& untilUtc, const QDateTime& nowUtc)
{
    return untilUtc.isValid() ? std::max<qint64>(0, nowUtc.msecsTo(untilUtc)) : 0;
}

qint64 secondsLeft(const QDateTime& untilUtc, const QDateTime& nowUtc)
{
    return (millisecondsLeft(untilUtc, nowUtc) + 999) / 1000;
}

QString beginsIn(const QString& seconds)
{
    //: %1 is a number of seconds
    return tr("Begins in %1 s").arg(seconds);
}

QString beginning()
{
    return tr("Beginning");
}

} // namespace

QString countdownText(const QDateTime& untilUtc, const QDateTime& nowUtc)
{
    const qint64 seconds = secondsLeft(untilUtc, nowUtc);
    return seconds > 0 ? beginsIn(QString::number(seconds)) : beginning();
}

std::optional<std::chrono::milliseconds> countdownStays(const QDateTime& untilUtc, const QDateTime& nowUtc)
{
    const qint64 left = millisecondsLeft(untilUtc, nowUtc);
    if (left <= 0) return {};
    return std::chrono::milliseconds((left - 1) % 1000 + 1);
}

void showCountdown(QLabel& label, int height, const QDateTime& untilUtc, const QDateTime& nowUtc)
{
    const auto metrics = label.fontMetrics();
    const auto digits = QString::number(std::max<qint64>(10, secondsLeft(untilUtc, nowUtc))).size();
    int widest = metrics.horizontalAdvance(beginning());
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(beginsIn(QString(digits, QLatin1Char(digit)))));
    // A label of a fixed size asks for no new layout when its text changes.
    label.setFixedSize(widest + 1, std::max(height, metrics.height()));
    const QString text = countdownText(untilUtc, nowUtc);
    if (label.text() != text) label.setText(text);
}

} // namespace ui::transcript
