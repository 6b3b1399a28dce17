#include "core/identity/sealed_session_store.h"

#include "core/base/async_steps.h"
#include "core/identity/session_record.h"

namespace core::identity {
namespace {

Result<StoredSession> readRow(storage::Connection& connection, const QString& person, const SealingKey& key)
{
    struct Found {
        qint64 version;
        SessionRecord record;
        std::optional<QDateTime> refreshStartedUtc;
    };
    const auto read = [](const storage::Row& row) {
        Found found{row.integer(0), {row.bytes(1), row.bytes(2)}, {}};
        if (!row.isNull(3)) found.refreshStartedUtc = QDateTime::fromMSecsSinceEpoch(row.integer(3), Qt::UTC);
        return found;
    };
    TRY_ASSIGN(const auto found,
               connection.first(
                   QStringLiteral("SELECT version, profile, tokens, refresh_started FROM session WHERE person = ?"),
                   {person}, read));
    if (!found) return fail(Errc::NotFound, QStringLiteral("no such session"));
    TRY_ASSIGN(auto session, found->record.open(person, found->version, key));
    session.refreshStartedUtc = found->refreshStartedUtc;
    return session;
}

Result<std::optional<qint64>> versionOf(storage::Connection& connection, const QString& person)
{
    return connection.first(QStringLiteral("SELECT version FROM session WHERE person = ?"), {person},
                            [](const storage::Row& row) { return row.integer(0); });
}

Result<qint64> writeRow(storage::Connection& connection, const StoredSession& session,
                        std::optional<qint64> expectedVersion, const SealingKey& key)
{
    const auto person = session.person();
    TRY_ASSIGN(const auto current, versionOf(connection, person));
    if (expectedVersion && current.value_or(0) != *expectedVersion) {
        return fail(Errc::Conflict, QStringLiteral("the session was changed elsewhere"));
    }
    const qint64 version = current.value_or(0) + 1;
    TRY_ASSIGN(const auto record, SessionRecord::seal(session, version, key));
    TRY(connection.change(QStringLiteral("INSERT INTO session (person, version, profile, tokens, refresh_started) "
                                         "VALUES (?, ?, ?, ?, NULL) ON CONFLICT (person) DO UPDATE SET "
                                         "version = excluded.version, profile = excluded.profile, "
                                         "tokens = excluded.tokens, refresh_started = NULL"),
                          {person, version, record.profile, record.tokens}));
    return version;
}

} // namespace

QList<storage::Migration> SealedSessionStore::migrations()
{
    // `position` keeps the order of first sign-ins; nothing else about a person is readable.
    return {storage::Migration{{QStringLiteral("CREATE TABLE session ("
                                               "position INTEGER PRIMARY KEY AUTOINCREMENT, "
                                               "person TEXT NOT NULL UNIQUE, "
                                               "version INTEGER NOT NULL, "
                                               "profile BLOB NOT NULL, "
                                               "tokens BLOB NOT NULL, "
                                               "refresh_started INTEGER)")}}};
}

SealedSessionStore::SealedSessionStore(std::shared_ptr<storage::Database> database, PersonKeys& keys, QObject* parent)
    : QObject(parent)
    , database_(std::move(database))
    , keys_(keys)
{}

Async<QStringList> SealedSessionStore::people()
{
    return database_->run([](storage::Connection& connection) -> Result<QStringList> {
        TRY_ASSIGN(const auto names, connection.all(QStringLiteral("SELECT person FROM session ORDER BY position"), {},
                                                    [](const storage::Row& row) { return row.text(0); }));
        return QStringList(names);
    });
}

Async<qint64> SealedSessionStore::version(const QString& person)
{
    return database_->run([person](storage::Connection& connection) -> Result<qint64> {
        TRY_ASSIGN(const auto current, versionOf(connection, person));
        if (!current) return fail(Errc::NotFound, QStringLiteral("no such session"));
        return *current;
    });
}

Async<StoredSession> SealedSessionStore::read(const QString& person)
{
    return thenStep(keys_.key(person), this, [this, person](const SealingKey& key) {
        return database_->run(
            [person, key](storage::Connection& connection) { return readRow(connection, person, key); });
    });
}

Async<qint64> SealedSessionStore::write(const StoredSession& session, std::optional<qint64> expectedVersion)
{
    return thenStep(keys_.key(session.person()), this, [this, session, expectedVersion](const SealingKey& key) {
        return database_->transaction([session, expectedVersion, key](storage::Connection& connection) {
            return writeRow(connection, session, expectedVersion, key);
        });
    });
}

Async<> SealedSessionStore::markRefreshStarted(const QString& person, const QDateTime& nowUtc)
{
    return database_->transaction([person, nowUtc](storage::Connection& connection) -> Result<> {
        TRY_ASSIGN(const auto changed,
                   connection.change(QStringLiteral("UPDATE session SET refresh_started = ? WHERE person = ?"),
                                     {nowUtc.toMSecsSinceEpoch(), person}));
        if (changed != 1) return fail(Errc::NotFound, QStringLiteral("no such session"));
        return {};
    });
}

Async<> SealedSessionStore::remove(const QString& person)
{
    return database_->transaction([person](storage::Connection& connection) -> Result<> {
        TRY(connection.change(QStringLiteral("DELETE FROM session WHERE person = ?"), {person}));
        return {};
    });
}

} // namespace core::identity
