#pragma once

#include "app/demo/model_script.h"

namespace app::demo {

// What the demo model says about messages, documents, invoices and pages. Pure.

/// What one of these calls was about, "the message to #general"; empty for another tool.
[[nodiscard]] QString whatWorkWasAsked(const ScriptedCall& call, Language language);
/// An answer in words, as Markdown; empty for another tool.
[[nodiscard]] QString describeWork(const AnsweredCall& answered, Language language);
/// Why an effect did not happen, or not yet; empty where there is nothing more to say than about any other call.
[[nodiscard]] QString refusedEffect(const AnsweredCall& answered, const QString& what, Language language);

} // namespace app::demo
