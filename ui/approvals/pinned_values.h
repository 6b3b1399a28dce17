#pragma once

#include "core/interfaces/views.h"
#include "ui/theme/tokens.h"

class QVBoxLayout;

namespace ui::approvals {

/// Under a value that steers the effect: its words in mixed alphabets, where it has any.
void addLookAlikes(QVBoxLayout& column, const QString& value);
/// The values that a rule pins, each with its name and in whole. Without any, it says what that means.
void addPinned(QVBoxLayout& column, const core::interfaces::GrantView& rule, theme::Type type);

} // namespace ui::approvals
