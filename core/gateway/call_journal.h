#pragma once

#include "core/approvals/request.h"
#include "core/policy/ruling.h"
#include "core/toolapi/tool.h"

namespace core::gateway {

/// One call as the checkpoint took it in: everything that a receipt needs and nothing secret.
struct CallRecord {
    CallId id;
    QString modelCallId;
    ConversationId conversation;
    UserKey person; ///< whose token would be used
    ToolName tool;
    QString definitionHash = {}; ///< of the definition that was accepted; empty: no such tool
    toolapi::Effect effect = toolapi::Effect::Credential;
    QString audience = {};
    QStringList scopes = {};
    QJsonObject arguments = {};                         ///< validated and normalised
    QString argumentsHash = {};                         ///< SHA-256 (hex) over their canonical JSON (RFC 8785)
    std::optional<policy::Ruling> ruling = {};          ///< none: it did not come to one
    approvals::ApprovalId approval = {};                ///< of the person, for this very call; used up with it
    std::optional<approvals::Approver> approvedBy = {}; ///< somebody else, who holds the roles that were asked for
    bool signedInForIt = false;                         ///< the person signed in afresh, for this very call
    std::optional<QJsonObject> proposed = {}; ///< by the agent, where `arguments` are what the person made of them
    policy::GrantId grant = {};               ///< the standing grant of which one use was counted, for this very call

    /// Whether it is to be run: allowed, where a grant allows it with a use of that one; or asked and approved, where
    /// that is needed with a fresh sign-in.
    [[nodiscard]] bool mayRun() const;
};

/// Where the checkpoint makes its calls durable. The gateway owns this port; whoever keeps conversations and the audit
/// log implements it. "Durable" means on the disk (fsync).
///
/// \error DiskFull, Corrupt, Busy, Internal: the gateway runs nothing it could not write down, and hands back nothing
/// whose outcome it could not write down
///
/// Thread: call on, and answered on, the gateway's thread.
class CallJournal {
public:
    virtual ~CallJournal() = default;
    CallJournal() = default;
    CallJournal(const CallJournal&) = delete;
    CallJournal& operator=(const CallJournal&) = delete;

    /// The decision, and when it may run the intent to run: durable before the first byte of the call. A call that is
    /// asked about comes twice: when it is asked and, approved, before it runs.
    /// \error Conflict  a call with this id was already decided, in this run or an earlier one: it must not run again
    [[nodiscard]] virtual Async<> recordDecision(CallRecord record) = 0;
    /// How it ended: durable before the result is handed back. Also for calls that never came to a decision.
    [[nodiscard]] virtual Async<> recordOutcome(CallRecord record, toolapi::ToolResult result) = 0;
};

/// What a call needs before it is worth deciding: the person's session is there, and the audience is one of the
/// configured resource servers.
///
/// \error SignInNeeded  the person's session is over
/// \error Refused       no resource server is configured for the audience, or not for these scopes; `subject` names it
/// \error others        deny
class Requirements {
public:
    virtual ~Requirements() = default;
    Requirements() = default;
    Requirements(const Requirements&) = delete;
    Requirements& operator=(const Requirements&) = delete;

    /// \param audience  empty: the provider's own userinfo, or a tool that calls no API
    [[nodiscard]] virtual Result<> check(const UserKey& person, const QString& audience,
                                         const QStringList& scopes) const = 0;
    /// How the person signed in last; what came of a sign-in for one call is not counted.
    [[nodiscard]] virtual policy::SignedIn signedIn(const UserKey& person) const = 0;
};

} // namespace core::gateway
