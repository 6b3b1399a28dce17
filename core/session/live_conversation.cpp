#include "core/session/live_conversation.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/stored_words.h"

#include <QtCore/QStringDecoder>

namespace core::session {
namespace {

// How many of the last rows are read at once when a conversation opens, and how many a model is given at most.
constexpr int firstRows = 40;
constexpr int contextRows = 400;

} // namespace

LiveConversation::LiveConversation(ConversationId id, Person& person, QObject* parent)
    : QObject(parent)
    , id_(std::move(id))
    , person_(person)
{}

Async<> LiveConversation::load()
{
    if (!rows_.empty()) return ready<>({});
    return thenStep(person_.parts(), this, [this](const std::shared_ptr<PersonParts>& parts) {
        parts_ = parts;
        return thenStep(parts->store->count(id_), this, [this](int count) {
            if (count == 0) return ready<>({}); // not stored before its first message
            auto heads = parts_->store->heads(id_, 0, count);
            const int first = std::max(0, count - firstRows);
            auto contents = parts_->store->messages(id_, first, count - first);
            return thenStep(heads, this, [this, contents, first](const QList<conversations::MessageHead>& found) {
                for (const auto& head : found)
                    rows_.push_back(unloadedView(head));
                return thenStep(contents, this, [this, first](const QList<conversations::StoredMessage>& messages) {
                    for (qsizetype i = 0; i < messages.size(); ++i)
                        rows_[static_cast<size_t>(first + i)] = messageView(person_.facts(), messages[i]);
                    Q_EMIT reset();
                    return ready<>({});
                });
            });
        });
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
    if (suggestionsAtEnd_ && row == count() - 1) view.suggestions = person_.suggestions();
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
                        rows_[row] = messageView(person_.facts(), messages->at(i));
                }
                Q_EMIT rowsChanged(first, static_cast<int>(messages->size()));
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
                if (!read || read->isEmpty() || row >= count() ||
                    rows_[static_cast<size_t>(row)].id != read->first().id)
                    return;
                rows_[static_cast<size_t>(row)] = messageView(person_.facts(), read->first());
                Q_EMIT rowsChanged(row, 1);
            });
}

Async<> LiveConversation::send(const QString& text)
{
    if (running()) return failed<>(Errc::Busy, QStringLiteral("a turn is running"));
    const Answer<> sent;
    begin(TurnStart::New, {MessageId(newId()), text}, agent::TurnId(newId()), sent);
    return sent.future();
}

void LiveConversation::begin(TurnStart how, agent::PersonMessage message, agent::TurnId turn, const Answer<>& sent)
{
    starting_ = true;
    stopWanted_ = false;
    suggestionsAtEnd_ = false;
    Q_EMIT runningChanged();
    agent::TurnInput input;
    input.reference = {id_, std::move(turn), {}};
    input.personName = person_.name();
    input.message = std::move(message);
    const auto rows = thenStep(person_.parts(), this, [this](const std::shared_ptr<PersonParts>& parts) {
        parts_ = parts;
        return thenStep(parts->store->count(id_), this, [this](int count) {
            const int first = std::max(0, count - contextRows);
            if (count == 0) return ready<QList<conversations::StoredMessage>>(QList<conversations::StoredMessage>());
            return parts_->store->messages(id_, first, count - first);
        });
    });
    onReady(rows, this, [this, how, input, sent](const Result<QList<conversations::StoredMessage>>& read) {
        if (!read) {
            failBeforeStart(read.error(), sent);
            return;
        }
        onReady(person_.models().current(), this,
                [this, how, input, sent, read = *read](const Result<std::shared_ptr<ChosenModel>>& model) {
                    if (!model) {
                        failBeforeStart(model.error(), sent);
                    } else {
                        run(how, input, read, parts_, *model, sent);
                    }
                });
    });
}

void LiveConversation::run(TurnStart how, agent::TurnInput input, const QList<conversations::StoredMessage>& rows,
                           std::shared_ptr<PersonParts> parts, std::shared_ptr<ChosenModel> model, const Answer<>& sent)
{
    if (stopWanted_) {
        failBeforeStart({Errc::Cancelled, QStringLiteral("stopped before it began")}, sent);
        return;
    }
    parts_ = std::move(parts);
    model_ = std::move(model);
    input.reference.endpoint = model_->id;
    // For a turn that is run again or taken up, the rows end with its own message and steps.
    auto before = rows;
    QList<agent::StepRecord> steps;
    if (how != TurnStart::New) {
        while (!before.isEmpty() && before.last().speaker == conversations::Speaker::Agent) {
            if (how == TurnStart::TakeUp) steps.prepend(stepRecord(before.last()));
            before.removeLast();
        }
        if (!before.isEmpty()) before.removeLast();
        parts_->records->messageIsStored(input.message.id);
    }
    input.history = pastTurns(before, model_->id);
    runner_ = std::make_unique<agent::TurnRunner>(*model_->port, *parts_->gateway, *parts_->records);
    connectRunner(sent, input.message);
    starting_ = false;
    if (how == TurnStart::TakeUp) {
        runner_->resume(std::move(input), std::move(steps));
    } else {
        runner_->start(std::move(input));
    }
}

