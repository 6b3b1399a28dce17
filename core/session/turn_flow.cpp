#include "core/session/turn_flow.h"

#include "core/session/turn_records.h"

namespace core::session {
namespace {

void show(policy::Flow& flow, const QList<conversations::StoredCall>& calls)
{
    for (const auto& call : calls)
        if (call.result) flow = policy::next(std::move(flow), policy::Shown{call.result->label});
}

// As soon as it was to run: it may have been cut off before its answer.
bool wentUnasked(const conversations::StoredCall& call)
{
    const bool began = call.decision && call.decision->kind == conversations::CallDecision::Kind::Run;
    return began && call.effect != toolapi::Effect::Read && !TurnRecords::wasApproved(*call.decision);
}

} // namespace

policy::Flow turnFlow(const QList<conversations::StoredMessage>& before, const SentMessage& message,
                      const QList<conversations::StoredMessage>& own)
{
    policy::Flow flow;
    for (const auto& row : before) {
        flow = policy::next(std::move(flow), policy::Shown{row.label});
        show(flow, row.calls);
    }
    flow = policy::next(std::move(flow), policy::TurnBegan{message.parts});
    using policy::ToolsChosen;
    if (!message.tools.empty())
        flow = policy::next(std::move(flow), ToolsChosen{ToolsChosen::By::Person, message.tools});
    for (const auto& row : own) {
        show(flow, row.calls);
        for (const auto& call : row.calls)
            if (wentUnasked(call)) flow = policy::next(std::move(flow), policy::WentUnasked{call.tool});
    }
    return flow;
}

} // namespace core::session
