#include "ui/transcript/address_area.h"

#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/fact_box.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <utility>

namespace ui::transcript {

namespace {

constexpr int ringWidth = 3; ///< around it, where the ring of the keyboard is drawn
constexpr int leastLines = 4;

} // namespace

AddressArea::AddressArea(const QString& address, QWidget* parent)
    : QScrollArea(parent)
    , box_(new FactBox(this))
{
    box_->setFacts({Fact{{}, address, true}});
    setWidget(box_);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setViewportMargins(ringWidth, ringWidth, ringWidth, ringWidth);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setAccessibleName(tr("Address"));
    viewport()->setAutoFillBackground(false);
    box_->setAutoFillBackground(false);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &AddressArea::look);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &AddressArea::look);
}

int AddressArea::heightForWidth(int width) const
{
    return box_->heightForWidth(std::max(width - 2 * ringWidth, 1)) + 2 * ringWidth;
}

QSize AddressArea::sizeHint() const
{
    return {theme::Size::FormWidth, heightForWidth(theme::Size::FormWidth)};
}

QSize AddressArea::minimumSizeHint() const
{
    const int least = leastLines * QFontMetrics(theme::font(theme::Type::Mono)).height() + 2 * theme::Space::Large;
    return {box_->minimumSizeHint().width(), std::min(least, sizeHint().height())};
}

bool AddressArea::event(QEvent* event)
{
    const bool done = QScrollArea::event(event);
    if (event->type() == QEvent::Paint && hasFocus()) {
        QPainter painter(this);
        theme::paintFocusRing(painter, rect(), theme::Radius::Control + ringWidth, palette());
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    return done;
}

void AddressArea::keyPressEvent(QKeyEvent* event)
{
    QScrollBar* bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Home: bar->triggerAction(QScrollBar::SliderToMinimum); break;
    case Qt::Key_End: bar->triggerAction(QScrollBar::SliderToMaximum); break;
    case Qt::Key_PageUp: bar->triggerAction(QScrollBar::SliderPageStepSub); break;
    case Qt::Key_PageDown: bar->triggerAction(QScrollBar::SliderPageStepAdd); break;
    default: QScrollArea::keyPressEvent(event);
    }
}

void AddressArea::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    look();
}

void AddressArea::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    look();
}

void AddressArea::look()
{
    if (!isVisible()) return; // before that nothing has its size
    const QScrollBar* bar = verticalScrollBar();
    const bool scrolls = bar->maximum() > 0;
    setFocusPolicy(scrolls ? Qt::StrongFocus : Qt::NoFocus);
    // The box must have all its height: what it does not show itself no scrolling shows.
    const bool whole = box_->height() >= box_->heightForWidth(box_->width());
    if (whole && scrolls && bar->value() == bar->maximum()) reached_ = true;
    const bool seen = reached_ || (whole && !scrolls);
    if (std::exchange(seen_, seen) != std::optional(seen)) Q_EMIT seenChanged(seen);
}

} // namespace ui::transcript
