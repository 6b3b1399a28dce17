#pragma once

#include "core/toolapi/tool.h"

#include <QtCore/QHash>
#include <QtCore/QStringList>

namespace core::gateway {

/// What an API says of the sign-in that it wants: a Bearer or DPoP challenge with the error
/// "insufficient_user_authentication" (RFC 9470 section 3) in a 401 or 403. Of several `acr_values` the first, which the
/// API prefers. Nothing: it says no such thing, or what it says cannot be read.
[[nodiscard]] std::optional<toolapi::SignInNeed> signInChallenge(const toolapi::ApiAnswer& answer);

/// What APIs wanted of calls that they refused: the same call, when it comes again, needs a sign-in as they said. Can
/// only add to what a call needs. Bounded: of very many the oldest are forgotten. Not kept beyond this run.
class SignInChallenges {
public:
    void add(const ToolName& tool, const QString& argumentsHash, const toolapi::SignInNeed& need);
    [[nodiscard]] std::optional<toolapi::SignInNeed> of(const ToolName& tool, const QString& argumentsHash) const;
    void drop(const ToolName& tool, const QString& argumentsHash);

private:
    static QString keyOf(const ToolName& tool, const QString& argumentsHash);

    QHash<QString, toolapi::SignInNeed> needs_;
    QStringList order_;
};

} // namespace core::gateway
