#pragma once

#include "core/policy/ruling.h"

namespace core::policy {

/// Why, in a sentence that names the argument where there is one.
[[nodiscard]] Bilingual sentenceFor(Ground ground, const QString& argument);
/// Why a tool of this class is always asked about.
[[nodiscard]] Bilingual sentenceForClass(toolapi::Effect effect);
/// Why there is no standing grant for a tool of this class that would let it run.
[[nodiscard]] Bilingual sentenceForNoGrant(toolapi::Effect effect);
/// Why one would change nothing: it is asked for another reason than the person's own choosing.
[[nodiscard]] Bilingual sentenceForNoGrant(const Bilingual& reason);
/// There is more in the call than a grant can pin.
[[nodiscard]] Bilingual sentenceForTooMuch();
/// What a rule of a policy file says when it gives no reason of its own.
[[nodiscard]] Bilingual sentenceForRule(Verdict verdict, bool managed, const QString& role);
[[nodiscard]] Bilingual sentenceForBrokenFile(const QString& file, int line, bool managed);

} // namespace core::policy
