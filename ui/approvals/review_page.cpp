#include "ui/approvals/review_page.h"

#include "ui/approvals/answering.h"
#include "ui/approvals/call_words.h"
#include "ui/approvals/review_row.h"
#include "ui/text/visible_text.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QDateTime>
#include <QtCore/QEvent>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalId;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr int listWidth = 320;
constexpr int longestReason = 500; ///< as the store has it
constexpr int mostOutcomes = 3;    ///< lines about calls that went

} // namespace

ReviewPage::ReviewPage(QWidget* parent, Stillness::Now now)
    : QWidget(parent)
    , title_(new Label(Type::Title, Ink::Normal, Label::Wrap::Yes, this))
    , rules_(new Button(Button::Kind::Link, {}, this))
    , empty_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , note_(new theme::Banner(theme::Tone::Danger, this))
    , list_(new QListWidget(this))
    , side_(new QWidget(this))
    , card_(new ApprovalCard(side_, std::move(now)))
    , reasonBar_(new QWidget(side_))
    , reasonName_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, reasonBar_))
    , reason_(new QLineEdit(reasonBar_))
    , decline_(new Button(Button::Kind::Danger, {}, reasonBar_))
    , keep_(new Button(Button::Kind::Quiet, {}, reasonBar_))
    , open_(new Button(Button::Kind::Link, {}, side_))
    , answering_(new Answering(*card_, this))
{
    setObjectName(QStringLiteral("reviewPage"));
    title_->setObjectName(QStringLiteral("reviewTitle"));
    rules_->setObjectName(QStringLiteral("reviewRules"));
    empty_->setObjectName(QStringLiteral("reviewEmpty"));
    note_->setObjectName(QStringLiteral("reviewNote"));
    list_->setObjectName(QStringLiteral("reviewList"));
    reasonBar_->setObjectName(QStringLiteral("reviewReasonBar"));
    reason_->setObjectName(QStringLiteral("reviewReason"));
    decline_->setObjectName(QStringLiteral("reviewDecline"));
    keep_->setObjectName(QStringLiteral("reviewKeep"));
    open_->setObjectName(QStringLiteral("reviewOpen"));
    layOut();
    connectParts();
    note_->hide();
    reasonBar_->hide();
    rules_->hide();
    minute_.setInterval(std::chrono::seconds(20));
    retranslate();
    refresh();
}

void ReviewPage::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Large, Space::Large, Space::Large, Space::Large);
    column->setSpacing(Space::Small);
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(rules_);
    column->addLayout(head);
    for (QWidget* part : std::initializer_list<QWidget*>{empty_, note_})
        column->addWidget(part);
    auto* row = new QHBoxLayout;
    row->setSpacing(Space::Large);
    row->addWidget(list_);
    row->addWidget(side_, 1);
    column->addLayout(row, 1);
    column->addStretch(0);
    list_->setFixedWidth(listWidth);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setItemDelegate(new ReviewRow(list_));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setMouseTracking(true);
    list_->viewport()->setAutoFillBackground(false); // its rows lie on the page
    auto* side = new QVBoxLayout(side_);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(Space::Small);
    side->addWidget(card_, 1);
    side->addWidget(reasonBar_);
    side->addWidget(open_, 0, Qt::AlignLeft);
    auto* bar = new QVBoxLayout(reasonBar_);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(Space::Hair);
    bar->addWidget(reasonName_);
    auto* line = new QHBoxLayout;
    line->setSpacing(Space::Small);
    line->addWidget(reason_, 1);
    line->addWidget(keep_);
    line->addWidget(decline_);
    bar->addLayout(line);
    reason_->setMaxLength(longestReason);
    note_->setDismissable(true);
}

