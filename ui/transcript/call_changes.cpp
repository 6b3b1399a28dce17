#include "ui/transcript/call_changes.h"

#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace ui::transcript {
namespace {

constexpr qsizetype mostShown = 5;      ///< the details have what it ran with
constexpr qsizetype longestValue = 200; ///< characters

struct CallChanges {
    Q_DECLARE_TR_FUNCTIONS(ui::transcript::CallChanges)
};

QString valueText(const std::optional<QString>& value)
{
    if (!value) return CallChanges::tr("(none)");
    if (value->isEmpty()) return CallChanges::tr("(empty)");
    auto start = value->left(longestValue);
    if (start.size() < value->size() && start.back().isHighSurrogate()) start.chop(1);
    return text::visibleLine(start) + (start.size() < value->size() ? QStringLiteral("…") : QString());
}

} // namespace

QString changesText(const core::interfaces::ToolCardView& card)
{
    if (card.changes.isEmpty()) return {};
    QStringList lines{CallChanges::tr("You changed this call before it ran:")};
    for (const auto& change : card.changes.first(std::min(mostShown, card.changes.size())))
        //: %1 is the name of a value, %2 what the agent had, %3 what it ran with
        lines += CallChanges::tr("%1: %2 → %3")
                     .arg(text::visibleLine(change.name), valueText(change.agents), valueText(change.ran));
    if (card.changes.size() > mostShown)
        //: %1 is a number
        lines += CallChanges::tr("and others: %1").arg(card.changes.size() - mostShown);
    return lines.join(QLatin1Char('\n'));
}

} // namespace ui::transcript
