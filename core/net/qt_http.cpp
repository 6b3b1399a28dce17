#include "core/net/qt_http.h"

#include "core/base/logging.h"
#include "core/net/answer_parser_p.h"
#include "core/net/loopback.h"
#include "core/net/request_rules.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkProxyFactory>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslError>
#include <QtNetwork/QSslSocket>

#include <algorithm>

namespace core::net {
namespace {

constexpr int httpPort = 80;
constexpr int httpsPort = 443;

// What this machine says to itself goes through no proxy, whatever the environment says.
QNetworkProxy proxyFor(const QUrl& url)
{
    QNetworkProxy none(QNetworkProxy::NoProxy);
    if (isLoopback(url)) return none;
    const auto choices = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    if (choices.isEmpty()) return none;
    auto proxy = choices.first();
    // A caching proxy would read along; as a tunnel it sees the host's name only.
    if (proxy.type() == QNetworkProxy::HttpCachingProxy) proxy.setType(QNetworkProxy::HttpProxy);
    return proxy.type() == QNetworkProxy::FtpCachingProxy ? none : proxy;
}

QSslConfiguration strictTls()
{
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    return tls;
}

QByteArray authorityOf(const QUrl& url)
{
    const auto host = url.host(QUrl::FullyEncoded).toLatin1();
    const int port = url.port();
    return (host.contains(':') ? '[' + host + ']' : host) + (port > 0 ? ':' + QByteArray::number(port) : QByteArray());
}

QByteArray targetOf(const QUrl& url)
{
    const auto target = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    return target.startsWith('/') ? target : '/' + target;
}

ConnectionEnd endOf(const QHostAddress& host, quint16 port)
{
    const auto bytes = host.toIPv6Address(); // an IPv4 address comes out mapped
    ConnectionEnd end;
    std::copy(std::begin(bytes.c), std::end(bytes.c), end.address.begin());
    end.port = port;
    return end;
}

bool names(const std::vector<Header>& headers, const char* name)
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const Header& field) { return field.first.compare(name, Qt::CaseInsensitive) == 0; });
}

