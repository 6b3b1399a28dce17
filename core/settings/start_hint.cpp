#include "core/settings/start_hint.h"

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>

namespace core::settings {
namespace {

QString hintFile(const QString& dataFolder)
{
    return dataFolder + QStringLiteral("/account-expected");
}

} // namespace

QString dataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/sekisho");
}

bool accountExpected(const QString& dataFolder)
{
    return QFile::exists(hintFile(dataFolder));
}

void noteAccountExpected(const QString& dataFolder, bool expected)
{
    if (expected == accountExpected(dataFolder)) return;
    QFile file(hintFile(dataFolder));
    if (!expected)
        file.remove();
    else if (file.open(QIODevice::WriteOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace core::settings
