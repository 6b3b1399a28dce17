#include "core/identity/sign_in_flow.h"

#include "core/base/logging.h"
#include "core/crypto/random.h"
#include "core/identity/pkce.h"

namespace core::identity {

using namespace sign_in;

Async<UserSession> SignInFlow::start(const ProviderConfig& config, const SignInOptions& options,
                                     std::optional<crypto::JwsAlgorithm> storedAlgorithm, Services services,
                                     std::stop_token stop, QObject* parent)
{
    auto* flow = new SignInFlow(std::move(services), std::move(stop), parent);
    const auto future = flow->answer_.future();
    flow->feed(
        event::Begun{config, options, storedAlgorithm, crypto::randomText(), crypto::randomText(), newVerifier()});
    return future;
}

SignInFlow::SignInFlow(Services services, std::stop_token stop, QObject* parent)
    : QObject(parent)
    , services_(std::move(services))
    , stop_(std::move(stop))
{
    // A stop may be requested on any thread; it takes effect on ours.
    onStop_ = std::make_unique<std::stop_callback<std::function<void()>>>(
        stop_, [this] { QMetaObject::invokeMethod(this, [this] { feed(event::Stopped{}); }, Qt::QueuedConnection); });
}

void SignInFlow::feed(const Event& event)
{
    auto step = next(std::move(state_), event);
    state_ = std::move(step.state);
    qCDebug(logIdentity, "sign-in: %s", qPrintable(phaseName(state_.phase)));
    for (const auto& effect : step.effects)
        std::visit([this](const auto& one) { perform(one); }, effect);
}

// Turns an answer into the event that `makeEvent` makes of its value, or into Failed.
template <typename T, typename MakeEvent>
void SignInFlow::await(const Async<T>& future, MakeEvent makeEvent)
{
    ++running_;
    onReady(future, this, [this, makeEvent = std::move(makeEvent)](const Result<T>& result) {
        if (!result) {
            feed(event::Failed{result.error()});
        } else if constexpr (std::is_void_v<T>) {
            feed(makeEvent());
        } else {
            feed(makeEvent(*result));
        }
        endOne();
    });
}

void SignInFlow::endOne()
{
    if (--running_ == 0 && answer_.answered()) deleteLater();
}

void SignInFlow::perform(const effect::Discover&)
{
    await(services_.directory.metadata(state_.config, Freshness::Fresh, stop_),
          [](const ProviderMetadata& metadata) { return Event(event::Discovered{metadata}); });
}

void SignInFlow::perform(const effect::PrepareRedirect& effect)
{
    await(services_.browser.prepare(effect.path, browserStop_.get_token()),
          [this](const QUrl& uri) { return Event(event::RedirectReady{uri, services_.clock.nowUtc()}); });
}

void SignInFlow::perform(const effect::PushRequest& effect)
{
    await(services_.endpoint.push(state_.config, *state_.metadata, effect.fields, stop_),
          [this](const QByteArray& uri) { return Event(event::Pushed{uri, services_.clock.nowUtc()}); });
}

void SignInFlow::perform(const effect::OpenBrowser& effect)
{
    await(services_.browser.authorize(effect.request, browserStop_.get_token()),
          [](const QByteArray& received) { return Event(event::Redirected{received}); });
}

void SignInFlow::perform(const effect::Exchange& effect)
{
    // Not stopped with the sign-in: the tokens may be made already, and then they must be received to be revoked.
    await(services_.endpoint.exchange(state_.config, *state_.metadata, effect.grant, {}),
          [this](const TokenAnswer& tokens) {
              tokensAtUtc_ = services_.clock.nowUtc();
              return Event(event::TokensArrived{tokens});
          });
}

void SignInFlow::perform(const effect::LoadKeys& effect)
{
    await(services_.directory.keys(state_.config, *state_.metadata, effect.freshness, stop_),
          [this](const crypto::JwkSet& keys) { return Event(event::KeysArrived{keys, services_.clock.nowUtc()}); });
}

void SignInFlow::perform(const effect::ReadUserInfo&)
{
    await(services_.endpoint.userinfo(state_.config, *state_.metadata, state_.tokens.access, stop_),
          [](const QJsonObject& claims) { return Event(event::UserInfoArrived{claims}); });
}

void SignInFlow::perform(const effect::Confirm&)
{
    await(services_.confirm(*state_.session), [] { return Event(event::Confirmed{}); });
}

void SignInFlow::perform(const effect::Store&)
{
    StoredSession stored{state_.config, *state_.algorithm, *state_.session, tokensAtUtc_};
    stored.idToken = state_.tokens.id;
    stored.refresh = state_.tokens.refresh;
    stored.access.push_back(HeldToken{state_.config.audience, state_.tokens.access, state_.tokens.scopes,
                                      tokensAtUtc_.addSecs(static_cast<qint64>(state_.tokens.lifetime.count()))});
    await(services_.store(stored), [] { return Event(event::Stored{}); });
}

void SignInFlow::perform(const effect::Revoke& effect)
{
    if (!state_.metadata) return;
    // The grant goes with the refresh token at most providers; the access token is named for those where it does not.
    // Whether it worked changes nothing here: the tokens are forgotten either way.
    const auto revoke = [this](const Secret& token, TokenEndpoint::Hint hint) {
        if (token.isEmpty()) return;
        ++running_;
        onReady(services_.endpoint.revoke(state_.config, *state_.metadata, token, hint, {}), this,
                [this](const Result<>& revoked) {
                    if (!revoked) {
                        qCInfo(logIdentity, "unused tokens were not revoked: %s",
                               qPrintable(errcName(revoked.error().code)));
                    }
                    endOne();
                });
    };
    revoke(effect.tokens.refresh, TokenEndpoint::Hint::RefreshToken);
    revoke(effect.tokens.access, TokenEndpoint::Hint::AccessToken);
}

void SignInFlow::perform(const effect::Finish&)
{
    onStop_.reset();
    browserStop_.request_stop();
    if (state_.session && !state_.error) {
        answer_.give(*state_.session);
    } else {
        answer_.give(tl::unexpected(*state_.error));
    }
    if (running_ == 0) deleteLater();
}

} // namespace core::identity
