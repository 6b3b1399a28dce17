#include "core/approvals/grant_store.h"

#include "core/approvals/grant_codec_p.h"

namespace core::approvals {
namespace {

using policy::Grant;
using policy::GrantId;
using storage::Connection;
using storage::Database;
using storage::Row;
using storage::Sealer;

QList<storage::Migration> migrations()
{
    // `passes` is for ending all that do without the key; what counts is in the sealed body.
    return {{{
        QStringLiteral("CREATE TABLE standing_grant ("
                       " number INTEGER PRIMARY KEY," // the order of writing
                       " id TEXT NOT NULL UNIQUE,"
                       " passes INTEGER NOT NULL,"
                       " body BLOB NOT NULL) STRICT"),
    }}};
}

storage::Cell bodyOf(const GrantId& id)
{
    return {QStringLiteral("standing_grant"), id.text(), QStringLiteral("body")};
}

// The same rule, whenever it was written.
bool saysTheSame(Grant a, const Grant& b)
{
    a.id = b.id;
    return a == b;
}

// What is done inside one transaction, on the database's thread.
struct Desk {
    Connection& connection;
    const Sealer& sealer;
    QDateTime nowUtc;

    [[nodiscard]] Result<StandingGrant> opened(const Row& row) const
    {
        const GrantId id(row.text(0));
        TRY_ASSIGN(const auto body, sealer.open(bodyOf(id), row.bytes(2)));
        TRY_ASSIGN(auto standing, grantFrom(body));
        if (standing.grant.id != id || standing.passes() != (row.integer(1) == 1))
            return fail(Errc::Corrupt, QStringLiteral("a grant lies in another's place"));
        return standing;
    }

    [[nodiscard]] Result<> remove(const GrantId& id) const
    {
        TRY_ASSIGN(const auto changed,
                   connection.change(QStringLiteral("DELETE FROM standing_grant WHERE id = ?"), {id.text()}));
        return changed == 1 ? Result<>() : fail(Errc::NotFound, QStringLiteral("no such grant"));
    }

    // What is over is deleted: no clock makes it good again.
    [[nodiscard]] Result<std::optional<StandingGrant>> current(StandingGrant standing) const
    {
        if (!standing.isOver(nowUtc)) return std::optional(std::move(standing));
        const auto gone = remove(standing.grant.id);
        // On a full disk it cannot be deleted; it is over all the same.
        if (!gone && gone.error().code != Errc::DiskFull) return tl::unexpected(gone.error());
        return std::optional<StandingGrant>();
    }

    [[nodiscard]] Result<std::optional<StandingGrant>> find(const GrantId& id) const
    {
        TRY_ASSIGN(auto found,
                   connection.first(QStringLiteral("SELECT id, passes, body FROM standing_grant WHERE id = ?"),
                                    {id.text()}, [this](const Row& row) { return opened(row); }));
        if (!found) return std::optional<StandingGrant>();
        return current(std::move(*found));
    }

    [[nodiscard]] Result<QList<StandingGrant>> all() const
    {
        TRY_ASSIGN(auto rows,
                   connection.all(QStringLiteral("SELECT id, passes, body FROM standing_grant ORDER BY number DESC"),
                                  {}, [this](const Row& row) { return opened(row); }));
        QList<StandingGrant> standing;
        for (auto& row : rows) {
            TRY_ASSIGN(auto one, current(std::move(row)));
            if (one) standing.append(std::move(*one));
        }
        return standing;
    }

    [[nodiscard]] Result<QList<StandingGrant>> inForce() const
    {
        // One that is used up stays until its time is over: the call that has the last use may not have begun yet.
        TRY_ASSIGN(auto standing, all());
        standing.removeIf([this](const StandingGrant& one) { return !one.isInForce(nowUtc); });
        return standing;
    }

    [[nodiscard]] Result<StandingGrant> write(const Grant& grant, const ConversationId& writtenIn) const
    {
        TRY_ASSIGN(const auto before, all());
        for (const auto& one : before)
            if (saysTheSame(one.grant, grant)) TRY(remove(one.grant.id));
        const auto standing = writtenNow(grant, writtenIn, nowUtc);
        TRY_ASSIGN(const auto body, sealer.seal(bodyOf(grant.id), bytesOf(standing)));
        TRY(connection.change(QStringLiteral("INSERT INTO standing_grant (id, passes, body) VALUES (?, ?, ?)"),
                              {grant.id.text(), qint64{standing.passes() ? 1 : 0}, body}));
        return standing;
    }

