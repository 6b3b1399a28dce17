#pragma once

#include "core/interfaces/views.h"

namespace ui::transcript {

/// What the person changed of the call before it ran, a line each, with what the agent had. Empty: nothing.
[[nodiscard]] QString changesText(const core::interfaces::ToolCardView& card);

} // namespace ui::transcript
