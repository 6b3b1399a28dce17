#pragma once

#include "core/policy/ruling.h"

namespace core::policy {

/// Why, in a sentence that names the argument where there is one.
[[nodiscard]] Bilingual sentenceFor(Ground ground, const QString& argument);
/// Why a tool of this class is always asked about.
[[nodiscard]] Bilingual sentenceForClass(toolapi::Effect effect);
/// What a rule of a policy file says when it gives no reason of its own.
[[nodiscard]] Bilingual sentenceForRule(Verdict verdict, bool managed, const QString& role);
[[nodiscard]] Bilingual sentenceForBrokenFile(const QString& file, int line, bool managed);

} // namespace core::policy
