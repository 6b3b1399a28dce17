#include "core/policy/flow.h"

#include <algorithm>

namespace core::policy {

using toolapi::Effect;

namespace {

std::set<ToolName> both(const std::set<ToolName>& a, const std::set<ToolName>& b)
{
    std::set<ToolName> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(common, common.end()));
    return common;
}

void apply(Flow& flow, const TurnBegan& event)
{
    const auto context = flow.context;
    flow = Flow{};
    flow.context = toolapi::join(context, labelOf(event.message));
    flow.typed = typedWords(event.message);
}

void apply(Flow& flow, const ToolsChosen& event)
{
    const bool person = event.by == ToolsChosen::By::Person;
    if (!person && event.context.integrity != toolapi::Integrity::Trusted) return;
    // Once there is a choice, only the person widens it.
    flow.chosen = flow.chosen && !person ? both(*flow.chosen, event.tools) : event.tools;
}

void apply(Flow& flow, const ToolsNarrowed& event)
{
    if (flow.chosen) flow.chosen = both(*flow.chosen, event.tools);
}

void apply(Flow& flow, const Shown& event)
{
    flow.context = toolapi::join(flow.context, event.label);
}

void apply(Flow& flow, const WentUnasked& event)
{
    flow.unasked.insert(event.tool);
}

void apply(Flow& flow, const PersonPicked& event)
{
    flow.picks += event.pick;
}

void apply(Flow& flow, const PersonEndorsed& event)
{
    if (mayEndorse(event.effect, event.endorsement.kind)) flow.endorsements += event.endorsement;
}

} // namespace

Flow next(Flow flow, const FlowEvent& event)
{
    std::visit([&flow](const auto& what) { apply(flow, what); }, event);
    return flow;
}

bool mayEndorse(Effect effect, Kind kind)
{
    if (kind == Kind::Url || kind == Kind::Host) return false;
    if (effect == Effect::Read || effect == Effect::Write) return true;
    return kind == Kind::Date || kind == Kind::Time || kind == Kind::DateTime || kind == Kind::Amount;
}

bool mayBeChosen(Effect effect)
{
    switch (effect) {
    case Effect::Write:
    case Effect::Egress: return true;
    case Effect::Read: // goes through without it
    case Effect::ReadEgress:
    case Effect::Permission:
    case Effect::Commit:
    case Effect::Destructive:
    case Effect::Credential: break;
    } // no default, and what is not a class of its own always asks
    return false;
}

} // namespace core::policy
