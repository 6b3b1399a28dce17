#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/conversations/run_p.h"
#include "core/storage/database.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace core::conversations {
namespace {

using storage::Connection;
using storage::Row;

// So much is deleted in one transaction, which overwrites what it deletes.
constexpr int purgedMessages = 100;

Result<QStringList> runsOver(Connection& connection, const Run& run, const QString& sql)
{
    TRY_ASSIGN(const auto ids, connection.all(sql, {}, [](const Row& row) { return row.text(0); }));
    QStringList over;
    for (const auto& id : ids)
        if (run.isOver(id)) over.append(id);
    return over;
}

} // namespace

Result<std::shared_ptr<Run>> Run::begin(const QString& folder)
{
    std::shared_ptr<Run> run(new Run);
    run->id_ = newId();
    run->folder_ = folder;
    if (folder.isEmpty()) return run;
    TRY(storage::makePrivateFolder(folder));
    TRY_ASSIGN(run->lock_, FileLock::tryLock(run->file(run->id_)));
    if (!run->lock_) return fail(Errc::Internal, QStringLiteral("a new run is locked already"));
    return run;
}

Run::~Run()
{
    // Nobody else ever makes a file of this name, so it may go: its absence says that the run is over.
    if (!folder_.isEmpty()) QFile::remove(file(id_));
}

QString Run::file(const QString& id) const
{
    return folder_ + QLatin1Char('/') + id;
}

bool Run::isOver(const QString& id) const
{
    if (id == id_ || folder_.isEmpty()) return false;
    if (!QFile::exists(file(id))) return true;
    const auto lock = FileLock::tryLock(file(id));
    return lock && *lock;
}

void Run::tidy() const
{
    if (folder_.isEmpty()) return;
    for (const auto& id : QDir(folder_).entryList(QDir::Files))
        if (isOver(id)) QFile::remove(file(id));
}

Result<QList<InterruptedTurn>> recover(Connection& connection, const Run& run)
{
    QList<InterruptedTurn> found;
    TRY_ASSIGN(const auto over,
               runsOver(connection, run, QStringLiteral("SELECT DISTINCT run FROM turn WHERE state = 0")));
    for (const auto& id : over) {
        TRY_ASSIGN(const auto turns,
                   connection.all(QStringLiteral("SELECT conversation.id, turn.id FROM turn JOIN conversation ON "
                                                 "conversation.key = turn.conversation WHERE state = 0 AND run = ?"),
                                  {id}, [](const Row& row) {
                                      return InterruptedTurn{ConversationId(row.text(0)), TurnId(row.text(1))};
                                  }));
        TRY(connection.change(
            QStringLiteral("UPDATE message SET state = 4 WHERE state = 1 AND turn IN (SELECT key FROM "
                           "turn WHERE state = 0 AND run = ?)"),
            {id}));
        TRY(connection.change(QStringLiteral("UPDATE turn SET state = 1 WHERE state = 0 AND run = ?"), {id}));
        found.append(turns);
    }
    if (!found.isEmpty()) qCInfo(logConversations) << found.size() << "turns were cut off by the end of the program";
    return found;
}

Result<bool> purgeSome(Connection& connection, const Run& run)
{
    TRY_ASSIGN(const auto over,
               runsOver(connection, run,
                        QStringLiteral("SELECT DISTINCT removed_by FROM conversation WHERE removed_by IS NOT NULL")));
    if (over.isEmpty()) return false;
    TRY_ASSIGN(const auto key,
               connection.first(QStringLiteral("SELECT key FROM conversation WHERE removed_by = ? LIMIT 1"),
                                {over.first()}, [](const Row& row) { return row.integer(0); }));
    if (!key) return false;
    TRY_ASSIGN(const auto deleted,
               connection.change(QStringLiteral("DELETE FROM message WHERE key IN (SELECT key FROM message WHERE "
                                                "conversation = ? ORDER BY position DESC LIMIT ?)"),
                                 {*key, purgedMessages}));
    if (deleted == 0) {
        TRY(connection.change(QStringLiteral("DELETE FROM draft WHERE conversation = (SELECT id FROM conversation "
                                             "WHERE key = ?)"),
                              {*key}));
        TRY(connection.change(QStringLiteral("DELETE FROM conversation WHERE key = ?"), {*key}));
    }
    return true;
}

} // namespace core::conversations
