#pragma once

#include "app/demo/model_api.h"
#include "core/httpserver/http_server.h"

/// The demo's scripted model as a service that wants a key, like one on the internet.
class ModelService final : public QObject {
public:
    ModelService()
        : model_({std::chrono::milliseconds(0)}, clock_)
    {
        auto server = core::httpserver::HttpServer::listen(
            0, {}, this,
            [this](const core::httpserver::Request& request, std::shared_ptr<core::httpserver::Responder> responder) {
                if (request.header("authorization") != "Bearer " + key.toLatin1()) {
                    responder->send(
                        {401, "application/json", R"({"error":{"message":"Incorrect API key provided."}})"});
                    return;
                }
                told += request.body;
                model_.handle(request, std::move(responder));
            });
        if (server) server_ = std::move(*server);
    }

    [[nodiscard]] bool runs() const { return server_ != nullptr; }
    [[nodiscard]] QString address() const { return QStringLiteral("http://127.0.0.1:%1/v1").arg(server_->port()); }

    const QString key = QStringLiteral("sk-test-9f2c71d84b60a35e");
    const QString name = QString::fromLatin1(app::demo::modelName);
    QByteArray told; ///< everything it was sent

private:
    core::SystemClock clock_;
    app::demo::ModelApi model_;
    std::unique_ptr<core::httpserver::HttpServer> server_; // last: its handler uses the others
};
