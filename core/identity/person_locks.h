#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/base/file_lock.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <deque>
#include <map>
#include <memory>
#include <stop_token>

namespace core::identity {

class PersonLocks;

/// One person's lock while it is held; released by release() or with the last handle.
class PersonLock {
public:
    ~PersonLock();
    PersonLock(const PersonLock&) = delete;
    PersonLock& operator=(const PersonLock&) = delete;
    void release();

private:
    friend class PersonLocks;
    PersonLock(PersonLocks* locks, QString person, std::optional<FileLock> file);

    QPointer<PersonLocks> locks_;
    QString person_;
    std::optional<FileLock> file_;
};

/// Lets one at a time read, use and replace a person's tokens: in this process (first come, first served) and, through
/// a file lock, among all processes of this user. The system frees it when a process dies.
class PersonLocks : public QObject {
    Q_OBJECT
public:
    /// \param folder  where the lock files lie; made (0700) when missing. Empty: inside this process only
    /// \param clock   outlives this object
    PersonLocks(QString folder, const Clock& clock, QObject* parent = nullptr);

    /// \error Busy       somebody else still holds it after `timeout`
    /// \error DiskFull   the lock file cannot be made
    /// \error Cancelled  `stop` was requested first
    /// Thread: that of the object.
    [[nodiscard]] Async<std::shared_ptr<PersonLock>> acquire(const QString& person, std::chrono::milliseconds timeout,
                                                             std::stop_token stop);

private:
    friend class PersonLock;
    struct Waiter {
        Answer<std::shared_ptr<PersonLock>> answer;
        std::chrono::milliseconds deadline;
        std::stop_token stop;
    };
    struct Lane {
        bool held = false;
        std::deque<Waiter> waiters;
    };

    void released(const QString& person);
    void pumpAll();
    void pump(const QString& person, Lane& lane);

    QString folder_;
    const Clock& clock_;
    std::map<QString, Lane> lanes_;
    QTimer again_;
};

} // namespace core::identity
