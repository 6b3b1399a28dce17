#pragma once

#include "core/crypto/signing_key.h"
#include "core/identity/id_token.h"
#include "core/identity/session_store.h"

#include <QtCore/QJsonDocument>

/// Sessions for tests, made the only way there is: from an ID token that verifies.
namespace person_records {

inline const auto issuer = QStringLiteral("https://id.example");
inline const auto now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);

template <typename Role>
core::RoleSecret<Role> secret(const QByteArray& text)
{
    return core::RoleSecret<Role>(core::Secret::consume(QByteArray(text.constData(), text.size())));
}

inline QByteArray exposed(const core::Secret& value)
{
    const auto bytes = value.expose();
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

inline core::identity::UserSession session(const QString& subject, const QString& from = issuer)
{
    static const auto key = *core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256);
    const QJsonObject claims{{QStringLiteral("iss"), from},
                             {QStringLiteral("sub"), subject},
                             {QStringLiteral("aud"), QStringLiteral("client")},
                             {QStringLiteral("nonce"), QStringLiteral("N")},
                             {QStringLiteral("name"), QStringLiteral("Name of ") + subject},
                             {QStringLiteral("iat"), now.toSecsSinceEpoch()},
                             {QStringLiteral("exp"), now.toSecsSinceEpoch() + 300}};
    core::identity::IdTokenExpectation expected;
    expected.issuer = from;
    expected.clientId = QStringLiteral("client");
    expected.algorithm = core::crypto::JwsAlgorithm::ES256;
    expected.nonce = "N";
    const core::IdToken token(
        core::Secret::consume(*key.sign({}, QJsonDocument(claims).toJson(QJsonDocument::Compact))));
    const core::crypto::JwkSet keys(QList<core::crypto::Jwk>{key.publicKey()});
    return *core::identity::SessionVerifier::verify(token, keys, expected, now);
}

inline core::identity::StoredSession stored(const QString& subject, const QByteArray& refreshToken,
                                            const QString& from = issuer)
{
    core::identity::ProviderConfig config;
    config.issuer = from;
    config.clientId = QStringLiteral("client");
    config.audience = QStringLiteral("urn:hr");
    core::identity::StoredSession made{config, core::crypto::JwsAlgorithm::ES256, session(subject, from), now};
    made.idToken = secret<struct core::IdTokenRole>("header.payload-of-" + subject.toLatin1() + ".signature");
    made.refresh = secret<struct core::RefreshTokenRole>(refreshToken);
    made.access.push_back({QStringLiteral("urn:hr"),
                           secret<struct core::AccessTokenRole>("access-of-" + refreshToken),
                           {QStringLiteral("hr:read"), QStringLiteral("openid")},
                           now.addSecs(300)});
    made.access.push_back({QString(),
                           secret<struct core::AccessTokenRole>("userinfo-of-" + refreshToken),
                           {QStringLiteral("openid")},
                           now.addSecs(100)});
    return made;
}

} // namespace person_records
