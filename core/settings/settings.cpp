#include "core/settings/settings.h"

#include "core/base/logging.h"
#include "core/settings/config_files.h"
#include "core/settings/settings_json_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QSaveFile>

namespace core::settings {
namespace {

constexpr qint64 largestFile = 1024 * 1024;
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

tl::expected<QJsonObject, Fault> parse(const QByteArray& bytes)
{
    if (bytes.size() > largestFile) return tl::unexpected(Fault{1, QStringLiteral("larger than a settings file is")});
    return parseSettings(bytes);
}

// What the managed files fix, each name as the first file that has it says.
Result<QJsonObject> readManaged(const QStringList& paths)
{
    QJsonObject managed;
    for (const auto& path : paths) {
        const auto bytes = readIfThere(path, largestFile + 1);
        if (!bytes)
            return fail(Errc::InvalidArgument, QStringLiteral("a managed file cannot be read"), bytes.error().text());
        if (!*bytes) continue;
        const auto file = parse(**bytes);
        if (!file)
            return fail(Errc::InvalidArgument, file.error().what,
                        path + QLatin1Char(':') + QString::number(file.error().line));
        for (const auto& name : file->keys())
            if (!managed.contains(name)) managed.insert(name, file->value(name));
    }
    return managed;
}

// \return where it is now
Result<QString> setAside(const QString& path)
{
    const auto stem = path + QStringLiteral(".broken-") +
                      QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    for (int number = 0; number < 100; ++number) {
        const auto aside = number == 0 ? stem : stem + QLatin1Char('-') + QString::number(number);
        if (QFileInfo::exists(aside)) continue;
        if (QFile::rename(path, aside)) return aside;
        break;
    }
    return fail(Errc::DiskFull, QStringLiteral("the broken settings file cannot be set aside"), path);
}

Result<> writeFile(const QString& path, const QJsonObject& object)
{
    const QFileInfo info(path);
    if (!info.absoluteDir().exists()) {
        const auto parent = QFileInfo(info.absolutePath()).absoluteDir();
        if (!parent.mkpath(QStringLiteral(".")) ||
            !parent.mkdir(info.absoluteDir().dirName(), ownerOnly | QFile::ExeOwner))
            return fail(Errc::DiskFull, QStringLiteral("cannot make the settings folder"));
    }
    QSaveFile file(path); // writes beside it, waits for the disk, renames
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly) ||
        file.write(QJsonDocument(object).toJson(QJsonDocument::Indented)) < 0 || !file.commit())
        return fail(Errc::DiskFull, QStringLiteral("cannot write the settings: ") + file.errorString());
    return {};
}

} // namespace

Places systemPlaces()
{
    const auto name = QStringLiteral("/settings.json");
    Places places;
    for (const auto& folder : managedFolders())
        places.managedFiles.append(folder + name);
    places.userFile = userFolder() + name;
    return places;
}

Settings::Settings(Places places)
    : places_(std::move(places))
{}

Result<Settings> Settings::open(Places places)
{
    Settings settings(std::move(places));
    TRY_ASSIGN(settings.managed_, readManaged(settings.places_.managedFiles));
    const auto& userFile = settings.places_.userFile;
    const auto bytes = readIfThere(userFile, largestFile + 1);
    if (!bytes) {
        TRY_ASSIGN(settings.brokenUserFile_, setAside(userFile));
        qCWarning(logSettings) << "the settings file could not be read";
    } else if (*bytes) {
        const auto user = parse(**bytes);
        if (user) {
            settings.user_ = *user;
        } else {
            TRY_ASSIGN(settings.brokenUserFile_, setAside(userFile));
            qCWarning(logSettings) << "the settings file was broken in line" << user.error().line;
        }
    }
    settings.combine();
    return settings;
}

void Settings::combine()
{
    effective_ = Values();
    apply(user_, effective_);
    apply(managed_, effective_);
}

bool Settings::locked(Key key) const noexcept
{
    return managed_.contains(keyName(key));
}

Result<> Settings::change(const Values& wanted)
{
    QJsonObject user;
    for (const auto key : allKeys) {
        const auto name = keyName(key);
        const auto value = toJson(key, wanted);
        if (locked(key)) {
            if (value != toJson(key, effective_))
                return fail(Errc::Refused, QStringLiteral("an administrator has fixed it"), name);
            // What the person chose before stays, for the day it is no longer fixed.
            if (user_.contains(name)) user.insert(name, user_.value(name));
        } else if (!value.isUndefined()) {
            user.insert(name, value);
        }
    }
    if (const auto fault = firstFault(user))
        return fail(Errc::InvalidArgument, *fault + QStringLiteral(" does not fit"),
                    fault->section(QLatin1Char('/'), 1, 1));
    TRY(writeFile(places_.userFile, user));
    user_ = user;
    combine();
    return {};
}

} // namespace core::settings
