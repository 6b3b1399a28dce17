#include "ui/approvals/approval_card.h"

#include "ui/approvals/call_details.h"
#include "ui/approvals/call_editor.h"
#include "ui/approvals/call_rows.h"
#include "ui/approvals/call_words.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/tag.h"
#include "ui/theme/tokens.h"

#include <QtCore/QEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui::approvals {

using core::interfaces::ApprovalCallView;
using core::interfaces::ApprovalView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr std::chrono::milliseconds usualStillness{500};
constexpr std::chrono::milliseconds riskyStillness{1500};

bool holdsFocus(const QWidget& part)
{
    return part.isAncestorOf(QApplication::focusWidget());
}

/// Or what the person made of it: another question.
bool isAboutTheSame(const ApprovalCallView& call, const ApprovalCallView& before)
{
    return call.id == before.id || (!call.call.isEmpty() && call.call == before.call);
}

} // namespace

ApprovalCard::ApprovalCard(QWidget* parent, Stillness::Now now)
    : QFrame(parent)
    , still_(new Stillness(this, std::move(now)))
    , who_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, this))
    , demo_(new theme::Tag(theme::Tone::Accent, {}, this))
    , rows_(new CallRows(this))
    , title_(new Label(Type::Heading, Ink::Normal, Label::Wrap::Yes, this))
    , effect_(new Label(Type::Body, Ink::Muted, Label::Wrap::Yes, this))
    , details_(new CallDetails(this))
    , editor_(new CallEditor(this))
    , below_(new Label(Type::Caption, Ink::Warning, Label::Wrap::Yes, this))
    , errorLine_(new Label(Type::Caption, Ink::Danger, Label::Wrap::Yes, this))
    , keptLine_(new Label(Type::Caption, Ink::Success, Label::Wrap::Yes, this))
    , buttons_(new QWidget(this))
    , time_(new Label(Type::Caption, Ink::Muted, Label::Wrap::No, this))
    , deny_(new Button(Button::Kind::Secondary, {}, buttons_))
    , approve_(new Button(Button::Kind::Primary, {}, buttons_))
    , bring_(new Button(Button::Kind::Primary, {}, buttons_))
    , json_(new Button(Button::Kind::Link, {}, buttons_))
    , more_(new Button(Button::Kind::Link, {}, this))
    , choices_(new CallChoices(this))
{
    nameParts();
    setFocusPolicy(Qt::StrongFocus); // for review(): a place that decides nothing
    approve_->setFocusPolicy(Qt::NoFocus);
    layOut();
    connectParts();
    connectChoices();
    // Of the program: an input method may be composing anywhere.
    qApp->installEventFilter(this);
    minute_.setInterval(std::chrono::seconds(20));
    retranslate();
}

void ApprovalCard::nameParts()
{
    setObjectName(QStringLiteral("approvalCard"));
    who_->setObjectName(QStringLiteral("approvalWho"));
    demo_->setObjectName(QStringLiteral("approvalDemo"));
    rows_->setObjectName(QStringLiteral("approvalRows"));
    title_->setObjectName(QStringLiteral("approvalTitle"));
    effect_->setObjectName(QStringLiteral("approvalEffect"));
    details_->setObjectName(QStringLiteral("approvalDetails"));
    below_->setObjectName(QStringLiteral("approvalBelow"));
    errorLine_->setObjectName(QStringLiteral("approvalError"));
    time_->setObjectName(QStringLiteral("approvalTime"));
    deny_->setObjectName(QStringLiteral("approvalDeny"));
    approve_->setObjectName(QStringLiteral("approvalApprove"));
    bring_->setObjectName(QStringLiteral("approvalBring"));
    json_->setObjectName(QStringLiteral("approvalJson"));
    keptLine_->setObjectName(QStringLiteral("approvalRuleKept"));
    more_->setObjectName(QStringLiteral("approvalMore"));
}

void ApprovalCard::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Space::Medium, Space::Medium, Space::Medium, Space::Medium);
    column->setSpacing(Space::Small);
    auto* who = new QHBoxLayout;
    who->setSpacing(Space::Small);
    who->addWidget(who_, 1);
    who->addWidget(time_);
    who->addWidget(demo_);
    who->addWidget(more_); // the whole card lies between it and Approve
    column->addLayout(who);
    for (QWidget* part : std::initializer_list<QWidget*>{rows_, title_, effect_})
        column->addWidget(part);
    column->addWidget(details_, 1);
    column->addWidget(choices_, 1);
    for (QWidget* part : std::initializer_list<QWidget*>{editor_, below_, keptLine_, errorLine_, buttons_})
        column->addWidget(part);
    auto* buttons = new QHBoxLayout(buttons_);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(Space::Small);
    buttons->addWidget(deny_);
    buttons->addWidget(json_);
    buttons->addStretch();
    buttons->addWidget(approve_);
    buttons->addWidget(bring_);
    // Its coming and going must not move what is read.
    QSizePolicy kept = below_->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    below_->setSizePolicy(kept);
    below_->hide();
    errorLine_->hide();
    keptLine_->hide();
}

