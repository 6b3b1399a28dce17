#include "ui/approvals/value_change.h"

#include "ui/approvals/value_box.h"
#include "ui/text/visible_text.h"
#include "ui/theme/label.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QVBoxLayout>

namespace ui::approvals {
namespace {

using Edit = core::interfaces::ApprovalValueView::Edit;

struct ValueChange {
    Q_DECLARE_TR_FUNCTIONS(ui::approvals::ValueChange)
};

QString lead(Edit edit, bool hadText)
{
    switch (edit) {
    case Edit::None: break;
    case Edit::Added: return ValueChange::tr("Changed by you; the agent had nothing here.");
    case Edit::Changed:
        return hadText ? ValueChange::tr("Changed by you; the agent had:")
                       : ValueChange::tr("Changed by you; the agent had an empty value.");
    case Edit::Removed:
        return hadText ? ValueChange::tr("Left out by you; the agent had:")
                       : ValueChange::tr("Left out by you; the agent had an empty value.");
    } // no default: a new edit must not compile without a sentence
    return {};
}

} // namespace

void addChange(QVBoxLayout& column, const core::interfaces::ApprovalValueView& value)
{
    if (value.edit == Edit::None) return;
    auto* body = column.parentWidget();
    auto* line = new theme::Label(theme::Type::Caption, theme::Ink::Muted, theme::Label::Wrap::Yes, body);
    line->setObjectName(QStringLiteral("approvalChange"));
    line->setText(lead(value.edit, !value.before.isEmpty()));
    column.addWidget(line);
    if (value.before.isEmpty()) return;
    auto* before = new ValueBox(theme::Type::Caption, value.before, body);
    before->setObjectName(QStringLiteral("approvalBeforeValue"));
    //: %1 is the name of a value
    before->setAccessibleName(ValueChange::tr("%1, as the agent had it").arg(text::visibleLine(value.name)));
    column.addWidget(before);
}

} // namespace ui::approvals
