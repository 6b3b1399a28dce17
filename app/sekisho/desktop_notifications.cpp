#include "app/sekisho/desktop_notifications.h"

#include "core/base/logging.h"

#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtGui/QGuiApplication>

namespace app::sekisho {
namespace {

const auto service = QStringLiteral("org.freedesktop.Notifications");
const auto path = QStringLiteral("/org/freedesktop/Notifications");
const auto review = QStringLiteral("review");
const auto noteItself = QStringLiteral("default"); // as the specification calls it
constexpr int timeout = 10'000;                    // milliseconds: a service may have to be started

QDBusMessage method(const QString& of, const QString& name)
{
    return QDBusMessage::createMethodCall(of, path, service, name); // the interface is called like the service
}

} // namespace

DesktopNotifications::DesktopNotifications(const QDBusConnection& bus)
    : bus_(bus)
{
    if (!bus_.isConnected()) return; // nobody shows notes
    watcher_.setConnection(bus_);
    watcher_.setWatchMode(QDBusServiceWatcher::WatchForOwnerChange);
    watcher_.addWatchedService(service);
    connect(&watcher_, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& now) {
                heard_ = true;
                setOwner(now);
            });
    askBus(QStringLiteral("GetNameOwner"), {service}, [this](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<QString> reply = watcher;
        if (!heard_ && !reply.isError()) setOwner(reply.value()); // what was heard meanwhile is newer
    });
    askBus(QStringLiteral("ListActivatableNames"), {}, [this](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<QStringList> reply = watcher;
        const bool before = available();
        startable_ = !reply.isError() && reply.value().contains(service);
        if (available() != before) Q_EMIT availableChanged();
    });
}

void DesktopNotifications::call(const QDBusMessage& message,
                                std::function<void(const QDBusPendingCallWatcher&)> arrived)
{
    auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(message, timeout), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [watcher, arrived = std::move(arrived)] {
        watcher->deleteLater();
        arrived(*watcher);
    });
}

void DesktopNotifications::askBus(const QString& name, const QVariantList& arguments,
                                  std::function<void(const QDBusPendingCallWatcher&)> arrived)
{
    const auto bus = QStringLiteral("org.freedesktop.DBus");
    auto message = QDBusMessage::createMethodCall(bus, QStringLiteral("/org/freedesktop/DBus"), bus, name);
    message.setArguments(arguments);
    call(message, std::move(arrived));
}

/// What the one before showed went with it.
void DesktopNotifications::setOwner(const QString& now)
{
    if (now == owner_) return;
    const bool before = available();
    if (!owner_.isEmpty()) listen(false);
    owner_ = now;
    ready_ = false;
    for (auto& note : notes_)
        note.number = 0;
    notes_.removeIf([](const auto& each) { return !each->unsent && !each->onItsWay; });
    if (!owner_.isEmpty()) {
        listen(true);
        askCapabilities();
    }
    if (available() != before) Q_EMIT availableChanged();
}

void DesktopNotifications::askCapabilities()
{
    call(method(owner_, QStringLiteral("GetCapabilities")),
         [this, owner = owner_](const QDBusPendingCallWatcher& watcher) {
             const QDBusPendingReply<QStringList> reply = watcher;
             if (owner != owner_) return; // of one that is the service no more
             if (reply.isError()) return giveUp(reply.error());
             const bool before = available();
             ready_ = true;
             capabilities_ = reply.value();
             if (!before) Q_EMIT availableChanged();
             const auto ids = notes_.keys();
             for (const auto& id : ids)
                 send(id);
         });
}

/// The owner is heard of by the bus, as any other.
void DesktopNotifications::start()
{
    if (std::exchange(starting_, true)) return;
    askBus(QStringLiteral("StartServiceByName"), {service, 0U}, [this](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<uint> reply = watcher;
        starting_ = false;
        if (reply.isError() && owner_.isEmpty()) giveUp(reply.error());
    });
}

/// Nobody shows notes until somebody else comes who does.
void DesktopNotifications::giveUp(const QDBusError& error)
{
    qCWarning(core::logApp) << "nobody shows notifications:" << error.name();
    const bool before = available();
    startable_ = false;
    notes_.removeIf([](const auto& each) { return each->unsent && !each->onItsWay; });
    if (available() != before) Q_EMIT availableChanged();
}

