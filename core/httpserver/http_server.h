#pragma once

#include "core/base/async.h"
#include "core/net/socket_tables.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QUrlQuery>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace core::httpserver {

struct Request {
    QByteArray method;
    QString path;                                           ///< decoded, without the query
    QByteArray target;                                      ///< as it came
    std::vector<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray& name) const;
    [[nodiscard]] QUrlQuery query() const;
    [[nodiscard]] QUrlQuery form() const; ///< the body as application/x-www-form-urlencoded
};

struct Response {
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body = {};
    std::vector<std::pair<QByteArray, QByteArray>> headers = {};
};

/// Writes one answer: whole, or head first and then pieces (chunked). Dropping it unanswered sends a 500. Every call
/// after the client has gone is a no-op. Thread: any.
class Responder {
public:
    virtual ~Responder() = default;
    Responder() = default;
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;

    virtual void send(Response response) = 0;
    virtual void begin(Response head) = 0; ///< `head.body` is the first piece
    virtual void write(QByteArray piece) = 0;
    virtual void end() = 0;
    [[nodiscard]] virtual bool clientGone() const = 0;
};

struct Limits {
    qsizetype maxHeaderBytes = 32 * 1024;
    qsizetype maxBodyBytes = 1024 * 1024;
    int maxConnections = 256;
    std::chrono::milliseconds requestTimeout = std::chrono::seconds(15); ///< to receive one whole request
    /// Keep-alive, until the handler's first answer (then 504), and between two written pieces.
    std::chrono::milliseconds idleTimeout = std::chrono::seconds(60);
    qsizetype maxQueuedBytes = 16 * 1024 * 1024; ///< pieces that a slow client has not taken yet; more closes it
};

using Handler = std::function<void(const Request&, std::shared_ptr<Responder>)>;

/// Whether the other end of a connection may talk to us: `peer` connected to `self`. Called on the server's thread.
using PeerCheck = std::function<bool(net::SocketEnd peer, net::SocketEnd self)>;

/// One small HTTP/1.1 server on loopback, over Boost.Beast, on a thread of its own. Refuses by itself what is malformed
/// or over a limit (400, 413, 417, 431, 501) and what names another host than 127.0.0.1 or localhost (421): the handler
/// sees whole, checked requests only. Every program on this machine can connect to the port: on Linux a connection that
/// is not this user's is closed before a byte of it is read. Logs: statuses; never a path, a header or a body.
class HttpServer {
public:
    virtual ~HttpServer() = default;
    HttpServer() = default;
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] virtual quint16 port() const = 0;

    /// Listens on 127.0.0.1. `handler` is called on `context`'s thread, once a whole request is there; when `context`
    /// is gone, requests are answered 503. Destroying the server closes every connection and waits for its thread.
    ///
    /// \param port 0 = any free one
    /// \error Busy        the port is taken
    /// \error Unavailable no socket or no thread to be had; `subject` is the port
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>>
    listen(quint16 port, Limits limits, QObject* context, Handler handler, PeerCheck mayTalk = &net::isOfThisUser);
};

} // namespace core::httpserver
