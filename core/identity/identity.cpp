#include "core/identity/identity.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/identity/sign_out_task.h"

#include <QtCore/QTimer>

namespace core::identity {
namespace {

constexpr std::chrono::seconds lockTimeout(60);

SessionSummary summaryOf(const QString& person, Keep keep, const Result<StoredSession>& stored)
{
    SessionSummary summary;
    summary.person = person;
    summary.keep = keep;
    if (!stored) {
        summary.error = stored.error();
        summary.signInNeeded = true;
        return summary;
    }
    summary.session = stored->session;
    summary.config = stored->config;
    summary.algorithm = stored->algorithm;
    summary.signInNeeded = !stored->canRefresh() && stored->access.empty();
    return summary;
}

// Reads one record after another: the keychain may have to be unlocked, and one question at a time is enough.
class SessionLister : public QObject {
public:
    SessionLister(Keeping onThisMachine, Keeping thisRun, std::set<QString> thisRunPeople, QObject* parent)
        : QObject(parent)
        , onThisMachine_(onThisMachine)
        , thisRun_(thisRun)
        , thisRunPeople_(std::move(thisRunPeople))
    {}

    Async<QList<SessionSummary>> start()
    {
        const auto future = answer_.future();
        onReady(onThisMachine_.store.people(), this, [this](const Result<QStringList>& people) { listed(people); });
        return future;
    }

private:
    void listed(const Result<QStringList>& people)
    {
        if (!people) {
            answer_.give(tl::unexpected(people.error()));
            deleteLater();
            return;
        }
        for (const auto& person : *people)
            if (!thisRunPeople_.contains(person)) left_.append(person);
        for (const auto& person : thisRunPeople_)
            left_.append(person);
        readNext();
    }
    void readNext()
    {
        if (left_.isEmpty()) {
            answer_.give(summaries_);
            deleteLater();
            return;
        }
        const auto person = left_.takeFirst();
        const auto keep = thisRunPeople_.contains(person) ? Keep::ThisRunOnly : Keep::OnThisMachine;
        auto& store = keep == Keep::ThisRunOnly ? thisRun_.store : onThisMachine_.store;
        onReady(store.read(person), this, [this, person, keep](const Result<StoredSession>& stored) {
            summaries_.append(summaryOf(person, keep, stored));
            readNext();
        });
    }

    Keeping onThisMachine_;
    Keeping thisRun_;
    std::set<QString> thisRunPeople_;
    QStringList left_;
    QList<SessionSummary> summaries_;
    Answer<QList<SessionSummary>> answer_;
};

} // namespace

Identity::Identity(net::Http& http, Keeping onThisMachine, Keeping thisRun, audit::AuditSink& audit, const Clock& clock,
                   QObject* parent)
    : QObject(parent)
    , http_(http)
    , onThisMachine_(onThisMachine)
    , thisRun_(thisRun)
    , audit_(audit)
    , clock_(clock)
    , directory_(http, clock)
    , endpoint_(http, clock)
    , keeper_(directory_, endpoint_, audit, clock, unfinished_)
{
    connect(&keeper_, &TokenKeeper::sessionEnded, this, &Identity::sessionEnded);
    connect(&keeper_, &TokenKeeper::sessionEnded, this, &Identity::sessionsChanged);
}

Identity::~Identity()
{
    // The tasks use members of this object: they go before those do.
    qDeleteAll(findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly));
}

Keeping& Identity::keepingOf(const QString& person)
{
    return thisRunPeople_.contains(person) ? thisRun_ : onThisMachine_;
}

Async<ProviderCheck> Identity::check(const ProviderConfig& config, std::stop_token stop)
{
    return checkProvider(http_, clock_, config, this, std::move(stop));
}

Async<ProviderMetadata> Identity::metadata(const ProviderConfig& config, std::stop_token stop)
{
    return directory_.metadata(config, Freshness::Remembered, std::move(stop));
}

Async<UserSession> Identity::signIn(const ProviderConfig& config, const SignInOptions& options, Browser& browser,
                                    Keep keep, std::stop_token stop, const ConfirmPerson& confirm)
{
    if (signingIn_) return failed<UserSession>(Errc::Busy, QStringLiteral("another sign-in is under way"));
    if (ending_) return failed<UserSession>(Errc::Cancelled, QStringLiteral("the program ends"));
    signingIn_ = true;
    stop = stoppable(std::move(stop));
    auto& keys = keep == Keep::ThisRunOnly ? thisRun_.keys : onThisMachine_.keys;
    const auto known = thenStep(keys.probe(), this, [this] { return sessions(); });
    auto outcome = thenStep(known, this, [=, this, &browser](const QList<SessionSummary>& people) {
        return startFlow(config, options, browser, people, stop, confirm,
                         [this, keep](const StoredSession& session) { return store(session, keep); });
    });
    Answer<UserSession> answer;
    onReady(outcome, this, [this, answer, host = QUrl(config.issuer).host()](const Result<UserSession>& result) {
        signingIn_ = false;
        onCallersStop_.reset();
        recordSignIn(host, result);
        if (result) Q_EMIT sessionsChanged();
        answer.give(result);
    });
    return answer.future();
}

