#include "ui/approvals/read_area.h"

#include "ui/approvals/value_box.h"
#include "ui/theme/label.h"
#include "ui/theme/tokens.h"

#include <QtCore/QEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui::approvals {

using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

namespace {

constexpr int leastRoom = 72; ///< when there is more

} // namespace

ReadArea::ReadArea(QWidget* parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus); // arrows scroll it
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    viewport()->setAutoFillBackground(false);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ReadArea::lookForTheEnd);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &ReadArea::lookForTheEnd);
}

QVBoxLayout* ReadArea::newBody()
{
    auto* column = new QVBoxLayout(new QWidget);
    column->setContentsMargins(0, 0, Space::Small, 0);
    column->setSpacing(2);
    return column;
}

// What was in it may hold the button whose click is being handled.
void ReadArea::putIn(QVBoxLayout& column)
{
    endSeen_ = false;
    highestRange_ = 0;
    if (isAncestorOf(QApplication::focusWidget())) setFocus(Qt::OtherFocusReason); // not onto the next one that decides
    column.addStretch(1);
    auto* body = column.parentWidget();
    if (QWidget* old = takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    setWidget(body);
    body->setAutoFillBackground(false);
    updateGeometry();
    body->show();
    Q_EMIT refilled();
    lookForTheEnd();
}

void ReadArea::addText(QVBoxLayout& column, const QString& title, const QString& text, const char* name)
{
    auto* body = column.parentWidget();
    auto* head = new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body);
    head->setText(title);
    column.addWidget(head);
    auto* box = new ValueBox(Type::Body, text, body);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(title);
    column.addWidget(box);
    column.addSpacing(Space::Small);
}

void ReadArea::lookForTheEnd()
{
    const auto* bar = verticalScrollBar();
    // What was the end when little was laid out is not the end.
    if (bar->maximum() > highestRange_) endSeen_ = false;
    highestRange_ = std::max(highestRange_, bar->maximum());
    if (bar->value() >= bar->maximum() && isVisible() && viewport()->height() > 0) endSeen_ = true;
    Q_EMIT readChanged();
}

bool ReadArea::wasRead() const
{
    const auto boxes = findChildren<ValueBox*>();
    return endSeen_ && std::all_of(boxes.begin(), boxes.end(), [](const auto* box) { return box->wasReadToItsEnd(); });
}

QSize ReadArea::sizeHint() const
{
    return {QScrollArea::sizeHint().width(), widget() ? widget()->sizeHint().height() : 0};
}

QSize ReadArea::minimumSizeHint() const
{
    return {QScrollArea::minimumSizeHint().width(), std::min(leastRoom, sizeHint().height())};
}

void ReadArea::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    lookForTheEnd();
}

void ReadArea::hideEvent(QHideEvent* event)
{
    QScrollArea::hideEvent(event);
    endSeen_ = false;
}

void ReadArea::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    lookForTheEnd();
}

bool ReadArea::eventFilter(QObject* object, QEvent* event)
{
    if (object == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(object, event);
}

} // namespace ui::approvals
