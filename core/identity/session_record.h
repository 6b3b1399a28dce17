#pragma once

#include "core/identity/session_store.h"

namespace core::identity {

/// The sealed form of a session. Both parts are bound to the person and the version, so that an old part cannot be put
/// beside a new one.
class SessionRecord {
public:
    QByteArray profile; ///< configuration and claims: personal data
    QByteArray tokens;

    /// \error those of crypto::seal
    [[nodiscard]] static Result<SessionRecord> seal(const StoredSession& session, qint64 version,
                                                    const SealingKey& key);
    /// Gives back the session that was sealed after a verified sign-in.
    /// \error Corrupt  it does not open, is not what seal() made, or belongs to another person
    [[nodiscard]] Result<StoredSession> open(const QString& person, qint64 version, const SealingKey& key) const;
};

} // namespace core::identity
