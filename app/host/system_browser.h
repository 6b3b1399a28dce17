#pragma once

#include "core/identity/browser.h"
#include "core/net/loopback_listener.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <chrono>
#include <functional>
#include <memory>

namespace app::host {

/// The person's own browser, with a listener on the loopback interface for the answer (RFC 8252 section 7.3). One
/// sign-in at a time: preparing another closes the first one's port.
///
/// What is opened is an address of the listener's, which sends the browser on to the provider.
///
/// \error Unavailable  `open` found no browser
/// \error Timeout      nobody came back in time
/// Thread: the one that owns it. Logs: nothing; the listener counts.
class SystemBrowser final : public QObject, public core::identity::Browser {
    Q_OBJECT
public:
    /// \param open  shows the address, e.g. by QDesktopServices; false when that is not possible here. Every user of
    ///              this machine may see it
    SystemBrowser(std::function<bool(const QUrl&)> open, std::chrono::seconds timeout, QObject* parent = nullptr);

    [[nodiscard]] core::Async<QUrl> prepare(const QByteArray& path, std::stop_token stop) override;
    [[nodiscard]] core::Async<QByteArray> authorize(core::identity::BrowserRequest request,
                                                    std::stop_token stop) override;
    [[nodiscard]] core::Async<core::identity::SessionEnd> endSession(core::identity::EndSessionRequest request,
                                                                     std::stop_token stop) override;

private:
    class Wait;
    [[nodiscard]] core::Result<Wait*> open(const QUrl& url, const QUrl& redirectUri, const QByteArray& state,
                                           const core::Answer<QByteArray>& answer, std::chrono::seconds timeout,
                                           std::stop_token stop);

    std::function<bool(const QUrl&)> open_;
    std::chrono::seconds timeout_;
    std::unique_ptr<core::net::LoopbackListener> listener_;
    QPointer<QObject> ending_; ///< waits for the page after a sign-out; gives way to what comes next
};

} // namespace app::host
