#include "core/identity/user_session.h"

#include <QtCore/QJsonArray>

namespace core::identity {
namespace {

QDateTime fromSeconds(const QJsonValue& value)
{
    if (!value.isDouble()) return {};
    return QDateTime::fromSecsSinceEpoch(static_cast<qint64>(value.toDouble()), Qt::UTC);
}

void addTexts(const QJsonValue& value, QStringList& texts)
{
    if (value.isString() && !value.toString().isEmpty()) texts.append(value.toString());
    for (const auto& item : value.toArray())
        if (item.isString() && !item.toString().isEmpty()) texts.append(item.toString());
}

bool namesRoles(const QString& claim)
{
    return claim == QLatin1String("roles") || claim == QLatin1String("groups") ||
           claim.endsWith(QLatin1String("/roles"));
}

} // namespace

UserSession::UserSession(UserKey key, QJsonObject claims)
    : key_(std::move(key))
    , claims_(std::move(claims))
    , expiresAtUtc_(fromSeconds(claims_.value(QStringLiteral("exp"))))
    , authenticatedAtUtc_(fromSeconds(claims_.value(QStringLiteral("auth_time"))))
{}

QString UserSession::displayName() const
{
    const auto claim = [this](const char* name) {
        return claims_.value(QString::fromLatin1(name)).toString().trimmed();
    };
    if (const auto name = claim("name"); !name.isEmpty()) return name;
    const auto both = QStringList{claim("given_name"), claim("family_name")}.join(QLatin1Char(' ')).trimmed();
    if (!both.isEmpty()) return both;
    if (const auto user = claim("preferred_username"); !user.isEmpty()) return user;
    if (const auto mail = claim("email"); !mail.isEmpty()) return mail;
    return key_.subject;
}

QString UserSession::login() const
{
    const auto mail = claims_.value(QStringLiteral("email")).toString();
    return mail.isEmpty() ? claims_.value(QStringLiteral("preferred_username")).toString() : mail;
}

QStringList UserSession::roles() const
{
    QStringList roles;
    for (auto claim = claims_.constBegin(); claim != claims_.constEnd(); ++claim)
        if (namesRoles(claim.key())) addTexts(claim.value(), roles);
    addTexts(claims_.value(QStringLiteral("realm_access")).toObject().value(QStringLiteral("roles")), roles);
    roles.removeDuplicates();
    return roles;
}

Result<UserSession> UserSession::withUserInfo(const QJsonObject& userinfo) const
{
    const auto subject = userinfo.value(QStringLiteral("sub"));
    if (!subject.isString() || subject.toString() != key_.subject) {
        return fail(Errc::BadToken, QStringLiteral("userinfo is about another subject"), QStringLiteral("sub"));
    }
    auto claims = claims_;
    for (auto claim = userinfo.constBegin(); claim != userinfo.constEnd(); ++claim) {
        // What decides about the session itself comes from the signed token only.
        static const QStringList signedOnly{
            QStringLiteral("iss"),       QStringLiteral("aud"), QStringLiteral("exp"),
            QStringLiteral("iat"),       QStringLiteral("nbf"), QStringLiteral("azp"),
            QStringLiteral("auth_time"), QStringLiteral("acr"), QStringLiteral("nonce"),
            QStringLiteral("amr"),       QStringLiteral("sid"), QStringLiteral("realm_access")};
        if (!claims.contains(claim.key()) && !signedOnly.contains(claim.key()) && !namesRoles(claim.key())) {
            claims.insert(claim.key(), claim.value());
        }
    }
    return UserSession(key_, claims);
}

} // namespace core::identity
