#pragma once

#include "core/httpserver/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <set>

namespace core::httpserver {

class Connection;

/// What the connections of one server share. Lives as long as any connection or responder does, so that a responder
/// kept after the server's end still has something to talk to.
class Core : public std::enable_shared_from_this<Core> {
public:
    using Deliver = std::function<void(Request, std::shared_ptr<Responder>)>;

    Core(Limits serverLimits, Deliver deliverRequest)
        : limits(serverLimits)
        , deliver(std::move(deliverRequest))
    {}

    /// Runs `work` on the server's thread, or drops it when that thread has ended or is about to. Thread: any.
    template <typename Work>
    void post(Work work)
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_) boost::asio::post(context, std::move(work));
    }
    /// The last piece of work: nothing is accepted after it. Thread: any.
    template <typename Work>
    void postLast(Work work)
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(stopping_, true)) return;
        boost::asio::post(context, std::move(work));
    }

    boost::asio::io_context context{1};
    const Limits limits;
    const Deliver deliver;
    quint16 port = 0;
    std::set<std::shared_ptr<Connection>> connections; ///< touched on the server's thread only

private:
    std::mutex mutex_;
    bool stopping_ = false;
};

/// One accepted connection. At most one read, one write and one timer are under way at any time. Thread: the server's.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Core> core, boost::asio::ip::tcp::socket socket);

    void start();
    void close();

    // What a responder asks for; `exchange` says which request it is the answer to.
    void send(quint64 exchange, Response response);
    void begin(quint64 exchange, Response head);
    void write(quint64 exchange, QByteArray piece);
    void end(quint64 exchange);
    void dropped(quint64 exchange);

    [[nodiscard]] bool isAt(quint64 exchange) const { return open_ && exchange_ == exchange; }

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    enum class State {
        Head,      ///< waiting for a request, or inside its head
        Body,      ///< inside its body
        Handling,  ///< the handler has it; nothing of the answer is out
        Streaming, ///< the answer's head is out and its end is not
        Flushing,  ///< the whole answer is queued
        Lingering, ///< our side is closed; the rest of what the client sends is thrown away
        Closed,
    };

    void process();
    void processHead();
    void processBody();
    void startBody();
    void deliver();
    void refuse(int status);
    void nextRequest();
    void breakOff();
    void linger();
    void read();
    void onRead(const boost::system::error_code& error, std::size_t size);
    void queue(QByteArray bytes);
    void writeNext();
    void onWritten(const boost::system::error_code& error);
    void setDeadline(std::chrono::milliseconds wait);
    void onDeadline();
    [[nodiscard]] QByteArray head(const Response& response, const QByteArray& framing) const;
    [[nodiscard]] bool bodyAllowed(int status) const;

    std::shared_ptr<Core> core_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer deadline_;
    std::array<char, 16384> piece_{}; ///< what the read under way fills; buffer_ may change meanwhile
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    Request request_;
    std::deque<QByteArray> queue_;
    qsizetype queuedBytes_ = 0;
    State state_ = State::Head;
    quint64 exchange_ = 0;
    quint64 deadlineId_ = 0;
    std::size_t lingered_ = 0;
    std::shared_ptr<std::atomic<bool>> gone_ = std::make_shared<std::atomic<bool>>(false);
    bool open_ = false; ///< the present exchange still takes an answer
    bool reading_ = false;
    bool writing_ = false;
    bool keepAlive_ = true;
    bool chunked_ = false;
    bool http11_ = true;
    bool headMethod_ = false;
};

} // namespace core::httpserver
