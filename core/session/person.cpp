#include "core/session/person.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/live_conversation.h"
#include "core/session/tool_choices.h"

namespace core::session {

Person::Person(identity::UserSession session, identity::ProviderConfig config, identity::Keep keep, PersonTools tools,
               Building building, QObject* parent)
    : QObject(parent)
    , session_(std::move(session))
    , config_(std::move(config))
    , keep_(keep)
    , building_(building)
    , approvals_(facts_, {building.desktop.clock, building.audit, building.vault,
                          [this](const approvals::Request& request, std::stop_token stop) {
                              return signInFor(request, std::move(stop));
                          },
                          [this](std::stop_token stop) { return identifyApprover(std::move(stop)); },
                          [this](const approvals::Question& question) { goOn(question); },
                          [this](const approvals::Question& question, const QByteArray& arguments) {
                              return withArguments(question, arguments);
                          }})
    , grants_(facts_, building.desktop.clock, building.audit)
{
    setFacts(std::move(tools));
}

Person::~Person() = default; // what is open in a window may keep this longer than the core is there

void Person::leave()
{
    building_.vault.dropAll(key());
}

void Person::renew(identity::UserSession session, identity::ProviderConfig config, PersonTools tools)
{
    Q_ASSERT(session.key() == key());
    session_ = std::move(session);
    config_ = std::move(config);
    setFacts(std::move(tools));
    if (!parts_) return;
    for (const auto& tool : tools_)
        if (const auto added = parts_->gateway->addTool(tool); !added)
            qCWarning(logGateway) << "tool disabled:" << tool.name.text() << errcName(added.error().code);
}

void Person::setFacts(PersonTools tools)
{
    tools_ = std::move(tools.tools);
    facts_.tools.clear();
    facts_.person = session_.key();
    facts_.personName = session_.displayName();
    facts_.organisation = config_.name.isEmpty() ? QUrl(config_.issuer).host() : config_.name;
    facts_.demo = config_.demo;
    facts_.apis = std::move(tools.apis);
    for (const auto& tool : tools_)
        facts_.tools.insert(tool.name, tool);
}

QList<Bilingual> Person::suggestions() const
{
    QList<Bilingual> chips{{QStringLiteral("Tell me about myself"), QStringLiteral("私の情報を教えて")}};
    if (!demo()) return chips;
    chips.append({QStringLiteral("What was on my last payslip?"), QStringLiteral("最後の給与明細は？")});
    chips.append({QStringLiteral("Show me user B's personal data"), QStringLiteral("ユーザーBの個人情報を教えて")});
    chips.append({QStringLiteral("How much does Yamada earn?"), QStringLiteral("山田さんの給料いくら？")});
    chips.append({QStringLiteral("Read the page travel-tips"), QStringLiteral("travel-tipsのページを読んで")});
    chips.append({QStringLiteral("Send 'hello' to #general"), QStringLiteral("#generalに「こんにちは」と送って")});
    return chips;
}

QList<interfaces::ToolChoiceView> Person::effectTools() const
{
    return toolChoices(facts_, tools_);
}

std::optional<SentMessage> Person::remembered(const MessageId& message) const
{
    const auto found = sent_.constFind(message);
    return found == sent_.constEnd() ? std::nullopt : std::optional(*found);
}

Async<std::shared_ptr<PersonParts>> Person::parts()
{
    if (parts_) return ready<std::shared_ptr<PersonParts>>(parts_);
    const Answer<std::shared_ptr<PersonParts>> answer;
    waiting_.push_back(answer);
    if (std::exchange(opening_, true)) return answer.future();
    const auto opened = thenStep(building_.identity.personKey(key()), this,
                                 [this](const SealingKey& sealing) { return open(sealing); });
    onReady(opened, this, [this](const Result<std::shared_ptr<PersonParts>>& result) {
        opening_ = false;
        if (result) parts_ = *result;
        for (const auto& one : std::exchange(waiting_, {}))
            one.give(result);
    });
    return answer.future();
}

Async<std::shared_ptr<PersonParts>> Person::open(const SealingKey& key)
{
    const storage::Sealer sealer(key);
    const auto& clock = building_.desktop.clock;
    const bool keep = keep_ == identity::Keep::OnThisMachine;
    const auto folder = building_.desktop.dataFolder + QLatin1Char('/') + session_.key().storageName();
    auto parts = std::make_shared<PersonParts>();
    parts->marks = ArgumentMarks(sealer);
    const auto store =
        keep ? conversations::ConversationStore::open(folder + QStringLiteral("/conversations.db"), sealer, clock)
             : conversations::ConversationStore::openInMemory(sealer, clock);
    const auto approvals = keep
                               ? approvals::ApprovalStore::open(folder + QStringLiteral("/approvals.db"), sealer, clock)
                               : approvals::ApprovalStore::openInMemory(sealer, clock);
    const auto grants = keep ? approvals::GrantStore::open(folder + QStringLiteral("/grants.db"), sealer, clock)
                             : approvals::GrantStore::openInMemory(sealer, clock);
    const auto both =
        thenStep(store, this, [parts, approvals](const std::shared_ptr<conversations::ConversationStore>& opened) {
            parts->store = opened;
            return approvals;
        });
    const auto all = thenStep(both, this, [parts, grants](const std::shared_ptr<approvals::ApprovalStore>& opened) {
        parts->approvals = opened;
        return grants;
    });
    return thenStep(all, this, [this, parts](const std::shared_ptr<approvals::GrantStore>& opened) {
        parts->grants = opened;
        return put(parts);
    });
}

Async<std::shared_ptr<PersonParts>> Person::put(const std::shared_ptr<PersonParts>& parts)
{
    parts->records = std::make_unique<TurnRecords>(parts->store, building_.audit, parts->marks);
    if (frozen_) parts->records->freeze();
    gateway::ToolRegistry registry;
    for (const auto& tool : tools_)
        if (const auto added = registry.add(tool); !added)
            qCWarning(logGateway) << "tool disabled:" << tool.name.text() << errcName(added.error().code);
    gateway::GatewayLimits limits;
    limits.undoWindow = building_.desktop.undoWindow;
    parts->gateway = std::make_unique<gateway::Gateway>(
        key(), std::move(registry),
        gateway::GatewayPorts{building_.requirements, *parts->records, *parts->approvals, *parts->grants,
                              building_.vault, building_.desktop.clock, building_.desktop.policy, limits,
                              [this](const ConversationId& conversation, const CallId& call,
                                     const std::optional<QDateTime>& until) { callHeld(conversation, call, until); }});
    const auto takesUp =
        building_.desktop.takesUpAnswers ? PendingApprovals::TakesUp::Yes : PendingApprovals::TakesUp::No;
    connect(parts->records.get(), &TurnRecords::grantUsed, &grants_, &StandingGrants::refresh);
    const auto shown = grants_.begin({parts->grants, parts->approvals, parts->store}, parts->marks);
    const auto begun = thenStep(shown, this, [this, parts, takesUp] {
        return approvals_.begin(parts->approvals, parts->marks, building_.desktop.policy.version, takesUp);
    });
    return thenStep(begun, this, [parts] { return ready<std::shared_ptr<PersonParts>>(parts); });
}

std::optional<QDateTime> Person::heldUntil(const CallId& call) const
{
    const auto found = held_.constFind(call);
    return found == held_.constEnd() ? std::nullopt : std::optional(*found);
}

void Person::callHeld(const ConversationId& conversation, const CallId& call, const std::optional<QDateTime>& until)
{
    if (until)
        held_.insert(call, *until);
    else
        held_.remove(call);
    const auto found = live_.find(conversation);
    if (const auto shown = found == live_.end() ? nullptr : found->second.lock()) shown->callHeld(call);
}

void Person::goOn(const approvals::Question& question)
{
    if (!frozen_) live(question.call.conversation)->goOn(question.step, question.call.call);
}

Result<std::variant<approvals::Question, gateway::ArgumentProblem>>
Person::withArguments(const approvals::Question& question, const QByteArray& arguments) const
{
    if (!parts_ || frozen_) return fail(Errc::Busy, QStringLiteral("the checkpoint is not there"));
    return parts_->gateway->withArguments(question, arguments);
}

identity::Browser& Person::browser() const
{
    return config_.inSystemBrowser ? building_.desktop.systemBrowser : building_.desktop.window;
}

QStringList Person::uiLocales() const
{
    const auto& language = building_.desktop.settings.values().language;
    return language.isEmpty() ? QStringList() : QStringList{language};
}

Async<> Person::signInFor(const approvals::Request& request, std::stop_token stop)
{
    const auto& call = request.question.call;
    const identity::StepUp wanted{key(), request.question.signIn->acr.value(0), call.audience, uiLocales()};
    const auto granted = building_.identity.stepUp(wanted, browser(), std::move(stop));
    return thenStep(granted, this, [this, call = call.call, digest = request.digest](identity::SteppedUp proof) {
        building_.vault.elevate(key(), call, digest, std::move(proof));
        return ready<>({});
    });
}

Async<approvals::Approver> Person::identifyApprover(std::stop_token stop)
{
    const auto proved = building_.identity.identify(key(), uiLocales(), browser(), std::move(stop));
    return thenStep(proved, this, [this](const identity::UserSession& session) {
        // A second account of the same person is the same person.
        const auto mail = [](const identity::UserSession& one) {
            return one.claims().value(QStringLiteral("email")).toString().trimmed().toCaseFolded();
        };
        if (session.key() == key() || (!mail(session).isEmpty() && mail(session) == mail(session_)))
            return failed<approvals::Approver>(Errc::Refused, QStringLiteral("it is the person again"));
        return ready<approvals::Approver>(approvals::Approver{session.key(), session.displayName(), session.roles()});
    });
}

std::shared_ptr<LiveConversation> Person::live(const ConversationId& id)
{
    if (const auto known = live_.find(id); known != live_.end())
        if (auto open = known->second.lock()) return open;
    std::erase_if(live_, [](const auto& entry) { return entry.second.expired(); });
    auto open = std::make_shared<LiveConversation>(id, *this);
    live_[id] = open;
    connect(open.get(), &LiveConversation::runningChanged, this,
            [this, id, weak = std::weak_ptr(open)] { runningChanged(id, weak.lock()); });
    connect(open.get(), &LiveConversation::settlingChanged, this,
            [this, id, weak = std::weak_ptr(open)] { settlingChanged(id, weak.lock()); });
    return open;
}

void Person::settlingChanged(const ConversationId& id, std::shared_ptr<LiveConversation> conversation)
{
    if (conversation && conversation->settling()) {
        settling_[id] = std::move(conversation);
    } else {
        settling_.erase(id);
        release(std::move(conversation));
        Q_EMIT conversationsChanged();
    }
}

// This may have been its last owner, and it is still in its own signal: it goes when that has returned.
void Person::release(std::shared_ptr<LiveConversation> conversation)
{
    QMetaObject::invokeMethod(this, [conversation = std::move(conversation)] {}, Qt::QueuedConnection);
}

void Person::runningChanged(const ConversationId& id, std::shared_ptr<LiveConversation> conversation)
{
    const bool busy = conversation && conversation->running();
    if (busy) {
        busy_[id] = conversation;
    } else {
        busy_.erase(id);
        release(std::move(conversation));
    }
    Q_EMIT busyChanged(id, busy);
    Q_EMIT conversationsChanged();
}

bool Person::isBusy(const ConversationId& id) const
{
    return busy_.contains(id);
}

void Person::stopAll()
{
    const auto running = busy_;
    for (const auto& [id, conversation] : running)
        conversation->stop();
}

void Person::freeze()
{
    frozen_ = true;
    approvals_.freeze();
    grants_.freeze();
    if (parts_) parts_->records->freeze(); // first: what is cut off below is no outcome
    const auto open = live_;
    for (const auto& [id, conversation] : open)
        if (const auto one = conversation.lock()) one->freeze();
    if (parts_) parts_->gateway->freeze(); // else an approval could be used up for what cannot begin
}

} // namespace core::session
