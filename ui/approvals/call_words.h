#pragma once

#include "core/interfaces/views.h"

namespace ui::approvals {

/// It binds the person, destroys, changes rights or touches keys: approving it takes longer, and all of it has to be read.
[[nodiscard]] bool isRisky(core::interfaces::EffectView effect);
/// What it does to the world, in one sentence.
[[nodiscard]] QString effectSentence(core::interfaces::EffectView effect);
/// "Request leave · HR"
[[nodiscard]] QString titleOf(const core::Bilingual& title, const core::Bilingual& api);
[[nodiscard]] QString titleOf(const core::interfaces::ApprovalCallView& call);
/// Why an answer came to nothing, and what follows. \param signIn  a sign-in went before it
[[nodiscard]] QString failureSentence(const core::Error& error, bool signIn);
/// What became of a call that was not answered here, and when. `nowUtc` is the present.
[[nodiscard]] QString outcomeSentence(const core::interfaces::ApprovalOutcomeView& outcome, const QDateTime& nowUtc);

} // namespace ui::approvals
