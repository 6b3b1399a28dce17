#pragma once

#include "core/identity/session_store.h"
#include "core/identity/token_endpoint.h"

#include <QtCore/QDateTime>

#include <optional>
#include <variant>
#include <vector>

namespace core::identity {

/// An access token with what is known about it. What is asked for is `minimumValidity`; a provider whose tokens live
/// shorter than that still gets its token used.
struct TokenGrant {
    AccessToken token;
    QString audience;
    QStringList scopes;
    QDateTime expiresAtUtc;
};

/// Which access token is wanted.
struct AccessTokenRequest {
    UserKey person;
    QString audience = {}; ///< empty: the provider's own userinfo
    std::chrono::seconds minimumValidity{30};
    AccessToken rejected = {}; ///< one that a resource server has just refused as invalid: not to be given again
};

} // namespace core::identity

/// Getting an access token, as a pure function. The order is the point: with rotation a refresh token is used up the
/// moment the provider sees it, and using it twice ends the session (RFC 9700 section 4.14.2). So: take the person's
/// lock, read what is stored (somebody else may have refreshed), note durably that a refresh starts, ask once, store
/// the new tokens durably, and only then give the access token away.
namespace core::identity::refresh {

enum class Phase {
    Start,
    Locking,
    Reading,
    StoringEarlier, ///< tokens of an earlier refresh that could not be stored then
    Describing,     ///< the provider's endpoints
    Marking,
    Requesting, ///< from here a stop only ends the waiting: the answer must be stored
    Storing,
    Ending, ///< the provider has ended the session: storing that
    Done,
    Failed,
};

[[nodiscard]] QString phaseName(Phase phase);

/// Whether the program must not end now: what is stored may be used up already, and what replaces it is not stored yet.
[[nodiscard]] bool mustComeToItsEnd(Phase phase);

struct State {
    Phase phase = Phase::Start;
    AccessTokenRequest request = {};
    std::optional<StoredSession> stored = {};
    std::optional<ProviderMetadata> metadata = {};
    bool interruptedBefore = false; ///< an earlier refresh never came to its end
    bool asked = false;             ///< the refresh token has gone out
    bool over = false;              ///< the session is: its tokens are not kept
    std::optional<TokenGrant> grant = {};
    std::optional<Error> error = {};
};

namespace event {
struct Begun {
    AccessTokenRequest request;
};
struct Locked {};
struct SessionRead {
    StoredSession stored;
    std::optional<StoredSession> unstored; ///< of an earlier refresh in this process
    QDateTime nowUtc;
};
struct Described {
    ProviderMetadata metadata;
};
struct Marked {};
struct TokensArrived {
    TokenAnswer tokens;
    QDateTime nowUtc;
};
struct Written {
    QDateTime nowUtc;
};
struct Failed {
    Error error;
};
struct Stopped {};
} // namespace event

using Event = std::variant<event::Begun, event::Locked, event::SessionRead, event::Described, event::Marked,
                           event::TokensArrived, event::Written, event::Failed, event::Stopped>;

namespace effect {
struct Lock {};
struct Read {};
struct Describe {};
struct Mark {};
struct Request {};
struct Write {}; ///< state.stored, if nobody changed the record meanwhile
struct KeepUnstored {
}; ///< state.stored holds tokens that exist nowhere else: keep them in memory and store them next time
struct Revoke { ///< tokens that belong to somebody else
    TokenAnswer tokens;
};
struct Unlock {};
struct Report {}; ///< to the audit log: a refresh was asked for and this is how it ended
struct Finish {}; ///< the state holds the grant, or the error
} // namespace effect

using Effect = std::variant<effect::Lock, effect::Read, effect::Describe, effect::Mark, effect::Request, effect::Write,
                            effect::KeepUnstored, effect::Revoke, effect::Unlock, effect::Report, effect::Finish>;

struct Step {
    State state;
    std::vector<Effect> effects;
};

/// The stored token that fits the request, if there is one.
[[nodiscard]] std::optional<TokenGrant> usableToken(const StoredSession& stored, const AccessTokenRequest& request,
                                                    const QDateTime& nowUtc);

/// Pure and total: an event that does not belong to the phase changes nothing. Every way out goes through exactly one
/// Finish, and through exactly one Unlock once Locked has come.
[[nodiscard]] Step next(State state, const Event& event);

} // namespace core::identity::refresh
