// The part of a call's way on which the person is asked, and what follows from what they were asked before.
#include "core/base/canonical_json.h"
#include "core/base/logging.h"
#include "core/gateway/answer_text.h"
#include "core/gateway/call_editing.h"
#include "core/gateway/call_path_p.h"

namespace core::gateway {

using toolapi::Outcome;

namespace {

Outcome outcomeOf(const approvals::Request& request)
{
    switch (request.state) {
    case approvals::State::Denied: return Outcome::Denied;
    case approvals::State::Expired:
        if (request.runByUtc.isValid()) return Outcome::NotBegun;
        return request.question.roles.isEmpty() ? Outcome::Expired : Outcome::NoApprover;
    case approvals::State::Withdrawn: return Outcome::Withdrawn;
    case approvals::State::Waiting:
    case approvals::State::Approved:
    case approvals::State::Spent: break;
    }
    return Outcome::Failed;
}

toolapi::Unapproved unapproved(const approvals::Request& request)
{
    toolapi::Unapproved facts;
    if (request.by) facts.by = request.by->person;
    if (request.by) facts.byName = request.by->name;
    facts.roles = request.question.roles;
    facts.reason = request.reason;
    facts.withdrawal = request.withdrawal;
    return facts;
}

// What was said in words is the text of whoever said it.
toolapi::Label ofTheReason(const toolapi::Unapproved& facts)
{
    if (!facts.by) return toolapi::fromPerson();
    return {toolapi::Integrity::Untrusted, {QStringLiteral("approver")}, {}};
}

} // namespace

approvals::Question CallPath::question(const policy::ToolFacts& facts) const
{
    approvals::Question question;
    question.call = {record_.id,       record_.conversation,   record_.person,
                     record_.tool,     record_.definitionHash, record_.arguments,
                     record_.audience, record_.scopes,         around_.ports.policy.version};
    question.step = call_.step;
    question.effect = facts.effect();
    question.said = around_.turn.said;
    const policy::CallFacts call{facts, record_.arguments, record_.person};
    question.values =
        edited_ ? editedAskedValues(call, around_.turn.flow, editFacts()) : askedValues(call, around_.turn.flow);
    for (const auto& source : around_.turn.flow.context.sources)
        question.sources.append(source);
    question.proposed = record_.proposed;
    applyRuling(question, facts, *record_.ruling);
    return question;
}

bool CallPath::mustAsk() const
{
    return record_.ruling->verdict == policy::Verdict::Ask || record_.ruling->verdict == policy::Verdict::StepUp;
}

// A sign-in that was wanted for this very call and is not there: it was in memory only, and the program ended; or only
// now the person's own has become too old.
bool CallPath::lacksSignIn(const QString& digest) const
{
    return record_.ruling->verdict == policy::Verdict::StepUp && !signedInFor(digest);
}

bool CallPath::signedInFor(const QString& digest) const
{
    return around_.ports.elevations.holds(record_.person, record_.id, digest, record_.ruling->stepUp,
                                          around_.ports.clock.nowUtc());
}

// Who approved does not hold what the rules ask for by now.
bool CallPath::lacksApprover(const approvals::Request& approved) const
{
    for (const auto& role : record_.ruling->roles)
        if (!approved.by || !approved.by->roles.contains(role)) return true;
    return !record_.ruling->roles.isEmpty() && approved.by->person == record_.person;
}

// Also for what is denied: that may be about arguments which the person has changed since.
void CallPath::recall(const policy::ToolFacts& facts)
{
    const auto asking = question(facts);
    const auto digest = approvals::digestOf(asking.call);
    if (!digest) return endByError(digest.error());
    onReady(around_.ports.approvals.of(record_.id), this,
            [this, asking, digest = *digest](const Result<std::optional<approvals::Request>>& before) {
                if (ended_) return;
                if (before && *before && isEditOfThis(**before)) {
                    if (!edited_) return takeEdited(**before);
                    if (edited_->id != (*before)->id) return wait(); // changed once more in this moment
                }
                if (record_.ruling->verdict == policy::Verdict::Deny) return journal();
                if (!before) return endByError(before.error());
                if (*before)
                    askedBefore(asking, digest, **before);
                else
                    neverAsked(asking);
            });
}

// Whether the person made it from what the agent proposes here, and from nothing else.
bool CallPath::isEditOfThis(const approvals::Request& request) const
{
    const auto& question = request.question;
    if (!question.proposed || question.call.tool != record_.tool || question.call.person != record_.person ||
        question.call.conversation != record_.conversation)
        return false;
    const auto theirs = canonicalJson(record_.proposed.value_or(record_.arguments));
    const auto asked = canonicalJson(*question.proposed);
    return theirs && asked && *theirs == *asked;
}

// From here on the call is the one that the person made of it, and takes the whole way anew.
void CallPath::takeEdited(const approvals::Request& request)
{
    const auto& edited = request.question.call.arguments;
    const auto* entry = around_.tools.find(record_.tool);
    if (!entry || !entry->enabled())
        return endByError({Errc::Conflict, QStringLiteral("the tool was disabled meanwhile")});
    const auto written = canonicalJson(edited);
    if (!written) return endByError(written.error());
    edited_ = request;
    record_.proposed = record_.arguments;
    record_.ruling.reset();
    call_.arguments = *written;
    around_.turn.flow = flowOfEdit(entry->facts, edited, editFacts(), around_.turn.flow);
    validate(*entry);
}

EditFacts CallPath::editFacts() const
{
    return {*record_.proposed, edited_->question.values};
}

void CallPath::neverAsked(const approvals::Question& question)
{
    if (around_.onlyIfApproved)
        return endByError({Errc::NotFound, QStringLiteral("nobody was asked, and nobody is any more")});
    onReady(around_.ports.grants.inForce(), this,
            [this, question](const Result<QList<approvals::StandingGrant>>& inForce) {
                if (ended_) return;
                if (!inForce) return endByError(inForce.error()); // one of them may say that it never runs
                consultGrants(question, *inForce);
            });
}

void CallPath::consultGrants(const approvals::Question& question, const QList<approvals::StandingGrant>& inForce)
{
    QList<policy::Grant> grants;
    for (const auto& standing : inForce)
        grants.append(standing.grant);
    const auto asked = *record_.ruling;
    const auto* entry = around_.tools.find(record_.tool);
    if (!entry || !entry->enabled()) // since it was resolved
        return endByError({Errc::Conflict, QStringLiteral("the tool was disabled meanwhile")});
    record_.ruling = policy::underGrants({entry->facts, record_.arguments, record_.person},
                                         {entry->hash, record_.conversation}, asked, grants);
    if (record_.ruling->verdict == policy::Verdict::Allow && isToBeHeld()) return hold();
    if (record_.ruling->verdict == policy::Verdict::Allow && !record_.ruling->grant.isEmpty())
        return useGrant(question, asked);
    if (mustAsk()) return putQuestion(question);
    journal();
}

void CallPath::useGrant(const approvals::Question& question, const policy::Ruling& asked)
{
    onReady(around_.ports.grants.use(record_.ruling->grant), this, [this, question, asked](const Result<>& counted) {
        if (ended_) return;
        if (counted) {
            record_.grant = record_.ruling->grant;
            around_.goesUnasked(record_.tool); // a tick for it is used up, too
            return journal();
        }
        if (counted.error().code != Errc::Conflict) return endByError(counted.error());
        record_.ruling = asked; // another call had the last use of it, or its time has come
        putQuestion(question);
    });
}

// Its use is counted and its intent written; the person may have revoked it in that time.
void CallPath::beginIfGrantStands()
{
    onReady(around_.ports.grants.stands(record_.grant), this, [this](const Result<bool>& stands) {
        if (ended_) return;
        if (!stands) return endByError(stands.error());
        if (!*stands) return withdrawBecause(toolapi::Withdrawal::Changed);
        if (stop_.stop_requested()) return stopRequested();
        execute();
    });
}

// What was asked once runs only by its answer, whatever the rules say by now.
void CallPath::askedBefore(const approvals::Question& question, const QString& digest, const approvals::Request& before)
{
    using approvals::State;
    // What the person made of a call runs only by way of that.
    const bool same = before.digest == digest && before.question.proposed.has_value() == edited_.has_value();
    switch (before.state) {
    case State::Denied:
    case State::Expired:
    case State::Withdrawn: return receipt(notApproved(before));
    case State::Waiting:
        if (same) return wait();
        break;
    case State::Approved:
        if (same && (lacksSignIn(digest) || lacksApprover(before))) return askAnew(question);
        if (same && isToBeHeld()) return hold();
        if (same) return spend(before);
        break;
    case State::Spent:
        // Its beginning is not in the journal, or this call would not have come here: another process is about to
        // write it there, or ended before it could. Which of them is known when the time to begin is over.
        if (around_.ports.clock.nowUtc() < before.runByUtc) return ranElsewhere();
        if (around_.onlyIfApproved)
            return endByError(
                {Errc::Internal, QStringLiteral("it was approved, and the program ended before it began")});
        break;
    } // no default: a new state must not compile without an answer
    if (mustAsk() && !around_.onlyIfApproved) return putQuestion(question);
    withdrawBecause(toolapi::Withdrawal::Changed); // the question that stands is not about this call as it is now
}

bool CallPath::isToBeHeld() const
{
    return spec_.canWait && !held_ && around_.ports.limits.undoWindow > std::chrono::milliseconds::zero();
}

// Nothing stands in its way but the person, who can still take it back.
void CallPath::hold()
{
    held_ = true;
    const auto window = around_.ports.limits.undoWindow;
    hold_.start(window);
    if (!around_.ports.held) return;
    around_.ports.held(record_.conversation, record_.id, around_.ports.clock.nowUtc().addMSecs(window.count()));
}

void CallPath::endHold()
{
    if (!hold_.isActive()) return;
    hold_.stop();
    if (around_.ports.held) around_.ports.held(record_.conversation, record_.id, std::nullopt);
}

bool CallPath::undo(const CallId& call)
{
    if (!isHeld(call)) return false;
    endHold();
    takeBack();
    return true;
}

// Another run of the program may hold the same call, and have begun it first. In this order, so that there is no moment
// left in which it could.
void CallPath::takeBack()
{
    const auto taken = around_.ports.approvals.withdraw(record_.id, toolapi::Withdrawal::Undone);
    onReady(taken, this, [this](const Result<>& withdrawn) {
        if (ended_) return;
        if (!withdrawn) return endByError(withdrawn.error());
        onReady(around_.ports.approvals.of(record_.id), this,
                [this](const Result<std::optional<approvals::Request>>& asked) {
                    if (ended_) return;
                    if (!asked) return endByError(asked.error());
                    if (*asked && (*asked)->state == approvals::State::Spent) return ranElsewhere();
                    endTaken(toolapi::Withdrawal::Undone);
                });
    });
}

void CallPath::freeze()
{
    if (!hold_.isActive()) return;
    endHold();
    ended_ = true;
    handBack(result(Outcome::Waiting, QString(), QStringLiteral("the program ends")), Again::Later);
}

// Whatever let it through may not hold any more.
void CallPath::lookAgain()
{
    if (around_.ports.held) around_.ports.held(record_.conversation, record_.id, std::nullopt);
    if (stop_.stop_requested()) return stopRequested(); // its own event may still be on the way
    const auto* entry = around_.tools.find(record_.tool);
    if (!entry || !entry->enabled())
        return endByError({Errc::Conflict, QStringLiteral("the tool was disabled meanwhile")});
    require(entry->facts);
}

void CallPath::withdrawBecause(toolapi::Withdrawal why)
{
    onReady(around_.ports.approvals.withdraw(record_.id, why), this, [this, why](const Result<>& withdrawn) {
        if (ended_) return;
        if (!withdrawn) return endByError(withdrawn.error());
        endTaken(why);
    });
}

void CallPath::endTaken(toolapi::Withdrawal why)
{
    approvals::Request taken;
    taken.state = approvals::State::Withdrawn;
    taken.withdrawal = why;
    receipt(notApproved(taken));
}

// The very call was approved, but cannot run by that. Not a new call, so also where nothing else is asked anew.
void CallPath::askAnew(const approvals::Question& question)
{
    const auto taken = around_.ports.approvals.withdraw(record_.id, toolapi::Withdrawal::Changed);
    onReady(taken, this, [this, question](const Result<>& withdrawn) {
        if (ended_) return;
        if (!withdrawn) return endByError(withdrawn.error());
        putQuestion(question);
    });
}

void CallPath::putQuestion(const approvals::Question& question)
{
    // That it was asked is in the log before it can be answered.
    onReady(around_.ports.journal.recordDecision(record_), this, [this, question](const Result<>& written) {
        if (ended_) return;
        if (!written) return endByError(written.error());
        asking_ = true;
        onReady(around_.ports.approvals.ask(question), this, [this](const Result<approvals::Request>& request) {
            if (ended_) return;
            if (!request) return endByError(request.error());
            wait();
        });
    });
}

void CallPath::spend(const approvals::Request& request)
{
    const auto id = request.id;
    const auto digest = request.digest;
    onReady(around_.ports.approvals.spend(id, digest), this,
            [this, id, digest, by = request.by](const Result<>& spent) {
                if (ended_) return;
                if (!spent && spent.error().code == Errc::Conflict) return notSpent();
                if (!spent) return endByError(spent.error());
                record_.approval = id;
                record_.approvedBy = by;
                record_.signedInForIt = record_.ruling->verdict == policy::Verdict::StepUp && signedInFor(digest);
                journal();
            });
}

// Between the look and the use its time was over, or somebody else used it.
void CallPath::notSpent()
{
    onReady(around_.ports.approvals.of(record_.id), this, [this](const Result<std::optional<approvals::Request>>& now) {
        if (ended_) return;
        if (!now) return endByError(now.error());
        auto request = now->value_or(approvals::Request());
        if (!*now) request.state = approvals::State::Withdrawn;
        if (request.state == approvals::State::Spent) return ranElsewhere();
        if (request.state == approvals::State::Approved) request.state = approvals::State::Expired;
        receipt(notApproved(request));
    });
}

void CallPath::wait()
{
    ended_ = true;
    qCInfo(logGateway) << "call" << record_.id.text() << record_.tool.text() << toolapi::outcomeName(Outcome::Waiting);
    handBack(result(Outcome::Waiting, QString(), QStringLiteral("asked")), Again::Later);
}

toolapi::ToolResult CallPath::notApproved(const approvals::Request& request) const
{
    const auto facts = unapproved(request);
    const auto outcome = outcomeOf(request);
    auto made = result(outcome, notApprovedText(outcome, spec_, facts), approvals::stateName(request.state));
    if (!facts.reason.isEmpty()) made.label = toolapi::join(made.label, ofTheReason(facts));
    made.unapproved = facts;
    return made;
}

} // namespace core::gateway
