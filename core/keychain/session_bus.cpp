#include "core/base/logging.h"
#include "core/keychain/session_bus_p.h"

#include <QtCore/QFile>
#include <QtCore/QMap>

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
#define SEKISHO_SESSION_BUS
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMetaType>
#include <QtDBus/QDBusObjectPath>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusVariant>
#endif

namespace core::keychain {

SessionBus::SessionBus(std::chrono::milliseconds timeout)
    : timeout_(timeout)
{}

#ifdef SEKISHO_SESSION_BUS

namespace {

// The Secret Service API, freedesktop.org.
const auto secretService = QStringLiteral("org.freedesktop.secrets");
const auto secretPath = QStringLiteral("/org/freedesktop/secrets");
const auto secretInterface = QStringLiteral("org.freedesktop.Secret.Service");
const auto kWallet = QStringLiteral("org.kde.kwalletd5");

QDBusMessage method(const QString& service, const QString& path, const QString& interface, const QString& name)
{
    return QDBusMessage::createMethodCall(service, path, interface, name);
}

// Without an address the library would start a bus of its own, on which nobody keeps secrets.
bool hasBusAddress()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")) return true;
    const auto runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus"));
}

using Attributes = QMap<QString, QString>;
using Paths = QList<QDBusObjectPath>;

// Answered with the items that are open and those that are locked, in any collection.
QDBusMessage searchFor(const QString& service, const QString& entry)
{
    qDBusRegisterMetaType<Attributes>();
    auto message = method(secretService, secretPath, secretInterface, QStringLiteral("SearchItems"));
    message << QVariant::fromValue(Attributes{{QStringLiteral("user"), entry}, {QStringLiteral("server"), service}});
    return message;
}

} // namespace

void SessionBus::call(const QDBusMessage& message, Arrived arrived)
{
    const auto pending = QDBusConnection::sessionBus().asyncCall(message, static_cast<int>(timeout_.count()));
    auto* watcher = new QDBusPendingCallWatcher(pending, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [watcher, arrived = std::move(arrived)] {
        watcher->deleteLater();
        arrived(*watcher);
    });
}

Async<> SessionBus::findService()
{
    if (!hasBusAddress() || !QDBusConnection::sessionBus().isConnected())
        return failed<>(Errc::KeychainMissing, QStringLiteral("no session bus"), QStringLiteral("D-Bus"));
    const Answer<> answer;
    const bool kde = qEnvironmentVariable("XDG_CURRENT_DESKTOP").contains(QLatin1String("KDE"));
    ping(kde ? QStringList{kWallet, secretService} : QStringList{secretService, kWallet}, answer);
    return answer.future();
}

// Also starts the service, where the bus knows how to.
void SessionBus::ping(QStringList names, const Answer<>& answer)
{
    if (names.isEmpty()) {
        answer.give(fail(Errc::KeychainMissing, QStringLiteral("nobody on the session bus keeps secrets"),
                         secretServiceName()));
        return;
    }
    const auto message = method(names.takeFirst(), QStringLiteral("/"), QStringLiteral("org.freedesktop.DBus.Peer"),
                                QStringLiteral("Ping"));
    call(message, [this, names, answer](const QDBusPendingCallWatcher& reply) {
        if (!reply.isError())
            answer.give({});
        else
            ping(names, answer);
    });
}

Async<Lock> SessionBus::lockState(const QString& service, const QString& entry)
{
    const Answer<Lock> answer;
    auto message = method(secretService, secretPath, secretInterface, QStringLiteral("ReadAlias"));
    message << QStringLiteral("default");
    call(message, [this, answer, search = searchFor(service, entry)](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<QDBusObjectPath> reply = watcher;
        if (reply.isError())
            answer.give(Lock::Unknown);
        else if (reply.value().path() == QLatin1String("/"))
            answer.give(Lock::NoneYet);
        else
            askLocked(reply.value().path(), search, answer);
    });
    return answer.future();
}

void SessionBus::askLocked(const QString& collection, const QDBusMessage& search, const Answer<Lock>& answer)
{
    auto message =
        method(secretService, collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    message << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    call(message, [this, search, answer](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<QDBusVariant> reply = watcher;
        if (reply.isError())
            answer.give(Lock::Unknown);
        else if (reply.value().variant().toBool())
            answer.give(Lock::Locked);
        else
            askPlace(search, answer);
    });
}

// The default collection is what the person made it, maybe only since the entry was kept.
void SessionBus::askPlace(const QDBusMessage& search, const Answer<Lock>& answer)
{
    call(search, [answer](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<Paths, Paths> reply = watcher;
        if (reply.isError())
            answer.give(Lock::Unknown);
        else
            answer.give(reply.argumentAt<0>().isEmpty() && !reply.argumentAt<1>().isEmpty() ? Lock::Locked
                                                                                            : Lock::Open);
    });
}

Async<QString> SessionBus::holderOf(const QString& service, const QString& entry)
{
    const Answer<QString> answer;
    call(searchFor(service, entry), [this, answer](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<Paths, Paths> reply = watcher;
        if (!reply.isError() && !(reply.argumentAt<0>().isEmpty() && reply.argumentAt<1>().isEmpty()))
            answer.give(secretServiceName());
        else
            askForKWallet(answer);
    });
    return answer.future();
}

void SessionBus::askForKWallet(const Answer<QString>& answer)
{
    auto message = method(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
                          QStringLiteral("org.freedesktop.DBus"), QStringLiteral("NameHasOwner"));
    message << kWallet;
    call(message, [answer](const QDBusPendingCallWatcher& watcher) {
        const QDBusPendingReply<bool> reply = watcher;
        if (!reply.isError() && reply.value())
            answer.give(QStringLiteral("KWallet"));
        else
            answer.give(fail(Errc::KeychainMissing, QStringLiteral("the probe went to no known keychain")));
    });
}

#else

Async<> SessionBus::findService()
{
    return ready<>({});
}

Async<Lock> SessionBus::lockState(const QString&, const QString&)
{
    return ready<Lock>(Lock::Unknown);
}

Async<QString> SessionBus::holderOf(const QString&, const QString&)
{
#ifdef Q_OS_DARWIN
    return ready<QString>(QStringLiteral("macOS Keychain"));
#else
    return ready<QString>(QStringLiteral("Windows Credential Store"));
#endif
}

#endif

} // namespace core::keychain
