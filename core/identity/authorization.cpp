#include "core/identity/authorization.h"

#include "core/crypto/digest.h"

#include <QtCore/QHash>

namespace core::identity {
namespace {

// One query parameter, decoded. Not QUrlQuery: it knows nothing of '+', and silently keeps malformed escapes.
Result<QByteArray> decodeFormText(QByteArrayView text)
{
    QByteArray decoded;
    decoded.reserve(text.size());
    const auto digit = [](char character) -> int {
        if (character >= '0' && character <= '9') return character - '0';
        if (character >= 'a' && character <= 'f') return character - 'a' + 10;
        if (character >= 'A' && character <= 'F') return character - 'A' + 10;
        return -1;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (character == '+') {
            decoded.append(' ');
        } else if (character == '%') {
            const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return fail(Errc::Protocol, QStringLiteral("a malformed escape in the redirect"));
            decoded.append(static_cast<char>(high * 16 + low));
            i += 2;
        } else if (character <= ' ' || character == '\x7f' || static_cast<unsigned char>(character) >= 0x80) {
            return fail(Errc::Protocol, QStringLiteral("a character in the redirect that no URL has"));
        } else {
            decoded.append(character);
        }
    }
    return decoded;
}

Result<QHash<QByteArray, QByteArray>> readQuery(QByteArrayView query)
{
    QHash<QByteArray, QByteArray> fields;
    qsizetype start = 0;
    while (start <= query.size()) {
        auto end = query.indexOf('&', start);
        if (end < 0) end = query.size();
        const auto pair = query.sliced(start, end - start);
        start = end + 1;
        if (pair.isEmpty()) continue;
        const auto equals = pair.indexOf('=');
        TRY_ASSIGN(const auto name, decodeFormText(equals < 0 ? pair : pair.first(equals)));
        TRY_ASSIGN(const auto value, decodeFormText(equals < 0 ? QByteArrayView() : pair.sliced(equals + 1)));
        // "Request and response parameters MUST NOT be included more than once." (RFC 6749 section 3.1)
        if (fields.contains(name))
            return fail(Errc::Protocol, QStringLiteral("a parameter of the redirect came twice"));
        fields.insert(name, value);
    }
    return fields;
}

// The part behind '?', when everything before it is exactly the redirect address.
Result<QByteArray> queryBehind(const QByteArray& received, const QUrl& redirectUri)
{
    if (received.size() > maxRedirectBytes) return fail(Errc::TooLarge, QStringLiteral("the redirect is too long"));
    const auto address = redirectUri.toEncoded(QUrl::FullyEncoded) + '?';
    if (!received.startsWith(address)) return fail(Errc::Protocol, QStringLiteral("not our redirect address"));
    const auto query = received.mid(address.size());
    if (query.contains('#')) return fail(Errc::Protocol, QStringLiteral("the redirect has a fragment"));
    return query;
}

bool isErrorCode(const QByteArray& code)
{
    if (code.isEmpty() || code.size() > 64) return false;
    return std::all_of(code.begin(), code.end(), [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_';
    });
}

// Both let a person choose an account without listing that, take one prompt at a time, and give a refresh token without
// asking for consent once more.
bool takesOnePrompt(const QString& issuer)
{
    static const QStringList hosts{QStringLiteral("login.microsoftonline.com"), QStringLiteral("accounts.google.com")};
    return hosts.contains(QUrl(issuer).host());
}

QString promptOf(const ProviderMetadata& metadata, const ProviderConfig& config, const QString& wanted,
                 const QStringList& scopes)
{
    const auto chooser = QStringLiteral("select_account");
    const bool onlyOne = takesOnePrompt(config.issuer);
    auto prompt = wanted;
    // A provider may refuse a prompt it does not know, and only "none" and "login" are known to all (OpenID Connect
    // Core section 15.1). Signing in anew lets a person choose as well.
    if (prompt == chooser && !onlyOne && !metadata.promptValuesSupported.contains(chooser))
        prompt = QStringLiteral("login");
    // Without prompt=consent a provider "MUST ignore the offline_access request" (OpenID Connect Core section 11); with
    // prompt=none there must be no other value (section 3.1.2.1).
    const auto consent = QStringLiteral("consent");
    if (onlyOne || prompt == QLatin1String("none") || prompt.contains(consent) ||
        !scopes.contains(QStringLiteral("offline_access")))
        return prompt;
    return prompt.isEmpty() ? consent : prompt + QLatin1Char(' ') + consent;
}

} // namespace

std::vector<std::pair<QByteArray, QByteArray>> authorizationFields(const ProviderMetadata& metadata,
                                                                   const ProviderConfig& config,
                                                                   const SignInOptions& options,
                                                                   const RequestParts& parts)
{
    const auto scopes = requestedScopes(config, metadata, options.offline);
    std::vector<std::pair<QByteArray, QByteArray>> fields{
        {"response_type", "code"},
        {"client_id", config.clientId.toUtf8()},
        {"redirect_uri", parts.redirectUri.toEncoded(QUrl::FullyEncoded)},
        {"scope", scopes.join(QLatin1Char(' ')).toUtf8()},
        {"state", parts.state},
        {"nonce", parts.nonce},
        {"code_challenge", parts.challenge},
        {"code_challenge_method", "S256"},
    };
    for (auto& field : audienceFields(config, config.audience))
        fields.push_back(std::move(field));
    for (const auto& resource : config.resources) {
        // `audience` may be sent once only; the others are known to the provider as resources, or through scopes.
        for (auto& field : audienceFields(config, resource))
            if (field.first == "resource" && resource != config.audience) fields.push_back(std::move(field));
    }
    if (!options.acrValues.isEmpty()) {
        fields.emplace_back("acr_values", options.acrValues.join(QLatin1Char(' ')).toUtf8());
    }
    if (options.maxAge) fields.emplace_back("max_age", QByteArray::number(options.maxAge->count()));
    const auto prompt = promptOf(metadata, config, options.prompt, scopes);
    if (!prompt.isEmpty()) fields.emplace_back("prompt", prompt.toUtf8());
    if (!options.loginHint.isEmpty()) fields.emplace_back("login_hint", options.loginHint.toUtf8());
    if (!options.uiLocales.isEmpty()) {
        fields.emplace_back("ui_locales", options.uiLocales.join(QLatin1Char(' ')).toUtf8());
    }
    return fields;
}

QUrl authorizationUrl(const ProviderMetadata& metadata, const std::vector<std::pair<QByteArray, QByteArray>>& fields)
{
    QByteArray query = metadata.authorizationEndpoint.query(QUrl::FullyEncoded).toLatin1();
    for (const auto& [name, value] : fields) {
        if (!query.isEmpty()) query += '&';
        query += name.toPercentEncoding() + '=' + value.toPercentEncoding();
    }
    auto url = metadata.authorizationEndpoint;
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

Error oauthError(const QByteArray& code, const QString& host)
{
    const auto detail = isErrorCode(code) ? QStringLiteral("the provider answered ") + QString::fromLatin1(code)
                                          : QStringLiteral("the provider answered with an unreadable error");
    const auto error = [&detail](Errc errc, const QString& subject) { return Error{errc, detail, subject, {}}; };
    if (code == "access_denied") return error(Errc::Denied, host);
    if (code == "login_required" || code == "interaction_required" || code == "account_selection_required" ||
        code == "consent_required" || code == "invalid_grant" || code == "mfa_required" ||
        code == "unmet_authentication_requirements") {
        return error(Errc::SignInNeeded, host);
    }
    if (code == "unauthorized_client" || code == "invalid_client") {
        return error(Errc::InvalidArgument, QStringLiteral("client_id"));
    }
    if (code == "invalid_target") return error(Errc::InvalidArgument, QStringLiteral("audience"));
    if (code == "invalid_scope") return error(Errc::InvalidArgument, QStringLiteral("scope"));
    if (code == "server_error" || code == "temporarily_unavailable") return error(Errc::ServerFault, host);
    return error(Errc::Protocol, host);
}

Result<AuthorizationCode> readRedirect(const QByteArray& received, const RedirectExpectation& expected)
{
    TRY_ASSIGN(const auto query, queryBehind(received, expected.redirectUri));
    TRY_ASSIGN(const auto fields, readQuery(query));
    if (expected.state.isEmpty() || !crypto::equalsConstantTime(fields.value("state"), expected.state)) {
        return fail(Errc::Protocol, QStringLiteral("the redirect does not carry our state"), QStringLiteral("state"));
    }
    // Checked before anything else is believed, the error too: "if the value does not match the expected issuer
    // identifier, clients MUST reject the authorization response" (RFC 9207 section 2.4).
    if (fields.contains("iss") ? fields.value("iss") != expected.issuer.toUtf8() : expected.issRequired) {
        return fail(Errc::WrongIssuer, QStringLiteral("the redirect is not from the issuer that was asked"),
                    QString::fromUtf8(fields.value("iss").left(2048)));
    }
    const auto host = QUrl(expected.issuer).host();
    const auto code = fields.value("code");
    if (fields.contains("error")) {
        if (!code.isEmpty()) return fail(Errc::Protocol, QStringLiteral("both a code and an error"), host);
        return tl::unexpected(oauthError(fields.value("error"), host));
    }
    if (code.isEmpty()) return fail(Errc::Protocol, QStringLiteral("neither a code nor an error"), host);
    if (code.size() > 4096) return fail(Errc::TooLarge, QStringLiteral("the code is too long"), host);
    return AuthorizationCode(Secret::consume(QByteArray(code.constData(), code.size())));
}

bool isAnswerTo(const QByteArray& received, const QUrl& redirectUri, const QByteArray& state)
{
    const auto query = queryBehind(received, redirectUri);
    if (!query) return false;
    const auto fields = readQuery(*query);
    return fields && !state.isEmpty() && crypto::equalsConstantTime(fields->value("state"), state);
}

} // namespace core::identity
