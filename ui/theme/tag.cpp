#include "ui/theme/tag.h"

#include "ui/theme/style.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>

namespace ui::theme {

namespace {

QFont tagFont()
{
    QFont result = font(Type::Caption);
    result.setWeight(QFont::DemiBold);
    return result;
}

} // namespace

Tag::Tag(Tone tone, const QString& text, QWidget* parent)
    : QWidget(parent)
    , tone_(tone)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text);
}

void Tag::setText(const QString& text)
{
    text_ = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Tag::setTone(Tone tone)
{
    tone_ = tone;
    update();
}

QSize Tag::sizeHint() const
{
    const QFontMetrics metrics(tagFont());
    return {metrics.horizontalAdvance(text_) + 2 * Space::Small, metrics.height() + 2};
}

void Tag::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Colors& c = colors(palette());
    paintBox(painter, rect(), 6, tone_ == Tone::Neutral ? c.hover : toneFill(c, tone_), toneBorder(c, tone_));
    painter.setFont(tagFont());
    painter.setPen(ink(c, toneInk(tone_)));
    painter.drawText(rect(), Qt::AlignCenter, text_);
}

bool Tag::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange) updateGeometry();
    return QWidget::event(event);
}

} // namespace ui::theme
