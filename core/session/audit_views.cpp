#include "core/session/audit_views.h"

#include "core/audit/ocsf.h"
#include "core/audit/record.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>

#include <algorithm>

namespace core::session {
namespace {

using audit::Kind;
using audit::kindName;
using interfaces::AuditEntryView;
using interfaces::AuditFilter;
using Event = AuditEntryView::Event;
using Group = AuditFilter::Group;

constexpr qsizetype hashDigits = 16;

QString textOf(const QJsonObject& content, const char* key)
{
    return content.value(QLatin1String(key)).toString();
}

QStringList labelsOf(const QJsonObject& content)
{
    QStringList labels;
    const auto list = content.value(QLatin1String("labels")).toArray();
    for (const auto& label : list)
        labels.append(label.toString());
    return labels;
}

Event signInEvent(const QStringList& labels, bool ok)
{
    if (labels.contains(QStringLiteral("step-up"))) return ok ? Event::SignedInAgain : Event::SignInAgainFailed;
    if (labels.contains(QStringLiteral("approver"))) return ok ? Event::ApproverSignedIn : Event::ApproverSignInFailed;
    return ok ? Event::SignedIn : Event::SignInFailed;
}

Event decisionEvent(const QString& decision)
{
    if (decision == u"allow") return Event::Allowed;
    for (const auto* word : {"approved", "approved-signed-in", "approved-edited", "approved-edited-signed-in"})
        if (decision == QLatin1String(word)) return Event::AllowedByApproval;
    if (decision == u"granted") return Event::AllowedByRule;
    if (decision == u"ask") return Event::Asked;
    if (decision == u"deny") return Event::NotAllowed;
    return Event::Other;
}

Event answerEvent(const QString& decision)
{
    if (decision == u"approved") return Event::Approved;
    if (decision == u"denied") return Event::Declined;
    if (decision == u"edited") return Event::Edited;
    if (decision == u"other-account") return Event::TakenBack;
    return Event::Other;
}

Event endingEvent(const QString& outcome)
{
    using toolapi::Outcome;
    const auto known = toolapi::outcomeFromName(outcome);
    if (!known) return Event::Other;
    switch (*known) {
    case Outcome::Done: return Event::Done;
    case Outcome::ApiRefused: return Event::ApiRefused;
    case Outcome::ApiNotFound: return Event::ApiNotFound;
    case Outcome::ApiFailed: return Event::ApiFailed;
    case Outcome::PolicyRefused: return Event::Stopped;
    case Outcome::BadArguments: return Event::BadArguments;
    case Outcome::Failed: return Event::Failed;
    case Outcome::Cancelled: return Event::Cancelled;
    case Outcome::OutcomeUnknown: return Event::OutcomeUnknown;
    case Outcome::Denied: return Event::EndedDeclined;
    case Outcome::Expired: return Event::EndedExpired;
    case Outcome::Withdrawn: return Event::EndedWithdrawn;
    case Outcome::NoApprover: return Event::EndedNoApprover;
    case Outcome::NotBegun: return Event::EndedNotBegun;
    case Outcome::ProviderDown: return Event::ProviderDown;
    case Outcome::Waiting: return Event::Asked;
    } // no default: a new outcome must not compile without an event
    return Event::Other;
}

Event eventOf(const QJsonObject& content)
{
    const auto kind = textOf(content, "kind");
    const bool ok = textOf(content, "outcome") == u"ok";
    if (kind == kindName(Kind::SignIn)) return signInEvent(labelsOf(content), ok);
    if (kind == kindName(Kind::Refresh)) return ok ? Event::Renewed : Event::RenewalFailed;
    if (kind == kindName(Kind::SignOut)) return ok ? Event::SignedOut : Event::SignedOutHereOnly;
    if (kind == kindName(Kind::Revocation)) return ok ? Event::AccessEnded : Event::AccessNotEnded;
    if (kind == kindName(Kind::Forgotten)) return Event::Removed;
    if (kind == kindName(Kind::Decision)) return decisionEvent(textOf(content, "decision"));
    if (kind == kindName(Kind::Answer)) return answerEvent(textOf(content, "decision"));
    if (kind == kindName(Kind::GrantWritten)) return Event::RuleWritten;
    if (kind == kindName(Kind::GrantUsed)) return Event::RuleUsed;
    if (kind == kindName(Kind::GrantRevoked)) return Event::RuleRevoked;
    if (kind == kindName(Kind::CallStarted)) return Event::Begun;
    if (kind == kindName(Kind::CallEnded)) return endingEvent(textOf(content, "outcome"));
    if (kind == kindName(Kind::Repaired)) return Event::LogRepaired;
    return kind == u"opened" ? Event::LogBegun : Event::Other;
}

Group groupOf(const QString& kind)
{
    static const QSet<QString> ofASession{kindName(Kind::SignIn), kindName(Kind::Refresh), kindName(Kind::SignOut),
                                          kindName(Kind::Revocation), kindName(Kind::Forgotten)};
    if (ofASession.contains(kind)) return Group::SignIns;
    if (kind == kindName(Kind::Decision)) return Group::Decisions;
    if (kind == kindName(Kind::Answer)) return Group::Answers;
    if (kind == kindName(Kind::CallStarted) || kind == kindName(Kind::CallEnded)) return Group::Calls;
    return Group::Changes;
}

// Those whose title, in either language, holds the text.
QSet<QString> toolsTitled(const CardFacts& facts, const QString& text)
{
    QSet<QString> names;
    for (const auto& tool : facts.tools)
        if (tool.title.en.contains(text, Qt::CaseInsensitive) || tool.title.ja.contains(text, Qt::CaseInsensitive))
            names.insert(tool.name.text());
    return names;
}

} // namespace

AuditEntryView auditEntryView(const CardFacts& facts, const audit::CheckedRecord& record)
{
    const auto& content = record.content;
    AuditEntryView entry;
    entry.number = content.value(QLatin1String("seq")).toInteger();
    entry.atUtc = audit::recordTimeUtc(content);
    entry.event = eventOf(content);
    entry.kind = textOf(content, "kind");
    entry.outcome = textOf(content, content.contains(QLatin1String("outcome")) ? "outcome" : "decision");
    entry.tool = textOf(content, "tool");
    if (const auto known = facts.tools.constFind(ToolName(entry.tool)); known != facts.tools.constEnd())
        entry.title = known->title;
    entry.audience = textOf(content, "audience");
    entry.api = facts.apis.value(entry.audience);
    entry.host = textOf(content, "host");
    entry.rule = textOf(content, "rule");
    entry.call = textOf(content, "call");
    const auto labels = labelsOf(content);
    entry.bySomebodyElse = std::any_of(labels.begin(), labels.end(),
                                       [](const QString& label) { return label.startsWith(QStringLiteral("by:")); });
    entry.httpStatus = content.value(QLatin1String("http")).toInt();
    entry.hashPrefix = QString::fromLatin1(record.hash.toHex().first(hashDigits));
    return entry;
}

audit::Wanted wantedBy(const AuditFilter& filter, const QDateTime& sinceUtc, const CardFacts& facts)
{
    const auto text = filter.tool.trimmed();
    return [group = filter.group, text, titled = toolsTitled(facts, text), sinceUtc](const QJsonObject& content) {
        if (group != Group::All && groupOf(textOf(content, "kind")) != group) return false;
        const auto tool = textOf(content, "tool");
        if (!text.isEmpty() && !tool.contains(text, Qt::CaseInsensitive) && !titled.contains(tool)) return false;
        if (!sinceUtc.isValid()) return true;
        const auto at = audit::recordTimeUtc(content);
        return !at.isValid() || at >= sinceUtc;
    };
}

QDateTime beginOf(AuditFilter::Span span, const QDateTime& nowUtc)
{
    const auto today = nowUtc.toLocalTime().date();
    switch (span) {
    case AuditFilter::Span::Always: return {};
    case AuditFilter::Span::Today: return today.startOfDay().toUTC();
    case AuditFilter::Span::Week: return today.addDays(-6).startOfDay().toUTC();
    case AuditFilter::Span::Month: return today.addDays(-29).startOfDay().toUTC();
    } // no default: a new span must not compile without a beginning
    return {};
}

} // namespace core::session
