#include "app/host/child_process.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QProcessEnvironment>

#ifdef __linux__
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace app::host {

QString helperProgram(const QString& name)
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const auto& folder :
         {here.path(), here.filePath(QStringLiteral("../lib/sekisho")), here.filePath(QStringLiteral("../bin"))}) {
        const QFileInfo candidate(QDir(folder).filePath(name));
        if (candidate.isFile() && candidate.isExecutable()) return candidate.canonicalFilePath();
    }
    return {};
}

void prepareChild(QProcess& process, ChildNeeds needs)
{
    static constexpr const char* everywhere[] = {"PATH",   "HOME",        "LANG", "LANGUAGE",
                                                 "LC_ALL", "LC_MESSAGES", "TZ",   "TMPDIR"};
    static constexpr const char* forWindows[] = {"DISPLAY",         "WAYLAND_DISPLAY",  "XAUTHORITY",
                                                 "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP",
                                                 "QT_QPA_PLATFORM", "QT_SCALE_FACTOR",  "QT_SCREEN_SCALE_FACTORS",
                                                 "QT_IM_MODULE",    "XMODIFIERS",       "GTK_IM_MODULE"};
    const auto mine = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment clean;
    const auto keep = [&](const char* name) {
        const auto key = QString::fromLatin1(name);
        if (mine.contains(key)) clean.insert(key, mine.value(key));
    };
    for (const auto* name : everywhere)
        keep(name);
    if (needs == ChildNeeds::Display)
        for (const auto* name : forWindows)
            keep(name);
    process.setProcessEnvironment(clean);
#ifdef __linux__
    // Runs in the child between fork and exec: only system calls. Marked, not closed, because QProcess still needs its
    // own pipe to report a failed exec. Away from the terminal: a taken-over browser types no commands into it, and
    // Ctrl-C there is this program's to answer.
    process.setChildProcessModifier([] {
        syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
        setsid();
    });
#endif
}

} // namespace app::host