void ReviewPage::connectParts()
{
    list_->installEventFilter(this);
    reason_->installEventFilter(this);
    connect(list_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (!item) return;
        chosen_ = ApprovalId(item->data(ReviewRow::IdRole).toString());
        showChosen();
    });
    connect(list_, &QListWidget::itemActivated, this, [this] { review(); });
    connect(card_, &ApprovalCard::denyRequested, this, &ReviewPage::askReason);
    connect(card_, &ApprovalCard::left, this, &ReviewPage::enter);
    connect(card_, &ApprovalCard::opened, this, [this](const ApprovalId& id) {
        chosen_ = id;
        if (declining_ != id) closeReason();
        fillList();
    });
    connect(reason_, &QLineEdit::textChanged, this, &ReviewPage::refreshReason);
    connect(decline_, &QAbstractButton::clicked, this, &ReviewPage::decline);
    connect(keep_, &QAbstractButton::clicked, this, [this] {
        closeReason();
        card_->review();
    });
    connect(open_, &QAbstractButton::clicked, this, [this] {
        if (!card_->view().calls.isEmpty()) Q_EMIT openRequested(core::ConversationId(card_->view().conversation));
    });
    connect(rules_, &QAbstractButton::clicked, this, &ReviewPage::rulesRequested);
    connect(note_, &theme::Banner::dismissed, this, &ReviewPage::clearNote);
    connect(answering_, &Answering::begun, this, &ReviewPage::clearNote);
    connect(answering_, &Answering::changed, this, &ReviewPage::refresh);
    connect(answering_, &Answering::note, this,
            [this](const QString& sentence) { say(theme::Tone::Danger, sentence); });
    connect(&minute_, &QTimer::timeout, this, &ReviewPage::fillList);
}

void ReviewPage::setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                              std::shared_ptr<core::interfaces::Grants> grants)
{
    if (approvals_) disconnect(approvals_.get(), nullptr, this, nullptr);
    approvals_ = std::move(approvals);
    answering_->setApprovals(approvals_, std::move(grants));
    card_->setPossible({answering_->writesRules(), false}); // a list has nothing to fold away to
    rules_->setVisible(answering_->writesRules());
    if (approvals_) {
        connect(approvals_.get(), &core::interfaces::Approvals::changed, this, &ReviewPage::refresh);
        connect(approvals_.get(), &core::interfaces::Approvals::decidedElsewhere, this, &ReviewPage::sayOutcome);
    }
    chosen_ = {};
    closeReason();
    clearNote();
    refresh();
}

void ReviewPage::refresh()
{
    cards_ = approvals_ ? approvals_->waiting() : QList<Card>();
    cards_.removeIf([](const Card& card) { return card.calls.isEmpty(); });
    const auto isThere = [this](const ApprovalId& id) {
        return std::any_of(cards_.begin(), cards_.end(), [&id](const Card& card) {
            return std::any_of(card.calls.begin(), card.calls.end(), [&id](const auto& call) { return call.id == id; });
        });
    };
    if (!declining_.isEmpty() && !isThere(declining_)) closeReason();
    if (!isThere(chosen_)) chosen_ = successorOf(chosen_);
    if (!isThere(chosen_)) chosen_ = cards_.isEmpty() ? ApprovalId() : cards_.first().calls.first().id;
    const bool hadFocus = isAncestorOf(focusWidget());
    fillList();
    showChosen();
    const bool none = cards_.isEmpty();
    empty_->setVisible(none);
    list_->setVisible(!none);
    side_->setVisible(!none);
    if (hadFocus && none) setFocus(Qt::OtherFocusReason); // not onto what is gone
}

/// The question that stands in the place of one that the person changed: it is about the same call.
ApprovalId ReviewPage::successorOf(const ApprovalId& id) const
{
    for (const auto& before : card_->view().calls)
        for (const auto& card : cards_)
            for (const auto& call : card.calls)
                if (before.id == id && before.call == call.call) return call.id;
    return {};
}

void ReviewPage::fillList()
{
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const auto& card : std::as_const(cards_))
        for (const auto& call : card.calls) {
            auto* item = new QListWidgetItem(list_);
            ReviewRow::fill(*item, call, card.asked);
            if (call.id == chosen_) list_->setCurrentItem(item);
        }
}

void ReviewPage::showChosen()
{
    const auto found = std::find_if(cards_.begin(), cards_.end(), [this](const Card& card) {
        return std::any_of(card.calls.begin(), card.calls.end(),
                           [this](const ApprovalCallView& call) { return call.id == chosen_; });
    });
    card_->setView(found == cards_.end() ? Card() : *found);
    card_->openCall(chosen_);
    if (declining_ != chosen_) closeReason();
}

void ReviewPage::enter()
{
    if (cards_.isEmpty())
        setFocus(Qt::ShortcutFocusReason);
    else
        list_->setFocus(Qt::ShortcutFocusReason);
}

void ReviewPage::enterAt(const ApprovalId& id)
{
    if (!id.isEmpty()) {
        chosen_ = id;
        refresh();
    }
    enter();
}

