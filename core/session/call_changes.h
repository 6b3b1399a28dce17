#pragma once

#include "core/conversations/records.h"
#include "core/interfaces/views.h"

namespace core::session {

/// What the person changed of a call before it ran, an argument each: the first hundred. Empty for any other call. Pure.
[[nodiscard]] QList<interfaces::ArgumentChangeView> callChanges(const conversations::StoredCall& call);

} // namespace core::session
