#include "core/session/live_conversation.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/stored_words.h"

#include <QtCore/QStringDecoder>

namespace core::session {
namespace {

constexpr int firstRows = 40; // how many of the last ones are read at once when a conversation opens

} // namespace

LiveConversation::LiveConversation(ConversationId id, Person& person, QObject* parent)
    : QObject(parent)
    , id_(std::move(id))
    , person_(person)
    , readers_(id_, person.models())
{
    connect(&readers_, &ReaderConsent::questionChanged, this, &LiveConversation::runningChanged);
}

Async<> LiveConversation::load()
{
    if (loading_) return *loading_; // being read, or read: what came since is in rows_ already
    const auto counted = thenStep(person_.parts(), this, [this](const std::shared_ptr<PersonParts>& parts) {
        parts_ = parts;
        return parts->store->count(id_);
    });
    loading_ = thenStep(counted, this, [this](int count) {
        return count == 0 ? ready<>({}) : readRows(count); // a conversation is not stored before its first message
    });
    onReady(*loading_, this, [this](const Result<>& loaded) {
        if (!loaded) loading_ = {}; // the next one may try again
    });
    return *loading_;
}

Async<> LiveConversation::readRows(int count)
{
    const int first = std::max(0, count - firstRows);
    const auto contents = parts_->store->messages(id_, first, count - first);
    const auto heads =
        thenStep(parts_->store->heads(id_, 0, count), this, [this](const QList<conversations::MessageHead>& found) {
            rows_.clear();
            for (const auto& head : found)
                rows_.push_back(unloadedView(head));
            return ready<>({});
        });
    const auto both = thenStep(heads, this, [contents] { return contents; });
    return thenStep(both, this, [this](const QList<conversations::StoredMessage>& messages) {
        for (const auto& message : messages)
            if (const int row = rowOf(message.id); row >= 0) rows_[static_cast<size_t>(row)] = viewOf(message);
        cutOffAtEnd_ = !messages.isEmpty() && messages.last().turn.state == conversations::TurnState::Interrupted;
        Q_EMIT reset();
        settleWhatWaitsInVain();
        return ready<>({});
    });
}

interfaces::MessageView LiveConversation::at(int row) const
{
    auto view = rows_.at(static_cast<size_t>(row));
    decorate(view, row);
    return view;
}

void LiveConversation::decorate(interfaces::MessageView& view, int row) const
{
    for (auto& card : view.cards)
        if (const auto replay = adminReplays_.constFind(card.id); replay != adminReplays_.constEnd())
            card.adminReplay = *replay;
    if (view.speaker == interfaces::MessageView::Speaker::Person) view.mayAct = mayAct(view.id);
    const bool last = row == count() - 1;
    // A turn ends once: under its last step, not under each.
    if (!last && rows_[static_cast<size_t>(row) + 1].speaker == interfaces::MessageView::Speaker::Agent)
        view.outOfSteps = false;
    if (!last || running()) return;
    if (suggestionsAtEnd_) view.suggestions = person_.suggestions();
    // Cut off between two steps, the last one is whole, and still nobody was answered.
    if (cutOffAtEnd_ && view.speaker == interfaces::MessageView::Speaker::Agent &&
        view.state == interfaces::MessageView::State::Complete)
        view.state = interfaces::MessageView::State::Interrupted;
    if (!trouble_ || view.speaker != interfaces::MessageView::Speaker::Agent) return;
    view.state = interfaces::MessageView::State::Failed;
    view.error = trouble_;
    for (auto& card : view.cards)
        if (card.state == interfaces::ToolCardView::State::Running)
            card.state = interfaces::ToolCardView::State::OutcomeUnknown;
}

QList<Bilingual> LiveConversation::mayAct(const MessageId& message) const
{
    QList<Bilingual> titles;
    const auto sent = person_.remembered(message);
    const auto& tools = person_.facts().tools;
    if (!sent) return titles;
    for (const auto& name : sent->tools)
        if (const auto tool = tools.constFind(name); tool != tools.constEnd()) titles.append(tool->title);
    return titles;
}

void LiveConversation::load(int first, int count)
{
    onReady(parts_->store->messages(id_, first, std::min(count, 500)), this,
            [this, first](const Result<QList<conversations::StoredMessage>>& messages) {
                if (!messages) {
                    qCWarning(logConversations) << "rows not read:" << errcName(messages.error().code);
                    return;
                }
                for (qsizetype i = 0; i < messages->size(); ++i) {
                    const auto row = static_cast<size_t>(first + i);
                    if (row < rows_.size() && rows_[row].id == messages->at(i).id &&
                        rows_[row].state != interfaces::MessageView::State::Streaming)
                        rows_[row] = viewOf(messages->at(i));
                }
                Q_EMIT rowsChanged(first, static_cast<int>(messages->size()));
                settleWhatWaitsInVain();
            });
}

int LiveConversation::rowOf(const MessageId& message) const
{
    // From the end: what changes is nearly always the last row.
    for (auto row = rows_.size(); row-- > 0;)
        if (rows_[row].id == message) return static_cast<int>(row);
    return -1;
}

void LiveConversation::addRow(interfaces::MessageView view)
{
    rows_.push_back(std::move(view));
    Q_EMIT rowsAdded(count() - 1, 1);
}

void LiveConversation::readBack(int row)
{
    if (row < 0) return;
    onReady(parts_->store->messages(id_, row, 1), this,
            [this, row](const Result<QList<conversations::StoredMessage>>& read) {
                if (!read) {
                    qCWarning(logConversations) << "a row was not read back:" << errcName(read.error().code);
                    if (!running() && !trouble_) trouble_ = read.error();
                    Q_EMIT rowsChanged(row, 1);
                }
                if (read && !read->isEmpty()) showStored(row, viewOf(read->first()));
            });
}

void LiveConversation::showStored(int row, interfaces::MessageView view)
{
    if (row >= count() || rows_[static_cast<size_t>(row)].id != view.id) return;
    if (view.state == interfaces::MessageView::State::Failed) trouble_ = {};
    // What could not be stored stays on the screen for as long as it can.
    if (view.state == interfaces::MessageView::State::Streaming && trouble_) {
        view.state = interfaces::MessageView::State::Failed;
        view.text = rows_[static_cast<size_t>(row)].text;
        view.error = trouble_;
    }
    rows_[static_cast<size_t>(row)] = std::move(view);
    Q_EMIT rowsChanged(row, 1);
}

void LiveConversation::removed(int first)
{
    const int gone = count() - first;
    if (gone <= 0) return;
    rows_.resize(static_cast<size_t>(first));
    Q_EMIT rowsRemoved(first, gone);
}

void LiveConversation::messageStored(const MessageId& id, const QString& text)
{
    if (rowOf(id) < 0) {
        interfaces::MessageView view;
        view.id = id;
        view.speaker = interfaces::MessageView::Speaker::Person;
        view.text = text;
        view.atUtc = person_.desktop().clock.nowUtc();
        addRow(std::move(view));
    }
    Q_EMIT person_.conversationsChanged();
}

void LiveConversation::stepBegun(const MessageId& step)
{
    interfaces::MessageView view;
    view.id = step;
    view.state = interfaces::MessageView::State::Streaming;
    view.atUtc = person_.desktop().clock.nowUtc();
    addRow(std::move(view));
}

void LiveConversation::textArrived(const MessageId& step, const agent::ModelDelta& delta)
{
    const int row = rowOf(step);
    if (row < 0) return;
    auto& view = rows_[static_cast<size_t>(row)];
    if (delta.kind == agent::ModelDelta::Kind::Reasoning) {
        view.reasoning += delta.text;
        return;
    }
    view.text += delta.text;
    Q_EMIT textAppended(row, delta.text);
}

void LiveConversation::callStarted(const MessageId& step, const CallId& call)
{
    // In a turn that is taken up, a call that had been cut off.
    const int row = rowOf(step);
    if (row < 0) return;
    for (auto& card : rows_[static_cast<size_t>(row)].cards) {
        if (card.id != call || card.state == interfaces::ToolCardView::State::Running) continue;
        card.state = interfaces::ToolCardView::State::Running;
        Q_EMIT rowsChanged(row, 1);
        return;
    }
}

void LiveConversation::turnEnded(const agent::TurnEnd& end, bool asksAnew)
{
    const auto& steps = runner_->state().steps;
    const bool usedTools =
        std::any_of(steps.begin(), steps.end(), [](const agent::StepRecord& step) { return !step.calls.isEmpty(); });
    suggestionsAtEnd_ = model_->demo && !usedTools && end.kind == agent::TurnEnd::Kind::Done;
    const int row = steps.isEmpty() ? -1 : rowOf(steps.last().id);
    // Until the store is seen to say it too. A message that was not stored is with the person again, and so is why.
    if (end.kind == agent::TurnEnd::Kind::Failed && (row >= 0 || asksAnew)) trouble_ = end.error;
    runner_.release()->deleteLater(); // it is still in its own signal
    if (row >= 0)
        readBack(row);
    else if (trouble_ && count() > 0)
        Q_EMIT rowsChanged(count() - 1, 1); // it could not begin: what stood there stays, and says why
    Q_EMIT runningChanged();
    leaveTurn();
}

void LiveConversation::freeze()
{
    frozen_ = true;
    runner_.reset();
}

void LiveConversation::stop()
{
    stopWanted_ = true;
    readers_.withdraw();
    if (runner_) runner_->stop();
}

void LiveConversation::retry()
{
    if (occupied() || rows_.empty()) return;
    auto start = std::make_shared<Start>();
    start->how = TurnStart::Again;
    begin(start);
}

void LiveConversation::replayAsAdmin(const CallId& call)
{
    QUrl url;
    for (const auto& row : rows_)
        for (const auto& card : row.cards)
            if (card.id == call && card.canReplayAsAdmin) url = QUrl(card.why.url);
    if (url.isEmpty()) return;
    using State = interfaces::AdminReplayView::State;
    showReplay(call, {});
    onReady(person_.desktop().demo.replayAsAdmin(url), this, [this, call](const Result<AdminReplay>& replay) {
        if (!replay) {
            showReplay(call, {State::Failed, 0, {}});
            return;
        }
        QStringDecoder decode(QStringDecoder::Utf8);
        showReplay(call, {State::Done, replay->status, QString(decode(replay->body)).left(4000)});
    });
}

void LiveConversation::showReplay(const CallId& call, interfaces::AdminReplayView replay)
{
    adminReplays_[call] = std::move(replay);
    for (size_t row = 0; row < rows_.size(); ++row)
        for (const auto& card : rows_[row].cards)
            if (card.id == call) Q_EMIT rowsChanged(static_cast<int>(row), 1);
}

} // namespace core::session
