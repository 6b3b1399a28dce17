#pragma once

#include "core/base/ids.h"
#include "core/identity/provider.h"
#include "core/secret/secret.h"

#include <chrono>
#include <optional>

namespace core::identity {

/// What one sign-in adds to the configuration.
struct SignInOptions {
    QStringList acrValues = {};
    std::optional<std::chrono::seconds> maxAge = {};
    /// "login", "select_account", "none", or empty. "consent" is added where offline access needs it; "select_account"
    /// becomes "login" at a provider that is not known to take it.
    QString prompt = {};
    QString loginHint = {};
    QStringList uiLocales = {};               ///< "ja", "en"
    std::optional<UserKey> expectedUser = {}; ///< anybody else is refused with OtherAccount
    bool offline = true;                      ///< a refresh token is wanted: `offline_access`
};

/// The parts of one authorization request that are made up for it alone.
struct RequestParts {
    QUrl redirectUri;
    QByteArray state;
    QByteArray nonce;
    QByteArray challenge; ///< of the PKCE verifier
};

/// Every parameter of the authorization request, in order (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1,
/// RFC 7636 section 4.3, RFC 8707 section 2). For the URL and for a pushed request alike.
[[nodiscard]] std::vector<std::pair<QByteArray, QByteArray>> authorizationFields(const ProviderMetadata& metadata,
                                                                                 const ProviderConfig& config,
                                                                                 const SignInOptions& options,
                                                                                 const RequestParts& parts);

/// The address to open in the browser. Parameters that the endpoint's own query has already are kept (RFC 6749
/// section 3.1). Holds no secret: the verifier stays here.
[[nodiscard]] QUrl authorizationUrl(const ProviderMetadata& metadata,
                                    const std::vector<std::pair<QByteArray, QByteArray>>& fields);

/// What the browser's answer must be.
struct RedirectExpectation {
    QUrl redirectUri; ///< compared whole: scheme, host, port and path
    QByteArray state;
    QString issuer;
    bool issRequired = false; ///< see mustNameIssuer()
};

inline constexpr qsizetype maxRedirectBytes = 16 * 1024;

/// Reads the address the provider sent the browser to, and takes the code out of it.
///
/// \error Protocol       not the redirect address, not our state, a parameter twice (RFC 6749 section 3.1), neither
///                       code nor error, or malformed; the sign-in is over
/// \error WrongIssuer    `iss` is another's, or missing although required (RFC 9207 section 2.4): a mix-up attack.
///                       Missing: no subject
/// \error Denied         access_denied: the person, or the provider for them, said no
/// \error SignInNeeded   login_required, interaction_required and their like, after prompt=none
/// \error InvalidArgument  the provider refused a field of ours; subject "client_id", "audience" or "scope"
/// \error ServerFault    server_error, temporarily_unavailable
/// \error TooLarge       over maxRedirectBytes
[[nodiscard]] Result<AuthorizationCode> readRedirect(const QByteArray& received, const RedirectExpectation& expected);

/// True when `received` is for this attempt: the redirect address with this `state`. A listener on a loopback port gets
/// requests from anybody on the machine; it answers the others with an error and goes on waiting.
[[nodiscard]] bool isAnswerTo(const QByteArray& received, const QUrl& redirectUri, const QByteArray& state);

/// What an OAuth error code of the authorization or token endpoint means for the caller (RFC 6749 sections 4.1.2.1 and
/// 5.2, OpenID Connect Core section 3.1.2.6, RFC 8707 section 2). `detail` never repeats text of the provider's that is
/// not a code.
[[nodiscard]] Error oauthError(const QByteArray& code, const QString& host);

} // namespace core::identity
