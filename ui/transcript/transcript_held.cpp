#include "ui/transcript/accessible_transcript.h"
#include "ui/transcript/countdown.h"
#include "ui/transcript/row.h"
#include "ui/transcript/tool_card.h"
#include "ui/transcript/transcript_view.h"

#include <algorithm>

// The part of TranscriptView that knows which calls can still be taken back.
namespace ui::transcript {

using core::interfaces::MessageView;

void TranscriptView::prepareHeld()
{
    heldTimer_.setObjectName(QStringLiteral("heldTimer"));
    heldTimer_.setSingleShot(true);
    heldTimer_.setTimerType(Qt::PreciseTimer);
    connect(&heldTimer_, &QTimer::timeout, this, &TranscriptView::followHeld);
}

void TranscriptView::setNow(std::function<QDateTime()> now)
{
    now_ = std::move(now);
    followHeld();
}

void TranscriptView::noteHeld(int row, const MessageView& message)
{
    if (held_.note(row, message)) announceHeld(*this, row);
}

/// The card's widget, while it is near the visible part.
ToolCard* TranscriptView::cardOf(const HeldCall& call) const
{
    const auto& built = rows_[static_cast<std::size_t>(call.row)];
    return built ? qobject_cast<ToolCard*>(built->cardWidget(call.card.id)) : nullptr;
}

/// Counts down what is in the cards, and sleeps until the next of them says something else.
void TranscriptView::followHeld()
{
    const QDateTime now = now_();
    std::optional<std::chrono::milliseconds> stays;
    for (const HeldCall& call : held_.calls()) {
        if (ToolCard* card = cardOf(call)) card->countDown();
        const auto own = countdownStays(call.card.heldUntilUtc, now);
        if (own) stays = stays ? std::min(*stays, *own) : *own;
    }
    if (stays && isVisible())
        heldTimer_.start(*stays);
    else
        heldTimer_.stop();
    // What is in view is known when everything has its place.
    if (!frame_.isActive() && !arranging_) Q_EMIT heldChanged();
}

void TranscriptView::undo(const core::CallId& call)
{
    // The call's card may change while it is taken back.
    if (turns_) turns_->undo(core::CallId(call));
}

void TranscriptView::undoLast()
{
    if (!held_.calls().isEmpty()) undo(held_.calls().last().card.id);
}

std::optional<HeldCall> TranscriptView::heldOutOfView() const
{
    const auto& calls = held_.calls();
    const auto found = std::find_if(calls.cbegin(), calls.cend(), [this](const HeldCall& call) {
        const ToolCard* card = cardOf(call);
        return !card || !viewport()->rect().contains(card->undoRect().translated(card->pos()));
    });
    return found == calls.cend() ? std::nullopt : std::optional(*found);
}

void TranscriptView::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    followHeld();
}

void TranscriptView::hideEvent(QHideEvent* event)
{
    QAbstractScrollArea::hideEvent(event);
    heldTimer_.stop();
}

} // namespace ui::transcript
