#pragma once

#include "app/cli/console.h"
#include "core/base/async.h"

#include <QtCore/QEventLoop>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

/// What the commands over the audit logs of this account share: where the logs are, and what is said about one.
namespace app::cli {

[[nodiscard]] QString auditFolder();

/// The logs' paths, by name. Nothing: there is none, or it cannot be told, and that has been said.
[[nodiscard]] std::optional<QStringList> auditLogs(Console& console);

/// The name that AuditTrail knows the log by.
[[nodiscard]] QString auditLogName(const QString& path);

/// Runs the event loop until the answer is there.
template <typename T>
core::Result<T> waitFor(const core::Async<T>& future)
{
    QEventLoop loop;
    core::Result<T> answer;
    core::onReady(future, &loop, [&](const core::Result<T>& given) {
        answer = given;
        loop.quit();
    });
    loop.exec();
    return answer;
}

/// A log that could not be looked at.
void auditLogFailed(Console& console, const QString& path, const core::Error& error);
/// \param record  the number of the first one that does not hold
[[nodiscard]] QString auditLogBroken(const QString& path, qint64 record);
[[nodiscard]] QString auditLogEmpty(const QString& path);
/// Says that the last line is a part of one, if there are such bytes.
/// \param records  how many whole ones stand before it
void noteUnfinished(Console& console, const QString& path, qint64 records, qint64 bytes);
/// No log can show by itself that its end is missing.
void noteWhatCannotBeSeen(Console& console);

} // namespace app::cli
