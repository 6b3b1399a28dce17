// The part of Identity that signs a person in for one call (RFC 9470 section 4).
#include "core/base/async_steps.h"
#include "core/identity/identity.h"

#include <algorithm>

namespace core::identity {

Async<TokenGrant> Identity::stepUp(const StepUp& wanted, Browser& browser, std::stop_token stop)
{
    if (signingIn_) return failed<TokenGrant>(Errc::Busy, QStringLiteral("another sign-in is under way"));
    if (ending_) return failed<TokenGrant>(Errc::Cancelled, QStringLiteral("the program ends"));
    signingIn_ = true;
    stop = stoppable(std::move(stop));
    const auto outcome = thenStep(sessions(), this, [=, this, &browser](const QList<SessionSummary>& known) {
        return startStepUp(wanted, browser, known, stop);
    });
    const Answer<TokenGrant> answer;
    onReady(outcome, this, [this, answer, person = wanted.person](const Result<TokenGrant>& result) {
        signingIn_ = false;
        onCallersStop_.reset();
        audit::Record entry;
        entry.kind = audit::Kind::SignIn;
        entry.person = person.storageName();
        entry.host = QUrl(person.issuer).host();
        entry.outcome = result ? QStringLiteral("ok") : errcName(result.error().code);
        entry.labels = {QStringLiteral("step-up")};
        record(std::move(entry));
        answer.give(result);
    });
    return answer.future();
}

Async<TokenGrant> Identity::startStepUp(const StepUp& wanted, Browser& browser, const QList<SessionSummary>& known,
                                        std::stop_token stop)
{
    const auto person = std::find_if(known.begin(), known.end(), [&wanted](const SessionSummary& one) {
        return one.session && one.session->key() == wanted.person;
    });
    if (person == known.end())
        return failed<TokenGrant>(Errc::NotFound, QStringLiteral("this person is not known here"));
    auto config = person->config;
    config.audience = wanted.audience;
    config.resources.clear();
    SignInOptions options;
    if (!wanted.acr.isEmpty()) options.acrValues = {wanted.acr};
    options.maxAge = std::chrono::seconds(0);
    options.prompt = QStringLiteral("login"); // for providers that pass over max_age
    options.loginHint = person->session->login();
    options.uiLocales = wanted.uiLocales;
    options.expectedUser = wanted.person;
    options.offline = false;
    const auto grant = std::make_shared<TokenGrant>();
    const auto take = [grant](const StoredSession& session) {
        const auto& held = session.access.front();
        *grant = {held.token, held.audience, held.scopes, held.expiresAtUtc};
        return ready<>({});
    };
    return thenStep(startFlow(config, options, browser, known, std::move(stop), {}, take), this,
                    [grant](const UserSession&) { return ready<TokenGrant>(*grant); });
}

} // namespace core::identity
