#include "ui/approvals/approval_panel.h"

#include "core/base/async.h"
#include "ui/approvals/answering.h"
#include "ui/text/error_text.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui::approvals {

using core::interfaces::ApprovalId;
using core::interfaces::ApprovalView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

// Of the window's height: what was said before stays in view.
constexpr double shareOfWindow = 0.6;

} // namespace

ApprovalPanel::ApprovalPanel(QWidget* parent, Stillness::Now now)
    : QWidget(parent)
    , note_(new theme::Banner(theme::Tone::Danger, this))
    , pages_(new QWidget(this))
    , page_(new Label(Type::Caption, Ink::Muted, Label::Wrap::No, pages_))
    , before_(new Button(Button::Kind::Quiet, {}, pages_))
    , after_(new Button(Button::Kind::Quiet, {}, pages_))
    , card_(new ApprovalCard(this, std::move(now)))
    , answering_(new Answering(*card_, this))
    , foldedBar_(new QWidget(this))
    , foldedText_(new Label(Type::Caption, Ink::Normal, Label::Wrap::Yes, foldedBar_))
    , foldedReview_(new Button(Button::Kind::Link, {}, foldedBar_))
    , others_(new QWidget(this))
    , othersText_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, others_))
    , othersOpen_(new Button(Button::Kind::Link, {}, others_))
{
    setObjectName(QStringLiteral("approvalPanel"));
    note_->setObjectName(QStringLiteral("approvalNote"));
    pages_->setObjectName(QStringLiteral("approvalPages"));
    page_->setObjectName(QStringLiteral("approvalPage"));
    before_->setObjectName(QStringLiteral("approvalBefore"));
    after_->setObjectName(QStringLiteral("approvalAfter"));
    foldedBar_->setObjectName(QStringLiteral("approvalFoldedBar"));
    foldedText_->setObjectName(QStringLiteral("approvalFolded"));
    foldedReview_->setObjectName(QStringLiteral("approvalFoldedReview"));
    others_->setObjectName(QStringLiteral("approvalOthersBar"));
    othersText_->setObjectName(QStringLiteral("approvalOthers"));
    othersOpen_->setObjectName(QStringLiteral("approvalOpenOther"));
    layOut();
    connectParts();
    retranslate();
    note_->hide();
    hide();
}

void ApprovalPanel::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, Space::Small);
    column->setSpacing(Space::Hair);
    auto* pages = new QHBoxLayout(pages_);
    pages->setContentsMargins(0, 0, 0, 0);
    pages->addWidget(page_);
    pages->addStretch(1);
    pages->addWidget(before_);
    pages->addWidget(after_);
    auto* others = new QHBoxLayout(others_);
    others->setContentsMargins(0, 0, 0, 0);
    others->addWidget(othersText_, 1);
    others->addWidget(othersOpen_);
    auto* folded = new QHBoxLayout(foldedBar_);
    folded->setContentsMargins(0, 0, 0, 0);
    folded->addWidget(foldedText_, 1);
    folded->addWidget(foldedReview_);
    for (QWidget* part : std::initializer_list<QWidget*>{note_, others_, foldedBar_, pages_})
        column->addWidget(part);
    column->addWidget(card_, 1);
    note_->setDismissable(true);
}

void ApprovalPanel::connectParts()
{
    connect(note_, &theme::Banner::dismissed, this, [this] { setNote({}); });
    connect(before_, &QAbstractButton::clicked, this, [this] {
        --shown_;
        showCard();
    });
    connect(after_, &QAbstractButton::clicked, this, [this] {
        ++shown_;
        showCard();
    });
    connect(othersOpen_, &QAbstractButton::clicked, this, [this] {
        if (!elsewhere_.isEmpty()) Q_EMIT openRequested(core::ConversationId(elsewhere_.first()));
    });
    connect(foldedReview_, &QAbstractButton::clicked, this, &ApprovalPanel::review);
    connect(card_, &ApprovalCard::putOffRequested, this, &ApprovalPanel::putOff);
    connect(card_, &ApprovalCard::left, this, &ApprovalPanel::focusGivenUp);
    connect(card_, &ApprovalCard::denyRequested, answering_,
            [this](const ApprovalId& id) { answering_->deny(id, {}); });
    connect(answering_, &Answering::begun, this, [this] { setNote({}); });
    connect(answering_, &Answering::changed, this, &ApprovalPanel::refresh);
    connect(answering_, &Answering::note, this, &ApprovalPanel::setNote);
}

void ApprovalPanel::setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                                 std::shared_ptr<core::interfaces::Grants> grants)
{
    if (approvals_) disconnect(approvals_.get(), nullptr, this, nullptr);
    approvals_ = std::move(approvals);
    if (approvals_) connect(approvals_.get(), &core::interfaces::Approvals::changed, this, &ApprovalPanel::refresh);
    answering_->setApprovals(approvals_, std::move(grants));
    card_->setPossible({answering_->writesRules(), true});
    putOff_.clear();
    shown_ = 0;
    setNote({});
    refresh();
}

void ApprovalPanel::setConversation(const core::ConversationId& conversation)
{
    if (conversation == conversation_) return;
    conversation_ = conversation;
    answering_->forget();
    shown_ = 0;
    setNote({});
    refresh();
}

