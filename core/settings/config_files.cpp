#include "core/settings/config_files.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <filesystem>
#include <system_error>

namespace core::settings {
namespace {

namespace fs = std::filesystem;

const auto ours = QStringLiteral("/sekisho");

// Relative paths are to be ignored (XDG Base Directory Specification).
bool usable(const QString& folder)
{
    return QDir::isAbsolutePath(folder);
}

fs::path nativePath(const QString& path)
{
    return {QFile::encodeName(path).toStdString()};
}

// There is nothing at the path: the deepest thing that is there on the way is no link that leads nowhere, behind which
// the file would be.
bool isAbsent(const fs::path& path)
{
    std::error_code error;
    for (auto step = path; !step.empty(); step = step.parent_path()) {
        const auto found = fs::symlink_status(step, error).type();
        if (found == fs::file_type::none) return false; // may not even be looked for
        if (found == fs::file_type::not_found) continue;
        return step != path && (found != fs::file_type::symlink || fs::exists(step, error));
    }
    return true;
}

QString reasonOf(const std::error_code& error)
{
    return QString::fromLocal8Bit(error.message().c_str());
}

} // namespace

QStringList managedFolders()
{
    QStringList folders{QStringLiteral("/etc/xdg") + ours};
    for (const auto& folder : qEnvironmentVariable("XDG_CONFIG_DIRS").split(QLatin1Char(':'), Qt::SkipEmptyParts)) {
        const auto clean = QDir::cleanPath(folder) + ours;
        if (usable(folder) && !folders.contains(clean)) folders.append(clean);
    }
    return folders;
}

QString userFolder()
{
    const auto home = qEnvironmentVariable("XDG_CONFIG_HOME");
    return (usable(home) ? home : QDir::homePath() + QStringLiteral("/.config")) + ours;
}

QString Unreadable::text() const
{
    return path + QStringLiteral(": ") + reason;
}

tl::expected<std::optional<QByteArray>, Unreadable> readIfThere(const QString& path, qint64 most)
{
    std::error_code error;
    const auto status = fs::status(nativePath(path), error);
    if (fs::exists(status) && !fs::is_regular_file(status)) // opening a pipe would wait for its writer
        return tl::unexpected(Unreadable{path, QStringLiteral("not a regular file")});
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        if (isAbsent(nativePath(path))) return std::optional<QByteArray>();
        return tl::unexpected(Unreadable{path, file.errorString()});
    }
    auto bytes = file.read(most);
    if (file.error() != QFileDevice::NoError) return tl::unexpected(Unreadable{path, file.errorString()});
    return std::optional<QByteArray>(std::move(bytes));
}

tl::expected<QStringList, Unreadable> filesIn(const QString& folder, const QString& ending)
{
    const auto path = nativePath(folder);
    std::error_code error;
    fs::directory_iterator entry(path, error);
    if (error && isAbsent(path)) return QStringList();
    QStringList paths;
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const auto name = QFile::decodeName(entry->path().filename().c_str());
        std::error_code unknown;
        if (name.endsWith(ending) && !name.startsWith(QLatin1Char('.')) && !entry->is_directory(unknown))
            paths.append(folder + QLatin1Char('/') + name);
    }
    if (error) return tl::unexpected(Unreadable{folder, reasonOf(error)});
    paths.sort();
    return paths;
}

} // namespace core::settings
