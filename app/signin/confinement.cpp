#include "app/signin/confinement.h"

#include <csignal>
#include <cstdlib>
#include <linux/close_range.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace app::signin {
namespace {

bool opensTheBrowserUp(std::string_view name)
{
    return name.starts_with("QTWEBENGINE") || name.starts_with("CHROME") || name == "SSLKEYLOGFILE" ||
           name.starts_with("DBUS_") || name == "QT_PLUGIN_PATH" || name == "QT_QPA_PLATFORM_PLUGIN_PATH" ||
           name == "QT_LOGGING_CONF" || name == "QT_LOGGING_RULES" || name.starts_with("LD_");
}

void cleanEnvironment()
{
    std::vector<std::string> unwanted;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto name = text.substr(0, text.find('='));
        if (opensTheBrowserUp(name)) unwanted.emplace_back(name);
    }
    for (const auto& name : unwanted)
        ::unsetenv(name.c_str());
    // Without an address libdbus looks for the bus's socket in the runtime folder, or starts a bus.
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1);
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "disabled:", 1);
}

} // namespace

void confine()
{
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::umask(077);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    cleanEnvironment();
}

QByteArray sandboxObstacle()
{
    if (::geteuid() == 0 || ::getuid() == 0) return "root";
    // In a child, because a process cannot leave the namespace it made. Two steps: where unprivileged namespaces are
    // restricted, the first one may succeed and give no rights for the second.
    const pid_t child = ::fork();
    if (child < 0) return "user-namespaces";
    if (child == 0) {
        const bool possible = ::unshare(CLONE_NEWUSER) == 0 && ::unshare(CLONE_NEWPID | CLONE_NEWNET) == 0;
        ::_exit(possible ? 0 : 1);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? QByteArray() : QByteArray("user-namespaces");
}

QByteArray displayObstacle()
{
    const auto isSet = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") ? QByteArray() : QByteArray("display");
}

} // namespace app::signin
