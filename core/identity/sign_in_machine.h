#pragma once

#include "core/identity/authorization.h"
#include "core/identity/browser.h"
#include "core/identity/provider_directory.h"
#include "core/identity/token_endpoint.h"
#include "core/identity/user_session.h"

#include <QtCore/QDateTime>

#include <optional>
#include <variant>
#include <vector>

/// One sign-in as a pure function: next(state, event) gives the next state and what to do. No I/O, no clock and no
/// randomness in here: time and random parts come with the events. SignInFlow does the effects.
namespace core::identity::sign_in {

enum class Phase {
    Start,
    Discovering,   ///< asking the provider to describe itself
    Preparing,     ///< waiting for the redirect address
    Pushing,       ///< handing in the request directly (RFC 9126), where the provider demands it
    InBrowser,     ///< the person signs in
    Exchanging,    ///< code for tokens; used once, never again
    LoadingKeys,   ///< the provider's keys, maybe remembered ones
    ReloadingKeys, ///< once more, freshly: the token names a key that is not known
    ReadingUserInfo,
    Confirming, ///< the person says whether this is their account, where that has to be asked
    Storing,    ///< from here a stop is too late: the session is being written
    Done,
    Failed,
};

[[nodiscard]] QString phaseName(Phase phase);

struct State {
    Phase phase = Phase::Start;
    ProviderConfig config = {};
    SignInOptions options = {};
    std::optional<ProviderMetadata> metadata = {};
    std::optional<crypto::JwsAlgorithm> algorithm = {}; ///< pinned
    RequestParts parts = {};
    PkceVerifier verifier = {}; ///< dropped when the code has been redeemed
    QDateTime openedAtUtc = {};
    TokenAnswer tokens = {};
    std::optional<UserSession> session = {};
    std::optional<Error> error = {};
};

namespace event {
struct Begun {
    ProviderConfig config;
    SignInOptions options;
    std::optional<crypto::JwsAlgorithm> storedAlgorithm; ///< of an earlier sign-in at this provider
    QByteArray state;
    QByteArray nonce;
    PkceVerifier verifier;
};
struct Discovered {
    ProviderMetadata metadata;
};
struct RedirectReady {
    QUrl redirectUri;
    QDateTime nowUtc;
};
struct Pushed {
    QByteArray requestUri;
    QDateTime nowUtc;
};
struct Redirected {
    QByteArray received;
};
struct TokensArrived {
    TokenAnswer tokens;
};
struct KeysArrived {
    crypto::JwkSet keys;
    QDateTime nowUtc;
};
struct UserInfoArrived {
    QJsonObject claims;
};
struct Confirmed {};
struct Stored {};
struct Failed { ///< whatever was being done did not work out
    Error error;
};
struct Stopped {};
} // namespace event

using Event = std::variant<event::Begun, event::Discovered, event::RedirectReady, event::Pushed, event::Redirected,
                           event::TokensArrived, event::KeysArrived, event::UserInfoArrived, event::Confirmed,
                           event::Stored, event::Failed, event::Stopped>;

namespace effect {
struct Discover {};
struct PrepareRedirect {
    QByteArray path;
};
struct PushRequest {
    std::vector<std::pair<QByteArray, QByteArray>> fields;
};
struct OpenBrowser {
    BrowserRequest request;
};
struct Exchange {
    CodeGrant grant;
};
struct LoadKeys {
    Freshness freshness;
};
struct ReadUserInfo {};
struct Confirm {};
struct Store {};
struct Revoke { ///< tokens that must not be used: somebody else signed in, or they could not be kept
    TokenAnswer tokens;
};
struct Finish {}; ///< the state holds the session, or the error
} // namespace effect

using Effect = std::variant<effect::Discover, effect::PrepareRedirect, effect::PushRequest, effect::OpenBrowser,
                            effect::Exchange, effect::LoadKeys, effect::ReadUserInfo, effect::Confirm, effect::Store,
                            effect::Revoke, effect::Finish>;

struct Step {
    State state;
    std::vector<Effect> effects;
};

/// Pure and total: an event that does not belong to the phase changes nothing and does nothing (a late answer after a
/// stop, a second redirect). Every way out goes through exactly one Finish.
[[nodiscard]] Step next(State state, const Event& event);

} // namespace core::identity::sign_in
