#pragma once

#include "core/base/error.h"

#include <QtCore/QString>

#include <chrono>
#include <memory>
#include <optional>

namespace core {

/// An exclusive lock on a file, across processes and inside one (two locks on one path exclude each other there too).
/// The system releases it when the holder dies, however it dies: there is no stale lock to clean up.
///
/// The file stays behind when the lock is dropped; removing it would let two holders lock two different files.
/// Thread: a lock may be dropped on another thread than it was taken on.
class FileLock {
public:
    /// Takes the lock if it is free now; nothing when somebody else holds it. On a thread with an event loop, ask again
    /// with a timer.
    /// \error DiskFull  the file cannot be made or opened: no room, no right, or no such folder
    [[nodiscard]] static Result<std::optional<FileLock>> tryLock(const QString& path);

    /// Waits for it. Blocks, so only on a thread that may: a database's own, never one that draws.
    /// \error Busy      still held by somebody else after `timeout`
    /// \error DiskFull  as above
    [[nodiscard]] static Result<FileLock> lock(const QString& path, std::chrono::milliseconds timeout);

    FileLock(FileLock&&) noexcept;
    FileLock& operator=(FileLock&&) noexcept;
    ~FileLock();

private:
    struct Held;
    explicit FileLock(std::unique_ptr<Held> held);

    std::unique_ptr<Held> held_;
};

} // namespace core
