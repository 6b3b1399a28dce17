#include "core/approvals/approval_store.h"

#include "core/approvals/request_codec_p.h"

#include <QtCore/QSet>

namespace core::approvals {
namespace {

using storage::Connection;
using storage::Database;
using storage::Row;
using storage::Sealer;

QList<storage::Migration> migrations()
{
    // `open` and `call` are for finding; what counts is in the sealed body.
    return {{{
        QStringLiteral("CREATE TABLE approval ("
                       " number INTEGER PRIMARY KEY," // the order of asking
                       " id TEXT NOT NULL UNIQUE,"
                       " call TEXT NOT NULL,"
                       " open INTEGER NOT NULL,"
                       " body BLOB NOT NULL) STRICT"),
        QStringLiteral("CREATE INDEX approval_call ON approval (call)"),
        QStringLiteral("CREATE UNIQUE INDEX approval_open ON approval (call) WHERE open = 1"),
    }}};
}

bool isOpen(State state)
{
    return state == State::Waiting || state == State::Approved;
}

storage::Cell bodyOf(const ApprovalId& id)
{
    return {QStringLiteral("approval"), id.text(), QStringLiteral("body")};
}

/// A request after somebody wanted something of it, and whether they got it. No error: that would undo the transaction,
/// and with it the note that the request has expired.
struct Turned {
    Request request;
    bool done = false;
};

// What is done inside one transaction, on the database's thread.
struct Desk {
    Connection& connection;
    const Sealer& sealer;
    QDateTime nowUtc;
    Clocks clocks;

    [[nodiscard]] bool isOver(const Request& request) const
    {
        switch (request.state) {
        case State::Waiting: return nowUtc < request.askedUtc || nowUtc > request.answerByUtc;
        case State::Approved: return nowUtc < request.decidedUtc || nowUtc > request.runByUtc;
        case State::Spent:
        case State::Denied:
        case State::Expired:
        case State::Withdrawn: break;
        }
        return false;
    }

    [[nodiscard]] Result<Request> opened(const Row& row) const
    {
        const ApprovalId id(row.text(0));
        TRY_ASSIGN(const auto body, sealer.open(bodyOf(id), row.bytes(1)));
        TRY_ASSIGN(auto request, requestFrom(body));
        if (request.id != id) return fail(Errc::Corrupt, QStringLiteral("a request lies in another's place"));
        return request;
    }

    [[nodiscard]] Result<> write(const Request& request) const
    {
        TRY_ASSIGN(const auto body, sealer.seal(bodyOf(request.id), bytesOf(request)));
        TRY_ASSIGN(const auto changed,
                   connection.change(QStringLiteral("UPDATE approval SET open = ?, body = ? WHERE id = ?"),
                                     {qint64{isOpen(request.state) ? 1 : 0}, body, request.id.text()}));
        return changed == 1 ? Result<>() : fail(Errc::NotFound, QStringLiteral("no such request"));
    }

    [[nodiscard]] Result<> insert(const Request& request) const
    {
        TRY_ASSIGN(const auto body, sealer.seal(bodyOf(request.id), bytesOf(request)));
        TRY(connection.change(QStringLiteral("INSERT INTO approval (id, call, open, body) VALUES (?, ?, 1, ?)"),
                              {request.id.text(), request.question.call.call.text(), body}));
        return {};
    }

    // What is over is written down as such: no clock makes it good again.
    [[nodiscard]] Result<Request> current(Request request) const
    {
        if (!isOver(request)) return request;
        request.state = State::Expired;
        TRY(write(request));
        return request;
    }

    [[nodiscard]] Result<Request> find(const ApprovalId& id) const
    {
        TRY_ASSIGN(auto found, connection.first(QStringLiteral("SELECT id, body FROM approval WHERE id = ?"),
                                                {id.text()}, [this](const Row& row) { return opened(row); }));
        if (!found) return fail(Errc::NotFound, QStringLiteral("no such request"));
        return current(std::move(*found));
    }

    [[nodiscard]] Result<std::optional<Request>> latestOf(const CallId& call) const
    {
        TRY_ASSIGN(auto found,
                   connection.first(
                       QStringLiteral("SELECT id, body FROM approval WHERE call = ? ORDER BY number DESC LIMIT 1"),
                       {call.text()}, [this](const Row& row) { return opened(row); }));
        if (!found) return std::optional<Request>();
        if (found->question.call.call != call) return fail(Errc::Corrupt, QStringLiteral("a request is for another"));
        TRY_ASSIGN(auto request, current(std::move(*found)));
        return std::optional(std::move(request));
    }

    [[nodiscard]] Result<QList<Request>> pending() const
    {
        TRY_ASSIGN(auto all,
                   connection.all(QStringLiteral("SELECT id, body FROM approval WHERE open = 1 ORDER BY number"), {},
                                  [this](const Row& row) { return opened(row); }));
        QList<Request> open;
        for (auto& each : all) {
            // On a full disk that it is over cannot be written down; it is over all the same.
            const auto request = current(std::move(each));
            if (!request && request.error().code != Errc::DiskFull) return tl::unexpected(request.error());
            if (request && isOpen(request->state)) open.append(*request);
        }
        return open;
    }

