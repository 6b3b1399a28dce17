#pragma once

#include "core/base/clock.h"
#include "core/model/endpoint.h"
#include "core/net/http.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <optional>
#include <stop_token>

namespace core::model {

enum class EndpointField { BaseUrl, Model, Key };

/// What a person entered, before it is an endpoint.
struct TryOutInput {
    Protocol protocol = Protocol::ChatCompletions;
    QString baseUrl;
    QString model;   ///< empty: the models are listed, and the field is named as the one that is missing
    ApiKey key = {}; ///< goes to the base URL's origin only
    std::optional<quint32> serverUser = {}; ///< see Endpoint
};

/// What trying it out found.
struct TryOutReport {
    std::optional<Endpoint> endpoint = {};        ///< set when it answered
    std::optional<EndpointField> wrongField = {}; ///< what to change; unset with an error that is nobody's field
    std::optional<Error> error = {};
    QStringList models = {};                ///< what the endpoint offers, if it says so
    std::optional<quint32> serverUser = {}; ///< with ForeignServer: whose it is, where that can be told
};

/// Finds out whether an endpoint answers, with two requests: GET models (many endpoints have it, not all), then one
/// answer of one token. No conversation is sent.
///
/// Thread: on the one that owns it; the Http must live there and outlive this. Logs: host and codes.
class EndpointTester {
public:
    EndpointTester(net::Http& http, const Clock& clock);

    /// Every finding is a report. \error Cancelled `stop` was requested
    [[nodiscard]] Async<TryOutReport> tryOut(const TryOutInput& input, const std::stop_token& stop);

    /// The models an endpoint lists.
    ///
    /// \error NotJson it has no such list
    /// \error others  as errorFromResponse() and core::net::Http
    [[nodiscard]] Async<QStringList> models(const Endpoint& endpoint, const BoundKey& key,
                                            std::chrono::milliseconds timeout, std::stop_token stop);

private:
    struct Attempt;
    [[nodiscard]] Async<QStringList> ask(const Endpoint& endpoint, const BoundKey& key, net::HttpRequest request,
                                         std::stop_token stop);
    void modelsListed(const std::shared_ptr<Attempt>& attempt, const Result<QStringList>& models);
    void askForOneToken(const std::shared_ptr<Attempt>& attempt);

    net::Http& http_;
    const Clock& clock_;
    QObject guard_;
};

} // namespace core::model
