#include "ui/transcript/widget_pieces.h"

#include "ui/theme/tokens.h"
#include "ui/transcript/card_text.h"
#include "ui/transcript/row_widgets.h"
#include "ui/transcript/tool_card.h"

#include <QtGui/QPainter>
#include <QtGui/QPalette>
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>

namespace ui::transcript {

using theme::Space;

WidgetPiece::WidgetPiece(double spaceAbove, double usualHeight)
    : spaceAbove_(spaceAbove)
    , usualHeight_(usualHeight)
{}

WidgetPiece::~WidgetPiece()
{
    // It can be the sender of the signal that got us here.
    if (widget_) {
        widget_->hide();
        widget_->deleteLater();
    }
}

double WidgetPiece::guess(int, double) const
{
    return spaceAbove_ + usualHeight_;
}

double WidgetPiece::measure(int width, const QPalette&)
{
    measured_ = widget_ != nullptr;
    knownHeight = measured_ ? spaceAbove_ + heightFor(widthFor(width)) : guess(width, 0);
    return knownHeight;
}

int WidgetPiece::heightFor(int) const
{
    return widget()->sizeHint().height();
}

void WidgetPiece::release()
{
    QWidget* focused = QApplication::focusWidget();
    if (widget_ && focused && (widget_ == focused || widget_->isAncestorOf(focused))) return;
    measured_ = false;
    if (!widget_) return;
    widget_->hide();
    widget_->deleteLater();
    widget_ = nullptr;
}

void WidgetPiece::makeWidget(QWidget* parent)
{
    if (!widget_) widget_ = create(parent);
}

void WidgetPiece::placeWidget(const QPoint& topLeft, int width)
{
    if (!widget_) return;
    const QPoint at = topLeft + QPoint(0, static_cast<int>(spaceAbove_));
    widget_->setGeometry(QRect(at, QSize(widthFor(width), static_cast<int>(knownHeight - spaceAbove_))));
}

void WidgetPiece::remeasure()
{
    measured_ = false;
}

CardPiece::CardPiece(RowHost& host, const core::interfaces::ToolCardView& card)
    : WidgetPiece(Space::Small + Space::Hair, 104)
    , host_(host)
    , card_(card)
{}

void CardPiece::setCard(const core::interfaces::ToolCardView& card)
{
    card_ = card;
    if (auto* made = qobject_cast<ToolCard*>(widget())) made->setCard(card);
    remeasure();
}

QString CardPiece::text() const
{
    return cardText(card_);
}

QWidget* CardPiece::create(QWidget* parent)
{
    return new ToolCard(host_, card_, parent);
}

int CardPiece::heightFor(int width) const
{
    return static_cast<ToolCard*>(widget())->heightFor(width);
}

ChipsPiece::ChipsPiece(RowHost& host)
    : WidgetPiece(Space::Medium, 80)
    , host_(host)
{}

void ChipsPiece::setSuggestions(const QList<core::Bilingual>& suggestions)
{
    if (suggestions == suggestions_) return;
    suggestions_ = suggestions;
    if (auto* made = qobject_cast<SuggestionChips*>(widget())) made->setSuggestions(suggestions);
    remeasure();
}

QWidget* ChipsPiece::create(QWidget* parent)
{
    auto* chips = new SuggestionChips(parent);
    chips->setSuggestions(suggestions_);
    QObject::connect(chips, &SuggestionChips::chosen, chips,
                     [this](const QString& text) { host_.chooseSuggestion(text); });
    return chips;
}

int ChipsPiece::heightFor(int width) const
{
    return static_cast<SuggestionChips*>(widget())->heightFor(width);
}

EndPiece::EndPiece(RowHost& host)
    : WidgetPiece(Space::Small + Space::Hair, 56)
    , host_(host)
{}

void EndPiece::setMessage(const core::interfaces::MessageView& message, bool canRetry)
{
    message_ = message;
    message_.text.clear();
    message_.cards.clear();
    canRetry_ = canRetry;
    if (auto* made = qobject_cast<EndLine*>(widget())) made->setMessage(message_, canRetry);
    remeasure();
}

QString EndPiece::text() const
{
    return EndLine::sentence(message_);
}

QWidget* EndPiece::create(QWidget* parent)
{
    auto* line = new EndLine(host_, parent);
    line->setMessage(message_, canRetry_);
    return line;
}

int EndPiece::heightFor(int width) const
{
    return static_cast<EndLine*>(widget())->heightFor(width);
}

ReasoningPiece::ReasoningPiece(RowHost& host, core::MessageId message)
    : WidgetPiece(0, theme::Size::Control)
    , host_(host)
    , message_(std::move(message))
{}

void ReasoningPiece::setOpen(bool open)
{
    open_ = open;
    if (auto* made = qobject_cast<ReasoningToggle*>(widget())) made->setOpen(open);
}

QWidget* ReasoningPiece::create(QWidget* parent)
{
    auto* toggle = new ReasoningToggle(host_, message_, parent);
    toggle->setOpen(open_);
    return toggle;
}

ThinkingPiece::ThinkingPiece()
    : WidgetPiece(Space::Small, 24)
{}

QWidget* ThinkingPiece::create(QWidget* parent)
{
    return new ThinkingLine(parent);
}

GapPiece::GapPiece(double height, QString day)
    : height_(height)
    , day_(std::move(day))
{}

double GapPiece::guess(int, double) const
{
    return height_ + (day_.isEmpty() ? 0 : Space::Huge);
}

double GapPiece::measure(int width, const QPalette&)
{
    width_ = width;
    knownHeight = guess(width, 0);
    return knownHeight;
}

void GapPiece::paint(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const
{
    if (day_.isEmpty()) return;
    painter.setFont(theme::font(theme::Type::Caption));
    painter.setPen(theme::colors(palette).textMuted);
    painter.drawText(QRectF(topLeft.x(), topLeft.y() + Space::Small, width_, Space::Large), Qt::AlignCenter, day_);
}

} // namespace ui::transcript
