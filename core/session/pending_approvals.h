#pragma once

#include "core/approvals/approval_store.h"
#include "core/audit/record.h"
#include "core/interfaces/window.h"
#include "core/session/argument_marks.h"
#include "core/session/message_views.h"

#include <QtCore/QTimer>

#include <functional>
#include <memory>

namespace core::session {

/// What waits for one person's answer, as the window sees it, and what follows from an answer. The store holds what
/// counts; this is a picture of it, read anew whenever it may have changed.
class PendingApprovals final : public interfaces::Approvals {
    Q_OBJECT
public:
    /// Runs a call that was answered, or whose time is over, to its end.
    using GoOn = std::function<void(const approvals::Question&)>;

    /// \param facts  outlives this, as do the others
    PendingApprovals(const CardFacts& facts, const Clock& clock, audit::AuditSink& audit, GoOn goOn);

    /// From now on it has something to show. Reads what waits; a call that was approved and not begun when the program
    /// ended goes on.
    [[nodiscard]] Async<> begin(std::shared_ptr<approvals::ApprovalStore> store, ArgumentMarks marks);
    /// Nothing is answered any more: the program is about to end.
    void freeze() { frozen_ = true; }

    [[nodiscard]] QList<interfaces::ApprovalView> waiting() const override;
    [[nodiscard]] Async<> approve(const interfaces::ApprovalId& id, const QString& digest) override;
    [[nodiscard]] Async<> deny(const interfaces::ApprovalId& id) override;

    /// The store may have changed: a call asked.
    void refresh();
    [[nodiscard]] bool isPending(const CallId& call) const;
    /// The call will not be run: takes the question back.
    void withdraw(const CallId& call);
    /// All questions of a conversation.
    void withdrawAll(const ConversationId& conversation);

private:
    [[nodiscard]] Async<> read();
    void show(QList<approvals::Request> requests);
    [[nodiscard]] Async<> answered(const Async<approvals::Request>& answer, const QString& word);

    const CardFacts& facts_;
    const Clock& clock_;
    audit::AuditSink& audit_;
    ArgumentMarks marks_;
    GoOn goOn_;
    std::shared_ptr<approvals::ApprovalStore> store_; ///< null until begin()
    QList<approvals::Request> requests_;              ///< waiting, or approved and not begun
    QTimer look_;
    bool frozen_ = false;
};

} // namespace core::session
