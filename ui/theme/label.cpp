#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>

namespace ui::theme {

Label::Label(Type type, Ink ink, Wrap wrap, QWidget* parent)
    : QLabel(parent)
    , type_(type)
    , ink_(ink)
    , wrap_(wrap)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(wrap == Wrap::Yes);
    if (wrap == Wrap::Elide) setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    refresh();
}

void Label::setInk(Ink ink)
{
    ink_ = ink;
    refresh();
}

void Label::setType(Type type)
{
    type_ = type;
    refresh();
}

void Label::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::ApplicationFontChange:
    case QEvent::FontChange: refresh(); break;
    default: break;
    }
}

void Label::paintEvent(QPaintEvent* event)
{
    if (wrap_ != Wrap::Elide) return QLabel::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const auto shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

void Label::refresh()
{
    if (refreshing_) return; // setting font or palette comes back here as a change
    refreshing_ = true;
    setFont(theme::font(type_));
    QPalette own;
    own.setColor(QPalette::WindowText, theme::ink(colors(QPalette()), ink_));
    setPalette(own);
    refreshing_ = false;
}

} // namespace ui::theme
