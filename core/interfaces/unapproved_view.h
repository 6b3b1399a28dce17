#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace core::interfaces {

/// What became of the question about a call that is not run. Drawn from the question's own record. Plain text.
struct UnapprovedView {
    /// Why a question was taken back.
    enum class Withdrawal {
        Unknown,
        Stopped,      ///< the person stopped the turn
        Replaced,     ///< the person replaced the message, or had it answered anew
        Removed,      ///< the person removed the conversation
        SignedOut,    ///< the person signed out
        OtherAccount, ///< another account signed in than the one that had to
        Changed,      ///< it was not the call any more that was asked about
        Undone,       ///< the person took the call back while it was held
    };
    QString by;        ///< Denied: what somebody else is called; empty: the person declined
    QString bySubject; ///< Denied: that somebody's account
    QStringList roles; ///< what somebody else had to hold to decide; empty: the person was asked
    QString reason;    ///< Denied: the words of whoever declined, in whole; may be empty
    Withdrawal withdrawal = Withdrawal::Unknown;

    friend bool operator==(const UnapprovedView&, const UnapprovedView&) = default;
};

} // namespace core::interfaces
