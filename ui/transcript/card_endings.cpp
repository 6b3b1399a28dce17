// How a call ended, in words: the one table from the facts of a card to its sentence. Each row says what was stopped and
// by whom, then whether anything was changed, then what can be done next. Nothing of it is worded by a model.
#include "core/interfaces/what_changed.h"
#include "ui/text/error_text.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/transcript/card_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

namespace ui::transcript {

namespace {

using core::interfaces::ToolCardView;
using core::interfaces::UnapprovedView;
using State = ToolCardView::State;
using theme::Icon;
using theme::Tone;

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::transcript", text);
}

/// One row of the table.
struct Ending {
    QString label;
    QString what; ///< what was stopped, and by whom
    QString next; ///< what can be done now; empty: `what` says it
    Icon icon = Icon::Question;
    Tone tone = Tone::Warning;
};

// The address in numbers: a name may begin like one.
bool isLoopback(const QString& host)
{
    static const QRegularExpression address(QStringLiteral("\\A127(\\.[0-9]{1,3}){3}\\z"));
    return address.match(host).hasMatch() || host == QLatin1String("localhost") || host == QLatin1String("::1");
}

/// What the API is called in a sentence: the name it was given, else its host, which is where the request went. A
/// service on this machine, as in the demo, has no host worth telling: then it is the audience of the sign-in.
QString apiName(const ToolCardView& card)
{
    if (!card.api.en.isEmpty()) return text::visibleLine(text::localised(card.api));
    const QString host = QUrl(card.why.url).host(QUrl::FullyEncoded);
    if (!host.isEmpty() && !isLoopback(host)) return host;
    const QString audience = text::visibleLine(card.why.audience);
    const QString audienceHost = QUrl(audience).host(QUrl::FullyEncoded);
    if (!audienceHost.isEmpty() && !isLoopback(audienceHost)) return audienceHost;
    const bool name = !audience.isEmpty() && audienceHost.isEmpty() && audience.size() <= 40;
    return name ? audience : tr("the API");
}

QString person(const ToolCardView& card)
{
    return text::visibleLine(card.account);
}

QString roles(const ToolCardView& card)
{
    return text::visibleLine(card.unapproved.roles.join(QStringLiteral(", ")));
}

QString errorSentence(const ToolCardView& card)
{
    return card.error ? text::errorText(*card.error, text::Context::ToolCall) : QString();
}

QString explanation(const ToolCardView& card)
{
    return text::visibleLine(text::localised(card.why.explanation));
}

QString joined(const QString& first, const QString& second)
{
    if (first.isEmpty() || second.isEmpty()) return first + second;
    //: Two sentences, one after the other
    return tr("%1 %2").arg(first, second);
}

QString askAgain()
{
    return tr("Ask again if you still want it.");
}

Ending refusedByApi(const ToolCardView& card)
{
    Ending ending{tr("Blocked"), {}, explanation(card), Icon::Blocked, Tone::Danger};
    if (card.why.httpStatus > 0) {
        //: %1 is a host name, %2 a number such as 403, %3 a person's name
        ending.what = tr("Blocked by %1: HTTP %2. %3's sign-in does not open this.")
                          .arg(apiName(card), QString::number(card.why.httpStatus), person(card));
    } else {
        ending.what = tr("Blocked by %1. %2's sign-in does not open this.").arg(apiName(card), person(card));
    }
    if (!ending.next.isEmpty()) return ending; // it says itself what it wants
    ending.next = card.why.httpStatus == 401
                      ? tr("Sign out and in again, then ask once more.")
                      : tr("If you need it, ask whoever runs %1 for permission.").arg(apiName(card));
    return ending;
}

Ending failedAtApi(const ToolCardView& card)
{
    const QString sentence = errorSentence(card);
    const QString what =
        sentence.isEmpty()
            ? tr("%1 could not answer (HTTP %2).").arg(apiName(card), QString::number(card.why.httpStatus))
            : sentence;
    const int status = card.why.httpStatus;
    const bool notLikeThis = status >= 400 && status <= 499 && status != 408 && status != 429;
    QString next =
        notLikeThis ? tr("Its answer says why; ask again in another way.") : tr("Ask again in a little while.");
    if (core::interfaces::mayHaveChanged(card)) next = tr("Check there before you ask again.");
    return {tr("Service problem"), what, next, Icon::Warning, Tone::Warning};
}

Ending refusedByPolicy(const ToolCardView& card)
{
    if (card.why.byOwnRule)
        return {tr("Declined by your rule"), tr("A standing rule that you wrote says that this is never run."),
                tr("If it is to run after all, revoke that rule under Standing rules, then ask again."), Icon::Blocked,
                Tone::Neutral};
    return {tr("Not allowed"), joined(tr("Sekisho stopped this before any request was sent."), explanation(card)),
            tr("If it should be possible, ask your administrator."), Icon::Shield, Tone::Danger};
}

Ending withoutProvider(const ToolCardView& card)
{
    const QString provider = card.error ? text::visibleLine(card.error->subject) : QString();
    const QString what =
        provider.isEmpty()
            ? tr("The service you sign in with could not be reached or gave no valid answer, so nothing was sent to "
                 "%1.")
                  .arg(apiName(card))
            //: %1 is a host name, %2 the name of an API
            : tr("The service you sign in with (%1) could not be reached or gave no valid answer, so nothing was sent "
                 "to %2.")
                  .arg(provider, apiName(card));
    return {tr("Sign-in service problem"), what,
            tr("Check the network and ask again in a little while; you stay signed in."), Icon::Warning, Tone::Warning};
}

Ending declined(const ToolCardView& card)
{
    const QString by = text::visibleLine(card.unapproved.by);
    if (by.isEmpty())
        return {tr("Declined"), tr("You said no."), tr("Ask again if you want it after all."), Icon::Blocked,
                Tone::Neutral};
    //: %1 is a person's name, %2 a role, or several
    return {tr("Declined"), tr("%1 said no (role: %2).").arg(by, roles(card)),
            tr("Talk to %1, or ask again in another way.").arg(by), Icon::Blocked, Tone::Neutral};
}

Ending noApprover(const ToolCardView& card)
{
    return {tr("No approver"),
            //: %1 is a role, or several
            tr("Somebody else had to approve this (role: %1), and nobody did in time.").arg(roles(card)),
            tr("Ask again when somebody who may approve it can sign in here."), Icon::Clock, Tone::Neutral};
}

QString whyWithdrawn(const ToolCardView& card)
{
    using Why = UnapprovedView::Withdrawal;
    switch (card.unapproved.withdrawal) {
    case Why::Unknown: break;
    case Why::Stopped: return tr("You stopped the answer before this was begun.");
    case Why::Replaced: return tr("You replaced the message that this belonged to before it was begun.");
    case Why::Removed: return tr("You deleted the conversation while this waited.");
    case Why::SignedOut: return tr("You signed out while this waited.");
    case Why::OtherAccount:
        return tr("A different account than %1's signed in to approve this, so it was taken back.").arg(person(card));
    case Why::Undone: return tr("You took it back before it began.");
    case Why::Changed: return tr("The tool or a rule was changed while this waited, so the question was taken back.");
    }
    return tr("The question was taken back before this was begun.");
}

Ending withdrawn(const ToolCardView& card)
{
    const bool undone = card.unapproved.withdrawal == UnapprovedView::Withdrawal::Undone;
    return {undone ? tr("Taken back") : tr("Withdrawn"), whyWithdrawn(card), askAgain(), Icon::Stop, Tone::Neutral};
}

Ending failed(const ToolCardView& card)
{
    const QString sentence = errorSentence(card);
    if (!sentence.isEmpty()) return {tr("Failed"), sentence, {}, Icon::Warning, Tone::Warning};
    return {tr("Failed"), tr("This did not work."), tr("Ask again in a little while."), Icon::Warning, Tone::Warning};
}

Ending unknownOutcome(const ToolCardView& card)
{
    return {tr("May have run: check"), tr("No answer to this arrived, so it may have been carried out."),
            tr("Check at %1 before you ask again; it is never sent again by itself.").arg(apiName(card)),
            Icon::Question, Tone::Warning};
}

Ending endingOf(const ToolCardView& card)
{
    switch (card.state) {
    case State::Running:
    case State::Held:
    case State::Done:
    case State::Waiting: break; // no endings, or nothing to say
    case State::ApiRefused: return refusedByApi(card);
    case State::ApiNotFound:
        return {tr("Not found"),
                tr("%1 knows no such thing, or does not show it to %2 (HTTP %3).")
                    .arg(apiName(card), person(card), QString::number(card.why.httpStatus)),
                tr("Check what was asked for, then ask again."), Icon::Question, Tone::Warning};
    case State::ApiFailed: return failedAtApi(card);
    case State::PolicyRefused: return refusedByPolicy(card);
    case State::BadArguments:
        return {tr("Not sent"), tr("The model's request was not well formed, so nothing was sent."),
                tr("Ask again in other words."), Icon::Warning, Tone::Warning};
    case State::Failed: return failed(card);
    case State::Cancelled:
        return {tr("Stopped"), tr("Stopped before it finished."), askAgain(), Icon::Stop, Tone::Neutral};
    case State::OutcomeUnknown: return unknownOutcome(card);
    case State::ProviderDown: return withoutProvider(card);
    case State::Denied: return declined(card);
    case State::Expired:
        return {tr("Expired"), tr("You did not answer in time."), askAgain(), Icon::Clock, Tone::Neutral};
    case State::NoApprover: return noApprover(card);
    case State::NotBegun:
        return {tr("Not begun"), tr("It was approved, but could not begin while the approval held."),
                tr("Ask again and approve it anew if you still want it."), Icon::Clock, Tone::Neutral};
    case State::Withdrawn: return withdrawn(card);
    }
    // A state this window does not know is not a success.
    return {tr("Unknown"), tr("This did not work."), {}, Icon::Question, Tone::Warning};
}

} // namespace

