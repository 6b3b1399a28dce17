#include "core/identity/provider_directory.h"

#include "core/base/async_steps.h"

namespace core::identity {
namespace {

constexpr std::chrono::hours metadataLifetime(1);
constexpr std::chrono::hours keysLifetime(24);
constexpr std::chrono::seconds betweenKeyFetches(30);

} // namespace

ProviderDirectory::ProviderDirectory(net::Http& http, const Clock& clock, QObject* parent)
    : QObject(parent)
    , http_(http)
    , clock_(clock)
    , endpoint_(http, clock)
{}

Async<ProviderMetadata> ProviderDirectory::metadata(const ProviderConfig& config, Freshness freshness,
                                                    std::stop_token stop)
{
    // What was accepted over plain http for the demo is not handed to a configuration that does not allow it.
    const auto name = config.issuer + (config.plainHttpLoopback ? QStringLiteral(" loopback") : QString());
    const auto found = metadata_.find(name);
    if (freshness == Freshness::Remembered && found != metadata_.end() &&
        clock_.monotonic() - found->second.at < metadataLifetime) {
        return ready<ProviderMetadata>(found->second.metadata);
    }
    return thenStep(discover(http_, config, clock_.nowUtc(), std::move(stop)), this,
                    [this, name](const ProviderMetadata& metadata) {
                        metadata_.insert_or_assign(name, KnownMetadata{metadata, clock_.monotonic()});
                        return ready<ProviderMetadata>(metadata);
                    });
}

Async<crypto::JwkSet> ProviderDirectory::keys(const ProviderConfig& config, const ProviderMetadata& metadata,
                                              Freshness freshness, std::stop_token stop)
{
    if (!config.pinnedKeys.isEmpty()) return ready<crypto::JwkSet>(crypto::JwkSet::parse(config.pinnedKeys));
    const auto found = keys_.find(metadata.jwksUri);
    if (found != keys_.end()) {
        const auto age = clock_.monotonic() - found->second.at;
        const bool good = freshness == Freshness::Remembered ? age < keysLifetime : age < betweenKeyFetches;
        if (good) return ready<crypto::JwkSet>(found->second.keys);
    }
    return thenStep(endpoint_.keys(config, metadata, std::move(stop)), this,
                    [this, uri = metadata.jwksUri](const crypto::JwkSet& keys) {
                        keys_.insert_or_assign(uri, KnownKeys{keys, clock_.monotonic()});
                        return ready<crypto::JwkSet>(keys);
                    });
}

} // namespace core::identity
