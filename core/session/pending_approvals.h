#pragma once

#include "core/approvals/approval_store.h"
#include "core/audit/record.h"
#include "core/gateway/argument_check.h"
#include "core/interfaces/window.h"
#include "core/session/approval_views.h"
#include "core/session/argument_marks.h"
#include "core/session/message_views.h"
#include "core/toolapi/elevations.h"

#include <QtCore/QTimer>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <variant>

namespace core::session {

/// What waits for one person's answer, as the window sees it, and what follows from an answer. The store holds what
/// counts; this is a picture of it, read anew whenever it may have changed.
class PendingApprovals final : public interfaces::Approvals {
    Q_OBJECT
public:
    /// Runs a call that was answered, or whose time is over, to its end.
    using GoOn = std::function<void(const approvals::Question&)>;
    /// The person signs in afresh for this call, of which the checkpoint then knows. \error as identity::stepUp
    using SignIn = std::function<Async<>(const approvals::Request&, std::stop_token)>;
    /// Somebody else proves who they are. \error Refused  it is the person; those of identity::identify
    using Identify = std::function<Async<approvals::Approver>(std::stop_token)>;
    /// See gateway::Gateway::withArguments.
    using WithArguments = std::function<Result<std::variant<approvals::Question, gateway::ArgumentProblem>>(
        const approvals::Question&, const QByteArray&)>;
    struct Ports {
        const Clock& clock;
        audit::AuditSink& audit;
        toolapi::Elevations& elevations;
        SignIn signIn;
        Identify identify;
        GoOn goOn;
        WithArguments withArguments = {}; ///< none: nothing can be changed
    };
    /// Whose business it is to go on with what was answered when another program ended.
    enum class TakesUp { Yes, No };

    /// \param facts  outlives this, as do the ports
    PendingApprovals(const CardFacts& facts, Ports ports);
    /// Sign-ins that are under way are stopped.
    ~PendingApprovals() override;

    /// From now on it has something to show. Reads what waits; a call that was approved and not begun when the program
    /// ended goes on, and one that was asked about under other rules is decided anew. What cannot be read now is read
    /// later: conversations can be read without it.
    /// \param policyVersion  of the rules in force
    [[nodiscard]] Async<> begin(std::shared_ptr<approvals::ApprovalStore> store, ArgumentMarks marks,
                                const QString& policyVersion, TakesUp takesUp);
    /// Nothing is answered any more: the program is about to end.
    void freeze();

    [[nodiscard]] QList<interfaces::ApprovalView> waiting() const override;
    [[nodiscard]] Async<> approve(const interfaces::ApprovalId& id, const QString& digest) override;
    [[nodiscard]] Async<> bringApprover(const interfaces::ApprovalId& id) override;
    [[nodiscard]] Async<std::optional<interfaces::EditProblemView>>
    edit(const interfaces::ApprovalId& id, const QString& digest,
         const QList<interfaces::ArgumentEdit>& edits) override;
    [[nodiscard]] Async<> deny(const interfaces::ApprovalId& id, const QString& reason) override;

    /// The store may have changed: a call asked.
    void refresh();
    /// It waits for an answer, or was approved and is not begun.
    [[nodiscard]] bool isPending(const CallId& call) const;
    /// Nobody will answer this call's question any more, and no other program is about to run it.
    [[nodiscard]] Async<bool> isOver(const CallId& call);
    /// The call will not be run: takes the question back, also one that was approved.
    void withdraw(const CallId& call, toolapi::Withdrawal why);
    /// All questions of a conversation; none given: all there are, also of other programs. No call is brought to its
    /// end. \error those of the store: what could not be taken back stands
    [[nodiscard]] Async<> withdrawAll(const std::optional<ConversationId>& conversation, toolapi::Withdrawal why);

private:
    [[nodiscard]] Async<> read();
    void show(QList<approvals::Request> requests);
    void tellOutcome(const approvals::Request& before);
    void takeUp(const QString& policyVersion, TakesUp takesUp);
    [[nodiscard]] std::optional<approvals::Approver> presentFor(const approvals::Request& request) const;
    [[nodiscard]] Result<> mayDecide(const approvals::Request& request, const approvals::Approver& who) const;
    void setPresent(const std::optional<PresentApprover>& present);
    [[nodiscard]] Async<> answer(const approvals::Request& request, const QString& word,
                                 const std::optional<approvals::Approver>& by,
                                 std::function<Async<approvals::Request>()> keep);
    [[nodiscard]] Async<> keepApproval(const approvals::Request& request, const std::optional<approvals::Approver>& by);
    [[nodiscard]] Async<> signInAndApprove(const approvals::Request& request,
                                           const std::optional<approvals::Approver>& by);
    [[nodiscard]] Async<std::optional<interfaces::EditProblemView>> keepEdit(const approvals::Request& request,
                                                                             const approvals::Question& edited);
    void takeBack(const approvals::Question& question, const Error& why, const Answer<>& told);
    void stopSignIn(const approvals::ApprovalId& id);
    [[nodiscard]] Async<> log(const approvals::Question& question, const QString& word, const QStringList& labels = {});
    [[nodiscard]] std::optional<approvals::Request> waitingRequest(const interfaces::ApprovalId& id) const;
    void forget(const CallId& call);

    const CardFacts& facts_;
    Ports ports_;
    ArgumentMarks marks_;
    std::shared_ptr<approvals::ApprovalStore> store_;           ///< null until begin()
    QList<approvals::Request> requests_;                        ///< waiting, or approved and not begun
    std::map<approvals::ApprovalId, std::stop_source> signIns_; ///< under way
    std::set<approvals::ApprovalId> answering_;                 ///< being logged and kept
    std::optional<PresentApprover> present_;
    QTimer presence_; ///< after which whoever came has gone again
    QTimer look_;
    bool frozen_ = false;
};

} // namespace core::session
