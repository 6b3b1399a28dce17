#include "core/net/qt_http.h"

#include "core/base/logging.h"
#include "core/net/body_device_p.h"
#include "core/net/loopback.h"
#include "core/net/request_rules.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkCookie>
#include <QtNetwork/QNetworkCookieJar>
#include <QtNetwork/QNetworkProxyFactory>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslError>

namespace core::net {
namespace {

// What this machine says to itself goes through no proxy, whatever the environment says.
class ProxyChoice final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override
    {
        if (isLoopbackHost(query.peerHostName())) return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

// QNetworkAccessManager makes a jar that keeps cookies unless it is given one.
class NoCookies final : public QNetworkCookieJar {
public:
    [[nodiscard]] QList<QNetworkCookie> cookiesForUrl(const QUrl&) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie>&, const QUrl&) override { return false; }
};

QNetworkRequest plainRequest(const QUrl& url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    request.setSslConfiguration(tls);
    request.setRawHeader("Accept-Encoding", "identity");
    request.setRawHeader("User-Agent", "Sekisho");
    return request;
}

// Whether Qt's error only repeats the status of a complete answer.
bool isStatusError(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::NoError:
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
    case QNetworkReply::ProtocolInvalidOperationError: return true; // the last one is Qt's name for 400 and 418
    default: return false;
    }
}

} // namespace

/// One request on its way. Deletes itself once answered.
class QtHttp::Exchange final : public QObject {
public:
    Exchange(HttpRequest request, std::function<void(const QByteArray&)> onBytes, std::stop_token stop,
             std::shared_ptr<QNetworkAccessManager> manager, QObject* parent)
        : QObject(parent)
        , manager_(std::move(manager))
        , request_(std::move(request))
        , onBytes_(std::move(onBytes))
        , stop_(std::move(stop))
        , host_(request_.url.host())
    {
        timer_.setSingleShot(true);
        connect(&timer_, &QTimer::timeout, this,
                [this] { finish(fail(Errc::Timeout, QStringLiteral("no answer in time"), host_)); });
    }
    ~Exchange() override
    {
        stopped_.reset();
        release();
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
        auto request = prepare();
        if (body_)
            reply_ = manager_->sendCustomRequest(request, request_.method, body_.get());
        else if (request_.method == "GET")
            reply_ = manager_->get(request);
        else
            reply_ = manager_->sendCustomRequest(request, request_.method);
        connect(reply_, &QNetworkReply::requestSent, this, [this] { sent_ = true; });
        connect(reply_, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
            for (const auto& error : errors)
                tlsErrors_ += QStringLiteral(" %1").arg(int(error.error()));
        });
        connect(reply_, &QIODevice::readyRead, this, &Exchange::takeBytes);
        connect(reply_, &QNetworkReply::finished, this, &Exchange::conclude);
        return answer_.future();
    }

