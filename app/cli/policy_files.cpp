#include "app/cli/policy_files.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace app::cli {

using core::policy::Layer;

namespace {

constexpr qint64 mostBytes = 2'000'000; // over the reader's own limit: it says what is wrong

void add(PolicyFiles& all, core::policy::PolicyFile file)
{
    all.rules += file.rules;
    all.problems += file.problems;
}

void readFile(PolicyFiles& all, const QString& path, Layer layer)
{
    all.read += path;
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        add(all, core::policy::readPolicyFile(file.read(mostBytes), path, layer));
        return;
    }
    add(all,
        core::policy::unreadablePolicyFile(
            path, layer, {QStringLiteral("The file cannot be opened."), QStringLiteral("ファイルを開けません。")}));
}

void readFolder(PolicyFiles& all, const QDir& folder, Layer layer)
{
    if (!folder.isReadable()) {
        readFile(all, folder.path(), layer);
        return;
    }
    for (const auto& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files | QDir::System, QDir::Name))
        readFile(all, folder.filePath(name), layer);
}

} // namespace

PolicyFiles policyAt(const QStringList& paths, Layer layer)
{
    PolicyFiles all;
    for (const auto& path : paths) {
        if (QFileInfo(path).isDir())
            readFolder(all, QDir(path), layer);
        else
            readFile(all, path, layer);
    }
    return all;
}

PolicyFiles installedPolicy()
{
    const auto own = QStringLiteral("/sekisho/policy.d");
    QStringList managed{QStringLiteral("/etc/xdg") + own};
    for (const auto& folder : qEnvironmentVariable("XDG_CONFIG_DIRS").split(u':', Qt::SkipEmptyParts))
        if (QDir::isAbsolutePath(folder) && !managed.contains(folder + own)) managed += folder + own;
    auto home = qEnvironmentVariable("XDG_CONFIG_HOME");
    if (!QDir::isAbsolutePath(home)) home = QDir::homePath() + QStringLiteral("/.config");
    // A folder that is not there holds no rules; one that is there and cannot be read holds unknown ones.
    managed.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
    auto all = policyAt(managed, Layer::Managed);
    if (!QFileInfo::exists(home + own)) return all;
    const auto user = policyAt({home + own}, Layer::User);
    all.rules += user.rules;
    all.problems += user.problems;
    all.read += user.read;
    return all;
}

} // namespace app::cli
