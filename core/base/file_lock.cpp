#include "core/base/file_lock.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QSemaphore>

#include <utility>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#else
#include <QtCore/QLockFile>
#endif

namespace core {

#ifdef Q_OS_UNIX

// flock() and not fcntl(): its lock belongs to this opening of the file, so it also works between two users inside one
// process and does not vanish when other code closes the same file.
struct FileLock::Held {
    int descriptor = -1;
    ~Held()
    {
        if (descriptor >= 0) ::close(descriptor);
    }
};

Result<std::optional<FileLock>> FileLock::tryLock(const QString& path)
{
    auto held = std::make_unique<Held>();
    held->descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (held->descriptor < 0) {
        return fail(Errc::DiskFull, QStringLiteral("a lock file cannot be opened, errno %1").arg(errno));
    }
    int locked = -1;
    do
        locked = ::flock(held->descriptor, LOCK_EX | LOCK_NB);
    while (locked != 0 && errno == EINTR);
    if (locked == 0) return std::optional<FileLock>(FileLock(std::move(held)));
    if (errno == EWOULDBLOCK) return std::optional<FileLock>();
    return fail(Errc::DiskFull, QStringLiteral("a lock cannot be taken, errno %1").arg(errno));
}

#else

struct FileLock::Held {
    std::unique_ptr<QLockFile> file;
};

Result<std::optional<FileLock>> FileLock::tryLock(const QString& path)
{
    auto held = std::make_unique<Held>();
    held->file = std::make_unique<QLockFile>(path + QStringLiteral(".held"));
    held->file->setStaleLockTime(0); // a lock is stale when its process is gone, never because it is old
    if (held->file->tryLock(0)) return std::optional<FileLock>(FileLock(std::move(held)));
    if (held->file->error() == QLockFile::LockFailedError) return std::optional<FileLock>();
    return fail(Errc::DiskFull, QStringLiteral("a lock file cannot be made"));
}

#endif

Result<FileLock> FileLock::lock(const QString& path, std::chrono::milliseconds timeout)
{
    // Neither flock() nor QLockFile can wait with a limit, so this looks again every millisecond.
    const QDeadlineTimer deadline(timeout);
    QSemaphore never;
    for (;;) {
        TRY_ASSIGN(auto lock, tryLock(path));
        if (lock) return std::move(*lock);
        if (deadline.hasExpired()) return fail(Errc::Busy, QStringLiteral("another process holds the lock"));
        never.tryAcquire(1, 1);
    }
}

FileLock::FileLock(std::unique_ptr<Held> held)
    : held_(std::move(held))
{}

FileLock::FileLock(FileLock&&) noexcept = default;
FileLock& FileLock::operator=(FileLock&&) noexcept = default;
FileLock::~FileLock() = default;

} // namespace core
