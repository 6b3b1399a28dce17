#include "core/identity/sign_in_machine.h"

#include "core/identity/id_token.h"
#include "core/identity/pkce.h"
#include "core/identity/redirect_path.h"

namespace core::identity::sign_in {
namespace {

Step stay(State state)
{
    return {std::move(state), {}};
}

Step finishFailed(State state, Error error)
{
    Step step{std::move(state), {}};
    // Tokens that nobody will use are made void, so that they cannot be used by anybody else either.
    if (!step.state.tokens.access.isEmpty()) step.effects.emplace_back(effect::Revoke{step.state.tokens});
    step.state.phase = Phase::Failed;
    step.state.error = std::move(error);
    step.state.session.reset();
    step.state.tokens = {};
    step.state.verifier = {};
    step.effects.emplace_back(effect::Finish{});
    return step;
}

Step begin(State state, const event::Begun& begun)
{
    state.config = begun.config;
    state.options = begun.options;
    state.algorithm = begun.config.idTokenAlgorithm ? begun.config.idTokenAlgorithm : begun.storedAlgorithm;
    state.parts.state = begun.state;
    state.parts.nonce = begun.nonce;
    state.verifier = begun.verifier;
    auto challenge = pkceChallenge(state.verifier);
    if (!challenge) return finishFailed(std::move(state), challenge.error());
    state.parts.challenge = *challenge;
    if (state.config.clientId.isEmpty()) {
        return finishFailed(
            std::move(state),
            Error{Errc::InvalidArgument, QStringLiteral("no client ID"), QStringLiteral("client_id"), {}});
    }
    state.phase = Phase::Discovering;
    return {std::move(state), {effect::Discover{}}};
}

Step discovered(State state, const event::Discovered& event)
{
    state.metadata = event.metadata;
    if (!state.algorithm) {
        const auto algorithm = pinnedAlgorithm(state.config, event.metadata);
        if (!algorithm) return finishFailed(std::move(state), algorithm.error());
        state.algorithm = *algorithm;
    }
    state.phase = Phase::Preparing;
    auto path = redirectPath(state.config);
    return {std::move(state), {effect::PrepareRedirect{std::move(path)}}};
}

Step openBrowser(State state, const QUrl& url, const QDateTime& nowUtc)
{
    BrowserRequest request;
    request.authorizationUrl = url;
    request.redirectUri = state.parts.redirectUri;
    request.state = state.parts.state;
    request.organisation = state.config.name.isEmpty() ? QUrl(state.config.issuer).host() : state.config.name;
    request.demo = state.config.demo;
    request.allowedOrigins = {originOf(url)};
    for (const auto& origin : QStringList{originOf(QUrl(state.config.issuer))} + state.config.signInOrigins)
        if (!origin.isEmpty() && !request.allowedOrigins.contains(origin)) request.allowedOrigins.append(origin);
    state.openedAtUtc = nowUtc;
    state.phase = Phase::InBrowser;
    return {std::move(state), {effect::OpenBrowser{std::move(request)}}};
}

Step redirectReady(State state, const event::RedirectReady& event)
{
    if (event.redirectUri.path(QUrl::FullyEncoded).toLatin1() != redirectPath(state.config)) {
        return finishFailed(std::move(state),
                            Error{Errc::Internal,
                                  QStringLiteral("the browser made another redirect address than was asked for"),
                                  {},
                                  {}});
    }
    state.parts.redirectUri = event.redirectUri;
    auto fields = authorizationFields(*state.metadata, state.config, state.options, state.parts);
    if (state.metadata->requirePushedAuthorizationRequests) {
        state.phase = Phase::Pushing;
        return {std::move(state), {effect::PushRequest{std::move(fields)}}};
    }
    const auto url = authorizationUrl(*state.metadata, fields);
    return openBrowser(std::move(state), url, event.nowUtc);
}

Step pushed(State state, const event::Pushed& event)
{
    const auto url = authorizationUrl(
        *state.metadata, {{"client_id", state.config.clientId.toUtf8()}, {"request_uri", event.requestUri}});
    return openBrowser(std::move(state), url, event.nowUtc);
}

Step redirected(State state, const event::Redirected& event)
{
    auto code = readRedirect(event.received, {state.parts.redirectUri, state.parts.state, state.config.issuer,
                                              mustNameIssuer(state.config, *state.metadata)});
    state.parts.state.clear(); // one-time: a second redirect finds nothing to match
    if (!code) return finishFailed(std::move(state), code.error());
    CodeGrant grant{*code, state.verifier, state.parts.redirectUri,
                    requestedScopes(state.config, *state.metadata, state.options.offline)};
    state.verifier = {};
    state.phase = Phase::Exchanging;
    return {std::move(state), {effect::Exchange{std::move(grant)}}};
}

Step tokensArrived(State state, const event::TokensArrived& event)
{
    state.tokens = event.tokens;
    if (state.tokens.id.isEmpty()) {
        return finishFailed(
            std::move(state),
            Error{Errc::Protocol, QStringLiteral("the provider gave no ID token"), QStringLiteral("id_token"), {}});
    }
    state.phase = Phase::LoadingKeys;
    return {std::move(state), {effect::LoadKeys{Freshness::Remembered}}};
}

Step confirm(State state)
{
    state.phase = Phase::Confirming;
    return {std::move(state), {effect::Confirm{}}};
}

Step keysArrived(State state, const event::KeysArrived& event)
{
    IdTokenExpectation expected;
    expected.issuer = state.config.issuer;
    expected.clientId = state.config.clientId;
    expected.algorithm = *state.algorithm;
    expected.nonce = state.parts.nonce;
    expected.accessToken = state.tokens.access;
    expected.maxAge = state.options.maxAge;
    expected.requestedAtUtc = state.openedAtUtc;
    expected.acceptedAcr = state.options.acrValues;
    auto session = SessionVerifier::verify(state.tokens.id, event.keys, expected, event.nowUtc);
    if (!session && session.error().code == Errc::NotFound) {
        // Maybe the provider has changed its keys since they were remembered: ask once (OpenID Connect Core
        // section 10.1.1).
        if (state.phase == Phase::LoadingKeys) {
            state.phase = Phase::ReloadingKeys;
            return {std::move(state), {effect::LoadKeys{Freshness::Fresh}}};
        }
        session.error().code = Errc::BadToken;
        session.error().subject = QStringLiteral("kid");
    }
    if (!session) return finishFailed(std::move(state), session.error());
    if (state.options.expectedUser && session->key() != *state.options.expectedUser) {
        const auto login = session->login();
        return finishFailed(std::move(state),
                            Error{Errc::OtherAccount, QStringLiteral("another account signed in"), login, {}});
    }
    state.session = *session;
    const bool named = !session->claims().value(QStringLiteral("name")).toString().isEmpty();
    if (!named && !state.metadata->userinfoEndpoint.isEmpty()) {
        state.phase = Phase::ReadingUserInfo;
        return {std::move(state), {effect::ReadUserInfo{}}};
    }
    return confirm(std::move(state));
}

Step userInfoArrived(State state, const event::UserInfoArrived& event)
{
    auto session = state.session->withUserInfo(event.claims);
    if (!session) return finishFailed(std::move(state), session.error());
    state.session = *session;
    return confirm(std::move(state));
}

Step failedEvent(State state, const event::Failed& event)
{
    // The name is nice to have; a token made for an API only is refused by userinfo, and that is no reason to refuse
    // the person. A wrong answer is: see userInfoArrived.
    if (state.phase == Phase::ReadingUserInfo) return confirm(std::move(state));
    return finishFailed(std::move(state), event.error);
}

Step stopped(State state)
{
    return finishFailed(std::move(state), Error{Errc::Cancelled, QStringLiteral("the sign-in was stopped"), {}, {}});
}

struct Visitor {
    State state;

