#include "ui/markdown/link.h"
#include "ui/text/visible_text.h"
#include "ui/theme/button.h"
#include "ui/transcript/accessible_transcript.h"
#include "ui/transcript/link_prompt.h"
#include "ui/transcript/row.h"
#include "ui/transcript/row_widgets.h"
#include "ui/transcript/text_piece.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QTextBoundaryFinder>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

#include <limits>

// The part of TranscriptView that answers to pointer and keyboard.
namespace ui::transcript {

using core::interfaces::MessageView;

namespace {

constexpr int selectionScrollMilliseconds = 40;

} // namespace

int TranscriptView::rowAt(const QPoint& point) const
{
    if (rows_.empty()) return -1;
    const double y = scrollTop() + point.y();
    if (y < 0 || y >= heights_.total()) return -1;
    return static_cast<int>(heights_.at(y));
}

std::optional<TextPosition> TranscriptView::positionAt(const QPoint& point) const
{
    const VisibleText* nearest = nullptr;
    double best = 0;
    for (const auto& text : visibleTexts_) {
        const double missed = std::max({0.0, text.box.top() - point.y(), point.y() - text.box.bottom()});
        if (nearest && missed >= best) continue;
        nearest = &text;
        best = missed;
    }
    if (!nearest) return {};
    const qsizetype offset = nearest->piece->offsetAt(QPointF(point) - nearest->box.topLeft());
    return TextPosition{nearest->row, nearest->piece->ordinal(), offset};
}

std::optional<LinkHit> TranscriptView::linkAt(const QPoint& point) const
{
    for (const auto& text : visibleTexts_) {
        if (text.box.contains(point)) return text.piece->linkAt(QPointF(point) - text.box.topLeft());
    }
    return {};
}

QRect TranscriptView::textRect(int row, const QString& text) const
{
    for (const auto& visible : visibleTexts_) {
        const qsizetype at = visible.row == row ? visible.piece->text().indexOf(text) : -1;
        if (at < 0) continue;
        const QRectF inside = visible.piece->rectOf(at, text.size());
        return inside.translated(visible.box.topLeft()).toAlignedRect();
    }
    return {};
}

void TranscriptView::setSelection(const TextPosition& anchor, const TextPosition& end)
{
    selection_ = Selection{anchor, end};
    visibleTexts_.clear();
    placePieces();
    viewport()->update();
    if (QClipboard* clipboard = QGuiApplication::clipboard(); clipboard->supportsSelection() && !selecting_) {
        clipboard->setText(selectedText(), QClipboard::Selection);
    }
}

void TranscriptView::clearSelection()
{
    if (!selection_) return;
    selection_.reset();
    visibleTexts_.clear();
    if (!rows_.empty()) placePieces();
    viewport()->update();
}

void TranscriptView::selectAll()
{
    if (rows_.empty()) return;
    constexpr int lowest = std::numeric_limits<int>::min();
    constexpr int highest = std::numeric_limits<int>::max();
    setSelection({0, lowest, 0}, {rowCount() - 1, highest, 0});
}

void TranscriptView::extendSelectionTo(const QPoint& point)
{
    const auto position = positionAt(point);
    if (position && selection_) setSelection(selection_->anchor, *position);
}

void TranscriptView::selectWordAt(const TextPosition& position, bool wholeBlock)
{
    for (const auto& visible : visibleTexts_) {
        if (visible.row != position.row || visible.piece->ordinal() != position.block) continue;
        const QString text = visible.piece->text();
        TextPosition from = position;
        TextPosition to = position;
        if (wholeBlock) {
            from.offset = 0;
            to.offset = text.size();
        } else {
            QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
            words.setPosition(std::min(position.offset, text.size()));
            if (!words.isAtBoundary() || position.offset >= text.size()) words.toPreviousBoundary();
            from.offset = std::max<qsizetype>(0, words.position());
            words.toNextBoundary();
            to.offset = words.position() < 0 ? text.size() : words.position();
        }
        setSelection(from, to);
        return;
    }
}

void TranscriptView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return QAbstractScrollArea::mousePressEvent(event);
    const QPoint point = event->position().toPoint();
    focusedRow_ = -1;
    pressedAt_ = point;
    pressedLink_ = linkAt(point);
    const auto position = positionAt(point);
    if (!position) return clearSelection();
    if (tripleClick_.isActive()) {
        tripleClick_.stop();
        return selectWordAt(*position, true);
    }
    selecting_ = true;
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier) && selection_;
    setSelection(extend ? selection_->anchor : *position, *position);
}

