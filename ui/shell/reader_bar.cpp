#include "ui/shell/reader_bar.h"

#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/theme/card.h"
#include "ui/theme/label.h"

#include <QtGui/QAccessible>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::shell {

using core::interfaces::NewReaderAnswer;
using core::interfaces::NewReaderView;
using theme::Button;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

ReaderBar::ReaderBar(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, Space::Small);
    auto* card = new theme::Card(this, theme::Tone::Accent);
    column->addWidget(card);
    text_ = new Label(Type::BodyStrong, Ink::Normal, Label::Wrap::Yes, card);
    where_ = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, card);
    give_ = new Button(Button::Kind::Secondary, {}, card);
    without_ = new Button(Button::Kind::Secondary, {}, card);
    cancel_ = new Button(Button::Kind::Quiet, {}, card);
    card->body()->setContentsMargins(Space::Medium, Space::Small + Space::Hair, Space::Medium,
                                     Space::Small + Space::Hair);
    card->body()->setSpacing(Space::Hair);
    card->body()->addWidget(text_);
    card->body()->addWidget(where_);
    card->body()->addSpacing(Space::Hair);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Space::Small);
    for (auto* button : {give_, without_, cancel_})
        buttons->addWidget(button);
    buttons->addStretch();
    card->body()->addLayout(buttons);
    setObjectName(QStringLiteral("readerBar"));
    text_->setObjectName(QStringLiteral("readerQuestion"));
    where_->setObjectName(QStringLiteral("readerWhere"));
    give_->setObjectName(QStringLiteral("readerGive"));
    without_->setObjectName(QStringLiteral("readerWithout"));
    cancel_->setObjectName(QStringLiteral("readerCancel"));
    connect(give_, &QAbstractButton::clicked, this, [this] { answer(NewReaderAnswer::GiveEarlier); });
    connect(without_, &QAbstractButton::clicked, this, [this] { answer(NewReaderAnswer::StartWithout); });
    connect(cancel_, &QAbstractButton::clicked, this, [this] { answer(NewReaderAnswer::Cancel); });
    setFocusProxy(cancel_);
    hide();
}

void ReaderBar::setQuestion(const std::optional<NewReaderView>& question)
{
    if (question == question_) return;
    question_ = question;
    retranslate();
    setVisible(question_.has_value());
    if (!question_) return;
    cancel_->setFocus(Qt::OtherFocusReason);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ReaderBar::answer(NewReaderAnswer answer)
{
    if (question_) Q_EMIT answered(question_->endpoint.id, answer);
}

void ReaderBar::retranslate()
{
    give_->setText(tr("Send them"));
    without_->setText(tr("Start without them"));
    cancel_->setText(tr("Cancel"));
    if (!question_) return;
    const auto& endpoint = question_->endpoint;
    const QString name = endpoint.demo ? tr("The demo model") : text::visibleLine(endpoint.model);
    text_->setText(question_->readPart
                       //: %1 is a model's name
                       ? tr("%1 has not seen all of this conversation. Send it the earlier messages?").arg(name)
                       //: %1 is a model's name
                       : tr("%1 has not seen this conversation. Send it the earlier messages?").arg(name));
    where_->setText(
        endpoint.local
            ? tr("They stay on this computer. Your answer is kept for this conversation.")
            //: %1 is a host name
            : tr("They would go to %1, with what the tools answered. Your answer is kept for this conversation.")
                  .arg(text::visibleLine(endpoint.host)));
    setAccessibleName(text_->text());
    setAccessibleDescription(where_->text());
    give_->setAccessibleDescription(text_->text());
    without_->setAccessibleDescription(text_->text());
}

void ReaderBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ReaderBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) return answer(NewReaderAnswer::Cancel);
    QWidget::keyPressEvent(event);
}

} // namespace ui::shell
