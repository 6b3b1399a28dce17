#pragma once

#include "core/interfaces/views.h"

namespace core::interfaces {

/// Whether a call that did not succeed may have changed something all the same. From the journal and the HTTP status: of
/// what was sent and not answered nobody knows, and an API that failed may have done a part. Pure.
[[nodiscard]] bool mayHaveChanged(const ToolCardView& card);

} // namespace core::interfaces
