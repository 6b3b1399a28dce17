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

PendingApprovals::PendingApprovals(const CardFacts& facts, const Clock& clock, audit::AuditSink& audit, GoOn goOn)
    : facts_(facts)
    , clock_(clock)
    , audit_(audit)
    , goOn_(std::move(goOn))
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
                    this, [this, question = request.question] { goOn_(question); }, Qt::QueuedConnection);
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
            if (!isPending(request.question.call.call)) goOn_(request.question);
    });
}

void PendingApprovals::show(QList<Request> requests)
{
    const bool same = requests == requests_;
    requests_ = std::move(requests);
    auto soonest = longestLook;
    for (const auto& request : std::as_const(requests_)) {
        const auto end = request.state == State::Approved ? request.runByUtc : request.answerByUtc;
        soonest = std::min(soonest, std::chrono::milliseconds(std::max<qint64>(0, clock_.nowUtc().msecsTo(end) + 1)));
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
        const auto& call = question.call;
        requests_.removeIf([&](const Request& one) { return one.id == request->id; });
        Q_EMIT changed();
        told.give({});
        audit::Record record;
        record.kind = audit::Kind::Answer;
        record.person = call.person.storageName();
        record.call = call.call;
        record.tool = call.tool.text();
        record.definition = call.definitionHash;
        record.arguments = marks_.of(call.arguments);
        record.decision = word;
        // The call is run behind its record, so that no effect is without the answer that it had.
        onReady(audit_.append(std::move(record), audit::Durability::Synced), this,
                [this, question](const Result<>& kept) {
                    if (!kept) {
                        // Still approved, for a few minutes, and shown so: it can be tried again, or runs out.
                        qCWarning(logApprovals) << "an answer was not logged:" << errcName(kept.error().code);
                        refresh();
                        return;
                    }
                    if (!frozen_) goOn_(question);
                });
    });
    return told.future();
}

Async<> PendingApprovals::approve(const interfaces::ApprovalId& id, const QString& digest)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    return answered(store_->approve(approvals::ApprovalId(id.text()), digest), QStringLiteral("approved"));
}

Async<> PendingApprovals::deny(const interfaces::ApprovalId& id)
{
    if (!store_ || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be answered now"));
    return answered(store_->deny(approvals::ApprovalId(id.text())), QStringLiteral("denied"));
}

void PendingApprovals::withdraw(const CallId& call)
{
    if (!store_ || frozen_) return;
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
