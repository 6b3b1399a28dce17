#include "ui/approvals/pinned_values.h"

#include "ui/approvals/grant_words.h"
#include "ui/approvals/look_alike.h"
#include "ui/approvals/value_box.h"
#include "ui/text/visible_text.h"
#include "ui/theme/label.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QVBoxLayout>

namespace ui::approvals {

using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

struct PinnedValues {
    Q_DECLARE_TR_FUNCTIONS(ui::approvals::PinnedValues)
};

void addLine(QVBoxLayout& column, Type type, Ink ink, const QString& words, const char* name)
{
    auto* line = new Label(type, ink, Label::Wrap::Yes, column.parentWidget());
    line->setObjectName(QLatin1String(name));
    line->setText(words);
    column.addWidget(line);
}

} // namespace

void addLookAlikes(QVBoxLayout& column, const QString& value)
{
    const QString mixed = mixedWords(value);
    if (mixed.isEmpty()) return;
    //: %1 is a word in which the odd letters stand as numbers
    const QString words = PinnedValues::tr("Letters of other alphabets that may look like others: %1").arg(mixed);
    addLine(column, Type::BodyStrong, Ink::Danger, words, "approvalLookAlike");
}

void addPinned(QVBoxLayout& column, const core::interfaces::GrantView& rule, Type type)
{
    for (const auto& pinned : rule.pinned) {
        const QString name = text::visibleLine(pinned.name);
        addLine(column, Type::Caption, Ink::Muted, name, "pinnedName");
        if (pinned.value.isEmpty()) {
            addLine(column, Type::Body, Ink::Muted, PinnedValues::tr("Empty, or not given"), "pinnedNothing");
            continue;
        }
        auto* box = new ValueBox(type, pinned.value, column.parentWidget());
        box->setObjectName(QStringLiteral("pinnedValue"));
        box->setAccessibleName(name);
        column.addWidget(box);
        addLookAlikes(column, pinned.value);
    }
    if (rule.pinned.isEmpty())
        addLine(column, Type::Body, Ink::Muted,
                letsThrough(rule.kind) ? PinnedValues::tr("No value of it steers what it does.")
                                       : PinnedValues::tr("Whatever its values are"),
                "pinnedNone");
    column.addSpacing(Space::Small);
}

} // namespace ui::approvals
