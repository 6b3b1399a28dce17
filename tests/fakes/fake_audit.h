#pragma once

#include "core/audit/record.h"

#include <set>
#include <vector>

namespace fakes {

/// An AuditSink that remembers what it was given.
class FakeAudit final : public core::audit::AuditSink {
public:
    std::vector<core::audit::Record> records;
    std::set<QString> inMemory;
    std::optional<core::Error> failAll;

    [[nodiscard]] core::Async<> append(core::audit::Record record, core::audit::Durability) override
    {
        if (failAll) return core::ready<void>(tl::unexpected(*failAll));
        records.push_back(std::move(record));
        return core::ready<void>({});
    }
    void keepIn(core::audit::Place place, const QString& person) override
    {
        if (place == core::audit::Place::Memory)
            inMemory.insert(person);
        else
            inMemory.erase(person);
    }
};

} // namespace fakes
