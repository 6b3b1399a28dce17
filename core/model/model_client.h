#pragma once

#include "core/agent/model_port.h"
#include "core/base/clock.h"
#include "core/model/endpoint.h"
#include "core/net/http.h"

#include <QtCore/QObject>

namespace core::model {

/// The agent's model port over one endpoint. Sends the key to its own origin only, follows no redirect, repeats
/// nothing: a request that failed is said to have failed.
///
/// \error Refused         the key belongs to another origin than the endpoint: nothing was sent
/// \error InvalidArgument the URL is neither https nor plain http to this machine
/// \error others          as errorFromResponse() and as the port says
///
/// Thread: as the port; the Http must live on the same one and outlive this. Logs: host, status, finish reason, codes.
class ModelClient final : public agent::ModelPort {
public:
    ModelClient(Endpoint endpoint, BoundKey key, net::Http& http, const Clock& clock);

    [[nodiscard]] Async<agent::ModelTurn> stream(agent::ModelRequest request,
                                                 std::function<void(const agent::ModelDelta&)> onDelta,
                                                 std::stop_token stop) override;

    [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }

private:
    Endpoint endpoint_;
    BoundKey key_;
    net::Http& http_;
    const Clock& clock_;
    QObject guard_;
};

} // namespace core::model
