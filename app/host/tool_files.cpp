#include "app/host/tool_files.h"

#include "core/settings/config_files.h"

namespace app::host {
namespace {

constexpr qint64 largestFile = 1024 * 1024;

enum class Whose { Administrators, Persons };

void readFolder(QList<core::session::ToolFile>& files, const QString& folder, Whose whose)
{
    const bool managed = whose == Whose::Administrators;
    const auto paths = core::settings::filesIn(folder, QStringLiteral(".json"));
    if (!paths) {
        files.append({paths.error().path, {}, managed, paths.error().reason});
        return;
    }
    for (const auto& path : *paths) {
        const auto bytes = core::settings::readIfThere(path, largestFile + 1); // one more is too large, and said
        if (!bytes)
            files.append({path, {}, managed, bytes.error().reason});
        else if (*bytes)
            files.append({path, **bytes, managed});
    }
}

} // namespace

QList<core::session::ToolFile> installedToolFiles()
{
    const auto name = QStringLiteral("/tools.d");
    QList<core::session::ToolFile> files; // managed ones first: mergeHttpTools lets the first one win
    for (const auto& folder : core::settings::managedFolders())
        readFolder(files, folder + name, Whose::Administrators);
    readFolder(files, core::settings::userFolder() + name, Whose::Persons);
    return files;
}

} // namespace app::host
