#include "ui/audit/audit_words.h"

#include "ui/text/language.h"
#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace ui::audit {

using core::interfaces::AuditEntryView;
using theme::Icon;
using theme::Ink;
using Event = AuditEntryView::Event;

namespace {

struct AuditWords {
    Q_DECLARE_TR_FUNCTIONS(ui::audit::AuditWords)
};

QString toolOf(const AuditEntryView& entry)
{
    const QString title = text::localised(entry.title);
    const QString name = text::visibleLine(title.isEmpty() ? entry.tool : title);
    //: %1 is what a tool does, or its name
    return AuditWords::tr("“%1”").arg(name.isEmpty() ? AuditWords::tr("a tool that is not there") : name);
}

QString apiOf(const AuditEntryView& entry)
{
    const QString name = text::localised(entry.api);
    const QString shown = text::visibleLine(name.isEmpty() ? entry.host : name);
    return shown.isEmpty() ? AuditWords::tr("The service behind it") : shown;
}

QString sessionSentence(Event event)
{
    switch (event) {
    case Event::SignedIn: return AuditWords::tr("You signed in");
    case Event::SignInFailed: return AuditWords::tr("A sign-in did not succeed");
    case Event::SignedInAgain: return AuditWords::tr("You signed in again for a call");
    case Event::SignInAgainFailed: return AuditWords::tr("Signing in again for a call did not succeed");
    case Event::ApproverSignedIn: return AuditWords::tr("Somebody else signed in to decide on a call of yours");
    case Event::ApproverSignInFailed:
        return AuditWords::tr("Somebody else tried to sign in to decide on a call of yours");
    case Event::Renewed: return AuditWords::tr("The session was renewed");
    case Event::RenewalFailed: return AuditWords::tr("The session could not be renewed");
    case Event::SignedOut: return AuditWords::tr("You signed out");
    case Event::SignedOutHereOnly:
        return AuditWords::tr("You signed out on this computer, but the provider could not be told");
    case Event::AccessEnded: return AuditWords::tr("The provider was told to end an access");
    case Event::AccessNotEnded: return AuditWords::tr("The provider could not be told to end an access");
    case Event::Removed: return AuditWords::tr("The account was removed from this computer");
    default: return {};
    }
}

// %1 is what was to be done.
QString decisionSentence(const AuditEntryView& entry)
{
    switch (entry.event) {
    case Event::Allowed: return AuditWords::tr("%1 was allowed");
    case Event::AllowedByApproval: return AuditWords::tr("%1 went ahead as it was approved");
    case Event::AllowedByRule: return AuditWords::tr("%1 went ahead by a standing rule of yours");
    case Event::Asked: return AuditWords::tr("%1 had to wait for an answer");
    case Event::NotAllowed: return AuditWords::tr("%1 was refused at the checkpoint");
    case Event::Approved:
        return entry.bySomebodyElse ? AuditWords::tr("%1 was approved by somebody else")
                                    : AuditWords::tr("%1 was approved by you");
    case Event::Declined:
        return entry.bySomebodyElse ? AuditWords::tr("%1 was declined by somebody else")
                                    : AuditWords::tr("%1 was declined by you");
    case Event::Edited: return AuditWords::tr("%1 was changed by you while it waited");
    case Event::TakenBack: return AuditWords::tr("%1 was taken back, because somebody else had signed in");
    case Event::RuleWritten: return AuditWords::tr("You wrote a standing rule for %1");
    case Event::RuleUsed: return AuditWords::tr("One use of the standing rule for %1 was counted");
    case Event::RuleRevoked: return AuditWords::tr("You revoked a standing rule for %1");
    default: return {};
    }
}

// %1 is what was to be done, %2 the service.
QString callSentence(Event event)
{
    switch (event) {
    case Event::Begun: return AuditWords::tr("%1 was begun");
    case Event::Done: return AuditWords::tr("%1 was carried out");
    case Event::ApiRefused: return AuditWords::tr("%2 refused %1");
    case Event::ApiNotFound: return AuditWords::tr("%2 found nothing for %1");
    case Event::ApiFailed: return AuditWords::tr("%2 could not carry out %1");
    case Event::Stopped: return AuditWords::tr("%1 did not run: the checkpoint refused it");
    case Event::BadArguments: return AuditWords::tr("%1 did not run: what the agent sent along did not fit");
    case Event::Failed: return AuditWords::tr("%1 could not be carried out");
    case Event::Cancelled: return AuditWords::tr("%1 was stopped");
    case Event::OutcomeUnknown: return AuditWords::tr("It is not known whether %1 was carried out");
    case Event::EndedDeclined: return AuditWords::tr("%1 did not run: it was declined");
    case Event::EndedExpired: return AuditWords::tr("%1 did not run: its time had expired");
    case Event::EndedNoApprover: return AuditWords::tr("%1 did not run: nobody who may approve it did so in time");
    case Event::EndedNotBegun: return AuditWords::tr("%1 did not run: it was approved, but did not begin in time");
    case Event::EndedWithdrawn: return AuditWords::tr("%1 did not run: it was taken back");
    case Event::ProviderDown: return AuditWords::tr("%1 did not run: the sign-in service gave no token for it");
    default: return {};
    }
}

QString filled(const QString& sentence, const AuditEntryView& entry)
{
    // Both at once: a name may hold a "%2" of its own.
    return sentence.contains(QLatin1String("%2")) ? sentence.arg(toolOf(entry), apiOf(entry))
                                                  : sentence.arg(toolOf(entry));
}

QString timeText(const QDateTime& atUtc, const QDateTime& nowUtc)
{
    if (!atUtc.isValid()) return AuditWords::tr("Time unknown");
    const QDateTime at = atUtc.toLocalTime();
    const QDate today = nowUtc.toLocalTime().date();
    const QLocale locale;
    if (at.date() == today) return locale.toString(at, AuditWords::tr("HH:mm", "time of day, QDateTime format"));
    if (at.date().year() == today.year())
        return locale.toString(at, AuditWords::tr("d MMM, HH:mm", "day of this year and time, QDateTime format"));
    return locale.toString(at, AuditWords::tr("d MMM yyyy, HH:mm", "day and time, QDateTime format"));
}

} // namespace

