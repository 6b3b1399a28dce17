#pragma once

#include "core/keychain/keychain.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace fakes {

/// An in-memory Keychain with the real one's contract, plus switches for its failures. Held against the same
/// tests/contract/keychain_contract.h as QtKeychainStore.
class FakeKeychain final : public core::keychain::Keychain {
public:
    std::optional<core::Error> failNextCall; ///< returned once, then cleared
    std::optional<core::Error> failAll;      ///< returned until it is taken away: locked, missing
    std::optional<core::Error> failWrites;   ///< returned by write() only, until it is taken away
    std::vector<QString> calls;              ///< "read alice": order matters, values never appear
    std::map<QString, core::Secret> entries;

    core::Async<core::keychain::Backend> probe() override
    {
        if (auto error = failure(QStringLiteral("probe")))
            return core::ready<core::keychain::Backend>(tl::unexpected(*error));
        return core::ready<core::keychain::Backend>(core::keychain::Backend{QStringLiteral("fake")});
    }

    core::Async<core::Secret> read(const QString& entry) override
    {
        if (auto error = failure(QStringLiteral("read ") + entry))
            return core::ready<core::Secret>(tl::unexpected(*error));
        const auto found = entries.find(entry);
        if (found == entries.end())
            return core::failed<core::Secret>(core::Errc::NotFound, QStringLiteral("no such entry"));
        return core::ready<core::Secret>(found->second);
    }

    core::Async<> write(const QString& entry, const core::Secret& value) override
    {
        if (auto error = failure(QStringLiteral("write ") + entry)) return core::ready<void>(tl::unexpected(*error));
        if (failWrites) return core::ready<void>(tl::unexpected(*failWrites));
        if (value.isEmpty())
            return core::failed<>(core::Errc::InvalidArgument, QStringLiteral("an empty value"), entry);
        entries.insert_or_assign(entry, value);
        return core::ready<>({});
    }

    core::Async<> remove(const QString& entry) override
    {
        if (auto error = failure(QStringLiteral("remove ") + entry)) return core::ready<void>(tl::unexpected(*error));
        if (entries.erase(entry) == 0) return core::failed<>(core::Errc::NotFound, QStringLiteral("no such entry"));
        return core::ready<>({});
    }

private:
    std::optional<core::Error> failure(QString call)
    {
        calls.push_back(std::move(call));
        if (auto once = std::exchange(failNextCall, {})) return once;
        return failAll;
    }
};

} // namespace fakes
