#pragma once

#include "core/conversations/conversation_store.h"

#include <QtCore/QString>

/// One turn as the agent and the checkpoint write it, for the tests of what is kept of it.
namespace example {

using namespace core::conversations;

inline const core::ConversationId conversation(QStringLiteral("conversation-1"));
inline const TurnId turn(QStringLiteral("turn-1"));
inline const core::EndpointId endpoint(QStringLiteral("endpoint-1"));
inline const core::MessageId question(QStringLiteral("message-1"));
inline const core::MessageId step(QStringLiteral("message-2"));
inline const core::CallId call(QStringLiteral("call-1"));
inline const core::CallId effect(QStringLiteral("call-2"));

inline core::SealingKey key()
{
    return core::SealingKey(core::Secret::consume(QByteArray(32, 'k')));
}

inline StepBegin begin()
{
    return {conversation,
            turn,
            endpoint,
            step,
            NewMessage{question, QStringLiteral("最後の給与明細は？")},
            {},
            QStringLiteral("給与明細")};
}

/// The same question is answered anew.
inline StepBegin again()
{
    auto again = begin();
    again.turn = TurnId(QStringLiteral("turn-2"));
    again.step = core::MessageId(QStringLiteral("message-3"));
    again.replacesFrom = 1;
    return again;
}

inline StepEnd end()
{
    StepEnd end;
    end.step = step;
    end.text = QStringLiteral("Looking at your **payslips**.");
    end.reasoning = QStringLiteral("The person wants their own payslip.");
    end.opaqueBlocks = {QJsonObject{{QStringLiteral("type"), QStringLiteral("thinking")},
                                    {QStringLiteral("signature"), QStringLiteral("abc=")}}};
    end.finish = QStringLiteral("tool-calls");
    end.usage = {{QStringLiteral("inputTokens"), 120}, {QStringLiteral("outputTokens"), 17}};
    end.calls = {{call, QStringLiteral("toolu_1"), core::ToolName(QStringLiteral("read_payslip")),
                  QByteArray("{\"month\": \"2026-02\"}"), core::toolapi::Effect::Read},
                 {effect, QStringLiteral("toolu_2"), core::ToolName(QStringLiteral("request_leave")),
                  QByteArray("{\"days\":\xFF}"), core::toolapi::Effect::Write}};
    return end;
}

inline CallDecision decision(const core::CallId& id)
{
    CallDecision decision;
    decision.call = id;
    decision.kind = CallDecision::Kind::Run;
    decision.decision = QStringLiteral("allow");
    decision.reason = QStringLiteral("a read");
    decision.definitionHash = QStringLiteral("5e884898");
    decision.arguments = {{QStringLiteral("month"), QStringLiteral("2026-02")}};
    decision.argumentsHash = QStringLiteral("da280477");
    decision.audience = QStringLiteral("https://hr.example/api");
    decision.scopes = {QStringLiteral("payslips.read")};
    return decision;
}

inline core::toolapi::ToolResult result(const core::CallId& id)
{
    core::toolapi::ToolResult result;
    result.id = id;
    result.modelCallId = QStringLiteral("toolu_1");
    result.tool = core::ToolName(QStringLiteral("read_payslip"));
    result.arguments = {{QStringLiteral("month"), QStringLiteral("2026-02")}};
    result.outcome = core::toolapi::Outcome::ApiRefused;
    result.value = QJsonObject{{QStringLiteral("error"), QStringLiteral("forbidden")}};
    result.modelText = QStringLiteral("HTTP 403: forbidden");
    result.label = core::toolapi::fromTool(QStringLiteral("read_payslip"), {false, {QStringLiteral("asan")}});
    core::toolapi::ApiAnswer api;
    api.method = "GET";
    api.url = QUrl(QStringLiteral("https://hr.example/api/payslips?month=2026-02"));
    api.status = 403;
    api.contentType = "application/json";
    api.body = "{\"error\":\"forbidden\",\"note\":\"bsan の明細\"}";
    api.headers = {{"content-type", "application/json"}};
    api.person = {QStringLiteral("https://login.example"), QStringLiteral("asan")};
    api.audience = QStringLiteral("https://hr.example/api");
    api.scopes = {QStringLiteral("payslips.read"), QStringLiteral("openid")};
    result.api = api;
    result.reason = QStringLiteral("the API refused");
    result.explanation = {QStringLiteral("The API refused it."), QStringLiteral("APIが拒否しました。")};
    result.error = core::Error{core::Errc::Forbidden, QStringLiteral("403"), QStringLiteral("hr.example"),
                               std::chrono::seconds(3)};
    return result;
}

} // namespace example
