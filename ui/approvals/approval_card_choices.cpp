// The further choices of a card: what shows them, and what a press on Write counts for.
#include "ui/approvals/approval_card.h"
#include "ui/approvals/call_details.h"
#include "ui/approvals/call_editor.h"
#include "ui/approvals/call_rows.h"
#include "ui/approvals/grant_words.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>

#include <algorithm>

namespace ui::approvals {

using core::interfaces::ApprovalId;
using core::interfaces::GrantOfferView;

void ApprovalCard::connectChoices()
{
    connect(more_, &QAbstractButton::clicked, this, &ApprovalCard::openChoices);
    connect(choices_, &CallChoices::left, this, &ApprovalCard::closeChoices);
    connect(choices_, &CallChoices::asked, this, &ApprovalCard::offersRequested);
    connect(choices_, &CallChoices::putOff, this, [this] {
        closeChoices();
        Q_EMIT putOffRequested();
    });
    // Something else is to be read now: it begins anew.
    connect(choices_, &CallChoices::changed, this, [this] {
        press_ = Press::None;
        still_->disturb();
        refreshApprove();
    });
    connect(choices_, &CallChoices::readChanged, this, &ApprovalCard::refreshWrite);
    connect(choices_->writeButton(), &QAbstractButton::clicked, this, &ApprovalCard::requestRule);
}

void ApprovalCard::setPossible(CallChoices::Possible possible)
{
    closeChoices();
    possible_ = possible;
    refreshMore();
}

void ApprovalCard::openChoices()
{
    const auto* call = current();
    if (!call || choices_->isOpen() || more_->isHidden()) return;
    press_ = Press::None;
    choices_->open(*call, possible_);
    showParts();
}

void ApprovalCard::closeChoices()
{
    if (!choices_->isOpen()) return;
    press_ = Press::None;
    if (choices_->isAncestorOf(window()->focusWidget())) setFocus(Qt::OtherFocusReason); // onto nothing that decides
    choices_->close();
    showParts();
    still_->disturb();
}

/// Either what is to be read and answered, or the form that changes it, or the further choices.
void ApprovalCard::showParts()
{
    const bool choosing = choices_->isOpen();
    details_->setVisible(!choosing && !editor_->isOpen());
    json_->setVisible(!editor_->isOpen());
    editor_->setOffered(!choosing);
    buttons_->setVisible(!choosing);
    QSizePolicy kept = below_->sizePolicy();
    kept.setRetainSizeWhenHidden(!choosing);
    below_->setSizePolicy(kept);
    fillRows();
    refreshError();
    refreshApprove();
}

void ApprovalCard::fillRows()
{
    rows_->setRows(view_.calls, open_, busy_);
    if (choices_->isOpen()) rows_->hide();
}

/// Not where somebody else decides, or a sign-in does: a rule would be in their place.
void ApprovalCard::refreshMore()
{
    const auto* call = current();
    const bool offered = call && call->roles.isEmpty() && !call->signIn && (possible_.rules || possible_.putOff);
    const bool shown = offered && !choices_->isOpen() && !editor_->isOpen();
    const bool usable = call && !busy_.contains(call->id);
    if ((!shown || !usable) && window()->focusWidget() == more_) setFocus(Qt::OtherFocusReason);
    more_->setVisible(shown);
    more_->setEnabled(usable);
}

void ApprovalCard::setOffers(int asking, const core::Result<QList<GrantOfferView>>& offers)
{
    choices_->setOffers(asking, offers);
}

void ApprovalCard::setWriting(const ApprovalId& id)
{
    if (choices_->call().id != id) return;
    press_ = Press::None;
    choices_->setBusy();
    refreshWrite();
}

void ApprovalCard::ruleKept(const ApprovalId& id)
{
    const auto& calls = view_.calls;
    if (std::none_of(calls.begin(), calls.end(), [&id](const auto& call) { return call.id == id; })) return;
    kept_.insert(id);
    errors_.remove(id);
    if (choices_->call().id == id) closeChoices();
    still_->disturb();
    refreshError();
    refreshApprove();
}

void ApprovalCard::ruleFailed(const ApprovalId& id, const QString& sentence)
{
    if (choices_->call().id == id) return choices_->showError(sentence);
    const auto& calls = view_.calls;
    if (std::none_of(calls.begin(), calls.end(), [&id](const auto& call) { return call.id == id; })) return;
    errors_.insert(id, sentence);
    still_->disturb();
    refreshError();
    refreshApprove();
}

ApprovalCard::Wait ApprovalCard::waitToWrite() const
{
    const auto* call = current();
    const auto kind = choices_->writable();
    if (call && (choices_->isBusy() || busy_.contains(call->id))) return Wait::Busy;
    if (!call || !kind) return Wait::NoCall;
    if (!letsThrough(*kind)) return Wait::Nothing;
    if (isOver(*call)) return Wait::Expired;
    if (!choices_->wasRead()) return Wait::Unread;
    if (composing_) return Wait::Composing;
    return still_->isStill() ? Wait::Nothing : Wait::NotStill;
}

void ApprovalCard::refreshWrite()
{
    if (!choices_->isOpen()) return;
    const Wait waits = waitToWrite();
    QString why;
    switch (waits) {
    case Wait::Nothing: break;
    case Wait::NoCall:
    case Wait::Choosing:
    case Wait::NobodyElse:
    case Wait::Editing:
    case Wait::Folded: why = tr("There is no rule to write."); break;
    case Wait::Busy: why = tr("An answer or a rule is being kept."); break;
    case Wait::Expired: why = tr("The time to answer is over. Nothing was done."); break;
    case Wait::Unread: why = tr("There is more below. Scroll to read all of it before you write the rule."); break;
    case Wait::Composing: why = tr("No rule is written yet: finish what you are typing."); break;
    case Wait::NotStill: why = tr("No rule is written yet: wait a moment."); break;
    }
    const bool said = waits == Wait::Unread || waits == Wait::Busy;
    choices_->setObstacle(why, said ? CallChoices::Said::OnThePage : CallChoices::Said::No);
}

/// As with Approve, a press that a program makes, or that began before it could, is none. Declining needs no guard.
void ApprovalCard::requestRule()
{
    const auto kind = choices_->writable();
    const bool pressed = std::exchange(press_, Press::None) == Press::LetGo;
    if (!kind || (letsThrough(*kind) && !pressed) || waitToWrite() != Wait::Nothing) return;
    const auto call = choices_->call();
    Q_EMIT ruleRequested(call.id, call.digest, *kind);
}

} // namespace ui::approvals
