#pragma once

#include "core/net/http.h"
#include "core/net/socket_tables.h"

namespace core::net {

/// Who holds the other end of a connection on this machine: `client` is our own end, `accepted` the request's
/// `serverUser`.
using ServerCheck = std::function<HeldServer(const ConnectionEnd& client, const ConnectionEnd& server,
                                             std::optional<quint32> accepted)>;

/// The Http port over Qt's sockets: one connection a request, closed after the answer.
///
/// Not over QNetworkAccessManager, because that sends a request again by itself when the connection closes before the
/// answer, a POST too, and takes a chunked body that was cut off for a whole one (both seen with Qt 6.4, both rows of
/// tst_qt_http). Here a request goes out once or not at all, it is known whether a byte of it left, and an answer is
/// whole or an error. A connection of its own for each request also means that none is found closed by the other side
/// just when it is used again.
///
/// An answer over https that gives no length and is not chunked ends with the connection. It counts as whole only when
/// TLS said so (close_notify): a bare end of the TCP connection can be made by anybody on the way, to cut it short
/// (RFC 9112 sections 8 and 9.8). Servers that close without it must give a length; nearly all do, or send chunks.
///
/// HTTP/1.1 without compression. TLS 1.2 or later, the system's authorities plus those of
/// QSslConfiguration::defaultConfiguration(), no exceptions. The system's proxy settings apply, as a tunnel, but never
/// to this machine.
///
/// Plain http goes to this machine only, where every user may take a free port: that of a server which is not running,
/// for instance. So before a byte of such a request is written, the other end must belong to this user, to root, or
/// to the one user that the request accepts.
///
/// Thread: as the port. Destroying it aborts what is under way; those answers arrive as Errc::Cancelled.
class QtHttp final : public Http {
public:
    explicit QtHttp(ServerCheck whose = &holderOfServer);
    ~QtHttp() override;
    QtHttp(const QtHttp&) = delete;
    QtHttp& operator=(const QtHttp&) = delete;

    [[nodiscard]] Async<HttpResponse> send(HttpRequest request, std::stop_token stop) override;
    [[nodiscard]] Async<HttpResponse> stream(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                                             std::stop_token stop) override;

private:
    Async<HttpResponse> start(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                              std::stop_token stop);
    ServerCheck whose_;
    std::unique_ptr<QObject> exchanges_; ///< owns what is under way
};

} // namespace core::net
