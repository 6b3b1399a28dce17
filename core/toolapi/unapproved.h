#pragma once

#include "core/base/ids.h"

#include <QtCore/QStringList>

#include <optional>

namespace core::toolapi {

/// Why a question was taken back before it was answered, or what was approved before it was begun.
enum class Withdrawal {
    Unknown,      ///< nobody wrote it down
    Stopped,      ///< the person stopped the turn
    Replaced,     ///< the message it belonged to was replaced, or is answered anew
    Removed,      ///< its conversation was removed
    SignedOut,    ///< the person signed out
    OtherAccount, ///< another account signed in than the one that had to, to approve it
    Changed,      ///< it was not the call any more that was asked about: the tool, its arguments or the rules changed
    Undone,       ///< the person took it back while it was held; nobody need have been asked about it
};

/// "stopped", "signed-out" ...: stands in files and never changes.
[[nodiscard]] QString withdrawalName(Withdrawal why);
/// Unknown for an unknown word.
[[nodiscard]] Withdrawal withdrawalFromName(const QString& name);

/// What became of a question about a call that is not run, from the question's own record.
struct Unapproved {
    std::optional<UserKey> by = {}; ///< Denied: somebody else; none: the person did
    QString byName = {};            ///< what that somebody is called, by the provider's signed claims
    QStringList roles = {};         ///< what somebody else had to hold to decide; empty: the person was asked
    QString reason = {};            ///< Denied: in the words of whoever declined, in whole; may be empty
    Withdrawal withdrawal = Withdrawal::Unknown;

    friend bool operator==(const Unapproved&, const Unapproved&) = default;
};

} // namespace core::toolapi