    Step operator()(const event::Begun& event)
    {
        return state.phase == Phase::Start ? begin(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::Discovered& event)
    {
        return state.phase == Phase::Discovering ? discovered(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::RedirectReady& event)
    {
        return state.phase == Phase::Preparing ? redirectReady(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::Pushed& event)
    {
        return state.phase == Phase::Pushing ? pushed(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::Redirected& event)
    {
        return state.phase == Phase::InBrowser ? redirected(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::TokensArrived& event)
    {
        if (state.phase == Phase::Exchanging) return tokensArrived(std::move(state), event);
        // The sign-in was stopped while the code was being redeemed: the tokens are ours all the same.
        if (state.phase == Phase::Failed) return {std::move(state), {effect::Revoke{event.tokens}}};
        return stay(std::move(state));
    }
    Step operator()(const event::KeysArrived& event)
    {
        const bool waiting = state.phase == Phase::LoadingKeys || state.phase == Phase::ReloadingKeys;
        return waiting ? keysArrived(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::UserInfoArrived& event)
    {
        return state.phase == Phase::ReadingUserInfo ? userInfoArrived(std::move(state), event)
                                                     : stay(std::move(state));
    }
    Step operator()(const event::Confirmed&)
    {
        if (state.phase != Phase::Confirming) return stay(std::move(state));
        state.phase = Phase::Storing;
        return {std::move(state), {effect::Store{}}};
    }
    Step operator()(const event::Stored&)
    {
        if (state.phase != Phase::Storing) return stay(std::move(state));
        state.phase = Phase::Done;
        return {std::move(state), {effect::Finish{}}};
    }
    Step operator()(const event::Failed& event)
    {
        const bool over = state.phase == Phase::Start || state.phase == Phase::Done || state.phase == Phase::Failed;
        return over ? stay(std::move(state)) : failedEvent(std::move(state), event);
    }
    Step operator()(const event::Stopped&)
    {
        const bool tooLate = state.phase == Phase::Start || state.phase == Phase::Storing ||
                             state.phase == Phase::Done || state.phase == Phase::Failed;
        return tooLate ? stay(std::move(state)) : stopped(std::move(state));
    }
};

} // namespace

QString phaseName(Phase phase)
{
    switch (phase) {
    case Phase::Start: return QStringLiteral("start");
    case Phase::Discovering: return QStringLiteral("discovering");
    case Phase::Preparing: return QStringLiteral("preparing");
    case Phase::Pushing: return QStringLiteral("pushing");
    case Phase::InBrowser: return QStringLiteral("in-browser");
    case Phase::Exchanging: return QStringLiteral("exchanging");
    case Phase::LoadingKeys: return QStringLiteral("loading-keys");
    case Phase::ReloadingKeys: return QStringLiteral("reloading-keys");
    case Phase::ReadingUserInfo: return QStringLiteral("reading-userinfo");
    case Phase::Confirming: return QStringLiteral("confirming");
    case Phase::Storing: return QStringLiteral("storing");
    case Phase::Done: return QStringLiteral("done");
    case Phase::Failed: return QStringLiteral("failed");
    }
    return {};
}

Step next(State state, const Event& event)
{
    return std::visit(Visitor{std::move(state)}, event);
}

} // namespace core::identity::sign_in
