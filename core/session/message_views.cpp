#include "core/session/message_views.h"

#include "core/base/whole_characters.h"
#include "core/policy/grant.h"
#include "core/session/call_changes.h"
#include "core/session/stored_words.h"
#include "core/session/turn_records.h"
#include "core/toolapi/json_pointer.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace core::session {
namespace {

using interfaces::MessageView;
using interfaces::ToolCardView;
using interfaces::UnapprovedView;

constexpr qsizetype maxAnswerText = 4000;
// What a model proposed can be megabytes of anything; a card is for reading.
constexpr qsizetype maxArguments = 100;
constexpr qsizetype maxArgumentText = 2000;
constexpr qsizetype maxName = 100;
constexpr qsizetype maxTarget = 200;

QString start(const QString& text, qsizetype most)
{
    return text.size() <= most ? text : text.left(wholeCharacters(text, most));
}

QString shortened(const QString& text, qsizetype most)
{
    return text.size() <= most ? text : start(text, most) + u'…';
}

QString plainText(const QJsonValue& value)
{
    if (value.isString()) return value.toString();
    if (value.isObject()) return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray()) return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

ToolCardView::State stateOf(const conversations::StoredCall& call)
{
    using toolapi::Outcome;
    if (!call.result) return ToolCardView::State::Running;
    switch (call.result->outcome) {
    case Outcome::Done: return ToolCardView::State::Done;
    case Outcome::ApiRefused: return ToolCardView::State::ApiRefused;
    case Outcome::ApiNotFound: return ToolCardView::State::ApiNotFound;
    case Outcome::ApiFailed: return ToolCardView::State::ApiFailed;
    case Outcome::PolicyRefused: return ToolCardView::State::PolicyRefused;
    case Outcome::BadArguments: return ToolCardView::State::BadArguments;
    case Outcome::Failed: return ToolCardView::State::Failed;
    case Outcome::Cancelled: return ToolCardView::State::Cancelled;
    case Outcome::OutcomeUnknown: return ToolCardView::State::OutcomeUnknown;
    case Outcome::ProviderDown: return ToolCardView::State::ProviderDown;
    case Outcome::Denied: return ToolCardView::State::Denied;
    case Outcome::Expired: return ToolCardView::State::Expired;
    case Outcome::NoApprover: return ToolCardView::State::NoApprover;
    case Outcome::NotBegun: return ToolCardView::State::NotBegun;
    case Outcome::Withdrawn: return ToolCardView::State::Withdrawn;
    case Outcome::Waiting: return ToolCardView::State::Waiting;
    }
    return ToolCardView::State::Failed;
}

UnapprovedView::Withdrawal withdrawalView(toolapi::Withdrawal why)
{
    using View = UnapprovedView::Withdrawal;
    switch (why) {
    case toolapi::Withdrawal::Unknown: return View::Unknown;
    case toolapi::Withdrawal::Stopped: return View::Stopped;
    case toolapi::Withdrawal::Replaced: return View::Replaced;
    case toolapi::Withdrawal::Removed: return View::Removed;
    case toolapi::Withdrawal::SignedOut: return View::SignedOut;
    case toolapi::Withdrawal::OtherAccount: return View::OtherAccount;
    case toolapi::Withdrawal::Changed: return View::Changed;
    case toolapi::Withdrawal::Undone: return View::Undone;
    } // no default: a new one must not compile without a view
    return View::Unknown;
}

UnapprovedView unapprovedView(const toolapi::Unapproved& facts)
{
    UnapprovedView view;
    if (facts.by) {
        view.by = shortened(facts.byName.isEmpty() ? facts.by->subject : facts.byName, maxName);
        view.bySubject = facts.by->subject;
    }
    view.roles = facts.roles;
    view.reason = facts.reason;
    view.withdrawal = withdrawalView(facts.withdrawal);
    return view;
}

// What the checkpoint took in; for a call it refused to take in, what the model wrote.
QJsonObject shownArguments(const conversations::StoredCall& call)
{
    if (call.decision && !call.decision->arguments.isEmpty()) return call.decision->arguments;
    if (call.result && !call.result->arguments.isEmpty()) return call.result->arguments;
    return QJsonDocument::fromJson(call.proposed).object();
}

void addArguments(ToolCardView& card, const QJsonObject& arguments)
{
    for (auto it = arguments.begin(); it != arguments.end() && card.arguments.size() < maxArguments; ++it) {
        const auto whole = plainText(it.value());
        const auto shown = start(whole, maxArgumentText);
        card.arguments.append({shortened(it.key(), maxName), shown, whole.size() - shown.size()});
    }
    card.moreArguments = arguments.size() - card.arguments.size();
}

// No result, and nothing runs that could bring one: it waits for the person, or the program ended in the middle.
ToolCardView::State restingState(const conversations::StoredCall& call, const conversations::StoredTurn& turn)
{
    const bool waits =
        turn.state == conversations::TurnState::Ended && endingFromName(turn.ending) == agent::TurnEnd::Kind::Waiting;
    if (waits && call.state == conversations::CallState::Proposed) return ToolCardView::State::Waiting;
    const bool began = call.state != conversations::CallState::Proposed;
    return began && !toolapi::isRepeatable(call.effect) ? ToolCardView::State::OutcomeUnknown
                                                        : ToolCardView::State::Cancelled;
}

MessageView::State stateOf(conversations::MessageState state)
{
    switch (state) {
    case conversations::MessageState::Complete: return MessageView::State::Complete;
    case conversations::MessageState::Streaming: return MessageView::State::Streaming;
    case conversations::MessageState::Stopped: return MessageView::State::Stopped;
    case conversations::MessageState::Failed: return MessageView::State::Failed;
    case conversations::MessageState::Interrupted: return MessageView::State::Interrupted;
    }
    return MessageView::State::Interrupted;
}

MessageView::Speaker speakerOf(conversations::Speaker speaker)
{
    return speaker == conversations::Speaker::Person ? MessageView::Speaker::Person : MessageView::Speaker::Agent;
}

} // namespace

