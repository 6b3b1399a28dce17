#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/policy/grant.h"
#include "core/storage/database.h"
#include "core/storage/sealer.h"

#include <QtCore/QDateTime>

#include <chrono>
#include <memory>

namespace core::approvals {

// How long a standing grant goes on, and how many calls it lets run. A Never has no end.
inline constexpr std::chrono::hours hereEndsAfter{1};
inline constexpr int hereMostUses = 20;
inline constexpr std::chrono::hours alwaysEndsAfter{24 * 90};
inline constexpr int alwaysMostUses = 100;
inline constexpr std::chrono::hours alwaysLapsesAfter{24 * 30}; ///< without a use

/// A grant and what has become of it.
struct StandingGrant {
    policy::Grant grant;
    ConversationId writtenIn; ///< the conversation of the call that it was written from
    QDateTime writtenUtc;
    QDateTime endsUtc = {}; ///< Here, Always: at the latest
    int mostUses = 0;       ///< Here, Always
    int uses = 0;
    QDateTime lastUsedUtc = {}; ///< invalid: never

    /// It lets calls run, rather than denying them.
    [[nodiscard]] bool passes() const { return grant.kind != policy::Grant::Kind::Never; }
    /// When it ends unless it is used before. Always; else invalid.
    [[nodiscard]] QDateTime lapsesUtc() const;
    /// Its time is over, or the clock was set back behind its writing or its last use. Never of a Never.
    [[nodiscard]] bool isOver(const QDateTime& nowUtc) const;
    [[nodiscard]] bool isInForce(const QDateTime& nowUtc) const;

    friend bool operator==(const StandingGrant&, const StandingGrant&) = default;
};

/// "here", "always", "never": stands in files and logs and never changes.
[[nodiscard]] QString kindName(policy::Grant::Kind kind);

/// A grant that is written now. Pure.
[[nodiscard]] StandingGrant writtenNow(policy::Grant grant, ConversationId writtenIn, const QDateTime& nowUtc);

/// The standing grants of one person on this machine, in one database. All of it is sealed with the person's key but
/// ids, the order and whether a grant lets calls run.
///
/// A grant that lets calls run ends by its uses, its end, its lapse, the person's word, or a clock that was set back:
/// whatever is found to be over is deleted, and no clock brings it again.
///
/// Every write that was answered is on the disk (fsync).
///
/// Every function fails with
/// \error DiskFull, Busy  as core::storage::Connection: nothing changed
/// \error Corrupt         the file is damaged, or was sealed with another key
/// Thread: any; every answer comes through onReady() on the caller's thread. Logs: ids and codes.
class GrantStore {
public:
    /// \param path   <data>/<UserKey::storageName()>/grants.db
    /// \param clock  must outlive the store
    /// \error Unsupported  a newer program wrote it
    [[nodiscard]] static Async<std::shared_ptr<GrantStore>> open(const QString& path, storage::Sealer sealer,
                                                                 const Clock& clock);
    /// For "this run only".
    [[nodiscard]] static Async<std::shared_ptr<GrantStore>> openInMemory(storage::Sealer sealer, const Clock& clock);

    /// Writes it down, with its whole time and all its uses before it. It takes the place of one that says the same.
    [[nodiscard]] Async<StandingGrant> write(policy::Grant grant, ConversationId writtenIn);
    /// The newest first.
    [[nodiscard]] Async<QList<StandingGrant>> inForce() const;
    /// Counts one use, before the call begins. \error Conflict  it is not in force, or lets nothing run: no call runs
    /// by it
    [[nodiscard]] Async<> use(const policy::GrantId& id);
    /// Whether one of which a use was counted still stands: it was not revoked, and its time is not over.
    [[nodiscard]] Async<bool> stands(const policy::GrantId& id) const;
    /// From now on it does nothing. \error NotFound  there is none
    [[nodiscard]] Async<> revoke(const policy::GrantId& id);
    /// All that let calls run are gone. Needs no key.
    [[nodiscard]] Async<> endPassing();

private:
    GrantStore(std::shared_ptr<storage::Database> database, storage::Sealer sealer, const Clock& clock);
    [[nodiscard]] static Async<std::shared_ptr<GrantStore>>
    whenOpen(const Async<std::shared_ptr<storage::Database>>& opened, storage::Sealer sealer, const Clock& clock);
    template <typename Work>
    [[nodiscard]] auto transaction(Work work) const;

    std::shared_ptr<storage::Database> database_;
    storage::Sealer sealer_;
    const Clock& clock_;
};

} // namespace core::approvals
