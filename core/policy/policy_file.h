#pragma once

#include "core/base/placed_json.h"
#include "core/policy/rules.h"

namespace core::policy {

/// What is wrong with a policy file, and where.
struct PolicyProblem {
    QString file;
    TextPlace place;
    Bilingual message;

    /// "pay.json:12:5: ..."
    [[nodiscard]] QString text() const;
};

/// What one file says. It always has rules for what it could cover: a rule that cannot be read stands there as one that
/// asks, for the tools it names if those can be read, else for every tool; so does a file that cannot be read at all.
struct PolicyFile {
    QList<Rule> rules;
    QList<PolicyProblem> problems; ///< empty: the file is sound
};

/// Reads a policy file; RULES.md describes the form. Never fails: what is wrong is in `problems`.
///
/// \param name  how the file is called in reasons and problems
[[nodiscard]] PolicyFile readPolicyFile(const QByteArray& text, const QString& name, Layer layer);

/// For a file that could not even be opened: everything asks.
[[nodiscard]] PolicyFile unreadablePolicyFile(const QString& name, Layer layer, const Bilingual& why);

} // namespace core::policy
