// How a turn of an open conversation comes to its beginning: what it is, which model reads what, and what it replaces.
#include "core/base/async_steps.h"
#include "core/session/live_conversation.h"
#include "core/session/message_parts.h"
#include "core/session/stored_words.h"
#include "core/session/tool_choices.h"

namespace core::session {
namespace {

constexpr int contextRows = 400; // how many of the last ones a model is given at most

} // namespace

Async<> LiveConversation::send(const interfaces::ComposedText& text, TurnStart how)
{
    if (occupied()) return failed<>(Errc::Busy, QStringLiteral("a turn is running"));
    auto start = std::make_shared<Start>();
    start->how = how;
    start->message = {messageParts(text), tickedTools(text, person_.effectTools())};
    start->input.message = {MessageId(newId()), interfaces::plainText(text), policy::labelOf(start->message.parts)};
    person_.remember(start->input.message.id, start->message);
    const auto future = start->sent.future();
    begin(start);
    return future;
}

void LiveConversation::begin(const std::shared_ptr<Start>& start)
{
    starting_ = true;
    stopWanted_ = false;
    suggestionsAtEnd_ = false;
    trouble_ = {};
    Q_EMIT runningChanged();
    start->input.personName = person_.name();
    const auto open = thenStep(person_.parts(), this, [this](const std::shared_ptr<PersonParts>& parts) {
        parts_ = parts;
        return readHistory();
    });
    const auto chosen = thenStep(open, this, [this, start](const QList<conversations::StoredMessage>& rows) {
        start->before = rows;
        return person_.models().current();
    });
    const auto settled = thenStep(chosen, this, [this, start](const std::shared_ptr<ChosenModel>& model) {
        model_ = model;
        if (const auto found = findOut(*start); !found)
            return ready<conversations::EarlierTurns>(tl::unexpected(found.error()));
        if (stopWanted_) return failed<conversations::EarlierTurns>(Errc::Cancelled, QStringLiteral("stopped"));
        return readers_.settle(parts_->store, start->before, model_->id);
    });
    onReady(settled, this, [this, start](Result<conversations::EarlierTurns> earlier) {
        if (earlier && stopWanted_) earlier = fail(Errc::Cancelled, QStringLiteral("stopped before it began"));
        if (!earlier) return failBeforeStart(*start, earlier.error());
        start->earlier = *earlier;
        markAndRun(start);
    });
}

// A turn that goes on is known as running before anything of it does: cut off from here on, it can be taken up again.
void LiveConversation::markAndRun(const std::shared_ptr<Start>& start)
{
    if (start->how != TurnStart::TakeUp && start->how != TurnStart::GoOn) return run(std::move(*start));
    const conversations::TurnId turn(start->input.reference.turn.text());
    onReady(parts_->store->turnResumed(turn), this, [this, start](const Result<>& marked) {
        if (!marked) return failBeforeStart(*start, marked.error());
        const bool stops = stopWanted_;
        run(std::move(*start));
        if (stops && runner_) runner_->stop();
    });
}

Async<QList<conversations::StoredMessage>> LiveConversation::readHistory()
{
    return thenStep(parts_->store->count(id_), this, [this](int count) {
        if (count == 0) return ready<QList<conversations::StoredMessage>>(QList<conversations::StoredMessage>());
        const int first = std::max(0, count - contextRows);
        return parts_->store->messages(id_, first, count - first);
    });
}

Result<> LiveConversation::findOut(Start& start)
{
    start.input.reference = {id_, agent::TurnId(newId()), model_->id};
    if (start.how == TurnStart::New || stopWanted_) return {};
    // The rows end with the turn's own message and steps.
    auto& rows = start.before;
    while (!rows.isEmpty() && rows.last().speaker == conversations::Speaker::Agent)
        start.own.prepend(rows.takeLast());
    if (rows.isEmpty()) return fail(Errc::NotFound, QStringLiteral("nothing was asked here"));
    const auto asked = rows.takeLast();
    if (runsAlone(start.own)) return fail(Errc::Busy, QStringLiteral("a call of the turn is being brought to its end"));
    // What one endpoint was given of a turn is not given to another: that one starts anew.
    const auto& turn = start.own.isEmpty() ? asked.turn : start.own.last().turn;
    const bool waits = turn.state == conversations::TurnState::Ended && turn.endpoint == model_->id &&
                       endingFromName(turn.ending) == agent::TurnEnd::Kind::Waiting;
    if (start.how == TurnStart::GoOn && !waits)
        return fail(Errc::Conflict, QStringLiteral("the turn does not wait for this model"));
    const bool cutOff = turn.state == conversations::TurnState::Interrupted && turn.endpoint == model_->id;
    if (start.how == TurnStart::GoOn || (start.how == TurnStart::Again && cutOff)) {
        if (start.how == TurnStart::Again) start.how = TurnStart::TakeUp;
        start.input.reference.turn = agent::TurnId(turn.id.text());
        for (const auto& step : std::as_const(start.own))
            start.steps.append(stepRecord(step));
    } else if (std::any_of(start.own.begin(), start.own.end(), changedThings)) {
        // Its effects would be gone from the transcript, and might be had twice.
        return fail(Errc::Conflict, QStringLiteral("the turn had an effect"));
    }
    for (const auto& step : std::as_const(start.own))
        held_.insert(step.id);
    if (start.how == TurnStart::Instead) {
        start.replacesFrom = asked.row;
    } else {
        start.input.message = {asked.id, asked.text, asked.label};
        // Of a message that was sent in an earlier run it is not known any more what was typed of it, or ticked for it.
        start.message =
            person_.remembered(asked.id).value_or(SentMessage{{{policy::MessagePart::Origin::Other, asked.text}}});
        if (start.how == TurnStart::Again && !start.own.isEmpty()) start.replacesFrom = start.own.first().row;
    }
    return {};
}

void LiveConversation::run(Start start)
{
    if (frozen_) return;
    start.input.history = pastTurns(start.before, model_->id, start.earlier);
    const bool goesOn = !start.steps.isEmpty();
    parts_->gateway->turnBegins(
        id_, {turnFlow(start.before, start.message, goesOn ? start.own : QList<conversations::StoredMessage>()),
              start.input.message.text});
    if (start.replacesFrom) withdrawQuestions(start.own);
    runner_ = std::make_unique<agent::TurnRunner>(*model_->port, *parts_->gateway, *parts_->records);
    connectRunner(start);
    // With the new turn's beginning, so that there is no moment without either.
    if (start.replacesFrom) parts_->records->messageReplaces(start.input.message.id, *start.replacesFrom);
    starting_ = false;
    held_.clear();
    cutOffAtEnd_ = false;
    if (start.how == TurnStart::TakeUp || start.how == TurnStart::GoOn) {
        runner_->resume(std::move(start.input), std::move(start.steps));
    } else {
        runner_->start(std::move(start.input));
    }
}

// Then no text of the person's waits for what becomes of it.
bool LiveConversation::asksAnew(const Start& start)
{
    return start.how == TurnStart::Again || start.how == TurnStart::TakeUp || start.how == TurnStart::GoOn;
}

void LiveConversation::connectRunner(const Start& start)
{
    using agent::TurnRunner;
    const auto sent = start.sent;
    connect(runner_.get(), &TurnRunner::messageStored, this,
            [this, sent, text = start.input.message.text, replaced = start.replacesFrom](const MessageId& id) {
                if (replaced) removed(*replaced);
                messageStored(id, text);
                sent.give({});
            });
    connect(runner_.get(), &TurnRunner::stepBegun, this, &LiveConversation::stepBegun);
    connect(runner_.get(), &TurnRunner::textArrived, this, &LiveConversation::textArrived);
    connect(runner_.get(), &TurnRunner::callStarted, this, &LiveConversation::callStarted);
    connect(runner_.get(), &TurnRunner::callWaits, this, &LiveConversation::callWaits);
    connect(runner_.get(), &TurnRunner::stepFinished, this,
            [this](const agent::StepRecord& step) { readBack(rowOf(step.id)); });
    connect(runner_.get(), &TurnRunner::callFinished, this,
            [this](const MessageId& step, const toolapi::ToolResult& result) {
                // Stopped while it was asked: nobody is asked in vain.
                const bool stopped = result.outcome == toolapi::Outcome::Cancelled;
                if (stopped || person_.approvals().isPending(result.id))
                    person_.approvals().withdraw(result.id,
                                                 stopped ? toolapi::Withdrawal::Stopped : toolapi::Withdrawal::Unknown);
                readBack(rowOf(step));
            });
    connect(runner_.get(), &TurnRunner::ended, this,
            [this, sent, asksAnew = asksAnew(start)](const agent::TurnEnd& end) {
                sent.give(end.error ? Result<>(tl::unexpected(*end.error)) : Result<>());
                turnEnded(end, asksAnew);
            });
}

void LiveConversation::failBeforeStart(const Start& start, const Error& error)
{
    starting_ = false;
    held_.clear();
    if (start.how == TurnStart::GoOn) {
        // What was answered is carried out, whatever becomes of the turn; but not when the person stopped it.
        if (stopWanted_) person_.approvals().withdraw(start.call, toolapi::Withdrawal::Stopped);
        runAlone(start.call);
        Q_EMIT runningChanged();
        return takeUpHeld();
    }
    if (asksAnew(start) && error.code != Errc::Cancelled) trouble_ = error;
    start.sent.give(tl::unexpected(error));
    if (trouble_ && count() > 0) Q_EMIT rowsChanged(count() - 1, 1);
    Q_EMIT runningChanged();
    takeUpHeld();
}

} // namespace core::session
