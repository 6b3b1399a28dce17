#pragma once

#include "app/sekisho/desktop_notifications.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtDBus/QDBusConnectionInterface>
#include <QtDBus/QDBusContext>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <memory>
#include <utility>

inline const auto service = QStringLiteral("org.freedesktop.Notifications");
inline const auto path = QStringLiteral("/org/freedesktop/Notifications");

inline QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// A notification service, as the specification has it. It answers on the thread of the test: a call that waited for it
/// would wait in vain.
class Service : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Asked {
        QString app;
        uint replaces;
        QString icon;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
        int time;
    };
    QStringList capabilities{QStringLiteral("actions"), QStringLiteral("body")};
    QList<Asked> asked;
    QList<uint> closed;
    bool hold = false; ///< nothing is answered at once; Notify by answerHeld()
    QList<QDBusMessage> held;
    uint last = 40; ///< the number of the last note

    void answerHeld(const QDBusConnection& bus)
    {
        for (const auto& message : std::exchange(held, {}))
            bus.send(message.createReply(QVariant::fromValue(++last)));
    }

public Q_SLOTS:
    QStringList GetCapabilities()
    {
        if (!hold) return capabilities;
        setDelayedReply(true);
        held.append(message());
        return {};
    }
    uint Notify(const QString& app, uint replaces, const QString& icon, const QString& title, const QString& body,
                const QStringList& actions, const QVariantMap& hints, int time)
    {
        asked.append({app, replaces, icon, title, body, actions, hints, time});
        if (!hold) return replaces != 0 ? replaces : ++last;
        setDelayedReply(true);
        held.append(message());
        return 0;
    }
    void CloseNotification(uint number) { closed.append(number); }

Q_SIGNALS:
    void NotificationClosed(uint number, uint reason);
    void ActionInvoked(uint number, const QString& action);
};

/// A bus of its own, with the connections of three programs.
struct Bus {
    QTemporaryDir folder;
    QProcess daemon;
    QString address;
    QStringList names;

    /// \param exec  how the bus starts the service; empty: it cannot
    explicit Bus(const QString& exec = {})
    {
        const QDir dir(folder.path());
        dir.mkdir(s("services"));
        if (!exec.isEmpty())
            write(dir.filePath(s("services/") + service + s(".service")),
                  s("[D-BUS Service]\nName=%1\nExec=%2\n").arg(service, exec));
        write(dir.filePath(s("bus.conf")),
              s("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
                "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                "<busconfig><type>session</type><listen>unix:tmpdir=%1</listen><auth>EXTERNAL</auth>"
                "<servicedir>%1/services</servicedir><policy context=\"default\">"
                "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>"
                "</policy></busconfig>\n")
                  .arg(folder.path()));
        daemon.start(s("dbus-daemon"),
                     {s("--config-file=") + dir.filePath(s("bus.conf")), s("--nofork"), s("--print-address")});
        if (!daemon.waitForStarted() || !daemon.waitForReadyRead(20'000)) qFatal("no bus can be started");
        address = QString::fromUtf8(daemon.readLine()).trimmed();
    }
    ~Bus()
    {
        for (const auto& name : std::as_const(names))
            QDBusConnection::disconnectFromBus(name);
        daemon.kill();
        daemon.waitForFinished();
    }

    QDBusConnection connect(const QString& who)
    {
        static int number = 0;
        names.append(who + QString::number(++number));
        auto bus = QDBusConnection::connectToBus(address, names.last());
        if (!bus.isConnected()) qFatal("no connection to the bus");
        return bus;
    }
    static void write(const QString& file, const QString& text)
    {
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0)
            qFatal("cannot write %s", qPrintable(file));
    }
    /// Everything that `bus` has sent is on its way to whoever it is for.
    static void flush(const QDBusConnection& bus) { bus.interface()->isServiceRegistered(s("x.y")); }
};

/// A desktop with a service, unless it is to come later.
struct Desktop {
    Bus bus;
    QDBusConnection serviceBus = bus.connect(s("service"));
    QDBusConnection windowBus = bus.connect(s("window"));
    Service server;
    std::unique_ptr<app::sekisho::DesktopNotifications> notes;
    std::unique_ptr<QSignalSpy> reviews;
    std::unique_ptr<QSignalSpy> changes;

    explicit Desktop(bool withService = true, const QString& exec = {})
        : bus(exec)
    {
        if (withService) come(serviceBus, server);
        notes = std::make_unique<app::sekisho::DesktopNotifications>(windowBus);
        reviews = std::make_unique<QSignalSpy>(notes.get(), &app::sekisho::DesktopNotifications::reviewRequested);
        changes = std::make_unique<QSignalSpy>(notes.get(), &app::sekisho::DesktopNotifications::availableChanged);
    }
    static void come(QDBusConnection& connection, Service& on)
    {
        if (!connection.registerObject(path, &on,
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals) ||
            !connection.registerService(service))
            qFatal("the service cannot come");
    }
    [[nodiscard]] bool waitAvailable() const
    {
        return QTest::qWaitFor([this] { return notes->available(); });
    }
    void show(const char* id, const char* title = "title", const char* body = "body") const
    {
        notes->show(s(id), s(title), s(body), s("Review"));
    }
    [[nodiscard]] bool waitAsked(qsizetype times) const
    {
        return QTest::qWaitFor([&] { return server.asked.size() >= times; }) && settle();
    }
    /// What is under way between the programs arrives: what this asks for is answered behind all of it.
    [[nodiscard]] bool settle() const
    {
        for (int round = 0; round < 3; ++round) {
            Bus::flush(serviceBus);
            Bus::flush(windowBus);
            QTest::qWait(0);
            QCoreApplication::processEvents();
        }
        return true;
    }
    [[nodiscard]] QStringList reviewed() const
    {
        QStringList ids;
        for (const auto& each : std::as_const(*reviews))
            ids.append(each.first().toString());
        return ids;
    }
};
