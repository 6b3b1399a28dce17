#pragma once

#include "core/base/async.h"
#include "core/storage/connection.h"

#include <QtCore/QStringList>

#include <chrono>
#include <functional>
#include <memory>

namespace core::storage {

/// The statements that take a database from one version to the next. The list a program knows is
/// [to version 1, to version 2, ...]; the file remembers its version in PRAGMA user_version.
struct Migration {
    QStringList statements;
};

/// How long work waits for another process that holds the same file.
inline constexpr std::chrono::milliseconds defaultBusyTimeout = std::chrono::seconds(5);

/// What a slice of longer work says at its end.
enum class Progress { More, Done };

/// One SQLite file, or one database in memory, with the one thread that owns its connection. Work is queued and runs in
/// order on that thread, so no caller ever waits for the disk.
///
/// WAL, synchronous FULL (what is committed survives a power cut), foreign keys, secure_delete (what is deleted is
/// overwritten), files 0600, new folders 0700. Several processes may open the same file.
///
/// Dropping the last handle waits until all queued work has run; then the file is closed. When that happens on the
/// database's own thread (the last handle was inside its own work) the thread ends by itself instead.
///
/// Thread: handles may be used on any thread. Answers arrive through onReady() on the caller's. Never wait for a future
/// of a database inside that database's own work.
class Database {
public:
    /// Opens the file, making it and its folders when they are not there, and migrates it inside one transaction.
    ///
    /// \error Unsupported  a newer program wrote the file: it is left as it is
    /// \error Corrupt      it is not a database or is damaged
    /// \error DiskFull     the folder or file cannot be made or written
    /// \error Busy         another process held it for longer than `busyTimeout`
    /// Logs: the code; the path only at debug level.
    [[nodiscard]] static Async<std::shared_ptr<Database>>
    open(const QString& path, QList<Migration> migrations, std::chrono::milliseconds busyTimeout = defaultBusyTimeout);

    /// For "this run only": nothing reaches the disk, and all is gone with the last handle.
    [[nodiscard]] static Async<std::shared_ptr<Database>> openInMemory(QList<Migration> migrations);

    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `work` (a copyable function from Connection& to Result<T>) on the database's thread; each statement is its
    /// own transaction. For reading.
    template <typename Work>
    [[nodiscard]] auto run(Work work) -> QFuture<std::invoke_result_t<Work&, Connection&>>
    {
        using Value = typename std::invoke_result_t<Work&, Connection&>::value_type;
        Answer<Value> answer;
        enqueue([answer, work = std::move(work)](Connection& connection) mutable { answer.give(work(connection)); });
        return answer.future();
    }

    /// The same inside one transaction (BEGIN IMMEDIATE): durable when the answer is there, undone as a whole when
    /// `work` or the commit fails.
    template <typename Work>
    [[nodiscard]] auto transaction(Work work) -> QFuture<std::invoke_result_t<Work&, Connection&>>
    {
        return run([work = std::move(work)](Connection& connection) mutable { return whole(connection, work); });
    }

    /// Longer work in slices (a copyable function from Connection& to Result<Progress>) with other queued work between
    /// them. When the last handle is dropped no further slice runs and the answer is Cancelled.
    template <typename Slice>
    [[nodiscard]] Async<> slices(Slice slice)
    {
        const Answer<> answer;
        enqueueSlices([answer, slice = std::move(slice)](Connection& connection) mutable {
            Result<Progress> progress = slice(connection);
            if (progress && *progress == Progress::More) return Progress::More;
            answer.give(progress ? Result<>() : Result<>(tl::unexpected(std::move(progress).error())));
            return Progress::Done;
        });
        return answer.future();
    }

    /// The same, each slice inside a transaction of its own.
    template <typename Slice>
    [[nodiscard]] Async<> transactionSlices(Slice slice)
    {
        return slices([slice = std::move(slice)](Connection& connection) mutable { return whole(connection, slice); });
    }

private:
    class Worker;
    using Job = std::function<void(Connection&)>;

    template <typename Work>
    static auto whole(Connection& connection, Work& work) -> std::invoke_result_t<Work&, Connection&>
    {
        TRY(connection.begin());
        auto outcome = work(connection);
        if (!outcome) {
            connection.rollBack();
            return outcome;
        }
        TRY(connection.commit());
        return outcome;
    }

    Database();
    [[nodiscard]] static Async<std::shared_ptr<Database>> openAt(const QString& path, QList<Migration> migrations,
                                                                 std::chrono::milliseconds busyTimeout);
    [[nodiscard]] static Result<> prepare(Connection& connection, const QString& path,
                                          const QList<Migration>& migrations, std::chrono::milliseconds busyTimeout);
    [[nodiscard]] static Result<> migrate(Connection& connection, const QList<Migration>& migrations);
    void enqueue(Job job);
    void enqueueSlices(std::function<Progress(Connection&)> slice);

    std::shared_ptr<Worker> worker_;
};

/// Makes `path` and the folders above it that are missing, each with mode 0700 and durable. A folder that is there is
/// left as it is. \error DiskFull  it cannot be made, or something that is no folder is in the way
[[nodiscard]] Result<> makePrivateFolder(const QString& path);

} // namespace core::storage