/// To the one connection that owns the service's name: what any other program says is not taken for it.
void DesktopNotifications::listen(bool on)
{
    const auto closed = QStringLiteral("NotificationClosed");
    const auto invoked = QStringLiteral("ActionInvoked");
    if (on) {
        bus_.connect(owner_, path, service, closed, this, SLOT(notificationClosed(uint, uint)));
        bus_.connect(owner_, path, service, invoked, this, SLOT(actionInvoked(uint, QString)));
    } else {
        bus_.disconnect(owner_, path, service, closed, this, SLOT(notificationClosed(uint, uint)));
        bus_.disconnect(owner_, path, service, invoked, this, SLOT(actionInvoked(uint, QString)));
    }
}

void DesktopNotifications::show(const QString& id, const QString& title, const QString& body, const QString& action)
{
    if (!available()) return;
    Note& note = notes_[id];
    note.title = title;
    note.body = body;
    note.action = action;
    note.unsent = true;
    note.gone = false;
    send(id);
}

void DesktopNotifications::withdraw(const QString& id)
{
    const auto found = notes_.find(id);
    if (found == notes_.end()) return;
    if (found->onItsWay) {
        found->gone = true; // as soon as its number is known
        found->unsent = false;
        return;
    }
    if (found->number != 0) close(found->number);
    notes_.erase(found);
}

void DesktopNotifications::send(const QString& id)
{
    if (owner_.isEmpty()) return start();
    if (!ready_) return; // it is sent then
    Note& note = notes_[id];
    if (!note.unsent || note.onItsWay) return;
    note.unsent = false;
    note.onItsWay = true;
    auto message = method(owner_, QStringLiteral("Notify"));
    message.setArguments(argumentsOf(note));
    call(message, [this, id](const QDBusPendingCallWatcher& watcher) { sent(id, watcher); });
}

QVariantList DesktopNotifications::argumentsOf(const Note& note) const
{
    const bool markup = capabilities_.contains(QLatin1String("body-markup"));
    QStringList actions;
    if (capabilities_.contains(QLatin1String("actions")))
        actions = {noteItself, note.action, review, note.action};                       // a key and a word each
    const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue(uchar{1})}, // normal
                            {QStringLiteral("category"), QStringLiteral("x-sekisho.approval")},
                            {QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()}};
    const QString icon = QGuiApplication::desktopFileName(); // it is called like the desktop entry
    const int asLongAsTheServiceShowsIt = -1;
    return {QStringLiteral("Sekisho"),
            note.number,
            icon,
            note.title,
            markup ? note.body.toHtmlEscaped() : note.body,
            actions,
            hints,
            asLongAsTheServiceShowsIt};
}

void DesktopNotifications::sent(const QString& id, const QDBusPendingCallWatcher& watcher)
{
    const QDBusPendingReply<uint> reply = watcher;
    const auto found = notes_.find(id);
    if (found == notes_.end()) return;
    found->onItsWay = false;
    if (reply.isError()) qCWarning(core::logApp) << "a notification was not shown:" << reply.error().name();
    // A number of a service that went meanwhile is none.
    found->number = !reply.isError() && reply.reply().service() == owner_ ? reply.value() : 0;
    if (found->gone && found->number != 0) close(found->number);
    if (found->unsent)
        send(id);
    else if (found->gone || found->number == 0)
        notes_.erase(found);
}

void DesktopNotifications::close(uint number)
{
    auto message = method(owner_, QStringLiteral("CloseNotification"));
    message << number;
    bus_.send(message); // nothing depends on the answer
}

QString DesktopNotifications::idOf(uint number) const
{
    for (auto note = notes_.begin(); note != notes_.end(); ++note)
        if (number != 0 && note->number == number) return note.key();
    return {};
}

void DesktopNotifications::notificationClosed(uint number, uint /*reason*/)
{
    const auto found = notes_.find(idOf(number));
    if (found == notes_.end()) return;
    found->number = 0; // the service may give it to another note
    if (!found->onItsWay && !found->unsent) notes_.erase(found);
}

void DesktopNotifications::actionInvoked(uint number, const QString& action)
{
    const auto id = idOf(number);
    if (!id.isEmpty() && (action == noteItself || action == review)) Q_EMIT reviewRequested(id);
}

} // namespace app::sekisho
