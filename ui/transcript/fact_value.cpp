#include "ui/transcript/fact_value.h"

#include <QtCore/QEvent>
#include <QtCore/QMimeData>
#include <QtGui/QKeyEvent>
#include <QtGui/QTextDocumentFragment>
#include <QtGui/QWheelEvent>

#include <cmath>

namespace ui::transcript {

namespace {

constexpr int usualWidth = 240;
constexpr int leastWidth = 60;

} // namespace

FactValue::FactValue(theme::Type type, theme::Ink ink, const QString& text, QWidget* parent)
    : QTextEdit(parent)
    , type_(type)
    , ink_(ink)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setFocusPolicy(Qt::ClickFocus);
    setAcceptDrops(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    for (QTextDocument* each : {document(), &sizes_}) {
        each->setDocumentMargin(0);
        each->setUndoRedoEnabled(false);
        each->setPlainText(text);
    }
    QTextOption wrapping = sizes_.defaultTextOption();
    wrapping.setWrapMode(wordWrapMode());
    sizes_.setDefaultTextOption(wrapping);
    refresh();
}

int FactValue::heightForWidth(int width) const
{
    sizes_.setTextWidth(std::max(width, 1));
    return static_cast<int>(std::ceil(sizes_.size().height()));
}

QSize FactValue::sizeHint() const
{
    return {usualWidth, heightForWidth(width() > leastWidth ? width() : usualWidth)};
}

QSize FactValue::minimumSizeHint() const
{
    return {leastWidth, fontMetrics().height()};
}

void FactValue::changeEvent(QEvent* event)
{
    QTextEdit::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::ApplicationFontChange:
    case QEvent::FontChange: refresh(); break;
    default: break;
    }
}

void FactValue::keyPressEvent(QKeyEvent* event)
{
    // Every other key is the conversation's, as beside it.
    if (event->matches(QKeySequence::Copy) || event->matches(QKeySequence::SelectAll))
        QTextEdit::keyPressEvent(event);
    else
        event->ignore();
}

void FactValue::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // there is nothing to scroll here, and Ctrl would change the size of the text
}

QMimeData* FactValue::createMimeDataFromSelection() const
{
    auto* copied = new QMimeData;
    copied->setText(textCursor().selection().toPlainText());
    return copied;
}

void FactValue::refresh()
{
    if (refreshing_) return; // setting font or palette comes back here as a change
    refreshing_ = true;
    setFont(theme::font(type_));
    document()->setDefaultFont(font());
    sizes_.setDefaultFont(font());
    QPalette own;
    own.setColor(QPalette::Text, theme::ink(theme::colors(QPalette()), ink_));
    setPalette(own);
    updateGeometry();
    refreshing_ = false;
}

} // namespace ui::transcript
