#include "core/storage/connection.h"

#include "core/base/ids.h"
#include "core/base/logging.h"

#include <QtCore/QHash>
#include <QtCore/QScopeGuard>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

namespace core::storage {
namespace {

// SQLite's result codes (sqlite.org/rescode.html). The low byte is the primary code.
enum class Sqlite : int {
    Perm = 3,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    TooBig = 18,
    Constraint = 19,
    Authorization = 23,
    NotADatabase = 26,
};

// Of the input-output errors, the ones that come from reading; every other one means that something could not be
// written.
constexpr int readError = 10 | (1 << 8);
constexpr int shortReadError = 10 | (2 << 8);

Errc errcOf(int code)
{
    if (code == readError || code == shortReadError) return Errc::Unavailable;
    switch (static_cast<Sqlite>(code & 0xFF)) {
    case Sqlite::Busy:
    case Sqlite::Locked: return Errc::Busy;
    case Sqlite::Corrupt:
    case Sqlite::NotADatabase: return Errc::Corrupt;
    case Sqlite::Perm:
    case Sqlite::ReadOnly:
    case Sqlite::InputOutput:
    case Sqlite::Full:
    case Sqlite::CannotOpen:
    case Sqlite::Authorization: return Errc::DiskFull;
    case Sqlite::TooBig: return Errc::TooLarge;
    case Sqlite::Constraint: return Errc::Conflict;
    }
    return Errc::Internal;
}

tl::unexpected<Error> failure(const QSqlError& error)
{
    bool known = false;
    const int code = error.nativeErrorCode().toInt(&known);
    const auto errc = known ? errcOf(code) : Errc::Internal;
    qCWarning(logStorage) << "SQLite" << code << errcName(errc);
    // SQLite's text names tables and columns, never a value.
    return fail(errc, QStringLiteral("SQLite %1: %2").arg(code).arg(error.databaseText()));
}

// Qt binds a null string or byte array as NULL; here only an invalid QVariant means NULL.
QVariant bound(const QVariant& value)
{
    if (value.typeId() == QMetaType::QString && value.toString().isNull()) return QStringLiteral("");
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull()) return QByteArray("", 0);
    return value;
}

constexpr int cachedStatements = 64;

} // namespace

Row::Row(const QSqlQuery& query)
    : query_(query)
{}

bool Row::isNull(int column) const
{
    return query_.isNull(column);
}

QString Row::text(int column) const
{
    return query_.value(column).toString();
}

QByteArray Row::bytes(int column) const
{
    return query_.value(column).toByteArray();
}

qint64 Row::integer(int column) const
{
    return query_.value(column).toLongLong();
}

struct Connection::Private {
    QString name = QStringLiteral("sekisho-") + newId();
    QSqlDatabase database = {};
    QHash<QString, std::shared_ptr<QSqlQuery>> statements = {};
    qint64 lastInsertId = 0;
    qint64 changed = 0;
};

Connection::Connection()
    : private_(std::make_unique<Private>())
{}

Connection::~Connection()
{
    private_->statements.clear();
    if (private_->database.isValid()) {
        private_->database.close();
        private_->database = QSqlDatabase();
        QSqlDatabase::removeDatabase(private_->name);
    }
}

Result<> Connection::open(const QString& path, std::chrono::milliseconds busyTimeout)
{
    private_->database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), private_->name);
    if (!private_->database.isValid())
        return fail(Errc::Unavailable, QStringLiteral("no QSQLITE driver"), QStringLiteral("Qt SQLite driver"));
    private_->database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeout.count()));
    private_->database.setDatabaseName(path);
    if (!private_->database.open()) return failure(private_->database.lastError());
    return {};
}

Result<> Connection::visit(const QString& sql, const Values& values,
                           const std::function<Result<Next>(const Row&)>& read)
{
    // The statement is out of the cache while it runs, so that `read` may use the same text.
    auto query = private_->statements.take(sql);
    if (!query) {
        query = std::make_shared<QSqlQuery>(private_->database);
        query->setForwardOnly(true);
        if (!query->prepare(sql)) return failure(query->lastError());
    }
    for (int i = 0; i < values.size(); ++i)
        query->bindValue(i, bound(values.at(i)));
    if (!query->exec()) return failure(query->lastError());
    const auto release = qScopeGuard([&] {
        query->finish(); // a statement left open would hold the read lock, and so the log, for ever
        if (private_->statements.size() >= cachedStatements) private_->statements.clear();
        private_->statements.insert(sql, query);
    });
    private_->lastInsertId = query->lastInsertId().toLongLong();
    private_->changed = query->numRowsAffected();
    const Row row(*query);
    while (query->next()) {
        TRY_ASSIGN(const auto next, read(row));
        if (next == Next::Stop) return {};
    }
    if (query->lastError().isValid()) return failure(query->lastError());
    return {};
}

Result<qint64> Connection::change(const QString& sql, const Values& values)
{
    TRY(visit(sql, values, [](const Row&) -> Result<Next> { return Next::Row; }));
    return private_->changed;
}

Result<> Connection::each(const QString& sql, const Values& values, const std::function<Result<>(const Row&)>& read)
{
    return visit(sql, values, [&](const Row& row) -> Result<Next> {
        TRY(read(row));
        return Next::Row;
    });
}

qint64 Connection::lastInsertId() const
{
    return private_->lastInsertId;
}

Result<> Connection::begin()
{
    // IMMEDIATE takes the write lock now and waits for it within the time-out. A deferred transaction that reads first
    // and writes later can fail with Busy at once, whatever the time-out (sqlite.org/lang_transaction.html).
    TRY(visit(QStringLiteral("BEGIN IMMEDIATE"), {}, [](const Row&) -> Result<Next> { return Next::Row; }));
    return {};
}

Result<> Connection::commit()
{
    auto done = visit(QStringLiteral("COMMIT"), {}, [](const Row&) -> Result<Next> { return Next::Row; });
    if (!done) rollBack();
    return done;
}

void Connection::rollBack()
{
    // Some errors have rolled the transaction back already; then this one has nothing to do and its error says so.
    QSqlQuery query(private_->database);
    query.exec(QStringLiteral("ROLLBACK"));
}

} // namespace core::storage
