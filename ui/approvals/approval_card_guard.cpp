// What keeps a card from being answered by accident: why it cannot be approved just now, and which presses count.
#include "ui/approvals/approval_card.h"
#include "ui/approvals/call_details.h"
#include "ui/approvals/call_editor.h"
#include "ui/approvals/call_words.h"
#include "ui/theme/button.h"

#include <QtCore/QDateTime>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;

namespace {

/// With its left button, in the place of this one: while another is down, all that the mouse does comes here.
bool isOn(const QAbstractButton& button, const QEvent& event)
{
    const auto& mouse = static_cast<const QMouseEvent&>(event);
    return mouse.button() == Qt::LeftButton && button.rect().contains(mouse.position().toPoint());
}

/// The mouse lets go of it where it went down, so that it is clicked by this.
bool clicks(const QAbstractButton& button, const QEvent& event)
{
    return isOn(button, event) && button.isDown();
}

} // namespace

ApprovalCard::Wait ApprovalCard::wait() const
{
    const auto* call = current();
    if (!call) return Wait::NoCall;
    if (choices_->isOpen()) return Wait::Choosing;
    if (busy_.contains(call->id)) return Wait::Busy;
    if (isOver(*call)) return Wait::Expired;
    if (!call->roles.isEmpty() && call->approver.isEmpty()) return Wait::NobodyElse;
    if (editor_->isOpen()) return Wait::Editing;
    if (details_->isFolded() && isRisky(call->effect)) return Wait::Folded;
    if (!details_->wasRead()) return Wait::Unread;
    if (composing_) return Wait::Composing;
    return still_->isStill() ? Wait::Nothing : Wait::NotStill;
}

bool ApprovalCard::isOver(const ApprovalCallView& call) const
{
    return call.answerByUtc.isValid() && call.answerByUtc <= QDateTime::currentDateTimeUtc();
}

bool ApprovalCard::mayApprove()
{
    return wait() == Wait::Nothing;
}

/// A sign-in takes as long as the person does, and can be left.
bool ApprovalCard::mayDeny(const ApprovalCallView& call) const
{
    return call.signIn || !call.roles.isEmpty() || !busy_.contains(call.id);
}

bool ApprovalCard::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::InputMethod || event->type() == QEvent::FocusOut) followComposition(object, event);
    if (object == approve_) return approveEvent(event);
    if (object == choices_->writeButton()) return writeEvent(event);
    return QFrame::eventFilter(object, event);
}

/// What is begun ends with a text, with nothing, or with the keyboard going elsewhere.
void ApprovalCard::followComposition(QObject* object, QEvent* event)
{
    const bool begun =
        event->type() == QEvent::InputMethod && !static_cast<QInputMethodEvent*>(event)->preeditString().isEmpty();
    if (!object->isWidgetType() || begun == (composing_ == object)) return;
    composing_ = begun ? object : nullptr;
    still_->disturb();
    refreshApprove();
}

bool ApprovalCard::began(bool could)
{
    press_ = could ? Press::Down : Press::None;
    return could;
}

/// What is let go elsewhere, or was never seen to go down, is over; and so is what this clicks once it has.
void ApprovalCard::letGo(bool clicks)
{
    press_ = clicks && press_ == Press::Down ? Press::LetGo : Press::None;
}

/// The mouse alone, from its press on, and nothing else presses Approve.
bool ApprovalCard::approveEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease: {
        const int key = static_cast<QKeyEvent*>(event)->key();
        return key != Qt::Key_Tab && key != Qt::Key_Backtab && key != Qt::Key_Escape;
    }
    case QEvent::Shortcut: return true;
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: // another button in the middle of it, and it is no press any more
        return !began(isOn(*approve_, *event) && mayApprove());
    case QEvent::MouseButtonRelease: letGo(clicks(*approve_, *event)); return false;
    default: return false;
    }
}

/// The mouse or a key, from its press on, and nothing else presses Write. A key that is held presses nothing.
bool ApprovalCard::writeEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress: {
        const auto* press = static_cast<QKeyEvent*>(event);
        const int key = press->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab || key == Qt::Key_Escape) return false;
        if (press->isAutoRepeat()) return true;
        return !began(waitToWrite() == Wait::Nothing);
    }
    case QEvent::Shortcut: return true;
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
        return !began(isOn(*choices_->writeButton(), *event) && waitToWrite() == Wait::Nothing);
    case QEvent::MouseButtonRelease: letGo(clicks(*choices_->writeButton(), *event)); return false;
    case QEvent::KeyRelease:
        if (!static_cast<QKeyEvent*>(event)->isAutoRepeat()) letGo(choices_->writeButton()->isDown());
        return false;
    default: return false;
    }
}

} // namespace ui::approvals