/// One request on its way. Deletes itself once answered.
class Exchange final : public QObject {
public:
    Exchange(HttpRequest request, std::function<void(const QByteArray&)> onBytes, std::stop_token stop,
             const ServerCheck& whose, QObject* parent)
        : QObject(parent)
        , whose_(whose)
        , request_(std::move(request))
        , onBytes_(std::move(onBytes))
        , stop_(std::move(stop))
        , host_(request_.url.host())
        , parser_(request_.method == "HEAD", request_.maxAnswerBytes, host_)
    {
        timer_.setSingleShot(true);
        connect(&timer_, &QTimer::timeout, this,
                [this] { finish(fail(Errc::Timeout, QStringLiteral("no answer in time"), host_)); });
        connect(&socket_, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
            for (const auto& error : errors)
                tlsErrors_ += QStringLiteral(" %1").arg(int(error.error()));
        });
        connect(&socket_, &QSslSocket::alertReceived, this,
                [this](QSsl::AlertLevel, QSsl::AlertType type, const QString&) {
                    if (type == QSsl::AlertType::CloseNotify) peerSaidEnd_ = true;
                });
        connect(&socket_, &QIODevice::readyRead, this, &Exchange::takeBytes);
        connect(&socket_, &QAbstractSocket::errorOccurred, this, &Exchange::onError);
    }
    ~Exchange() override
    {
        stopped_.reset();
        socket_.disconnect(this);
        socket_.abort();
        answer_.give(fail(Errc::Cancelled, QStringLiteral("the client was destroyed"), host_));
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    Async<HttpResponse> start()
    {
        elapsed_.start();
        timer_.start(request_.timeout);
        stopped_.emplace(stop_, [this] {
            // On whatever thread asked for the stop.
            QMetaObject::invokeMethod(this, [this] { finishStopped(); }, Qt::QueuedConnection);
        });
        const auto future = answer_.future();
        socket_.setProxy(proxyFor(request_.url));
        const auto host = request_.url.host(QUrl::FullyEncoded);
        if (request_.url.scheme() == QLatin1String("https")) {
            connect(&socket_, &QSslSocket::encrypted, this, &Exchange::sendAll);
            socket_.setSslConfiguration(strictTls());
            socket_.connectToHostEncrypted(host, static_cast<quint16>(request_.url.port(httpsPort)));
        } else {
            connect(&socket_, &QAbstractSocket::connected, this, &Exchange::sendToOwnServer);
            socket_.connectToHost(host, static_cast<quint16>(request_.url.port(httpPort)));
        }
        return future;
    }

private:
    void sendToOwnServer()
    {
        if (sent_ || done_) return;
        const auto server = whose_(endOf(socket_.localAddress(), socket_.localPort()),
                                   endOf(socket_.peerAddress(), socket_.peerPort()), request_.serverUser);
        const auto where = QString::fromLatin1(authorityOf(request_.url));
        switch (server.holder) {
        case ServerHolder::Trusted: return sendAll();
        case ServerHolder::SomebodyElse:
            if (server.user && request_.onForeignServer) {
                const QPointer<Exchange> self(this);
                request_.onForeignServer(*server.user); // may end everything here
                if (!self || done_) return;
            }
            return finish(fail(Errc::ForeignServer, QStringLiteral("the server is another user's"), where));
        case ServerHolder::Unknown:
            return finish(fail(Errc::UnknownServer, QStringLiteral("the tables of sockets do not show it"), where));
        }
    }

    void sendAll()
    {
        if (sent_ || done_) return;
        if (stop_.stop_requested()) return finishStopped();
        const auto form = encodeForm(request_.form);
        const auto formBytes = form.expose();
        const auto bodySize = request_.form.empty() ? request_.body.size() : static_cast<qsizetype>(formBytes.size());
        auto head = makeHead(bodySize);
        sent_ = true; // from here on it may have arrived
        socket_.write(head);
        wipe(head);
        if (request_.form.empty())
            socket_.write(request_.body);
        else
            socket_.write(reinterpret_cast<const char*>(formBytes.data()), static_cast<qint64>(formBytes.size()));
    }

    [[nodiscard]] QByteArray makeHead(qsizetype bodySize) const
    {
        QByteArray head;
        head.reserve(headRoom()); // it never grows, so no copy of a secret is left behind
        head += request_.method + ' ' + targetOf(request_.url) + " HTTP/1.1\r\nHost: " + authorityOf(request_.url) +
                "\r\nConnection: close\r\nAccept-Encoding: identity\r\n";
        if (!names(request_.headers, "user-agent")) head += "User-Agent: Sekisho\r\n";
        if (!names(request_.headers, "accept")) head += "Accept: */*\r\n";
        const bool mayHaveBody = request_.method == "POST" || request_.method == "PUT" || request_.method == "PATCH";
        if (bodySize > 0 || mayHaveBody) head += "Content-Length: " + QByteArray::number(bodySize) + "\r\n";
        if (!request_.form.empty() && !names(request_.headers, "content-type"))
            head += "Content-Type: application/x-www-form-urlencoded\r\n";
        for (const auto& [name, value] : request_.headers)
            head += name + ": " + value + "\r\n";
        for (const auto& header : request_.secretHeaders) {
            const auto secret = header.value.expose();
            head += header.name + ": " + header.prefix;
            head.append(reinterpret_cast<const char*>(secret.data()), static_cast<qsizetype>(secret.size()));
            head += "\r\n";
        }
        return head += "\r\n";
    }

    [[nodiscard]] qsizetype headRoom() const
    {
        qsizetype room =
            512 + request_.method.size() + targetOf(request_.url).size() + authorityOf(request_.url).size();
        for (const auto& [name, value] : request_.headers)
            room += name.size() + value.size() + 4;
        for (const auto& header : request_.secretHeaders)
            room += header.name.size() + header.prefix.size() + static_cast<qsizetype>(header.value.size()) + 4;
        return room;
    }

    [[nodiscard]] bool streams() const { return onBytes_ && parser_.status() >= 200 && parser_.status() <= 299; }

    void takeBytes()
    {
        if (done_) return;
        if (stop_.stop_requested()) return finishStopped();
        const auto bytes = socket_.readAll();
        if (bytes.isEmpty()) return;
        if (!sent_) return finish(fail(Errc::Protocol, QStringLiteral("an answer before the request"), host_));
        if (onBytes_) timer_.start(request_.timeout);
        const auto body = parser_.feed(bytes);
        if (!body) return finish(tl::unexpected<Error>(body.error()));
        received_ += body->size(); // the parser's own limit knows single chunks and announced lengths only
        if (received_ > request_.maxAnswerBytes)
            return finish(fail(Errc::TooLarge, QStringLiteral("the answer is too long"), host_));
        if (!streams()) {
            kept_ += *body;
        } else if (!body->isEmpty()) {
            const QPointer<Exchange> self(this);
            onBytes_(*body); // may end everything here
            if (!self || done_) return;
        }
        if (parser_.isComplete()) conclude();
    }

    void onError(QAbstractSocket::SocketError error)
    {
        const QPointer<Exchange> self(this);
        takeBytes(); // what came before the end counts
        if (!self || done_) return;
        if (stop_.stop_requested()) return finishStopped();
        const bool isTls = error == QAbstractSocket::SslHandshakeFailedError ||
                           error == QAbstractSocket::SslInternalError ||
                           error == QAbstractSocket::SslInvalidUserDataError;
        if (isTls && !sent_)
            return finish(fail(Errc::Tls, QStringLiteral("certificate errors:%1").arg(tlsErrors_), host_));
        const auto detail = QStringLiteral("socket error %1").arg(int(error));
        if (!sent_) return finish(fail(Errc::Network, detail, host_));
        if (error != QAbstractSocket::RemoteHostClosedError) return finish(fail(Errc::ConnectionLost, detail, host_));
        // An end that TLS does not vouch for may be anybody's on the way: RFC 9112 section 9.8.
        if (request_.url.scheme() == QLatin1String("https") && !peerSaidEnd_)
            return finish(
                fail(Errc::ConnectionLost, QStringLiteral("the connection ended without close_notify"), host_));
        if (const auto ended = parser_.endOfConnection(); !ended) return finish(tl::unexpected<Error>(ended.error()));
        conclude();
    }

    void conclude()
    {
        if (stop_.stop_requested()) return finishStopped();
        HttpResponse response;
        response.status = parser_.status();
        response.headers = parser_.headers();
        response.body = std::move(kept_);
        finish(std::move(response));
    }

    void finishStopped() { finish(fail(Errc::Cancelled, QStringLiteral("stop was requested"), host_)); }

    void finish(Result<HttpResponse> result)
    {
        if (std::exchange(done_, true)) return;
        timer_.stop();
        stopped_.reset();
        if (result)
            qCDebug(logNet) << request_.method << host_ << result->status << elapsed_.elapsed() << "ms";
        else
            qCInfo(logNet) << request_.method << host_ << errcName(result.error().code) << result.error().detail
                           << elapsed_.elapsed() << "ms";
        socket_.disconnect(this);
        deleteLater();
        const auto answer = answer_;
        answer.give(std::move(result)); // last: a continuation may run here and end everything
    }

    const ServerCheck& whose_; ///< of the client, which outlives this
    HttpRequest request_;
    std::function<void(const QByteArray&)> onBytes_;
    std::stop_token stop_;
    QString host_;
    AnswerParser parser_;
    QSslSocket socket_;
    std::optional<std::stop_callback<std::function<void()>>> stopped_;
    QTimer timer_;
    QElapsedTimer elapsed_;
    Answer<HttpResponse> answer_;
    QByteArray kept_;
    QString tlsErrors_;
    qint64 received_ = 0;
    bool peerSaidEnd_ = false; ///< by TLS's own close_notify, which nobody on the way can make
    bool sent_ = false;
    bool done_ = false;
};

} // namespace

QtHttp::QtHttp(ServerCheck whose)
    : whose_(std::move(whose))
    , exchanges_(std::make_unique<QObject>())
{}

QtHttp::~QtHttp() = default;

Async<HttpResponse> QtHttp::start(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                                  std::stop_token stop)
{
    Q_ASSERT(exchanges_->thread() == QThread::currentThread());
    if (const auto allowed = checkRequest(request); !allowed)
        return ready<HttpResponse>(tl::unexpected<Error>(allowed.error()));
    if (stop.stop_requested())
        return failed<HttpResponse>(Errc::Cancelled, QStringLiteral("stop was requested"), request.url.host());
    auto* exchange = new Exchange(std::move(request), std::move(onBytes), std::move(stop), whose_, exchanges_.get());
    return exchange->start();
}

Async<HttpResponse> QtHttp::send(HttpRequest request, std::stop_token stop)
{
    return start(std::move(request), {}, std::move(stop));
}

Async<HttpResponse> QtHttp::stream(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                                   std::stop_token stop)
{
    return start(std::move(request), std::move(onBytes), std::move(stop));
}

} // namespace core::net
