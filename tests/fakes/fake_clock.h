#pragma once

#include "core/base/clock.h"

namespace fakes {

/// A clock that stands still until a test turns it.
class FakeClock final : public core::Clock {
public:
    QDateTime now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
    std::chrono::milliseconds running{1000};

    [[nodiscard]] QDateTime nowUtc() const override { return now; }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return running; }

    void advance(std::chrono::milliseconds by)
    {
        now = now.addMSecs(by.count());
        running += by;
    }
};

} // namespace fakes
