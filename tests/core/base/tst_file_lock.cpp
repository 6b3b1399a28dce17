#include "core/base/async_steps.h"
#include "core/base/file_lock.h"
#include "tests/fakes/await.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/wait.h>
#include <unistd.h>

using core::Errc;
using core::FileLock;

class TestFileLock : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    QString path() const { return folder_.filePath(QStringLiteral("lock")); }

    // Whether a new process could take the lock now.
    bool otherProcessGetsIt() const
    {
        const auto child = fork();
        if (child == 0) {
            const auto lock = FileLock::tryLock(path());
            _exit(lock && *lock ? 0 : 1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private Q_SLOTS:
    void excludesOthers()
    {
        auto first = FileLock::tryLock(path());
        QVERIFY(first.has_value() && first->has_value());
        const auto second = FileLock::tryLock(path());
        QVERIFY(second.has_value() && !second->has_value()); // inside one process, too
        QVERIFY(!otherProcessGetsIt());
        QCOMPARE(FileLock::lock(path(), std::chrono::milliseconds(1)).error().code, Errc::Busy);
        first->reset();
        QVERIFY(otherProcessGetsIt());
        QVERIFY(FileLock::lock(path(), std::chrono::milliseconds(1)).has_value());
    }
    void isFreeWhenItsHolderIsKilled()
    {
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const auto child = fork();
        if (child == 0) {
            const auto lock = FileLock::tryLock(path());
            const char byte = lock && *lock ? 'y' : 'n';
            if (write(ready[1], &byte, 1) != 1) _exit(1);
            for (;;)
                pause();
        }
        char byte = 0;
        QCOMPARE(read(ready[0], &byte, 1), ssize_t(1));
        QCOMPARE(byte, 'y');
        const auto while_ = FileLock::tryLock(path());
        QVERIFY(while_.has_value() && !while_->has_value());
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const auto after = FileLock::tryLock(path());
        QVERIFY(after.has_value() && after->has_value());
        close(ready[0]);
        close(ready[1]);
    }
    void noFolder()
    {
        QCOMPARE(FileLock::tryLock(folder_.filePath(QStringLiteral("none/lock"))).error().code, Errc::DiskFull);
    }

    void stepsFollowEachOther()
    {
        QObject guard;
        const auto double_ = [](int value) { return core::ready<int>(value * 2); };
        QCOMPARE(*fakes::await(core::thenStep(core::ready<int>(21), &guard, double_)), 42);
        bool called = false;
        const auto after = core::thenStep(core::failed<int>(Errc::Denied, QString()), &guard, [&called](int) {
            called = true;
            return core::ready<void>({});
        });
        QCOMPARE(fakes::await(after).error().code, Errc::Denied);
        QVERIFY(!called);
        const auto text =
            core::thenStep(core::ready<void>({}), &guard, [] { return core::ready<QString>(QStringLiteral("x")); });
        QCOMPARE(*fakes::await(text), QStringLiteral("x"));
    }
    void aStepWhoseGuardIsGoneIsCancelled()
    {
        auto guard = std::make_unique<QObject>();
        core::Answer<int> answer;
        const auto outcome =
            core::thenStep(answer.future(), guard.get(), [](int value) { return core::ready<int>(value); });
        guard.reset();
        answer.give(1);
        QCOMPARE(fakes::await(outcome).error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFileLock)
#include "tst_file_lock.moc"
