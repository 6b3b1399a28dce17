#include "core/storage/database.h"
#include "tests/fakes/await.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtTest/QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using core::Errc;
using core::Result;
using core::storage::Connection;
using core::storage::Database;
using core::storage::Migration;
using core::storage::Progress;
using core::storage::Row;
using fakes::await;

namespace {

const Migration first{{QStringLiteral("CREATE TABLE note (id TEXT PRIMARY KEY, body BLOB) STRICT"),
                       QStringLiteral("CREATE TABLE line (note TEXT NOT NULL REFERENCES note(id), text TEXT) STRICT")}};
const Migration second{{QStringLiteral("ALTER TABLE note ADD COLUMN rank INTEGER NOT NULL DEFAULT 7")}};
const Migration broken{{QStringLiteral("CREATE TABLE half (id TEXT) STRICT"), QStringLiteral("CREATE TABLE")}};

Result<qint64> add(Connection& connection, const QString& id, const QByteArray& body = "x")
{
    return connection.change(QStringLiteral("INSERT INTO note (id, body) VALUES (?, ?)"), {id, body});
}

Result<qint64> countNotes(Connection& connection)
{
    TRY_ASSIGN(const auto count, connection.first(QStringLiteral("SELECT count(*) FROM note"), {},
                                                  [](const Row& row) { return row.integer(0); }));
    return count.value_or(-1);
}

Result<QString> pragma(Connection& connection, const QString& name)
{
    TRY_ASSIGN(const auto value,
               connection.first(QStringLiteral("PRAGMA ") + name, {}, [](const Row& row) { return row.text(0); }));
    return value.value_or(QString());
}

mode_t modeOf(const QString& path)
{
    struct stat status{};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777U : 0;
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }

private Q_SLOTS:
    void whatWasCommittedIsThereAfterOpeningAgain()
    {
        const auto file = path(QStringLiteral("again.db"));
        {
            const auto database = await(Database::open(file, {first}));
            QVERIFY(database);
            QVERIFY(await((*database)->transaction([](Connection& c) { return add(c, QStringLiteral("a")); })));
        }
        const auto database = await(Database::open(file, {first}));
        QVERIFY(database);
        QCOMPARE(*await((*database)->run(countNotes)), 1);
    }

