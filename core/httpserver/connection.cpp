#include "core/base/logging.h"
#include "core/httpserver/connection_p.h"
#include "core/httpserver/request_checks.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtCore/QUrl>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>

namespace core::httpserver {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

// What may lie in the buffer beyond one head: body pieces not parsed yet, and requests sent ahead.
constexpr std::size_t readAhead = std::size_t{64} * 1024;
// After a refusal the client may still be sending. Closing at once would reset the connection and take the answer
// with it, so the rest is read and thrown away, for this long and this much.
constexpr auto lingerTime = std::chrono::seconds(1);
constexpr std::size_t lingerBytes = std::size_t{1024} * 1024;

QByteArray toBytes(boost::beast::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// The handler's end of one exchange. Only forwards to the server's thread.
class ConnectionResponder final : public Responder {
public:
    ConnectionResponder(std::shared_ptr<Core> core, std::shared_ptr<Connection> connection, quint64 exchange,
                        std::shared_ptr<std::atomic<bool>> gone)
        : core_(std::move(core))
        , connection_(std::move(connection))
        , gone_(std::move(gone))
        , exchange_(exchange)
    {}
    ~ConnectionResponder() override
    {
        core_->post([connection = std::move(connection_), exchange = exchange_] { connection->dropped(exchange); });
    }
    ConnectionResponder(const ConnectionResponder&) = delete;
    ConnectionResponder& operator=(const ConnectionResponder&) = delete;

    void send(Response response) override
    {
        core_->post([connection = connection_, exchange = exchange_, response = std::move(response)]() mutable {
            connection->send(exchange, std::move(response));
        });
    }
    void begin(Response head) override
    {
        core_->post([connection = connection_, exchange = exchange_, head = std::move(head)]() mutable {
            connection->begin(exchange, std::move(head));
        });
    }
    void write(QByteArray piece) override
    {
        core_->post([connection = connection_, exchange = exchange_, piece = std::move(piece)]() mutable {
            connection->write(exchange, std::move(piece));
        });
    }
    void end() override
    {
        core_->post([connection = connection_, exchange = exchange_] { connection->end(exchange); });
    }
    bool clientGone() const override { return *gone_; }

private:
    std::shared_ptr<Core> core_;
    std::shared_ptr<Connection> connection_;
    std::shared_ptr<std::atomic<bool>> gone_;
    quint64 exchange_;
};

} // namespace

Connection::Connection(std::shared_ptr<Core> core, asio::ip::tcp::socket socket)
    : core_(std::move(core))
    , socket_(std::move(socket))
    , deadline_(core_->context)
    , buffer_(static_cast<std::size_t>(core_->limits.maxHeaderBytes) + readAhead)
{}

void Connection::start()
{
    // The first request must come in the time of a request: a client that only holds the connection open gets no more.
    setDeadline(core_->limits.requestTimeout);
    read();
}

void Connection::close()
{
    if (state_ == State::Closed) return;
    state_ = State::Closed;
    open_ = false;
    *gone_ = true;
    error_code ignored;
    socket_.close(ignored);
    ++deadlineId_;
    deadline_.cancel();
    core_->connections.erase(shared_from_this());
}

void Connection::read()
{
    if (reading_ || state_ == State::Closed) return;
    const auto room = buffer_.max_size() - buffer_.size();
    // While the handler works, reading goes on to notice that the client left; what it sends ahead is kept up to a
    // limit.
    if (room == 0) return;
    reading_ = true;
    socket_.async_read_some(asio::buffer(piece_.data(), std::min(room, piece_.size())),
                            [self = shared_from_this()](const error_code& error, std::size_t size) {
                                self->reading_ = false;
                                self->onRead(error, size);
                            });
}

void Connection::onRead(const error_code& error, std::size_t size)
{
    if (state_ == State::Closed) return;
    if (error) return close();
    if (state_ == State::Lingering) {
        lingered_ += size;
        if (lingered_ > lingerBytes) return close();
        return read();
    }
    if (state_ == State::Head && buffer_.size() == 0 && exchange_ > 0) setDeadline(core_->limits.requestTimeout);
    buffer_.commit(asio::buffer_copy(buffer_.prepare(size), asio::buffer(piece_.data(), size)));
    process();
}

void Connection::process()
{
    if (state_ == State::Head) processHead();
    if (state_ == State::Body) processBody();
    if (state_ != State::Closed) read();
}

void Connection::processHead()
{
    const auto data = buffer_.data();
    const std::string_view bytes(static_cast<const char*>(data.data()), data.size());
    const auto limit = static_cast<std::size_t>(core_->limits.maxHeaderBytes);
    const auto scan = scanHead(bytes.substr(0, std::min(bytes.size(), limit)));
    if (scan.state == HeadScan::State::Malformed) return refuse(400);
    if (scan.state == HeadScan::State::Incomplete) {
        if (bytes.size() >= limit) refuse(431);
        return;
    }

    parser_.emplace();
    parser_->eager(false);
    parser_->header_limit(static_cast<std::uint32_t>(core_->limits.maxHeaderBytes) + 1);
    parser_->body_limit(static_cast<std::uint64_t>(core_->limits.maxBodyBytes));
    error_code error;
    const auto used = parser_->put(asio::const_buffer(bytes.data(), scan.size), error);
    http11_ = parser_->get().version() == 11;
    if (error == http::error::body_limit) return refuse(413);
    if (error || !parser_->is_header_done() || used != scan.size) return refuse(400);
    buffer_.consume(used);

    // Taken now and not after the body: a chunked body's trailer fields would be among them then.
    const auto& message = parser_->get();
    request_ = Request();
    request_.method = toBytes(message.method_string());
    request_.target = toBytes(message.target());
    for (const auto& field : message)
        request_.headers.emplace_back(toBytes(field.name_string()).toLower(), toBytes(field.value()));
    headMethod_ = request_.method == "HEAD";
    keepAlive_ = parser_->keep_alive();
    const HeadFacts facts{request_.method, request_.target, http11_, request_.headers};
    if (const auto refused = refuseHead(facts, core_->port)) return refuse(*refused);
    if (const auto length = parser_->content_length();
        length && *length > static_cast<std::uint64_t>(core_->limits.maxBodyBytes))
        return refuse(413);
    startBody();
}

void Connection::startBody()
{
    const auto mark = request_.target.indexOf('?');
    request_.path = QUrl::fromPercentEncoding(mark < 0 ? request_.target : request_.target.left(mark));
    state_ = State::Body;
    parser_->eager(true);
    // RFC 9110 section 10.1.1: only when the body is not already on its way.
    if (!request_.header("expect").isEmpty() && http11_ && !parser_->is_done() && buffer_.size() == 0)
        queue("HTTP/1.1 100 Continue\r\n\r\n");
}

void Connection::processBody()
{
    while (!parser_->is_done() && buffer_.size() > 0) {
        error_code error;
        const auto used = parser_->put(buffer_.data(), error);
        buffer_.consume(used);
        if (error == http::error::body_limit) return refuse(413);
        if (error == http::error::need_more) {
            if (buffer_.size() == buffer_.max_size()) return refuse(431); // a chunk's extensions or trailers
            return;
        }
        if (error) return refuse(400);
    }
    if (parser_->is_done()) deliver();
}

void Connection::deliver()
{
    const auto& body = parser_->get().body();
    request_.body = QByteArray(body.data(), static_cast<qsizetype>(body.size()));
    parser_.reset();
    state_ = State::Handling;
    ++exchange_;
    open_ = true;
    gone_ = std::make_shared<std::atomic<bool>>(false);
    setDeadline(core_->limits.idleTimeout);
    core_->deliver(std::move(request_),
                   std::make_shared<ConnectionResponder>(core_, shared_from_this(), exchange_, gone_));
}

void Connection::refuse(int status)
{
    qCDebug(logHttpServer) << "refused a request:" << status;
    parser_.reset();
    ++exchange_;
    open_ = true;
    keepAlive_ = false;
    headMethod_ = false;
    state_ = State::Handling;
    send(exchange_, Response{.status = status, .contentType = "text/plain", .body = QByteArray::number(status) + '\n'});
}

bool Connection::bodyAllowed(int status) const
{
    return status != 204 && status != 304;
}

QByteArray Connection::head(const Response& response, const QByteArray& framing) const
{
    const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
    QByteArray text = "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + toBytes(reason) + "\r\n";
    text += "Date: " +
            QLocale::c()
                .toString(QDateTime::currentDateTimeUtc(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
                .toLatin1() +
            "\r\n";
    if (!response.contentType.isEmpty() && bodyAllowed(response.status)) {
        text += "Content-Type: " + response.contentType + "\r\n";
        text += "X-Content-Type-Options: nosniff\r\n";
    }
    for (const auto& [name, value] : response.headers)
        text += name + ": " + value + "\r\n";
    text += framing;
    text += keepAlive_ ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text;
}

namespace {

// An answer that would split the message in two becomes a 500 instead.
Response checkedResponse(Response response)
{
    bool good = response.status >= 200 && response.status <= 599 &&
                (response.contentType.isEmpty() || mayAnswerWith("content-type", response.contentType));
    for (const auto& [name, value] : response.headers)
        good = good && mayAnswerWith(name, value);
    if (good) return response;
    qCWarning(logHttpServer) << "an answer that is not valid HTTP was replaced, status was" << response.status;
    return Response{.status = 500, .contentType = "text/plain", .body = "500\n"};
}

} // namespace

void Connection::send(quint64 exchange, Response response)
{
    if (!isAt(exchange) || state_ != State::Handling) return;
    response = checkedResponse(std::move(response));
    QByteArray framing;
    if (bodyAllowed(response.status)) framing = "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    QByteArray message = head(response, framing);
    if (bodyAllowed(response.status) && !headMethod_) message += response.body;
    qCDebug(logHttpServer) << "answered" << response.status;
    open_ = false;
    state_ = State::Flushing;
    queue(std::move(message));
}

void Connection::begin(quint64 exchange, Response head)
{
    if (!isAt(exchange) || state_ != State::Handling) return;
    head = checkedResponse(std::move(head));
    headMethod_ = headMethod_ || !bodyAllowed(head.status);
    chunked_ = http11_ && bodyAllowed(head.status);
    if (!chunked_) keepAlive_ = false; // then the connection's end is the body's end
    state_ = State::Streaming;
    const auto first = std::exchange(head.body, {});
    queue(this->head(head, chunked_ ? QByteArray("Transfer-Encoding: chunked\r\n") : QByteArray()));
    write(exchange, first);
}

void Connection::write(quint64 exchange, QByteArray piece)
{
    if (!isAt(exchange) || state_ != State::Streaming || piece.isEmpty() || headMethod_) return;
    if (queuedBytes_ + piece.size() > core_->limits.maxQueuedBytes) {
        qCWarning(logHttpServer) << "closed a stream whose client reads too slowly";
        return close();
    }
    if (chunked_) piece = QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    queue(std::move(piece));
}

void Connection::end(quint64 exchange)
{
    if (!isAt(exchange) || state_ != State::Streaming) return;
    open_ = false;
    state_ = State::Flushing;
    if (chunked_ && !headMethod_) return queue("0\r\n\r\n");
    if (!writing_) onWritten({});
}

void Connection::dropped(quint64 exchange)
{
    if (!isAt(exchange)) return;
    if (state_ == State::Streaming) return breakOff();
    send(exchange, Response{.status = 500, .contentType = "text/plain", .body = "500\n"});
}

// Half an answer must not look like a whole one. Without its last chunk the client knows; where the connection's end is
// the body's end, only a reset says so.
void Connection::breakOff()
{
    open_ = false;
    keepAlive_ = false;
    if (!chunked_) {
        error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        return close();
    }
    state_ = State::Flushing;
    if (!writing_) onWritten({});
}

void Connection::queue(QByteArray bytes)
{
    if (state_ == State::Closed) return;
    queuedBytes_ += bytes.size();
    queue_.push_back(std::move(bytes));
    if (state_ != State::Body) setDeadline(core_->limits.idleTimeout);
    if (!writing_) writeNext();
}

void Connection::writeNext()
{
    writing_ = true;
    const auto& next = queue_.front();
    asio::async_write(socket_, asio::buffer(next.constData(), static_cast<std::size_t>(next.size())),
                      [self = shared_from_this()](const error_code& error, std::size_t) {
                          self->writing_ = false;
                          if (self->state_ == State::Closed) return;
                          self->queuedBytes_ -= self->queue_.front().size();
                          self->queue_.pop_front();
                          self->onWritten(error);
                      });
}

void Connection::onWritten(const error_code& error)
{
    if (error) return close();
    if (!queue_.empty()) return writeNext();
    if (state_ == State::Streaming) return setDeadline(core_->limits.idleTimeout);
    if (state_ != State::Flushing) return;
    if (keepAlive_) return nextRequest();
    linger();
}

void Connection::nextRequest()
{
    state_ = State::Head;
    setDeadline(buffer_.size() > 0 ? core_->limits.requestTimeout : core_->limits.idleTimeout);
    process();
}

void Connection::linger()
{
    state_ = State::Lingering;
    buffer_.clear();
    error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    if (error) return close();
    setDeadline(lingerTime);
    read();
}

void Connection::setDeadline(std::chrono::milliseconds wait)
{
    const auto id = ++deadlineId_;
    deadline_.expires_after(wait);
    deadline_.async_wait([self = shared_from_this(), id](const error_code& error) {
        if (!error && id == self->deadlineId_) self->onDeadline();
    });
}

void Connection::onDeadline()
{
    // The handler took too long, and nothing of an answer is out: the client gets to know.
    if (state_ == State::Handling) {
        keepAlive_ = false;
        *gone_ = true;
        return send(exchange_, Response{.status = 504, .contentType = "text/plain", .body = "504\n"});
    }
    // A second time-out, while the rest is flushed to a client that does not read, closes for good.
    if (state_ == State::Streaming) {
        *gone_ = true;
        setDeadline(core_->limits.idleTimeout);
        return breakOff();
    }
    close();
}

} // namespace core::httpserver
