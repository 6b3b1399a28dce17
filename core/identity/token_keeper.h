#pragma once

#include "core/audit/record.h"
#include "core/identity/person_keys.h"
#include "core/identity/person_locks.h"
#include "core/identity/provider_directory.h"
#include "core/identity/refresh_machine.h"
#include "core/identity/session_store.h"
#include "core/identity/unfinished.h"

#include <QtCore/QObject>

#include <map>

namespace core::identity {

/// Where and how one kind of session is kept: on this machine, or for this run only.
struct Keeping {
    SessionStore& store;
    PersonKeys& keys;
    PersonLocks& locks;
};

/// Hands out access tokens of people who are signed in, refreshing them where needed. See refresh_machine.h for the
/// order in which that is done, and why.
class TokenKeeper : public QObject {
    Q_OBJECT
public:
    /// All references outlive this object.
    /// \param unfinished  counts the refreshes that must come to their end
    TokenKeeper(ProviderDirectory& directory, TokenEndpoint& endpoint, audit::AuditSink& audit, const Clock& clock,
                Unfinished& unfinished, QObject* parent = nullptr);

    /// \error SignInNeeded  the session is over, or the provider wants to see the person before it gives a token for
    ///                      this audience: only a new sign-in helps
    /// \error NotFound      this person never signed in here
    /// \error Busy          another process is refreshing and does not come to an end
    /// \error Network, Timeout, ConnectionLost, ServerFault, RateLimited, ...  try later; never a reason to ask
    /// \error DiskFull      new tokens came and could not be kept; they are stored first thing next time
    /// \error Cancelled     `stop` was requested; a refresh that is under way still comes to its end
    [[nodiscard]] Async<TokenGrant> grant(const AccessTokenRequest& request, Keeping keeping, std::stop_token stop);

    /// Tokens that came and could not be written down; newer than what the store has.
    [[nodiscard]] std::optional<StoredSession> unstored(const QString& person) const;

    /// Forgets what is remembered of a person: after a sign-in, a sign-out or forgetting.
    void drop(const QString& person);

    /// The program is about to end: what has not sent anything yet is given up, and nothing begins. Who waits for a
    /// token, or asks for one afterwards, gets no answer: any would be taken for the outcome of a call.
    void windDown();

Q_SIGNALS:
    /// The provider refused to go on with the session.
    void sessionEnded(const core::UserKey& person);

private:
    friend class RefreshTask;

    [[nodiscard]] Async<TokenGrant> startRefresh(const AccessTokenRequest& request, Keeping keeping,
                                                 std::stop_token stop);

    ProviderDirectory& directory_;
    TokenEndpoint& endpoint_;
    audit::AuditSink& audit_;
    const Clock& clock_;
    Unfinished& unfinished_;
    bool ending_ = false;
    std::vector<Answer<TokenGrant>> unanswered_; ///< since windDown()
    std::map<QString, StoredSession> seen_;      ///< as last read or written: saves opening the record
    std::map<QString, StoredSession> unstored_;  ///< tokens that could not be written
};

} // namespace core::identity
