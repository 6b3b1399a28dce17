#include "core/session/pending_approvals.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/session/approval_views.h"

#include <algorithm>

namespace core::session {
namespace {

using approvals::Request;
using approvals::State;

// A machine that slept has to look again, and sekisho-cli may have asked something meanwhile.
constexpr std::chrono::milliseconds longestLook = std::chrono::minutes(1);
// Long enough to read a card; short enough that nobody else answers in their name.
constexpr std::chrono::milliseconds longestPresence = std::chrono::minutes(2);

} // namespace

PendingApprovals::PendingApprovals(const CardFacts& facts, Ports ports)
    : facts_(facts)
    , ports_(std::move(ports))
{
    look_.setSingleShot(true);
    connect(&look_, &QTimer::timeout, this, &PendingApprovals::refresh);
    presence_.setSingleShot(true);
    connect(&presence_, &QTimer::timeout, this, [this] { setPresent({}); });
}

PendingApprovals::~PendingApprovals()
{
    for (const auto& [id, signIn] : std::exchange(signIns_, {}))
        std::stop_source(signIn).request_stop();
}

Async<> PendingApprovals::begin(std::shared_ptr<approvals::ApprovalStore> store, ArgumentMarks marks,
                                const QString& policyVersion, TakesUp takesUp)
{
    store_ = std::move(store);
    marks_ = std::move(marks);
    const Answer<> begun;
    onReady(read(), this, [this, policyVersion, takesUp, begun](const Result<>& done) {
        if (done) {
            QMetaObject::invokeMethod(
                this, [this, policyVersion, takesUp] { takeUp(policyVersion, takesUp); }, Qt::QueuedConnection);
        } else {
            qCWarning(logApprovals) << "what waits was not read:" << errcName(done.error().code);
            look_.start(longestLook);
        }
        begun.give({});
    });
    return begun.future();
}

void PendingApprovals::takeUp(const QString& policyVersion, TakesUp takesUp)
{
    if (takesUp == TakesUp::No) return;
    const auto requests = requests_;
    for (const auto& request : requests) {
        const bool otherRules = request.question.call.policyVersion != policyVersion;
        if (frozen_ || (request.state == State::Waiting && !otherRules)) continue;
        if (request.state == State::Approved) forget(request.question.call.call); // it is begun now
        ports_.goOn(request.question);
    }
}

Async<> PendingApprovals::read()
{
    return thenStep(store_->pending(), this, [this](QList<Request> requests) {
        show(std::move(requests));
        return ready<>({});
    });
}

void PendingApprovals::refresh()
{
    if (!store_ || frozen_) return;
    const auto before = requests_;
    onReady(read(), this, [this, before](const Result<>& done) {
        if (!done) {
            qCWarning(logApprovals) << "what waits was not read:" << errcName(done.error().code);
            look_.start(longestLook);
            return;
        }
        for (const auto& request : before) {
            if (isPending(request.question.call.call)) continue;
            stopSignIn(request.id); // in vain
            // Another program may have answered it, and runs it; else its time ran out, and its call ends so.
            onReady(isOver(request.question.call.call), this, [this, request](const Result<bool>& over) {
                if (over && *over && !frozen_) ports_.goOn(request.question);
            });
        }
    });
}

void PendingApprovals::show(QList<Request> requests)
{
    const bool same = requests == requests_;
    const auto before = std::exchange(requests_, std::move(requests));
    auto soonest = longestLook;
    for (const auto& request : std::as_const(requests_)) {
        const auto end = request.state == State::Approved ? request.runByUtc : request.answerByUtc;
        const auto left = std::chrono::milliseconds(std::max<qint64>(0, ports_.clock.nowUtc().msecsTo(end) + 1));
        soonest = std::min(soonest, left);
    }
    look_.start(soonest);
    if (same) return;
    Q_EMIT changed();
    for (const auto& request : before)
        if (request.state == State::Waiting && !answering_.contains(request.id) &&
            !waitingRequest(interfaces::ApprovalId(request.id.text())))
            tellOutcome(request);
}

// It waited until now, and nobody here was answering it.
void PendingApprovals::tellOutcome(const Request& before)
{
    onReady(store_->of(before.question.call.call), this, [this, before](const Result<std::optional<Request>>& now) {
        if (!now || !*now || (*now)->id != before.id || frozen_) return; // or it is asked anew
        if (const auto outcome = outcomeView(facts_, before, **now)) Q_EMIT decidedElsewhere(*outcome);
    });
}

QList<interfaces::ApprovalView> PendingApprovals::waiting() const
{
    return approvalViews(facts_, requests_, present_);
}

bool PendingApprovals::isPending(const CallId& call) const
{
    return std::any_of(requests_.begin(), requests_.end(),
                       [&](const Request& request) { return request.question.call.call == call; });
}

Async<bool> PendingApprovals::isOver(const CallId& call)
{
    if (!store_) return ready<bool>(false);
    return thenStep(store_->of(call), this, [this](const std::optional<Request>& request) {
        if (!request) return ready<bool>(true);
        switch (request->state) {
        case State::Waiting:
        case State::Approved: return ready<bool>(false);
        case State::Spent: return ready<bool>(ports_.clock.nowUtc() >= request->runByUtc);
        case State::Denied:
        case State::Expired:
        case State::Withdrawn: break;
        } // no default: a new state must not compile without an answer
        return ready<bool>(true);
    });
}

std::optional<Request> PendingApprovals::waitingRequest(const interfaces::ApprovalId& id) const
{
    const auto found = std::find_if(requests_.begin(), requests_.end(), [&id](const Request& one) {
        return one.id.text() == id.text() && one.state == State::Waiting;
    });
    return found == requests_.end() ? std::nullopt : std::optional(*found);
}

void PendingApprovals::forget(const CallId& call)
{
    if (requests_.removeIf([&](const Request& one) { return one.question.call.call == call; }) > 0) Q_EMIT changed();
}

Async<> PendingApprovals::log(const approvals::Question& question, const QString& word, const QStringList& labels)
{
    const auto& call = question.call;
    audit::Record record;
    record.kind = audit::Kind::Answer;
    record.person = call.person.storageName();
    record.call = call.call;
    record.tool = call.tool.text();
    record.definition = call.definitionHash;
    record.arguments = marks_.of(call.arguments);
    record.decision = word;
    record.labels = labels;
    return ports_.audit.append(std::move(record), audit::Durability::Synced);
}

// The answer is in the log before it counts, so that no effect is without the answer that it had; what could not be
// logged was not answered. One that then finds the question gone changes nothing.
Async<> PendingApprovals::answer(const Request& request, const QString& word,
                                 const std::optional<approvals::Approver>& by, std::function<Async<Request>()> keep)
{
    if (!answering_.insert(request.id).second) return failed<>(Errc::Conflict, QStringLiteral("it is being answered"));
    const auto labels = by ? QStringList{QStringLiteral("by:") + by->person.storageName()} : QStringList();
    const auto kept = thenStep(log(request.question, word, labels), this, std::move(keep));
    const Answer<> told;
    onReady(kept, this, [this, told, id = request.id](const Result<Request>& done) {
        answering_.erase(id);
        if (!done) {
            refresh(); // whatever it is now, the card shall not go on showing what it was
            told.give(tl::unexpected(done.error()));
            return;
        }
        if (present_ && present_->request == id) setPresent({});
        forget(done->question.call.call);
        told.give({});
        if (!frozen_) ports_.goOn(done->question);
    });
    return told.future();
}

Async<> PendingApprovals::keepApproval(const Request& request, const std::optional<approvals::Approver>& by)
{
    return answer(request, QStringLiteral("approved"), by,
                  [this, id = request.id, digest = request.digest, by] { return store_->approve(id, digest, by); });
}

std::optional<approvals::Approver> PendingApprovals::presentFor(const Request& request) const
{
    return present_ && present_->request == request.id ? std::optional(present_->who) : std::nullopt;
}

void PendingApprovals::setPresent(const std::optional<PresentApprover>& present)
{
    present_ = present;
    if (present_)
        presence_.start(longestPresence);
    else
        presence_.stop();
    Q_EMIT changed();
}

Result<> PendingApprovals::mayDecide(const Request& request, const approvals::Approver& who) const
{
    if (who.person == request.question.call.person)
        return fail(Errc::Refused, QStringLiteral("nobody decides on a request of their own"));
    for (const auto& role : request.question.roles)
        if (!who.roles.contains(role)) return fail(Errc::Forbidden, QStringLiteral("a role is missing"), who.name);
    return {};
}

Async<> PendingApprovals::bringApprover(const interfaces::ApprovalId& id)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    const auto request = waitingRequest(id);
    if (!request || request->question.roles.isEmpty())
        return failed<>(Errc::Conflict, QStringLiteral("it does not wait, or for nobody else"));
    const auto [signIn, isNew] = signIns_.try_emplace(request->id);
    if (!isNew)
        return failed<>(Errc::Busy, QStringLiteral("a sign-in for this call is under way"), QStringLiteral("sign-in"));
    const auto stop = signIn->second.get_token();
    const Answer<> told;
    onReady(ports_.identify(stop), this, [this, request, told](const Result<approvals::Approver>& who) {
        signIns_.erase(request->id);
        const auto may = who ? mayDecide(*request, *who) : Result<>(tl::unexpected(who.error()));
        if (may) setPresent(PresentApprover{request->id, *who}); // who failed does not send away who is there
        told.give(may);
    });
    return told.future();
}

