#include "core/settings/settings.h"

#include "core/base/logging.h"
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

tl::expected<QJsonObject, Fault> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return tl::unexpected(Fault{1, file.errorString()});
    if (file.size() > largestFile) return tl::unexpected(Fault{1, QStringLiteral("larger than a settings file is")});
    return parseSettings(file.readAll());
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
    const auto own = QStringLiteral("/sekisho/settings.json");
    const auto absolute = [](const QString& path) { return QDir::isAbsolutePath(path); };
    Places places;
    // Relative paths are to be ignored (XDG Base Directory Specification).
    auto folders = qEnvironmentVariable("XDG_CONFIG_DIRS").split(QLatin1Char(':'), Qt::SkipEmptyParts);
    folders.removeIf([&](const QString& folder) { return !absolute(folder); });
    if (folders.isEmpty()) folders.append(QStringLiteral("/etc/xdg"));
    for (const auto& folder : folders)
        places.managedFiles.append(folder + own);
    auto home = qEnvironmentVariable("XDG_CONFIG_HOME");
    if (!absolute(home)) home = QDir::homePath() + QStringLiteral("/.config");
    places.userFile = home + own;
    return places;
}

Settings::Settings(Places places)
    : places_(std::move(places))
{}

Result<Settings> Settings::open(Places places)
{
    Settings settings(std::move(places));
    for (const auto& path : settings.places_.managedFiles) {
        if (!QFileInfo::exists(path)) continue;
        const auto managed = readFile(path);
        if (!managed)
            return fail(Errc::InvalidArgument, managed.error().what,
                        path + QLatin1Char(':') + QString::number(managed.error().line));
        settings.managed_ = *managed;
        break;
    }
    if (QFileInfo::exists(settings.places_.userFile)) {
        const auto user = readFile(settings.places_.userFile);
        if (user) {
            settings.user_ = *user;
        } else {
            TRY_ASSIGN(settings.brokenUserFile_, setAside(settings.places_.userFile));
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
