#include "core/session/tool_choices.h"

#include "core/policy/flow.h"
#include "core/policy/tool_facts.h"
#include "core/session/approval_views.h"

#include <algorithm>

namespace core::session {

using interfaces::ToolChoiceView;

QList<ToolChoiceView> toolChoices(const CardFacts& facts, const QList<toolapi::ToolSpec>& tools)
{
    QList<ToolChoiceView> choices;
    for (const auto& tool : tools) {
        const auto effect = policy::ToolFacts(tool).effect(); // what a server says of its own tool only counts upwards
        if (policy::mayBeChosen(effect))
            choices.append({tool.name.text(), tool.title, facts.apis.value(tool.audience), effectView(effect)});
    }
    std::stable_sort(choices.begin(), choices.end(), [](const ToolChoiceView& a, const ToolChoiceView& b) {
        return a.title.en.compare(b.title.en, Qt::CaseInsensitive) < 0;
    });
    return choices;
}

std::set<ToolName> tickedTools(const interfaces::ComposedText& text, const QList<ToolChoiceView>& offered)
{
    std::set<ToolName> ticked;
    for (const auto& choice : offered)
        if (text.tools.contains(choice.name)) ticked.insert(ToolName(choice.name));
    return ticked;
}

} // namespace core::session
