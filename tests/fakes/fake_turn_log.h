#pragma once

#include "core/agent/turn_log.h"

#include <QtCore/QStringList>

#include <optional>
#include <vector>

/// A turn log in memory: what was written survives the runner, as a disk would.
class FakeTurnLog final : public core::agent::TurnLog {
public:
    QStringList writes; ///< "stepBegun t.1", "call t.1.1 done", ...: in order
    std::optional<core::agent::PersonMessage> message;
    QList<core::agent::StepRecord> steps;
    std::optional<core::agent::TurnEnd> end;
    std::optional<core::Error> failNext; ///< returned once
    bool hold = false;                   ///< answers wait for release()
    std::vector<core::Answer<>> held;

    void release()
    {
        const auto waiting = std::exchange(held, {});
        for (const auto& each : waiting)
            each.give({});
    }

    core::Async<> stepBegun(const core::agent::TurnReference&, const core::MessageId& step,
                            std::optional<core::agent::PersonMessage> person) override
    {
        writes.append(QStringLiteral("stepBegun ") + step.text());
        if (failNext) return answer();
        if (person) message = std::move(person);
        core::agent::StepRecord record;
        record.id = step;
        steps.append(record);
        return answer();
    }
    core::Async<> stepText(const core::agent::TurnReference&, const core::MessageId& step, const QString& text,
                           const QString& reasoning) override
    {
        writes.append(QStringLiteral("stepText ") + step.text());
        if (failNext) return answer();
        record(step)->text = text;
        record(step)->reasoning = reasoning;
        return answer();
    }
    core::Async<> stepFinished(const core::agent::TurnReference&, const core::agent::StepRecord& step) override
    {
        writes.append(QStringLiteral("stepFinished ") + step.id.text());
        if (failNext) return answer();
        *record(step.id) = step;
        return answer();
    }
    core::Async<> callFinished(const core::agent::TurnReference&, const core::MessageId& step,
                               const core::toolapi::ToolResult& result) override
    {
        writes.append(QStringLiteral("call %1 %2").arg(result.id.text(), core::toolapi::outcomeName(result.outcome)));
        if (failNext) return answer();
        for (auto& call : record(step)->calls) {
            if (call.id == result.id) call.result = result;
        }
        return answer();
    }
    core::Async<> turnEnded(const core::agent::TurnReference&, const core::agent::TurnEnd& how) override
    {
        writes.append(QStringLiteral("turnEnded"));
        if (failNext) return answer();
        end = how;
        return answer();
    }

private:
    core::agent::StepRecord* record(const core::MessageId& step)
    {
        for (auto& each : steps) {
            if (each.id == step) return &each;
        }
        qFatal("a write for a step that was never begun");
    }
    core::Async<> answer()
    {
        if (auto error = std::exchange(failNext, std::nullopt)) return core::ready<void>(tl::unexpected(*error));
        if (!hold) return core::ready<>({});
        held.emplace_back();
        return held.back().future();
    }
};
