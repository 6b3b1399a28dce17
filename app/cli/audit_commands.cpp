#include "app/cli/audit_commands.h"

#include "app/cli/audit_export.h"
#include "app/cli/audit_logs.h"
#include "app/cli/json_form.h"
#include "app/cli/request.h"
#include "core/audit/audit_trail.h"

namespace app::cli {
namespace {

using core::audit::Verification;

int exitOf(const Console& console, bool held)
{
    return static_cast<int>(held && console.outputError() == 0 ? Exit::Ok : Exit::Failed);
}

QString inWords(const QString& path, const Verification& found)
{
    if (found.firstBroken)
        return auditLogBroken(path, *found.firstBroken) +
               QStringLiteral(" The %1 records before it hold.").arg(*found.firstBroken);
    if (found.records == 0) return auditLogEmpty(path);
    return QStringLiteral("%1: holds. %2 records; the last one's hash is %3.")
        .arg(path)
        .arg(found.records)
        .arg(QString::fromLatin1(found.head.hash.toHex()));
}

// \return whether it holds
bool report(Console& console, const QString& path, const Verification& found)
{
    const bool holds = found.intact() && found.records > 0;
    if (console.json())
        console.result(auditJson(path, found, holds));
    else
        console.result(inWords(path, found));
    noteUnfinished(console, path, found.records, found.tornBytes);
    return holds;
}

int verifyAll(Console& console)
{
    const auto paths = auditLogs(console);
    if (!paths) return static_cast<int>(Exit::Failed);
    const core::SystemClock clock;
    core::audit::AuditTrail trail(auditFolder(), clock);
    bool allHold = true;
    for (const auto& path : *paths) {
        const auto found = waitFor(trail.verify(auditLogName(path)));
        if (!found) auditLogFailed(console, path, found.error());
        allHold = found && report(console, path, *found) && allHold;
    }
    noteWhatCannotBeSeen(console);
    return exitOf(console, allHold);
}

int wrongWords(Console& console, const QString& sentence)
{
    console.failure({core::Errc::InvalidArgument, QStringLiteral("wrong words")}, sentence);
    return static_cast<int>(Exit::Usage);
}

} // namespace

std::optional<int> runAuditCommand(const QStringList& arguments, Console& console)
{
    // The first word decides: behind an option, it could be the option's value.
    if (arguments.value(1) != u"audit") return std::nullopt;
    auto words = arguments.mid(2);
    words.removeAll(QStringLiteral("--json"));
    if (words == QStringList{QStringLiteral("verify")}) return verifyAll(console);
    if (words.value(0) != u"export")
        return wrongWords(console, QStringLiteral("It is sekisho-cli audit verify or sekisho-cli audit export, with "
                                                  "--json or without. verify takes no other words."));
    const auto request = parseExport(words.mid(1));
    return request ? exportLogs(*request, console) : wrongWords(console, request.error());
}

} // namespace app::cli
