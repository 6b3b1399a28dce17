#pragma once

#include "core/identity/browser.h"

#include <QtCore/QObject>

#include <chrono>
#include <functional>

namespace app::host {

/// How the sign-in window looks: asked anew for every window, because the person may have changed it.
struct WindowLook {
    QString language; ///< "en" or "ja"
    bool dark = false;
};

/// The embedded window: `sekisho-signin`, a process of its own for every sign-in. It gets the request as one line on
/// its standard input and answers with one bounded line; its crash is a WindowClosed here. Its redirect address is
/// never listened on: the window stops at it.
///
/// \error Unavailable  prepare(): the program is not installed; authorize(): it cannot run here, `subject` says why in
///                     a word: "user-namespaces", "root", "display", "seccomp"
/// Thread: the GUI thread. Logs: how the window ended.
class SignInWindow final : public QObject, public core::identity::Browser {
    Q_OBJECT
public:
    SignInWindow(QString program, std::function<WindowLook()> look, std::chrono::seconds timeout,
                 QObject* parent = nullptr);

    [[nodiscard]] core::Async<QUrl> prepare(const QByteArray& path, std::stop_token stop) override;
    [[nodiscard]] core::Async<QByteArray> authorize(core::identity::BrowserRequest request,
                                                    std::stop_token stop) override;
    [[nodiscard]] core::Async<core::identity::SessionEnd> endSession(core::identity::EndSessionRequest request,
                                                                     std::stop_token stop) override;

private:
    QString program_;
    std::function<WindowLook()> look_;
    std::chrono::seconds timeout_;
};

/// What one line of the sign-in process means. Pure, for tests. An answer that is too long, not JSON, or not what was
/// agreed is Errc::Protocol; an empty one, because the process died, is WindowClosed; Tls and Network are about the
/// page that was not shown, and name no host: it need not have been the provider's.
[[nodiscard]] core::Result<QByteArray> readSignInAnswer(const QByteArray& line);

} // namespace app::host
