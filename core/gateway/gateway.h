#pragma once

#include "core/approvals/approval_store.h"
#include "core/approvals/grant_store.h"
#include "core/gateway/argument_check.h"
#include "core/gateway/call_journal.h"
#include "core/gateway/sign_in_challenge.h"
#include "core/gateway/tool_registry.h"
#include "core/policy/rules.h"
#include "core/toolapi/elevations.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <chrono>
#include <functional>
#include <variant>

namespace core::gateway {

struct GatewayLimits {
    qsizetype maxArgumentBytes = 256 * 1024;
    qsizetype maxModelText = 16'000; ///< characters of an answer that the model is told; all of it stays in the store
    qsizetype mostValues = 500;      ///< in the arguments: a person could be asked to look at them
    std::chrono::milliseconds undoWindow{0}; ///< how long a call whose effect can wait is held; 0: not at all
};

/// A call is held until then; nothing: not any more.
using OnHeld = std::function<void(const ConversationId&, const CallId&, std::optional<QDateTime> untilUtc)>;

/// What a call of a conversation is judged by besides itself.
struct TurnFacts {
    policy::Flow flow; ///< where the values of the turn come from
    QString said = {}; ///< the person's message, for whoever is asked
};

/// What the checkpoint stands on. All but the values outlive it.
struct GatewayPorts {
    const Requirements& requirements;
    CallJournal& journal;
    approvals::ApprovalStore& approvals;
    approvals::GrantStore& grants; ///< of the same person
    toolapi::Elevations& elevations;
    const Clock& clock;
    policy::InForce policy = {};
    GatewayLimits limits = {};
    OnHeld held = {};
};

/// The checkpoint: the one way from a proposed call to a tool, for one signed-in person.
///
///   resolve -> validate -> bind -> require -> decide -> recall (-> ask) -> journal -> execute -> label -> receipt
///
/// A call that the person is asked about ends its run as Waiting: nothing is held in memory for it. Once it was
/// answered it is run again with the same id, takes the whole way again, and its approval is used up only if it is
/// still the very call that was approved. Whatever was asked about once runs by its answer alone, also when the rules
/// have changed since. A call that needs a fresh sign-in is asked about too, and runs only with what came of the sign-in
/// for it; without that (the program ended in between) it is asked about anew.
///
/// Where the person changed the arguments while it waited, the checkpoint finds them in the approval store by the call's
/// id, and only where the call is proposed as it was then. It goes on with those, from the check of the arguments on: the
/// rules judge them, and what runs is what was approved.
///
/// A call that nobody was asked about yet is looked at once more under the person's standing grants, as they are at that
/// moment. One that a grant lets run uses it up once before its intent is written, names it there, and does not begin
/// when the grant was revoked meanwhile. Where the use cannot be had, it is asked.
///
/// A call whose effect can wait is held once nothing else stands in its way, and the person can take it back. Until that
/// time is over nothing of it is written, spent or counted. Then everything is looked at anew: the session, the rules, the
/// answer, the grants.
///
/// Whose token is used was fixed when this object was made. Nothing in a call can change it: not the model, not an
/// argument, not a tool's answer. What goes wrong anywhere on the way - an error, an unknown value, no answer in time -
/// ends the call without an effect, or says that the outcome is unknown.
///
/// Thread: one; a stop may be requested from any. Logs: tool, call id, outcome; never an argument or an answer.
class Gateway final : public toolapi::ToolRunner {
public:
    /// \param person  from a verified ID token
    /// Calls still running when it goes are stopped and answered as Cancelled.
    Gateway(UserKey person, ToolRegistry tools, GatewayPorts ports);
    ~Gateway() override;

    /// As ToolRegistry::add: for tools that are found later.
    [[nodiscard]] Result<> addTool(toolapi::ToolSpec spec);
    [[nodiscard]] QList<DisabledTool> disabledTools() const;
    /// A turn begins, or goes on, in the conversation. What its calls then return, and which of them go unasked, is added
    /// to its flow by itself. A call in a conversation without a turn is judged as if all had been read and nothing typed.
    void turnBegins(const ConversationId& conversation, const TurnFacts& facts);

    [[nodiscard]] QList<toolapi::ToolSpec> tools() const override;
    /// A CallId runs once: the second time is Failed with Errc::Conflict. One that is Waiting has not run.
    [[nodiscard]] Async<toolapi::ToolResult> run(toolapi::ToolCall call, ConversationId conversation,
                                                 std::stop_token stop) override;
    /// A call whose turn does not go on is brought to its end: run if it is approved, waiting as long as its question
    /// stands, else ended without an effect. Nothing is asked anew.
    [[nodiscard]] Async<toolapi::ToolResult> settle(toolapi::ToolCall call, ConversationId conversation);
    [[nodiscard]] bool isHeld(const CallId& call) const override;
    /// The person takes back a call that is held: it ends as Withdrawn, and what was approved for it is void.
    /// \return  false, and nothing happens: it is not held, or not any more
    [[nodiscard]] bool undo(const CallId& call);
    /// The program is about to end, and nothing can be written down any more: what is held ends its run as Waiting, and
    /// whatever it was approved by is as good as before, for the next run of the program.
    void freeze();
    /// What would be asked about a call that waits if its arguments were these, or why there is no asking. They are taken
    /// in and judged as those of any call; what the person put in counts as theirs. Nothing changes: whoever asks it puts
    /// the one question in the place of the other (ApprovalStore::replace), and the call then runs with these arguments
    /// by an answer to that, wherever else it came from.
    /// \param waiting  from the approval store
    /// \error Conflict  the tool is gone, or another one by now
    /// \error Refused   somebody else has to approve it, or it needs a sign-in
    [[nodiscard]] Result<std::variant<approvals::Question, ArgumentProblem>>
    withArguments(const approvals::Question& waiting, const QByteArray& arguments) const;

private:
    [[nodiscard]] TurnFacts factsOf(const ConversationId& conversation) const;
    [[nodiscard]] Async<toolapi::ToolResult> begin(toolapi::ToolCall call, ConversationId conversation,
                                                   std::stop_token stop, bool onlyIfApproved);
    void happened(const ConversationId& conversation, const policy::FlowEvent& event);

    UserKey person_;
    ToolRegistry tools_;
    GatewayPorts ports_;
    SignInChallenges challenges_;
    QHash<ConversationId, TurnFacts> turns_;
    QSet<CallId> seen_;
    std::unique_ptr<QObject> calls_; ///< parent of the calls under way; last, so that they go first
};

} // namespace core::gateway
