#pragma once

#include "core/agent/turn.h"

namespace core::agent {

// The results the turn itself gives to calls that it did not run, or not to their end. Pure.

/// More calls than this in one step are not run.
inline constexpr qsizetype mostCallsInOneStep = 32;

[[nodiscard]] toolapi::ToolResult stoppedBeforeRun(const CallRecord& call);
/// It was running when the person stopped. Nothing is claimed about an effect.
[[nodiscard]] toolapi::ToolResult stoppedWhileRunning(const CallRecord& call);
/// The same for a call that comes from the store.
[[nodiscard]] toolapi::ToolResult stoppedAfterRestart(const CallRecord& call);
[[nodiscard]] toolapi::ToolResult unknownOutcome(const CallRecord& call, QString reason);
[[nodiscard]] toolapi::ToolResult tooManyAtOnce(const CallRecord& call);
[[nodiscard]] toolapi::ToolResult outOfSteps(const CallRecord& call);
/// The same for a call that comes from the store: the budget may have been larger when it was started.
[[nodiscard]] toolapi::ToolResult outOfStepsAfterRestart(const CallRecord& call);

} // namespace core::agent
