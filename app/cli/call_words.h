#pragma once

#include "core/interfaces/views.h"

/// How a call that did not succeed is told on a terminal: the table of `ui/transcript/card_endings.cpp` for whoever has
/// no window, in English, with the next steps that there are here.
namespace app::cli {

/// What was stopped and by whom, whether anything was changed, and what can be done next. From the journal and the HTTP
/// answer alone; names that others chose stand between quotes. Empty for a call that runs, waits or succeeded.
[[nodiscard]] QString endingSentence(const core::interfaces::ToolCardView& card);

/// The text between quotes, so that it cannot go on as if it were a fact.
[[nodiscard]] QString quoted(QString text);

} // namespace app::cli