    // The tool's name is in the sealed body, so these are opened one after the other.
    [[nodiscard]] Result<QList<Request>> lastOf(const ToolName& tool, int most) const
    {
        TRY_ASSIGN(const auto all,
                   connection.all(QStringLiteral("SELECT id, body FROM approval ORDER BY number DESC LIMIT ?"),
                                  {qint64{ApprovalStore::furthestBack}},
                                  [this](const Row& row) { return opened(row); }));
        QSet<CallId> seen;
        QList<Request> last;
        for (const auto& each : all) {
            if (last.size() >= most) break;
            if (each.question.call.tool != tool || seen.contains(each.question.call.call)) continue;
            seen.insert(each.question.call.call);
            last.append(each);
        }
        return last;
    }

    [[nodiscard]] Result<> takeBack(Request request, toolapi::Withdrawal why) const
    {
        request.state = State::Withdrawn;
        request.withdrawal = why;
        request.decidedUtc = nowUtc;
        return write(request);
    }

    [[nodiscard]] Result<Request> ask(const Question& question) const
    {
        TRY_ASSIGN(const auto digest, digestOf(question.call));
        TRY_ASSIGN(const auto before, latestOf(question.call.call));
        if (before && isOpen(before->state)) {
            if (before->digest == digest) return *before;
            TRY(takeBack(*before, toolapi::Withdrawal::Changed));
        }
        Request request{ApprovalId(newId()), question, digest,
                        State::Waiting,      nowUtc,   nowUtc.addMSecs(clocks.answer.count())};
        TRY(insert(request));
        return request;
    }

    [[nodiscard]] Result<Turned> replace(const ApprovalId& id, const QString& digest, const Question& edited) const
    {
        TRY_ASSIGN(const auto before, find(id));
        if (before.state != State::Waiting || before.digest != digest) return Turned{before};
        if (!before.question.roles.isEmpty() || before.question.signIn)
            return fail(Errc::Refused, QStringLiteral("not the person alone decides about it"));
        auto same = before.question.call;
        same.arguments = edited.call.arguments;
        same.policyVersion = edited.call.policyVersion;
        if (same != edited.call || edited.step != before.question.step)
            return fail(Errc::InvalidArgument, QStringLiteral("more than its arguments is another"));
        TRY(digestOf(edited.call)); // an error here must not find the old one closed
        TRY(takeBack(before, toolapi::Withdrawal::Changed));
        TRY_ASSIGN(auto request, ask(edited));
        return Turned{std::move(request), true};
    }

    [[nodiscard]] Result<Turned> turned(Request request, State state) const
    {
        request.state = state;
        TRY(write(request));
        return Turned{request, true};
    }

    // Nobody approves their own request, or one that is not put to somebody like them.
    [[nodiscard]] static Result<> mayDecide(const Question& question, const Approver& by)
    {
        const auto refused = [](const char* why) { return fail(Errc::Refused, QString::fromLatin1(why)); };
        if (question.roles.isEmpty()) return refused("the person alone is asked");
        if (by.person == question.call.person) return refused("nobody decides on a request of their own");
        if (by.person.issuer != question.call.person.issuer) return refused("somebody of another organisation");
        for (const auto& role : question.roles)
            if (!by.roles.contains(role)) return refused("a role is missing");
        return {};
    }

    [[nodiscard]] Result<Turned> approve(const ApprovalId& id, const QString& digest,
                                         const std::optional<Approver>& by) const
    {
        TRY_ASSIGN(auto request, find(id));
        if (request.state != State::Waiting || request.digest != digest) return Turned{request};
        if (!by && !request.question.roles.isEmpty())
            return fail(Errc::Refused, QStringLiteral("somebody else has to approve it"));
        if (by) TRY(mayDecide(request.question, *by));
        request.by = by;
        request.decidedUtc = nowUtc;
        request.runByUtc = nowUtc.addMSecs(clocks.run.count());
        return turned(std::move(request), State::Approved);
    }

    [[nodiscard]] Result<Turned> deny(const ApprovalId& id, const std::optional<Approver>& by,
                                      const QString& reason) const
    {
        TRY_ASSIGN(auto request, find(id));
        if (request.state != State::Waiting) return Turned{request};
        if (by) TRY(mayDecide(request.question, *by));
        request.by = by;
        request.reason = reason;
        request.decidedUtc = nowUtc;
        return turned(std::move(request), State::Denied);
    }

