#pragma once

#include "core/net/http.h"

#include <QtCore/QElapsedTimer>

class QNetworkAccessManager;

namespace core::net {

/// The Http port over QNetworkAccessManager, with what that does by itself undone:
///
/// - It sends a request again, POST too, when the connection closes before the answer. Here a method that is not
///   idempotent gets its body from a device that cannot be rewound, which makes Qt give up instead.
/// - It reuses idle connections, and the other side may be closing one at that moment. A method that is not idempotent
///   gets a new connection unless the old one was used within `reuseWindow`.
/// - Cookies, cache, redirects, HTTP/2, compression and stored credentials are off.
///
/// TLS 1.2 or later, the system's authorities plus those of QSslConfiguration::defaultConfiguration(), no exceptions.
/// The system's proxy settings apply, but never to this machine. HTTP/1.1.
///
/// Thread: as the port. Destroying it aborts what is under way; those answers arrive as Errc::Cancelled.
class QtHttp final : public Http {
public:
    explicit QtHttp(std::chrono::milliseconds reuseWindow = std::chrono::seconds(4));
    ~QtHttp() override;
    QtHttp(const QtHttp&) = delete;
    QtHttp& operator=(const QtHttp&) = delete;

    [[nodiscard]] Async<HttpResponse> send(HttpRequest request, std::stop_token stop) override;
    [[nodiscard]] Async<HttpResponse> stream(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                                             std::stop_token stop) override;

private:
    class Exchange;
    Async<HttpResponse> start(HttpRequest request, std::function<void(const QByteArray&)> onBytes,
                              std::stop_token stop);
    std::shared_ptr<QNetworkAccessManager> managerFor(const QByteArray& method);

    std::chrono::milliseconds reuseWindow_;
    std::shared_ptr<QNetworkAccessManager> manager_; ///< also held by each exchange that runs on it
    QElapsedTimer lastUse_;
    std::unique_ptr<QObject> exchanges_; ///< owns the Exchange objects
};

} // namespace core::net
