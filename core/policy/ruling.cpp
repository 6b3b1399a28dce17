#include "core/policy/ruling.h"

#include "core/policy/rules.h"
#include "core/policy/sentences_p.h"

#include <algorithm>

namespace core::policy {
namespace {

void addNeed(const toolapi::SignInNeed& need, Ruling& ruling)
{
    for (const auto& acr : need.acr)
        if (!ruling.stepUp.acr.contains(acr)) ruling.stepUp.acr += acr;
    if (!need.maxAge) return;
    const auto shortest = ruling.stepUp.maxAge.value_or(*need.maxAge);
    ruling.stepUp.maxAge = std::min(shortest, *need.maxAge);
}

void addTool(const CallFacts& call, Ruling& ruling)
{
    const auto& need = call.tool.signIn();
    if (meets(call.signedIn, need)) return;
    ruling.reasons += Reason{Verdict::StepUp, Ground::SignInTooOld, sentenceFor(Ground::SignInTooOld, {})};
    addNeed(need, ruling);
}

// The API has seen the sign-in that there is, so what that says of itself does not count.
void addChallenge(const CallFacts& call, Ruling& ruling)
{
    if (!call.challenged) return;
    ruling.reasons += Reason{Verdict::StepUp, Ground::ApiWantsSignIn, sentenceFor(Ground::ApiWantsSignIn, {})};
    addNeed(*call.challenged, ruling);
}

void addRule(const CallFacts& call, const Rule& rule, Ruling& ruling)
{
    auto said = rule.said;
    if (rule.verdict == Verdict::StepUp) {
        // Who has signed in so already is asked all the same.
        if (!rule.stepUp.isNone() && meets(call.signedIn, rule.stepUp))
            said.verdict = Verdict::Ask;
        else
            addNeed(rule.stepUp, ruling);
    }
    if (!rule.role.isEmpty() && !ruling.roles.contains(rule.role)) ruling.roles += rule.role;
    ruling.reasons += said;
}

} // namespace

QString verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Allow: return QStringLiteral("allow");
    case Verdict::Ask: return QStringLiteral("ask");
    case Verdict::StepUp: return QStringLiteral("step_up");
    case Verdict::Deny: return QStringLiteral("deny");
    } // no default: a new verdict must not compile without a name
    return QStringLiteral("deny");
}

QString groundName(Ground ground)
{
    switch (ground) {
    case Ground::ReadsOnly: return QStringLiteral("reads-only");
    case Ground::YoursThroughout: return QStringLiteral("yours-throughout");
    case Ground::NothingChosen: return QStringLiteral("nothing-chosen");
    case Ground::NotChosen: return QStringLiteral("not-chosen");
    case Ground::AlwaysAsked: return QStringLiteral("always-asked");
    case Ground::NotYours: return QStringLiteral("not-yours");
    case Ground::NotTheOnly: return QStringLiteral("not-the-only");
    case Ground::LeftOpen: return QStringLiteral("left-open");
    case Ground::Unreadable: return QStringLiteral("unreadable");
    case Ground::TwoPlaces: return QStringLiteral("two-places");
    case Ground::NothingYours: return QStringLiteral("nothing-yours");
    case Ground::ForeignContent: return QStringLiteral("foreign-content");
    case Ground::ForeignLink: return QStringLiteral("foreign-link");
    case Ground::ReadersShort: return QStringLiteral("readers-short");
    case Ground::Again: return QStringLiteral("again");
    case Ground::NoSuchTool: return QStringLiteral("no-such-tool");
    case Ground::BadArguments: return QStringLiteral("bad-arguments");
    case Ground::ApiWantsSignIn: return QStringLiteral("api-wants-sign-in");
    case Ground::EditedByYou: return QStringLiteral("edited-by-you");
    case Ground::SignInTooOld: return QStringLiteral("sign-in-too-old");
    case Ground::NoStepUp: return QStringLiteral("no-step-up");
    case Ground::Granted: return QStringLiteral("granted");
    case Ground::NeverByYou: return QStringLiteral("never-by-you");
    case Ground::Rule: return QStringLiteral("rule");
    case Ground::BrokenFile: return QStringLiteral("broken-file");
    } // no default: a new ground must not compile without a name
    return QStringLiteral("rule");
}

bool meets(const SignedIn& signedIn, const toolapi::SignInNeed& need)
{
    const bool strong = std::all_of(need.acr.begin(), need.acr.end(),
                                    [&](const QString& acr) { return !acr.isEmpty() && acr == signedIn.acr; });
    return strong && (!need.maxAge || (signedIn.age && *signedIn.age <= *need.maxAge));
}

Ruling refusal(Ground ground)
{
    Ruling ruling;
    ruling.reasons += Reason{Verdict::Deny, ground, sentenceFor(ground, {})};
    return ruling;
}

Ruling decide(const CallFacts& call, const Flow& flow, const Rules& rules)
{
    Ruling ruling;
    ruling.reasons = informationFlow(call, flow);
    const auto whole = call.tool.withDefaults(call.arguments);
    const CallFacts completed{call.tool, whole, call.person};
    Readings readings;
    for (const auto* rule : rules.of(call.tool.name())) {
        if (!applies(*rule, completed, flow, readings)) continue;
        addRule(call, *rule, ruling);
    }
    addTool(call, ruling);
    addChallenge(call, ruling);
    ruling.verdict = Verdict::Allow;
    for (const auto& reason : ruling.reasons)
        ruling.verdict = std::max(ruling.verdict, reason.verdict);
    // "Nothing against it" is no reason for a card.
    if (ruling.verdict != Verdict::Allow)
        ruling.reasons.removeIf([](const Reason& reason) { return reason.verdict == Verdict::Allow; });
    std::stable_sort(ruling.reasons.begin(), ruling.reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.verdict > b.verdict; });
    return ruling;
}

} // namespace core::policy
