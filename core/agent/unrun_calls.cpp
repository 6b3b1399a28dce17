#include "core/agent/unrun_calls_p.h"

namespace core::agent {

using toolapi::Outcome;

namespace {

toolapi::ToolResult resultWithoutRun(const CallRecord& call, Outcome outcome, QString modelText, QString reason)
{
    toolapi::ToolResult result;
    result.id = call.id;
    result.modelCallId = call.asked.id;
    result.tool = ToolName(call.asked.name);
    result.outcome = outcome;
    result.modelText = std::move(modelText);
    result.label = toolapi::fromPerson(); // our own words
    result.reason = std::move(reason);
    return result;
}

} // namespace

toolapi::ToolResult stoppedBeforeRun(const CallRecord& call)
{
    return resultWithoutRun(call, Outcome::Cancelled, QStringLiteral("Not run: the person stopped this turn."),
                            QStringLiteral("stopped before it ran"));
}

toolapi::ToolResult unknownOutcome(const CallRecord& call, QString reason)
{
    return resultWithoutRun(call, Outcome::OutcomeUnknown,
                            QStringLiteral("Cut off before its answer. It may have been carried out or not: nobody "
                                           "knows yet. Do not repeat it, and tell the person to check."),
                            std::move(reason));
}

toolapi::ToolResult stoppedWhileRunning(const CallRecord& call)
{
    if (call.waits) return stoppedBeforeRun(call);
    if (!toolapi::isRepeatable(call.effect)) return unknownOutcome(call, QStringLiteral("stopped while it ran"));
    return resultWithoutRun(call, Outcome::Cancelled, QStringLiteral("Stopped by the person before it answered."),
                            QStringLiteral("stopped while it ran"));
}

toolapi::ToolResult tooManyAtOnce(const CallRecord& call)
{
    return resultWithoutRun(
        call, Outcome::Cancelled,
        QStringLiteral("Not run: at most %1 calls are allowed in one step. Ask for fewer at a time.")
            .arg(mostCallsInOneStep),
        QStringLiteral("too many calls in one step"));
}

toolapi::ToolResult outOfSteps(const CallRecord& call)
{
    return resultWithoutRun(call, Outcome::Cancelled,
                            QStringLiteral("Not run: the limit of steps for this turn was reached."),
                            QStringLiteral("the step budget was used up"));
}

toolapi::ToolResult stoppedAfterRestart(const CallRecord& call)
{
    return call.begun ? stoppedWhileRunning(call) : stoppedBeforeRun(call);
}

toolapi::ToolResult outOfStepsAfterRestart(const CallRecord& call)
{
    if (call.begun && !toolapi::isRepeatable(call.effect))
        return unknownOutcome(call, QStringLiteral("the program ended while it ran"));
    return outOfSteps(call);
}

} // namespace core::agent
