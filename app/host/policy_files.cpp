#include "app/host/policy_files.h"

#include "core/settings/config_files.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFileInfo>

namespace app::host {

using core::policy::Layer;
using core::policy::PolicyFile;
using core::settings::Unreadable;

namespace {

constexpr qint64 mostBytes = 2'000'000; // over the reader's own limit: it says what is wrong

void add(PolicyFiles& all, const QString& path, const PolicyFile& file, const QByteArray& bytes = {})
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto& part : {all.version.toLatin1(), path.toUtf8(), bytes}) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    all.version = QString::fromLatin1(hash.result().toHex());
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
        add(all, path, core::policy::readPolicyFile(**bytes, path, layer), **bytes);
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

core::policy::InForce PolicyFiles::inForce() const
{
    return {core::policy::Rules(rules), version};
}

QStringList PolicyFiles::brokenPlaces() const
{
    QStringList places;
    for (const auto& problem : problems)
        places += QStringLiteral("%1:%2").arg(problem.file).arg(problem.place.line);
    return places;
}

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
