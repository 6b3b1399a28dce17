#pragma once

#include "core/base/async.h"
#include "core/net/socket_tables.h"

#include <QtCore/QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace core::net {

struct LoopbackListenerLimits {
    int maxConnections = 16;                                             ///< at once; more are closed
    qsizetype maxHeadBytes = 16 * 1024;                                  ///< of one request
    std::chrono::milliseconds requestTimeout = std::chrono::seconds(10); ///< from connecting to the whole head
};

/// Whether the other end of a connection may talk to us: `peer` connected to `self`.
using PeerCheck = std::function<bool(SocketEnd peer, SocketEnd self)>;

/// Takes the one redirect with which the system browser hands back a sign-in (RFC 8252 section 7.3). Listens on
/// 127.0.0.1 only, "open just for the request", and never on another machine's behalf: a request whose Host is not this
/// address and port is refused, and so is one that a page made without the person going there (Sec-Fetch-Mode).
///
/// Every program on this machine can connect to the port. On Linux a connection of another user's is closed before a
/// byte of it is read (see socket_tables.h). Elsewhere whose it is cannot be known; what holds there, too, is that only
/// the answer with the right state is taken, and that the state is nowhere to be seen: see startAt().
///
/// Exactly one GET of the exact path with a query that is the awaited answer is accepted. It gets a small page without
/// script that says, in English and Japanese, that the window can be closed; it does not say whether the sign-in
/// worked, because that is not known yet. Everything else (another path, another answer, garbage, a client that is slow
/// or leaves) is answered or dropped and the wait goes on.
///
/// Thread: use and destroy on the thread that made it, which needs an event loop. Logs: counts and reasons; never the
/// URL, which carries the code.
class LoopbackListener {
public:
    virtual ~LoopbackListener() = default;
    LoopbackListener() = default;
    LoopbackListener(const LoopbackListener&) = delete;
    LoopbackListener& operator=(const LoopbackListener&) = delete;

    /// \param path begins with '/'; only letters, digits, '-', '_', '.', '~' and '/'
    /// \param port 0 = any free one; another only for a provider that insists on it
    /// \error InvalidArgument the path is not of that form; `subject` is "path"
    /// \error Busy            the port is taken; `subject` is the port
    [[nodiscard]] static Result<std::unique_ptr<LoopbackListener>> listen(const QByteArray& path, quint16 port = 0,
                                                                          LoopbackListenerLimits limits = {},
                                                                          PeerCheck mayTalk = &isOfThisUser);

    /// http://127.0.0.1:{port}{path}
    [[nodiscard]] virtual QUrl redirectUri() const = 0;

    /// An address of this listener that sends the browser on to `destination`, once. A browser is started by a command
    /// line, which every user of this machine can read: this address may stand there, `destination` need not. Another
    /// call makes the one before void.
    [[nodiscard]] virtual QUrl startAt(const QUrl& destination) = 0;

    /// When the browser has come to that address and was sent on. \error Timeout, Cancelled  as wait(): it never came
    [[nodiscard]] virtual Async<> started() const = 0;

    /// Waits for the redirect that `isAnswer` says yes to, given the whole URL. Call once, before the browser is
    /// opened: until then nothing is taken. The port is closed as soon as there is an answer of any kind.
    ///
    /// \return the whole redirect URL, byte for byte as the browser sent its path and query
    /// \error Timeout   nobody came in time
    /// \error Cancelled `stop` was requested, or the listener was destroyed
    [[nodiscard]] virtual Async<QByteArray> wait(std::function<bool(const QByteArray& url)> isAnswer,
                                                 std::chrono::milliseconds timeout, std::stop_token stop) = 0;
};

} // namespace core::net
