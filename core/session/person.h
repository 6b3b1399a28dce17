#pragma once

#include "core/conversations/conversation_store.h"
#include "core/gateway/gateway.h"
#include "core/identity/identity.h"
#include "core/interfaces/views.h"
#include "core/session/desktop.h"
#include "core/session/message_views.h"
#include "core/session/model_choice.h"
#include "core/session/pending_approvals.h"
#include "core/session/standing_grants.h"
#include "core/session/turn_flow.h"
#include "core/session/turn_records.h"
#include "core/vault/vault.h"

#include <QtCore/QObject>

#include <map>
#include <memory>

namespace core::session {

class LiveConversation;

/// What a person's session consists of once the store is open.
struct PersonParts {
    std::shared_ptr<conversations::ConversationStore> store;
    std::shared_ptr<approvals::ApprovalStore> approvals;
    std::shared_ptr<approvals::GrantStore> grants;
    ArgumentMarks marks = {};
    std::unique_ptr<TurnRecords> records;
    std::unique_ptr<gateway::Gateway> gateway;
};

/// What every person's session is built from. All outlive it.
struct Building {
    Desktop& desktop;
    identity::Identity& identity;
    vault::Vault& vault;
    const gateway::Requirements& requirements;
    audit::AuditSink& audit;
    ModelChoice& models;
};

/// What a person's agent may use, and what the APIs behind it are called (by audience).
struct PersonTools {
    QList<toolapi::ToolSpec> tools;
    QHash<QString, Bilingual> apis;
};

/// Everything of one signed-in person: the store of their conversations, their checkpoint, their open conversations.
/// Made only from a verified session. Nothing in here is shared with another person.
class Person final : public QObject {
    Q_OBJECT
public:
    Person(identity::UserSession session, identity::ProviderConfig config, identity::Keep keep, PersonTools tools,
           Building building, QObject* parent = nullptr);
    ~Person() override;

    /// The same person signed in anew: what was open stays open, what runs goes on.
    void renew(identity::UserSession session, identity::ProviderConfig config, PersonTools tools);

    [[nodiscard]] identity::Keep keep() const { return keep_; }
    [[nodiscard]] const UserKey& key() const { return session_.key(); }
    [[nodiscard]] bool demo() const { return config_.demo; }
    [[nodiscard]] QString name() const { return session_.displayName(); }
    [[nodiscard]] const CardFacts& facts() const { return facts_; }
    [[nodiscard]] Desktop& desktop() { return building_.desktop; }
    [[nodiscard]] ModelChoice& models() { return building_.models; }
    [[nodiscard]] PendingApprovals& approvals() { return approvals_; }
    [[nodiscard]] StandingGrants& grants() { return grants_; }
    [[nodiscard]] const QList<toolapi::ToolSpec>& toolSpecs() const { return tools_; }
    /// Chips: things worth asking with this person's tools.
    [[nodiscard]] QList<Bilingual> suggestions() const;
    /// What may be ticked for a message.
    [[nodiscard]] QList<interfaces::ToolChoiceView> effectTools() const;

    /// A message is about to be sent. In memory only: after a restart it is typed by nobody and nothing is ticked for it.
    void remember(const MessageId& message, SentMessage sent) { sent_.insert(message, std::move(sent)); }
    /// Nothing of one that was sent in an earlier run.
    [[nodiscard]] std::optional<SentMessage> remembered(const MessageId& message) const;

    /// Until when a call is held, and can be taken back.
    [[nodiscard]] std::optional<QDateTime> heldUntil(const CallId& call) const;

    /// Opens the store at the first call. \error those of ConversationStore::open and of the keychain
    [[nodiscard]] Async<std::shared_ptr<PersonParts>> parts();
    /// Null until the store is open.
    [[nodiscard]] std::shared_ptr<PersonParts> openParts() const { return parts_; }
    /// The one object for an open conversation.
    [[nodiscard]] std::shared_ptr<LiveConversation> live(const ConversationId& id);
    [[nodiscard]] bool isBusy(const ConversationId& id) const;
    /// A turn runs somewhere, or a call without one.
    [[nodiscard]] bool isBusy() const { return !busy_.empty() || !settling_.empty(); }
    /// The person signs out or is forgotten: what they signed in for afresh goes.
    void leave();
    /// Stops every running turn.
    void stopAll();
    /// The program is about to end: from this call on no model is asked, no tool is run, and nothing more of a turn is
    /// written down. Each stays as it would if the program were killed now, to be taken up by the next one.
    void freeze();

Q_SIGNALS:
    /// A conversation was added, renamed, removed or answered.
    void conversationsChanged();
    void busyChanged(const ConversationId& id, bool busy);

private:
    void setFacts(PersonTools tools);
    void runningChanged(const ConversationId& id, std::shared_ptr<LiveConversation> conversation);
    void settlingChanged(const ConversationId& id, std::shared_ptr<LiveConversation> conversation);
    void release(std::shared_ptr<LiveConversation> conversation);
    [[nodiscard]] Async<std::shared_ptr<PersonParts>> open(const SealingKey& key);
    [[nodiscard]] Async<std::shared_ptr<PersonParts>> put(const std::shared_ptr<PersonParts>& parts);
    void goOn(const approvals::Question& question);
    void callHeld(const ConversationId& conversation, const CallId& call, const std::optional<QDateTime>& until);
    [[nodiscard]] Result<std::variant<approvals::Question, gateway::ArgumentProblem>>
    withArguments(const approvals::Question& question, const QByteArray& arguments) const;
    [[nodiscard]] Async<> signInFor(const approvals::Request& request, std::stop_token stop);
    [[nodiscard]] Async<approvals::Approver> identifyApprover(std::stop_token stop);
    /// The one the person signed in with last.
    [[nodiscard]] identity::Browser& browser() const;
    [[nodiscard]] QStringList uiLocales() const;

    identity::UserSession session_;
    identity::ProviderConfig config_;
    identity::Keep keep_;
    QList<toolapi::ToolSpec> tools_;
    Building building_;
    CardFacts facts_;
    PendingApprovals approvals_;
    QHash<MessageId, SentMessage> sent_; ///< in this run
    QHash<CallId, QDateTime> held_;
    StandingGrants grants_;
    std::shared_ptr<PersonParts> parts_;
    std::vector<Answer<std::shared_ptr<PersonParts>>> waiting_;
    bool opening_ = false;
    bool frozen_ = false;
    std::map<ConversationId, std::weak_ptr<LiveConversation>> live_;
    std::map<ConversationId, std::shared_ptr<LiveConversation>> busy_;     ///< kept while a turn runs
    std::map<ConversationId, std::shared_ptr<LiveConversation>> settling_; ///< see LiveConversation::settling
};

} // namespace core::session
