#pragma once

#include "core/conversations/records.h"

#include <QtCore/QByteArray>

namespace core::conversations {

// Records to JSON and back. What cannot be read back becomes the careful value (untrusted, readable by nobody,
// Internal, OutcomeUnknown), never a permissive one.

[[nodiscard]] QJsonObject toJson(const toolapi::Label& label);
[[nodiscard]] toolapi::Label labelFrom(const QJsonObject& json);
[[nodiscard]] QJsonObject toJson(const Error& error);
[[nodiscard]] Error errorFrom(const QJsonObject& json);

/// Everything of a message but its text.
[[nodiscard]] QByteArray detailsOf(const StepEnd& end);
[[nodiscard]] QByteArray detailsOf(const toolapi::Label& label);
void readDetails(const QByteArray& details, StoredMessage& message);

[[nodiscard]] QByteArray proposalOf(const ProposedCall& call);
void readProposal(const QByteArray& proposal, StoredCall& call);
[[nodiscard]] QByteArray bytesOf(const CallDecision& decision);
[[nodiscard]] CallDecision decisionFrom(const CallId& call, const QByteArray& bytes);
/// Without the whole answer.
[[nodiscard]] QByteArray outcomeOf(const toolapi::ToolResult& result);
void readOutcome(const QByteArray& outcome, StoredCall& call);

[[nodiscard]] QByteArray endingOf(const QString& ending, const std::optional<Error>& error);
void readEnding(const QByteArray& bytes, StoredTurn& turn);

/// Any JSON value as bytes, and back. Undefined becomes null.
[[nodiscard]] QByteArray valueBytes(const QJsonValue& value);
[[nodiscard]] QJsonValue valueFrom(const QByteArray& bytes);

} // namespace core::conversations