std::stop_token Identity::stoppable(std::stop_token callers)
{
    signInStop_ = std::stop_source();
    onCallersStop_.emplace(std::move(callers), [source = signInStop_]() mutable { source.request_stop(); });
    return signInStop_.get_token();
}

Async<UserSession> Identity::startFlow(const ProviderConfig& config, const SignInOptions& options, Browser& browser,
                                       const QList<SessionSummary>& known, std::stop_token stop, ConfirmPerson confirm,
                                       StoreTokens store)
{
    // The algorithm that this provider's tokens were signed with at the first sign-in is the one they must be signed
    // with ever after, or a provider that was taken over for a moment could talk us down to another.
    std::optional<crypto::JwsAlgorithm> pinned;
    for (const auto& summary : known) {
        if (!summary.session || summary.config.issuer != config.issuer) continue;
        if (summary.config.clientId == config.clientId) pinned = summary.algorithm;
    }
    const auto ask = [known, config, confirm = std::move(confirm)](const UserSession& session) {
        const auto person = session.key().storageName();
        const bool isKnown = std::any_of(known.begin(), known.end(),
                                         [&person](const SessionSummary& one) { return one.person == person; });
        return isKnown || !confirm ? ready<void>({}) : confirm(session, config);
    };
    SignInFlow::Services services{directory_, endpoint_, browser, clock_, ask, std::move(store), unfinished_.hold()};
    return SignInFlow::start(config, options, pinned, std::move(services), std::move(stop), this);
}

Async<> Identity::store(const StoredSession& session, Keep keep)
{
    const auto person = session.person();
    auto& keeping = keep == Keep::ThisRunOnly ? thisRun_ : onThisMachine_;
    struct Held {
        std::shared_ptr<PersonLock> lock;
    };
    const auto held = std::make_shared<Held>();
    const auto keyed = thenStep(keeping.locks.acquire(person, lockTimeout, {}), this,
                                [held, &keeping, person](const std::shared_ptr<PersonLock>& lock) {
                                    held->lock = lock;
                                    return keeping.keys.keyOrNew(person);
                                });
    const auto written =
        thenStep(keyed, this, [&keeping, session](const SealingKey&) { return keeping.store.write(session, {}); });
    Answer<> answer;
    onReady(written, this, [this, answer, held, person, keep](const Result<qint64>& version) {
        if (held->lock) held->lock->release();
        if (!version) {
            answer.give(tl::unexpected(version.error()));
            return;
        }
        keeper_.drop(person);
        // Not before: what somebody who is kept here does goes on being written down when such a sign-in fails.
        audit_.keepIn(keep == Keep::ThisRunOnly ? audit::Place::Memory : audit::Place::Disk, person);
        if (keep == Keep::ThisRunOnly) {
            thisRunPeople_.insert(person);
        } else if (thisRunPeople_.erase(person) > 0) {
            // Not made void: some providers end everything that a person has with a client when one token is.
            onReady(removeFrom(Keep::ThisRunOnly, person, Removed::KeyAndRecord, {}), this, [](const Result<>&) {});
        }
        answer.give({});
    });
    return answer.future();
}

Async<QList<SessionSummary>> Identity::sessions()
{
    return (new SessionLister(onThisMachine_, thisRun_, thisRunPeople_, this))->start();
}

Async<TokenGrant> Identity::accessToken(const AccessTokenRequest& request, std::stop_token stop)
{
    return keeper_.grant(request, keepingOf(request.person.storageName()), std::move(stop));
}

Async<ProviderConfig> Identity::configOf(const UserKey& person)
{
    const auto name = person.storageName();
    return thenStep(keepingOf(name).store.read(name), this,
                    [](const StoredSession& stored) { return ready<ProviderConfig>(stored.config); });
}

Async<SealingKey> Identity::personKey(const UserKey& person)
{
    const auto name = person.storageName();
    return keepingOf(name).keys.key(name);
}

Async<QList<Keep>> Identity::keepingsOf(const QString& person)
{
    if (!thisRunPeople_.contains(person)) return ready<QList<Keep>>(QList<Keep>{Keep::OnThisMachine});
    return thenStep(onThisMachine_.store.people(), this, [person](const QStringList& kept) {
        QList<Keep> keeps{Keep::ThisRunOnly};
        if (kept.contains(person)) keeps.prepend(Keep::OnThisMachine);
        return ready<QList<Keep>>(keeps);
    });
}

Async<SignOutReport> Identity::signOutFrom(Keep keep, const QString& person, Browser* browser, std::stop_token stop)
{
    const auto& keeping = keep == Keep::ThisRunOnly ? thisRun_ : onThisMachine_;
    return (new SignOutTask(*this, keeping, person, browser, std::move(stop)))->start();
}

Async<SignOutReport> Identity::signOut(const UserKey& person, Browser* browser, const std::stop_token& stop)
{
    const auto name = person.storageName();
    const auto begin = [this, name, browser, stop, hold = unfinished_.hold()](const QList<Keep>& keeps) {
        return keeps.size() > 1 ? signOutOfBoth(name, browser, stop) : signOutFrom(keeps.front(), name, browser, stop);
    };
    return thenStep(keepingsOf(name), this, begin);
}

