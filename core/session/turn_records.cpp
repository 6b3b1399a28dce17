#include "core/session/turn_records.h"

#include "core/agent/context.h"
#include "core/base/async_steps.h"
#include "core/policy/grant.h"
#include "core/session/stored_words.h"

namespace core::session {
namespace {

conversations::TurnId storedTurn(const agent::TurnReference& turn)
{
    return conversations::TurnId(turn.turn.text());
}

const QString allowedWord = QStringLiteral("allow");
const QString grantedWord = QStringLiteral("granted");
const QString approvedWord = QStringLiteral("approved");
const QString approvedSignedInWord = QStringLiteral("approved-signed-in");
const QString editedWord = QStringLiteral("approved-edited"); // by the person, before they approved it
const QString editedSignedInWord = QStringLiteral("approved-edited-signed-in");

QString decisionWord(const gateway::CallRecord& call)
{
    if (call.mayRun()) {
        if (!call.grant.isEmpty()) return grantedWord;
        if (call.approval.isEmpty()) return allowedWord;
        if (call.proposed) return call.signedInForIt ? editedSignedInWord : editedWord;
        return call.signedInForIt ? approvedSignedInWord : approvedWord;
    }
    const bool asks = call.ruling &&
                      (call.ruling->verdict == policy::Verdict::Ask || call.ruling->verdict == policy::Verdict::StepUp);
    return asks ? QStringLiteral("ask") : QStringLiteral("deny");
}

// Which rule decided.
QString ruleWord(const policy::Ruling& ruling)
{
    if (!ruling.grant.isEmpty()) return policy::grantWord(ruling.grant);
    const auto& reason = ruling.reasons.first();
    return reason.rule.isEmpty() ? policy::groundName(reason.ground) : reason.rule;
}

} // namespace

TurnRecords::TurnRecords(std::shared_ptr<conversations::ConversationStore> store, audit::AuditSink& audit,
                         ArgumentMarks marks)
    : store_(std::move(store))
    , audit_(audit)
    , marks_(std::move(marks))
{}

bool TurnRecords::wasApproved(const conversations::CallDecision& decision)
{
    return decision.decision == approvedWord || decision.decision == approvedSignedInWord || wasEdited(decision);
}

bool TurnRecords::wasEdited(const conversations::CallDecision& decision)
{
    return decision.decision == editedWord || decision.decision == editedSignedInWord;
}

interfaces::LetThroughView TurnRecords::letThrough(const conversations::CallDecision& decision)
{
    using View = interfaces::LetThroughView;
    if (decision.kind != conversations::CallDecision::Kind::Run) return {};
    const auto& word = decision.decision;
    if (word == allowedWord) return {View::By::Rules};
    if (word == grantedWord) return {View::By::Rule};
    if (!wasApproved(decision)) return {};
    return {decision.approvedBy.isEmpty() ? View::By::Person : View::By::Somebody,
            word == approvedSignedInWord || word == editedSignedInWord, decision.approvedBy};
}

audit::Record TurnRecords::auditRecord(audit::Kind kind, const gateway::CallRecord& call) const
{
    audit::Record record;
    record.kind = kind;
    record.person = call.person.storageName();
    record.audience = call.audience;
    record.call = call.id;
    if (!call.definitionHash.isEmpty()) record.tool = call.tool.text(); // else it is what a model wrote
    record.definition = call.definitionHash;
    record.arguments = marks_.of(call.arguments);
    return record;
}

Async<> TurnRecords::stepBegun(const agent::TurnReference& turn, const MessageId& step,
                               std::optional<agent::PersonMessage> message)
{
    if (frozen_) return unanswered();
    conversations::StepBegin begin{turn.conversation, storedTurn(turn), turn.endpoint, step};
    if (message) {
        begin.title = agent::titleFrom(message->text);
        begin.message = conversations::NewMessage{message->id, message->text,
                                                  message->label}; // also one that is stored: it moves here
        if (replacing_.contains(message->id)) begin.replacesFrom = replacing_.take(message->id);
    }
    return store_->stepBegun(std::move(begin));
}

Async<> TurnRecords::stepText(const agent::TurnReference&, const MessageId& step, const QString& text,
                              const QString& reasoning)
{
    if (frozen_) return unanswered();
    return store_->stepText(step, text, reasoning);
}

Async<> TurnRecords::stepFinished(const agent::TurnReference&, const agent::StepRecord& step)
{
    if (frozen_) return unanswered();
    return store_->stepFinished(stepEnd(step));
}

Async<> TurnRecords::callFinished(const agent::TurnReference&, const MessageId&, const toolapi::ToolResult& result)
{
    if (frozen_) return unanswered();
    return endOnce(result);
}

Async<> TurnRecords::turnEnded(const agent::TurnReference& turn, const agent::TurnEnd& end)
{
    if (frozen_) return unanswered();
    return store_->turnEnded(storedTurn(turn), endingName(end.kind), end.error);
}

Async<> TurnRecords::recordDecision(gateway::CallRecord record)
{
    if (frozen_) return unanswered();
    auto entry = auditRecord(audit::Kind::Decision, record);
    const bool allowed = record.mayRun();
    entry.decision = decisionWord(record);
    if (record.ruling && !record.ruling->reasons.isEmpty()) entry.rule = ruleWord(*record.ruling);
    // Only an effect must not begin before its record is on the disk; a read may be asked again.
    const auto durability =
        toolapi::isRepeatable(record.effect) ? audit::Durability::Buffered : audit::Durability::Synced;
    const bool granted = allowed && !record.grant.isEmpty();
    auto logged = granted ? logUse(record, std::move(entry)) : audit_.append(std::move(entry), durability);
    if (!allowed) return logged;
    return thenStep(logged, this, [this, record = std::move(record)] {
        conversations::CallDecision decision{record.id, conversations::CallDecision::Kind::Run, decisionWord(record)};
        if (!record.grant.isEmpty()) decision.reason = policy::grantWord(record.grant);
        if (const auto& by = record.approvedBy)
            decision.approvedBy = by->name.isEmpty() ? by->person.subject : by->name;
        decision.definitionHash = record.definitionHash;
        decision.arguments = record.arguments;
        decision.argumentsHash = record.argumentsHash;
        decision.audience = record.audience;
        decision.scopes = record.scopes;
        return store_->callDecided(std::move(decision)); // a read that was cut off may be decided again
    });
}

Async<> TurnRecords::logUse(const gateway::CallRecord& record, audit::Record decision)
{
    auto use = auditRecord(audit::Kind::GrantUsed, record);
    use.rule = policy::grantWord(record.grant);
    Q_EMIT grantUsed(); // its use is counted already
    return thenStep(
        audit_.append(std::move(use), audit::Durability::Synced), this,
        [this, decision = std::move(decision)] { return audit_.append(decision, audit::Durability::Synced); });
}

Async<> TurnRecords::recordOutcome(gateway::CallRecord record, toolapi::ToolResult result)
{
    if (frozen_) return unanswered();
    auto entry = auditRecord(audit::Kind::CallEnded, record);
    entry.outcome = toolapi::outcomeName(result.outcome);
    if (result.outcome == toolapi::Outcome::Withdrawn && result.unapproved)
        entry.decision = toolapi::withdrawalName(result.unapproved->withdrawal);
    if (result.api) {
        entry.httpStatus = result.api->status;
        entry.host = result.api->url.host();
    }
    return thenStep(audit_.append(std::move(entry), audit::Durability::Buffered), this,
                    [this, result = std::move(result)] { return endOnce(result); });
}

Async<> TurnRecords::endOnce(toolapi::ToolResult result)
{
    const auto known = endings_.constFind(result.id);
    if (known == endings_.constEnd()) return write(std::move(result));
    const Answer<> answer;
    onReady(*known, this, [this, answer, result = std::move(result)](const Result<>& written) {
        if (written) {
            answer.give({});
        } else { // the other one is not on the disk, so this one has to be
            forward<void>(write(result), this, answer);
        }
    });
    return answer.future();
}

Async<> TurnRecords::write(toolapi::ToolResult result)
{
    const auto id = result.id;
    const auto written = store_->callEnded(std::move(result));
    endings_.insert(id, written);
    return written;
}

} // namespace core::session
