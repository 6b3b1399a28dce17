// The form in the card, in which the person changes the open call.
#include "ui/approvals/approval_card.h"
#include "ui/approvals/call_editor.h"
#include "ui/text/language.h"

namespace ui::approvals {

void ApprovalCard::connectEditor()
{
    connect(editor_, &CallEditor::openChanged, this, &ApprovalCard::followEditor);
    connect(editor_, &CallEditor::editRequested, this, [this](const QList<core::interfaces::ArgumentEdit>& edits) {
        if (!current()) return;
        const auto call = *current();
        Q_EMIT editRequested(call.id, call.digest, edits);
    });
}

/// It stands in the place of what was read, which has to be read anew behind it.
void ApprovalCard::followEditor()
{
    press_ = Press::None;
    still_->disturb();
    showParts();
}

void ApprovalCard::showProblem(const core::interfaces::ApprovalId& id, const core::interfaces::EditProblemView& problem)
{
    const auto* call = current();
    if (!call || call->id != id || !editor_->isOpen()) return showError(id, text::localised(problem.text));
    clearBusy(id);
    editor_->showProblem(problem);
}

} // namespace ui::approvals
