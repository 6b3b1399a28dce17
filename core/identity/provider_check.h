#pragma once

#include "core/base/clock.h"
#include "core/identity/provider.h"

#include <QtCore/QObject>

namespace core::identity {

enum class ProviderField { Issuer, ClientId, Audience };

/// What can be said of something without a person signing in.
enum class Verdict {
    Accepted,
    Refused,
    Unknown, ///< the provider does not tell without a sign-in, and no standard makes it tell
};

/// What "Test connection" found.
struct ProviderCheck {
    std::optional<Error> error = {};              ///< none: it can be used, as far as that can be known
    std::optional<ProviderField> wrongField = {}; ///< which input the error is about, when it is one
    std::optional<ProviderMetadata> metadata = {};
    Verdict clientId = Verdict::Unknown;
    Verdict redirect = Verdict::Unknown; ///< the address of redirect_path.h is registered for the client
    Verdict audience = Verdict::Unknown;
};

/// Tries a configuration without a browser and without a person:
///
/// 1. discovery, and the provider's keys: wrong issuer, unreachable, a web page, no usable signature algorithm;
/// 2. the token endpoint is offered a code that cannot exist: `invalid_client` and `unauthorized_client` mean that the
///    client ID is wrong or not a public client's, `invalid_grant` that it is known (RFC 6749 section 5.2);
/// 3. the request is pushed (RFC 9126), or where that is not offered sent to the authorization endpoint with
///    `prompt=none`: a redirect back means that client ID and redirect address are accepted (its error may name the
///    audience); an error page without a redirect means that one of them is not (RFC 6749 section 4.1.2.1); a login
///    page says nothing.
///
/// Nothing of this signs anybody in or leaves anything behind. Never fails as a call: what was found is the answer;
/// Cancelled is the only error.
/// Thread: that of `http`. Logs: what Http logs.
[[nodiscard]] Async<ProviderCheck> checkProvider(net::Http& http, const Clock& clock, const ProviderConfig& config,
                                                 QObject* guard, std::stop_token stop);

/// The verdicts of step 2 and step 3, pure.
void judgeTokenProbe(ProviderCheck& check, const net::HttpResponse& response);
void judgePushProbe(ProviderCheck& check, const net::HttpResponse& response);
void judgeAuthorizationProbe(ProviderCheck& check, const net::HttpResponse& response, const QUrl& redirectUri);

} // namespace core::identity
