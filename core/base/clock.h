#pragma once

#include <QtCore/QDateTime>

#include <chrono>

namespace core {

/// The only source of time in core, so that tests can turn it. Thread: any.
class Clock {
public:
    virtual ~Clock() = default;
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;

    /// Wall-clock time in UTC. May jump.
    [[nodiscard]] virtual QDateTime nowUtc() const = 0;
    /// Never goes back and counts the time the machine slept; its zero means nothing.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
};

/// The machine's own clocks (CLOCK_REALTIME, CLOCK_BOOTTIME).
class SystemClock final : public Clock {
public:
    [[nodiscard]] QDateTime nowUtc() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
};

} // namespace core
