#include "core/identity/refresh_machine.h"

#include "core/identity/id_token.h"

#include <algorithm>

namespace core::identity::refresh {
namespace {

Step stay(State state)
{
    return {std::move(state), {}};
}

Step go(State state, Phase phase, Effect effect)
{
    state.phase = phase;
    return {std::move(state), {std::move(effect)}};
}

Step finish(State state, std::optional<TokenGrant> grant, std::optional<Error> error)
{
    const bool locked = state.phase != Phase::Locking;
    state.phase = grant ? Phase::Done : Phase::Failed;
    state.grant = std::move(grant);
    state.error = std::move(error);
    std::vector<Effect> effects;
    if (locked) effects.emplace_back(effect::Unlock{});
    if (state.asked) effects.emplace_back(effect::Report{});
    effects.emplace_back(effect::Finish{});
    return {std::move(state), std::move(effects)};
}

Step finishFailed(State state, Error error)
{
    return finish(std::move(state), {}, std::move(error));
}

// What to do with a session that was just read or repaired.
Step decide(State state, const QDateTime& nowUtc)
{
    if (auto grant = usableToken(*state.stored, state.request, nowUtc)) {
        return finish(std::move(state), std::move(grant), {});
    }
    if (!state.stored->canRefresh()) {
        // A provider that gives no refresh token gave one access token only; where it was made for an API, the
        // provider's own userinfo may accept it too, and if not, says so.
        auto only = state.request;
        if (only.audience.isEmpty()) only.audience = state.stored->config.audience;
        if (auto grant = usableToken(*state.stored, only, nowUtc))
            return finish(std::move(state), std::move(grant), {});
        const auto host = QUrl(state.stored->config.issuer).host();
        return finishFailed(std::move(state), Error{Errc::SignInNeeded, QStringLiteral("no refresh token"), host, {}});
    }
    return go(std::move(state), Phase::Describing, effect::Describe{});
}

Step sessionRead(State state, const event::SessionRead& event)
{
    state.stored = event.stored;
    state.interruptedBefore = event.stored.refreshStartedUtc.has_value();
    // Tokens that an earlier refresh could not store are the only good ones, unless somebody has written since.
    if (event.unstored && event.unstored->version == event.stored.version) {
        state.stored = event.unstored;
        return go(std::move(state), Phase::StoringEarlier, effect::Write{});
    }
    return decide(std::move(state), event.nowUtc);
}

void endSession(State& state)
{
    state.over = true;
    state.stored->refresh = {};
    state.stored->access.clear();
}

void keepTokens(StoredSession& stored, const TokenAnswer& tokens, const QString& audience, const QDateTime& nowUtc)
{
    // "If a new refresh token is issued, the client MUST discard the old refresh token" (RFC 6749 section 6); if none
    // is, the old one stays good.
    if (!tokens.refresh.isEmpty()) stored.refresh = tokens.refresh;
    std::erase_if(stored.access,
                  [&](const HeldToken& held) { return held.audience == audience || held.expiresAtUtc <= nowUtc; });
    stored.access.push_back(HeldToken{audience, tokens.access, tokens.scopes,
                                      nowUtc.addSecs(static_cast<qint64>(tokens.lifetime.count()))});
}

Step tokensArrived(State state, const event::TokensArrived& event)
{
    if (!event.tokens.id.isEmpty()) {
        const auto same =
            SessionVerifier::samePerson(event.tokens.id, state.stored->session.key(), state.stored->config.clientId);
        if (!same) {
            // Somebody mixed up two people: neither the new tokens nor the old ones can be trusted.
            endSession(state);
            state.error = same.error();
            auto step = go(std::move(state), Phase::Ending, effect::Write{});
            step.effects.emplace_back(effect::Revoke{event.tokens});
            return step;
        }
    }
    keepTokens(*state.stored, event.tokens, state.request.audience, event.nowUtc);
    return go(std::move(state), Phase::Storing, effect::Write{});
}

Step written(State state, const event::Written& event)
{
    if (state.phase == Phase::StoringEarlier) return decide(std::move(state), event.nowUtc);
    if (state.phase == Phase::Ending) {
        auto error = *state.error;
        return finishFailed(std::move(state), std::move(error));
    }
    const auto& held = state.stored->access.back();
    TokenGrant grant{held.token, held.audience, held.scopes, held.expiresAtUtc};
    return finish(std::move(state), std::move(grant), {});
}

Step failedEvent(State state, const event::Failed& event)
{
    switch (state.phase) {
    case Phase::Requesting:
        if (event.error.code == Errc::SignInNeeded) { // the provider ended the session
            endSession(state);
            state.error = event.error;
            return go(std::move(state), Phase::Ending, effect::Write{});
        }
        if (event.error.code == Errc::Unauthorized) { // the provider wants to see the person, for this audience only
            auto error = event.error;
            error.code = Errc::SignInNeeded;
            return finishFailed(std::move(state), std::move(error));
        }
        return finishFailed(std::move(state), event.error); // a failure is not a question
    case Phase::Ending: {
        // It could not be written down; the next try hears the same from the provider.
        auto error = *state.error;
        return finishFailed(std::move(state), std::move(error));
    }
    case Phase::Storing:
    case Phase::StoringEarlier: {
        const bool overtaken = event.error.code == Errc::Conflict || event.error.code == Errc::NotFound;
        auto step = finishFailed(std::move(state), event.error);
        if (!overtaken) step.effects.insert(step.effects.begin(), effect::KeepUnstored{});
        return step;
    }
    case Phase::Start:
    case Phase::Done:
    case Phase::Failed: return stay(std::move(state));
    case Phase::Locking:
    case Phase::Reading:
    case Phase::Describing:
    case Phase::Marking: return finishFailed(std::move(state), event.error);
    }
    return stay(std::move(state));
}

struct Visitor {
    State state;

