#include "ui/theme/spinner.h"

#include "ui/theme/tokens.h"

#include <QtCore/QTimerEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

#include <cmath>
#include <numbers>

namespace ui::theme {

namespace {
constexpr int stepMilliseconds = 80;
constexpr int stepsARound = 12;
} // namespace

Spinner::Spinner(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Spinner::sizeHint() const
{
    return {36, Size::Icon};
}

void Spinner::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int dot = 0; dot < 3; ++dot) {
        const double phase = 2 * std::numbers::pi * (step_ - 2 * dot) / stepsARound;
        QColor colour = colors(palette()).accentText;
        colour.setAlphaF(static_cast<float>(0.35 + 0.55 * (0.5 + 0.5 * std::cos(phase))));
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(width() / 2.0 + (dot - 1) * 10.0, height() / 2.0), 3.0, 3.0);
    }
}

void Spinner::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (style()->styleHint(QStyle::SH_Widget_Animate, nullptr, this) != 0) timer_.start(stepMilliseconds, this);
}

void Spinner::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    timer_.stop();
}

void Spinner::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != timer_.timerId()) return QWidget::timerEvent(event);
    step_ = (step_ + 1) % stepsARound;
    update();
}

} // namespace ui::theme
