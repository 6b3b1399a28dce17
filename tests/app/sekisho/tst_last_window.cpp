#include "app/sekisho/last_window.h"

#include <QtCore/QTimer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>

using core::Errc;

class TestLastWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theProgramEndsWhenWhatMustNotBeCutOffIsDone_data()
    {
        QTest::addColumn<bool>("inTime");
        QTest::addColumn<bool>("bySystem");
        QTest::newRow("done") << true << false;
        QTest::newRow("not done in time") << false << false;
        QTest::newRow("asked by the system") << true << true;
    }
    void theProgramEndsWhenWhatMustNotBeCutOffIsDone()
    {
        QFETCH(const bool, inTime);
        QFETCH(const bool, bySystem);
        QWidget window;
        const core::Answer<> answer;
        bool hidden = false;
        bool done = false;
        int asked = 0;
        app::sekisho::LastWindow last([&] {
            ++asked;
            // The provider answers only now; a program that does not wait is gone by then.
            QTimer::singleShot(100, this, [&] {
                hidden = !window.isVisible();
                done = true;
                answer.give(inTime ? core::Result<>() : core::fail(Errc::Timeout, {}));
            });
            return answer.future();
        });
        window.show();
        QTimer::singleShot(0, this, [&] {
            if (!bySystem) return void(window.close());
            last.end();
            last.end(); // SIGHUP behind SIGTERM
        });
        bool late = false;
        QTimer limit;
        connect(&limit, &QTimer::timeout, this, [&late] {
            late = true;
            QCoreApplication::exit();
        });
        limit.start(10000);
        QCOMPARE(QCoreApplication::exec(), 0);
        QVERIFY2(!late, "it did not end");
        QVERIFY2(done, "it ended before that was done");
        QVERIFY(hidden);
        QCOMPARE(asked, 1);
    }
};

QTEST_MAIN(TestLastWindow)
#include "tst_last_window.moc"
