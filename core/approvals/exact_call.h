#pragma once

#include "core/base/error.h"
#include "core/base/ids.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

namespace core::approvals {

/// Everything that an approval is bound to. Two calls that differ in any of it are two calls.
struct ExactCall {
    CallId call;
    ConversationId conversation;
    UserKey person; ///< whose token would be used
    ToolName tool;
    QString definitionHash; ///< of the tool's definition as it was accepted
    QJsonObject arguments;  ///< validated and normalised
    QString audience;       ///< whom the token would be for; empty: the provider itself, or no API
    QStringList scopes;
    QString policyVersion; ///< of the rules that asked

    friend bool operator==(const ExactCall&, const ExactCall&) = default;
};

/// SHA-256 (hex) over the canonical JSON (RFC 8785) of all of it.
/// \error InvalidArgument  the call cannot be written canonically: nobody may be asked about it
[[nodiscard]] Result<QString> digestOf(const ExactCall& call);

} // namespace core::approvals
