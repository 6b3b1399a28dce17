// The calls of a conversation that wait for the person: how they come to their end, with their turn or alone. The part
// of LiveConversation below "waiting calls" in its header.
#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/live_conversation.h"

#include <algorithm>

namespace core::session {

void LiveConversation::callWaits(const MessageId& step, const CallId& call)
{
    leave(call); // it waits anew
    person_.approvals().refresh();
    showCardAs(step, call, interfaces::ToolCardView::State::Waiting);
}

void LiveConversation::showCardAs(const MessageId& step, const CallId& call, interfaces::ToolCardView::State state)
{
    const int row = rowOf(step);
    if (row < 0) return;
    for (auto& card : rows_[static_cast<size_t>(row)].cards)
        if (card.id == call) card.state = state;
    Q_EMIT rowsChanged(row, 1);
}

void LiveConversation::callHeld(const CallId& call)
{
    using State = interfaces::ToolCardView::State;
    for (auto row = rows_.size(); row-- > 0;)
        for (auto& card : rows_[row].cards) {
            if (card.id != call) continue;
            const auto until = person_.heldUntil(call);
            card.state = until ? State::Held : State::Running;
            card.heldUntilUtc = until.value_or(QDateTime());
            Q_EMIT rowsChanged(static_cast<int>(row), 1);
            return;
        }
}

// Of this conversation alone: what another window shows is not taken back by accident.
void LiveConversation::undo(const CallId& call)
{
    const bool ours = std::any_of(rows_.begin(), rows_.end(), [&call](const interfaces::MessageView& row) {
        return std::any_of(row.cards.begin(), row.cards.end(), [&call](const auto& card) { return card.id == call; });
    });
    if (ours && parts_ && !parts_->gateway->undo(call))
        qCInfo(logConversations) << "it is not held any more:" << call.text();
}

void LiveConversation::goOn(const MessageId& step, const CallId& call)
{
    if (underWay_.contains(call)) return;
    underWay_[call] = {step, Way::Loading};
    Q_EMIT settlingChanged();
    onReady(load(), this, [this, call](const Result<>& loaded) {
        if (loaded) return takeUp(call);
        qCWarning(logConversations) << "a call that was answered waits on:" << errcName(loaded.error().code);
        leave(call);
    });
}

void LiveConversation::leave(const CallId& call)
{
    if (underWay_.erase(call) > 0) Q_EMIT settlingChanged();
}

/// The one place that says how a call that waited goes on:
///
/// | its turn                                   | the call                                          |
/// |--------------------------------------------|---------------------------------------------------|
/// | runs, or is about to go on or be replaced  | is looked at again when that is over              |
/// | waits, is the last one, nothing else runs  | goes on with it                                   |
/// | anything else                              | is run alone, if it was approved                  |
void LiveConversation::takeUp(const CallId& call)
{
    const auto found = underWay_.find(call);
    if (found == underWay_.end()) return;
    auto& entry = found->second;
    const auto step = entry.step;
    if (held_.contains(step) || (runner_ && agent::findStep(runner_->state(), step))) {
        entry.way = Way::AfterTurn;
        return;
    }
    const bool othersRun =
        std::any_of(underWay_.begin(), underWay_.end(), [](const auto& one) { return one.second.way == Way::Alone; });
    if (occupied() || othersRun || rowOf(step) != count() - 1 || !waits(step, call)) return runAlone(call);
    entry.way = Way::WithTurn;
    held_ = {step};
    auto start = std::make_shared<Start>();
    start->how = TurnStart::GoOn;
    start->call = call;
    begin(start);
}

bool LiveConversation::waits(const MessageId& step, const CallId& call) const
{
    const int row = rowOf(step);
    if (row < 0) return false;
    const auto& cards = rows_[static_cast<size_t>(row)].cards;
    return std::any_of(cards.begin(), cards.end(), [&](const interfaces::ToolCardView& card) {
        return card.id == call && card.state == interfaces::ToolCardView::State::Waiting;
    });
}

// Nothing holds them back any more.
void LiveConversation::takeUpHeld()
{
    QList<CallId> held;
    for (const auto& [call, entry] : underWay_)
        if (entry.way == Way::AfterTurn) held.append(call);
    for (const auto& call : std::as_const(held))
        takeUp(call);
}

void LiveConversation::leaveTurn()
{
    if (std::erase_if(underWay_, [](const auto& one) { return one.second.way == Way::WithTurn; }) > 0)
        Q_EMIT settlingChanged();
    takeUpHeld();
}

// Its turn is not the last one any more, or its model is not asked now.
void LiveConversation::runAlone(const CallId& call)
{
    const auto found = underWay_.find(call);
    if (found == underWay_.end()) return;
    found->second.way = Way::Alone;
    const auto step = found->second.step;
    const int row = rowOf(step);
    if (row < 0 || !parts_) {
        // There is nothing left that it could be the call of.
        if (parts_) person_.approvals().withdraw(call, toolapi::Withdrawal::Replaced);
        return leave(call);
    }
    onReady(parts_->store->messages(id_, row, 1), this,
            [this, step, call](const Result<QList<conversations::StoredMessage>>& read) {
                if (!read) qCWarning(logConversations) << "a call was not read:" << errcName(read.error().code);
                for (const auto& message : read.value_or(QList<conversations::StoredMessage>()))
                    for (const auto& stored : message.calls)
                        if (stored.id == call && !stored.result && stored.state == conversations::CallState::Proposed)
                            return settle(step, stored);
                leave(call);
            });
}

void LiveConversation::settle(const MessageId& step, const conversations::StoredCall& call)
{
    if (frozen_) return;
    const toolapi::ToolCall proposed{call.id, call.modelCallId, call.tool, call.proposed, step};
    showCardAs(step, call.id, interfaces::ToolCardView::State::Running);
    // The checkpoint writes its outcome, so the row is read back and nothing else.
    onReady(parts_->gateway->settle(proposed, id_), this,
            [this, step, id = call.id](const Result<toolapi::ToolResult>& result) {
                leave(id);
                person_.approvals().refresh();
                if (result && result->outcome == toolapi::Outcome::Waiting)
                    showCardAs(step, id, interfaces::ToolCardView::State::Waiting);
                else
                    readBack(rowOf(step));
            });
}

// Of a question that is no more - its time was over while no window showed it - the call is brought to its end.
void LiveConversation::settleWhatWaitsInVain()
{
    for (const auto& row : rows_)
        for (const auto& card : row.cards) {
            if (card.state != interfaces::ToolCardView::State::Waiting || person_.approvals().isPending(card.id) ||
                underWay_.contains(card.id))
                continue;
            onReady(person_.approvals().isOver(card.id), this,
                    [this, step = row.id, call = card.id](const Result<bool>& over) {
                        if (over && *over) goOn(step, call);
                    });
        }
}

void LiveConversation::withdrawQuestions(const QList<conversations::StoredMessage>& rows)
{
    for (const auto& row : rows)
        for (const auto& call : row.calls)
            if (!call.result) person_.approvals().withdraw(call.id, toolapi::Withdrawal::Replaced);
}

bool LiveConversation::runsAlone(const QList<conversations::StoredMessage>& steps) const
{
    return std::any_of(underWay_.begin(), underWay_.end(), [&steps](const auto& one) {
        return one.second.way == Way::Alone &&
               std::any_of(steps.begin(), steps.end(),
                           [&one](const conversations::StoredMessage& step) { return step.id == one.second.step; });
    });
}

// What the store cannot know: a call may be held, and one of a turn that runs, or was cut off, may wait all the same.
interfaces::MessageView LiveConversation::viewOf(const conversations::StoredMessage& message) const
{
    using State = interfaces::ToolCardView::State;
    auto view = messageView(person_.facts(), message);
    for (auto& card : view.cards) {
        if (const auto until = person_.heldUntil(card.id)) {
            card.state = State::Held;
            card.heldUntilUtc = *until;
        } else if ((card.state == State::Running || card.state == State::Cancelled) && isWaiting(card.id)) {
            card.state = State::Waiting;
        }
    }
    return view;
}

// The turn that runs knows best: a call that it has left may be answered already and wait for the turn's end, and one that
// it has begun is not asked about any more, however old the picture of what is pending.
bool LiveConversation::isWaiting(const CallId& call) const
{
    const auto* known = runner_ ? agent::findCall(runner_->state(), call) : nullptr;
    return known ? known->waits && !known->result : person_.approvals().isPending(call);
}

} // namespace core::session
