#include "core/session/standing_grants.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"

#include <algorithm>

namespace core::session {
namespace {

using approvals::Request;
using approvals::StandingGrant;
using interfaces::GrantOfferView;
using interfaces::GrantView;
using policy::Grant;

constexpr int mostTried = 15;
// A machine that slept has to look again, and sekisho-cli may have revoked one meanwhile.
constexpr std::chrono::milliseconds longestLook = std::chrono::minutes(1);

} // namespace

StandingGrants::StandingGrants(const CardFacts& facts, const Clock& clock, audit::AuditSink& audit)
    : facts_(facts)
    , clock_(clock)
    , audit_(audit)
{
    look_.setSingleShot(true);
    connect(&look_, &QTimer::timeout, this, &StandingGrants::refresh);
}

Async<> StandingGrants::begin(Stores stores, ArgumentMarks marks)
{
    stores_ = std::move(stores);
    marks_ = std::move(marks);
    const Answer<> begun;
    onReady(read(), this, [this, begun](const Result<>& done) {
        if (!done) {
            qCWarning(logApprovals) << "standing grants were not read:" << errcName(done.error().code);
            look_.start(longestLook);
        }
        begun.give({});
    });
    return begun.future();
}

Async<> StandingGrants::read()
{
    return thenStep(stores_.grants->inForce(), this, [this](const QList<StandingGrant>& standing) {
        QList<ConversationId> ids;
        for (const auto& one : standing)
            ids.append(one.writtenIn);
        return thenStep(stores_.conversations->titles(ids), this,
                        [this, standing](const QHash<ConversationId, QString>& titles) {
                            show(standing, titles);
                            return ready<>({});
                        });
    });
}

void StandingGrants::refresh()
{
    if (!stores_.grants || frozen_) return;
    onReady(read(), this, [this](const Result<>& done) {
        if (done) return;
        qCWarning(logApprovals) << "standing grants were not read:" << errcName(done.error().code);
        look_.start(longestLook);
    });
}

void StandingGrants::show(const QList<StandingGrant>& standing, const QHash<ConversationId, QString>& titles)
{
    const bool same = standing == standing_ && titles == titles_;
    standing_ = standing;
    titles_ = titles;
    auto soonest = longestLook;
    for (const auto& one : std::as_const(standing_))
        for (const auto& end : {one.endsUtc, one.lapsesUtc()})
            if (end.isValid())
                soonest =
                    std::min(soonest, std::chrono::milliseconds(std::max<qint64>(0, clock_.nowUtc().msecsTo(end) + 1)));
    look_.start(soonest);
    if (!same) Q_EMIT changed();
}

QList<GrantView> StandingGrants::grants() const
{
    QList<GrantView> views;
    for (const auto& one : standing_)
        if (one.isInForce(clock_.nowUtc())) views.append(grantView(facts_, one, titles_.value(one.writtenIn)));
    return views;
}

Async<Request> StandingGrants::waiting(const interfaces::ApprovalId& id) const
{
    if (!stores_.approvals) return failed<Request>(Errc::Conflict, QStringLiteral("nothing waits yet"));
    auto pending = stores_.approvals->pending();
    return pending.then([id](const Result<QList<Request>>& requests) -> Result<Request> {
        if (!requests) return tl::unexpected(requests.error());
        for (const auto& one : *requests)
            if (one.id.text() == id.text() && one.state == approvals::State::Waiting) return one;
        return fail(Errc::Conflict, QStringLiteral("the call does not wait"));
    });
}

Async<QList<GrantOfferView>> StandingGrants::offers(const interfaces::ApprovalId& call)
{
    return thenStep(waiting(call), this, [this](const Request& request) {
        const auto& exact = request.question.call;
        // One more than is tried: the call itself is among them.
        const auto before = stores_.approvals->lastOf(exact.tool, mostTried + 1);
        return thenStep(before, this, [this, request](const QList<Request>& found) {
            const auto conversation = request.question.call.conversation;
            return thenStep(stores_.conversations->titles({conversation}), this,
                            [this, request, found, conversation](const QHash<ConversationId, QString>& titles) {
                                return ready<QList<GrantOfferView>>(
                                    offersFor(request, found, titles.value(conversation)));
                            });
        });
    });
}

QList<GrantOfferView> StandingGrants::offersFor(const Request& request, QList<Request> before,
                                                const QString& title) const
{
    before.removeIf([&](const Request& one) { return one.question.call.call == request.question.call.call; });
    before = before.mid(0, mostTried);
    QList<GrantOfferView> offers;
    for (const auto kind : {Grant::Kind::Here, Grant::Kind::Always, Grant::Kind::Never}) {
        const auto draft = grantDraft(facts_, request, kind);
        const auto standing = approvals::writtenNow(draft.grant, request.question.call.conversation, clock_.nowUtc());
        GrantOfferView offer;
        offer.rule = grantView(facts_, standing, title);
        offer.possible = !draft.whyNot;
        offer.whyNot = draft.whyNot.value_or(Bilingual());
        if (offer.possible) {
            const auto trial = tryGrant(facts_, draft.grant, before);
            offer.covered = trial.covered;
            offer.tried = trial.tried;
            offer.missed = trial.missed;
        }
        offers.append(offer);
    }
    return offers;
}

Async<> StandingGrants::write(const interfaces::ApprovalId& call, const QString& digest, GrantView::Kind kind)
{
    if (!stores_.grants || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be written now"));
    return thenStep(waiting(call), this, [this, digest, kind](const Request& request) {
        if (request.digest != digest)
            return failed<>(Errc::Conflict, QStringLiteral("it is another call than the one shown"));
        if (frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be written now"));
        auto draft = grantDraft(facts_, request, grantKind(kind));
        if (draft.whyNot) return failed<>(Errc::Refused, draft.whyNot->en);
        draft.grant.id = policy::GrantId(newId());
        return keep(request, std::move(draft.grant));
    });
}

// It is in the log before it counts: no call runs by a grant that nobody can find there.
Async<> StandingGrants::keep(const Request& request, Grant grant)
{
    const auto& call = request.question.call;
    audit::Record record;
    record.kind = audit::Kind::GrantWritten;
    record.person = call.person.storageName();
    record.call = call.call;
    record.tool = call.tool.text();
    record.definition = call.definitionHash;
    record.arguments = marks_.of(call.arguments);
    record.decision = approvals::kindName(grant.kind);
    record.rule = policy::grantWord(grant.id);
    const auto logged = audit_.append(std::move(record), audit::Durability::Synced);
    return shownAfter(thenStep(logged, this, [this, grant = std::move(grant), writtenIn = call.conversation] {
        return thenStep(stores_.grants->write(grant, writtenIn), this,
                        [](const StandingGrant&) { return ready<>({}); });
    }));
}

Async<> StandingGrants::shownAfter(const Async<>& done)
{
    return thenStep(done, this, [this] {
        const Answer<> shown;
        // It is done, also when the picture of it comes later.
        onReady(read(), this, [this, shown](const Result<>& seen) {
            if (!seen) look_.start(longestLook);
            shown.give({});
        });
        return shown.future();
    });
}

// First it does nothing any more: that must not wait for a log that cannot be written.
Async<> StandingGrants::revoke(const interfaces::GrantId& id)
{
    if (!stores_.grants || frozen_) return failed<>(Errc::Busy, QStringLiteral("nothing can be revoked now"));
    const policy::GrantId grant(id.text());
    QString tool;
    for (const auto& one : std::as_const(standing_))
        if (one.grant.id == grant) tool = one.grant.tool.text();
    return shownAfter(thenStep(stores_.grants->revoke(grant), this, [this, grant, tool] {
        audit::Record record;
        record.kind = audit::Kind::GrantRevoked;
        record.person = facts_.person.storageName();
        record.rule = policy::grantWord(grant);
        record.tool = tool;
        const Answer<> logged;
        onReady(audit_.append(std::move(record), audit::Durability::Synced), this, [logged](const Result<>& written) {
            if (!written)
                qCWarning(logApprovals) << "a revoked grant was not logged:" << errcName(written.error().code);
            logged.give({});
        });
        return logged.future();
    }));
}

Async<> StandingGrants::endPassing()
{
    if (!stores_.grants) return ready<>({});
    return shownAfter(stores_.grants->endPassing());
}

} // namespace core::session
