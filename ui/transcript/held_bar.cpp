#include "ui/transcript/held_bar.h"

#include "ui/theme/button.h"
#include "ui/theme/card.h"
#include "ui/theme/label.h"
#include "ui/transcript/card_text.h"
#include "ui/transcript/countdown.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::transcript {

using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr int lineHeight = 30;

// A screen reader hears of what changed, and of nothing else.
void setTold(QWidget& widget, const QString& name)
{
    if (widget.accessibleName() != name) widget.setAccessibleName(name);
}

} // namespace

HeldBar::HeldBar(TranscriptView& transcript, QWidget* parent)
    : QWidget(parent)
    , transcript_(transcript)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, Space::Small);
    auto* card = new theme::Card(this);
    column->addWidget(card);
    title_ = new Label(Type::Body, Ink::Normal, Label::Wrap::Elide, card);
    time_ = new Label(Type::Caption, Ink::Muted, Label::Wrap::No, card);
    undo_ = new theme::Button(theme::Button::Kind::Secondary, {}, card);
    undo_->setFixedHeight(lineHeight);
    auto* line = new QHBoxLayout;
    line->setSpacing(Space::Small);
    line->addWidget(title_, 1);
    line->addWidget(time_);
    line->addWidget(undo_);
    card->body()->setContentsMargins(Space::Medium, Space::Hair, Space::Small, Space::Hair);
    card->body()->addLayout(line);
    setObjectName(QStringLiteral("heldBar"));
    title_->setObjectName(QStringLiteral("heldTitle"));
    time_->setObjectName(QStringLiteral("heldTime"));
    undo_->setObjectName(QStringLiteral("heldUndo"));
    connect(&transcript_, &TranscriptView::heldChanged, this, &HeldBar::refresh);
    connect(undo_, &QAbstractButton::clicked, this, [this] {
        if (!shown_.isEmpty()) transcript_.undo(shown_);
    });
    hide();
}

void HeldBar::refresh()
{
    const auto held = transcript_.heldOutOfView();
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    shown_ = held ? held->card.id : core::CallId();
    if (held) {
        const QString title = cardTitle(held->card);
        setTold(*this, title);
        title_->setText(title);
        undo_->setText(tr("Undo"));
        setTold(*undo_, tr("Undo: %1").arg(title));
        setTold(*time_, cardStatus(held->card).label);
        showCountdown(*time_, lineHeight, held->card.heldUntilUtc, transcript_.nowUtc());
    }
    setVisible(held.has_value());
    if (!held && hadFocus) Q_EMIT focusGivenUp();
}

void HeldBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

} // namespace ui::transcript
