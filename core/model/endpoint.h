#pragma once

#include "core/base/async.h"
#include "core/base/ids.h"
#include "core/net/http.h"
#include "core/secret/secret.h"

#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <optional>
#include <vector>

namespace core::model {

/// How an endpoint is spoken to.
enum class Protocol {
    ChatCompletions,   ///< OpenAI's, and everybody who copied it: Ollama, LM Studio, llama.cpp, vLLM, OpenRouter, Azure
    AnthropicMessages, ///< Anthropic's own
};

/// Scheme, host and port of a URL, in lower case and with the port always written: "https://api.openai.com:443".
/// Empty for anything but http and https.
[[nodiscard]] QString originOf(const QUrl& url);

/// Where a model is and which one. A value without any secret: the key is in the keychain under `keyEntry`.
struct Endpoint {
    EndpointId id;
    Protocol protocol = Protocol::ChatCompletions;
    QUrl baseUrl; ///< normalised; a query (Azure's api-version) goes with every request
    QString model;
    QString keyEntry = {};  ///< name of the keychain entry; empty: no key
    QString keyOrigin = {}; ///< the only origin the key may be sent to; empty with an empty `keyEntry`
    /// Limit of one answer. Unset: the server's own; Anthropic, where the field is required, gets 8192.
    std::optional<int> maxOutputTokens = {};
    /// Whose server on this machine, beside this user's and root's, may be spoken to over plain http.
    std::optional<quint32> serverUser = {};

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// What a person typed, as an endpoint: trailing slashes and a copied "/chat/completions" are cut off, a bare host
/// gets the usual "/v1".
///
/// \error InvalidArgument `subject` is "baseUrl" (not https, and not http to this machine; user information in it; a
///                        fragment) or "model" (empty)
[[nodiscard]] Result<Endpoint> makeEndpoint(Protocol protocol, const QString& baseUrl, const QString& model);

/// The keychain entry for an origin's key: one key an origin, so that typing it once is enough.
[[nodiscard]] QString keyEntryName(const QString& origin);
/// The endpoint with a key bound to its own origin.
[[nodiscard]] Endpoint withKey(Endpoint endpoint);

/// "gpt-4o-mini at api.openai.com"
[[nodiscard]] QString displayName(const Endpoint& endpoint);

/// The URL of one of the endpoint's resources, e.g. "chat/completions", with the base URL's query.
[[nodiscard]] QUrl resourceUrl(const Endpoint& endpoint, const QString& resource);

/// An API key that goes to one origin and to no other, whatever the request says. Holds the key; hands out headers.
class BoundKey {
public:
    BoundKey() = default; ///< no key: requests go out without one
    BoundKey(ApiKey key, QString origin);

    [[nodiscard]] bool isEmpty() const { return key_.isEmpty(); }
    [[nodiscard]] const QString& origin() const { return origin_; }

    /// The headers that carry the key to `url`; none when there is no key.
    ///
    /// \error Refused the URL is of another origin than the key's; nothing may be sent
    [[nodiscard]] Result<std::vector<net::SecretHeader>> headersFor(const QUrl& url, Protocol protocol) const;

private:
    ApiKey key_;
    QString origin_;
};

} // namespace core::model