// What is kept goes first: as long as that fails, nothing was changed.
Async<SignOutReport> Identity::signOutOfBoth(const QString& person, Browser* browser, const std::stop_token& stop)
{
    Answer<SignOutReport> answer;
    const auto thisRun = [this, person, browser, stop](const SignOutReport& kept) {
        return thenStep(signOutFrom(Keep::ThisRunOnly, person, browser, stop), this, [kept](SignOutReport report) {
            if (kept.error) {
                report.error = kept.error;
                report.tokensRevoked = false;
            }
            return ready<SignOutReport>(std::move(report));
        });
    };
    onReady(signOutFrom(Keep::OnThisMachine, person, nullptr, stop), this,
            [this, person, stop, thisRun, answer](const Result<SignOutReport>& kept) {
                if (kept) return forward(thisRun(*kept), this, answer);
                switch (kept.error().code) {
                case Errc::KeychainMissing:
                case Errc::KeychainLocked:
                case Errc::NotFound:
                case Errc::Corrupt: break;
                default: return answer.give(kept);
                }
                // Without the keychain its tokens cannot be made void, and left alone they would be found again at the
                // next start, by somebody who was signed out.
                SignOutReport unopened;
                unopened.error = kept.error();
                const auto removed = removeFrom(Keep::OnThisMachine, person, Removed::Record, stop);
                forward(thenStep(removed, this, [thisRun, unopened] { return thisRun(unopened); }), this, answer);
            });
    return answer.future();
}

Async<> Identity::removeFrom(Keep keep, const QString& person, Removed what, std::stop_token stop)
{
    auto& keeping = keep == Keep::ThisRunOnly ? thisRun_ : onThisMachine_;
    const auto lock = keeping.locks.acquire(person, lockTimeout, std::move(stop));
    return thenStep(lock, this, [this, &keeping, person, what](const std::shared_ptr<PersonLock>& held) {
        // The key first: as long as it is there the person stays in the list and can be forgotten again.
        const auto withoutKey = what == Removed::KeyAndRecord ? keeping.keys.remove(person) : ready<>({});
        const auto removed = thenStep(withoutKey, this, [&keeping, person] { return keeping.store.remove(person); });
        const Answer<> answer;
        onReady(removed, this, [held, answer](const Result<>& done) {
            held->release();
            answer.give(done);
        });
        return answer.future();
    });
}

Async<> Identity::forgetFrom(Keep keep, const QString& person, const std::stop_token& stop)
{
    Answer<> answer;
    onReady(signOutFrom(keep, person, nullptr, stop), this,
            [this, keep, person, stop, answer](const Result<SignOutReport>& signedOut) {
                // A record that cannot be opened any more can still be forgotten; the provider then cannot be told.
                if (!signedOut && signedOut.error().code == Errc::Cancelled)
                    return answer.give(tl::unexpected(signedOut.error()));
                forward(removeFrom(keep, person, Removed::KeyAndRecord, stop), this, answer);
            });
    return answer.future();
}

Async<> Identity::forget(const QString& name, const std::stop_token& stop)
{
    const auto removed = thenStep(keepingsOf(name), this, [this, name, stop](const QList<Keep>& keeps) {
        const auto first = forgetFrom(keeps.front(), name, stop);
        if (keeps.size() == 1) return first;
        return thenStep(first, this, [this, name, stop] { return forgetFrom(Keep::ThisRunOnly, name, stop); });
    });
    Answer<> answer;
    onReady(removed, this, [this, answer, name, hold = unfinished_.hold()](const Result<>& done) {
        if (done) {
            keeper_.drop(name);
            thisRunPeople_.erase(name);
            audit::Record entry;
            entry.kind = audit::Kind::Forgotten;
            entry.person = name;
            entry.outcome = QStringLiteral("ok");
            record(std::move(entry));
            Q_EMIT sessionsChanged();
        }
        answer.give(done);
    });
    return answer.future();
}

Async<> Identity::drain(std::chrono::milliseconds atMost)
{
    ending_ = true;
    signInStop_.request_stop();
    keeper_.windDown();
    const Answer<> answer;
    forward(unfinished_.none(), this, answer);
    QTimer::singleShot(atMost, this, [answer] {
        answer.give(fail(Errc::Timeout, QStringLiteral("something still stands at the end of the program")));
    });
    return answer.future();
}

void Identity::recordSignIn(const QString& host, const Result<UserSession>& result)
{
    audit::Record entry;
    entry.kind = audit::Kind::SignIn;
    entry.host = host;
    entry.outcome = result ? QStringLiteral("ok") : errcName(result.error().code);
    if (result) entry.person = result->key().storageName();
    record(std::move(entry));
}

void Identity::record(audit::Record entry)
{
    onReady(audit_.append(std::move(entry), audit::Durability::Buffered), this, [](const Result<>& written) {
        if (!written) {
            qCWarning(logIdentity, "an event was not recorded: %s", qPrintable(errcName(written.error().code)));
        }
    });
}

} // namespace core::identity
