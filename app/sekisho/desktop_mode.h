#pragma once

#include <QtCore/QObject>
#include <QtDBus/QDBusVariant>

namespace app::sekisho {

/// Whether the desktop prefers dark windows, from its settings portal (org.freedesktop.portal.Settings, key
/// color-scheme), and when that changes. Says nothing where there is no portal. Thread: GUI.
class DesktopMode final : public QObject {
    Q_OBJECT
public:
    explicit DesktopMode(QObject* parent = nullptr);
    void ask();

Q_SIGNALS:
    void preferred(bool dark);

private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

} // namespace app::sekisho
