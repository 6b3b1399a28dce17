#pragma once

#include "core/base/clock.h"
#include "core/identity/token_endpoint.h"

#include <QtCore/QObject>

#include <map>

namespace core::identity {

enum class Freshness { Remembered, Fresh };

/// What providers say about themselves and which keys they publish, remembered for this run only.
/// Thread: that of `http`.
class ProviderDirectory : public QObject {
    Q_OBJECT
public:
    /// \param http, clock  outlive this object
    ProviderDirectory(net::Http& http, const Clock& clock, QObject* parent = nullptr);

    /// Remembered for an hour. \error those of discover()
    [[nodiscard]] Async<ProviderMetadata> metadata(const ProviderConfig& config, Freshness freshness,
                                                   std::stop_token stop);

    /// Remembered for a day. A fresh copy is fetched at most every 30 seconds for one provider: tokens that name
    /// unknown keys must not turn this program into a source of requests. \error those of TokenEndpoint::keys
    [[nodiscard]] Async<crypto::JwkSet> keys(const ProviderConfig& config, const ProviderMetadata& metadata,
                                             Freshness freshness, std::stop_token stop);

private:
    struct KnownMetadata {
        ProviderMetadata metadata;
        std::chrono::milliseconds at;
    };
    struct KnownKeys {
        crypto::JwkSet keys;
        std::chrono::milliseconds at;
    };

    net::Http& http_;
    const Clock& clock_;
    TokenEndpoint endpoint_;
    std::map<QString, KnownMetadata> metadata_; ///< by issuer
    std::map<QUrl, KnownKeys> keys_;            ///< by jwks_uri
};

} // namespace core::identity
