#include "ui/transcript/held_calls.h"

#include <QtCore/QSet>

#include <algorithm>
#include <tuple>

namespace ui::transcript {

using core::interfaces::MessageView;
using core::interfaces::ToolCardView;

namespace {

// All are held for the same time.
bool beganBefore(const HeldCall& one, const HeldCall& other)
{
    return std::tie(one.card.heldUntilUtc, one.row) < std::tie(other.card.heldUntilUtc, other.row);
}

} // namespace

bool HeldCalls::note(int row, const MessageView& message)
{
    const auto inRow = [row](const HeldCall& call) { return call.row == row; };
    QSet<core::CallId> before;
    for (const HeldCall& call : std::as_const(calls_))
        if (inRow(call)) before.insert(call.card.id);
    calls_.removeIf(inRow);
    bool news = false;
    for (const ToolCardView& card : message.cards) {
        if (card.state != ToolCardView::State::Held) continue;
        news = news || !before.contains(card.id);
        const HeldCall held{row, card};
        calls_.insert(std::upper_bound(calls_.cbegin(), calls_.cend(), held, beganBefore), held);
    }
    return news;
}

void HeldCalls::dropFrom(int row)
{
    calls_.removeIf([row](const HeldCall& call) { return call.row >= row; });
}

} // namespace ui::transcript
