#pragma once

#include "core/httpserver/http_server.h"
#include "tests/fakes/fake_provider.h"

#include <QtCore/QObject>

namespace fakes {

/// The FakeProvider on a real loopback socket, for tests with several processes. Answers on the thread it was made on.
class FakeProviderServer : public QObject {
public:
    explicit FakeProviderServer(const core::Clock& clock)
    {
        auto listening = core::httpserver::HttpServer::listen(
            0, {}, this,
            [this](const core::httpserver::Request& request,
                   const std::shared_ptr<core::httpserver::Responder>& responder) { serve(request, responder); });
        if (!listening) return;
        server_ = std::move(*listening);
        provider = std::make_unique<FakeProvider>(QStringLiteral("http://127.0.0.1:%1").arg(server_->port()), clock);
    }

    std::unique_ptr<FakeProvider> provider; ///< null when there was no port
    /// Called when a request has come and before it is answered; false: no answer is given at all.
    std::function<bool(const QString& path)> onRequest = [](const QString&) { return true; };
    std::function<bool(const QString& path)> onAnswer = [](const QString&) { return true; };

private:
    void serve(const core::httpserver::Request& request, const std::shared_ptr<core::httpserver::Responder>& responder)
    {
        if (!onRequest(request.path)) return;
        auto answer = provider->handle(request.method, request.path, request.form(), request.header("authorization"));
        if (!onAnswer(request.path)) return;
        core::httpserver::Response response;
        response.status = answer.status;
        response.contentType = answer.contentType;
        response.body = answer.body;
        response.headers = answer.headers;
        responder->send(std::move(response));
    }

    std::unique_ptr<core::httpserver::HttpServer> server_;
};

} // namespace fakes
