#include "core/identity/person_locks.h"

#include "core/storage/database.h"

namespace core::identity {
namespace {

// How often a lock that another process holds is asked for: the system has no way to be told.
constexpr std::chrono::milliseconds askAgainAfter(10);

} // namespace

PersonLock::PersonLock(PersonLocks* locks, QString person, std::optional<FileLock> file)
    : locks_(locks)
    , person_(std::move(person))
    , file_(std::move(file))
{}

PersonLock::~PersonLock()
{
    release();
}

void PersonLock::release()
{
    file_.reset();
    if (auto* locks = locks_.data()) {
        locks_.clear();
        // Not at once: the next holder must not start inside the destructor of this one.
        QMetaObject::invokeMethod(locks, [locks, person = person_] { locks->released(person); }, Qt::QueuedConnection);
    }
}

PersonLocks::PersonLocks(QString folder, const Clock& clock, QObject* parent)
    : QObject(parent)
    , folder_(std::move(folder))
    , clock_(clock)
{
    again_.setInterval(askAgainAfter);
    connect(&again_, &QTimer::timeout, this, &PersonLocks::pumpAll);
}

Async<std::shared_ptr<PersonLock>> PersonLocks::acquire(const QString& person, std::chrono::milliseconds timeout,
                                                        std::stop_token stop)
{
    if (!folder_.isEmpty()) {
        if (auto made = storage::makePrivateFolder(folder_); !made) {
            return ready<std::shared_ptr<PersonLock>>(tl::unexpected(made.error()));
        }
    }
    Waiter waiter{{}, clock_.monotonic() + timeout, std::move(stop)};
    const auto future = waiter.answer.future();
    auto& lane = lanes_[person];
    lane.waiters.push_back(std::move(waiter));
    pump(person, lane);
    if (!future.isFinished()) again_.start();
    return future;
}

void PersonLocks::released(const QString& person)
{
    const auto found = lanes_.find(person);
    if (found == lanes_.end()) return;
    found->second.held = false;
    pump(person, found->second);
    if (!found->second.held && found->second.waiters.empty()) lanes_.erase(found);
}

void PersonLocks::pumpAll()
{
    bool waiting = false;
    for (auto& [person, lane] : lanes_) {
        pump(person, lane);
        waiting = waiting || !lane.waiters.empty();
    }
    if (!waiting) again_.stop();
}

void PersonLocks::pump(const QString& person, Lane& lane)
{
    std::erase_if(lane.waiters, [this](const Waiter& waiter) {
        if (waiter.stop.stop_requested()) {
            waiter.answer.give(fail(Errc::Cancelled, QStringLiteral("stopped while waiting for the lock")));
        } else if (clock_.monotonic() >= waiter.deadline) {
            waiter.answer.give(fail(Errc::Busy, QStringLiteral("the session is being used elsewhere")));
        }
        return waiter.answer.answered();
    });
    if (lane.held || lane.waiters.empty()) return;
    std::optional<FileLock> file;
    if (!folder_.isEmpty()) {
        auto locked = FileLock::tryLock(folder_ + QLatin1Char('/') + person + QStringLiteral(".lock"));
        if (locked && !*locked) return; // another process has it
        if (!locked) {
            const auto answer = lane.waiters.front().answer;
            lane.waiters.pop_front();
            answer.give(tl::unexpected(locked.error()));
            return;
        }
        file = std::move(*locked);
    }
    const auto answer = lane.waiters.front().answer;
    lane.waiters.pop_front();
    lane.held = true;
    answer.give(std::shared_ptr<PersonLock>(new PersonLock(this, person, std::move(file))));
}

} // namespace core::identity
