#pragma once

#include "core/identity/provider.h"

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

namespace core::identity {

/// The path that a provider's answer comes back to. "/callback" for the demo and for what an administrator has set;
/// "/callback/" and 32 hexadecimal digits of the SHA-256 of the issuer for an issuer that somebody typed in.
///
/// Rationale: whoever talks a person into a hostile issuer can have its sign-in page be an honest provider's, where the
/// person does have an account, and be handed that provider's code together with its verifier (RFC 9700 section 4.4).
/// "Clients that interact with more than one authorization server" therefore have "a distinct redirect URI for each"
/// (section 4.4.2.2; RFC 8252 section 8.10): an honest provider knows its own path and sends no code to another's, and
/// whatever comes to another path than that of the sign-in under way is not taken.
///
/// 128 bits, because a hostile provider chooses its issuer: it must not find one whose path is an honest provider's.
/// Half of that is what large machines search through.
[[nodiscard]] QByteArray redirectPath(const ProviderConfig& config);

/// What has to be registered at the provider: that path on each of `redirectPorts`.
[[nodiscard]] QStringList redirectAddresses(const ProviderConfig& config);

/// Whether the answer must say whose it is (`iss`, RFC 9207). It must where the provider announces it, and where it
/// names a sign-in page and a token endpoint of different origins and nobody vouches that the two belong together.
[[nodiscard]] bool mustNameIssuer(const ProviderConfig& config, const ProviderMetadata& metadata);

} // namespace core::identity
