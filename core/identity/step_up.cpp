// The part of Identity in which people prove anew who they are, for one call or one answer (RFC 9470 section 4).
#include "core/base/async_steps.h"
#include "core/identity/identity.h"

#include <algorithm>

namespace core::identity {

Async<SteppedUp> Identity::stepUp(const StepUp& wanted, Browser& browser, std::stop_token stop)
{
    return thenStep(prove(wanted, Who::ThePerson, browser, std::move(stop)), this, [this](const Proof& proof) {
        return ready<SteppedUp>(SteppedUp{proof.grant, proof.session.acr(), clock_.nowUtc()});
    });
}

Async<UserSession> Identity::identify(const UserKey& person, const QStringList& uiLocales, Browser& browser,
                                      std::stop_token stop)
{
    return thenStep(prove({person, {}, {}, uiLocales}, Who::Anybody, browser, std::move(stop)), this,
                    [](const Proof& proof) { return ready<UserSession>(proof.session); });
}

Async<Identity::Proof> Identity::prove(const StepUp& wanted, Who who, Browser& browser, std::stop_token stop)
{
    if (signingIn_)
        return failed<Proof>(Errc::Busy, QStringLiteral("another sign-in is under way"), QStringLiteral("sign-in"));
    if (ending_) return failed<Proof>(Errc::Cancelled, QStringLiteral("the program ends"));
    signingIn_ = true;
    stop = stoppable(std::move(stop));
    const auto outcome = thenStep(sessions(), this, [=, this, &browser](const QList<SessionSummary>& known) {
        return startProof(wanted, who, browser, known, stop);
    });
    const Answer<Proof> answer;
    onReady(outcome, this, [this, answer, who, person = wanted.person](const Result<Proof>& result) {
        signingIn_ = false;
        onCallersStop_.reset();
        audit::Record entry;
        entry.kind = audit::Kind::SignIn;
        entry.person = person.storageName();
        entry.host = QUrl(person.issuer).host();
        entry.outcome = result ? QStringLiteral("ok") : errcName(result.error().code);
        entry.labels = {who == Who::ThePerson ? QStringLiteral("step-up") : QStringLiteral("approver")};
        if (result && who == Who::Anybody) entry.labels += QStringLiteral("by:") + result->session.key().storageName();
        record(std::move(entry));
        answer.give(result);
    });
    return answer.future();
}

Async<Identity::Proof> Identity::startProof(const StepUp& wanted, Who who, Browser& browser,
                                            const QList<SessionSummary>& known, std::stop_token stop)
{
    const auto person = std::find_if(known.begin(), known.end(), [&wanted](const SessionSummary& one) {
        return one.person == wanted.person.storageName();
    });
    if (person != known.end() && person->error) return ready<Proof>(tl::unexpected(*person->error));
    if (person == known.end() || !person->session)
        return failed<Proof>(Errc::NotFound, QStringLiteral("this person is not known here"));
    auto config = person->config;
    config.audience = wanted.audience;
    config.resources.clear();
    SignInOptions options;
    if (!wanted.acr.isEmpty()) options.acrValues = {wanted.acr};
    options.maxAge = std::chrono::seconds(0);
    options.prompt = QStringLiteral("login"); // for providers that pass over max_age
    options.uiLocales = wanted.uiLocales;
    if (who == Who::ThePerson) {
        options.loginHint = person->session->login();
        options.expectedUser = wanted.person;
    } else {
        config.scopes.clear(); // nobody is called in their name
    }
    options.offline = false;
    const auto grant = std::make_shared<TokenGrant>();
    const auto take = [grant](const StoredSession& session) {
        const auto& held = session.access.front();
        *grant = {held.token, held.audience, held.scopes, held.expiresAtUtc};
        return ready<>({});
    };
    return thenStep(startFlow(config, options, browser, known, std::move(stop), {}, take), this,
                    [grant](const UserSession& session) { return ready<Proof>(Proof{session, *grant}); });
}

} // namespace core::identity
