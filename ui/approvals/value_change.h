#pragma once

#include "core/interfaces/views.h"

class QVBoxLayout;

namespace ui::approvals {

/// Under a value that the person changed: what the agent had there, in whole. Nothing for any other.
void addChange(QVBoxLayout& column, const core::interfaces::ApprovalValueView& value);

} // namespace ui::approvals
