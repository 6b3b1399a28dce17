#include "app/cli/call_words.h"

#include "core/interfaces/what_changed.h"

namespace app::cli {

using core::interfaces::ToolCardView;
using core::interfaces::UnapprovedView;
using State = ToolCardView::State;

namespace {

struct Ending {
    QString what; ///< what was stopped, and by whom
    QString next; ///< what can be done now
};

QString apiName(const ToolCardView& card)
{
    return card.api.en.isEmpty() ? QStringLiteral("the API") : quoted(card.api.en);
}

QString rolesOf(const ToolCardView& card)
{
    return quoted(card.unapproved.roles.join(QStringLiteral(", ")));
}

QString askAgain()
{
    return QStringLiteral("Ask again if you still want it.");
}

QString whyWithdrawn(const ToolCardView& card)
{
    using Why = UnapprovedView::Withdrawal;
    switch (card.unapproved.withdrawal) {
    case Why::Unknown: break;
    case Why::Stopped: return QStringLiteral("You stopped the answer before it was begun.");
    case Why::Replaced: return QStringLiteral("You replaced the message it belonged to.");
    case Why::Removed: return QStringLiteral("You deleted the conversation while it waited.");
    case Why::SignedOut: return QStringLiteral("You signed out while it waited.");
    case Why::OtherAccount: return QStringLiteral("Another account signed in to approve it than the one that had to.");
    case Why::Changed: return QStringLiteral("The tool or a rule was changed while it waited.");
    case Why::Undone: return QStringLiteral("You took it back before it began.");
    }
    return QStringLiteral("The question was taken back before it was begun.");
}

Ending refusedByApi(const ToolCardView& card)
{
    const auto what =
        QStringLiteral("%1 refused it (HTTP %2).").arg(apiName(card), QString::number(card.why.httpStatus));
    if (!card.why.explanation.en.isEmpty()) return {what, card.why.explanation.en};
    if (card.why.httpStatus == 401) return {what, QStringLiteral("Sign out and in again, then ask once more.")};
    return {what, QStringLiteral("Ask whoever runs it for permission, if you need it.")};
}

Ending refusedByPolicy(const ToolCardView& card)
{
    if (card.why.byOwnRule)
        return {QStringLiteral("A standing rule that you wrote says that this is never run."),
                QStringLiteral("If it is to run after all, revoke that rule (sekisho-cli grants) and ask again.")};
    QString what = QStringLiteral("Sekisho stopped it before any request was sent.");
    if (!card.why.explanation.en.isEmpty()) what += u' ' + card.why.explanation.en;
    if (!card.why.rule.isEmpty()) what += QStringLiteral(" (rule: %1)").arg(quoted(card.why.rule));
    return {what, QStringLiteral("Ask your administrator, if it should be possible.")};
}

Ending withoutProvider(const ToolCardView& card)
{
    const QString host = card.error && !card.error->subject.isEmpty() ? u' ' + quoted(card.error->subject) : QString();
    return {
        QStringLiteral("The provider%1 that you sign in with could not be reached or gave no valid answer, so nothing "
                       "was sent.")
            .arg(host),
        QStringLiteral("Check the network and ask again.")};
}

Ending declined(const ToolCardView& card)
{
    if (card.unapproved.by.isEmpty())
        return {QStringLiteral("You said no."), QStringLiteral("Ask again if you want it after all.")};
    return {QStringLiteral("%1 (role: %2) said no.").arg(quoted(card.unapproved.by), rolesOf(card)),
            QStringLiteral("Talk to them, or ask again in another way.")};
}

Ending endingOf(const ToolCardView& card)
{
    const auto status = QString::number(card.why.httpStatus);
    switch (card.state) {
    case State::Running:
    case State::Held:
    case State::Done:
    case State::Waiting: return {};
    case State::ApiRefused: return refusedByApi(card);
    case State::ApiNotFound:
        return {
            QStringLiteral("%1 has no such thing, or does not show it to you (HTTP %2).").arg(apiName(card), status),
            QStringLiteral("Check what was asked for.")};
    case State::ApiFailed:
        return {QStringLiteral("%1 could not carry it out (HTTP %2).").arg(apiName(card), status),
                core::interfaces::mayHaveChanged(card) ? QStringLiteral("Check there before you ask again.")
                                                       : QStringLiteral("Its answer (--json) says more.")};
    case State::PolicyRefused: return refusedByPolicy(card);
    case State::BadArguments:
        return {QStringLiteral("The model's request was not well formed, so nothing was sent."),
                QStringLiteral("Ask in other words.")};
    case State::Failed:
        return {QStringLiteral("It did not work%1.")
                    .arg(card.error ? QStringLiteral(" (%1)").arg(core::errcName(card.error->code)) : QString()),
                QStringLiteral("Ask again in a little while.")};
    case State::Cancelled: return {QStringLiteral("It was stopped before it finished."), askAgain()};
    case State::OutcomeUnknown:
        return {
            QStringLiteral("No answer arrived, so it may have been carried out."),
            QStringLiteral("Check at %1 before you ask again; it is never sent again by itself.").arg(apiName(card))};
    case State::ProviderDown: return withoutProvider(card);
    case State::Denied: return declined(card);
    case State::Expired: return {QStringLiteral("You did not answer in time."), askAgain()};
    case State::NoApprover:
        return {
            QStringLiteral("Somebody else had to approve it (role: %1), and nobody did in time.").arg(rolesOf(card)),
            QStringLiteral("Ask again in the window when somebody who may approve it can sign in there.")};
    case State::NotBegun:
        return {QStringLiteral("It was approved, but could not begin while the approval held."), askAgain()};
    case State::Withdrawn: return {whyWithdrawn(card), askAgain()};
    }
    return {QStringLiteral("It did not work."), QStringLiteral("Check before you ask again.")};
}

} // namespace

QString quoted(QString text)
{
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString endingSentence(const ToolCardView& card)
{
    const auto ending = endingOf(card);
    if (ending.what.isEmpty()) return {};
    const auto changed = core::interfaces::mayHaveChanged(card) ? QStringLiteral("Something may have been changed.")
                                                                : QStringLiteral("Nothing was changed.");
    return ending.what + u' ' + changed + u' ' + ending.next;
}

} // namespace app::cli
