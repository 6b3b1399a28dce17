#include "app/host/system_browser.h"

#include "app/host/redirect_ports.h"
#include "core/base/async_steps.h"
#include "core/identity/authorization.h"

#include <algorithm>

namespace app::host {

/// Keeps the listener until the answer to this attempt has come.
class SystemBrowser::Wait final : public QObject {
public:
    Wait(std::unique_ptr<core::net::LoopbackListener> listener, const core::Async<QByteArray>& redirect,
         core::Answer<QByteArray> answer, QObject* parent)
        : QObject(parent)
        , listener_(std::move(listener))
    {
        core::onReady(redirect, this, [this, answer = std::move(answer)](core::Result<QByteArray> received) {
            answer.give(std::move(received));
            deleteLater();
        });
    }

    [[nodiscard]] core::Async<> started() const { return listener_->started(); }

private:
    std::unique_ptr<core::net::LoopbackListener> listener_;
};

namespace {

// A sign-out is not worth more of the person's time.
constexpr std::chrono::seconds endingTimeout(120);

core::Result<std::unique_ptr<core::net::LoopbackListener>> listen(const QByteArray& path)
{
    for (const auto port : redirectPorts)
        if (auto listener = core::net::LoopbackListener::listen(path, port)) return listener;
    // Another program has them all. A provider that keeps to RFC 8252 takes any port.
    return core::net::LoopbackListener::listen(path);
}

} // namespace

SystemBrowser::SystemBrowser(std::function<bool(const QUrl&)> open, std::chrono::seconds timeout, QObject* parent)
    : QObject(parent)
    , open_(std::move(open))
    , timeout_(timeout)
{}

core::Async<QUrl> SystemBrowser::prepare(const QByteArray& path, std::stop_token)
{
    listener_.reset(); // its port is free again
    delete ending_.data();
    auto listener = listen(path);
    if (!listener) return core::ready<QUrl>(tl::unexpected(listener.error()));
    listener_ = std::move(*listener);
    return core::ready<QUrl>(listener_->redirectUri());
}

core::Result<SystemBrowser::Wait*> SystemBrowser::open(const QUrl& url, const QUrl& redirectUri,
                                                       const QByteArray& state, const core::Answer<QByteArray>& answer,
                                                       std::chrono::seconds timeout, std::stop_token stop)
{
    if (!listener_) return core::fail(core::Errc::Internal, QStringLiteral("not prepared"));
    auto listener = std::move(listener_); // it has been listening since prepare()
    const auto redirect = listener->wait(
        [redirectUri, state](const QByteArray& received) {
            return core::identity::isAnswerTo(received, redirectUri, state);
        },
        timeout, std::move(stop));
    // What is opened stands on a command line, which every user of this machine can read: whoever knows the state could
    // hand in an answer of their own.
    if (!open_(listener->startAt(url)))
        return core::fail(core::Errc::Unavailable, QStringLiteral("no browser could be opened"),
                          QStringLiteral("browser"));
    return new Wait(std::move(listener), redirect, answer, this);
}

core::Async<QByteArray> SystemBrowser::authorize(core::identity::BrowserRequest request, std::stop_token stop)
{
    core::Answer<QByteArray> answer;
    const auto opened =
        open(request.authorizationUrl, request.redirectUri, request.state, answer, timeout_, std::move(stop));
    if (!opened) return core::ready<QByteArray>(tl::unexpected(opened.error()));
    return answer.future();
}

core::Async<core::identity::SessionEnd> SystemBrowser::endSession(core::identity::EndSessionRequest request,
                                                                  std::stop_token stop)
{
    using core::identity::SessionEnd;
    // The address without the ID token, which would stay in the browser's history. The provider asks the person then,
    // and how long they take is not waited for; the page that they come back to is there for them.
    const auto opened = open(request.urlWithoutHint, request.redirectUri, request.state, {},
                             std::min(timeout_, endingTimeout), std::move(stop));
    if (!opened) return core::ready<SessionEnd>(tl::unexpected(opened.error()));
    ending_ = *opened;
    return core::thenStep((*opened)->started(), this, [] { return core::ready<SessionEnd>(SessionEnd::Asked); });
}

} // namespace app::host