private:
    QNetworkRequest prepare()
    {
        auto request = plainRequest(request_.url);
        for (const auto& [name, value] : request_.headers)
            request.setRawHeader(name, value);
        for (const auto& header : request_.secretHeaders) {
            QByteArray value;
            value.reserve(header.prefix.size() + static_cast<qsizetype>(header.value.size()));
            value += header.prefix;
            const auto secret = header.value.expose();
            value.append(reinterpret_cast<const char*>(secret.data()), static_cast<qsizetype>(secret.size()));
            request.setRawHeader(header.name, value);
            secretBuffers_.push_back(std::move(value));
        }
        if (!request_.form.empty()) {
            body_ = std::make_unique<BodyDevice>(encodeForm(request_.form));
            request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-www-form-urlencoded"));
        } else if (!request_.body.isEmpty() || !isIdempotent(request_.method)) {
            body_ = std::make_unique<BodyDevice>(request_.body);
        }
        if (body_) request.setHeader(QNetworkRequest::ContentLengthHeader, body_->length());
        return request;
    }

    [[nodiscard]] int status() const { return reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }
    [[nodiscard]] bool streams() const { return onBytes_ && status() >= 200 && status() <= 299; }

    // RFC 9110 section 12.5.3: we asked for identity; another coding would reach the caller as noise.
    [[nodiscard]] bool isEncoded() const
    {
        const auto coding = reply_->rawHeader("content-encoding").trimmed().toLower();
        return !coding.isEmpty() && coding != "identity";
    }

    void takeBytes()
    {
        if (done_ || reply_->bytesAvailable() == 0) return;
        if (onBytes_) timer_.start(request_.timeout);
        if (stop_.stop_requested()) return finishStopped();
        if (isEncoded()) return finish(fail(Errc::Protocol, QStringLiteral("an encoding nobody asked for"), host_));
        const auto bytes = reply_->readAll();
        received_ += bytes.size();
        if (received_ > request_.maxAnswerBytes)
            return finish(fail(Errc::TooLarge, QStringLiteral("the answer is too long"), host_));
        if (streams())
            onBytes_(bytes);
        else
            kept_ += bytes;
    }

    void conclude()
    {
        const QPointer<Exchange> self(this);
        takeBytes(); // the last ones; a handler may end everything here
        if (!self || done_) return;
        if (stop_.stop_requested()) return finishStopped();
        if (const auto error = transportError()) return finish(tl::unexpected<Error>(*error));
        HttpResponse response;
        response.status = status();
        response.body = std::move(kept_);
        for (const auto& [name, value] : reply_->rawHeaderPairs())
            addHeader(response, name.toLower(), value);
        finish(std::move(response));
    }

    // Qt joins the lines of a header that came more than once; Set-Cookie is the one that has no list form.
    static void addHeader(HttpResponse& response, const QByteArray& name, const QByteArray& value)
    {
        if (name != "set-cookie") return response.headers.emplace_back(name, value), void();
        for (const auto& line : value.split('\n'))
            response.headers.emplace_back(name, line);
    }

    [[nodiscard]] std::optional<Error> transportError() const
    {
        const auto error = reply_->error();
        const auto detail = QStringLiteral("Qt error %1, status %2").arg(int(error)).arg(status());
        if (error == QNetworkReply::SslHandshakeFailedError)
            return Error{Errc::Tls, QStringLiteral("certificate errors:%1").arg(tlsErrors_), host_, {}};
        if (isStatusError(error) && status() >= 200) return truncation();
        if (error == QNetworkReply::ProtocolFailure || error == QNetworkReply::ProtocolUnknownError ||
            (isStatusError(error) && status() < 200))
            return Error{Errc::Protocol, detail, host_, {}};
        return Error{nothingWasSent(error) ? Errc::Network : Errc::ConnectionLost, detail, host_, {}};
    }

    // In doubt it was sent. A head without its body is not a request that can be carried out, so a body nobody read
    // means that nothing was; but Qt does not say when it sent a request whose body is empty.
    [[nodiscard]] bool nothingWasSent(QNetworkReply::NetworkError error) const
    {
        if (sent_ || error == QNetworkReply::ContentReSendError) return false;
        if (error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError) return true;
        return !body_ || (body_->length() > 0 && !body_->wasRead());
    }

    [[nodiscard]] std::optional<Error> truncation() const
    {
        const auto announced = reply_->rawHeader("content-length");
        const bool hasBody = request_.method != "HEAD" && status() != 204 && status() != 304;
        if (announced.isEmpty() || !hasBody || announced.trimmed().toLongLong() == received_) return std::nullopt;
        return Error{Errc::ConnectionLost, QStringLiteral("the answer was cut short"), host_, {}};
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
        if (reply_) {
            reply_->disconnect(this);
            if (reply_->isRunning()) reply_->abort();
        }
        deleteLater();
        const auto answer = answer_;
        answer.give(std::move(result)); // last: a continuation may run here and end everything
    }

    void release()
    {
        if (reply_) {
            reply_->disconnect(this);
            reply_->abort();
            delete reply_;
        }
        body_.reset();
        // Qt's own handles on these are gone with the reply, so what is wiped is the last copy that can be reached.
        for (auto& buffer : secretBuffers_)
            wipe(buffer);
    }

    std::shared_ptr<QNetworkAccessManager> manager_;
    HttpRequest request_;
    std::function<void(const QByteArray&)> onBytes_;
    std::stop_token stop_;
    QString host_;
    QPointer<QNetworkReply> reply_;
    std::unique_ptr<BodyDevice> body_;
    std::vector<QByteArray> secretBuffers_;
    std::optional<std::stop_callback<std::function<void()>>> stopped_;
    QTimer timer_;
    QElapsedTimer elapsed_;
    Answer<HttpResponse> answer_;
    QByteArray kept_;
    QString tlsErrors_;
    qint64 received_ = 0;
    bool sent_ = false;
    bool done_ = false;
};

QtHttp::QtHttp(std::chrono::milliseconds reuseWindow)
    : reuseWindow_(reuseWindow)
    , exchanges_(std::make_unique<QObject>())
{}

QtHttp::~QtHttp()
{
    exchanges_.reset();
}

std::shared_ptr<QNetworkAccessManager> QtHttp::managerFor(const QByteArray& method)
{
    const bool stale = lastUse_.isValid() && lastUse_.elapsed() > reuseWindow_.count();
    if (!manager_ || (stale && !isIdempotent(method))) {
        // The old one goes with its last exchange.
        manager_ =
            std::shared_ptr<QNetworkAccessManager>(new QNetworkAccessManager, [](QObject* old) { old->deleteLater(); });
        manager_->setCookieJar(new NoCookies);
        manager_->setProxyFactory(new ProxyChoice);
    }
    lastUse_.start();
    return manager_;
}

Async<HttpResponse> QtHttp::start(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                                  std::stop_token stop)
{
    Q_ASSERT(exchanges_->thread() == QThread::currentThread());
    if (const auto allowed = checkRequest(request); !allowed)
        return ready<HttpResponse>(tl::unexpected<Error>(allowed.error()));
    if (stop.stop_requested())
        return failed<HttpResponse>(Errc::Cancelled, QStringLiteral("stop was requested"), request.url.host());
    auto manager = managerFor(request.method);
    auto* exchange =
        new Exchange(std::move(request), std::move(onBytes), std::move(stop), std::move(manager), exchanges_.get());
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
