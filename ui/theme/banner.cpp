#include "ui/theme/banner.h"

#include "ui/theme/button.h"
#include "ui/theme/label.h"
#include "ui/theme/style.h"

#include <QtGui/QAccessible>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>

namespace ui::theme {

namespace {

Icon iconOf(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
    case Tone::Accent: return Icon::Info;
    case Tone::Danger:
    case Tone::Warning: return Icon::Warning;
    case Tone::Success: return Icon::Check;
    }
    return Icon::Info;
}

} // namespace

Banner::Banner(Tone tone, QWidget* parent)
    : QFrame(parent)
    , tone_(tone)
    , icon_(new QLabel(this))
    , text_(new Label(Type::Body, Ink::Normal, Label::Wrap::Yes, this))
    , action_(new Button(Button::Kind::Secondary, {}, this))
    , second_(new Button(Button::Kind::Quiet, {}, this))
    , dismiss_(new Button(Icon::Cross, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Space::Medium, Space::Small, Space::Small, Space::Small);
    row->setSpacing(Space::Small);
    icon_->setFixedSize(Size::Icon, Size::Icon);
    row->addWidget(icon_, 0, Qt::AlignVCenter);
    row->addSpacing(Space::Hair);
    row->addWidget(text_, 1);
    row->addWidget(action_);
    row->addWidget(second_);
    row->addWidget(dismiss_);
    setMinimumHeight(Size::Control + 2 * Space::Small);
    text_->setObjectName(QStringLiteral("bannerText"));
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    action_->setObjectName(QStringLiteral("bannerAction"));
    second_->setObjectName(QStringLiteral("bannerSecondAction"));
    dismiss_->setObjectName(QStringLiteral("bannerDismiss"));
    action_->hide();
    second_->hide();
    dismiss_->hide();
    connect(action_, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(second_, &QPushButton::clicked, this, &Banner::secondActionTriggered);
    connect(dismiss_, &QPushButton::clicked, this, &Banner::dismissed);
    refresh();
}

void Banner::setTone(Tone tone)
{
    tone_ = tone;
    refresh();
}

void Banner::setText(const QString& text)
{
    if (text_->text() == text) return;
    text_->setText(text);
    setAccessibleName(text);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString Banner::text() const
{
    return text_->text();
}

void Banner::setAction(const QString& text)
{
    action_->setText(text);
    action_->setVisible(!text.isEmpty());
}

void Banner::setSecondAction(const QString& text)
{
    second_->setText(text);
    second_->setVisible(!text.isEmpty());
}

void Banner::setDismissable(bool dismissable)
{
    dismiss_->setVisible(dismissable);
    dismiss_->setToolTip(tr("Close"));
    dismiss_->setAccessibleName(tr("Close this message"));
}

void Banner::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors(palette());
    paintBox(painter, rect(), Radius::Control, toneFill(c, tone_), toneBorder(c, tone_));
}

void Banner::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
    if (event->type() == QEvent::LanguageChange && !dismiss_->isHidden()) setDismissable(true);
}

void Banner::refresh()
{
    icon_->setPixmap(
        theme::icon(iconOf(tone_), toneInk(tone_)).pixmap(QSize{Size::Icon, Size::Icon}, devicePixelRatioF()));
    update();
}

} // namespace ui::theme