Async<> PendingApprovals::approve(const interfaces::ApprovalId& id, const QString& digest)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    const auto request = waitingRequest(id);
    if (!request || request->digest != digest)
        return failed<>(Errc::Conflict, QStringLiteral("it does not wait, or is another call than the one shown"));
    // Who decides is who is there now, however long a sign-in that has to come first takes.
    const auto by = presentFor(*request);
    if (!request->question.roles.isEmpty() && !by)
        return failed<>(Errc::Refused, QStringLiteral("somebody else has to approve it"));
    return request->question.signIn ? signInAndApprove(*request, by) : keepApproval(*request, by);
}

// The approval is written down behind the sign-in: cut off in between, nothing was approved and the card is there again.
Async<> PendingApprovals::signInAndApprove(const Request& request, const std::optional<approvals::Approver>& by)
{
    const auto [signIn, isNew] = signIns_.try_emplace(request.id);
    if (!isNew)
        return failed<>(Errc::Busy, QStringLiteral("the sign-in for this call is under way"),
                        QStringLiteral("sign-in"));
    const auto stop = signIn->second.get_token();
    const Answer<> told;
    onReady(ports_.signIn(request, stop), this, [this, request, by, stop, told](const Result<>& signedIn) {
        signIns_.erase(request.id);
        const auto call = request.question.call.call;
        if (!signedIn || stop.stop_requested() || frozen_) {
            ports_.elevations.drop(call);
            if (!signedIn && signedIn.error().code == Errc::OtherAccount)
                return takeBack(request.question, signedIn.error(), told);
            told.give(signedIn ? fail(Errc::Cancelled, QStringLiteral("it was answered meanwhile"))
                               : tl::unexpected(signedIn.error()));
            return;
        }
        onReady(keepApproval(request, by), this, [this, call, told](const Result<>& done) {
            if (!done) ports_.elevations.drop(call);
            told.give(done);
        });
    });
    return told.future();
}

