#include "core/secret/hardening.h"
#include "core/secret/hardening_p.h"

#include <QtTest/QTest>

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

class TestHardening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKilledProcessLeavesNoDump()
    {
        const pid_t child = fork();
        if (child == 0) {
            (void)signal(SIGABRT, SIG_DFL); // Qt Test installs a handler of its own
            core::forbidDumpsAndTracing();
            std::abort();
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QVERIFY(!WCOREDUMP(status));
    }
    void theProcessIsNotDumpable()
    {
        int pipes[2];
        QCOMPARE(pipe(pipes), 0);
        const pid_t child = fork();
        if (child == 0) {
            core::forbidDumpsAndTracing();
            rlimit limit{0, 0};
            getrlimit(RLIMIT_CORE, &limit);
            // A process that is not dumpable: its files under /proc belong to root, so another of the same user
            // cannot open its memory.
            const char answer = limit.rlim_cur == 1 && limit.rlim_max == 1 && prctl(PR_GET_DUMPABLE) == 0 ? 'y' : 'n';
            const auto written = write(pipes[1], &answer, 1);
            _exit(written == 1 ? 0 : 1);
        }
        char answer = 0;
        QCOMPARE(read(pipes[0], &answer, 1), ssize_t(1));
        QCOMPARE(answer, 'y');
        waitpid(child, nullptr, 0);
        close(pipes[0]);
        close(pipes[1]);
    }
    // As limits.conf has it on many servers: nothing may raise it, and nothing has to.
    void whereNoDumpIsAllowedAnywayItGoesOn()
    {
        const pid_t child = fork();
        if (child == 0) {
            const rlimit none{0, 0};
            setrlimit(RLIMIT_CORE, &none);
            if (getuid() == 0 && setuid(65534) != 0) _exit(2); // root may raise it
            core::forbidDumpsAndTracing();
            rlimit limit{1, 1};
            getrlimit(RLIMIT_CORE, &limit);
            _exit(limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0 ? 0 : 3);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }
    void whatIsGivenBackToTheHeapIsOverwritten_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {64, 900, 4096, 60'000})
            QTest::addRow("%d bytes", size) << size;
    }
    void whatIsGivenBackToTheHeapIsOverwritten()
    {
#ifndef SEKISHO_WIPING_HEAP
        QSKIP("the sanitizer's own heap");
#else
        QFETCH(int, size);
        QFile memory(QStringLiteral("/proc/self/mem")); // the compiler knows that nobody may look there any more
        QVERIFY(memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        QByteArray seen(size, 'y');
        const auto look = [&](quintptr address) {
            QVERIFY(memory.seek(qint64(address)) && memory.read(seen.data(), size) == size);
        };
        // As Qt does it: a buffer that grows, moves, and is dropped.
        auto* buffer = new QByteArray(size, 'x');
        const auto first = quintptr(buffer->constData());
        buffer->append(QByteArray(100'000, 'x'));
        const auto second = quintptr(buffer->constData());
        QVERIFY(first != second);
        look(first);
        QVERIFY(seen.count('x') == 0);
        look(second);
        QCOMPARE(seen.count('x'), size);
        buffer->squeeze();
        buffer->truncate(size);
        buffer->squeeze();
        const auto third = quintptr(buffer->constData());
        look(third);
        QCOMPARE(seen.count('x'), size);
        delete buffer;
        look(third);
        QVERIFY(seen.count('x') == 0);
#endif
    }
};

QTEST_GUILESS_MAIN(TestHardening)
#include "tst_hardening.moc"
