#pragma once

#include "ui/approvals/notifications.h"

#include <QtCore/QHash>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusServiceWatcher>

#include <functional>

class QDBusError;
class QDBusPendingCallWatcher;

namespace app::sekisho {

/// Notes by whoever shows them on this desktop (Desktop Notifications Specification 1.2, org.freedesktop.Notifications).
/// One that the bus can start counts as there and is started by the first note. Every call is asynchronous: a service
/// that hangs keeps nobody waiting. What the service reports counts only when it comes from the connection that owns the
/// service's name, and is about a note of ours.
///
/// The desktop's activation token is not used: Qt 6.4 takes one from the environment alone, which must not be changed
/// while other threads may read it. Logs: the names of errors. Thread: GUI.
class DesktopNotifications final : public ui::approvals::Notifications {
    Q_OBJECT
public:
    explicit DesktopNotifications(const QDBusConnection& bus = QDBusConnection::sessionBus());

    [[nodiscard]] bool available() const override { return ready_ || startable_; }
    void show(const QString& id, const QString& title, const QString& body, const QString& action) override;
    void withdraw(const QString& id) override;

private Q_SLOTS:
    void notificationClosed(uint number, uint reason);
    void actionInvoked(uint number, const QString& action);

private:
    struct Note {
        QString title;
        QString body;
        QString action;
        uint number = 0;    ///< the service's; 0: it shows none
        bool unsent = true; ///< changed since it was sent
        bool onItsWay = false;
        bool gone = false; ///< withdrawn while it was on its way
    };
    void call(const QDBusMessage& message, std::function<void(const QDBusPendingCallWatcher&)> arrived);
    void askBus(const QString& name, const QVariantList& arguments,
                std::function<void(const QDBusPendingCallWatcher&)> arrived);
    void setOwner(const QString& now);
    void askCapabilities();
    void start();
    void giveUp(const QDBusError& error);
    void listen(bool on);
    void send(const QString& id);
    void sent(const QString& id, const QDBusPendingCallWatcher& watcher);
    void close(uint number);
    [[nodiscard]] QString idOf(uint number) const;
    [[nodiscard]] QVariantList argumentsOf(const Note& note) const;

    QDBusConnection bus_;
    QDBusServiceWatcher watcher_;
    QString owner_;            ///< the unique name of who owns the service, as the bus says; empty: nobody
    bool ready_ = false;       ///< its capabilities are known
    QStringList capabilities_; ///< when it is ready
    bool heard_ = false;       ///< of an owner that came or went
    bool startable_ = false;   ///< the bus starts one when it is needed
    bool starting_ = false;
    QHash<QString, Note> notes_;
};

} // namespace app::sekisho
