#include "core/gateway/gateway.h"

#include "core/gateway/call_path_p.h"

#include <algorithm>

namespace core::gateway {

Gateway::Gateway(UserKey person, ToolRegistry tools, GatewayPorts ports)
    : person_(std::move(person))
    , tools_(std::move(tools))
    , ports_(std::move(ports))
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

void Gateway::turnBegins(const ConversationId& conversation, const TurnFacts& facts)
{
    turns_.insert(conversation, facts);
}

void Gateway::happened(const ConversationId& conversation, const policy::FlowEvent& event)
{
    const auto turn = turns_.find(conversation);
    if (turn != turns_.end()) turn->flow = policy::next(std::move(turn->flow), event);
}

namespace {

// Nobody said what was read and typed: then everything was read and nothing typed.
TurnFacts nothingKnown()
{
    TurnFacts facts;
    facts.flow = policy::next(std::move(facts.flow), policy::Shown{{toolapi::Integrity::Untrusted, {}, {false, {}}}});
    return facts;
}

} // namespace

TurnFacts Gateway::factsOf(const ConversationId& conversation) const
{
    const auto turn = turns_.constFind(conversation);
    return turn == turns_.constEnd() ? nothingKnown() : *turn;
}

Async<toolapi::ToolResult> Gateway::run(toolapi::ToolCall call, ConversationId conversation, std::stop_token stop)
{
    return begin(std::move(call), std::move(conversation), std::move(stop), false);
}

Async<toolapi::ToolResult> Gateway::settle(toolapi::ToolCall call, ConversationId conversation)
{
    return begin(std::move(call), std::move(conversation), {}, true);
}

bool Gateway::isHeld(const CallId& call) const
{
    const auto& paths = calls_->children(); // each is a call under way
    return std::any_of(paths.begin(), paths.end(),
                       [&call](const QObject* path) { return static_cast<const CallPath*>(path)->isHeld(call); });
}

bool Gateway::undo(const CallId& call)
{
    const auto& paths = calls_->children();
    return std::any_of(paths.begin(), paths.end(),
                       [&call](QObject* path) { return static_cast<CallPath*>(path)->undo(call); });
}

void Gateway::freeze()
{
    const auto paths = calls_->children();
    for (auto* path : paths)
        static_cast<CallPath*>(path)->freeze();
}

Async<toolapi::ToolResult> Gateway::begin(toolapi::ToolCall call, ConversationId conversation, std::stop_token stop,
                                          bool onlyIfApproved)
{
    const bool repeated = seen_.contains(call.id);
    seen_.insert(call.id);
    CallPath::Surroundings around{
        person_,
        tools_,
        ports_,
        challenges_,
        factsOf(conversation),
        onlyIfApproved,
        [this, conversation](const ToolName& tool) { happened(conversation, policy::WentUnasked{tool}); },
        [this, conversation](const toolapi::ToolResult& result, CallPath::Again again) {
            if (again == CallPath::Again::Later) seen_.remove(result.id);
            if (result.outcome != toolapi::Outcome::Waiting) happened(conversation, policy::Shown{result.label});
        }};
    auto* path =
        new CallPath(std::move(around), std::move(call), std::move(conversation), std::move(stop), calls_.get());
    const auto future = path->future();
    path->start(repeated);
    return future;
}

} // namespace core::gateway
