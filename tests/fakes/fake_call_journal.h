#pragma once

#include "core/gateway/call_journal.h"
#include "core/toolapi/elevations.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/// An in-memory CallJournal. Keeps the order of everything, and can fail or wait.
class FakeCallJournal final : public core::gateway::CallJournal {
public:
    struct Entry {
        core::gateway::CallRecord record;
        std::optional<core::toolapi::ToolResult> result; ///< none: a decision
    };

    std::vector<Entry> entries;
    std::optional<core::Error> failDecisions;
    std::optional<core::Error> failOutcomes;
    bool holdDecisions = false; ///< leave them unanswered until release()
    bool holdOutcomes = false;

    core::Async<> recordDecision(core::gateway::CallRecord record) override
    {
        entries.push_back({std::move(record), {}});
        return answer(holdDecisions, failDecisions);
    }
    core::Async<> recordOutcome(core::gateway::CallRecord record, core::toolapi::ToolResult result) override
    {
        entries.push_back({std::move(record), std::move(result)});
        return answer(holdOutcomes, failOutcomes);
    }

    /// Answers everything that was held.
    void release()
    {
        for (const auto& held : std::exchange(held_, {}))
            held.give({});
    }

private:
    core::Async<> answer(bool hold, const std::optional<core::Error>& error)
    {
        if (error) return core::ready<void>(tl::unexpected(*error));
        if (!hold) return core::ready<void>({});
        held_.emplace_back();
        return held_.back().future();
    }

    std::vector<core::Answer<>> held_;
};

/// Requirements that are met unless a test says otherwise.
class FakeRequirements final : public core::gateway::Requirements {
public:
    std::optional<core::Error> missing;
    mutable std::vector<core::UserKey> asked;

    core::Result<> check(const core::UserKey& person, const QString&, const QStringList&) const override
    {
        asked.push_back(person);
        if (missing) return tl::unexpected(*missing);
        return {};
    }
    core::policy::SignedIn how = {};
    core::policy::SignedIn signedIn(const core::UserKey&) const override { return how; }
};

/// What calls were signed in for, and which of them were let go.
class FakeElevations final : public core::toolapi::Elevations {
public:
    std::map<core::CallId, std::pair<core::UserKey, QString>> held; ///< person and digest
    std::vector<core::CallId> dropped;

    std::function<void()> whenAsked = [] {}; ///< between the look at an approval and its use
    core::toolapi::SignInNeed good = {{QStringLiteral("gold")}, std::chrono::seconds(60)}; ///< for no other need
    bool holds(const core::UserKey& person, const core::CallId& call, const QString& digest,
               const core::toolapi::SignInNeed& need, const QDateTime&) const override
    {
        whenAsked();
        if (need.acr != good.acr) return false;
        const auto found = held.find(call);
        return found != held.end() && found->second == std::pair(person, digest);
    }
    void drop(const core::CallId& call) override
    {
        held.erase(call);
        dropped.push_back(call);
    }
};
