#include "core/gateway/gateway.h"

#include "core/gateway/call_path_p.h"

namespace core::gateway {

Gateway::Gateway(UserKey person, ToolRegistry tools, const Requirements& requirements, CallJournal& journal,
                 GatewayLimits limits)
    : person_(std::move(person))
    , tools_(std::move(tools))
    , requirements_(requirements)
    , journal_(journal)
    , limits_(limits)
    , calls_(std::make_unique<QObject>())
{}

Gateway::~Gateway() = default;

Result<> Gateway::addTool(toolapi::ToolSpec spec)
{
    return tools_.add(std::move(spec));
}

QList<DisabledTool> Gateway::disabledTools() const
{
    return tools_.disabled();
}

QList<toolapi::ToolSpec> Gateway::tools() const
{
    return tools_.enabled();
}

Async<toolapi::ToolResult> Gateway::run(toolapi::ToolCall call, ConversationId conversation, std::stop_token stop)
{
    const bool repeated = seen_.contains(call.id);
    seen_.insert(call.id);
    auto* path = new CallPath(CallPath::Ports{person_, tools_, requirements_, journal_, limits_}, std::move(call),
                              std::move(conversation), std::move(stop), calls_.get());
    const auto future = path->future();
    path->start(repeated);
    return future;
}

} // namespace core::gateway
