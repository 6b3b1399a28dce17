#pragma once

#include "core/agent/turn_log.h"
#include "core/audit/record.h"
#include "core/conversations/conversation_store.h"
#include "core/gateway/call_journal.h"
#include "core/interfaces/views.h"
#include "core/session/argument_marks.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <memory>
#include <vector>

namespace core::session {

/// Where one person's turns and calls are made durable: the agent's log and the checkpoint's journal, both over the
/// conversation store, each decision and outcome also in the audit log. Their errors are those of the two stores.
///
/// A call's outcome is written by whichever of the two hears of it first: the checkpoint for every call it took in, the
/// agent for one that never reached it (cut off by the end of the program).
class TurnRecords final : public QObject, public agent::TurnLog, public gateway::CallJournal {
    Q_OBJECT
public:
    TurnRecords(std::shared_ptr<conversations::ConversationStore> store, audit::AuditSink& audit, ArgumentMarks marks);

    /// Takes nothing more in from here on and gives no answer to who comes with something: a turn goes on only behind
    /// what is on the disk, so it stays where it is.
    void freeze() { frozen_ = true; }
    /// When the next turn with this message begins, the rows from there on go, in the same transaction.
    void messageReplaces(const MessageId& message, int row) { replacing_.insert(message, row); }

    [[nodiscard]] Async<> stepBegun(const agent::TurnReference& turn, const MessageId& step,
                                    std::optional<agent::PersonMessage> message) override;
    [[nodiscard]] Async<> stepText(const agent::TurnReference& turn, const MessageId& step, const QString& text,
                                   const QString& reasoning) override;
    [[nodiscard]] Async<> stepFinished(const agent::TurnReference& turn, const agent::StepRecord& step) override;
    [[nodiscard]] Async<> callFinished(const agent::TurnReference& turn, const MessageId& step,
                                       const toolapi::ToolResult& result) override;
    [[nodiscard]] Async<> turnEnded(const agent::TurnReference& turn, const agent::TurnEnd& end) override;

    [[nodiscard]] Async<> recordDecision(gateway::CallRecord record) override;
    [[nodiscard]] Async<> recordOutcome(gateway::CallRecord record, toolapi::ToolResult result) override;

    /// Whether a decision in the store says that the call was approved. A word that is not known says no such thing.
    [[nodiscard]] static bool wasApproved(const conversations::CallDecision& decision);
    /// And that the person changed the call before: its arguments there are not those that the agent proposed.
    [[nodiscard]] static bool wasEdited(const conversations::CallDecision& decision);
    /// By what it was let through, for its card. A word that is not known says nothing.
    [[nodiscard]] static interfaces::LetThroughView letThrough(const conversations::CallDecision& decision);
Q_SIGNALS:
    void grantUsed(); ///< a call runs by a standing grant

private:
    /// Writes the outcome, unless one of this call is being written or was: then that one counts.
    [[nodiscard]] Async<> endOnce(toolapi::ToolResult result);
    [[nodiscard]] Async<> write(toolapi::ToolResult result);
    [[nodiscard]] Async<> unanswered() { return unanswered_.emplace_back().future(); }

    [[nodiscard]] Async<> logUse(const gateway::CallRecord& record, audit::Record decision);

    std::shared_ptr<conversations::ConversationStore> store_;
    [[nodiscard]] audit::Record auditRecord(audit::Kind kind, const gateway::CallRecord& call) const;

    audit::AuditSink& audit_;
    ArgumentMarks marks_;
    QHash<MessageId, int> replacing_;
    QHash<CallId, Async<>> endings_; ///< outcomes under way or written
    bool frozen_ = false;
    std::vector<Answer<>> unanswered_; ///< since freeze(): one that is dropped is an answer, too
};

} // namespace core::session