    void settings_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("the log is written ahead") << "journal_mode" << "wal";
        QTest::newRow("a commit waits for the disk (FULL)") << "synchronous" << "2";
        QTest::newRow("foreign keys hold") << "foreign_keys" << "1";
        QTest::newRow("what is deleted is overwritten") << "secure_delete" << "1";
        QTest::newRow("no temporary files") << "temp_store" << "2";
        QTest::newRow("the version is kept in the file") << "user_version" << "2";
    }
    void settings()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        const auto database = await(Database::open(path(QStringLiteral("settings.db")), {first, second}));
        QVERIFY(database);
        QCOMPARE(*await((*database)->run([name](Connection& c) { return pragma(c, name); })), value);
    }

    void onlyTheOwnerMayReadFilesAndNewFolders()
    {
        const auto file = path(QStringLiteral("deep/er/private.db"));
        const auto database = await(Database::open(file, {first}));
        QVERIFY(database);
        QVERIFY(await((*database)->transaction([](Connection& c) { return add(c, QStringLiteral("a")); })));
        QCOMPARE(modeOf(file), mode_t(0600));
        QCOMPARE(modeOf(file + QStringLiteral("-wal")), mode_t(0600));
        QCOMPARE(modeOf(file + QStringLiteral("-shm")), mode_t(0600));
        QCOMPARE(modeOf(path(QStringLiteral("deep"))), mode_t(0700));
        QCOMPARE(modeOf(path(QStringLiteral("deep/er"))), mode_t(0700));
    }

    void aFileThatOthersCouldReadIsNarrowed()
    {
        const auto file = path(QStringLiteral("wide.db"));
        QVERIFY(await(Database::open(file, {first})));
        QCOMPARE(::chmod(QFile::encodeName(file).constData(), 0644), 0);
        QVERIFY(await(Database::open(file, {first})));
        QCOMPARE(modeOf(file), mode_t(0600));
    }

    void aSymbolicLinkIsRefused()
    {
        const auto link = path(QStringLiteral("link.db"));
        const auto target = path(QStringLiteral("elsewhere.db"));
        QVERIFY(await(Database::open(target, {first})));
        QVERIFY(QFile::link(target, link));
        QCOMPARE(await(Database::open(link, {first})).error().code, Errc::DiskFull);
    }

    void anOlderFileIsMigratedAndKeepsItsRows()
    {
        const auto file = path(QStringLiteral("older.db"));
        {
            const auto database = await(Database::open(file, {first}));
            QVERIFY(await((*database)->transaction([](Connection& c) { return add(c, QStringLiteral("a")); })));
        }
        const auto database = await(Database::open(file, {first, second}));
        QVERIFY(database);
        const auto rank = await((*database)->run([](Connection& c) {
            return c.first(QStringLiteral("SELECT rank FROM note"), {}, [](const Row& row) { return row.integer(0); });
        }));
        QCOMPARE(**rank, 7);
    }

    void aNewerFileIsRefusedAndNotChanged()
    {
        const auto file = path(QStringLiteral("newer.db"));
        QVERIFY(await(Database::open(file, {first, second})));
        QTRY_VERIFY(!QFile::exists(file + QStringLiteral("-wal"))); // closed
        const auto before = contents(file);
        QCOMPARE(await(Database::open(file, {first})).error().code, Errc::Unsupported);
        QCOMPARE(contents(file), before);
    }

    void aMigrationThatFailsChangesNothing()
    {
        const auto file = path(QStringLiteral("halfway.db"));
        QVERIFY(await(Database::open(file, {first})));
        QCOMPARE(await(Database::open(file, {first, broken})).error().code, Errc::Internal);
        const auto database = await(Database::open(file, {first}));
        QVERIFY(database);
        const auto tables = await((*database)->run([](Connection& c) {
            return c.all(QStringLiteral("SELECT name FROM sqlite_schema WHERE name = 'half'"), {},
                         [](const Row& row) { return row.text(0); });
        }));
        QVERIFY(tables->isEmpty());
    }

    void somethingElseThanADatabaseIsCorrupt()
    {
        const auto file = path(QStringLiteral("page.db"));
        QFile page(file);
        QVERIFY(page.open(QIODevice::WriteOnly));
        page.write(QByteArray("<!doctype html> this is no database ").repeated(100));
        page.close();
        QCOMPARE(await(Database::open(file, {first})).error().code, Errc::Corrupt);
    }

    void aDamagedPageIsCorrupt()
    {
        const auto file = path(QStringLiteral("damaged.db"));
        {
            const auto database = await(Database::open(file, {first}));
            const auto fill = [](Connection& c) -> Result<> {
                for (int i = 0; i < 200; ++i)
                    TRY(add(c, QString::number(i), QByteArray(500, 'b')));
                return {};
            };
            QVERIFY(await((*database)->transaction(fill)));
        }
        QTRY_VERIFY(!QFile::exists(file + QStringLiteral("-wal")));
        QFile raw(file);
        QVERIFY(raw.open(QIODevice::ReadWrite));
        QVERIFY(raw.size() > 20000);
        raw.seek(8192);
        raw.write(QByteArray(int(raw.size()) - 8192, char(0x5A)));
        raw.close();
        const auto database = await(Database::open(file, {first}));
        QVERIFY(database);
        const auto read = await((*database)->run([](Connection& c) {
            return c.all(QStringLiteral("SELECT body FROM note"), {}, [](const Row& row) { return row.bytes(0); });
        }));
        QCOMPARE(read.error().code, Errc::Corrupt);
    }

    void aFullDiskIsDiskFullAndUndoesTheWholeTransaction()
    {
        const auto database = await(Database::open(path(QStringLiteral("full.db")), {first}));
        QVERIFY(await((*database)->transaction([](Connection& c) { return add(c, QStringLiteral("kept")); })));
        const auto outcome = await((*database)->transaction([](Connection& c) -> Result<> {
            TRY(add(c, QStringLiteral("undone")));
            TRY(c.change(QStringLiteral("PRAGMA max_page_count = 8"))); // SQLite's own way to a full disk
            TRY(add(c, QStringLiteral("too much"), QByteArray(1'000'000, 'x')));
            return {};
        }));
        QCOMPARE(outcome.error().code, Errc::DiskFull);
        QCOMPARE(*await((*database)->run(countNotes)), 1);
    }

    void aFileSizeLimitOfTheSystemIsDiskFull()
    {
        const auto database = await(Database::open(path(QStringLiteral("limit.db")), {first}));
        QVERIFY(database);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit small = before;
        small.rlim_cur = 256 * 1024;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto outcome = await((*database)->transaction(
            [](Connection& c) { return add(c, QStringLiteral("big"), QByteArray(1'000'000, 'x')); }));
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, Errc::DiskFull);
        QCOMPARE(*await((*database)->run(countNotes)), 0);
    }

    void aFolderThatIsAFileIsDiskFull()
    {
        QFile file(path(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(await(Database::open(path(QStringLiteral("file/x.db")), {first})).error().code, Errc::DiskFull);
    }

    void anotherWriterIsWaitedForAndThenBusy()
    {
        const auto file = path(QStringLiteral("busy.db"));
        const auto holder = await(Database::open(file, {first}));
        const auto waiter = await(Database::open(file, {first}, std::chrono::milliseconds(20)));
        QVERIFY(holder && waiter);
        const auto outcome = await((*holder)->transaction([waiter](Connection& c) -> Result<Errc> {
            TRY(add(c, QStringLiteral("a")));
            auto other = (*waiter)->transaction([](Connection& w) { return add(w, QStringLiteral("b")); });
            other.waitForFinished(); // another database's work: allowed here
            const auto result = other.result();
            return result ? Errc::Internal : result.error().code;
        }));
        QCOMPARE(*outcome, Errc::Busy);
        QVERIFY(await((*waiter)->transaction([](Connection& w) { return add(w, QStringLiteral("b")); })));
    }

    void severalOpenAtOnce()
    {
        const auto file = path(QStringLiteral("together.db"));
        QList<core::Async<std::shared_ptr<Database>>> opening;
        for (int i = 0; i < 8; ++i)
            opening.append(Database::open(file, {first, second}));
        for (const auto& one : opening) {
            const auto database = await(one);
            QVERIFY2(database, database ? "" : qPrintable(database.error().detail));
        }
    }

    void aFailureUndoesTheWholeTransaction()
    {
        const auto database = await(Database::openInMemory({first}));
        const auto outcome = await((*database)->transaction([](Connection& c) -> Result<> {
            TRY(add(c, QStringLiteral("a")));
            return core::fail(Errc::Refused, QStringLiteral("changed its mind"));
        }));
        QCOMPARE(outcome.error().code, Errc::Refused);
        QCOMPARE(*await((*database)->run(countNotes)), 0);
    }

    void constraints_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<Errc>("expected");
        QTest::newRow("a repeated key") << "INSERT INTO note (id) VALUES ('a')" << Errc::Conflict;
        QTest::newRow("a missing parent") << "INSERT INTO line (note) VALUES ('nobody')" << Errc::Conflict;
        QTest::newRow("a table that is not there") << "SELECT * FROM nothing" << Errc::Internal;
        QTest::newRow("no SQL at all") << "sorry" << Errc::Internal;
    }
    void constraints()
    {
        QFETCH(QString, sql);
        QFETCH(Errc, expected);
        const auto database = await(Database::openInMemory({first}));
        QVERIFY(await((*database)->transaction([](Connection& c) { return add(c, QStringLiteral("a")); })));
        QCOMPARE(await((*database)->transaction([sql](Connection& c) { return c.change(sql); })).error().code,
                 expected);
    }

    void valuesComeBackAsTheyWere()
    {
        const auto database = await(Database::openInMemory({first}));
        const QByteArray bytes("\0\x01\xFF'; DROP TABLE note; --", 26);
        const auto text = QStringLiteral("山田さん's \"給料\" \U0001F4B4");
        const auto outcome = await((*database)->transaction([=](Connection& c) -> Result<QStringList> {
            TRY(add(c, text, bytes));
            TRY(add(c, QStringLiteral("empty"), QByteArray()));
            TRY(c.change(QStringLiteral("INSERT INTO note (id, body) VALUES (?, ?)"),
                         {QStringLiteral("null"), QVariant()}));
            return c.all(QStringLiteral("SELECT id, body, typeof(body) FROM note ORDER BY rowid"), {},
                         [=](const Row& r) {
                             return r.text(0) + QLatin1Char('|') + QString::fromLatin1(r.bytes(1).toHex()) +
                                    QLatin1Char('|') + r.text(2);
                         });
        }));
        QCOMPARE(*outcome,
                 (QStringList{text + QLatin1Char('|') + QString::fromLatin1(bytes.toHex()) + QStringLiteral("|blob"),
                              QStringLiteral("empty||blob"), QStringLiteral("null||null")}));
    }

    void changesAreCountedAndRowsReadInsideReading()
    {
        const auto database = await(Database::openInMemory({first}));
        const auto outcome = await((*database)->transaction([](Connection& c) -> Result<qint64> {
            for (const auto& id : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")})
                TRY(add(c, id));
            const auto select = QStringLiteral("SELECT id FROM note ORDER BY id");
            qint64 pairs = 0;
            TRY(c.each(select, {}, [&](const Row&) {
                return c.each(select, {}, [&](const Row&) -> Result<> {
                    ++pairs;
                    return {};
                });
            }));
            if (pairs != 9) return core::fail(Errc::Internal, QString::number(pairs));
            return c.change(QStringLiteral("DELETE FROM note WHERE id < 'c'"));
        }));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(*outcome, 2);
    }

    void droppingTheLastHandleWaitsForQueuedWork()
    {
        const auto file = path(QStringLiteral("queued.db"));
        auto database = *await(Database::open(file, {first}));
        QCOMPARE(*await(database->run(countNotes)), 0); // the work of opening is over, and its handle gone with it
        core::Async<qint64> last;
        for (int i = 0; i < 50; ++i)
            last = database->transaction([i](Connection& c) { return add(c, QString::number(i)); });
        database.reset();
        QVERIFY(last.isFinished());
        QCOMPARE(*await((*await(Database::open(file, {first})))->run(countNotes)), 50);
    }

    void droppingTheLastHandleInItsOwnWorkEndsTheThread()
    {
        auto database = *await(Database::openInMemory({first}));
        const std::weak_ptr<Database> watched = database;
        const auto work = database->run([database](Connection& c) { return countNotes(c); });
        database.reset();
        QCOMPARE(*await(work), 0);
        QTRY_VERIFY(watched.expired());
    }

    void otherWorkRunsBetweenSlices()
    {
        const auto database = *await(Database::openInMemory({first}));
        const auto order = std::make_shared<QStringList>();
        const auto work = [order, weak = std::weak_ptr(database)](Connection&) -> Result<Progress> {
            order->append(QStringLiteral("slice"));
            if (order->size() == 1)
                const auto other = weak.lock()->run([order](Connection&) -> Result<> {
                    order->append(QStringLiteral("other work"));
                    return {};
                });
            return order->size() < 4 ? Progress::More : Progress::Done;
        };
        QVERIFY(await(database->slices(work)));
        QCOMPARE(*order, (QStringList{QStringLiteral("slice"), QStringLiteral("other work"), QStringLiteral("slice"),
                                      QStringLiteral("slice")}));
    }

    void closingEndsWorkInSlices()
    {
        auto database = *await(Database::openInMemory({first}));
        const auto endless = database->slices([](Connection&) -> Result<Progress> { return Progress::More; });
        database.reset();
        QCOMPARE(await(endless).error().code, Errc::Cancelled);
    }

    void aSliceThatFailsUndoesItselfAndEndsTheWork()
    {
        const auto database = *await(Database::openInMemory({first}));
        const auto number = std::make_shared<int>(0);
        const auto outcome = await(database->transactionSlices([number](Connection& c) -> Result<Progress> {
            TRY(add(c, QString::number(++*number)));
            if (*number == 3) return core::fail(Errc::Refused, QStringLiteral("enough"));
            return Progress::More;
        }));
        QCOMPARE(outcome.error().code, Errc::Refused);
        QCOMPARE(*await(database->run(countNotes)), 2);
    }

    void workRunsOnOneOtherThreadInOrder()
    {
        const auto database = *await(Database::openInMemory({first}));
        const auto order = std::make_shared<QList<int>>();
        const auto here = QThread::currentThreadId();
        core::Async<bool> last;
        for (int i = 0; i < 20; ++i)
            last = database->run([=](Connection&) -> Result<bool> {
                order->append(i);
                return QThread::currentThreadId() != here;
            });
        QVERIFY(*await(last));
        QVERIFY(std::is_sorted(order->cbegin(), order->cend()));
        QCOMPARE(order->size(), 20);
    }

    void whatIsInMemoryLeavesNoFile()
    {
        const QDir here;
        const auto before = here.entryList(QDir::AllEntries | QDir::Hidden);
        const auto database = *await(Database::openInMemory({first}));
        QVERIFY(await(database->transaction([](Connection& c) { return add(c, QStringLiteral("a")); })));
        QCOMPARE(here.entryList(QDir::AllEntries | QDir::Hidden), before);
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