void ReviewPage::review()
{
    if (!cards_.isEmpty()) card_->review();
}

void ReviewPage::approveReviewed()
{
    card_->approve();
}

void ReviewPage::denyReviewed()
{
    card_->deny(); // which asks for the reason
}

void ReviewPage::askReason(const ApprovalId& id)
{
    chosen_ = id;
    declining_ = id;
    reason_->clear();
    card_->openCall(id);
    reasonBar_->show();
    refreshReason();
    reason_->setFocus(Qt::OtherFocusReason);
}

void ReviewPage::closeReason()
{
    declining_ = {};
    composing_ = false;
    reason_->clear();
    reasonBar_->hide();
}

void ReviewPage::decline()
{
    const QString reason = reason_->text().trimmed();
    if (declining_.isEmpty() || reason.isEmpty() || composing_) return;
    const auto id = declining_;
    closeReason();
    answering_->deny(id, reason);
    enter();
}

void ReviewPage::refreshReason()
{
    const bool given = !reason_->text().trimmed().isEmpty();
    decline_->setEnabled(given && !composing_);
    decline_->setAccessibleDescription(given ? QString() : tr("Write why you decline first."));
}

void ReviewPage::say(theme::Tone tone, const QString& sentence)
{
    outcomes_.clear();
    note_->setTone(tone);
    note_->setText(sentence);
    note_->show();
}

/// The call was on the page while the person was looking, and went without them.
void ReviewPage::sayOutcome(const core::interfaces::ApprovalOutcomeView& outcome)
{
    if (!isVisible()) return;
    auto lines = outcomes_;
    lines.append(outcomeSentence(outcome, QDateTime::currentDateTimeUtc()));
    if (lines.size() > mostOutcomes) lines.removeFirst();
    say(theme::Tone::Neutral, lines.join(QLatin1Char('\n')));
    outcomes_ = lines;
}

void ReviewPage::clearNote()
{
    outcomes_.clear();
    note_->hide();
}

bool ReviewPage::eventFilter(QObject* object, QEvent* event)
{
    if (object == reason_ && (event->type() == QEvent::InputMethod || event->type() == QEvent::FocusOut)) {
        // What is begun ends with a text, with nothing, or with the keyboard going elsewhere.
        composing_ =
            event->type() == QEvent::InputMethod && !static_cast<QInputMethodEvent*>(event)->preeditString().isEmpty();
        refreshReason();
    }
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(object, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (object == list_ && plain && listKey(key->key())) return true;
    if (object == reason_ && reasonKey(key->key(), key->modifiers())) return true;
    return QWidget::eventFilter(object, event);
}

bool ReviewPage::listKey(int key)
{
    const int row = list_->currentRow();
    switch (key) {
    case Qt::Key_J: list_->setCurrentRow(std::min(row + 1, list_->count() - 1)); return true;
    case Qt::Key_K: list_->setCurrentRow(std::max(row - 1, 0)); return true;
    case Qt::Key_O:
    case Qt::Key_Return:
    case Qt::Key_Enter: review(); return true;
    case Qt::Key_D:
        if (!chosen_.isEmpty()) askReason(chosen_);
        return true;
    case Qt::Key_Escape: Q_EMIT left(); return true;
    default: return false;
    }
}

bool ReviewPage::reasonKey(int key, Qt::KeyboardModifiers modifiers)
{
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (isEnter && modifiers.testFlag(Qt::ControlModifier)) {
        decline();
        return true;
    }
    if (isEnter) return true; // a reason is not sent by the key that ends a line
    if (key != Qt::Key_Escape) return false;
    closeReason();
    card_->review();
    return true;
}

void ReviewPage::retranslate()
{
    title_->setText(tr("Waiting for you"));
    empty_->setText(tr("Nothing waits for you. What the agent wants to change, send or pay stands here until you have "
                       "answered, from all of your conversations."));
    list_->setAccessibleName(title_->text());
    reasonName_->setText(tr("Why do you decline? (Ctrl+Enter declines)"));
    reason_->setAccessibleName(reasonName_->text());
    decline_->setText(tr("Decline"));
    keep_->setText(tr("Back"));
    open_->setText(tr("Open the conversation"));
    rules_->setText(tr("Standing rules…"));
    refreshReason();
    fillList();
}

void ReviewPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ReviewPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fillList();
    minute_.start();
}

void ReviewPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    minute_.stop();
    closeReason();
}

} // namespace ui::approvals
