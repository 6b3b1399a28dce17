#pragma once

#include <QtCore/QString>

#include <functional>
#include <optional>

namespace core::net {

/// This computer's list of accounts.
struct Accounts {
    std::function<std::optional<QString>(quint32 user)> nameOf;
    std::function<std::optional<quint32>(const QString& name)> userOf;
};

/// The one of getpwuid_r and getpwnam_r. Thread: any.
[[nodiscard]] Accounts systemAccounts();

/// The name of the system account with that id: one that a service runs as and nobody signs in to. Nothing for root,
/// who can read everything anyway, for people's accounts (1000 and above), for an id without an account, and for
/// "nobody", which is whoever has no account of his own.
[[nodiscard]] std::optional<QString> systemAccountOf(quint32 user, const Accounts& accounts);

/// The id of the system account of that name. Nothing where systemAccountOf() does not call it so.
[[nodiscard]] std::optional<quint32> systemUserOf(const QString& name, const Accounts& accounts);

} // namespace core::net
