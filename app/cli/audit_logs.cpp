#include "app/cli/audit_logs.h"

#include "core/settings/config_files.h"
#include "core/settings/start_hint.h"

#include <QtCore/QFileInfo>

namespace app::cli {

QString auditFolder()
{
    return core::settings::dataFolder() + QStringLiteral("/audit");
}

std::optional<QStringList> auditLogs(Console& console)
{
    const auto folder = auditFolder();
    const auto paths = core::settings::filesIn(folder, QStringLiteral(".log"));
    if (!paths) {
        console.failure({core::Errc::InvalidArgument, QStringLiteral("the audit folder"), paths.error().path},
                        paths.error().text() + QStringLiteral(". Nothing is known about the logs: make it readable."));
        return {};
    }
    if (paths->isEmpty()) {
        console.failure({core::Errc::NotFound, QStringLiteral("no audit log"), folder},
                        QStringLiteral("There is no audit log in %1: nobody has signed in here, or the logs were taken "
                                       "away.")
                            .arg(folder));
        return {};
    }
    return *paths;
}

QString auditLogName(const QString& path)
{
    return QFileInfo(path).completeBaseName();
}

void auditLogFailed(Console& console, const QString& path, const core::Error& error)
{
    console.failure(error, error.code == core::Errc::Busy
                               ? QStringLiteral("%1: another program holds it. Try again when it is done.").arg(path)
                               : QStringLiteral("%1: cannot be opened, so nothing is known about it. Make it readable "
                                                "and writable for your account: it is locked while it is read.")
                                     .arg(path));
}

QString auditLogBroken(const QString& path, qint64 record)
{
    return QStringLiteral("%1: does not hold from record %2 on (line %3). That line or one before it was changed, "
                          "moved, put in or taken out.")
        .arg(path)
        .arg(record)
        .arg(record + 1);
}

QString auditLogEmpty(const QString& path)
{
    return QStringLiteral("%1: holds no whole record, though the first one is written with the file.").arg(path);
}

void noteUnfinished(Console& console, const QString& path, qint64 records, qint64 bytes)
{
    if (bytes == 0) return;
    console.note(QStringLiteral("%1: behind record %2 there are %3 bytes of one that was not finished, as when the "
                                "program or the machine stops while it writes. The next record drops them and says "
                                "so.")
                     .arg(path)
                     .arg(records - 1)
                     .arg(bytes));
}

void noteWhatCannotBeSeen(Console& console)
{
    console.note(QStringLiteral("What cannot be seen here: records cut off at the end, and a log written anew as a "
                                "whole. Compare number and hash with ones that were kept elsewhere."));
}

} // namespace app::cli
