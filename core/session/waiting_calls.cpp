// The calls of a conversation that wait for the person: how they come to their end, with their turn or alone.
#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/live_conversation.h"

#include <algorithm>

namespace core::session {

void LiveConversation::callWaits(const MessageId& step, const CallId& call)
{
    person_.approvals().refresh();
    const int row = rowOf(step);
    if (row < 0) return;
    for (auto& card : rows_[static_cast<size_t>(row)].cards)
        if (card.id == call) card.state = interfaces::ToolCardView::State::Waiting;
    Q_EMIT rowsChanged(row, 1);
}

void LiveConversation::goOn(const MessageId& step, const CallId& call)
{
    if (!enter(answered_, call)) return; // on its way already
    onReady(load(), this, [this, step, call](const Result<>& loaded) {
        if (loaded)
            takeUpCall(step, call);
        else
            qCWarning(logConversations) << "a call that was answered waits on:" << errcName(loaded.error().code);
        leave(answered_, call);
    });
}

bool LiveConversation::enter(std::set<CallId>& calls, const CallId& call)
{
    const bool entered = calls.insert(call).second;
    if (entered) Q_EMIT settlingChanged();
    return entered;
}

void LiveConversation::leave(std::set<CallId>& calls, const CallId& call)
{
    calls.erase(call);
    Q_EMIT settlingChanged();
}

void LiveConversation::takeUpCall(const MessageId& step, const CallId& call)
{
    // The turn that asked still runs, or is about to: what it runs is not run beside it.
    if (goingOn_ == step || (runner_ && agent::findStep(runner_->state(), step))) {
        later_.append({step, call});
        return;
    }
    if (occupied() || !alone_.empty() || rowOf(step) != count() - 1 || !waits(step, call)) return settle(step, call);
    auto start = std::make_shared<Start>();
    start->how = TurnStart::GoOn;
    start->call = call;
    goingOn_ = step;
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

// The call alone: its turn is not the last one any more, or its model is not asked now.
void LiveConversation::settle(const MessageId& step, const CallId& call)
{
    const int row = rowOf(step);
    if (row < 0 || !parts_ || !enter(alone_, call)) return;
    onReady(parts_->store->messages(id_, row, 1), this,
            [this, step, call](const Result<QList<conversations::StoredMessage>>& read) {
                if (!read) qCWarning(logConversations) << "a call was not read:" << errcName(read.error().code);
                for (const auto& message : read.value_or(QList<conversations::StoredMessage>()))
                    for (const auto& stored : message.calls)
                        if (stored.id == call && !stored.result && stored.state == conversations::CallState::Proposed)
                            return runAlone(step, stored);
                leave(alone_, call);
            });
}

void LiveConversation::runAlone(const MessageId& step, const conversations::StoredCall& call)
{
    const toolapi::ToolCall proposed{call.id, call.modelCallId, call.tool, call.proposed, step};
    // The checkpoint writes its outcome, so the row is read back and nothing else.
    onReady(parts_->gateway->settle(proposed, id_), this,
            [this, step, id = call.id](const Result<toolapi::ToolResult>&) {
                readBack(rowOf(step));
                person_.approvals().refresh();
                leave(alone_, id);
            });
}

// Of a question that is no more - its time was over while no window showed it - the call is brought to its end.
void LiveConversation::settleWhatWaitsInVain()
{
    for (const auto& row : rows_)
        for (const auto& card : row.cards)
            if (card.state == interfaces::ToolCardView::State::Waiting && !person_.approvals().isPending(card.id) &&
                !answered_.contains(card.id))
                settle(row.id, card.id);
}

void LiveConversation::withdrawQuestions(const QList<conversations::StoredMessage>& rows)
{
    for (const auto& row : rows)
        for (const auto& call : row.calls)
            if (!call.result && person_.approvals().isPending(call.id)) person_.approvals().withdraw(call.id);
}

} // namespace core::session
