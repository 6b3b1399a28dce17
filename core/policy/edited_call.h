#pragma once

#include "core/policy/ruling.h"

namespace core::policy {

/// One value of a call that the person changed while it waited for their answer.
struct EditedValue {
    enum class Mark {
        Same,    ///< as the agent had it
        Changed, ///< the agent had `before` here
        Added,   ///< the agent had nothing here
        Removed, ///< `leaf` is as the agent had it, and nothing is in its place
    };
    Leaf leaf;
    Mark mark = Mark::Same;
    QJsonValue before = {};
    /// The person put it in. Not: a value that the agent had elsewhere in the same list or object, or a text of which
    /// a part is still the agent's.
    bool typed = false;
};

/// What the person made of the call: its values in the order of the arguments, then what is gone. Pure.
[[nodiscard]] QList<EditedValue> editedValues(const ToolFacts& tool, const QJsonObject& proposed,
                                              const QJsonObject& edited);

/// The flow in which the edited call is judged: what the person put in counts as picked for its argument.
[[nodiscard]] Flow withEdit(Flow flow, const ToolFacts& tool, const QList<EditedValue>& values);

/// The ruling of an edited call: it runs by an approval of what it is now, or not at all.
[[nodiscard]] Ruling underEdit(Ruling ruling);

} // namespace core::policy
