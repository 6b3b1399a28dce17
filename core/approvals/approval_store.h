#pragma once

#include "core/approvals/request.h"
#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/storage/database.h"
#include "core/storage/sealer.h"

#include <memory>

namespace core::approvals {

/// What one person was asked on this machine and what they answered, in one database: the only place where "approved"
/// is written. All of it is sealed with the person's key but ids and the order.
///
/// An approval is for one exact call (its digest), is used once, and ends by two clocks: to be answered by, to be begun
/// by. What is not plainly approved, in time, for this digest, is not approved. A clock that was set back before the
/// asking, or before the answer, ends it too.
///
/// Every write that was answered is on the disk (fsync).
///
/// Every function fails with
/// \error DiskFull, Busy  as core::storage::Connection: nothing changed
/// \error Corrupt         the file is damaged, or was sealed with another key
/// Thread: any; every answer comes through onReady() on the caller's thread. Logs: ids and codes.
class ApprovalStore {
public:
    /// \param path   <data>/<UserKey::storageName()>/approvals.db
    /// \param clock  must outlive the store
    /// \error Unsupported  a newer program wrote it
    [[nodiscard]] static Async<std::shared_ptr<ApprovalStore>> open(const QString& path, storage::Sealer sealer,
                                                                    const Clock& clock, Clocks clocks = {});
    /// For "this run only".
    [[nodiscard]] static Async<std::shared_ptr<ApprovalStore>> openInMemory(storage::Sealer sealer, const Clock& clock,
                                                                            Clocks clocks = {});

    /// Asks. The very call that waits already, or is approved and not begun, is that request; one with the same id and
    /// another digest withdraws what was asked before.
    /// \error InvalidArgument  the call has no digest
    [[nodiscard]] Async<Request> ask(Question question);
    /// The person changed the call while it waited: what was asked is withdrawn and the edited call waits, both at once.
    /// \param digest  of the call as the person saw it
    /// \param edited  of the same call: only the arguments and the version of the rules may differ
    /// \error Conflict         it does not wait (any more), or it is for another call: nothing changed
    /// \error NotFound         no such request
    /// \error Refused          somebody else has to approve it, or it needs a sign-in: nothing changed
    /// \error InvalidArgument  it is the question about something else, or has no digest: nothing changed
    [[nodiscard]] Async<Request> replace(const ApprovalId& id, const QString& digest, Question edited);
    /// What was asked last about this call. Nothing: nobody was asked.
    [[nodiscard]] Async<std::optional<Request>> of(const CallId& call) const;
    /// All that wait for an answer or to begin, oldest first.
    [[nodiscard]] Async<QList<Request>> pending() const;

    /// What was asked last about calls of this tool, the newest first, one for each call: at most `most`, and looked for
    /// among the last `furthestBack` requests.
    [[nodiscard]] Async<QList<Request>> lastOf(const ToolName& tool, int most) const;
    static constexpr int furthestBack = 200;

    /// \param digest  of the call as the person saw it
    /// \error Conflict  it does not wait (any more), or it is for another call: nothing changed
    /// \error NotFound  no such request
    /// \param by  whoever decides, where that is not the person: what asks for roles is approved by nobody else
    /// \error Refused  `by` is missing, is the person, or lacks a role, or was not asked for: nothing changed
    [[nodiscard]] Async<Request> approve(const ApprovalId& id, const QString& digest,
                                         const std::optional<Approver>& by = {});
    /// The person may, and whoever may approve. \error as approve()
    /// \error InvalidArgument  the reason is longer than longestReason
    [[nodiscard]] Async<Request> deny(const ApprovalId& id, const std::optional<Approver>& by = {},
                                      const QString& reason = {});
    static constexpr qsizetype longestReason = 500;
    /// What waits for an answer about this call, or is approved and not begun, is taken back. Nothing there: no error.
    [[nodiscard]] Async<> withdraw(const CallId& call, toolapi::Withdrawal why);
    /// The same for all calls of a conversation; none given: for all there are.
    [[nodiscard]] Async<> withdrawAll(const std::optional<ConversationId>& conversation, toolapi::Withdrawal why);
    /// Uses it up, before the call begins. \error Conflict  it is not approved, its time is over, it is for another call
    [[nodiscard]] Async<> spend(const ApprovalId& id, const QString& digest);

private:
    ApprovalStore(std::shared_ptr<storage::Database> database, storage::Sealer sealer, const Clock& clock,
                  Clocks clocks);
    [[nodiscard]] static Async<std::shared_ptr<ApprovalStore>>
    whenOpen(const Async<std::shared_ptr<storage::Database>>& opened, storage::Sealer sealer, const Clock& clock,
             Clocks clocks);
    template <typename Work>
    [[nodiscard]] auto transaction(Work work) const;

    std::shared_ptr<storage::Database> database_;
    storage::Sealer sealer_;
    const Clock& clock_;
    Clocks clocks_;
};

} // namespace core::approvals
