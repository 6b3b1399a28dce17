#pragma once

#include "core/approvals/grant_store.h"
#include "core/approvals/request.h"
#include "core/session/message_views.h"

namespace core::session {

/// A rule that could be made of a call that waits. Its grant has no id yet.
struct GrantDraft {
    policy::Grant grant;
    std::optional<Bilingual> whyNot = {}; ///< nothing: it is possible
};
/// Pure.
[[nodiscard]] GrantDraft grantDraft(const CardFacts& facts, const approvals::Request& request,
                                    policy::Grant::Kind kind);

/// A rule tried against calls that were asked about before.
struct GrantTrial {
    int covered = 0;
    int tried = 0;
    QStringList missed = {}; ///< what the first few others had instead
};
/// Pure. \param before  requests about the tool's other calls, the newest first
[[nodiscard]] GrantTrial tryGrant(const CardFacts& facts, const policy::Grant& grant,
                                  const QList<approvals::Request>& before);

[[nodiscard]] policy::Grant::Kind grantKind(interfaces::GrantView::Kind kind);
/// \param title  of the conversation that it is for or was written in
[[nodiscard]] interfaces::GrantView grantView(const CardFacts& facts, const approvals::StandingGrant& standing,
                                              const QString& title);

} // namespace core::session
