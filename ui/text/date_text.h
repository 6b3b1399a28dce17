#pragma once

#include <QtCore/QDateTime>

namespace ui::text {

/// How a list says when something was: "14:05" today, "Yesterday", "12 Mar" this year, "12 Mar 2024" before. In local
/// time. `nowUtc` is the present.
[[nodiscard]] QString whenText(const QDateTime& atUtc, const QDateTime& nowUtc);

/// The day as a heading of a group: "Today", "Yesterday", "Previous 7 days", or a month with its year.
[[nodiscard]] QString dayGroupText(const QDateTime& atUtc, const QDateTime& nowUtc);

} // namespace ui::text
