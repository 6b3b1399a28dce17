#include "ui/approvals/call_choices.h"

#include "ui/approvals/grant_words.h"
#include "ui/approvals/rule_details.h"
#include "ui/text/error_text.h"
#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QDateTime>
#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

CallChoices::CallChoices(QWidget* parent)
    : QWidget(parent)
    , list_(new QWidget(this))
    , heading_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, list_))
    , listNote_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, list_))
    , here_(new Button(Button::Kind::Quiet, {}, list_))
    , always_(new Button(Button::Kind::Quiet, {}, list_))
    , never_(new Button(Button::Kind::Quiet, {}, list_))
    , putOff_(new Button(Button::Kind::Quiet, {}, list_))
    , leave_(new Button(Button::Kind::Secondary, {}, list_))
    , scope_(new QWidget(this))
    , scopeTitle_(new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, scope_))
    , details_(new RuleDetails(scope_))
    , wait_(new Label(Type::Caption, Ink::Warning, Label::Wrap::Yes, scope_))
    , error_(new Label(Type::Caption, Ink::Danger, Label::Wrap::Yes, scope_))
    , back_(new Button(Button::Kind::Secondary, {}, scope_))
    , write_(new Button(Button::Kind::Secondary, {}, scope_))
{
    nameParts();
    layOut();
    connect(here_, &QAbstractButton::clicked, this, [this] { choose(Kind::Here); });
    connect(always_, &QAbstractButton::clicked, this, [this] { choose(Kind::Always); });
    connect(never_, &QAbstractButton::clicked, this, [this] { choose(Kind::Never); });
    connect(putOff_, &QAbstractButton::clicked, this, &CallChoices::putOff);
    connect(leave_, &QAbstractButton::clicked, this, &CallChoices::back);
    connect(back_, &QAbstractButton::clicked, this, &CallChoices::back);
    connect(details_, &ReadArea::refilled, this, &CallChoices::changed);
    connect(details_, &ReadArea::readChanged, this, &CallChoices::readChanged);
    retranslate();
    hide();
}

void CallChoices::nameParts()
{
    setObjectName(QStringLiteral("callChoices"));
    list_->setObjectName(QStringLiteral("choicesList"));
    listNote_->setObjectName(QStringLiteral("choicesNote"));
    here_->setObjectName(QStringLiteral("choiceHere"));
    always_->setObjectName(QStringLiteral("choiceAlways"));
    never_->setObjectName(QStringLiteral("choiceNever"));
    putOff_->setObjectName(QStringLiteral("choicePutOff"));
    leave_->setObjectName(QStringLiteral("choicesLeave"));
    scope_->setObjectName(QStringLiteral("ruleScope"));
    scopeTitle_->setObjectName(QStringLiteral("ruleTitle"));
    details_->setObjectName(QStringLiteral("ruleDetails"));
    wait_->setObjectName(QStringLiteral("ruleWait"));
    error_->setObjectName(QStringLiteral("ruleError"));
    back_->setObjectName(QStringLiteral("ruleBack"));
    write_->setObjectName(QStringLiteral("ruleWrite"));
}

void CallChoices::layOut()
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(list_, 1);
    outer->addWidget(scope_, 1);
    auto* list = new QVBoxLayout(list_);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(0);
    list->addWidget(heading_);
    list->addWidget(listNote_);
    for (auto* choice : {here_, always_, never_, putOff_})
        list->addWidget(choice, 0, Qt::AlignLeft);
    list->addStretch(1);
    list->addSpacing(Space::Small);
    list->addWidget(leave_, 0, Qt::AlignLeft);
    auto* scope = new QVBoxLayout(scope_);
    scope->setContentsMargins(0, 0, 0, 0);
    scope->setSpacing(Space::Small);
    scope->addWidget(scopeTitle_);
    scope->addWidget(details_, 1);
    scope->addWidget(wait_);
    scope->addWidget(error_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    buttons->addWidget(back_);
    buttons->addWidget(write_);
    buttons->addStretch(1);
    scope->addLayout(buttons);
    // Its coming and going must not move what is read.
    for (auto* line : {listNote_, wait_}) {
        QSizePolicy kept = line->sizePolicy();
        kept.setRetainSizeWhenHidden(true);
        line->setSizePolicy(kept);
        line->hide();
    }
    error_->hide();
    scope_->hide();
}

void CallChoices::open(const Call& call, Possible possible)
{
    call_ = call;
    offers_.clear();
    offersCame_ = false;
    possible_ = possible;
    open_ = true;
    ++asking_;
    listNote_->hide();
    show();
    showList();
    if (possible_.rules) Q_EMIT asked(core::interfaces::ApprovalId(call_.id), asking_);
}