void ApprovalPanel::refresh()
{
    const auto kept = shown_ < here_.size() ? here_[shown_].step : core::MessageId();
    const int elsewhereBefore = waitingElsewhere();
    here_.clear();
    elsewhere_.clear();
    folded_ = 0;
    if (approvals_)
        for (const auto& card : approvals_->waiting()) {
            if (card.calls.isEmpty()) continue;
            if (card.conversation == conversation_ && isPutOff(card))
                folded_ += static_cast<int>(card.calls.size());
            else if (card.conversation == conversation_)
                here_.append(card);
            else
                elsewhere_.append(QList<core::ConversationId>(card.calls.size(), card.conversation));
        }
    // A card that is gone makes room for the one that waited next.
    for (qsizetype i = 0; i < here_.size(); ++i)
        if (here_[i].step == kept) shown_ = i;
    showCard();
    if (waitingElsewhere() != elsewhereBefore) Q_EMIT waitingElsewhereChanged(waitingElsewhere());
}

/// All of its calls are as they were when the person put them off. One that is gone makes no difference.
bool ApprovalPanel::isPutOff(const ApprovalView& card) const
{
    return std::all_of(card.calls.begin(), card.calls.end(), [this](const auto& call) {
        const auto was = putOff_.find(call.id);
        return was != putOff_.end() && *was == call;
    });
}

/// No answer to anything: the calls wait on, and stand in a line.
void ApprovalPanel::putOff()
{
    for (const auto& call : card_->view().calls)
        putOff_.insert(call.id, call);
    refresh();
    if (!here_.isEmpty()) Q_EMIT focusGivenUp(); // without a card it was said already
}

void ApprovalPanel::takeUp()
{
    if (folded_ == 0 || !approvals_) return;
    for (const auto& card : approvals_->waiting()) {
        if (card.conversation != conversation_) continue;
        for (const auto& call : card.calls)
            putOff_.remove(call.id);
    }
    refresh();
}

void ApprovalPanel::showCard()
{
    shown_ = std::clamp<qsizetype>(shown_, 0, std::max<qsizetype>(0, here_.size() - 1));
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    const bool wasThere = !card_->isHidden() && isVisible();
    card_->setView(here_.isEmpty() ? ApprovalView() : here_[shown_]);
    card_->setVisible(!here_.isEmpty());
    pages_->setVisible(here_.size() > 1);
    before_->setEnabled(shown_ > 0);
    after_->setEnabled(shown_ + 1 < here_.size());
    others_->setVisible(!elsewhere_.isEmpty());
    foldedBar_->setVisible(folded_ > 0);
    setVisible(!here_.isEmpty() || folded_ > 0 || !elsewhere_.isEmpty() || !note_->isHidden());
    fitToWindow();
    retranslate();
    if (!here_.isEmpty() && !wasThere) {
        QAccessibleEvent alert(card_, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
    // The keyboard does not stay on what is gone.
    if (hadFocus && here_.isEmpty()) Q_EMIT focusGivenUp();
}

/// An empty one takes the note away.
void ApprovalPanel::setNote(const QString& note)
{
    if (note.isEmpty() && note_->isHidden()) return;
    note_->setVisible(!note.isEmpty());
    note_->setText(note);
    setVisible(!here_.isEmpty() || folded_ > 0 || !elsewhere_.isEmpty() || !note.isEmpty());
}

void ApprovalPanel::review()
{
    takeUp();
    if (!here_.isEmpty())
        card_->review();
    else if (!elsewhere_.isEmpty())
        Q_EMIT openRequested(core::ConversationId(elsewhere_.first()));
}

void ApprovalPanel::approveReviewed()
{
    if (!here_.isEmpty()) card_->approve();
}

void ApprovalPanel::denyReviewed()
{
    if (!here_.isEmpty()) card_->deny();
}

void ApprovalPanel::fitToWindow()
{
    if (isWindow()) return;
    if (watchedWindow_ != window()) {
        if (watchedWindow_) watchedWindow_->removeEventFilter(this);
        watchedWindow_ = window();
        watchedWindow_->installEventFilter(this);
    }
    setMaximumHeight(static_cast<int>(window()->height() * shareOfWindow));
}

bool ApprovalPanel::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::Resize && object == window()) fitToWindow();
    return QWidget::eventFilter(object, event);
}

void ApprovalPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fitToWindow();
}

void ApprovalPanel::retranslate()
{
    //: %1 is a number, %2 how many there are
    page_->setText(tr("%1 of %2").arg(shown_ + 1).arg(std::max<qsizetype>(1, here_.size())));
    before_->setText(tr("Previous"));
    before_->setAccessibleName(tr("Previous step that waits"));
    after_->setText(tr("Next"));
    after_->setAccessibleName(tr("Next step that waits"));
    //: %1 is a number of calls
    foldedText_->setText(tr("Put off, waiting for your answer: %1").arg(folded_));
    foldedReview_->setText(tr("Review"));
    foldedReview_->setAccessibleName(tr("Review what was put off"));
    //: %1 is a number of calls
    othersText_->setText(tr("Waiting for you in other conversations: %1").arg(waitingElsewhere()));
    othersOpen_->setText(tr("Open"));
    othersOpen_->setAccessibleName(tr("Open the conversation where something waits"));
    setAccessibleName(tr("Waiting for your answer"));
}

void ApprovalPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ui::approvals