QString sentenceOf(const AuditEntryView& entry)
{
    if (entry.event == Event::LogBegun) return AuditWords::tr("This log was begun");
    if (entry.event == Event::LogRepaired)
        return AuditWords::tr("The last record had not been written to its end, and was dropped");
    if (const QString sentence = sessionSentence(entry.event); !sentence.isEmpty()) return sentence;
    if (const QString sentence = decisionSentence(entry); !sentence.isEmpty()) return filled(sentence, entry);
    if (const QString sentence = callSentence(entry.event); !sentence.isEmpty()) return filled(sentence, entry);
    const QString what = text::visibleLine(entry.kind);
    //: %1 is the record's own word for what happened
    return AuditWords::tr("Recorded: %1").arg(what.isEmpty() ? QStringLiteral("?") : what);
}

QString lineOf(const AuditEntryView& entry, const QDateTime& nowUtc)
{
    //: %1 is a time, %2 a sentence
    return AuditWords::tr("%1 · %2").arg(timeText(entry.atUtc, nowUtc), sentenceOf(entry));
}

QString detailsOf(const AuditEntryView& entry)
{
    QStringList lines{sentenceOf(entry), QString()};
    const auto add = [&lines](const QString& name, const QString& value) {
        //: %1 is a name, %2 its value
        if (!value.isEmpty()) lines.append(AuditWords::tr("%1: %2").arg(name, text::visibleLine(value)));
    };
    const QLocale locale;
    add(AuditWords::tr("When"), entry.atUtc.isValid() ? locale.toString(entry.atUtc.toLocalTime(), QLocale::LongFormat)
                                                      : AuditWords::tr("Time unknown"));
    if (entry.atUtc.isValid()) add(AuditWords::tr("In UTC"), entry.atUtc.toUTC().toString(Qt::ISODateWithMs));
    add(AuditWords::tr("Tool"), entry.tool);
    add(AuditWords::tr("Service"), text::localised(entry.api));
    add(AuditWords::tr("Audience"), entry.audience);
    add(AuditWords::tr("Host"), entry.host);
    add(AuditWords::tr("As recorded"),
        entry.outcome.isEmpty() ? entry.kind : QStringLiteral("%1, %2").arg(entry.kind, entry.outcome));
    if (entry.httpStatus != 0) add(AuditWords::tr("HTTP answer"), QString::number(entry.httpStatus));
    add(AuditWords::tr("Rule or reason"), entry.rule);
    add(AuditWords::tr("Call"), entry.call);
    add(AuditWords::tr("Record"), QString::number(entry.number));
    add(AuditWords::tr("Hash begins with"), entry.hashPrefix);
    return lines.join(QLatin1Char('\n'));
}

Mark markOf(Event event)
{
    switch (event) {
    case Event::SignedIn:
    case Event::SignedInAgain:
    case Event::ApproverSignedIn: return {Icon::Key, Ink::Accent};
    case Event::Approved:
    case Event::Done: return {Icon::Check, Ink::Success};
    case Event::Allowed:
    case Event::AllowedByApproval:
    case Event::AllowedByRule:
    case Event::Begun: return {Icon::ChevronRight, Ink::Muted};
    case Event::Asked: return {Icon::Question, Ink::Warning};
    case Event::NotAllowed:
    case Event::ApiRefused:
    case Event::Stopped: return {Icon::Blocked, Ink::Danger};
    case Event::Declined:
    case Event::TakenBack:
    case Event::Cancelled:
    case Event::EndedDeclined:
    case Event::EndedWithdrawn: return {Icon::Cross, Ink::Muted};
    case Event::EndedExpired:
    case Event::EndedNoApprover:
    case Event::EndedNotBegun: return {Icon::Clock, Ink::Muted};
    case Event::SignInFailed:
    case Event::SignInAgainFailed:
    case Event::ApproverSignInFailed:
    case Event::RenewalFailed:
    case Event::SignedOutHereOnly:
    case Event::AccessNotEnded:
    case Event::ApiNotFound:
    case Event::ApiFailed:
    case Event::BadArguments:
    case Event::Failed:
    case Event::OutcomeUnknown:
    case Event::ProviderDown:
    case Event::LogRepaired: return {Icon::Warning, Ink::Warning};
    case Event::Renewed: return {Icon::Retry, Ink::Muted};
    case Event::SignedOut: return {Icon::SignOut, Ink::Muted};
    case Event::AccessEnded: return {Icon::Lock, Ink::Muted};
    case Event::Edited: return {Icon::Pencil, Ink::Muted};
    case Event::RuleWritten:
    case Event::RuleUsed:
    case Event::RuleRevoked: return {Icon::Shield, Ink::Muted};
    case Event::Removed: return {Icon::Trash, Ink::Muted};
    case Event::LogBegun:
    case Event::Other: break;
    } // no default: a new event must not compile without a mark
    return {Icon::Info, Ink::Muted};
}

} // namespace ui::audit
