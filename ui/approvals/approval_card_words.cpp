// What stands on the card and on its buttons.
#include "ui/approvals/approval_card.h"
#include "ui/approvals/call_details.h"
#include "ui/approvals/call_editor.h"
#include "ui/approvals/call_rows.h"
#include "ui/approvals/call_words.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tag.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

namespace ui::approvals {

using theme::Ink;

void ApprovalCard::refreshApprove()
{
    const Wait waits = wait();
    const auto* call = current();
    approve_->setEnabled(waits == Wait::Nothing);
    approve_->setVisible(waits != Wait::NobodyElse);
    bring_->setVisible(waits == Wait::NobodyElse);
    QString why;
    switch (waits) {
    case Wait::Nothing:
    case Wait::NoCall:
    case Wait::Choosing: break;
    case Wait::Busy:
        why = tr("Your answer is being kept.");
        //: %1 is a person's name
        if (call->signIn)
            why = tr("Sign in as %1, in the window that opens, and the call runs. Decline to stop it.")
                      .arg(text::visibleLine(view_.account));
        if (bringing_ == call->id) why = tr("Sign in, in the window that opens. Then you can decide.");
        break;
    case Wait::Expired: why = tr("The time to answer is over. Nothing was done."); break;
    case Wait::NobodyElse:
        //: %1 is a role, or several
        why =
            tr("Somebody else has to approve this: %1").arg(text::visibleLine(call->roles.join(QStringLiteral(", "))));
        break;
    case Wait::Editing: why = tr("Use the values you wrote, or go back, before you approve."); break;
    case Wait::Folded: why = tr("Some of the text is not shown. Show all of it before you approve."); break;
    case Wait::Unread: why = tr("There is more below. Scroll to read all of it before you approve."); break;
    case Wait::Composing: why = tr("Not ready yet: finish what you are typing."); break;
    case Wait::NotStill: why = tr("Not ready yet: wait a moment."); break;
    }
    approve_->setAccessibleDescription(why);
    // What comes and goes by itself is not said in words: the line would flicker, and be in motion while it is read.
    const bool said = waits == Wait::Busy || waits == Wait::NobodyElse || waits == Wait::Editing ||
                      waits == Wait::Folded || waits == Wait::Unread;
    if (said && below_->text() != why) below_->setText(why);
    below_->setVisible(said);
    deny_->setEnabled(call && mayDeny(*call));
    refreshMore();
    refreshWrite();
    editor_->setBusy(waits == Wait::Busy || waits == Wait::Expired);
}

void ApprovalCard::refreshError()
{
    const auto* call = current();
    const QString sentence = call ? errors_.value(call->id) : QString();
    errorLine_->setText(sentence);
    errorLine_->setVisible(!sentence.isEmpty() && !choices_->isOpen());
    const bool kept = call && kept_.contains(call->id) && !busy_.contains(call->id);
    keptLine_->setText(kept ? tr("The rule is kept, among your standing rules. This call still waits for an answer of "
                                 "its own.")
                            : QString());
    keptLine_->setVisible(kept && !choices_->isOpen());
}

void ApprovalCard::refreshTime()
{
    const auto* call = current();
    if (!call) return time_->clear();
    const auto now = QDateTime::currentDateTimeUtc();
    const auto by = call->answerByUtc.toLocalTime();
    const QLocale locale;
    const bool today = by.date() == now.toLocalTime().date();
    const QString when = locale.toString(by.time(), QLocale::ShortFormat);
    const qint64 minutes = (now.secsTo(call->answerByUtc) + 59) / 60;
    QString words;
    if (minutes <= 0)
        words = tr("The time to answer is over. Nothing was done.");
    else if (minutes <= 120)
        //: %1 is a time of day, %2 a number of minutes
        words = tr("Answer by %1 (%2 min left)").arg(when).arg(minutes);
    else
        //: %1 is a time of day, or a day and a time
        words = tr("Answer by %1").arg(today ? when : locale.toString(by, QLocale::ShortFormat));
    if (time_->text() != words) time_->setText(words);
    const QString otherwise = tr("Without an answer nothing is done.");
    time_->setToolTip(otherwise);
    time_->setAccessibleDescription(otherwise);
    refreshApprove();
}

void ApprovalCard::retranslate()
{
    QStringList who{tr("The agent asks to act as %1").arg(text::visibleLine(view_.account))};
    if (!view_.organisation.isEmpty()) who += text::visibleLine(view_.organisation);
    who_->setText(who.join(QStringLiteral(" · ")));
    demo_->setText(tr("Demo"));
    demo_->setVisible(view_.demo);
    rows_->setAccessibleName(tr("Calls that wait"));
    details_->setAccessibleName(tr("Details"));
    json_->setText(details_->showsWhole() ? tr("Hide the whole call") : tr("Show the whole call"));
    const auto* open = current();
    // Nothing of what was shown stays behind.
    title_->clear();
    effect_->clear();
    setAccessibleName({});
    setAccessibleDescription({});
    if (open) {
        title_->setText(titleOf(*open));
        effect_->setText(effectSentence(open->effect));
        effect_->setInk(isRisky(open->effect) ? Ink::Danger : Ink::Muted);
        setAccessibleName(tr("Waiting for your answer: %1").arg(title_->text()));
        setAccessibleDescription(effect_->text());
    }
    retranslateButtons();
    refreshError();
    refreshTime();
    refreshApprove();
}

void ApprovalCard::retranslateButtons()
{
    const auto* call = current();
    const QString approver = call ? text::visibleLine(call->approver) : QString();
    QString approve = tr("Approve this once");
    if (call && call->signIn) approve = tr("Sign in and approve this once");
    //: %1 is the name of somebody who has signed in to decide
    if (!approver.isEmpty()) approve = tr("Approve this once as %1").arg(approver);
    //: %1 is the name of somebody who has signed in to decide
    const QString deny = approver.isEmpty() ? tr("Decline") : tr("Decline as %1").arg(approver);
    const QString bring = tr("Sign in to decide…");
    const QString more = tr("More choices…");
    approve_->setText(approve);
    deny_->setText(deny);
    bring_->setText(bring);
    more_->setText(more);
    //: %1 is what the button says, %2 what it is about
    const QString about = tr("%1: %2");
    approve_->setAccessibleName(about.arg(approve, title_->text()));
    deny_->setAccessibleName(about.arg(deny, title_->text()));
    bring_->setAccessibleName(about.arg(bring, title_->text()));
    more_->setAccessibleName(about.arg(more, title_->text()));
}

} // namespace ui::approvals
