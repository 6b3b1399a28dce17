#include "core/net/system_accounts.h"

#include <QtCore/QFile>

#include <cerrno>
#include <pwd.h>
#include <vector>

namespace core::net {
namespace {

constexpr quint32 firstPerson = 1000; // SYS_UID_MAX of login.defs(5) is 999
constexpr std::size_t mostBytes = 1024 * 1024;

// `look` fills an entry whose texts lie in the buffer.
template <typename Look, typename Take>
auto entryOf(const Look& look, const Take& take) -> std::optional<decltype(take(passwd{}))>
{
    for (std::vector<char> buffer(1024); buffer.size() <= mostBytes; buffer.resize(buffer.size() * 2)) {
        passwd entry{};
        passwd* found = nullptr;
        const int outcome = look(&entry, buffer.data(), buffer.size(), &found);
        if (outcome == ERANGE) continue;
        if (outcome != 0 || found == nullptr) return std::nullopt;
        return take(*found);
    }
    return std::nullopt;
}

std::optional<QString> nameOf(quint32 user)
{
    return entryOf([user](passwd* entry, char* buffer, std::size_t size,
                          passwd** found) { return getpwuid_r(user, entry, buffer, size, found); },
                   [](const passwd& entry) { return QFile::decodeName(entry.pw_name); });
}

std::optional<quint32> userOf(const QString& name)
{
    const auto bytes = QFile::encodeName(name);
    return entryOf([&bytes](passwd* entry, char* buffer, std::size_t size,
                            passwd** found) { return getpwnam_r(bytes.constData(), entry, buffer, size, found); },
                   [](const passwd& entry) { return static_cast<quint32>(entry.pw_uid); });
}

} // namespace

Accounts systemAccounts()
{
    return {&nameOf, &userOf};
}

std::optional<QString> systemAccountOf(quint32 user, const Accounts& accounts)
{
    if (user == 0 || user >= firstPerson) return std::nullopt;
    auto name = accounts.nameOf(user);
    if (!name || name->isEmpty() || *name == QLatin1String("nobody")) return std::nullopt;
    return name;
}

std::optional<quint32> systemUserOf(const QString& name, const Accounts& accounts)
{
    if (name.isEmpty()) return std::nullopt;
    const auto user = accounts.userOf(name);
    // Asked back: of two accounts that share an id, the one that was shown to the person counts.
    if (!user || systemAccountOf(*user, accounts) != name) return std::nullopt;
    return user;
}

} // namespace core::net
