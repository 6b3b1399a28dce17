#pragma once

#include "core/identity/person_keys.h"
#include "core/identity/session_store.h"
#include "core/storage/database.h"

#include <QtCore/QObject>

#include <memory>

namespace core::identity {

/// Sessions in a database, each sealed under its person's key. With a database in memory and keys in memory it is the
/// store for "this run only".
class SealedSessionStore final : public QObject, public SessionStore {
    Q_OBJECT
public:
    /// What the database must be opened with.
    [[nodiscard]] static QList<storage::Migration> migrations();

    /// \param keys  outlives this object
    SealedSessionStore(std::shared_ptr<storage::Database> database, PersonKeys& keys, QObject* parent = nullptr);

    [[nodiscard]] Async<QStringList> people() override;
    [[nodiscard]] Async<qint64> version(const QString& person) override;
    [[nodiscard]] Async<StoredSession> read(const QString& person) override;
    [[nodiscard]] Async<qint64> write(const StoredSession& session, std::optional<qint64> expectedVersion) override;
    [[nodiscard]] Async<> markRefreshStarted(const QString& person, const QDateTime& nowUtc) override;
    [[nodiscard]] Async<> remove(const QString& person) override;

private:
    std::shared_ptr<storage::Database> database_;
    PersonKeys& keys_;
};

} // namespace core::identity
