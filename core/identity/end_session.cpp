#include "core/identity/end_session.h"

namespace core::identity {
namespace {

Result<QByteArray> buildUrl(const ProviderConfig& config, const ProviderMetadata& metadata,
                            const EndSessionParts& parts, std::span<const std::byte> hint)
{
    if (metadata.endSessionEndpoint.isEmpty()) {
        return fail(Errc::Unsupported, QStringLiteral("the provider has no sign-out page"),
                    metadata.tokenEndpoint.host());
    }
    QByteArray url = metadata.endSessionEndpoint.toEncoded(QUrl::FullyEncoded);
    url.reserve(url.size() + static_cast<qsizetype>(hint.size()) + 4096); // one buffer: nothing left behind by growing
    char separator = metadata.endSessionEndpoint.hasQuery() ? '&' : '?';
    const auto add = [&url, &separator](const char* name, const QByteArray& value) {
        if (value.isEmpty()) return;
        url.append(separator).append(name).append('=').append(value.toPercentEncoding());
        separator = '&';
    };
    add("client_id", config.clientId.toUtf8());
    if (!hint.empty()) {
        // A compact JWS is made of unreserved characters: nothing to encode.
        url.append(separator).append("id_token_hint=");
        url.append(reinterpret_cast<const char*>(hint.data()), static_cast<qsizetype>(hint.size()));
        separator = '&';
    }
    add("logout_hint", parts.logoutHint.toUtf8());
    if (!parts.postLogoutRedirectUri.isEmpty()) {
        add("post_logout_redirect_uri", parts.postLogoutRedirectUri.toEncoded(QUrl::FullyEncoded));
        add("state", parts.state);
    }
    add("ui_locales", parts.uiLocales.join(QLatin1Char(' ')).toUtf8());
    return url;
}

} // namespace

Result<Secret> endSessionUrl(const ProviderConfig& config, const ProviderMetadata& metadata,
                             const EndSessionParts& parts)
{
    TRY_ASSIGN(auto url, buildUrl(config, metadata, parts, parts.idTokenHint.expose()));
    return Secret::consume(std::move(url));
}

Result<QUrl> endSessionUrlWithoutHint(const ProviderConfig& config, const ProviderMetadata& metadata,
                                      const EndSessionParts& parts)
{
    TRY_ASSIGN(const auto url, buildUrl(config, metadata, parts, {}));
    return QUrl::fromEncoded(url, QUrl::StrictMode);
}

} // namespace core::identity