void LiveConversation::connectRunner(const Answer<>& sent, const agent::PersonMessage& message)
{
    using agent::TurnRunner;
    connect(runner_.get(), &TurnRunner::messageStored, this, [this, sent, message](const MessageId& id) {
        if (rowOf(id) < 0) {
            interfaces::MessageView view;
            view.id = id;
            view.speaker = interfaces::MessageView::Speaker::Person;
            view.text = message.text;
            view.atUtc = person_.desktop().clock.nowUtc();
            addRow(std::move(view));
        }
        sent.give({});
        Q_EMIT person_.conversationsChanged();
    });
    connect(runner_.get(), &TurnRunner::stepBegun, this, [this](const MessageId& step) {
        interfaces::MessageView view;
        view.id = step;
        view.state = interfaces::MessageView::State::Streaming;
        view.atUtc = person_.desktop().clock.nowUtc();
        addRow(std::move(view));
    });
    connect(runner_.get(), &TurnRunner::textArrived, this,
            [this](const MessageId& step, const agent::ModelDelta& delta) {
                const int row = rowOf(step);
                if (row < 0) return;
                auto& view = rows_[static_cast<size_t>(row)];
                if (delta.kind == agent::ModelDelta::Kind::Reasoning) {
                    view.reasoning += delta.text;
                } else {
                    view.text += delta.text;
                    Q_EMIT textAppended(row, delta.text);
                }
            });
    connect(runner_.get(), &TurnRunner::stepFinished, this,
            [this](const agent::StepRecord& step) { readBack(rowOf(step.id)); });
    connect(runner_.get(), &TurnRunner::callFinished, this,
            [this](const MessageId& step, const toolapi::ToolResult&) { readBack(rowOf(step)); });
    connect(runner_.get(), &TurnRunner::ended, this, [this, sent](const agent::TurnEnd& end) {
        sent.give(end.error ? Result<>(tl::unexpected(*end.error)) : Result<>());
        turnEnded(end);
    });
}

void LiveConversation::turnEnded(const agent::TurnEnd& end)
{
    const int last = count() - 1;
    const bool usedTools = runner_ && std::any_of(runner_->state().steps.begin(), runner_->state().steps.end(),
                                                  [](const agent::StepRecord& step) { return !step.calls.isEmpty(); });
    suggestionsAtEnd_ = model_ && model_->demo && !usedTools && end.kind == agent::TurnEnd::Kind::Done;
    runner_.release()->deleteLater(); // it is still in its own signal
    Q_EMIT runningChanged();
    readBack(last);
    Q_EMIT person_.conversationsChanged();
}

void LiveConversation::failBeforeStart(const Error& error, const Answer<>& sent)
{
    starting_ = false;
    sent.give(tl::unexpected(error));
    Q_EMIT runningChanged();
}

void LiveConversation::stop()
{
    stopWanted_ = true;
    if (runner_) runner_->stop();
}

void LiveConversation::retry()
{
    if (running() || rows_.empty()) return;
    onReady(parts_->store->messages(id_, std::max(0, count() - contextRows), std::min(count(), contextRows)), this,
            [this](const Result<QList<conversations::StoredMessage>>& rows) {
                if (rows && !running()) takeUpOrRepeat(*rows);
            });
}

void LiveConversation::takeUpOrRepeat(const QList<conversations::StoredMessage>& rows)
{
    auto asked = rows.size();
    while (asked-- > 0 && rows[asked].speaker != conversations::Speaker::Person) {
    }
    if (asked < 0) return;
    const auto& message = rows[asked];
    const agent::PersonMessage repeated{message.id, message.text};
    if (rows.last().turn.state == conversations::TurnState::Interrupted) {
        begin(TurnStart::TakeUp, repeated, agent::TurnId(rows.last().turn.id.text()), Answer<>());
        return;
    }
    const int first = message.row + 1;
    const int gone = count() - first;
    onReady(parts_->store->removeFrom(id_, first), this, [this, repeated, first, gone](const Result<>& removed) {
        if (!removed || running()) return;
        if (gone > 0) {
            rows_.resize(static_cast<size_t>(first));
            Q_EMIT rowsRemoved(first, gone);
        }
        begin(TurnStart::Again, repeated, agent::TurnId(newId()), Answer<>());
    });
}

void LiveConversation::replayAsAdmin(const CallId& call)
{
    for (const auto& row : rows_) {
        for (const auto& card : row.cards) {
            if (card.id != call || !card.canReplayAsAdmin) continue;
            showReplay(call, {});
            onReady(person_.desktop().demo.replayAsAdmin(QUrl(card.why.url)), this,
                    [this, call](const Result<AdminReplay>& replay) {
                        if (!replay) {
                            showReplay(call, {interfaces::AdminReplayView::State::Failed, 0, {}});
                            return;
                        }
                        QStringDecoder decode(QStringDecoder::Utf8);
                        showReplay(call, {interfaces::AdminReplayView::State::Done, replay->status,
                                          QString(decode(replay->body)).left(4000)});
                    });
            return;
        }
    }
}

void LiveConversation::showReplay(const CallId& call, interfaces::AdminReplayView replay)
{
    adminReplays_[call] = std::move(replay);
    for (size_t row = 0; row < rows_.size(); ++row)
        for (const auto& card : rows_[row].cards)
            if (card.id == call) Q_EMIT rowsChanged(static_cast<int>(row), 1);
}

} // namespace core::session