// Somebody else sits there: the call ends without an effect, and the log says why.
void PendingApprovals::takeBack(const approvals::Question& question, const Error& why, const Answer<>& told)
{
    const auto taken =
        thenStep(log(question, QStringLiteral("other-account")), this, [this, call = question.call.call] {
            return store_->withdraw(call, toolapi::Withdrawal::OtherAccount);
        });
    onReady(taken, this, [this, question, why, told](const Result<>& done) {
        told.give(tl::unexpected(done ? why : done.error()));
        if (!done) {
            qCWarning(logApprovals) << "a question was not taken back:" << errcName(done.error().code);
            return refresh();
        }
        forget(question.call.call);
        if (!frozen_) ports_.goOn(question);
    });
}

void PendingApprovals::stopSignIn(const approvals::ApprovalId& id)
{
    // A copy: what stops may end the sign-in, and with it the entry, at once.
    if (const auto found = signIns_.find(id); found != signIns_.end()) std::stop_source(found->second).request_stop();
}

void PendingApprovals::freeze()
{
    frozen_ = true;
    const auto underWay = signIns_;
    for (const auto& [id, signIn] : underWay)
        signIn.request_stop();
}

Async<> PendingApprovals::deny(const interfaces::ApprovalId& id, const QString& reason)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    const auto request = waitingRequest(id);
    if (!request) return failed<>(Errc::Conflict, QStringLiteral("it does not wait"));
    stopSignIn(request->id);
    const auto by = presentFor(*request);
    return answer(*request, QStringLiteral("denied"), by,
                  [this, id = request->id, by, reason] { return store_->deny(id, by, reason); });
}

void PendingApprovals::withdraw(const CallId& call, toolapi::Withdrawal why)
{
    if (!store_ || frozen_) return;
    for (const auto& request : std::as_const(requests_))
        if (request.question.call.call == call) stopSignIn(request.id);
    ports_.elevations.drop(call);
    forget(call);
    onReady(store_->withdraw(call, why), this, [this](const Result<>& done) {
        if (done) return;
        // Its call has an ending, so an answer could run nothing; but what is asked in vain is said again.
        qCWarning(logApprovals) << "a question was not taken back:" << errcName(done.error().code);
        refresh();
    });
}

Async<> PendingApprovals::withdrawAll(const std::optional<ConversationId>& conversation, toolapi::Withdrawal why)
{
    if (!store_ || frozen_) return ready<>({});
    const auto all = requests_;
    for (const auto& request : all) {
        if (conversation && request.question.call.conversation != *conversation) continue;
        stopSignIn(request.id);
        ports_.elevations.drop(request.question.call.call);
        forget(request.question.call.call);
    }
    const Answer<> done;
    onReady(store_->withdrawAll(conversation, why), this, [this, done](const Result<>& withdrawn) {
        if (!withdrawn) {
            qCWarning(logApprovals) << "questions were not taken back:" << errcName(withdrawn.error().code);
            refresh();
        }
        done.give(withdrawn);
    });
    return done.future();
}

} // namespace core::session
