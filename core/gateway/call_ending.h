#pragma once

#include "core/toolapi/tool.h"

namespace core::gateway {

/// How a call ends by an error. Pure.
///
/// \param executing  whether the tool had been started. If so, and it has an effect, then only an error that says that
///                   nothing was sent ends it as Failed: all others leave the outcome unknown
[[nodiscard]] toolapi::Outcome endingByError(toolapi::Effect effect, bool executing, Errc code);

} // namespace core::gateway
