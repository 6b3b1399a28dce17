#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/stillness.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <functional>

using namespace std::chrono_literals;
using ui::approvals::Stillness;

namespace {

/// A window with a part in a frame of it that the guard looks after.
struct Place {
    HandClock clock;
    QWidget window;
    QWidget* frame = new QWidget(&window);
    QWidget* part = new QWidget(frame);
    Stillness* guard = nullptr;

    Place()
    {
        window.resize(400, 300);
        frame->setGeometry(20, 20, 300, 200);
        part->setGeometry(10, 10, 200, 100);
        guard = new Stillness(part, clock.now());
        window.show();
        window.activateWindow();
        settle();
        guard->disturb();
    }
    void pass(std::chrono::milliseconds time) const { clock.pass(time, window); }
};

} // namespace

Q_DECLARE_METATYPE(std::function<void(Place&)>)

class TestApprovalStillness : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itTakesItsTime_data()
    {
        QTest::addColumn<int>("needed");
        QTest::newRow("half a second for what is usual") << 500;
        QTest::newRow("a second and a half for high risk") << 1500;
    }
    void itTakesItsTime()
    {
        QFETCH(int, needed);
        Place place;
        place.guard->setNeeded(std::chrono::milliseconds(needed));
        QVERIFY(!place.guard->isStill());
        place.pass(std::chrono::milliseconds(needed - 1));
        QVERIFY(!place.guard->isStill());
        place.pass(1ms);
        QVERIFY(place.guard->isStill());
    }
    void itBeginsAnewAfter_data()
    {
        using Cause = std::function<void(Place&)>;
        QTest::addColumn<Cause>("cause");
        const auto row = [](const char* name, const Cause& cause) { QTest::newRow(name) << cause; };
        row("a move", [](Place& p) { p.part->move(11, 10); });
        row("a move and back between two looks", [](Place& p) {
            p.part->move(60, 10);
            p.part->move(10, 10);
        });
        row("a resize", [](Place& p) { p.part->resize(201, 100); });
        row("a move of what it lies in", [](Place& p) { p.frame->move(30, 20); });
        row("a move of what it lies in, and back", [](Place& p) {
            p.frame->move(30, 20);
            p.frame->move(20, 20);
        });
        row("a move of the window", [](Place& p) { p.window.move(p.window.pos() + QPoint(5, 0)); });
        row("hide and show", [](Place& p) {
            p.part->hide();
            p.part->show();
        });
        row("hide and show of what it lies in", [](Place& p) {
            p.frame->hide();
            p.frame->show();
        });
        row("another content", [](Place& p) { p.guard->disturb(); });
        row("another risk", [](Place& p) { p.guard->setNeeded(500ms); });
        row("a new layout", [](Place& p) {
            QEvent event(QEvent::LayoutRequest);
            QApplication::sendEvent(p.part, &event);
        });
        row("another language", [](Place& p) {
            QEvent event(QEvent::LanguageChange);
            QApplication::sendEvent(p.part, &event);
        });
        row("another font", [](Place& p) {
            QFont font = p.part->font();
            font.setPointSize(font.pointSize() + 3);
            p.part->setFont(font);
        });
        row("the window losing and getting the keyboard, as after a screen lock", [](Place& p) {
            QEvent gone(QEvent::WindowDeactivate);
            QApplication::sendEvent(&p.window, &gone);
            QEvent back(QEvent::WindowActivate);
            QApplication::sendEvent(&p.window, &back);
        });
        row("the program losing and getting the keyboard", [](Place& p) {
            Q_EMIT qApp->applicationStateChanged(Qt::ApplicationInactive);
            Q_EMIT qApp->applicationStateChanged(Qt::ApplicationActive);
            Q_UNUSED(p);
        });
        row("something that lay over it for a look", [](Place& p) {
            QWidget over(p.frame);
            over.setGeometry(0, 0, 40, 40);
            over.show();
            p.pass(50ms);
        });
        row("a menu that was open", [](Place& p) {
            QMenu menu(&p.window);
            menu.addAction(QStringLiteral("x"));
            menu.popup(p.window.mapToGlobal(QPoint(5, 5)));
            p.pass(50ms);
            menu.close();
            p.window.activateWindow();
        });
        row("a menu that comes and goes at once", [](Place& p) {
            QMenu menu(&p.window);
            menu.addAction(QStringLiteral("x"));
            menu.popup(p.window.mapToGlobal(QPoint(5, 5)));
            menu.close();
            p.window.activateWindow();
        });
    }
    void itBeginsAnewAfter()
    {
        using Cause = std::function<void(Place&)>;
        QFETCH(Cause, cause);
        Place place;
        place.pass(500ms);
        QVERIFY(place.guard->isStill());
        QSignalSpy changed(place.guard, &Stillness::changed);
        cause(place);
        QVERIFY(!changed.isEmpty());
        settle();
        place.guard->look();
        QVERIFY(!place.guard->isStill());
        place.pass(449ms);
        QVERIFY(!place.guard->isStill());
        place.pass(51ms);
        QVERIFY(place.guard->isStill());
    }
    void itIsNotStillWhile_data()
    {
        using Cause = std::function<void(Place&)>;
        QTest::addColumn<Cause>("cause");
        const auto row = [](const char* name, const Cause& cause) { QTest::newRow(name) << cause; };
        row("it is hidden", [](Place& p) { p.part->hide(); });
        row("what it lies in is hidden", [](Place& p) { p.frame->hide(); });
        row("a part of it is clipped away", [](Place& p) { p.frame->resize(100, 200); });
        row("another window has the keyboard", [](Place& p) {
            auto* other = new QWidget(&p.window, Qt::Window);
            other->show();
            other->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(other));
        });
        row("an opaque part lies over it", [](Place& p) {
            auto* over = new QLabel(QStringLiteral("x"), p.frame);
            over->setAutoFillBackground(true);
            over->setGeometry(60, 40, 20, 20);
            over->show();
        });
        row("a part that is not opaque lies over it", [](Place& p) {
            auto* over = new QLabel(QStringLiteral("x"), p.frame);
            over->setGeometry(60, 40, 20, 20);
            over->show();
        });
        row("a part of the window lies over what it lies in", [](Place& p) {
            auto* over = new QLabel(QStringLiteral("x"), &p.window);
            over->setGeometry(60, 60, 20, 20);
            over->show();
        });
        row("a tool tip lies over it", [](Place& p) {
            auto* tip = new QLabel(QStringLiteral("x"), &p.window, Qt::ToolTip);
            tip->setGeometry(QRect(p.part->mapToGlobal(QPoint(10, 10)), QSize(30, 20)));
            tip->show();
        });
        row("a menu is open", [](Place& p) {
            auto* menu = new QMenu(&p.window);
            menu->addAction(QStringLiteral("x"));
            menu->popup(p.window.mapToGlobal(QPoint(5, 5)));
        });
    }
    void itIsNotStillWhile()
    {
        using Cause = std::function<void(Place&)>;
        QFETCH(Cause, cause);
        Place place;
        place.pass(500ms);
        QVERIFY(place.guard->isStill());
        cause(place);
        settle();
        QVERIFY(!place.guard->isStill());
        place.pass(3000ms);
        QVERIFY(!place.guard->isStill());
    }
    void whatIsScrolledAwayIsNotSeen()
    {
        HandClock clock;
        QScrollArea area;
        auto* body = new QWidget;
        body->setFixedSize(150, 2000);
        auto* part = new QWidget(body);
        part->setGeometry(0, 0, 100, 50);
        area.setWidget(body);
        area.resize(300, 200);
        auto* guard = new Stillness(part, clock.now());
        area.show();
        area.activateWindow();
        settle();
        clock.pass(600ms, area);
        QVERIFY(guard->isStill());
        area.verticalScrollBar()->setValue(20);
        clock.pass(600ms, area);
        QVERIFY(!guard->isStill());
    }
    // The program hung, or the computer slept: nothing was drawn in that time.
    void timeWithoutALookIsNotTimeToRead()
    {
        Place place;
        *place.clock.at += 10min;
        QVERIFY(!place.guard->isStill());
        place.pass(350ms);
        QVERIFY(!place.guard->isStill());
        place.pass(100ms);
        QVERIFY(place.guard->isStill());
    }
    void besideItIsNotOverIt()
    {
        Place place;
        auto* beside = new QLabel(QStringLiteral("x"), place.frame);
        beside->setGeometry(215, 10, 40, 40);
        beside->show();
        auto* below = new QLabel(QStringLiteral("x"), place.frame);
        below->setGeometry(60, 40, 20, 20);
        below->lower();
        below->show();
        settle();
        place.guard->disturb();
        place.pass(500ms);
        QVERIFY(place.guard->isStill());
    }
    void itTellsOnce()
    {
        Place place;
        QSignalSpy changed(place.guard, &Stillness::changed);
        place.pass(2000ms);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toBool(), true);
        place.part->hide();
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.last().first().toBool(), false);
    }
    void itLooksByItself()
    {
        QWidget window;
        auto* guard = new Stillness(&window);
        QSignalSpy changed(guard, &Stillness::changed);
        window.show();
        window.activateWindow();
        QTRY_COMPARE(changed.size(), 1);
        window.hide();
    }
};

QTEST_MAIN(TestApprovalStillness)
#include "tst_approval_stillness.moc"
