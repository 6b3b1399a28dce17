#include "ui/theme/page.h"

#include "ui/theme/tokens.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace ui::theme {

Page::Page(int columnWidth, QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(this);
    outer_ = new QVBoxLayout(content);
    outer_->setContentsMargins(Space::Large, Space::Huge, Space::Large, Space::Huge);
    outer_->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    auto* column = new QWidget(content);
    column->setMaximumWidth(columnWidth);
    column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    column_ = new QVBoxLayout(column);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(Space::Medium);
    row->addStretch(1);
    row->addWidget(column, 100);
    row->addStretch(1);
    outer_->addStretch(2);
    outer_->addLayout(row);
    outer_->addStretch(3); // the optical middle lies above the real one
    setWidget(content);
}

void Page::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    // The middle is that of the whole page: a scroll bar that comes moves nothing out of line with what stands below.
    const int bar = width() - viewport()->width();
    outer_->setContentsMargins(Space::Large + bar, Space::Huge, Space::Large, Space::Huge);
}

void Page::alignTop()
{
    delete outer_->takeAt(0);
}

} // namespace ui::theme
