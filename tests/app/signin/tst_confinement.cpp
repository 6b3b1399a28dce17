// What a taken-over sign-in window would try: a program in the window's confinement reaches for the sockets of other
// programs. Each attempt is made twice, and succeeds without the confinement.
#include "app/signin/confinement.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <linux/io_uring.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

/// The address of a socket: by its path, or abstract where the name begins with a NUL.
struct Address {
    sockaddr_un value{};
    socklen_t size = 0;

    explicit Address(const QByteArray& name)
    {
        value.sun_family = AF_UNIX;
        memcpy(value.sun_path, name.constData(), static_cast<size_t>(name.size()));
        size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path)) + static_cast<socklen_t>(name.size());
        if (name.at(0) != '\0') ++size;
    }
    [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&value); }
};

/// Somebody else's socket: the session bus, say. Ends with the object.
class Listener {
public:
    Listener(const QByteArray& name, int type)
        : socket_(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0))
    {
        const Address address(name);
        ok_ = ::bind(socket_, address.get(), address.size) == 0 && (type == SOCK_DGRAM || ::listen(socket_, 128) == 0);
    }
    ~Listener() { ::close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] int descriptor() const { return socket_; }

private:
    int socket_;
    bool ok_ = false;
};

// All of these answer 0, or an errno.
int outcome(long result)
{
    return result < 0 ? errno : 0;
}
int connectBy(int type, const QByteArray& name)
{
    const int socket = ::socket(AF_UNIX, type, 0);
    const Address address(name);
    return socket < 0 ? errno : outcome(::connect(socket, address.get(), address.size));
}
int connectOfPair(int type, const QByteArray& name)
{
    int ends[2] = {-1, -1};
    const Address address(name);
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    return outcome(::connect(ends[0], address.get(), address.size));
}
int connectByAnotherProgram(const QByteArray& name)
{
    const auto child = ::fork();
    if (child == 0) {
        ::execl("/proc/self/exe", "tst_confinement", "connect", name.constData(), nullptr);
        ::_exit(255);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

/// Runs `attempt` in a process of its own. -1: the process was killed.
int inAProcess(bool confined, const std::function<int()>& attempt)
{
    const auto child = ::fork();
    if (child == 0) {
        if (confined) {
            app::signin::confine();
            if (!app::signin::shutLocalSockets()) ::_exit(254);
        }
        ::_exit(attempt());
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return 253;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

class TestConfinement : public QObject {
    Q_OBJECT

    QTemporaryDir runtime_;
    QByteArray bus_{runtime_.filePath(QStringLiteral("bus")).toLocal8Bit()};
    QByteArray profile_{runtime_.filePath(QStringLiteral("profile")).toLocal8Bit()};
    QByteArray journal_{runtime_.filePath(QStringLiteral("journal")).toLocal8Bit()};
    QByteArray abstract_{QByteArray(1, '\0') + "sekisho-test-" + QByteArray::number(::getpid())};
    Listener busServer_{bus_, SOCK_STREAM};
    Listener packetServer_{bus_ + "2", SOCK_SEQPACKET};
    Listener journalServer_{journal_, SOCK_DGRAM};
    Listener abstractServer_{abstract_, SOCK_STREAM};

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(busServer_.ok() && packetServer_.ok() && journalServer_.ok() && abstractServer_.ok());
    }

    void noWayToTheSocketsOfOthers_data()
    {
        QTest::addColumn<std::function<int()>>("attempt");
        QTest::addColumn<int>("bare");
        QTest::addColumn<int>("confined");
        const auto row = [](const char* name, std::function<int()> attempt, int confined = EACCES, int bare = 0) {
            QTest::newRow(name) << std::move(attempt) << bare << confined;
        };
        row("the session bus by its path", [this] { return connectBy(SOCK_STREAM, bus_); });
        row("the same without blocking",
            [this] { return connectBy(SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, bus_); });
        row("packets by path", [this] { return connectBy(SOCK_SEQPACKET, bus_ + "2"); });
        row("datagrams by path", [this] { return connectBy(SOCK_DGRAM, journal_); });
        row("an abstract name", [this] { return connectBy(SOCK_STREAM, abstract_); });
        row("by another process's view of the files",
            [this] { return connectBy(SOCK_STREAM, "/proc/" + QByteArray::number(::getppid()) + "/root" + bus_); });
        row("by a program it starts", [this] { return connectByAnotherProgram(bus_); });
        row("a pair of datagram sockets, connected anew", [this] { return connectOfPair(SOCK_DGRAM, journal_); });
        row("the same under another name (the kernel takes SOCK_RAW for it)",
            [this] { return connectOfPair(SOCK_RAW, journal_); });
        row(
            "a pair of stream sockets, connected anew (unix(7): EISCONN)",
            [this] { return connectOfPair(SOCK_STREAM, bus_); }, EISCONN, EISCONN);
        row(
            "a pair of packet sockets, connected anew (unix(7): EISCONN)",
            [this] { return connectOfPair(SOCK_SEQPACKET, bus_ + "2"); }, EISCONN, EISCONN);
        row(
            "a ring that makes sockets (io_uring)",
            [] {
                io_uring_params parameters{};
                return outcome(::syscall(SYS_io_uring_setup, 2, &parameters));
            },
            ENOSYS);
        row(
            "the socket of a process that has one",
            [this] {
                const auto pid = static_cast<int>(::syscall(SYS_pidfd_open, ::getppid(), 0));
                return pid < 0 ? errno : outcome(::syscall(SYS_pidfd_getfd, pid, busServer_.descriptor(), 0));
            },
            EPERM);
        for (const long call : {SYS_process_vm_readv, SYS_process_vm_writev})
            row(
                call == SYS_process_vm_readv ? "reading another process" : "writing to another process",
                [call] {
                    int mine = 0;
                    int theirs = 0; // at the same address in the child
                    const iovec here{&mine, sizeof mine};
                    const iovec there{&theirs, sizeof theirs};
                    const auto child = ::fork();
                    if (child == 0) {
                        ::pause();
                        ::_exit(0);
                    }
                    const int reached = outcome(::syscall(call, child, &here, 1, &there, 1, 0));
                    ::kill(child, SIGKILL);
                    return reached;
                },
                EPERM);
        row(
            "the memory of a process that has one",
            [] {
                const auto child = ::fork();
                if (child == 0) {
                    ::pause();
                    ::_exit(0);
                }
                const int traced = outcome(::ptrace(PTRACE_SEIZE, child, nullptr, nullptr));
                ::kill(child, SIGKILL);
                return traced;
            },
            EPERM);
    }
    void noWayToTheSocketsOfOthers()
    {
        QFETCH(const std::function<int()>, attempt);
        QFETCH(const int, bare);
        QFETCH(const int, confined);
        const int without = inAProcess(false, attempt);
        QCOMPARE(inAProcess(true, attempt), confined);
        // Some systems refuse rings and looking into other processes to everybody.
        QVERIFY2(without == bare || without == EPERM || without == ENOSYS, qPrintable(QString::number(without)));
    }
    void callsOfThe32BitKindEndTheProcess()
    {
#ifdef __x86_64__
        const auto attempt = [] {
            int result = 359; // socket() of that kind
            asm volatile("int $0x80" : "+a"(result) : "b"(AF_UNIX), "c"(SOCK_STREAM), "d"(0) : "memory");
            return result < 0 ? -result : 0;
        };
        QCOMPARE(inAProcess(true, attempt), -1);
#else
        QSKIP("skipped: there is no such call here");
#endif
    }
    void aThreadThatRanBeforeIsConfinedToo()
    {
        const auto attempt = [this] {
            int go[2] = {-1, -1};
            if (::pipe(go) != 0) return 252;
            int seen = 251;
            std::thread before([&] {
                char byte = 0;
                if (::read(go[0], &byte, 1) == 1) seen = connectBy(SOCK_STREAM, bus_);
            });
            const bool shut = app::signin::shutLocalSockets();
            const bool told = ::write(go[1], "x", 1) == 1;
            before.join();
            return shut && told ? seen : 250;
        };
        QCOMPARE(inAProcess(false, attempt), EACCES);
    }
    void nothingIsWrittenAndNobodyLookedInto_data()
    {
        QTest::addColumn<std::function<int()>>("attempt");
        QTest::addColumn<int>("confined");
        const auto row = [](const char* name, std::function<int()> attempt, int confined = EACCES) {
            QTest::newRow(name) << std::move(attempt) << confined;
        };
        const auto open = [](const QByteArray& path, int flags) {
            return outcome(::open(path.constData(), flags | O_CLOEXEC, 0600));
        };
        const auto parent = [](const char* entry) { return "/proc/" + QByteArray::number(::getppid()) + entry; };
        row("a new file of the person's", [=, this] { return open(profile_ + ".new", O_WRONLY | O_CREAT); });
        row("an old file of the person's", [=, this] { return open(profile_, O_WRONLY | O_APPEND); });
        row("another name for a file",
            [this] { return outcome(::rename(profile_.constData(), (profile_ + ".old").constData())); });
        row("a link to somewhere",
            [this] { return outcome(::symlink("/etc/passwd", (profile_ + ".link").constData())); });
        row("taking a file away", [this] { return outcome(::unlink(profile_.constData())); });
        row("a folder", [this] { return outcome(::mkdir((profile_ + ".d").constData(), 0700)); });
        row("the memory of another program", [=] { return open(parent("/mem"), O_RDWR); });
        row("the files of another program", [=] { return open(parent("/root/etc/passwd"), O_RDONLY); });
    }
    void nothingIsWrittenAndNobodyLookedInto()
    {
        if (::syscall(SYS_landlock_create_ruleset, nullptr, 0UL, LANDLOCK_CREATE_RULESET_VERSION) < 1)
            QSKIP("skipped: this kernel has no Landlock");
        QFETCH(const std::function<int()>, attempt);
        QFETCH(const int, confined);
        QFile profile(QString::fromLocal8Bit(profile_));
        QVERIFY(profile.open(QIODevice::WriteOnly) && profile.write("x") == 1);
        profile.close();
        QCOMPARE(inAProcess(true, attempt), confined);
        QVERIFY(profile.exists());
        QCOMPARE(inAProcess(false, attempt), 0);
    }

    void whatABrowserNeedsStaysThere_data()
    {
        QTest::addColumn<std::function<int()>>("attempt");
        const auto row = [](const char* name, std::function<int()> attempt) {
            QTest::newRow(name) << std::move(attempt);
        };
        row("TCP", [] { return outcome(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); });
        row("UDP, for names", [] { return outcome(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)); });
        row("netlink", [] { return outcome(::socket(AF_NETLINK, SOCK_RAW, 0)); });
        row("pairs of stream sockets", [] {
            int ends[2] = {-1, -1};
            return outcome(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
        });
        row("pairs of packet sockets", [] {
            int ends[2] = {-1, -1};
            return outcome(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
        });
        row("memory that processes share", [] {
            const auto name = "/sekisho-test-" + QByteArray::number(::getpid());
            const int opened = outcome(::shm_open(name.constData(), O_RDWR | O_CREAT | O_EXCL, 0600));
            return opened == 0 ? outcome(::shm_unlink(name.constData())) : opened;
        });
        row("its own sandbox (user_namespaces(7))", [] {
            if (::unshare(CLONE_NEWUSER) != 0) return errno == EPERM || errno == ENOSPC ? 0 : errno; // none to be had
            const int map = ::open("/proc/self/setgroups", O_WRONLY | O_CLOEXEC);
            return map < 0 ? errno : outcome(::write(map, "deny", 4));
        });
        row("the display it is connected to", [this] {
            const int display = ::socket(AF_UNIX, SOCK_STREAM, 0);
            const Address address(bus_);
            if (::connect(display, address.get(), address.size) != 0) return errno;
            if (!app::signin::shutLocalSockets()) return 254;
            return outcome(::send(display, "x", 1, MSG_NOSIGNAL));
        });
    }
    void whatABrowserNeedsStaysThere()
    {
        QFETCH(const std::function<int()>, attempt);
        const bool shutsItself = qstrcmp(QTest::currentDataTag(), "the display it is connected to") == 0;
        QCOMPARE(inAProcess(!shutsItself, attempt), 0);
    }
};

int main(int argc, char* argv[])
{
    if (argc == 3 && qstrcmp(argv[1], "connect") == 0) return connectBy(SOCK_STREAM, argv[2]);
    QCoreApplication application(argc, argv);
    TestConfinement test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_confinement.moc"
