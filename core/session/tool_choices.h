#pragma once

#include "core/interfaces/views.h"
#include "core/session/message_views.h"

#include <set>

namespace core::session {

/// Those of a person's tools that may be ticked for a message, by title. Pure.
[[nodiscard]] QList<interfaces::ToolChoiceView> toolChoices(const CardFacts& facts,
                                                            const QList<toolapi::ToolSpec>& tools);

/// What was ticked for the message. A name that was not offered is left out: such a tool is asked about.
[[nodiscard]] std::set<ToolName> tickedTools(const interfaces::ComposedText& text,
                                             const QList<interfaces::ToolChoiceView>& offered);

} // namespace core::session