    // Whether a use was counted. No error when not: that would undo the transaction, and with it that it is over.
    [[nodiscard]] Result<bool> use(const GrantId& id) const
    {
        TRY_ASSIGN(auto standing, find(id));
        if (!standing || !standing->passes() || !standing->isInForce(nowUtc)) return false;
        ++standing->uses;
        standing->lastUsedUtc = nowUtc;
        TRY_ASSIGN(const auto body, sealer.seal(bodyOf(id), bytesOf(*standing)));
        TRY_ASSIGN(const auto changed, connection.change(QStringLiteral("UPDATE standing_grant SET body = ? WHERE "
                                                                        "id = ?"),
                                                         {body, id.text()}));
        return changed == 1;
    }

    [[nodiscard]] Result<bool> stands(const GrantId& id) const
    {
        TRY_ASSIGN(const auto standing, find(id));
        return standing && standing->passes();
    }
};

} // namespace

QDateTime StandingGrant::lapsesUtc() const
{
    if (grant.kind != Grant::Kind::Always) return {};
    const auto since = lastUsedUtc.isValid() ? lastUsedUtc : writtenUtc;
    return since.addSecs(std::chrono::seconds(alwaysLapsesAfter).count());
}

bool StandingGrant::isOver(const QDateTime& nowUtc) const
{
    if (!passes()) return false;
    const bool setBack =
        !writtenUtc.isValid() || nowUtc < writtenUtc || (lastUsedUtc.isValid() && nowUtc < lastUsedUtc);
    const auto lapses = lapsesUtc();
    return setBack || !endsUtc.isValid() || nowUtc > endsUtc || (lapses.isValid() && nowUtc > lapses);
}

bool StandingGrant::isInForce(const QDateTime& nowUtc) const
{
    return !passes() || (!isOver(nowUtc) && uses < mostUses);
}

StandingGrant writtenNow(Grant grant, ConversationId writtenIn, const QDateTime& nowUtc)
{
    StandingGrant standing{std::move(grant), std::move(writtenIn), nowUtc};
    if (!standing.passes()) return standing;
    const bool here = standing.grant.kind == Grant::Kind::Here;
    standing.endsUtc = nowUtc.addSecs(std::chrono::seconds(here ? hereEndsAfter : alwaysEndsAfter).count());
    standing.mostUses = here ? hereMostUses : alwaysMostUses;
    return standing;
}

// Work that waits in the queue outlives the store, so it holds copies of what it needs.
template <typename Work>
auto GrantStore::transaction(Work work) const
{
    return database_->transaction([sealer = sealer_, now = clock_.nowUtc(), work = std::move(work)](
                                      Connection& connection) { return work(Desk{connection, sealer, now}); });
}

GrantStore::GrantStore(std::shared_ptr<Database> database, Sealer sealer, const Clock& clock)
    : database_(std::move(database))
    , sealer_(std::move(sealer))
    , clock_(clock)
{}

Async<std::shared_ptr<GrantStore>> GrantStore::whenOpen(const Async<std::shared_ptr<Database>>& opened, Sealer sealer,
                                                        const Clock& clock)
{
    auto future = opened;
    return future.then([sealer = std::move(sealer), &clock](
                           const Result<std::shared_ptr<Database>>& database) -> Result<std::shared_ptr<GrantStore>> {
        if (!database) return tl::unexpected(database.error());
        return std::shared_ptr<GrantStore>(new GrantStore(*database, sealer, clock));
    });
}

Async<std::shared_ptr<GrantStore>> GrantStore::open(const QString& path, Sealer sealer, const Clock& clock)
{
    return whenOpen(Database::open(path, migrations()), std::move(sealer), clock);
}

Async<std::shared_ptr<GrantStore>> GrantStore::openInMemory(Sealer sealer, const Clock& clock)
{
    return whenOpen(Database::openInMemory(migrations()), std::move(sealer), clock);
}

Async<StandingGrant> GrantStore::write(Grant grant, ConversationId writtenIn)
{
    return transaction([grant = std::move(grant), writtenIn = std::move(writtenIn)](const Desk& desk) {
        return desk.write(grant, writtenIn);
    });
}

Async<QList<StandingGrant>> GrantStore::inForce() const
{
    return transaction([](const Desk& desk) { return desk.inForce(); });
}

Async<> GrantStore::use(const GrantId& id)
{
    auto counted = transaction([id](const Desk& desk) { return desk.use(id); });
    return counted.then([](const Result<bool>& done) -> Result<> {
        if (!done) return tl::unexpected(done.error());
        return *done ? Result<>() : fail(Errc::Conflict, QStringLiteral("the grant is not in force"));
    });
}

Async<bool> GrantStore::stands(const GrantId& id) const
{
    return transaction([id](const Desk& desk) { return desk.stands(id); });
}

Async<> GrantStore::revoke(const GrantId& id)
{
    return transaction([id](const Desk& desk) { return desk.remove(id); });
}

Async<> GrantStore::endPassing()
{
    return transaction([](const Desk& desk) -> Result<> {
        TRY(desk.connection.change(QStringLiteral("DELETE FROM standing_grant WHERE passes = 1")));
        return {};
    });
}

} // namespace core::approvals