void TranscriptView::mouseMoveEvent(QMouseEvent* event)
{
    lastPointer_ = event->position().toPoint();
    if (!selecting_) return hover(lastPointer_);
    if ((lastPointer_ - pressedAt_).manhattanLength() >= QApplication::startDragDistance()) pressedLink_.reset();
    const bool outside = lastPointer_.y() < 0 || lastPointer_.y() > viewport()->height();
    if (outside && !selectionScroll_.isActive()) selectionScroll_.start(selectionScrollMilliseconds, this);
    if (!outside) selectionScroll_.stop();
    extendSelectionTo(lastPointer_);
}

void TranscriptView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return QAbstractScrollArea::mouseReleaseEvent(event);
    selectionScroll_.stop();
    selecting_ = false;
    if (selection_ && selection_->isEmpty())
        clearSelection();
    else if (selection_)
        setSelection(selection_->anchor, selection_->end);
    const auto link = linkAt(event->position().toPoint());
    if (link && pressedLink_ && *link == *pressedLink_ && !selection_) askAboutLink(*link);
    pressedLink_.reset();
}

void TranscriptView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    tripleClick_.start(QApplication::doubleClickInterval(), this);
    if (const auto position = positionAt(event->position().toPoint())) selectWordAt(*position, false);
}

void TranscriptView::hover(const QPoint& point)
{
    const int row = rowAt(point);
    if (row != hoveredRow_) {
        hoveredRow_ = row;
        placeOverlays();
    }
    Qt::CursorShape shape = Qt::ArrowCursor;
    for (const auto& text : visibleTexts_) {
        if (!text.box.contains(point)) continue;
        const QPointF inside = QPointF(point) - text.box.topLeft();
        if (text.piece->linkAt(inside))
            shape = Qt::PointingHandCursor;
        else if (text.piece->covers(inside))
            shape = Qt::IBeamCursor;
    }
    viewport()->setCursor(shape);
}