    [[nodiscard]] Result<Turned> spend(const ApprovalId& id, const QString& digest) const
    {
        TRY_ASSIGN(auto request, find(id));
        if (request.state != State::Approved || request.digest != digest) return Turned{request};
        return turned(std::move(request), State::Spent);
    }
};

} // namespace

// Work that waits in the queue outlives the store, so it holds copies of what it needs.
template <typename Work>
auto ApprovalStore::transaction(Work work) const
{
    return database_->transaction([sealer = sealer_, now = clock_.nowUtc(), clocks = clocks_, work = std::move(work)](
                                      Connection& connection) { return work(Desk{connection, sealer, now, clocks}); });
}

ApprovalStore::ApprovalStore(std::shared_ptr<Database> database, Sealer sealer, const Clock& clock, Clocks clocks)
    : database_(std::move(database))
    , sealer_(std::move(sealer))
    , clock_(clock)
    , clocks_(clocks)
{}

Async<std::shared_ptr<ApprovalStore>> ApprovalStore::whenOpen(const Async<std::shared_ptr<Database>>& opened,
                                                              Sealer sealer, const Clock& clock, Clocks clocks)
{
    auto future = opened;
    return future.then(
        [sealer = std::move(sealer), &clock,
         clocks](const Result<std::shared_ptr<Database>>& database) -> Result<std::shared_ptr<ApprovalStore>> {
            if (!database) return tl::unexpected(database.error());
            return std::shared_ptr<ApprovalStore>(new ApprovalStore(*database, sealer, clock, clocks));
        });
}

Async<std::shared_ptr<ApprovalStore>> ApprovalStore::open(const QString& path, Sealer sealer, const Clock& clock,
                                                          Clocks clocks)
{
    return whenOpen(Database::open(path, migrations()), std::move(sealer), clock, clocks);
}

Async<std::shared_ptr<ApprovalStore>> ApprovalStore::openInMemory(Sealer sealer, const Clock& clock, Clocks clocks)
{
    return whenOpen(Database::openInMemory(migrations()), std::move(sealer), clock, clocks);
}

Async<Request> ApprovalStore::ask(Question question)
{
    return transaction([question = std::move(question)](const Desk& desk) { return desk.ask(question); });
}

Async<std::optional<Request>> ApprovalStore::of(const CallId& call) const
{
    return transaction([call](const Desk& desk) { return desk.latestOf(call); });
}

Async<QList<Request>> ApprovalStore::pending() const
{
    return transaction([](const Desk& desk) { return desk.pending(); });
}

Async<QList<Request>> ApprovalStore::lastOf(const ToolName& tool, int most) const
{
    return transaction([tool, most](const Desk& desk) { return desk.lastOf(tool, most); });
}

namespace {

Result<Request> answered(const Result<Turned>& turned)
{
    if (!turned) return tl::unexpected(turned.error());
    if (!turned->done)
        return fail(Errc::Conflict, QStringLiteral("the request does not wait for that, or is for another call"));
    return turned->request;
}

} // namespace

Async<Request> ApprovalStore::approve(const ApprovalId& id, const QString& digest, const std::optional<Approver>& by)
{
    auto done = transaction([id, digest, by](const Desk& desk) { return desk.approve(id, digest, by); });
    return done.then([](const Result<Turned>& turned) { return answered(turned); });
}

Async<Request> ApprovalStore::replace(const ApprovalId& id, const QString& digest, Question edited)
{
    auto done = transaction(
        [id, digest, edited = std::move(edited)](const Desk& desk) { return desk.replace(id, digest, edited); });
    return done.then([](const Result<Turned>& turned) { return answered(turned); });
}

Async<Request> ApprovalStore::deny(const ApprovalId& id, const std::optional<Approver>& by, const QString& reason)
{
    if (reason.size() > longestReason)
        return failed<Request>(Errc::InvalidArgument, QStringLiteral("the reason is too long"),
                               QStringLiteral("reason"));
    auto done = transaction([id, by, reason](const Desk& desk) { return desk.deny(id, by, reason); });
    return done.then([](const Result<Turned>& turned) { return answered(turned); });
}

Async<> ApprovalStore::withdraw(const CallId& call, toolapi::Withdrawal why)
{
    return transaction([call, why](const Desk& desk) -> Result<> {
        TRY_ASSIGN(const auto request, desk.latestOf(call));
        if (!request || !isOpen(request->state)) return {};
        return desk.takeBack(*request, why);
    });
}

Async<> ApprovalStore::withdrawAll(const std::optional<ConversationId>& conversation, toolapi::Withdrawal why)
{
    return transaction([conversation, why](const Desk& desk) -> Result<> {
        TRY_ASSIGN(const auto open, desk.pending());
        for (const auto& request : open)
            if (!conversation || request.question.call.conversation == *conversation) TRY(desk.takeBack(request, why));
        return {};
    });
}

Async<> ApprovalStore::spend(const ApprovalId& id, const QString& digest)
{
    auto done = transaction([id, digest](const Desk& desk) { return desk.spend(id, digest); });
    return done.then([](const Result<Turned>& turned) -> Result<> {
        const auto request = answered(turned);
        return request ? Result<>() : Result<>(tl::unexpected(request.error()));
    });
}

} // namespace core::approvals
