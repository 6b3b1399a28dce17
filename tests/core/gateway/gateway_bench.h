#pragma once

#include "core/gateway/gateway.h"
#include "core/policy/policy_file.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_call_journal.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

namespace gateway_tests {

using namespace core::gateway;
using namespace core::toolapi;

inline const core::UserKey asan{QStringLiteral("https://login.example"), QStringLiteral("asan")};
inline const core::UserKey bsan{QStringLiteral("https://login.example"), QStringLiteral("bsan")};

// Everything around one gateway, and a tool that can be watched.
struct Bench {
    FakeCallJournal journal;
    FakeRequirements requirements;
    FakeElevations elevations;
    fakes::FakeClock clock;
    std::shared_ptr<core::approvals::ApprovalStore> approvals =
        *fakes::await(core::approvals::ApprovalStore::openInMemory(
            core::storage::Sealer(core::SealingKey(core::Secret::consume(QByteArray(32, 'k')))), clock));
    std::shared_ptr<core::approvals::GrantStore> grants = *fakes::await(core::approvals::GrantStore::openInMemory(
        core::storage::Sealer(core::SealingKey(core::Secret::consume(QByteArray(32, 'k')))), clock));
    core::policy::InForce policy;
    ToolRegistry registry;
    std::vector<QJsonObject> ran;
    std::vector<core::UserKey> ranAs;
    std::vector<std::stop_token> stops;
    std::size_t entriesWhenRun = 0;
    core::Answer<ToolAnswer> held;
    bool hold = false;
    core::Result<ToolAnswer> answer = ToolAnswer{QStringLiteral("42"), {}};
    std::vector<std::pair<core::CallId, std::optional<QDateTime>>> holds; ///< what was said of held calls
    std::function<void()> whenHeld = [] {};
    std::unique_ptr<Gateway> gateway;

    ToolSpec spec(Effect effect = Effect::Read)
    {
        ToolSpec made;
        made.name = core::ToolName(QStringLiteral("look_up"));
        made.title = {QStringLiteral("Look up"), QStringLiteral("調べる")};
        made.inputSchema = QJsonObject{
            {QStringLiteral("type"), QStringLiteral("object")},
            {QStringLiteral("required"), QJsonArray{QStringLiteral("person")}},
            {QStringLiteral("additionalProperties"), false},
            {QStringLiteral("properties"),
             QJsonObject{{QStringLiteral("person"), QJsonObject{{QStringLiteral("type"), QStringLiteral("string")}}},
                         {QStringLiteral("count"), QJsonObject{{QStringLiteral("type"), QStringLiteral("number")}}}}}};
        made.effect = effect;
        made.definedBy = DefinedBy::Organisation;
        made.audience = QStringLiteral("https://hr.example");
        made.scopes = {QStringLiteral("hr.read")};
        made.run = [this](const ToolContext& context, const QJsonObject& arguments) {
            ran.push_back(arguments);
            ranAs.push_back(context.person);
            stops.push_back(context.stop);
            entriesWhenRun = journal.entries.size();
            return hold ? held.future() : core::ready<ToolAnswer>(answer);
        };
        return made;
    }

    void start(const ToolSpec& tool, GatewayLimits limits = {}, const core::UserKey& person = asan)
    {
        (void)registry.add(tool);
        gateway = std::make_unique<Gateway>(
            person, registry,
            GatewayPorts{requirements, journal, *approvals, *grants, elevations, clock, policy, limits, onHeld()});
    }

    /// The same tools, and whatever was changed besides: as after a restart.
    void restart(const core::UserKey& person = asan, GatewayLimits limits = {})
    {
        gateway = std::make_unique<Gateway>(
            person, registry,
            GatewayPorts{requirements, journal, *approvals, *grants, elevations, clock, policy, limits, onHeld()});
    }
    OnHeld onHeld()
    {
        return [this](const core::ConversationId&, const core::CallId& id, const std::optional<QDateTime>& until) {
            holds.emplace_back(id, until);
            if (until) whenHeld();
        };
    }

    void rules(const QByteArray& file)
    {
        const auto read = core::policy::readPolicyFile(file, QStringLiteral("p.json"), core::policy::Layer::Managed);
        QVERIFY2(read.problems.isEmpty(), file.constData());
        policy = {core::policy::Rules(read.rules), QStringLiteral("1")};
    }

    core::Async<ToolResult> call(const QByteArray& arguments, const char* tool = "look_up", std::stop_token stop = {},
                                 const QString& id = core::newId())
    {
        return gateway->run(
            {core::CallId(id), QStringLiteral("model-1"), core::ToolName(QString::fromLatin1(tool)), arguments},
            core::ConversationId(QStringLiteral("c1")), std::move(stop));
    }

    /// What waits for an answer.
    QList<core::approvals::Request> pending()
    {
        return fakes::await(approvals->pending()).value_or(QList<core::approvals::Request>());
    }
    void approve()
    {
        for (const auto& request : pending())
            (void)fakes::await(approvals->approve(request.id, request.digest));
    }
    void deny()
    {
        for (const auto& request : pending())
            (void)fakes::await(approvals->deny(request.id));
    }
    /// The one write that waits, by the id "w".
    core::Async<ToolResult> callWrite(const QByteArray& arguments = "{\"person\":\"asan\"}", std::stop_token stop = {})
    {
        return call(arguments, "look_up", std::move(stop), QStringLiteral("w"));
    }
    core::Async<ToolResult> settleWrite(const QByteArray& arguments = "{\"person\":\"asan\"}")
    {
        return gateway->settle({core::CallId(QStringLiteral("w")), QStringLiteral("model-1"),
                                core::ToolName(QStringLiteral("look_up")), arguments},
                               core::ConversationId(QStringLiteral("c1")));
    }

    ToolResult ended(const core::Async<ToolResult>& future)
    {
        const auto result = fakes::await(future);
        return result.value_or(ToolResult{});
    }
};

inline ApiAnswer api(int status, const core::UserKey& person = asan)
{
    ApiAnswer made;
    made.status = status;
    made.person = person;
    return made;
}

} // namespace gateway_tests
