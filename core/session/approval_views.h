#pragma once

#include "core/approvals/request.h"
#include "core/session/message_views.h"

namespace core::session {

/// Somebody else who has signed in to decide on one request.
struct PresentApprover {
    approvals::ApprovalId request;
    approvals::Approver who;
};

[[nodiscard]] interfaces::EffectView effectView(toolapi::Effect effect);

/// What waits for an answer, one card a step, in the order in which the steps were asked. Pure. Drawn from the stored
/// requests alone: nothing in it was worded by a model but the values of the call, which say so.
[[nodiscard]] QList<interfaces::ApprovalView> approvalViews(const CardFacts& facts,
                                                            const QList<approvals::Request>& requests,
                                                            const std::optional<PresentApprover>& present = {});

/// What became of a request that waited, from how it was stored then and is now. Nothing: it waits on. Pure.
[[nodiscard]] std::optional<interfaces::ApprovalOutcomeView>
outcomeView(const CardFacts& facts, const approvals::Request& before, const approvals::Request& now);

} // namespace core::session
