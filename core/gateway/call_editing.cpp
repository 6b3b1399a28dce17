// The person changed the arguments of a call that waits: what is asked then.
#include "core/gateway/call_editing.h"

#include "core/base/canonical_json.h"
#include "core/gateway/answer_text.h"
#include "core/gateway/gateway.h"
#include "core/policy/grant.h"

#include <algorithm>

namespace core::gateway {

using approvals::AskedValue;
using policy::EditedValue;

namespace {

AskedValue askedValue(const policy::ValueOrigin& origin)
{
    AskedValue value;
    value.argument = origin.leaf.pointer.mid(1);
    value.value = writtenValue(origin.leaf.value);
    value.role = origin.leaf.role == policy::Role::Control ? AskedValue::Role::Decisive : AskedValue::Role::Content;
    switch (origin.from) {
    case policy::ValueOrigin::From::Person: value.origin = AskedValue::Origin::You; break;
    case policy::ValueOrigin::From::Default: value.origin = AskedValue::Origin::Default; break;
    case policy::ValueOrigin::From::Other: value.origin = AskedValue::Origin::NotYou; break;
    }
    return value;
}

// A value that the edit did not touch, as it stood on the card. Not asked of the flow: after a restart, or behind another
// message, that does not know what was typed.
const AskedValue* untouched(const EditedValue& value, const QList<AskedValue>& shown)
{
    if (value.mark != EditedValue::Mark::Same || value.leaf.isName) return nullptr;
    const auto argument = value.leaf.pointer.mid(1);
    const auto is = [&argument](const AskedValue& one) { return one.argument == argument; };
    const auto found = std::find_if(shown.begin(), shown.end(), is);
    const bool same = found != shown.end() && std::count_if(shown.begin(), shown.end(), is) == 1 &&
                      found->edit == AskedValue::Edit::None && found->value == writtenValue(value.leaf.value);
    return same ? &*found : nullptr;
}

AskedValue::Edit editOf(EditedValue::Mark mark)
{
    switch (mark) {
    case EditedValue::Mark::Same: return AskedValue::Edit::None;
    case EditedValue::Mark::Changed: return AskedValue::Edit::Changed;
    case EditedValue::Mark::Added: return AskedValue::Edit::Added;
    case EditedValue::Mark::Removed: return AskedValue::Edit::Removed;
    } // no default: a new mark must not compile without a word
    return AskedValue::Edit::Changed;
}

void mark(AskedValue& asked, const EditedValue& value, const QList<AskedValue>& shown)
{
    asked.edit = editOf(value.mark);
    if (value.mark == EditedValue::Mark::Changed || value.mark == EditedValue::Mark::Removed)
        asked.before = writtenValue(value.before);
    if (value.typed) asked.origin = AskedValue::Origin::You;
    if (const auto* kept = untouched(value, shown)) asked.origin = kept->origin;
}

} // namespace

QList<AskedValue> askedValues(const policy::CallFacts& call, const policy::Flow& flow)
{
    QList<AskedValue> values;
    for (const auto& origin : policy::originsOf(call, flow))
        values.append(askedValue(origin));
    return values;
}

policy::Flow flowOfEdit(const policy::ToolFacts& tool, const QJsonObject& edited, const EditFacts& edit,
                        policy::Flow flow)
{
    auto values = policy::editedValues(tool, edit.proposed, edited);
    for (auto& value : values) {
        const auto* kept = untouched(value, edit.shown);
        value.typed = value.typed || (kept && kept->origin == AskedValue::Origin::You);
    }
    return policy::withEdit(std::move(flow), tool, values);
}

QList<AskedValue> editedAskedValues(const policy::CallFacts& call, const policy::Flow& flow, const EditFacts& edit)
{
    const auto edited = policy::editedValues(call.tool, edit.proposed, call.arguments);
    QList<AskedValue> values;
    for (const auto& origin : policy::originsOf(call, flow)) {
        auto asked = askedValue(origin);
        const auto same = std::find_if(edited.begin(), edited.end(), [&origin](const EditedValue& one) {
            return one.mark != EditedValue::Mark::Removed && one.leaf.pointer == origin.leaf.pointer &&
                   one.leaf.isName == origin.leaf.isName;
        });
        if (same != edited.end()) mark(asked, *same, edit.shown);
        values.append(asked);
    }
    for (const auto& value : edited) {
        if (value.mark != EditedValue::Mark::Removed) continue;
        auto gone = askedValue({value.leaf, policy::ValueOrigin::From::Person});
        mark(gone, value, edit.shown);
        gone.value.clear();
        values.append(gone);
    }
    return values;
}

policy::Ruling rulingFor(const policy::CallFacts& call, const policy::Flow& flow, const policy::Rules& rules,
                         bool edited)
{
    auto ruling = policy::decide(call, flow, rules);
    // Weaker than what was ruled is no answer: what cannot be had here ends the call.
    if (ruling.verdict != policy::Verdict::Deny && ruling.stepUp.acr.size() > 1)
        ruling = policy::refusal(policy::Ground::NoStepUp);
    return edited ? policy::underEdit(std::move(ruling)) : ruling;
}

void applyRuling(approvals::Question& question, const policy::ToolFacts& tool, const policy::Ruling& ruling)
{
    question.reasons.clear();
    for (const auto& reason : ruling.reasons)
        question.reasons.append(reason.text);
    question.signIn.reset();
    if (ruling.verdict == policy::Verdict::StepUp) question.signIn = ruling.stepUp;
    question.roles = ruling.roles;
    const auto why = policy::whyNoGrant(tool, ruling);
    question.grantable = !why;
    question.whyNotGrantable = why.value_or(Bilingual());
}

Result<std::variant<approvals::Question, ArgumentProblem>> Gateway::withArguments(const approvals::Question& waiting,
                                                                                  const QByteArray& arguments) const
{
    using Outcome = std::variant<approvals::Question, ArgumentProblem>;
    const auto* entry = tools_.find(waiting.call.tool);
    if (!entry || !entry->enabled() || entry->hash != waiting.call.definitionHash || waiting.call.person != person_)
        return fail(Errc::Conflict, QStringLiteral("it is not the call that was asked about any more"));
    if (!waiting.roles.isEmpty() || waiting.signIn)
        return fail(Errc::Refused, QStringLiteral("not the person alone decides about it"));
    const auto taken = takeIn(*entry, arguments, ports_.limits);
    if (!taken) return Outcome(taken.error());
    const EditFacts edit{waiting.proposed.value_or(waiting.call.arguments), waiting.values};
    TRY_ASSIGN(const auto before, canonicalJson(edit.proposed));
    const bool edited = taken->canonical != before; // or it is as the agent had it again
    const auto flow = flowOfEdit(entry->facts, taken->arguments, edit, factsOf(waiting.call.conversation).flow);
    const policy::CallFacts call{entry->facts, taken->arguments, person_, ports_.requirements.signedIn(person_),
                                 challenges_.of(waiting.call.tool, taken->hash())};
    const auto ruling = rulingFor(call, flow, ports_.policy.rules, edited);
    if (ruling.verdict == policy::Verdict::Deny)
        return Outcome(ArgumentProblem{ruling.reasons.first().pointer, ruling.reasons.first().text});
    auto question = waiting;
    question.call.arguments = taken->arguments;
    question.call.policyVersion = ports_.policy.version;
    question.proposed = edited ? std::optional(edit.proposed) : std::nullopt;
    question.values = editedAskedValues(call, flow, edit);
    applyRuling(question, entry->facts, ruling);
    return Outcome(std::move(question));
}

} // namespace core::gateway