CardStatus cardStatus(const ToolCardView& card)
{
    if (card.state == State::Running) return {tr("Running"), {}, {}, Icon::Clock, Tone::Neutral, true};
    if (card.state == State::Held)
        // How long still is for the eyes: this text stays as it is for as long as the call is held.
        return {tr("Held"),
                tr("Nothing was done yet. It begins in a few seconds unless you take it back."),
                {},
                Icon::Clock,
                Tone::Neutral,
                false};
    if (card.state == State::Done) return {tr("Done"), {}, {}, Icon::Check, Tone::Success, false};
    if (card.state == State::Waiting)
        return {tr("Waiting for you"),
                tr("Nothing was done yet. It runs only if you approve it below."),
                {},
                Icon::Clock,
                Tone::Warning,
                false};
    const auto ending = endingOf(card);
    const bool changed = core::interfaces::mayHaveChanged(card);
    const QString change = changed ? tr("Something may have been changed.") : tr("Nothing was changed.");
    CardStatus status{ending.label, joined(joined(ending.what, change), ending.next), {}, ending.icon, ending.tone,
                      false};
    const auto& said = card.unapproved;
    if (card.state == State::Denied && !said.reason.isEmpty()) {
        //: %1 is a person's name
        status.quote.name = said.by.isEmpty() ? tr("Your reason") : tr("%1's reason").arg(text::visibleLine(said.by));
        status.quote.value = text::visibleText(said.reason);
    }
    return status;
}

} // namespace ui::transcript
