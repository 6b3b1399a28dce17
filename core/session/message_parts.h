#pragma once

#include "core/interfaces/views.h"
#include "core/policy/typed_words.h"

namespace core::session {

/// What the person sent, part by part, as the checkpoint's rules judge it. Pure.
[[nodiscard]] QList<policy::MessagePart> messageParts(const interfaces::ComposedText& text);

} // namespace core::session
