#pragma once

#include "core/toolapi/tool.h"

// What the model is told. Plain English that it can act on, drawn from facts; everything an API wrote is marked as
// such.
namespace core::gateway {

/// How an HTTP status ends a call. Anything that is not plainly a success is none.
[[nodiscard]] toolapi::Outcome outcomeOfStatus(int status);

/// The value as text, whole.
[[nodiscard]] QString writtenValue(const QJsonValue& value);
/// The value as text, cut to `limit` characters with a remark on what was cut.
[[nodiscard]] QString answerText(const QJsonValue& value, qsizetype limit);

/// For ApiRefused, ApiNotFound and ApiFailed.
[[nodiscard]] QString apiRefusalText(const toolapi::ToolSpec& spec, int status, const QJsonValue& answer);
/// The API refused it for want of a stronger or fresher sign-in.
[[nodiscard]] QString signInWantedText(const toolapi::ToolSpec& spec, int status);
/// Stands before whatever came of a call that the person changed.
[[nodiscard]] QString editedText(const toolapi::ToolSpec& spec, const QJsonObject& arguments);
[[nodiscard]] QString policyRefusalText(const toolapi::ToolSpec& spec, const QString& reason);
/// For Denied, Expired, NoApprover, NotBegun and Withdrawn. Who declined is told by their roles, and what they said in
/// their own words, marked as theirs.
[[nodiscard]] QString notApprovedText(toolapi::Outcome outcome, const toolapi::ToolSpec& spec,
                                      const toolapi::Unapproved& facts);
/// For a call that ended by an error, whatever the outcome.
[[nodiscard]] QString errorText(toolapi::Outcome outcome, const toolapi::ToolSpec& spec, const Error& error);

} // namespace core::gateway
