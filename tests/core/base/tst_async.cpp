#include "core/base/async.h"

#include <QtCore/QThread>
#include <QtTest/QTest>

using core::Errc;

class TestAsync : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAnswerArrivesOnce()
    {
        QObject guard;
        core::Answer<int> answer;
        QList<int> seen;
        core::onReady(answer.future(), &guard,
                      [&](const core::Result<int>& result) { seen.append(result.value_or(-1)); });
        answer.give(7);
        answer.give(8);
        QTRY_COMPARE(seen, QList<int>{7});
    }
    void aDroppedPromiseIsCancelled()
    {
        QObject guard;
        std::optional<core::Result<>> seen;
        {
            core::Answer<> answer;
            core::onReady(answer.future(), &guard, [&](const core::Result<>& result) { seen = result; });
        }
        QTRY_VERIFY(seen.has_value());
        QCOMPARE(seen->error().code, Errc::Cancelled);
    }
    void aGuardThatIsGoneHearsNothing()
    {
        auto guard = std::make_unique<QObject>();
        core::Answer<int> answer;
        bool called = false;
        core::onReady(answer.future(), guard.get(), [&](const core::Result<int>&) { called = true; });
        guard.reset();
        answer.give(1);
        QObject later;
        bool laterCalled = false;
        core::onReady(answer.future(), &later, [&](const core::Result<int>&) { laterCalled = true; });
        QTRY_VERIFY(laterCalled);
        QVERIFY(!called);
    }
    void anAnswerFromAnotherThreadArrivesOnTheGuards()
    {
        QObject guard;
        core::Answer<int> answer;
        QThread* seen = nullptr;
        core::onReady(answer.future(), &guard, [&](const core::Result<int>&) { seen = QThread::currentThread(); });
        std::unique_ptr<QThread> worker(QThread::create([answer] { answer.give(1); }));
        worker->start();
        QTRY_COMPARE(seen, QThread::currentThread());
        worker->wait();
    }
};

QTEST_GUILESS_MAIN(TestAsync)
#include "tst_async.moc"
