#pragma once

#include "core/identity/identity.h"

namespace core::identity {

/// Carries out one sign-out from one keeping, a straight line of steps under the person's lock: read, describe, revoke
/// the refresh token and each access token, drop them here, and then end the provider's own session. What the provider
/// does not do goes into the report; only what keeps the tokens from being dropped here is a failure. Deletes itself.
class SignOutTask : public QObject {
    Q_OBJECT
public:
    SignOutTask(Identity& identity, Keeping keeping, QString person, Browser* browser, std::stop_token stop);
    [[nodiscard]] Async<SignOutReport> start();

private:
    void locked(const Result<std::shared_ptr<PersonLock>>& lock);
    void revokeLater(const StoredSession& session);
    void sessionRead(const Result<StoredSession>& stored);
    void described(const Result<ProviderMetadata>& metadata);
    void revokeNext();
    void revoked(const Result<>& result);
    void dropTokens();
    void dropped(const Result<qint64>& version);
    void redirectReady(const Result<QUrl>& redirect);
    void sessionEnded(const Result<SessionEnd>& ended);
    void finish();
    void giveUp(const Error& error);
    void note(const Error& error);

    struct Revocation {
        Secret token;
        TokenEndpoint::Hint hint;
    };

    Identity& identity_;
    Keeping keeping_;
    QString person_;
    Browser* browser_;
    std::stop_token stop_;
    Answer<SignOutReport> answer_;
    SignOutReport report_;
    std::shared_ptr<PersonLock> lock_;
    std::optional<StoredSession> stored_;
    std::optional<ProviderMetadata> metadata_;
    IdToken hint_;
    std::vector<Revocation> pending_;
    bool refreshTokenRevoked_ = false;
    Unfinished::Hold unfinished_; ///< until the tokens are gone here; the provider's page may be left open
};

} // namespace core::identity
