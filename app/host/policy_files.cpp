#include "app/host/policy_files.h"

#include "core/settings/config_files.h"

#include <QtCore/QFileInfo>

namespace app::host {

using core::policy::Layer;
using core::policy::PolicyFile;
using core::settings::Unreadable;

namespace {

constexpr qint64 mostBytes = 2'000'000; // over the reader's own limit: it says what is wrong

void add(PolicyFiles& all, const QString& path, const PolicyFile& file)
{
    all.read += path;
    all.rules += file.rules;
    all.problems += file.problems;
}

PolicyFile broken(const Unreadable& found, Layer layer)
{
    return core::policy::unreadablePolicyFile(
        found.path, layer,
        {QStringLiteral("This cannot be read (%1), so every call would be asked about. Make it readable, or remove it.")
             .arg(found.reason),
         QStringLiteral("読み取れないため（%1）、すべての呼び出しが確認の対象になります。"
                        "読み取れるようにするか、削除してください。")
             .arg(found.reason)});
}

enum class Missing { IsNothing, IsBroken };

void readFile(PolicyFiles& all, const QString& path, Layer layer, Missing missing)
{
    const auto bytes = core::settings::readIfThere(path, mostBytes);
    if (!bytes)
        add(all, path, broken(bytes.error(), layer));
    else if (*bytes)
        add(all, path, core::policy::readPolicyFile(**bytes, path, layer));
    else if (missing == Missing::IsBroken)
        add(all, path,
            core::policy::unreadablePolicyFile(
                path, layer, {QStringLiteral("There is no such file."), QStringLiteral("ファイルがありません。")}));
}

// A folder that is not there holds no rules; one that is there and cannot be read holds unknown ones.
void readFolder(PolicyFiles& all, const QString& folder, Layer layer)
{
    const auto paths = core::settings::filesIn(folder, QStringLiteral(".json"));
    if (!paths) {
        add(all, folder, broken(paths.error(), layer));
        return;
    }
    for (const auto& path : *paths)
        readFile(all, path, layer, Missing::IsNothing);
}

} // namespace

PolicyFiles policyAt(const QStringList& paths, Layer layer)
{
    PolicyFiles all;
    for (const auto& path : paths) {
        if (QFileInfo(path).isDir())
            readFolder(all, path, layer);
        else
            readFile(all, path, layer, Missing::IsBroken);
    }
    return all;
}

PolicyFiles installedPolicy()
{
    const auto name = QStringLiteral("/policy.d");
    PolicyFiles all;
    for (const auto& folder : core::settings::managedFolders())
        readFolder(all, folder + name, Layer::Managed);
    readFolder(all, core::settings::userFolder() + name, Layer::User);
    return all;
}

} // namespace app::host
