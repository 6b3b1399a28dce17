#include "core/storage/database.h"

#include "core/base/file_lock.h"
#include "core/base/logging.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace core::storage {
namespace {

constexpr auto inMemory = ":memory:";
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

// A new name in a folder survives a power cut only once the folder itself is on the disk.
void syncFolder(const QString& path)
{
#ifdef Q_OS_UNIX
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    ::fsync(folder);
    ::close(folder);
#else
    Q_UNUSED(path)
#endif
}

Result<> makePrivateFile(const QString& path)
{
    const QFileInfo info(path);
    TRY(makePrivateFolder(info.absolutePath()));
    if (info.isSymLink()) return fail(Errc::DiskFull, QStringLiteral("the database's name is a symbolic link"));
    QFile file(path);
    if (file.open(QIODevice::ReadWrite | QIODevice::NewOnly, ownerOnly)) {
        file.close();
        syncFolder(info.absolutePath());
        return {};
    }
    // It was there before, or another process has just made it. SQLite gives its -wal and -shm files the same mode.
    if (!file.exists()) return fail(Errc::DiskFull, QStringLiteral("cannot make the database: ") + file.errorString());
    if (!file.setPermissions(ownerOnly))
        return fail(Errc::DiskFull, QStringLiteral("cannot set the database's mode: ") + file.errorString());
    return {};
}

// The first column of what a PRAGMA answers, or an empty text.
Result<QString> pragma(Connection& connection, const char* sql)
{
    TRY_ASSIGN(const auto answer, connection.first(QLatin1String(sql), {}, [](const Row& row) { return row.text(0); }));
    return answer.value_or(QString());
}

// Changing the journal's mode needs the file alone and does not wait for it (SQLite's busy handler is not called), so
// whoever opens a new file together with others takes turns with them.
Result<> writeAhead(Connection& connection, const QString& path, std::chrono::milliseconds busyTimeout)
{
    if (path == QLatin1String(inMemory)) return {};
    TRY_ASSIGN(const auto before, pragma(connection, "PRAGMA journal_mode"));
    if (before == QLatin1String("wal")) return {};
    TRY_ASSIGN(const auto lock, FileLock::lock(path + QStringLiteral(".opening"), busyTimeout));
    TRY_ASSIGN(const auto after, pragma(connection, "PRAGMA journal_mode = WAL"));
    // Some file systems cannot do it. A journal with synchronous FULL keeps commits too.
    if (after != QLatin1String("wal")) qCWarning(logStorage) << "no write-ahead log here:" << after;
    return {};
}

Result<qint64> userVersion(Connection& connection)
{
    TRY_ASSIGN(const auto version, connection.first(QStringLiteral("PRAGMA user_version"), {},
                                                    [](const Row& row) { return row.integer(0); }));
    return version.value_or(0);
}

} // namespace

Result<> makePrivateFolder(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) return {};
    const auto parent = info.absolutePath();
    if (parent == info.absoluteFilePath()) return fail(Errc::DiskFull, QStringLiteral("no root folder"));
    TRY(makePrivateFolder(parent));
    if (!QDir(parent).mkdir(info.fileName(), ownerOnly | QFile::ExeOwner) && !QFileInfo(path).isDir())
        return fail(Errc::DiskFull, QStringLiteral("cannot make a folder"));
    syncFolder(parent);
    return {};
}

// The queue and the thread. Shared, because a thread that is dropped by its own work must find its queue until it ends.
class Database::Worker {
public:
    static std::shared_ptr<Worker> start()
    {
        auto worker = std::make_shared<Worker>();
        worker->thread_ = std::thread([worker] {
            worker->loop();
            worker->ended_ = true;
        });
        Workers::all().add(worker);
        return worker;
    }

    void enqueue(Job job)
    {
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::move(job));
        }
        wake_.notify_one();
    }

    void enqueueSlices(const std::shared_ptr<std::function<Progress(Connection&)>>& slice)
    {
        {
            const std::lock_guard lock(mutex_);
            if (closing_) return;
            jobs_.push_back([this, slice](Connection& connection) {
                if ((*slice)(connection) == Progress::More) enqueueSlices(slice);
            });
        }
        wake_.notify_one();
    }

    /// Nothing is begun any more once the queue is empty; returns behind that, but not in the thread itself, which the
    /// end of the application waits for.
    void finish()
    {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
        }
        wake_.notify_one();
        if (thread_.get_id() != std::this_thread::get_id()) join();
    }

