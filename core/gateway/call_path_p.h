#pragma once

#include "core/gateway/call_editing.h"
#include "core/gateway/gateway.h"

#include <QtCore/QTimer>

#include <functional>

namespace core::gateway {

/// One call on its way through the checkpoint. Each step either ends the call or leads to the next one; there is no
/// other way to ToolSpec::run. Deletes itself when the call has ended.
class CallPath final : public QObject {
public:
    /// Whether a call with this id may be run later: nothing of it was begun and nothing about it written down.
    enum class Again { Never, Later };
    struct Surroundings {
        UserKey person;
        const ToolRegistry& tools;
        GatewayPorts& ports;
        SignInChallenges& challenges;
        TurnFacts turn;              ///< as it is now: calls of one step do not see each other's answers
        bool onlyIfApproved = false; ///< see Gateway::settle
        /// Nobody is asked about it, and it may have an effect. Said as it is decided, so that the next call of its
        /// step is judged knowing it.
        std::function<void(const ToolName&)> goesUnasked;
        std::function<void(const toolapi::ToolResult&, Again)> ended;
    };

    CallPath(Surroundings around, toolapi::ToolCall call, ConversationId conversation, std::stop_token stop,
             QObject* parent);
    ~CallPath() override;

    [[nodiscard]] Async<toolapi::ToolResult> future() const { return answer_.future(); }
    void start(bool repeated);
    [[nodiscard]] bool isHeld(const CallId& call) const { return record_.id == call && hold_.isActive(); }
    /// Takes it back if it is this call and is held.
    [[nodiscard]] bool undo(const CallId& call);
    /// See Gateway::freeze.
    void freeze();

private:
    // The steps, in order.
    void resolve();
    void validate(const ToolRegistry::Entry& entry);
    void bind(const policy::ToolFacts& facts, const TakenIn& taken);
    void require(const policy::ToolFacts& facts);
    void decide(const policy::ToolFacts& facts);
    void recall(const policy::ToolFacts& facts);
    void takeEdited(const approvals::Request& request);
    void neverAsked(const approvals::Question& question);
    void consultGrants(const approvals::Question& question, const QList<approvals::StandingGrant>& inForce);
    void useGrant(const approvals::Question& question, const policy::Ruling& asked);
    void beginIfGrantStands();
    void askedBefore(const approvals::Question& question, const QString& digest, const approvals::Request& before);
    void putQuestion(const approvals::Question& question);
    void askAnew(const approvals::Question& question);
    [[nodiscard]] bool isToBeHeld() const;
    void hold();
    void endHold();
    void lookAgain();
    void takeBack();
    void spend(const approvals::Request& request);
    void notSpent();
    void ranElsewhere();
    void wait();
    void journal();
    void execute();
    void label(toolapi::ToolAnswer answer);
    void challenge(toolapi::ToolResult& refused);
    void receipt(toolapi::ToolResult result);

    [[nodiscard]] toolapi::ToolResult result(toolapi::Outcome outcome, QString modelText, QString reason) const;
    void badArguments(const QString& modelText);
    [[nodiscard]] toolapi::ToolResult endedBy(const Error& error) const;
    void endByError(const Error& error);
    void stopRequested();
    void handBack(toolapi::ToolResult result, Again again);

    [[nodiscard]] approvals::Question question(const policy::ToolFacts& facts) const;
    [[nodiscard]] bool isEditOfThis(const approvals::Request& request) const;
    [[nodiscard]] EditFacts editFacts() const;
    [[nodiscard]] QString told(const QString& modelText) const;
    [[nodiscard]] bool mustAsk() const;
    [[nodiscard]] bool signedInFor(const QString& digest) const;
    [[nodiscard]] bool lacksSignIn(const QString& digest) const;
    [[nodiscard]] bool lacksApprover(const approvals::Request& approved) const;
    [[nodiscard]] toolapi::ToolResult notApproved(const approvals::Request& request) const;
    void withdrawBecause(toolapi::Withdrawal why);
    void endTaken(toolapi::Withdrawal why);

    Surroundings around_;
    toolapi::ToolCall call_;
    CallRecord record_;
    toolapi::ToolSpec spec_;
    Answer<toolapi::ToolResult> answer_;
    std::stop_token stop_;
    std::stop_source stopTool_; ///< what the tool sees: stopped by the person or by the time-out
    QTimer timer_;
    QTimer hold_;                              ///< while it runs the call is held
    std::optional<approvals::Request> edited_; ///< in which the person changed the call; `call_` is as they made it
    bool held_ = false;                        ///< its time to be taken back began
    bool asking_ = false;                      ///< the question is being written down, or is
    bool executing_ = false;
    bool ended_ = false;
    std::optional<std::stop_callback<std::function<void()>>> onStop_; ///< last, so that it goes first
};

} // namespace core::gateway
