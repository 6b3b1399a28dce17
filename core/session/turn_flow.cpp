#include "core/session/turn_flow.h"

namespace core::session {
namespace {

void show(policy::Flow& flow, const QList<conversations::StoredCall>& calls)
{
    for (const auto& call : calls)
        if (call.result) flow = policy::next(std::move(flow), policy::Shown{call.result->label});
}

} // namespace

policy::Flow turnFlow(const QList<conversations::StoredMessage>& before, const QList<policy::MessagePart>& message,
                      const QList<conversations::StoredMessage>& own)
{
    policy::Flow flow;
    for (const auto& row : before) {
        flow = policy::next(std::move(flow), policy::Shown{row.label});
        show(flow, row.calls);
    }
    flow = policy::next(std::move(flow), policy::TurnBegan{message});
    for (const auto& row : own)
        show(flow, row.calls);
    return flow;
}

} // namespace core::session
