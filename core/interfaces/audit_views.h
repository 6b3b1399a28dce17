#pragma once

#include "core/base/bilingual.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QString>

#include <optional>

/// What of the audit log the window is given to draw. No token, no message and no argument is in it: the log has none,
/// and the marks that it has of arguments stay where they are.
namespace core::interfaces {

/// One record of the log.
struct AuditEntryView {
    /// What happened. A record of a kind or with a word that this program does not know is Other.
    enum class Event {
        SignedIn,
        SignInFailed,
        SignedInAgain, ///< for one call
        SignInAgainFailed,
        ApproverSignedIn, ///< somebody else, to decide on a call of the person's
        ApproverSignInFailed,
        Renewed,
        RenewalFailed,
        SignedOut,
        SignedOutHereOnly, ///< the provider was not told
        AccessEnded,       ///< the provider was told to make a token void
        AccessNotEnded,
        Removed, ///< the account, from this machine
        Allowed,
        AllowedByApproval,
        AllowedByRule, ///< a standing one of the person's
        Asked,
        NotAllowed,
        Approved,
        Declined,
        Edited,    ///< the person changed what waits
        TakenBack, ///< another account had signed in for it
        Begun,
        Done,
        ApiRefused,
        ApiNotFound,
        ApiFailed,
        Stopped, ///< by the checkpoint
        BadArguments,
        Failed,
        Cancelled,
        OutcomeUnknown,
        EndedDeclined,
        EndedExpired,
        EndedNoApprover, ///< nobody who may approve came in time
        EndedNotBegun,   ///< approved, and not begun in time
        EndedWithdrawn,
        ProviderDown, ///< no token could be had for it
        RuleWritten,  ///< a standing one
        RuleUsed,     ///< one use of it was counted
        RuleRevoked,
        LogBegun,
        LogRepaired, ///< an unfinished record at its end was dropped
        Other,
    };
    qint64 number = 0; ///< of the record in the log, from 0
    QDateTime atUtc;   ///< not valid: the record does not say it in a way that can be read
    Event event = Event::Other;
    QString kind;                ///< the record's own word
    QString outcome;             ///< likewise: of what happened or was decided; may be empty
    QString tool;                ///< its name; empty: none, or one that a model made up
    Bilingual title;             ///< "Request leave"; empty when the tool is not there any more
    Bilingual api;               ///< what the API behind it is called; may be empty
    QString audience;            ///< for which API the token was
    QString host;                ///< whom the request went to
    QString rule;                ///< which one decided, as the log names it
    QString call;                ///< id
    bool bySomebodyElse = false; ///< who approved or declined was not the person
    int httpStatus = 0;
    QString hashPrefix; ///< the first 16 hexadecimal digits of the record's hash

    friend bool operator==(const AuditEntryView&, const AuditEntryView&) = default;
};

/// Which entries are asked for.
struct AuditFilter {
    enum class Group {
        All,
        SignIns, ///< and everything else that a session went through
        Decisions,
        Answers,
        Calls,
        Changes, ///< of tools, of rules and of the log itself
    };
    enum class Span { Always, Today, Week, Month }; ///< the last 7 and 30 days, today among them; in local time
    Group group = Group::All;
    Span span = Span::Always;
    QString tool; ///< in the name or title of the tool, upper and lower case alike; empty: any, and none

    friend bool operator==(const AuditFilter&, const AuditFilter&) = default;
};

/// Some entries, the newest first.
struct AuditPageView {
    QList<AuditEntryView> entries = {};
    std::optional<qint64> older = {}; ///< ask with this for those before; nothing: there are none
    qint64 looked = 0;                ///< how many records were looked through for them
    bool broken = false; ///< they hang on a record that does not hold: they are no proof of anything, and nothing can
                         ///< be read before them. AuditLog::verify() says where
};

/// What reading the whole log found.
struct AuditCheckView {
    qint64 records = 0;                  ///< how many hold, from the first on; 0 and not broken: there is no log yet
    QDateTime sinceUtc = {};             ///< of the first
    std::optional<qint64> brokenAt = {}; ///< number of the first record that does not hold: take nothing from it on
                                         ///< for a fact
    QString lastHashPrefix = {};         ///< of the last that holds, to be compared with one that was kept elsewhere
};

} // namespace core::interfaces
