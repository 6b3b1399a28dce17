#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <tl/expected.hpp>

#include <optional>

/// Where an administrator's files and the person's own lie, and how they are read: settings, tools and policy alike.
/// filesIn() lists the audit logs for verifying and exporting as well.
namespace core::settings {

/// The folders whose files an administrator manages: /etc/xdg/sekisho, then the sekisho folder of each absolute path in
/// $XDG_CONFIG_DIRS, none twice. /etc/xdg comes first whatever the environment says: who starts the program must be
/// able to leave none of its files out, and to put none before them.
[[nodiscard]] QStringList managedFolders();

/// $XDG_CONFIG_HOME/sekisho (XDG Base Directory Specification 0.8): the person's own files.
[[nodiscard]] QString userFolder();

/// A file or folder that is there and cannot be read, or of which it cannot be told whether it is there. Whoever meets
/// one does not go on as if there were none.
struct Unreadable {
    QString path;
    QString reason; ///< in the system's words: "Permission denied"

    /// "/etc/xdg/sekisho/settings.json: Permission denied"
    [[nodiscard]] QString text() const;
};

/// The file's bytes, at most `most` of them; nothing when there is no such file. Only a path that ends in nothing means
/// that: a file or folder that cannot be read, and a link that leads nowhere, hold something that is not known.
/// Blocks for one small file; thread: any.
[[nodiscard]] tl::expected<std::optional<QByteArray>, Unreadable> readIfThere(const QString& path, qint64 most);

/// The paths of the files in the folder whose names end so, by name, hidden ones and folders left out; none when there
/// is no such folder. A link counts as a file until it is known to lead to a folder.
[[nodiscard]] tl::expected<QStringList, Unreadable> filesIn(const QString& folder, const QString& ending);

} // namespace core::settings
