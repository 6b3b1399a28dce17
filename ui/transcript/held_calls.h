#pragma once

#include "core/interfaces/views.h"

namespace ui::transcript {

/// A call that is held, and in which row its card is.
struct HeldCall {
    int row = 0;
    core::interfaces::ToolCardView card;
};

/// Which calls of a conversation are held, in the order in which they began to be.
class HeldCalls {
public:
    /// What the row's message says now. True: one is held in it that was not before.
    bool note(int row, const core::interfaces::MessageView& message);
    /// The rows from `row` on are gone.
    void dropFrom(int row);
    [[nodiscard]] const QList<HeldCall>& calls() const { return calls_; }

private:
    QList<HeldCall> calls_;
};

} // namespace ui::transcript
