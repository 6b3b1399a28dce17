#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <chrono>
#include <optional>

class QLabel;

namespace ui::transcript {

/// How long a held call can still be taken back: "Begins in 8 s", at least a second while there is time; "Beginning" from
/// then on.
[[nodiscard]] QString countdownText(const QDateTime& untilUtc, const QDateTime& nowUtc);
/// How long that text is right. Nothing: it stays.
[[nodiscard]] std::optional<std::chrono::milliseconds> countdownStays(const QDateTime& untilUtc,
                                                                      const QDateTime& nowUtc);
/// Puts it into a label and gives that the one size that all its texts have room in: counting down moves nothing. Give
/// the label an accessible name, so that a screen reader is not told every second.
/// \param height  at least
void showCountdown(QLabel& label, int height, const QDateTime& untilUtc, const QDateTime& nowUtc);

} // namespace ui::transcript
