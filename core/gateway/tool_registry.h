#pragma once

#include "core/policy/tool_facts.h"
#include "core/toolapi/json_schema.h"
#include "core/toolapi/tool.h"

#include <map>

namespace core::gateway {

/// A tool that is known and may not be used, with the reason for the person or the admin who has to mend it.
struct DisabledTool {
    ToolName name;
    Bilingual title;
    QString reason; ///< English
};

/// The tools of one person's session, each pinned to the definition it was first accepted with.
///
/// Thread: one.
class ToolRegistry {
public:
    struct Entry {
        toolapi::ToolSpec spec;
        QString hash;
        std::optional<toolapi::JsonSchema> schema = {};
        policy::ToolFacts facts = {}; ///< what deciding needs of the manifest
        QString disabledReason = {};  ///< empty: it may be used

        [[nodiscard]] bool enabled() const { return disabledReason.isEmpty() && schema.has_value(); }
    };

    /// Accepts a tool: its name, schema and argument pointers are checked, its definition is pinned. The same
    /// definition again changes nothing. On any error the tool is listed as disabled and stays so.
    ///
    /// \error InvalidArgument  the definition is malformed
    /// \error Unsupported      its schema needs what the validator does not have
    /// \error TooLarge         its schema is over a limit
    /// \error Conflict         another definition under the same name: both are disabled, because nobody can tell which
    ///                         of the two the person meant
    [[nodiscard]] Result<> add(toolapi::ToolSpec spec);

    /// Nothing when there is no tool of that name. Valid until the next add().
    [[nodiscard]] const Entry* find(const ToolName& name) const;
    /// The enabled ones, by name.
    [[nodiscard]] QList<toolapi::ToolSpec> enabled() const;
    [[nodiscard]] QList<DisabledTool> disabled() const;

private:
    std::map<ToolName, Entry> tools_;
};

} // namespace core::gateway
