#pragma once

#include "core/net/http.h"

namespace core::net {

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
/// Thread: as the port. Destroying it aborts what is under way; those answers arrive as Errc::Cancelled.
class QtHttp final : public Http {
public:
    QtHttp();
    ~QtHttp() override;
    QtHttp(const QtHttp&) = delete;
    QtHttp& operator=(const QtHttp&) = delete;

    [[nodiscard]] Async<HttpResponse> send(HttpRequest request, std::stop_token stop) override;
    [[nodiscard]] Async<HttpResponse> stream(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                                             std::stop_token stop) override;

private:
    Async<HttpResponse> start(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                              std::stop_token stop);
    std::unique_ptr<QObject> exchanges_; ///< owns what is under way
};

} // namespace core::net