ToolCardView cardView(const CardFacts& facts, const conversations::StoredCall& call)
{
    ToolCardView card;
    card.id = call.id;
    card.tool = shortened(call.tool.text(), maxName);
    card.title = {card.tool, card.tool};
    card.state = stateOf(call);
    card.account = facts.personName;
    card.organisation = facts.organisation;
    card.demo = facts.demo;
    const auto arguments = shownArguments(call);
    addArguments(card, arguments);
    card.changes = callChanges(call);
    if (call.decision) card.letThrough = TurnRecords::letThrough(*call.decision);
    card.letThrough.name = shortened(card.letThrough.name, maxName);
    if (const auto spec = facts.tools.constFind(call.tool); spec != facts.tools.constEnd()) {
        card.title = spec->title;
        card.api = facts.apis.value(spec->audience);
        for (const auto& pointer : spec->targetArguments)
            if (card.target.isEmpty())
                card.target = shortened(plainText(toolapi::pointerValue(arguments, pointer)), maxTarget);
    }
    card.changesNothing = call.effect == toolapi::Effect::Read || call.effect == toolapi::Effect::ReadEgress;
    card.answer = call.answerStart.left(maxAnswerText);
    card.why.person = facts.personName;
    card.why.subject = facts.person.subject;
    card.why.issuer = facts.person.issuer;
    if (!call.result) return card;
    card.error = call.result->error;
    card.why.explanation = call.result->explanation;
    card.why.reason = call.result->reason;
    card.why.byOwnRule = policy::isGrantWord(call.result->rule);
    if (!card.why.byOwnRule) card.why.rule = call.result->rule; // else an id, which says nothing to anybody
    if (call.result->unapproved) card.unapproved = unapprovedView(*call.result->unapproved);
    if (const auto& api = call.result->api) {
        card.why.subject = api->person.subject;
        card.why.issuer = api->person.issuer;
        card.why.audience = api->audience;
        card.why.scopes = api->scopes;
        card.why.method = QString::fromLatin1(api->method);
        card.why.url = shortened(api->url.toString(QUrl::FullyEncoded), maxArgumentText);
        card.why.httpStatus = api->status;
        card.why.answer = card.answer;
        card.canReplayAsAdmin = facts.demo && api->method == "GET" && card.state == ToolCardView::State::ApiRefused;
    }
    if (const auto replay = facts.adminReplays.constFind(call.id); replay != facts.adminReplays.constEnd())
        card.adminReplay = *replay;
    return card;
}

bool changedThings(const conversations::StoredMessage& message)
{
    return std::any_of(message.calls.begin(), message.calls.end(), [](const conversations::StoredCall& call) {
        const bool ran = call.decision && call.decision->kind == conversations::CallDecision::Kind::Run;
        return ran && !toolapi::isRepeatable(call.effect);
    });
}

MessageView messageView(const CardFacts& facts, const conversations::StoredMessage& message)
{
    MessageView view;
    view.id = message.id;
    view.speaker = speakerOf(message.speaker);
    view.state = stateOf(message.state);
    view.text = message.text.isEmpty() ? message.refusal : message.text;
    view.reasoning = message.reasoning;
    for (const auto& call : message.calls) {
        view.cards.append(cardView(facts, call));
        if (!call.result && message.turn.state != conversations::TurnState::Running)
            view.cards.last().state = restingState(call, message.turn);
    }
    view.changedThings = changedThings(message);
    view.error = message.error;
    const auto finish = finishFromName(message.finish);
    view.refused = finish == agent::FinishReason::Refusal || finish == agent::FinishReason::ContentFilter;
    view.cutAtLimit = finish == agent::FinishReason::Length;
    view.outOfSteps = message.turn.state == conversations::TurnState::Ended &&
                      endingFromName(message.turn.ending) == agent::TurnEnd::Kind::OutOfSteps;
    view.atUtc = message.atUtc;
    view.approximateSize = view.text.size();
    return view;
}

MessageView unloadedView(const conversations::MessageHead& head)
{
    MessageView view;
    view.id = head.id;
    view.speaker = speakerOf(head.speaker);
    view.state = MessageView::State::NotLoaded;
    view.atUtc = head.atUtc;
    // A card takes about the room of three lines.
    view.approximateSize = head.approximateSize + 240LL * head.calls;
    return view;
}

} // namespace core::session
