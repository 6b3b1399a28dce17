#pragma once

#include "core/base/error.h"
#include "core/base/ids.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>

namespace core::identity {

class SessionVerifier;
class SessionRecord;

/// A person who is signed in, and the proof of it: it can only be made from an ID token whose signature and claims held
/// (SessionVerifier), or restored from the sealed store into which such a one was written (SessionRecord). Nothing
/// that a model, a tool or a window says can make one. A value. Thread: any.
class UserSession {
public:
    [[nodiscard]] const UserKey& key() const { return key_; }
    /// The verified claims of the ID token, with those of userinfo where the token did not carry them.
    [[nodiscard]] const QJsonObject& claims() const { return claims_; }
    /// The person's name: `name`, else given and family name, else `preferred_username`, else e-mail, else the subject.
    [[nodiscard]] QString displayName() const;
    /// E-mail address or user name; may be empty.
    [[nodiscard]] QString login() const;
    /// Until when the ID token itself may be relied on. The session goes on as long as it can be refreshed.
    [[nodiscard]] const QDateTime& expiresAtUtc() const { return expiresAtUtc_; }
    /// When the person last proved who they are, if the provider said so (`auth_time`).
    [[nodiscard]] const QDateTime& authenticatedAtUtc() const { return authenticatedAtUtc_; }
    /// What the ID token says the person may do for the organisation: its `roles` and `groups`, Keycloak's
    /// `realm_access.roles`, and claims of a name of the organisation's own that ends in "/roles". Never userinfo's.
    [[nodiscard]] QStringList roles() const;
    [[nodiscard]] QString acr() const { return claims_.value(QStringLiteral("acr")).toString(); }

    /// The same session with claims of userinfo for those that the ID token lacks; none is replaced.
    /// \error BadToken  `sub` is missing or another's: the answer must not be used (OpenID Connect Core section 5.3.2)
    [[nodiscard]] Result<UserSession> withUserInfo(const QJsonObject& userinfo) const;

private:
    friend class SessionVerifier;
    friend class SessionRecord;
    UserSession(UserKey key, QJsonObject claims);

    UserKey key_;
    QJsonObject claims_;
    QDateTime expiresAtUtc_;
    QDateTime authenticatedAtUtc_;
};

} // namespace core::identity
