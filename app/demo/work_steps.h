#pragma once

#include "app/demo/model_script.h"

#include <tl/expected.hpp>

#include <optional>

namespace app::demo {

/// Where one wish stands: the call it needs next, or none because it is done, or because what it speaks of is nowhere.
struct NextStep {
    enum class State { Call, Done, NotFound } state = State::Done;
    ScriptedCall call = {}; ///< NotFound: the look-up that found nothing
};

/// The answer to that call in this turn; null when there was none yet.
[[nodiscard]] const AnsweredCall* answerTo(const ModelInput& input, const ScriptedCall& call);
/// Whether the call is still to be made.
[[nodiscard]] NextStep step(const ModelInput& input, ScriptedCall call);

/// Whose id it is, looked up in the directory where only a name is known.
/// \error the step to take first, or that there is nobody of that name
[[nodiscard]] tl::expected<QString, NextStep> idOf(const ModelInput& input, const Whom& whom);

/// The next step of a wish to send, share, pay or read; nothing for another wish. What the words leave open is looked up
/// in the person's own lists.
[[nodiscard]] std::optional<NextStep> nextWorkStep(const ModelInput& input, const Wish& wish);

/// Whether a look-up only served something else, and needs no words of its own.
[[nodiscard]] bool isOnTheWay(const ModelInput& input, const QList<Wish>& wishes, const AnsweredCall& answered);

/// What to say when a look-up found nothing.
[[nodiscard]] QString missingWords(const Wish& wish, const NextStep& at, Language language);

} // namespace app::demo
