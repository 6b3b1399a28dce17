#include "core/identity/token_keeper.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"

#include <functional>

namespace core::identity {
namespace {

// Longer than a refresh may take (30 s), so that waiting for another process's refresh comes before giving up.
constexpr std::chrono::seconds lockTimeout(60);

} // namespace

using namespace refresh;

// Carries out one refresh: does what refresh::next() says. Deletes itself when its last effect has ended.
class RefreshTask : public QObject {
public:
    RefreshTask(TokenKeeper& keeper, Keeping keeping, std::stop_token stop)
        : QObject(&keeper)
        , keeper_(keeper)
        , keeping_(keeping)
        , stop_(std::move(stop))
    {
        onStop_ = std::make_unique<std::stop_callback<std::function<void()>>>(
            stop_, [this] { QMetaObject::invokeMethod(this, [this] { stopped(); }, Qt::QueuedConnection); });
    }

    Async<TokenGrant> start(const AccessTokenRequest& request)
    {
        const auto future = answer_.future();
        person_ = request.person.storageName();
        feed(event::Begun{request});
        return future;
    }

    void stopped()
    {
        feed(event::Stopped{});
        // Whoever waits is told at once; what has gone out is still carried to its end.
        answer_.give(fail(Errc::Cancelled, QStringLiteral("stopped")));
    }

    void windDown()
    {
        keeper_.unanswered_.push_back(std::exchange(answer_, {})); // what comes of it now is told to nobody
        feed(event::Stopped{});
    }

private:
    void feed(const Event& event)
    {
        auto step = next(std::move(state_), event);
        state_ = std::move(step.state);
        qCDebug(logIdentity, "access token: %s", qPrintable(phaseName(state_.phase)));
        if (mustComeToItsEnd(state_.phase) && !unfinished_) unfinished_ = keeper_.unfinished_.hold();
        for (const auto& effect : step.effects)
            std::visit([this](const auto& one) { perform(one); }, effect);
        if (!mustComeToItsEnd(state_.phase)) unfinished_.reset();
    }

    template <typename T, typename MakeEvent>
    void await(const Async<T>& future, MakeEvent makeEvent)
    {
        onReady(future, this, [this, makeEvent = std::move(makeEvent)](const Result<T>& result) {
            if (!result) {
                feed(event::Failed{result.error()});
            } else if constexpr (std::is_void_v<T>) {
                feed(makeEvent());
            } else {
                feed(makeEvent(*result));
            }
        });
    }

    void perform(const effect::Lock&)
    {
        await(keeping_.locks.acquire(person_, lockTimeout, stop_), [this](const std::shared_ptr<PersonLock>& lock) {
            if (state_.phase == Phase::Locking)
                lock_ = lock;
            else
                lock->release(); // stopped meanwhile
            return Event(event::Locked{});
        });
    }
    void perform(const effect::Read&)
    {
        await(keeping_.store.read(person_), [this](const StoredSession& stored) {
            const auto unstored = keeper_.unstored_.find(person_);
            event::SessionRead read{stored, {}, keeper_.clock_.nowUtc()};
            if (unstored != keeper_.unstored_.end()) read.unstored = unstored->second;
            keeper_.seen_.insert_or_assign(person_, stored);
            return Event(std::move(read));
        });
    }
    void perform(const effect::Describe&)
    {
        await(keeper_.directory_.metadata(state_.stored->config, Freshness::Remembered, stop_),
              [](const ProviderMetadata& metadata) { return Event(event::Described{metadata}); });
    }
    void perform(const effect::Mark&)
    {
        await(keeping_.store.markRefreshStarted(person_, keeper_.clock_.nowUtc()),
              [] { return Event(event::Marked{}); });
    }
    void perform(const effect::Request&)
    {
        const auto& stored = *state_.stored;
        QStringList scopes;
        for (const auto& held : stored.access)
            if (held.audience == state_.request.audience) scopes = held.scopes;
        await(
            keeper_.endpoint_.refresh(stored.config, *state_.metadata, stored.refresh, state_.request.audience, scopes,
                                      {}),
            [this](const TokenAnswer& tokens) { return Event(event::TokensArrived{tokens, keeper_.clock_.nowUtc()}); });
    }
    void perform(const effect::Write&)
    {
        await(keeping_.store.write(*state_.stored, state_.stored->version), [this](qint64 version) {
            state_.stored->version = version;
            keeper_.unstored_.erase(person_);
            keeper_.seen_.insert_or_assign(person_, *state_.stored);
            return Event(event::Written{keeper_.clock_.nowUtc()});
        });
    }
    void perform(const effect::KeepUnstored&) { keeper_.unstored_.insert_or_assign(person_, *state_.stored); }
    void perform(const effect::Revoke& effect)
    {
        const auto token =
            effect.tokens.refresh.isEmpty() ? Secret(effect.tokens.access) : Secret(effect.tokens.refresh);
        const auto hint =
            effect.tokens.refresh.isEmpty() ? TokenEndpoint::Hint::AccessToken : TokenEndpoint::Hint::RefreshToken;
        onReady(keeper_.endpoint_.revoke(state_.stored->config, *state_.metadata, token, hint, {}), &keeper_,
                [](const Result<>& revoked) {
                    if (!revoked) qCWarning(logIdentity, "tokens of another person could not be revoked");
                });
    }
    void perform(const effect::Unlock&)
    {
        if (lock_) lock_->release();
        lock_.reset();
    }
    void perform(const effect::Report&)
    {
        audit::Record record;
        record.kind = audit::Kind::Refresh;
        record.person = person_;
        record.outcome = state_.error ? errcName(state_.error->code) : QStringLiteral("ok");
        record.host = state_.metadata ? state_.metadata->tokenEndpoint.host() : QString();
        record.audience = state_.request.audience;
        if (state_.interruptedBefore) record.rule = QStringLiteral("after an interrupted refresh");
        onReady(keeper_.audit_.append(std::move(record), audit::Durability::Buffered), &keeper_,
                [](const Result<>& written) {
                    if (!written) qCWarning(logIdentity, "a refresh was not recorded");
                });
    }
    void perform(const effect::Finish&)
    {
        onStop_.reset();
        if (state_.grant) {
            answer_.give(*state_.grant);
        } else {
            if (state_.over && state_.error->code == Errc::SignInNeeded) {
                Q_EMIT keeper_.sessionEnded(state_.request.person);
            }
            answer_.give(tl::unexpected(*state_.error));
        }
        deleteLater();
    }

