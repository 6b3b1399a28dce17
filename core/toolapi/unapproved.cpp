#include "core/toolapi/unapproved.h"

#include <array>

namespace core::toolapi {

QString withdrawalName(Withdrawal why)
{
    switch (why) {
    case Withdrawal::Unknown: return QStringLiteral("unknown");
    case Withdrawal::Stopped: return QStringLiteral("stopped");
    case Withdrawal::Replaced: return QStringLiteral("replaced");
    case Withdrawal::Removed: return QStringLiteral("removed");
    case Withdrawal::SignedOut: return QStringLiteral("signed-out");
    case Withdrawal::OtherAccount: return QStringLiteral("other-account");
    case Withdrawal::Changed: return QStringLiteral("changed");
    case Withdrawal::Undone: return QStringLiteral("undone");
    } // no default: a new one must not compile without a name
    return QStringLiteral("unknown");
}

Withdrawal withdrawalFromName(const QString& name)
{
    for (const auto why : {Withdrawal::Stopped, Withdrawal::Replaced, Withdrawal::Removed, Withdrawal::SignedOut,
                           Withdrawal::OtherAccount, Withdrawal::Changed, Withdrawal::Undone})
        if (withdrawalName(why) == name) return why;
    return Withdrawal::Unknown;
}

} // namespace core::toolapi
