#include "app/cli/audit_commands.h"

#include "app/cli/json_form.h"
#include "app/cli/request.h"
#include "core/audit/audit_trail.h"
#include "core/settings/config_files.h"
#include "core/settings/start_hint.h"

#include <QtCore/QEventLoop>
#include <QtCore/QFileInfo>

namespace app::cli {
namespace {

using core::Result;
using core::audit::Verification;

int exitOf(const Console& console, bool held)
{
    return static_cast<int>(held && console.outputError() == 0 ? Exit::Ok : Exit::Failed);
}

Result<Verification> verified(core::audit::AuditTrail& trail, const QString& log)
{
    QEventLoop loop;
    Result<Verification> answer;
    core::onReady(trail.verify(log), &loop, [&](const Result<Verification>& found) {
        answer = found;
        loop.quit();
    });
    loop.exec();
    return answer;
}

QString inWords(const QString& path, const Verification& found)
{
    if (found.firstBroken)
        return QStringLiteral("%1: does not hold from record %2 on (line %3). That line or one before it was changed, "
                              "moved, put in or taken out. The %2 records before it hold.")
            .arg(path)
            .arg(*found.firstBroken)
            .arg(*found.firstBroken + 1);
    if (found.records == 0)
        return QStringLiteral("%1: holds no whole record, though the first one is written with the file.").arg(path);
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
    if (found.tornBytes > 0)
        console.note(QStringLiteral("%1: behind record %2 there are %3 bytes of one that was not finished, as when the "
                                    "program or the machine stops while it writes. The next record drops them and says "
                                    "so.")
                         .arg(path)
                         .arg(found.records - 1)
                         .arg(found.tornBytes));
    return holds;
}

int verifyAll(Console& console)
{
    const auto folder = core::settings::dataFolder() + QStringLiteral("/audit");
    const auto paths = core::settings::filesIn(folder, QStringLiteral(".log"));
    if (!paths) {
        console.failure({core::Errc::InvalidArgument, QStringLiteral("the audit folder"), paths.error().path},
                        paths.error().text() + QStringLiteral(". Nothing is known about the logs: make it readable."));
        return static_cast<int>(Exit::Failed);
    }
    if (paths->isEmpty()) {
        console.failure({core::Errc::NotFound, QStringLiteral("no audit log"), folder},
                        QStringLiteral("There is no audit log in %1: nobody has signed in here, or the logs were taken "
                                       "away.")
                            .arg(folder));
        return static_cast<int>(Exit::Failed);
    }
    const core::SystemClock clock;
    core::audit::AuditTrail trail(folder, clock);
    bool allHold = true;
    for (const auto& path : *paths) {
        const auto found = verified(trail, QFileInfo(path).completeBaseName());
        if (!found)
            console.failure(found.error(),
                            found.error().code == core::Errc::Busy
                                ? QStringLiteral("%1: another program holds it. Try again when it is done.").arg(path)
                                : QStringLiteral("%1: cannot be opened, so nothing is known about it. Make it readable "
                                                 "and writable for your account: it is locked while it is read.")
                                      .arg(path));
        allHold = found && report(console, path, *found) && allHold;
    }
    console.note(QStringLiteral("What cannot be seen here: records cut off at the end, and a log written anew as a "
                                "whole. Compare number and hash with ones that were kept elsewhere."));
    return exitOf(console, allHold);
}

} // namespace

std::optional<int> runAuditCommand(const QStringList& arguments, Console& console)
{
    // The first word decides: behind an option, it could be the option's value.
    if (arguments.value(1) != u"audit") return std::nullopt;
    auto words = arguments.mid(2);
    words.removeAll(QStringLiteral("--json"));
    if (words == QStringList{QStringLiteral("verify")}) return verifyAll(console);
    console.failure({core::Errc::InvalidArgument, QStringLiteral("wrong words")},
                    QStringLiteral("It is sekisho-cli audit verify, with --json or without, and nothing else."));
    return static_cast<int>(Exit::Usage);
}

} // namespace app::cli
