#include "tests/app/sekisho/notification_desktop.h"

#include <QtCore/QStandardPaths>
#include <QtGui/QGuiApplication>

using app::sekisho::DesktopNotifications;

class TestDesktopNotifications : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(s("dbus-daemon")).isEmpty()) QSKIP("skipped: dbus-daemon is missing");
        QGuiApplication::setDesktopFileName(s("org.sekisho.Sekisho"));
    }

    void aNoteSaysWhatItWasGivenAndNothingElse()
    {
        const Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a", "a title", "a body");
        QVERIFY(desktop.waitAsked(1));
        const auto& asked = desktop.server.asked.first();
        QCOMPARE(asked.app, s("Sekisho"));
        QCOMPARE(asked.replaces, 0U);
        QCOMPARE(asked.icon, s("org.sekisho.Sekisho"));
        QCOMPARE(asked.title, s("a title"));
        QCOMPARE(asked.body, s("a body"));
        QCOMPARE(asked.actions, (QStringList{s("default"), s("Review"), s("review"), s("Review")}));
        QCOMPARE(asked.time, -1);
        QCOMPARE(asked.hints.keys(), (QStringList{s("category"), s("desktop-entry"), s("urgency")}));
        QCOMPARE(asked.hints[s("desktop-entry")].toString(), s("org.sekisho.Sekisho"));
        QCOMPARE(asked.hints[s("urgency")].metaType(), QMetaType::fromType<uchar>());
        QCOMPARE(asked.hints[s("urgency")].toInt(), 1);
    }

    void whatTheServiceCanDoIsKeptTo_data()
    {
        QTest::addColumn<QStringList>("capabilities");
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("actions");
        QTest::newRow("plain text") << QStringList{s("actions"), s("body")} << s("<b>a & b</b>") << 4;
        QTest::newRow("markup") << QStringList{s("actions"), s("body"), s("body-markup")}
                                << s("&lt;b&gt;a &amp; b&lt;/b&gt;") << 4;
        QTest::newRow("no actions") << QStringList{s("body")} << s("<b>a & b</b>") << 0;
    }
    void whatTheServiceCanDoIsKeptTo()
    {
        QFETCH(QStringList, capabilities);
        QFETCH(QString, body);
        QFETCH(int, actions);
        Desktop desktop(false);
        desktop.server.capabilities = capabilities;
        Desktop::come(desktop.serviceBus, desktop.server);
        QVERIFY(desktop.waitAvailable());
        desktop.show("a", "title", "<b>a & b</b>");
        QVERIFY(desktop.waitAsked(1));
        QCOMPARE(desktop.server.asked.first().body, body);
        QCOMPARE(desktop.server.asked.first().actions.size(), actions);
    }

    void theSameNoteIsReplaced()
    {
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a", "one");
        desktop.show("a", "two"); // the first has no number yet
        QVERIFY(desktop.waitAsked(2));
        desktop.show("b");
        desktop.show("a", "three");
        QVERIFY(desktop.waitAsked(4));
        QList<uint> replaced;
        QStringList titles;
        for (const auto& asked : std::as_const(desktop.server.asked)) {
            replaced.append(asked.replaces);
            titles.append(asked.title);
        }
        QCOMPARE(titles, (QStringList{s("one"), s("two"), s("title"), s("three")}));
        QCOMPARE(replaced, (QList<uint>{0, 41, 0, 41}));
    }

    void whatIsWithdrawnIsClosed()
    {
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a");
        desktop.show("b");
        QVERIFY(desktop.waitAsked(2));
        desktop.notes->withdraw(s("a"));
        desktop.notes->withdraw(s("nothing"));
        QTRY_COMPARE(desktop.server.closed, QList<uint>{41});
        Q_EMIT desktop.server.ActionInvoked(41, s("default")); // late
        Q_EMIT desktop.server.ActionInvoked(42, s("default"));
        QTRY_COMPARE(desktop.reviewed(), QStringList{s("b")});
    }

    void whatIsWithdrawnOnItsWayIsClosedWhenItIsThere()
    {
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.server.hold = true;
        desktop.show("a");
        QVERIFY(desktop.waitAsked(1));
        desktop.notes->withdraw(s("a"));
        QVERIFY(desktop.settle());
        QVERIFY(desktop.server.closed.isEmpty()); // nobody knows its number
        desktop.server.answerHeld(desktop.serviceBus);
        QTRY_COMPARE(desktop.server.closed, QList<uint>{41});
        QCOMPARE(desktop.server.asked.size(), 1);
    }

    void whatThePersonClosedIsNoLongerReplaced()
    {
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a");
        QVERIFY(desktop.waitAsked(1));
        Q_EMIT desktop.server.NotificationClosed(41, 2);
        QVERIFY(desktop.settle());
        desktop.show("a");
        QVERIFY(desktop.waitAsked(2));
        QCOMPARE(desktop.server.asked.last().replaces, 0U);
        Q_EMIT desktop.server.ActionInvoked(41, s("default")); // a number that another note may have now
        Q_EMIT desktop.server.ActionInvoked(42, s("review"));
        QTRY_COMPARE(desktop.reviewed(), QStringList{s("a")});
    }

    void onlyOurNotesAndOurActionsCount()
    {
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a");
        desktop.show("b");
        QVERIFY(desktop.waitAsked(2));
        Q_EMIT desktop.server.ActionInvoked(7, s("default"));
        Q_EMIT desktop.server.ActionInvoked(0, s("default"));
        Q_EMIT desktop.server.ActionInvoked(41, s("approve"));
        Q_EMIT desktop.server.ActionInvoked(42, s("review"));
        QTRY_COMPARE(desktop.reviewed(), QStringList{s("b")});
    }

    void anotherProgramCannotChooseOrClose_data()
    {
        QTest::addColumn<bool>("targeted");
        QTest::newRow("told to everybody") << false;
        QTest::newRow("told to us alone") << true;
    }
    void anotherProgramCannotChooseOrClose()
    {
        QFETCH(bool, targeted);
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a");
        desktop.show("b");
        QVERIFY(desktop.waitAsked(2));
        const auto stranger = desktop.bus.connect(s("stranger"));
        const auto say = [&](const char* name, const QVariantList& arguments) {
            auto signal = targeted ? QDBusMessage::createTargetedSignal(desktop.windowBus.baseService(), path, service,
                                                                        QLatin1String(name))
                                   : QDBusMessage::createSignal(path, service, QLatin1String(name));
            signal.setArguments(arguments);
            QVERIFY(stranger.send(signal));
        };
        say("ActionInvoked", {41U, s("default")});
        say("ActionInvoked", {41U, s("review")});
        say("NotificationClosed", {42U, 2U});
        Bus::flush(stranger);
        Q_EMIT desktop.server.ActionInvoked(42, s("default")); // comes behind those, and is still known
        QTRY_COMPARE(desktop.reviewed(), QStringList{s("b")});
        QVERIFY(desktop.settle());
        QCOMPARE(desktop.reviewed(), QStringList{s("b")});
    }

    void aProgramThatHadTheNameOnceIsNotFollowed()
    {
        Desktop desktop(false);
        auto firstBus = desktop.bus.connect(s("first"));
        Service first;
        first.capabilities.append(s("body-markup"));
        first.hold = true;
        Desktop::come(firstBus, first);
        QVERIFY(QTest::qWaitFor([&] { return first.held.size() == 1; }));
        QVERIFY(!desktop.notes->available()); // what it can do is not known
        QVERIFY(firstBus.unregisterService(service));
        Desktop::come(desktop.serviceBus, desktop.server);
        QVERIFY(desktop.waitAvailable());
        QVERIFY(
            firstBus.send(first.held.first().createReply(QVariant(first.capabilities)))); // now that it is not asked
        Bus::flush(firstBus);
        QVERIFY(desktop.settle());
        desktop.show("a", "title", "a & b");
        QVERIFY(desktop.waitAsked(1));
        QCOMPARE(desktop.server.asked.first().body, s("a & b"));
        QVERIFY(first.asked.isEmpty());
        Q_EMIT first.ActionInvoked(41, s("default"));
        Bus::flush(firstBus);
        QVERIFY(desktop.settle());
        QVERIFY(desktop.reviewed().isEmpty());
        Q_EMIT desktop.server.ActionInvoked(41, s("default"));
        QTRY_COMPARE(desktop.reviewed(), QStringList{s("a")});
    }

    void withoutAServiceThereIsNone()
    {
        Desktop desktop(false);
        QVERIFY(desktop.settle());
        QVERIFY(!desktop.notes->available());
        desktop.show("a");
        Desktop::come(desktop.serviceBus, desktop.server);
        QVERIFY(desktop.waitAvailable());
        QCOMPARE(desktop.changes->size(), 1);
        desktop.show("b");
        QVERIFY(desktop.waitAsked(1));
        QCOMPARE(desktop.server.asked.size(), 1); // nothing was kept for it
    }

    void withoutABusThereIsNone()
    {
        DesktopNotifications notes{QDBusConnection(s("nowhere"))};
        QVERIFY(!notes.available());
        notes.show(s("a"), s("title"), s("body"), s("Review"));
        notes.withdraw(s("a"));
        QVERIFY(!notes.available());
    }

    void aServiceThatGoesTakesItsNumbersAlong()
    {
        Desktop desktop;
        QVERIFY(desktop.waitAvailable());
        desktop.show("a");
        QVERIFY(desktop.waitAsked(1));
        QVERIFY(desktop.serviceBus.unregisterService(service));
        QTRY_VERIFY(!desktop.notes->available());
        desktop.show("b"); // nobody to show it
        auto nextBus = desktop.bus.connect(s("next"));
        Service next;
        Desktop::come(nextBus, next);
        QVERIFY(desktop.waitAvailable());
        desktop.notes->withdraw(s("a")); // its number may be another note's by now
        desktop.show("c");
        QVERIFY(QTest::qWaitFor([&] { return next.asked.size() == 1; }));
        QCOMPARE(next.asked.first().replaces, 0U);
        QVERIFY(desktop.settle());
        Q_EMIT desktop.server.ActionInvoked(41, s("default")); // by the one that is no service any more
        Bus::flush(desktop.serviceBus);
        QVERIFY(desktop.settle());
        QVERIFY(desktop.reviewed().isEmpty());
        Q_EMIT next.ActionInvoked(41, s("default"));
        QTRY_COMPARE(desktop.reviewed(), QStringList{s("c")});
        QVERIFY(next.closed.isEmpty() && desktop.server.closed.isEmpty());
        QCOMPARE(next.asked.size(), 1);
    }

    void aServiceThatTheBusStartsIsStartedByTheFirstNote()
    {
        Desktop desktop(false, s("/bin/sleep 10"));
        QVERIFY(desktop.waitAvailable());
        QVERIFY(desktop.settle());
        QVERIFY(!desktop.serviceBus.interface()->isServiceRegistered(service)); // not by looking
        desktop.show("a");
        desktop.show("b");
        Desktop::come(desktop.serviceBus, desktop.server); // as the program does that was started
        QVERIFY(desktop.waitAsked(2));
        QCOMPARE(desktop.server.asked.size(), 2);
        QVERIFY(desktop.notes->available());
    }

    void aServiceThatDoesNotStartIsNone()
    {
        Desktop desktop(false, s("/bin/false"));
        QVERIFY(desktop.waitAvailable());
        desktop.show("a");
        QTRY_VERIFY_WITH_TIMEOUT(!desktop.notes->available(), 20'000);
        QCOMPARE(desktop.changes->size(), 2); // it was there, and it is not
    }
};

QTEST_GUILESS_MAIN(TestDesktopNotifications)
#include "tst_desktop_notifications.moc"
