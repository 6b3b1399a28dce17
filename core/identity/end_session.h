#pragma once

#include "core/identity/provider.h"
#include "core/secret/secret.h"

namespace core::identity {

/// The parts of a sign-out request (OpenID Connect RP-Initiated Logout 1.0 section 2).
struct EndSessionParts {
    IdToken idTokenHint = {}; ///< empty: left out, and the provider may ask the person
    QString logoutHint = {};
    QUrl postLogoutRedirectUri = {};
    QByteArray state = {};
    QStringList uiLocales = {};
};

/// The address that ends the provider's own session. It carries the ID token, hence a Secret: it must not come near a
/// command line.
/// \error Unsupported  the provider has no end_session_endpoint
[[nodiscard]] Result<Secret> endSessionUrl(const ProviderConfig& config, const ProviderMetadata& metadata,
                                           const EndSessionParts& parts);

/// The same without the ID token.
/// \error Unsupported  as above
[[nodiscard]] Result<QUrl> endSessionUrlWithoutHint(const ProviderConfig& config, const ProviderMetadata& metadata,
                                                    const EndSessionParts& parts);

} // namespace core::identity