bool TranscriptView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        const QPoint point = viewport()->mapFromGlobal(QCursor::pos());
        if (!viewport()->rect().contains(point) && hoveredRow_ >= 0) {
            hoveredRow_ = -1;
            placeOverlays();
        }
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto link = linkAt(help->pos());
        const auto preview = link ? markdown::previewLink(link->address, link->text) : std::nullopt;
        if (preview)
            QToolTip::showText(help->globalPos(), text::toolTipText(preview->shown), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TranscriptView::askAboutLink(const LinkHit& link)
{
    const auto preview = markdown::previewLink(link.address, link.text);
    if (!preview) return;
    auto* prompt = new LinkPrompt(*preview, this);
    prompt->setAttribute(Qt::WA_DeleteOnClose);
    connect(prompt, &LinkPrompt::openChosen, this, &TranscriptView::linkOpenRequested);
    connect(prompt, &LinkPrompt::copyChosen, this, [this](const QString& address) { copyText(address); });
    prompt->open();
}

int TranscriptView::runEnd(int row) const
{
    if (row < 0 || row >= rowCount()) return -1;
    const auto speaker = transcript_->at(row).speaker;
    while (row + 1 < rowCount() && transcript_->at(row + 1).speaker == speaker)
        ++row;
    return row;
}

QString TranscriptView::messageSource(int row) const
{
    int last = runEnd(row);
    if (last < 0) return {};
    const auto speaker = transcript_->at(last).speaker;
    QStringList texts;
    for (int at = last; at >= 0; --at) {
        const MessageView message = transcript_->at(at);
        if (message.speaker != speaker) break;
        if (!message.text.isEmpty()) texts.prepend(message.text);
    }
    return texts.join(QStringLiteral("\n\n"));
}

void TranscriptView::copySelection()
{
    const QString text = selectedText();
    if (!text.isEmpty()) copyText(text);
}

void TranscriptView::copyMessage(int row)
{
    const QString text = messageSource(row);
    if (!text.isEmpty()) copyText(text);
}

void TranscriptView::scrollBy(int pixels)
{
    verticalScrollBar()->setValue(verticalScrollBar()->value() + pixels);
}

void TranscriptView::focusRow(int row)
{
    if (row < 0 || row >= rowCount()) return;
    focusedRow_ = row;
    hoveredRow_ = -1;
    // The row is measured while it comes into view, so its place is only right afterwards.
    for (int pass = 0; pass < 3; ++pass) {
        const QRect box = rowRect(row);
        if (box.top() < 0 || box.height() > viewport()->height())
            scrollBy(box.top());
        else if (box.bottom() > viewport()->height())
            scrollBy(box.bottom() - viewport()->height());
    }
    placeOverlays();
    viewport()->update();
    announceFocus(*this, row);
}

bool TranscriptView::handleRowKeys(const QKeyEvent& event)
{
    if (!event.modifiers().testFlag(Qt::ControlModifier) && !event.modifiers().testFlag(Qt::AltModifier)) return false;
    if (event.key() != Qt::Key_Up && event.key() != Qt::Key_Down) return false;
    if (rows_.empty()) return true;
    const bool down = event.key() == Qt::Key_Down;
    int row = focusedRow_;
    if (row < 0)
        row = rowsBetween(scrollTop(), scrollTop() + viewport()->height() - 1).second;
    else
        row = std::clamp(row + (down ? 1 : -1), 0, rowCount() - 1);
    focusRow(row);
    return true;
}

void TranscriptView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        if (selection_ && !selection_->isEmpty())
            copySelection();
        else if (focusedRow_ >= 0)
            copyMessage(focusedRow_);
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    if (handleRowKeys(*event)) return;
    // Buttons take Space only; Enter on one of ours comes here.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
        if (button && viewport()->isAncestorOf(button)) return button->click();
    }
    switch (event->key()) {
    case Qt::Key_Up: return scrollBy(-verticalScrollBar()->singleStep());
    case Qt::Key_Down: return scrollBy(verticalScrollBar()->singleStep());
    case Qt::Key_PageUp: return scrollBy(-verticalScrollBar()->pageStep());
    case Qt::Key_PageDown:
    case Qt::Key_Space: return scrollBy(verticalScrollBar()->pageStep());
    case Qt::Key_Home: return verticalScrollBar()->setValue(0);
    case Qt::Key_End: return jumpToLatest();
    case Qt::Key_Escape:
        if (selection_) return clearSelection();
        break;
    default: break;
    }
    event->ignore();
}

void TranscriptView::contextMenuEvent(QContextMenuEvent* event)
{
    const QPoint point = viewport()->mapFrom(this, event->pos());
    const int row = event->reason() == QContextMenuEvent::Keyboard ? focusedRow_ : rowAt(point);
    const auto link = linkAt(point);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (selection_ && !selection_->isEmpty()) {
        menu->addAction(tr("Copy"), this, [this]() { copySelection(); });
    }
    if (link) {
        const auto preview = markdown::previewLink(link->address, link->text);
        const QString shown = preview ? preview->shown : QString();
        menu->addAction(tr("Copy address"), this, [this, shown]() { copyText(shown); });
    }
    if (row >= 0) menu->addAction(tr("Copy message"), this, [this, row]() { copyMessage(row); });
    menu->addAction(tr("Select all"), this, [this]() { selectAll(); });
    menu->popup(event->globalPos());
}

void TranscriptView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TranscriptView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TranscriptView::showFocused(QWidget* widget)
{
    // Where Qt puts the keyboard while what had it goes away, the person did not go: nothing moves there, and what is
    // half gone is not read.
    if (replacing_ || arranging_) return;
    if (!widget || widget == viewport() || !viewport()->isAncestorOf(widget)) return;
    if (widget == latest_ || bar_->isAncestorOf(widget) || empty_->isAncestorOf(widget)) return;
    const QRect box(widget->mapTo(viewport(), QPoint(0, 0)), widget->size());
    constexpr int margin = 16;
    if (box.top() < margin)
        scrollBy(box.top() - margin);
    else if (box.bottom() > viewport()->height() - margin)
        scrollBy(box.bottom() - viewport()->height() + margin);
}

} // namespace ui::transcript
