#pragma once

#include "core/approvals/approval_store.h"
#include "core/approvals/grant_store.h"
#include "core/audit/record.h"
#include "core/conversations/conversation_store.h"
#include "core/interfaces/window.h"
#include "core/session/argument_marks.h"
#include "core/session/grant_views.h"

#include <QtCore/QTimer>

#include <memory>

namespace core::session {

/// One person's standing grants, as the window sees them: a picture of the store, read anew whenever it may have
/// changed. The checkpoint asks the store and not this.
class StandingGrants final : public interfaces::Grants {
    Q_OBJECT
public:
    /// What one person's grants are made of and kept in.
    struct Stores {
        std::shared_ptr<approvals::GrantStore> grants;
        std::shared_ptr<approvals::ApprovalStore> approvals;
        std::shared_ptr<conversations::ConversationStore> conversations;
    };

    /// All outlive this.
    StandingGrants(const CardFacts& facts, const Clock& clock, audit::AuditSink& audit);

    /// From now on it has something to show. What cannot be read now is read later.
    [[nodiscard]] Async<> begin(Stores stores, ArgumentMarks marks);
    /// Nothing is written any more: the program is about to end.
    void freeze() { frozen_ = true; }
    /// The store may have changed: one was used.
    void refresh();
    /// The person signs out: all that let calls run are gone. \error DiskFull, Busy, Corrupt  they are not
    [[nodiscard]] Async<> endPassing();

    [[nodiscard]] QList<interfaces::GrantView> grants() const override;
    [[nodiscard]] Async<QList<interfaces::GrantOfferView>> offers(const interfaces::ApprovalId& call) override;
    [[nodiscard]] Async<> write(const interfaces::ApprovalId& call, const QString& digest,
                                interfaces::GrantView::Kind kind) override;
    [[nodiscard]] Async<> revoke(const interfaces::GrantId& id) override;

private:
    [[nodiscard]] Async<> read();
    void show(const QList<approvals::StandingGrant>& standing, const QHash<ConversationId, QString>& titles);
    [[nodiscard]] Async<> shownAfter(const Async<>& done);
    /// \error Conflict  it does not wait
    [[nodiscard]] Async<approvals::Request> waiting(const interfaces::ApprovalId& id) const;
    [[nodiscard]] QList<interfaces::GrantOfferView>
    offersFor(const approvals::Request& request, QList<approvals::Request> before, const QString& title) const;
    [[nodiscard]] Async<> keep(const approvals::Request& request, policy::Grant grant);

    const CardFacts& facts_;
    const Clock& clock_;
    audit::AuditSink& audit_;
    ArgumentMarks marks_;
    Stores stores_; ///< nulls until begin()
    QList<approvals::StandingGrant> standing_;
    QHash<ConversationId, QString> titles_;
    QTimer look_;
    bool frozen_ = false;
};

} // namespace core::session
