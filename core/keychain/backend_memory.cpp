#include "core/keychain/backend_memory.h"

#include <QtCore/QFile>
#include <QtCore/QSaveFile>

namespace core::keychain {
namespace {

constexpr qint64 longestName = 200;

} // namespace

BackendFile::BackendFile(QString path)
    : path_(std::move(path))
{}

Result<QString> BackendFile::name() const
{
    QFile file(path_);
    if (!file.exists()) return QString();
    if (!file.open(QIODevice::ReadOnly) || file.size() > longestName)
        return fail(Errc::Corrupt, QStringLiteral("the file that names the keychain cannot be read"));
    return QString::fromUtf8(file.readAll()).trimmed();
}

Result<> BackendFile::remember(const QString& name)
{
    QSaveFile file(path_);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(name.toUtf8() + '\n') < 0 || !file.commit())
        return fail(Errc::DiskFull, QStringLiteral("cannot remember the keychain: ") + file.errorString());
    return {};
}

} // namespace core::keychain
