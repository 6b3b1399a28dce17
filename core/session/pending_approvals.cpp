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

} // namespace

PendingApprovals::PendingApprovals(const CardFacts& facts, Ports ports)
    : facts_(facts)
    , ports_(std::move(ports))
{
    look_.setSingleShot(true);
    connect(&look_, &QTimer::timeout, this, &PendingApprovals::refresh);
}

Async<> PendingApprovals::begin(std::shared_ptr<approvals::ApprovalStore> store, ArgumentMarks marks)
{
    store_ = std::move(store);
    marks_ = std::move(marks);
    return thenStep(read(), this, [this] {
        for (const auto& request : std::as_const(requests_))
            if (request.state == State::Approved)
                QMetaObject::invokeMethod(
                    this, [this, question = request.question] { ports_.goOn(question); }, Qt::QueuedConnection);
        return ready<>({});
    });
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
            return;
        }
        // What is gone without an answer of ours ran out of time: its call ends so.
        for (const auto& request : before)
            if (!isPending(request.question.call.call)) ports_.goOn(request.question);
    });
}

void PendingApprovals::show(QList<Request> requests)
{
    const bool same = requests == requests_;
    requests_ = std::move(requests);
    auto soonest = longestLook;
    for (const auto& request : std::as_const(requests_)) {
        const auto end = request.state == State::Approved ? request.runByUtc : request.answerByUtc;
        soonest =
            std::min(soonest, std::chrono::milliseconds(std::max<qint64>(0, ports_.clock.nowUtc().msecsTo(end) + 1)));
    }
    look_.start(soonest);
    if (!same) Q_EMIT changed();
}

QList<interfaces::ApprovalView> PendingApprovals::waiting() const
{
    return approvalViews(facts_, requests_);
}

bool PendingApprovals::isPending(const CallId& call) const
{
    return std::any_of(requests_.begin(), requests_.end(),
                       [&](const Request& request) { return request.question.call.call == call; });
}

Async<> PendingApprovals::answered(const Async<Request>& answer, const QString& word)
{
    const Answer<> told;
    onReady(answer, this, [this, told, word](const Result<Request>& request) {
        if (!request) {
            // Whatever it is now, the card shall not go on showing what it was.
            refresh();
            told.give(tl::unexpected(request.error()));
            return;
        }
        const auto question = request->question;
        requests_.removeIf([&](const Request& one) { return one.id == request->id; });
        Q_EMIT changed();
        told.give({});
        // The call is run behind its record, so that no effect is without the answer that it had.
        onReady(log(question, word), this, [this, question](const Result<>& kept) {
            if (!kept) {
                qCWarning(logApprovals) << "an answer was not logged:" << errcName(kept.error().code);
                refresh(); // what was approved runs out of its time, and then the call ends so
                return;
            }
            if (!frozen_) ports_.goOn(question);
        });
    });
    return told.future();
}

Async<> PendingApprovals::log(const approvals::Question& question, const QString& word)
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
    return ports_.audit.append(std::move(record), audit::Durability::Synced);
}

std::optional<Request> PendingApprovals::requestOf(const approvals::ApprovalId& id) const
{
    const auto found =
        std::find_if(requests_.begin(), requests_.end(), [&id](const Request& one) { return one.id == id; });
    return found == requests_.end() ? std::nullopt : std::optional(*found);
}

Async<> PendingApprovals::approve(const interfaces::ApprovalId& id, const QString& digest)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    const approvals::ApprovalId request(id.text());
    // Nobody signs in for a call that is not the one they saw: the store says so.
    if (const auto known = requestOf(request); known && known->digest == digest && known->question.signIn)
        return signInAndApprove(*known);
    return answered(store_->approve(request, digest), QStringLiteral("approved"));
}

// The approval is written down behind the sign-in: cut off in between, nothing was approved and the card is there again.
Async<> PendingApprovals::signInAndApprove(const Request& request)
{
    const auto [signIn, isNew] = signIns_.try_emplace(request.id);
    if (!isNew) return failed<>(Errc::Busy, QStringLiteral("the sign-in for this call is under way"));
    const auto stop = signIn->second.get_token();
    const Answer<> told;
    onReady(ports_.signIn(request, stop), this, [this, request, stop, told](const Result<>& signedIn) {
        signIns_.erase(request.id);
        const auto call = request.question.call.call;
        if (!signedIn || stop.stop_requested() || frozen_) {
            ports_.elevations.drop(call);
            if (!signedIn && signedIn.error().code == Errc::OtherAccount) takeBack(request.question);
            told.give(signedIn ? fail(Errc::Cancelled, QStringLiteral("it was answered meanwhile"))
                               : tl::unexpected(signedIn.error()));
            return;
        }
        const auto approved = answered(store_->approve(request.id, request.digest), QStringLiteral("approved"));
        onReady(approved, this, [this, call, told](const Result<>& done) {
            if (!done) ports_.elevations.drop(call);
            told.give(done);
        });
    });
    return told.future();
}

// Somebody else sits there: the call ends without an effect, and the log says why.
void PendingApprovals::takeBack(const approvals::Question& question)
{
    onReady(store_->withdraw(question.call.call), this, [this, question](const Result<>& done) {
        if (!done) {
            qCWarning(logApprovals) << "a question was not taken back:" << errcName(done.error().code);
            return refresh();
        }
        requests_.removeIf([&](const Request& one) { return one.question.call.call == question.call.call; });
        Q_EMIT changed();
        onReady(log(question, QStringLiteral("other-account")), this, [this, question](const Result<>& kept) {
            if (!kept) qCWarning(logApprovals) << "an answer was not logged:" << errcName(kept.error().code);
            if (!frozen_) ports_.goOn(question);
        });
    });
}

void PendingApprovals::stopSignIn(const approvals::ApprovalId& id)
{
    if (const auto found = signIns_.find(id); found != signIns_.end()) found->second.request_stop();
}

void PendingApprovals::freeze()
{
    frozen_ = true;
    for (auto& [id, signIn] : signIns_)
        signIn.request_stop();
}

Async<> PendingApprovals::deny(const interfaces::ApprovalId& id)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    const approvals::ApprovalId request(id.text());
    stopSignIn(request);
    return answered(store_->deny(request), QStringLiteral("denied"));
}

void PendingApprovals::withdraw(const CallId& call)
{
    if (!store_ || frozen_) return;
    for (const auto& request : std::as_const(requests_))
        if (request.question.call.call == call) stopSignIn(request.id);
    requests_.removeIf([&](const Request& one) { return one.question.call.call == call; });
    Q_EMIT changed();
    onReady(store_->withdraw(call), this, [this](const Result<>& done) {
        if (done) return;
        // Its call has an ending, so an answer could run nothing; but what is asked in vain is said again.
        qCWarning(logApprovals) << "a question was not taken back:" << errcName(done.error().code);
        refresh();
    });
}

void PendingApprovals::withdrawAll(const ConversationId& conversation)
{
    const auto all = requests_;
    for (const auto& request : all)
        if (request.question.call.conversation == conversation) withdraw(request.question.call.call);
}

} // namespace core::session
