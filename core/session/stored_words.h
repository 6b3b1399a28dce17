#pragma once

#include "core/agent/context.h"
#include "core/agent/turn.h"
#include "core/conversations/records.h"

/// The agent's values as they stand in the store, and back. Unknown words read as the value that promises least.
namespace core::session {

[[nodiscard]] QString finishName(agent::FinishReason reason);
[[nodiscard]] agent::FinishReason finishFromName(const QString& name);

[[nodiscard]] QString endingName(agent::TurnEnd::Kind kind);
[[nodiscard]] agent::TurnEnd::Kind endingFromName(const QString& name);

[[nodiscard]] conversations::MessageState storedState(agent::StepRecord::State state);
[[nodiscard]] agent::StepRecord::State stepState(conversations::MessageState state);

[[nodiscard]] conversations::StepEnd stepEnd(const agent::StepRecord& step);
[[nodiscard]] agent::StepRecord stepRecord(const conversations::StoredMessage& message);

/// Whether one of the rows belongs to a turn that another endpoint answered: `reader` has not been given it, and may
/// not be without the person having said so.
[[nodiscard]] bool othersWereTold(const QList<conversations::StoredMessage>& rows, const EndpointId& reader);

/// The rows of a transcript as past turns, for `reader`: each begins with what the person sent. What another endpoint
/// was asked or answered is among them only when it is Given, and without what that endpoint alone understands.
[[nodiscard]] QList<agent::PastTurn> pastTurns(const QList<conversations::StoredMessage>& rows,
                                               const EndpointId& reader, conversations::EarlierTurns earlier);

} // namespace core::session
