#include "ui/theme/card.h"

#include "ui/theme/style.h"

#include <QtGui/QPainter>
#include <QtWidgets/QVBoxLayout>

namespace ui::theme {

Card::Card(QWidget* parent, Tone tone)
    : QFrame(parent)
    , tone_(tone)
    , body_(new QVBoxLayout(this))
{
    body_->setContentsMargins(Space::Medium, Space::Medium, Space::Medium, Space::Medium);
    body_->setSpacing(Space::Small);
}

void Card::setTone(Tone tone)
{
    tone_ = tone;
    update();
}

void Card::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors(palette());
    paintBox(painter, rect(), Radius::Card, toneFill(c, tone_), toneBorder(c, tone_));
}

} // namespace ui::theme
