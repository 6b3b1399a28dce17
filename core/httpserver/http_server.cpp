#include "core/httpserver/http_server.h"

#include "core/base/logging.h"
#include "core/httpserver/connection_p.h"

#include <QtCore/QPointer>

#include <boost/asio/executor_work_guard.hpp>

#include <csignal>
#include <fcntl.h>
#include <system_error>
#include <thread>

namespace core::httpserver {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// Carries requests to the thread of the handler's owner. Lives on that thread itself, so that "is the owner still
// there?" can be asked where the answer cannot change meanwhile.
class Dispatcher final : public QObject {
public:
    Dispatcher(QObject* owner, Handler handler)
        : owner_(owner)
        , handler_(std::move(handler))
    {
        moveToThread(owner->thread());
    }
    /// Thread: any.
    void deliver(Request request, std::shared_ptr<Responder> responder)
    {
        QMetaObject::invokeMethod(
            this,
            [this, request = std::move(request), responder = std::move(responder)] {
                if (owner_) return handler_(request, responder);
                responder->send(Response{.status = 503, .contentType = "text/plain", .body = "503\n"});
            },
            Qt::QueuedConnection);
    }

private:
    QPointer<QObject> owner_;
    Handler handler_;
};

void closeOnExec(int descriptor)
{
    const int flags = fcntl(descriptor, F_GETFD);
    if (flags >= 0) fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC);
}

class BeastServer final : public HttpServer {
public:
    BeastServer(Limits limits, QObject* context, Handler handler, PeerCheck mayTalk)
        : mayTalk_(std::move(mayTalk))
        , dispatcher_(new Dispatcher(context, std::move(handler)))
        , core_(
              std::make_shared<Core>(limits,
                                     [dispatcher = dispatcher_](Request request, std::shared_ptr<Responder> responder) {
                                         dispatcher->deliver(std::move(request), std::move(responder));
                                     }))
        , acceptor_(core_->context)
        , pause_(core_->context)
    {}
    ~BeastServer() override
    {
        if (thread_.joinable()) {
            core_->postLast([this] { closeEverything(); });
            thread_.join();
        }
        // From here on nothing is delivered. What is under way is dropped with the dispatcher's events.
        if (dispatcher_->thread() == QThread::currentThread())
            delete dispatcher_;
        else
            dispatcher_->deleteLater();
    }
    BeastServer(const BeastServer&) = delete;
    BeastServer& operator=(const BeastServer&) = delete;

    Result<> start(quint16 port)
    {
        const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
        error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error) closeOnExec(acceptor_.native_handle());
        if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error == asio::error::address_in_use)
            return fail(Errc::Busy, QStringLiteral("port %1 is taken").arg(port), QString::number(port));
        if (error)
            return fail(Errc::Unavailable,
                        QStringLiteral("cannot listen on port %1: error %2").arg(port).arg(error.value()),
                        QString::number(port));
        core_->port = acceptor_.local_endpoint(error).port();
        accept();
        return startThread();
    }

    quint16 port() const override { return core_->port; }

private:
    Result<> startThread()
    {
        // Signals go to the program's main thread, whatever the program does with them.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        Result<> started;
        try {
            thread_ = std::thread([core = core_] { core->context.run(); });
        } catch (const std::system_error& error) {
            started = fail(Errc::Unavailable, QStringLiteral("no thread: %1").arg(error.code().value()));
        }
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return started;
    }

    void accept()
    {
        acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
            if (!acceptor_.is_open()) return;
            if (error) return pauseAccepting();
            admit(std::move(socket));
            accept();
        });
    }
    // Out of descriptors, most likely: trying again at once would only spin.
    void pauseAccepting()
    {
        pause_.expires_after(std::chrono::milliseconds(100));
        pause_.async_wait([this](const error_code& error) {
            if (!error && acceptor_.is_open()) accept();
        });
    }
    [[nodiscard]] bool isForeign(const tcp::socket& socket) const
    {
        error_code gone;
        const auto peer = socket.remote_endpoint(gone);
        if (gone) return true;
        const auto self = socket.local_endpoint(gone);
        if (gone) return true;
        return !mayTalk_({peer.address().to_v4().to_uint(), peer.port()},
                         {self.address().to_v4().to_uint(), self.port()});
    }
    void admit(tcp::socket socket)
    {
        closeOnExec(socket.native_handle());
        if (isForeign(socket)) {
            if (!std::exchange(toldOfForeign_, true)) // once: a flood must not become one of log lines
                qCWarning(logHttpServer) << "refused a connection that is not this user's";
            return; // closes it
        }
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        if (core_->connections.size() >= static_cast<std::size_t>(core_->limits.maxConnections)) {
            qCWarning(logHttpServer) << "too many connections, refused one";
            static constexpr std::string_view full =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.non_blocking(true, ignored);
            socket.write_some(asio::buffer(full.data(), full.size()), ignored);
            return;
        }
        const auto connection = std::make_shared<Connection>(core_, std::move(socket));
        core_->connections.insert(connection);
        connection->start();
    }
    void closeEverything()
    {
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        const auto connections = core_->connections; // close() takes itself out of the set
        for (const auto& connection : connections)
            connection->close();
    }

    PeerCheck mayTalk_;
    Dispatcher* dispatcher_; // on its owner's thread; deleted there
    std::shared_ptr<Core> core_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::thread thread_;
    bool toldOfForeign_ = false; ///< on the server's thread
};

} // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(quint16 port, Limits limits, QObject* context, Handler handler,
                                                       PeerCheck mayTalk)
{
    auto server = std::make_unique<BeastServer>(limits, context, std::move(handler), std::move(mayTalk));
    TRY(server->start(port));
    return server;
}

} // namespace core::httpserver
