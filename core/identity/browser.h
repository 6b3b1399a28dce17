#pragma once

#include "core/base/async.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <stop_token>

namespace core::identity {

/// What the sign-in window, or the system browser, is asked to show.
struct BrowserRequest {
    QUrl authorizationUrl;      ///< holds no token, but the state: never on a command line
    QUrl redirectUri;           ///< the one prepare() gave
    QByteArray state;           ///< an answer without it is not for us: see isAnswerTo()
    QStringList allowedOrigins; ///< the embedded window goes nowhere else
    QString organisation;       ///< shown above the page
    bool demo = false;
};

/// The page that ends the provider's own session (OpenID Connect RP-Initiated Logout 1.0).
struct EndSessionRequest {
    Secret url;          ///< with the ID token as `id_token_hint`: for a browser that keeps no history
    QUrl urlWithoutHint; ///< for any other; the provider may ask the person. Not on a command line either
    QUrl redirectUri;    ///< where the provider sends the browser when it is done; empty: nowhere
    QByteArray state;
    QStringList allowedOrigins;
    QString organisation;
    bool demo = false;
};

/// What is known of the provider's session after a sign-out page was shown.
enum class SessionEnd {
    Ended, ///< the provider's redirect came
    Asked, ///< the person was sent to the page; what they did there is not known
};

/// A browser in which the person signs in: the embedded window in its own process, or the system browser with a
/// listener on the loopback interface (RFC 8252). It never sees the verifier or a token.
///
/// Thread: call on, and answered on, the thread that owns the object.
class Browser {
public:
    virtual ~Browser() = default;
    Browser() = default;
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    /// The redirect address for the next authorize(): `http://127.0.0.1:{port}{path}`. The system browser listens on
    /// that port from here on, for that path alone; the embedded window intercepts the address, so its port need not
    /// listen.
    /// \param path  of redirectPath()
    /// \error Unavailable  there is no such browser on this machine; Busy  no port is free
    [[nodiscard]] virtual Async<QUrl> prepare(const QByteArray& path, std::stop_token stop) = 0;

    /// Shows the page and resolves with the whole address that the provider sent the browser to: it begins with the
    /// redirect address and carries `state`. Whatever else arrives is refused there and the wait goes on.
    /// \error WindowClosed  the person closed it, or its process ended
    /// \error Timeout       nobody finished signing in
    /// \error Cancelled     `stop` was requested; the window is closed
    [[nodiscard]] virtual Async<QByteArray> authorize(BrowserRequest request, std::stop_token stop) = 0;

    /// Ends the provider's session and resolves when its redirect came, or, in a browser that is the person's own, when
    /// they were sent to the page.
    /// \error Unsupported   this browser has no session to end (the embedded one keeps nothing)
    /// \error WindowClosed, Timeout, Cancelled  as above: it is not known whether the session ended
    [[nodiscard]] virtual Async<SessionEnd> endSession(EndSessionRequest request, std::stop_token stop) = 0;
};

} // namespace core::identity
