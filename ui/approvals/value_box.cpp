#include "ui/approvals/value_box.h"

#include "ui/text/visible_text.h"

#include <QtCore/QEvent>
#include <QtGui/QAbstractTextDocumentLayout>
#include <QtGui/QTextBlock>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QScrollBar>

#include <cmath>

namespace ui::approvals {
namespace {

constexpr double highest = 30'000; ///< a widget can be 16,777,215 high, and a million of new lines is more

} // namespace

ValueBox::ValueBox(theme::Type type, const QString& value, QWidget* parent)
    : QPlainTextEdit(parent)
    , type_(type)
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setFocusPolicy(Qt::ClickFocus);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(0);
    // Or the first letter of a host could turn the order of all of it.
    QTextOption option = document()->defaultTextOption();
    option.setTextDirection(Qt::LeftToRight);
    document()->setDefaultTextOption(option);
    viewport()->setAutoFillBackground(false);
    setFont(theme::font(type));
    setPlainText(text::visibleText(value));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ValueBox::lookForTheEnd);
    fit();
}

void ValueBox::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fit();
}

void ValueBox::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange) setFont(theme::font(type_));
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

// What is around it scrolls, unless this has to.
void ValueBox::wheelEvent(QWheelEvent* event)
{
    if (scrolls_)
        QPlainTextEdit::wheelEvent(event);
    else
        event->ignore();
}

void ValueBox::fit()
{
    if (fitting_) return;
    fitting_ = true;
    // Not document()->size(): that takes one line for each paragraph that was not laid out yet.
    double needed = 0;
    for (auto block = document()->begin(); block.isValid(); block = block.next())
        needed += document()->documentLayout()->blockBoundingRect(block).height();
    scrolls_ = needed > highest;
    setVerticalScrollBarPolicy(scrolls_ ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const int height = static_cast<int>(std::ceil(std::min(needed, highest))) + 2;
    if (minimumHeight() != height || maximumHeight() != height) setFixedHeight(height);
    fitting_ = false;
    lookForTheEnd();
}

void ValueBox::lookForTheEnd()
{
    const auto* bar = verticalScrollBar();
    if (!scrolls_ || read_ || bar->maximum() <= 0 || bar->value() < bar->maximum()) return;
    read_ = true;
    Q_EMIT readToItsEnd();
}

} // namespace ui::approvals