    TokenKeeper& keeper_;
    Keeping keeping_;
    std::stop_token stop_;
    std::unique_ptr<std::stop_callback<std::function<void()>>> onStop_;
    Answer<TokenGrant> answer_;
    State state_;
    QString person_;
    std::shared_ptr<PersonLock> lock_;
    Unfinished::Hold unfinished_;
};

TokenKeeper::TokenKeeper(ProviderDirectory& directory, TokenEndpoint& endpoint, audit::AuditSink& audit,
                         const Clock& clock, Unfinished& unfinished, QObject* parent)
    : QObject(parent)
    , directory_(directory)
    , endpoint_(endpoint)
    , audit_(audit)
    , clock_(clock)
    , unfinished_(unfinished)
{}

Async<TokenGrant> TokenKeeper::startRefresh(const AccessTokenRequest& request, Keeping keeping, std::stop_token stop)
{
    return (new RefreshTask(*this, keeping, std::move(stop)))->start(request);
}

void TokenKeeper::windDown()
{
    ending_ = true;
    for (auto* child : children())
        if (auto* task = dynamic_cast<RefreshTask*>(child)) task->windDown();
}

Async<TokenGrant> TokenKeeper::grant(const AccessTokenRequest& request, Keeping keeping, std::stop_token stop)
{
    if (ending_) return unanswered_.emplace_back().future();
    const auto person = request.person.storageName();
    const auto seen = seen_.find(person);
    const auto token = seen == seen_.end() ? std::nullopt : usableToken(seen->second, request, clock_.nowUtc());
    if (!token) return startRefresh(request, keeping, std::move(stop));

    // Another process may have signed the person out, or forgotten them, since the record was read.
    Answer<TokenGrant> answer;
    const auto ask = [this, request, keeping, stop, person, token, answer,
                      version = seen->second.version](const Result<qint64>& current) {
        if (ending_) return unanswered_.push_back(answer);
        if (current == version) return answer.give(*token);
        const auto still = seen_.find(person);
        if (still != seen_.end() && still->second.version == version) seen_.erase(still);
        forward(startRefresh(request, keeping, stop), this, answer);
    };
    onReady(keeping.store.version(person), this, ask);
    return answer.future();
}

std::optional<StoredSession> TokenKeeper::unstored(const QString& person) const
{
    const auto found = unstored_.find(person);
    return found == unstored_.end() ? std::nullopt : std::optional(found->second);
}

void TokenKeeper::drop(const QString& person)
{
    seen_.erase(person);
    unstored_.erase(person);
}

} // namespace core::identity
