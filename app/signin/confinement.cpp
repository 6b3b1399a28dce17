#include "app/signin/confinement.h"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <iterator>
#include <linux/audit.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
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

class Rules {
public:
    explicit Rules(std::uint64_t handled)
        : handled_(handled)
    {
        landlock_ruleset_attr attributes{}; // newer kernel headers have more in it
        attributes.handled_access_fs = handled;
        descriptor_ = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof handled, 0U));
    }
    ~Rules() { ::close(descriptor_); }
    Rules(const Rules&) = delete;
    Rules& operator=(const Rules&) = delete;

    void allow(const char* path, std::uint64_t access) const
    {
        const int folder = ::open(path, O_PATH | O_CLOEXEC);
        if (folder < 0) return;
        landlock_path_beneath_attr beneath{};
        beneath.allowed_access = access & handled_;
        beneath.parent_fd = folder;
        ::syscall(SYS_landlock_add_rule, descriptor_, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0U);
        ::close(folder);
    }
    void apply() const { ::syscall(SYS_landlock_restrict_self, descriptor_, 0U); }

private:
    std::uint64_t handled_;
    int descriptor_ = -1;
};

// Nothing is to be written but what Chromium's processes share in memory and set up for their own sandbox. Whoever is
// behind such rules may also not look into a process that is not: /proc/PID/mem, /proc/PID/root (landlock(7)).
void refuseFiles()
{
    const auto version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0UL, std::uint32_t(LANDLOCK_CREATE_RULESET_VERSION));
    if (version < 1) return;                        // README.md says what is open then
    constexpr std::uint64_t refer = 1ULL << 13U;    // since version 2
    constexpr std::uint64_t truncate = 1ULL << 14U; // since version 3
    constexpr std::uint64_t write = LANDLOCK_ACCESS_FS_WRITE_FILE | truncate;
    const std::uint64_t change =
        LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
        LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
        LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
        LANDLOCK_ACCESS_FS_MAKE_SYM | (version >= 2 ? refer : 0) | (version >= 3 ? truncate : 0);
    const Rules rules(change);
    rules.allow("/dev/shm", change);
    rules.allow("/dev/null", write);
    rules.allow("/proc", write);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    rules.apply();
}

#if defined(__x86_64__)
constexpr std::uint32_t nativeArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t nativeArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t nativeArchitecture = 0; // not known: no window, and the system browser instead
#endif
#ifdef __X32_SYSCALL_BIT
constexpr std::uint32_t otherTable = __X32_SYSCALL_BIT;
#else
constexpr std::uint32_t otherTable = 0x40000000;
#endif

constexpr sock_filter load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
constexpr sock_filter answer(std::uint32_t action)
{
    return BPF_STMT(BPF_RET | BPF_K, action);
}
constexpr sock_filter refuse(int error)
{
    return answer(SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error));
}
// The next statement, or the next few, are for this value only.
constexpr sock_filter onlyIf(std::uint32_t value, std::uint8_t skip = 1)
{
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip);
}

} // namespace

bool shutLocalSockets()
{
    // The low halves of the arguments: both architectures are little-endian, and the kernel takes these as int.
    constexpr auto number = offsetof(seccomp_data, nr);
    constexpr auto first = offsetof(seccomp_data, args);
    constexpr auto second = first + sizeof(std::uint64_t);
    constexpr auto allow = answer(SECCOMP_RET_ALLOW);
    sock_filter program[] = {
        load(offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nativeArchitecture, 1, 0),
        answer(SECCOMP_RET_KILL_PROCESS), // 32-bit calls have other numbers, socketcall() among them
        load(number),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, otherTable, 0, 1),
        refuse(ENOSYS),
        // Rings make and connect sockets where no filter looks.
        onlyIf(SYS_io_uring_setup),
        refuse(ENOSYS),
        // What another program of this user has connected is not to be had either.
        onlyIf(SYS_ptrace),
        refuse(EPERM),
        onlyIf(SYS_pidfd_getfd),
        refuse(EPERM),
        onlyIf(SYS_process_vm_readv),
        refuse(EPERM),
        onlyIf(SYS_process_vm_writev),
        refuse(EPERM),
        onlyIf(SYS_socket, 8),
        load(first),
        onlyIf(AF_INET),
        allow,
        onlyIf(AF_INET6),
        allow,
        onlyIf(AF_NETLINK), // which networks there are
        allow,
        refuse(EACCES),
        // Chromium's processes talk over pairs of these two kinds. A pair of datagram sockets could be connected to
        // something else later.
        onlyIf(SYS_socketpair, 7),
        load(second),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf), // without SOCK_CLOEXEC and SOCK_NONBLOCK
        onlyIf(SOCK_STREAM),
        allow,
        onlyIf(SOCK_SEQPACKET),
        allow,
        refuse(EACCES),
        allow,
    };
    const sock_fprog filter{static_cast<unsigned short>(std::size(program)), program};
    return nativeArchitecture != 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

void confine()
{
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    // Not 0, which the kernel does not look at where dumps go to a program (core(5)): 1 is what stops those as well
    // (do_coredump() in fs/coredump.c), and no file is made either, because it would be larger than that.
    const rlimit tooSmallForAnyDump{1, 1};
    ::setrlimit(RLIMIT_CORE, &tooSmallForAnyDump);
    ::umask(077);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    refuseFiles();
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
