#include "app/sekisho/desktop_mode.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

namespace app::sekisho {
namespace {

const char* const service = "org.freedesktop.portal.Desktop";
const char* const path = "/org/freedesktop/portal/desktop";
const char* const interface = "org.freedesktop.portal.Settings";
const char* const group = "org.freedesktop.appearance";
const char* const key = "color-scheme";
constexpr uint prefersDark = 1; // "0: no preference, 1: prefer dark, 2: prefer light"

bool isDark(QVariant value)
{
    // The old Read() wraps the value twice.
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt() == prefersDark;
}

} // namespace

DesktopMode::DesktopMode(QObject* parent)
    : QObject(parent)
{
    QDBusConnection::sessionBus().connect(QLatin1String(service), QLatin1String(path), QLatin1String(interface),
                                          QStringLiteral("SettingChanged"), this,
                                          SLOT(settingChanged(QString, QString, QDBusVariant)));
}

void DesktopMode::ask()
{
    auto call = QDBusMessage::createMethodCall(QLatin1String(service), QLatin1String(path), QLatin1String(interface),
                                               QStringLiteral("Read"));
    call << QString::fromLatin1(group) << QString::fromLatin1(key);
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError()) Q_EMIT preferred(isDark(QVariant::fromValue(reply.value())));
    });
}

void DesktopMode::settingChanged(const QString& changedGroup, const QString& changedKey, const QDBusVariant& value)
{
    if (changedGroup == QLatin1String(group) && changedKey == QLatin1String(key))
        Q_EMIT preferred(isDark(value.variant()));
}

} // namespace app::sekisho
