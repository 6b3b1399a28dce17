#pragma once

#include "core/base/error.h"

namespace ui::text {

/// What was being done, because the same failure needs other words and another next step in each.
enum class Context {
    General,
    SignIn,   ///< signing in, and testing the connection to a provider; `subject` is a host or a field
    Model,    ///< asking a model; `subject` is the endpoint's host
    ToolCall, ///< a tool's request to an API; `subject` is the API's host
    Storage,  ///< keeping or reading something on this machine
};

/// One or two plain sentences in the person's language: what happened, why, and what to do next. `Error::detail` is
/// never part of it. Plain text; `subject` is made safe with visibleText().
[[nodiscard]] QString errorText(const core::Error& error, Context context);

} // namespace ui::text
