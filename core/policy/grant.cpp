#include "core/policy/grant.h"

#include "core/base/canonical_json.h"
#include "core/policy/sentences_p.h"
#include "core/toolapi/json_pointer.h"

#include <algorithm>
#include <tuple>

namespace core::policy {

using toolapi::Effect;

namespace {

const QString grantPrefix = QStringLiteral("grant:");

bool isBefore(const Pinned& a, const Pinned& b)
{
    return std::tie(a.pointer, a.isName, a.value) < std::tie(b.pointer, b.isName, b.value);
}

// The grounds that are about what the person chose. What they wrote beforehand can stand for a choice, and for nothing
// else.
bool isOwnChoice(Ground ground)
{
    switch (ground) {
    case Ground::NothingChosen:
    case Ground::NotChosen:
    case Ground::NotYours:
    case Ground::NotTheOnly:
    case Ground::TwoPlaces:
    case Ground::NothingYours:
    case Ground::Again: return true;
    case Ground::ReadsOnly:
    case Ground::YoursThroughout:
    case Ground::AlwaysAsked:
    case Ground::LeftOpen:
    case Ground::Unreadable:
    case Ground::ForeignContent:
    case Ground::ForeignLink:
    case Ground::ReadersShort:
    case Ground::NoSuchTool:
    case Ground::BadArguments:
    case Ground::ApiWantsSignIn:
    case Ground::EditedByYou:
    case Ground::SignInTooOld:
    case Ground::NoStepUp:
    case Ground::Granted:
    case Ground::NeverByYou:
    case Ground::Rule:
    case Ground::BrokenFile: break;
    } // no default: a new ground must not compile without a decision
    return false;
}

Ruling byGrant(const Grant& grant, Verdict verdict, Ground ground)
{
    Ruling ruling;
    ruling.verdict = verdict;
    ruling.reasons += Reason{verdict, ground, sentenceFor(ground, {})};
    ruling.grant = grant.id;
    return ruling;
}

} // namespace

Pins pinsOf(const ToolFacts& tool, const QJsonObject& arguments)
{
    Pins pins;
    const auto leaves = tool.leavesOf(arguments);
    for (const auto& leaf : leaves) {
        if (leaf.role != Role::Control) continue;
        const auto value = leaf.isMissing ? Result<QByteArray>(QByteArray()) : canonicalJson(leaf.value);
        pins.whole = pins.whole && !leaf.isMissing && value;
        if (leaf.isMissing || !value) continue;
        const Pinned pinned{leaf.pointer, leaf.isName, *value};
        pins.values += pinned;
        if (!leaf.isDefault && !toolapi::pointerValue(arguments, leaf.pointer).isUndefined()) pins.given += pinned;
    }
    std::sort(pins.values.begin(), pins.values.end(), isBefore);
    std::sort(pins.given.begin(), pins.given.end(), isBefore);
    return pins;
}

bool covers(const Grant& grant, const ToolFacts& tool, const Pins& pins, const CallPlace& place)
{
    if (grant.tool != tool.name()) return false;
    const bool same = pins.whole && pins.values == grant.pinned && !place.definitionHash.isEmpty() &&
                      place.definitionHash == grant.definitionHash;
    switch (grant.kind) {
    case Grant::Kind::Here: return same && !place.conversation.isEmpty() && place.conversation == grant.conversation;
    case Grant::Kind::Always: return same;
    case Grant::Kind::Never:
        return std::all_of(grant.pinned.begin(), grant.pinned.end(),
                           [&pins](const Pinned& one) { return pins.values.contains(one); });
    } // no default: a new kind must not compile without a meaning
    return false;
}

QString grantWord(const GrantId& grant)
{
    return grantPrefix + grant.text();
}

bool isGrantWord(const QString& rule)
{
    return rule.startsWith(grantPrefix);
}

std::optional<Bilingual> whyNoGrant(const ToolFacts& tool, const Ruling& ruling)
{
    if (tool.effect() != Effect::Write && tool.effect() != Effect::Egress) return sentenceForNoGrant(tool.effect());
    for (const auto& reason : ruling.reasons)
        if (reason.verdict != Verdict::Ask || !isOwnChoice(reason.ground)) return sentenceForNoGrant(reason.text);
    const bool plainlyAsked = ruling.verdict == Verdict::Ask && ruling.roles.isEmpty() && ruling.stepUp.isNone();
    // With as many reasons as that, some of the values were not judged.
    if (!plainlyAsked || ruling.reasons.isEmpty() || ruling.reasons.size() >= mostReasons) return sentenceForTooMuch();
    return std::nullopt;
}

Ruling underGrants(const CallFacts& call, const CallPlace& place, Ruling ruling, const QList<Grant>& grants)
{
    const bool any = std::any_of(grants.begin(), grants.end(),
                                 [&call](const Grant& grant) { return grant.tool == call.tool.name(); });
    if (!any || ruling.verdict == Verdict::Deny) return ruling;
    const auto pins = pinsOf(call.tool, call.arguments);
    const Grant* passes = nullptr;
    for (const auto& grant : grants) {
        if (!covers(grant, call.tool, pins, place)) continue;
        if (grant.kind == Grant::Kind::Never) return byGrant(grant, Verdict::Deny, Ground::NeverByYou);
        if (!passes) passes = &grant;
    }
    if (!passes || ruling.verdict != Verdict::Ask || whyNoGrant(call.tool, ruling)) return ruling;
    return byGrant(*passes, Verdict::Allow, Ground::Granted);
}

} // namespace core::policy
