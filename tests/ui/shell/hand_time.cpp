#include "tests/ui/shell/hand_time.h"

#include <atomic>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace {

std::atomic<long long> standsAt{0}; // nanoseconds; 0: it runs

constexpr long long second = 1'000'000'000;

} // namespace

// Stands before the C library's.
extern "C" __attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec* time) noexcept
{
    const long long at = standsAt;
    const bool ours = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_MONOTONIC_COARSE;
    if (at == 0 || !ours) return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
    time->tv_sec = at / second;
    time->tv_nsec = at % second;
    return 0;
}

namespace hand_time {

void stop()
{
    timespec time = {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    standsAt = time.tv_sec * second + time.tv_nsec;
}

void pass(std::chrono::milliseconds time)
{
    standsAt += std::chrono::nanoseconds(time).count();
}

std::chrono::milliseconds now()
{
    timespec time = {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::chrono::milliseconds(time.tv_sec * 1000 + time.tv_nsec / 1'000'000);
}

} // namespace hand_time