void CallChoices::close()
{
    ++asking_;
    open_ = false;
    busy_ = false;
    call_ = {};
    possible_ = {};
    offers_.clear();
    offersCame_ = false;
    chosen_.reset();
    details_->clear();
    error_->clear();
    listNote_->clear();
    hide();
    retranslate();
}

void CallChoices::back()
{
    if (!chosen_) return Q_EMIT left();
    showList();
}

void CallChoices::setOffers(int asking, const core::Result<QList<Offer>>& offers)
{
    if (!open_ || asking != asking_) return;
    offersCame_ = true;
    if (offers) offers_ = *offers;
    refreshList();
    listNote_->setText(offers ? tr("No rule can be written from this call.") : writeFailureSentence(offers.error()));
    listNote_->setVisible(offers_.isEmpty());
    Q_EMIT changed();
}

const CallChoices::Offer* CallChoices::offered(Kind kind) const
{
    const auto found =
        std::find_if(offers_.begin(), offers_.end(), [kind](const Offer& offer) { return offer.rule.kind == kind; });
    return found == offers_.end() ? nullptr : &*found;
}

void CallChoices::showList()
{
    chosen_.reset();
    list_->show();
    leave_->setFocus(Qt::OtherFocusReason); // not onto what decides
    scope_->hide();
    error_->hide();
    refreshList();
    details_->clear();
}

void CallChoices::refreshList()
{
    const auto now = QDateTime::currentDateTimeUtc();
    for (const auto& [button, kind] :
         {std::pair(here_, Kind::Here), std::pair(always_, Kind::Always), std::pair(never_, Kind::Never)}) {
        const auto* offer = offered(kind);
        // What is awaited has its place already, so that the others do not move under the hand.
        button->setVisible(possible_.rules && (offer || !offersCame_));
        button->setEnabled(offer);
        button->setText(choiceText(kind, offer ? offer->rule.endsUtc : QDateTime(), now) + QStringLiteral("…"));
    }
    putOff_->setVisible(possible_.putOff);
    if (offersCame_ || !possible_.rules) return;
    listNote_->setText(tr("Looking at earlier calls…"));
    listNote_->setVisible(open_);
}

void CallChoices::choose(Kind kind)
{
    const auto* offer = offered(kind);
    if (!offer) return;
    chosen_ = kind;
    scopeTitle_->setText(choiceText(kind, offer->rule.endsUtc, QDateTime::currentDateTimeUtc()));
    write_->setVisible(offer->possible);
    error_->hide();
    scope_->show();
    back_->setFocus(Qt::OtherFocusReason); // not onto what decides
    list_->hide();
    details_->setOffer(*offer);
}

std::optional<CallChoices::Kind> CallChoices::writable() const
{
    const auto* offer = open_ && chosen_ && !busy_ ? offered(*chosen_) : nullptr;
    return offer && offer->possible ? chosen_ : std::nullopt;
}

bool CallChoices::wasRead() const
{
    return details_->wasRead();
}

void CallChoices::setBusy()
{
    busy_ = true;
    error_->hide();
}

void CallChoices::showError(const QString& sentence)
{
    busy_ = false;
    auto* line = chosen_ ? error_ : listNote_;
    line->setText(sentence);
    line->show();
    Q_EMIT changed();
}

void CallChoices::setObstacle(const QString& why, Said said)
{
    // A button that cannot be pressed gives the keyboard away by itself, and not to what is meant.
    if (!why.isEmpty() && window()->focusWidget() == write_) details_->setFocus(Qt::OtherFocusReason);
    write_->setEnabled(why.isEmpty());
    write_->setAccessibleDescription(why);
    if (said == Said::OnThePage && wait_->text() != why) wait_->setText(why);
    wait_->setVisible(said == Said::OnThePage);
}

void CallChoices::retranslate()
{
    heading_->setText(tr("More choices"));
    putOff_->setText(tr("Not now"));
    putOff_->setAccessibleDescription(tr("The card folds away. The call is not declined and waits on."));
    leave_->setText(tr("Back"));
    back_->setText(tr("Back"));
    write_->setText(tr("Write this rule"));
    details_->setAccessibleName(tr("The rule"));
    const auto* offer = chosen_ ? offered(*chosen_) : nullptr;
    scopeTitle_->setText(offer ? choiceText(*chosen_, offer->rule.endsUtc, QDateTime::currentDateTimeUtc())
                               : QString());
    refreshList();
}

void CallChoices::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ui::approvals