    Step operator()(const event::Begun& event)
    {
        if (state.phase != Phase::Start) return stay(std::move(state));
        state.request = event.request;
        return go(std::move(state), Phase::Locking, effect::Lock{});
    }
    Step operator()(const event::Locked&)
    {
        if (state.phase == Phase::Locking) return go(std::move(state), Phase::Reading, effect::Read{});
        return stay(std::move(state));
    }
    Step operator()(const event::SessionRead& event)
    {
        return state.phase == Phase::Reading ? sessionRead(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::Described& event)
    {
        if (state.phase != Phase::Describing) return stay(std::move(state));
        state.metadata = event.metadata;
        return go(std::move(state), Phase::Marking, effect::Mark{});
    }
    Step operator()(const event::Marked&)
    {
        if (state.phase != Phase::Marking) return stay(std::move(state));
        state.asked = true;
        return go(std::move(state), Phase::Requesting, effect::Request{});
    }
    Step operator()(const event::TokensArrived& event)
    {
        return state.phase == Phase::Requesting ? tokensArrived(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::Written& event)
    {
        const bool writing =
            state.phase == Phase::Storing || state.phase == Phase::StoringEarlier || state.phase == Phase::Ending;
        return writing ? written(std::move(state), event) : stay(std::move(state));
    }
    Step operator()(const event::Failed& event) { return failedEvent(std::move(state), event); }
    Step operator()(const event::Stopped&)
    {
        switch (state.phase) {
        case Phase::Locking:
        case Phase::Reading:
        case Phase::Describing:
            return finishFailed(std::move(state), Error{Errc::Cancelled, QStringLiteral("stopped"), {}, {}});
        case Phase::Start:
        case Phase::StoringEarlier:
        case Phase::Marking:
        case Phase::Requesting:
        case Phase::Storing:
        case Phase::Ending:
        case Phase::Done:
        case Phase::Failed: break; // too late, or not begun
        }
        return stay(std::move(state));
    }
};

} // namespace

QString phaseName(Phase phase)
{
    switch (phase) {
    case Phase::Start: return QStringLiteral("start");
    case Phase::Locking: return QStringLiteral("locking");
    case Phase::Reading: return QStringLiteral("reading");
    case Phase::StoringEarlier: return QStringLiteral("storing-earlier");
    case Phase::Describing: return QStringLiteral("describing");
    case Phase::Marking: return QStringLiteral("marking");
    case Phase::Requesting: return QStringLiteral("requesting");
    case Phase::Storing: return QStringLiteral("storing");
    case Phase::Ending: return QStringLiteral("ending");
    case Phase::Done: return QStringLiteral("done");
    case Phase::Failed: return QStringLiteral("failed");
    }
    return {};
}

bool mustComeToItsEnd(Phase phase)
{
    switch (phase) {
    case Phase::StoringEarlier:
    case Phase::Marking:
    case Phase::Requesting:
    case Phase::Storing:
    case Phase::Ending: return true;
    case Phase::Start:
    case Phase::Locking:
    case Phase::Reading:
    case Phase::Describing:
    case Phase::Done:
    case Phase::Failed: break;
    }
    return false;
}

std::optional<TokenGrant> usableToken(const StoredSession& stored, const AccessTokenRequest& request,
                                      const QDateTime& nowUtc)
{
    for (const auto& held : stored.access) {
        if (held.audience != request.audience) continue;
        if (held.expiresAtUtc < nowUtc.addSecs(static_cast<qint64>(request.minimumValidity.count()))) continue;
        if (!request.rejected.isEmpty() && held.token.equalsConstantTime(request.rejected)) continue;
        return TokenGrant{held.token, held.audience, held.scopes, held.expiresAtUtc};
    }
    return {};
}

Step next(State state, const Event& event)
{
    return std::visit(Visitor{std::move(state)}, event);
}

} // namespace core::identity::refresh
