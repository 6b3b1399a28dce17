#pragma once

#include "core/gateway/call_journal.h"
#include "core/gateway/tool_registry.h"

#include <QtCore/QSet>

namespace core::gateway {

struct GatewayLimits {
    qsizetype maxArgumentBytes = 256 * 1024;
    qsizetype maxModelText = 16'000; ///< characters of an answer that the model is told; all of it stays in the store
};

/// The checkpoint: the one way from a proposed call to a tool, for one signed-in person.
///
///   resolve -> validate -> bind -> require -> decide -> journal -> execute -> label -> receipt
///
/// Whose token is used was fixed when this object was made. Nothing in a call can change it: not the model, not an
/// argument, not a tool's answer. What goes wrong anywhere on the way - an error, an unknown value, no answer in time -
/// ends the call without an effect, or says that the outcome is unknown.
///
/// Thread: one; a stop may be requested from any. Logs: tool, call id, outcome; never an argument or an answer.
class Gateway final : public toolapi::ToolRunner {
public:
    /// \param person  from a verified ID token
    /// The three ports outlive this object. Calls still running when it goes are stopped and answered as Cancelled.
    Gateway(UserKey person, ToolRegistry tools, const Requirements& requirements, CallJournal& journal,
            GatewayLimits limits = {});
    ~Gateway() override;

    /// As ToolRegistry::add: for tools that are found later.
    [[nodiscard]] Result<> addTool(toolapi::ToolSpec spec);
    [[nodiscard]] QList<DisabledTool> disabledTools() const;

    [[nodiscard]] QList<toolapi::ToolSpec> tools() const override;
    /// A CallId runs once: the second time is Failed with Errc::Conflict.
    [[nodiscard]] Async<toolapi::ToolResult> run(toolapi::ToolCall call, ConversationId conversation,
                                                 std::stop_token stop) override;

private:
    UserKey person_;
    ToolRegistry tools_;
    const Requirements& requirements_;
    CallJournal& journal_;
    GatewayLimits limits_;
    QSet<CallId> seen_;
    std::unique_ptr<QObject> calls_; ///< parent of the calls under way; last, so that they go first
};

} // namespace core::gateway
