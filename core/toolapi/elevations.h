#pragma once

#include "core/toolapi/tool.h"

#include <QtCore/QDateTime>

namespace core::toolapi {

/// Which calls the person has signed in for afresh. What came of such a sign-in serves one call and is gone with it; it
/// is in memory only. Thread: one, that of the gateway.
class Elevations {
public:
    virtual ~Elevations() = default;
    Elevations() = default;
    Elevations(const Elevations&) = delete;
    Elevations& operator=(const Elevations&) = delete;

    /// Whether this person signed in for the very call with this digest, and so as is needed now.
    [[nodiscard]] virtual bool holds(const UserKey& person, const CallId& call, const QString& digest,
                                     const SignInNeed& need, const QDateTime& nowUtc) const = 0;
    /// The call has ended, or will not be run.
    virtual void drop(const CallId& call) = 0;
};

} // namespace core::toolapi
