#include "app/host/system_browser.h"

#include "app/host/redirect_ports.h"
#include "core/identity/authorization.h"

namespace app::host {
namespace {

/// Waits for the answer to this attempt; what else comes to the port is nobody's.
class Wait final : public QObject {
public:
    Wait(std::unique_ptr<core::net::LoopbackListener> listener, QUrl redirectUri, QByteArray state,
         core::Answer<QByteArray> answer, std::chrono::milliseconds timeout, const std::stop_token& stop,
         QObject* parent)
        : QObject(parent)
        , listener_(std::move(listener))
        , redirectUri_(std::move(redirectUri))
        , state_(std::move(state))
        , answer_(std::move(answer))
    {
        core::onReady(listener_->wait(timeout, stop), this, [this](core::Result<QByteArray> received) {
            if (received && !core::identity::isAnswerTo(*received, redirectUri_, state_))
                received = core::fail(core::Errc::Protocol, QStringLiteral("the answer is not for this sign-in"));
            answer_.give(std::move(received));
            deleteLater();
        });
    }

private:
    std::unique_ptr<core::net::LoopbackListener> listener_;
    QUrl redirectUri_;
    QByteArray state_;
    core::Answer<QByteArray> answer_;
};

core::Result<std::unique_ptr<core::net::LoopbackListener>> listen()
{
    for (const auto port : redirectPorts)
        if (auto listener = core::net::LoopbackListener::listen("/callback", port)) return listener;
    // Another program has them all. A provider that keeps to RFC 8252 takes any port.
    return core::net::LoopbackListener::listen("/callback");
}

} // namespace

SystemBrowser::SystemBrowser(std::function<bool(const QUrl&)> open, std::chrono::seconds timeout, QObject* parent)
    : QObject(parent)
    , open_(std::move(open))
    , timeout_(timeout)
{}

core::Async<QUrl> SystemBrowser::prepare(std::stop_token)
{
    listener_.reset(); // its port is free again
    auto listener = listen();
    if (!listener) return core::ready<QUrl>(tl::unexpected(listener.error()));
    listener_ = std::move(*listener);
    return core::ready<QUrl>(listener_->redirectUri());
}

core::Async<QByteArray> SystemBrowser::authorize(core::identity::BrowserRequest request, std::stop_token stop)
{
    if (!listener_)
        return core::failed<QByteArray>(core::Errc::Internal, QStringLiteral("authorize() before prepare()"));
    auto listener = std::move(listener_); // it has been listening since prepare()
    if (!open_(request.authorizationUrl))
        return core::failed<QByteArray>(core::Errc::Unavailable, QStringLiteral("no browser could be opened"),
                                        QStringLiteral("browser"));
    core::Answer<QByteArray> answer;
    new Wait(std::move(listener), request.redirectUri, request.state, answer, timeout_, stop, this);
    return answer.future();
}

core::Async<> SystemBrowser::endSession(core::identity::EndSessionRequest request, std::stop_token)
{
    // A browser is started by a command line, which every program of this user can read: so the address without the
    // ID token. The provider asks the person then, and shows its own page when it is done.
    if (!open_(request.urlWithoutHint))
        return core::failed<>(core::Errc::Unavailable, QStringLiteral("no browser could be opened"),
                              QStringLiteral("browser"));
    return core::ready<>({});
}

} // namespace app::host
