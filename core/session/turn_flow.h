#pragma once

#include "core/conversations/records.h"
#include "core/interfaces/views.h"
#include "core/policy/flow.h"

namespace core::session {

/// Where the values of a turn come from, from what is stored: all that stands before it has been read, its message is
/// this turn's, and so is what its calls returned so far. Pure.
///
/// \param before  rows before the turn, withheld ones too: what a model was not given cannot widen anything
/// \param own     the turn's own steps, when it goes on
/// Which tools went through unasked in it is not known from the store: as long as none are chosen, none do.
[[nodiscard]] policy::Flow turnFlow(const QList<conversations::StoredMessage>& before,
                                    const QList<policy::MessagePart>& message,
                                    const QList<conversations::StoredMessage>& own);

} // namespace core::session
