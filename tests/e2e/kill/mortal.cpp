// A run of the program that kills itself. What a killed process leaves behind is what its system calls did, so it is
// enough to be killed before each of those by which something leaves the process: every write to a file, to a socket
// (HTTP, the session bus), every sync, rename and removal. They are counted here, and the one with the given number is
// never made.
//
//   mortal staying NUMBER FOLDER SERVICE < announcement    at an organisation that is there and stays
//   mortal own NUMBER                                      with a demo organisation of its own
//
// Says what it was told has been done, each on a line, as it would be shown to the person.
#include "app/host/runtime.h"
#include "core/secret/hardening.h"
#include "tests/e2e/kill/staying_organisation.h"
#include "tests/fakes/typed.h"

#include <QtCore/QCoreApplication>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

std::atomic<int> effects{0};
int lastEffect = 0; // 0: none
enum Kind { Written, Sent, Synced, Named, Removed, Kinds };
std::atomic<int> counts[Kinds];

void before(Kind kind)
{
    counts[kind].fetch_add(1);
    if (effects.fetch_add(1) + 1 == lastEffect) ::raise(SIGKILL);
}

void beforeWriting(int descriptor)
{
    struct stat what{};
    if (::fstat(descriptor, &what) != 0) return;
    if (S_ISREG(what.st_mode)) before(Written);
    if (S_ISSOCK(what.st_mode)) before(Sent);
}

void say(const QByteArray& line)
{
    const auto text = line + '\n';
    ::syscall(SYS_write, STDOUT_FILENO, text.constData(), static_cast<size_t>(text.size()));
}

} // namespace

// These stand before the C library's.
#define EFFECT extern "C" __attribute__((visibility("default")))

EFFECT ssize_t write(int descriptor, const void* bytes, size_t size)
{
    beforeWriting(descriptor);
    return ::syscall(SYS_write, descriptor, bytes, size);
}
EFFECT ssize_t writev(int descriptor, const iovec* pieces, int count)
{
    beforeWriting(descriptor);
    return ::syscall(SYS_writev, descriptor, pieces, count);
}
EFFECT ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset)
{
    beforeWriting(descriptor);
    return ::syscall(SYS_pwrite64, descriptor, bytes, size, offset);
}
EFFECT ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset)
{
    return pwrite64(descriptor, bytes, size, offset);
}
EFFECT ssize_t send(int descriptor, const void* bytes, size_t size, int flags)
{
    before(Sent);
    return ::syscall(SYS_sendto, descriptor, bytes, size, flags, nullptr, 0);
}
EFFECT ssize_t sendmsg(int descriptor, const msghdr* message, int flags)
{
    before(Sent);
    return ::syscall(SYS_sendmsg, descriptor, message, flags);
}
EFFECT int fsync(int descriptor)
{
    before(Synced);
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
EFFECT int fdatasync(int descriptor)
{
    before(Synced);
    return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}
EFFECT int rename(const char* from, const char* to) noexcept
{
    before(Named);
    return static_cast<int>(::syscall(SYS_rename, from, to));
}
EFFECT int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept
{
    before(Named);
    return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}
EFFECT int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept
{
    before(Named); // how a file that was written without a name gets one
    return static_cast<int>(::syscall(SYS_linkat, fromFolder, from, toFolder, to, flags));
}
EFFECT int unlink(const char* path) noexcept
{
    before(Removed);
    return static_cast<int>(::syscall(SYS_unlink, path));
}
EFFECT int unlinkat(int folder, const char* path, int flags) noexcept
{
    before(Removed);
    return static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags));
}
EFFECT int rmdir(const char* path) noexcept
{
    before(Removed);
    return static_cast<int>(::syscall(SYS_rmdir, path));
}
EFFECT int ftruncate64(int descriptor, off64_t size) noexcept
{
    before(Written);
    return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
}
EFFECT int mkdir(const char* path, mode_t mode) noexcept
{
    before(Written);
    return static_cast<int>(::syscall(SYS_mkdir, path, mode));
}

namespace {

bool failedWith(const char* what, const core::Error& error)
{
    say(QByteArray("failed ") + what + ' ' + core::errcName(error.code).toLatin1() + ' ' + error.detail.toUtf8());
    return false;
}

bool ask(e2e::Person& person, const QString& text)
{
    const auto open = person.conversation();
    if (!open) return failedWith("open", open.error());
    const auto sent = fakes::await(open->turns->send(fakes::typed(text)));
    if (!sent) return failedWith("send", sent.error());
    say("sent");
    if (!e2e::Person::settled(*open)) return failedWith("settle", {});
    say("answered");
    return true;
}

/// Signs in where nobody is, asks twice (the second time with a token that has to be refreshed), names the
/// conversation, signs out.
bool live(core::session::Application& app, app::host::FormSignIn& form)
{
    e2e::Person person(app, form);
    const auto account = person.signIn(QStringLiteral("asan"));
    if (!account) return failedWith("sign in", account.error());
    say("signed-in " + account->text().toLatin1());
    if (!ask(person, QStringLiteral("Tell me about myself"))) return false;
    if (!ask(person, QStringLiteral("What was on my last payslip?"))) return false;
    if (const auto renamed = person.rename(QStringLiteral("A new name")); !renamed)
        return failedWith("rename", renamed.error());
    say("renamed");
    say("signing-out");
    if (const auto out = fakes::await(app.accounts().signOut(*account)); !out)
        return failedWith("sign out", out.error());
    say("signed-out");
    return true;
}

bool liveAtStayingOrganisation(const QStringList& words)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) return false;
    e2e::RunAtStayingOrganisation run(words.value(3), words.value(4), input.readAll());
    return run.app && live(*run.app, run.form);
}

bool liveWithOwnDemo()
{
    app::host::RuntimeOptions options;
    options.openBrowser = [](const QUrl&) { return false; };
    options.demoByForm = true;
    options.demoProgram = qEnvironmentVariable("SEKISHO_BIN_DIR") + QStringLiteral("/sekisho-demo");
    auto runtime = app::host::Runtime::create(std::move(options));
    if (!runtime) return failedWith("start", runtime.error());
    (*runtime)->demo().setArguments({QStringLiteral("--access-token-seconds"), QStringLiteral("2"),
                                     QStringLiteral("--stream-delay-ms"), QStringLiteral("0")});
    const auto app = fakes::await((*runtime)->open());
    return app ? live(**app, (*runtime)->formSignIn()) : failedWith("open", app.error());
}

} // namespace

int main(int argc, char** argv)
{
    core::forbidDumpsAndTracing();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sekisho"));
    const auto words = QCoreApplication::arguments();
    lastEffect = words.value(2).toInt();
    const bool done = words.value(1) == QLatin1String("own") ? liveWithOwnDemo() : liveAtStayingOrganisation(words);
    say("effects " + QByteArray::number(effects.load()) + " written " + QByteArray::number(counts[Written].load()) +
        " sent " + QByteArray::number(counts[Sent].load()) + " synced " + QByteArray::number(counts[Synced].load()) +
        " named " + QByteArray::number(counts[Named].load()) + " removed " +
        QByteArray::number(counts[Removed].load()));
    return done ? 0 : 1;
}
