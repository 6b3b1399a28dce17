#pragma once

#include "core/base/bilingual.h"
#include "core/toolapi/tool.h"

#include <variant>

namespace core::policy {

/// Everything that a decision depends on.
struct Question {
    toolapi::Effect effect = toolapi::Effect::Credential;
};

/// The rule that refused. A stable name for logs and for ui/text: denyRuleName().
enum class DenyRule {
    ReadEgress,
    Write,
    Egress,
    Permission,
    Commit,
    Destructive,
    Credential,
    UnknownEffect,
};

struct Allow {
    friend bool operator==(const Allow&, const Allow&) = default;
};

struct Deny {
    DenyRule rule = DenyRule::UnknownEffect;
    Bilingual reason = {}; ///< a sentence for the person

    friend bool operator==(const Deny&, const Deny&) = default;
};

using Decision = std::variant<Allow, Deny>;

/// Decides one call. Pure: no I/O, no clock; the same question has the same answer, and what no rule covers is denied.
///
/// First form: what only reads is allowed, because the resource server decides with the signed-in person's own token.
/// Everything that changes something, or sends something to somebody else, is refused.
[[nodiscard]] Decision decide(const Question& question);

/// "refused-write" ...
[[nodiscard]] QString denyRuleName(DenyRule rule);

} // namespace core::policy
