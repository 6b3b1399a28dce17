#pragma once

#include "core/conversations/records.h"
#include "core/policy/flow.h"

namespace core::session {

/// A message that was sent in this run of the program: what of it the store does not keep.
struct SentMessage {
    QList<policy::MessagePart> parts; ///< how each came there
    std::set<ToolName> tools = {};    ///< what the person ticked for it
};

/// Where the values of a turn come from: all that stands before it has been read, its message is this turn's with what
/// was ticked for it, and so is what its calls returned so far. Pure.
///
/// \param before  rows before the turn, withheld ones too: what a model was not given cannot widen anything
/// \param own     the turn's own steps, when it goes on
/// Whatever tool with an effect began in it without an approval went unasked, and does not again. Of a message of an
/// earlier run nothing is known that was typed or ticked, so every effect asks.
[[nodiscard]] policy::Flow turnFlow(const QList<conversations::StoredMessage>& before, const SentMessage& message,
                                    const QList<conversations::StoredMessage>& own);

} // namespace core::session
