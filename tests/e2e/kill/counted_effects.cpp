#include "tests/e2e/kill/counted_effects.h"

#include <atomic>
#include <csignal>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <thread>
#include <unistd.h>

namespace {

std::atomic<int> effects{0};
std::atomic<int> counts[e2e::EffectKinds];
std::atomic<int> last{0}; // 0: none
e2e::Killed how = e2e::Killed::Before;
int turnsFirst = 0;

void die()
{
    ::kill(::getpid(), SIGKILL);
}

void before(e2e::Effect kind)
{
    counts[kind].fetch_add(1);
    if (effects.fetch_add(1) + 1 != last) return;
    if (how == e2e::Killed::Before) die();
    std::thread([turns = turnsFirst] {
        for (int turn = 0; turn < turns; ++turn)
            std::this_thread::yield();
        die();
    }).detach();
}

void beforeWriting(int descriptor)
{
    struct stat what{};
    if (::fstat(descriptor, &what) != 0) return;
    if (S_ISREG(what.st_mode)) before(e2e::Written);
    if (S_ISSOCK(what.st_mode)) before(e2e::Sent);
}

} // namespace

namespace e2e {

void killAt(int number, Killed when, int turns)
{
    how = when;
    turnsFirst = turns;
    last = number;
}

int effectCount()
{
    return effects;
}

int effectCount(Effect kind)
{
    return counts[kind];
}

void say(const QByteArray& line)
{
    const auto text = line + '\n';
    ::syscall(SYS_write, STDOUT_FILENO, text.constData(), static_cast<size_t>(text.size()));
}

} // namespace e2e

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
    before(e2e::Sent);
    return ::syscall(SYS_sendto, descriptor, bytes, size, flags, nullptr, 0);
}
EFFECT ssize_t sendmsg(int descriptor, const msghdr* message, int flags)
{
    before(e2e::Sent);
    return ::syscall(SYS_sendmsg, descriptor, message, flags);
}
EFFECT int fsync(int descriptor)
{
    before(e2e::Synced);
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
EFFECT int fdatasync(int descriptor)
{
    before(e2e::Synced);
    return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}
EFFECT int rename(const char* from, const char* to) noexcept
{
    before(e2e::Named);
    return static_cast<int>(::syscall(SYS_rename, from, to));
}
EFFECT int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept
{
    before(e2e::Named);
    return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}
EFFECT int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept
{
    before(e2e::Named); // how a file that was written without a name gets one
    return static_cast<int>(::syscall(SYS_linkat, fromFolder, from, toFolder, to, flags));
}
EFFECT int unlink(const char* path) noexcept
{
    before(e2e::Removed);
    return static_cast<int>(::syscall(SYS_unlink, path));
}
EFFECT int unlinkat(int folder, const char* path, int flags) noexcept
{
    before(e2e::Removed);
    return static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags));
}
EFFECT int rmdir(const char* path) noexcept
{
    before(e2e::Removed);
    return static_cast<int>(::syscall(SYS_rmdir, path));
}
EFFECT int ftruncate64(int descriptor, off64_t size) noexcept
{
    before(e2e::Written);
    return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
}
EFFECT int mkdir(const char* path, mode_t mode) noexcept
{
    before(e2e::Written);
    return static_cast<int>(::syscall(SYS_mkdir, path, mode));
}
