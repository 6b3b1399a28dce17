#pragma once

#include "core/base/canonical_json.h"
#include "core/toolapi/tool.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <algorithm>
#include <vector>

/// The checkpoint's contract without its rules: unknown names and arguments that are not a JSON object come back as
/// BadArguments; every other call is answered from `answers`, or waits to be answered by hand.
class FakeToolRunner final : public core::toolapi::ToolRunner {
public:
    struct Run {
        core::toolapi::ToolCall call;
        core::ConversationId conversation;
        std::stop_token stop;
        core::Answer<core::toolapi::ToolResult> answer;

        void give(core::toolapi::Outcome outcome, const QString& modelText) const
        {
            core::toolapi::ToolResult result;
            result.id = call.id;
            result.modelCallId = call.modelCallId;
            result.tool = call.tool;
            result.outcome = outcome;
            result.modelText = modelText;
            answer.give(result);
        }
    };

    QList<core::toolapi::ToolSpec> specs;
    QHash<QString, QString> answers; ///< by tool name: what the model is told
    std::vector<Run> runs;           ///< every call that reached the port, in order

    void addTool(const QString& name, core::toolapi::Effect effect)
    {
        core::toolapi::ToolSpec spec;
        spec.name = core::ToolName(name);
        spec.description = name;
        spec.effect = effect;
        specs.append(spec);
    }

    QSet<core::CallId> held; ///< calls that say that they are

    [[nodiscard]] QList<core::toolapi::ToolSpec> tools() const override { return specs; }
    [[nodiscard]] bool isHeld(const core::CallId& call) const override { return held.contains(call); }

    core::Async<core::toolapi::ToolResult> run(core::toolapi::ToolCall call, core::ConversationId conversation,
                                               std::stop_token stop) override
    {
        using core::toolapi::Outcome;
        runs.push_back({call, std::move(conversation), std::move(stop), {}});
        const auto current = runs.back();
        const bool known =
            std::any_of(specs.cbegin(), specs.cend(), [&](const auto& spec) { return spec.name == call.tool; });
        const auto arguments = core::parseStrictJson(call.arguments.isEmpty() ? QByteArray("{}") : call.arguments);
        if (!known)
            current.give(Outcome::BadArguments, QStringLiteral("There is no tool \"%1\".").arg(call.tool.text()));
        else if (!arguments || !arguments->isObject())
            current.give(Outcome::BadArguments, QStringLiteral("The arguments are not a JSON object."));
        else if (answers.contains(call.tool.text()))
            current.give(Outcome::Done, answers.value(call.tool.text()));
        return current.answer.future();
    }
};