void ApprovalCard::connectParts()
{
    connect(rows_, &CallRows::opened, this, [this](qsizetype index) {
        open(index);
        if (hasKeyboard()) review();
        if (const auto* call = current()) Q_EMIT opened(core::interfaces::ApprovalId(call->id));
    });
    connect(rows_, &CallRows::denyRequested, this, &ApprovalCard::requestDeny);
    // Not onto the next one that decides.
    connect(rows_, &CallRows::focusLosing, this, [this] { setFocus(Qt::OtherFocusReason); });
    connect(still_, &Stillness::changed, this, [this](bool still) {
        if (!still) press_ = Press::None;
        refreshApprove();
    });
    // Something else is to be read now: it begins anew.
    connect(details_, &CallDetails::refilled, still_, &Stillness::disturb);
    connect(details_, &CallDetails::readChanged, this, &ApprovalCard::refreshApprove);
    connect(deny_, &QAbstractButton::clicked, this, [this] {
        if (const auto* call = current()) requestDeny(core::interfaces::ApprovalId(call->id));
    });
    connect(approve_, &QAbstractButton::clicked, this, [this] {
        // A press without the mouse, or one that began before it could, is none.
        if (std::exchange(press_, Press::None) != Press::LetGo || !mayApprove()) return;
        const auto call = *current();
        Q_EMIT approveRequested(call.id, call.digest);
    });
    connect(bring_, &QAbstractButton::clicked, this, [this] {
        if (const auto* call = current()) Q_EMIT approverRequested(core::interfaces::ApprovalId(call->id));
    });
    connect(json_, &QAbstractButton::clicked, this, [this] {
        details_->setShowsWhole(!details_->showsWhole());
        retranslate();
    });
    connectEditor();
    connect(&minute_, &QTimer::timeout, this, &ApprovalCard::refreshTime);
}

const ApprovalCallView* ApprovalCard::current() const
{
    return open_ < view_.calls.size() ? &view_.calls[open_] : nullptr;
}

void ApprovalCard::setView(const ApprovalView& view)
{
    if (view == view_) return;
    const auto before = current() ? *current() : ApprovalCallView();
    const bool sameCard = view.conversation == view_.conversation && view.step == view_.step;
    view_ = view;
    if (!sameCard) details_->forgetUnfolded();
    QSet<core::interfaces::ApprovalId> waiting;
    qsizetype next = 0;
    for (qsizetype i = 0; i < view_.calls.size(); ++i) {
        waiting.insert(view_.calls[i].id);
        if (sameCard && isAboutTheSame(view_.calls[i], before)) next = i;
    }
    busy_.intersect(waiting);
    kept_.intersect(waiting);
    errors_.removeIf(
        [&](QHash<core::interfaces::ApprovalId, QString>::iterator error) { return !waiting.contains(error.key()); });
    editor_->keepOnly(waiting);
    open(next);
}

void ApprovalCard::openCall(const core::interfaces::ApprovalId& id)
{
    for (qsizetype i = 0; i < view_.calls.size(); ++i)
        if (view_.calls[i].id == id && i != open_) return open(i);
}

void ApprovalCard::open(qsizetype index)
{
    open_ = index;
    press_ = Press::None;
    if (!current() || choices_->call() != *current()) closeChoices();
    if (const auto* call = current()) still_->setNeeded(isRisky(call->effect) ? riskyStillness : usualStillness);
    fillRows();
    if (const auto* call = current())
        details_->setCall(*call, view_.asked);
    else
        details_->clear();
    editor_->setCall(current() ? *current() : ApprovalCallView());
    retranslate();
}

void ApprovalCard::setBusy(const core::interfaces::ApprovalId& id, bool bringing)
{
    busy_.insert(id);
    if (choices_->call().id == id) closeChoices();
    bringing_ = bringing ? id : core::interfaces::ApprovalId();
    errors_.remove(id);
    press_ = Press::None;
    fillRows();
    refreshError();
    refreshApprove();
}

void ApprovalCard::clearBusy(const core::interfaces::ApprovalId& id)
{
    if (!busy_.remove(id)) return;
    still_->disturb();
    fillRows();
    refreshApprove();
}

void ApprovalCard::showError(const core::interfaces::ApprovalId& id, const QString& sentence)
{
    const bool known =
        std::any_of(view_.calls.begin(), view_.calls.end(), [&](const auto& call) { return call.id == id; });
    if (!known) return;
    busy_.remove(id);
    errors_.insert(id, sentence);
    still_->disturb();
    fillRows();
    refreshError();
    refreshApprove();
}

bool ApprovalCard::hasKeyboard() const
{
    return hasFocus() || holdsFocus(*this);
}

void ApprovalCard::review()
{
    closeChoices();
    setFocus(Qt::ShortcutFocusReason);
    const auto* call = current();
    reviewed_ = call ? call->id : core::interfaces::ApprovalId();
}

void ApprovalCard::approve()
{
    if (!hasKeyboard() || !mayApprove()) return;
    const auto call = *current();
    if (reviewed_ != call.id) return; // another one took its place: it has to be looked at first
    Q_EMIT approveRequested(call.id, call.digest);
}

void ApprovalCard::deny()
{
    if (const auto* call = current(); call && hasKeyboard()) requestDeny(core::interfaces::ApprovalId(call->id));
}

void ApprovalCard::requestDeny(const core::interfaces::ApprovalId& id)
{
    for (const auto& call : std::as_const(view_.calls))
        if (call.id == id && mayDeny(call)) return Q_EMIT denyRequested(core::interfaces::ApprovalId(id));
}

void ApprovalCard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = theme::colors(palette());
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setBrush(colors.card);
    painter.setPen(
        QPen(hasFocus() ? colors.focus : theme::toneBorder(colors, theme::Tone::Warning), hasFocus() ? 2 : 1.5));
    painter.drawRoundedRect(frame, theme::Radius::Card, theme::Radius::Card);
}

void ApprovalCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    fillRows();
    retranslate();
}

void ApprovalCard::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    refreshTime();
    minute_.start();
}

void ApprovalCard::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    minute_.stop();
    press_ = Press::None;
}

void ApprovalCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        event->accept();
        if (choices_->isOpen())
            choices_->back();
        else
            Q_EMIT left();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace ui::approvals
