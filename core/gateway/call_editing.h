#pragma once

#include "core/approvals/request.h"
#include "core/policy/edited_call.h"
#include "core/policy/rules.h"

namespace core::gateway {

/// Where each value of a call comes from, for whoever is asked.
[[nodiscard]] QList<approvals::AskedValue> askedValues(const policy::CallFacts& call, const policy::Flow& flow);

/// What an edit is judged by.
struct EditFacts {
    QJsonObject proposed;               ///< by the agent
    QList<approvals::AskedValue> shown; ///< the values of the question that the person saw
};

/// The flow in which an edited call is judged: what the person put in is theirs, and so is what was theirs on the card
/// and was left as it is.
[[nodiscard]] policy::Flow flowOfEdit(const policy::ToolFacts& tool, const QJsonObject& edited, const EditFacts& edit,
                                      policy::Flow flow);

/// As askedValues(), each with what the agent had, and what is gone behind them. \param flow  of flowOfEdit()
[[nodiscard]] QList<approvals::AskedValue> editedAskedValues(const policy::CallFacts& call, const policy::Flow& flow,
                                                             const EditFacts& edit);

/// What the rules make of a call. \param edited  the person changed it: it is asked in any case
[[nodiscard]] policy::Ruling rulingFor(const policy::CallFacts& call, const policy::Flow& flow,
                                       const policy::Rules& rules, bool edited);
/// Puts into the question why it is asked and who may answer how.
void applyRuling(approvals::Question& question, const policy::ToolFacts& tool, const policy::Ruling& ruling);

} // namespace core::gateway