private:
    /// All whose thread was not waited for yet. They must be over before Qt's list of connections goes.
    class Workers {
    public:
        static Workers& all()
        {
            static Workers workers;
            return workers;
        }
        void add(const std::shared_ptr<Worker>& worker)
        {
            std::vector<std::shared_ptr<Worker>> over;
            {
                const std::lock_guard lock(mutex_);
                const auto ended = std::stable_partition(workers_.begin(), workers_.end(),
                                                         [](const auto& one) { return !one->ended_; });
                over.assign(ended, workers_.end());
                workers_.erase(ended, workers_.end());
                workers_.push_back(worker);
            }
            for (const auto& one : over) // nothing is waited for under the lock
                one->join();
        }
        void finish()
        {
            std::vector<std::shared_ptr<Worker>> left;
            {
                const std::lock_guard lock(mutex_);
                left = std::exchange(workers_, {});
            }
            for (const auto& worker : left)
                worker->finish();
        }

    private:
        Workers()
        {
            qAddPostRoutine([] { all().finish(); });
        }

        std::mutex mutex_;
        std::vector<std::shared_ptr<Worker>> workers_;
    };

    // May be called by several.
    void join()
    {
        const std::lock_guard lock(joining_);
        if (thread_.joinable()) thread_.join();
    }

    void loop()
    {
        Connection connection;
        while (auto job = next())
            job(connection);
    }

    // Nothing once the queue is empty and closed.
    Job next()
    {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
        if (jobs_.empty()) return {};
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        return job;
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool closing_ = false;
    std::atomic<bool> ended_ = false;
    std::mutex joining_;
    std::thread thread_;
};

Database::Database()
    : worker_(Worker::start())
{}

Database::~Database()
{
    worker_->finish();
}

void Database::enqueue(Job job)
{
    worker_->enqueue(std::move(job));
}

void Database::enqueueSlices(std::function<Progress(Connection&)> slice)
{
    worker_->enqueueSlices(std::make_shared<std::function<Progress(Connection&)>>(std::move(slice)));
}

Async<std::shared_ptr<Database>> Database::open(const QString& path, QList<Migration> migrations,
                                                std::chrono::milliseconds busyTimeout)
{
    return openAt(QFileInfo(path).absoluteFilePath(), std::move(migrations), busyTimeout);
}

Async<std::shared_ptr<Database>> Database::openInMemory(QList<Migration> migrations)
{
    return openAt(QLatin1String(inMemory), std::move(migrations), defaultBusyTimeout);
}

Async<std::shared_ptr<Database>> Database::openAt(const QString& path, QList<Migration> migrations,
                                                  std::chrono::milliseconds busyTimeout)
{
    std::shared_ptr<Database> database(new Database);
    const Answer<std::shared_ptr<Database>> answer;
    database->enqueue(
        [database, answer, path, migrations = std::move(migrations), busyTimeout](Connection& connection) mutable {
            const auto opened = prepare(connection, path, migrations, busyTimeout);
            auto handle = std::move(database);
            if (opened)
                answer.give(std::move(handle));
            else
                answer.give(tl::unexpected(opened.error()));
        });
    return answer.future();
}

Result<> Database::prepare(Connection& connection, const QString& path, const QList<Migration>& migrations,
                           std::chrono::milliseconds busyTimeout)
{
    qCDebug(logStorage) << "opening" << path;
    if (path != QLatin1String(inMemory)) TRY(makePrivateFile(path));
    TRY(connection.open(path, busyTimeout));
    // Before anything that writes: a file of a newer program stays as it is.
    TRY_ASSIGN(const auto version, userVersion(connection));
    if (version > migrations.size())
        return fail(
            Errc::Unsupported,
            QStringLiteral("the file has version %1, this program knows %2").arg(version).arg(migrations.size()));
    TRY(writeAhead(connection, path, busyTimeout));
    for (const auto* setting :
         {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON",
          "PRAGMA temp_store = MEMORY", "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON"})
        TRY(pragma(connection, setting));
    if (version < migrations.size()) TRY(migrate(connection, migrations));
    return {};
}

Result<> Database::migrate(Connection& connection, const QList<Migration>& migrations)
{
    const auto run = [&]() -> Result<> {
        // Asked again under the lock: another process may have been first.
        TRY_ASSIGN(const auto version, userVersion(connection));
        if (version > migrations.size()) return fail(Errc::Unsupported, QStringLiteral("a newer program was faster"));
        for (auto next = version; next < migrations.size(); ++next)
            for (const auto& statement : migrations.at(next).statements)
                TRY(connection.change(statement));
        TRY(connection.change(QStringLiteral("PRAGMA user_version = %1").arg(migrations.size())));
        return {};
    };
    TRY(connection.begin());
    if (auto done = run(); !done) {
        connection.rollBack();
        return done;
    }
    return connection.commit();
}

} // namespace core::storage
