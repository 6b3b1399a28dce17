#include "core/identity/redirect_path.h"

#include "core/crypto/digest.h"
#include "core/identity/redirect_ports.h"

namespace core::identity {
namespace {

constexpr qsizetype pathBytes = 16;

bool isVouchedFor(const ProviderConfig& config)
{
    return config.managed || config.demo;
}

} // namespace

QByteArray redirectPath(const ProviderConfig& config)
{
    const QByteArray common("/callback");
    if (isVouchedFor(config)) return common;
    return common + '/' + crypto::sha256(config.issuer.toUtf8()).first(pathBytes).toHex();
}

QStringList redirectAddresses(const ProviderConfig& config)
{
    QStringList addresses;
    for (const auto port : redirectPorts)
        addresses.append(QStringLiteral("http://127.0.0.1:%1").arg(port) + QString::fromLatin1(redirectPath(config)));
    return addresses;
}

bool mustNameIssuer(const ProviderConfig& config, const ProviderMetadata& metadata)
{
    if (metadata.issInResponses) return true;
    return !isVouchedFor(config) && originOf(metadata.authorizationEndpoint) != originOf(metadata.tokenEndpoint);
}

} // namespace core::identity
