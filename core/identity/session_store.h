#pragma once

#include "core/base/async.h"
#include "core/crypto/jwk.h"
#include "core/identity/provider.h"
#include "core/identity/user_session.h"
#include "core/secret/secret.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace core::identity {

/// One access token that is kept until it expires.
struct HeldToken {
    QString audience; ///< as it was asked for; empty: the provider's own userinfo
    AccessToken token;
    QStringList scopes;
    QDateTime expiresAtUtc;
};

/// Everything that is kept of one person who signed in.
struct StoredSession {
    ProviderConfig config;
    crypto::JwsAlgorithm algorithm; ///< pinned for this provider at the first sign-in
    UserSession session;
    QDateTime signedInAtUtc;
    IdToken idToken = {};      ///< of the sign-in: the hint for signing out
    RefreshToken refresh = {}; ///< empty: signed out, or the provider ended the session
    std::vector<HeldToken> access = {};
    std::optional<QDateTime> refreshStartedUtc = {}; ///< a refresh began whose answer was not stored
    qint64 version = 0;                              ///< counts writes; 0: never stored

    [[nodiscard]] QString person() const { return session.key().storageName(); }
    [[nodiscard]] bool canRefresh() const { return !refresh.isEmpty(); }
};

/// Where sessions are kept. Before a person's key is there, nothing but storage names can be read.
/// Thread: call on, and answered on, the thread that owns the object.
///
/// \error Corrupt          the record does not open: it was changed, or the key is another
/// \error KeychainMissing, KeychainLocked  the person's key cannot be had
/// \error DiskFull, Busy   as core::storage
class SessionStore {
public:
    virtual ~SessionStore() = default;
    SessionStore() = default;
    SessionStore(const SessionStore&) = delete;
    SessionStore& operator=(const SessionStore&) = delete;

    /// Storage names, oldest first.
    [[nodiscard]] virtual Async<QStringList> people() = 0;
    /// How often the person's record was written, without opening it. \error NotFound  no such person
    [[nodiscard]] virtual Async<qint64> version(const QString& person) = 0;
    /// \error NotFound  no such person
    [[nodiscard]] virtual Async<StoredSession> read(const QString& person) = 0;
    /// Replaces the person's record and clears the mark of a started refresh; durable when the answer is there.
    /// \param expectedVersion  set: the record must still have this version
    /// \return the new version
    /// \error Conflict  it has another: read it again
    [[nodiscard]] virtual Async<qint64> write(const StoredSession& session, std::optional<qint64> expectedVersion) = 0;
    /// Notes that a refresh token is about to be used; durable when the answer is there.
    [[nodiscard]] virtual Async<> markRefreshStarted(const QString& person, const QDateTime& nowUtc) = 0;
    [[nodiscard]] virtual Async<> remove(const QString& person) = 0;
};

} // namespace core::identity
