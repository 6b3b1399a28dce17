#include "ui/text/date_text.h"
#include "ui/theme/button.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/inline_layout.h"
#include "ui/transcript/row.h"
#include "ui/transcript/row_widgets.h"
#include "ui/transcript/text_piece.h"
#include "ui/transcript/transcript_view.h"

#include <QtCore/QScopedValueRollback>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>

#include <cmath>
#include <limits>

// The part of TranscriptView that decides what stands where.
namespace ui::transcript {

using core::interfaces::MessageView;
using theme::Space;

namespace {

constexpr int sidePadding = Space::Large;
constexpr int endPadding = Space::Medium;
constexpr int mostPasses = 6;
constexpr int loadMargin = 10; ///< rows asked for beyond those that are near

} // namespace

int TranscriptView::columnWidth() const
{
    // From the whole width: a scroll bar that comes or goes moves nothing.
    return std::clamp(width() - 2 * sidePadding, 120, int{theme::Size::ReadingWidth});
}

int TranscriptView::columnLeft() const
{
    return std::max((width() - columnWidth()) / 2, 0);
}

double TranscriptView::scrollTop() const
{
    return verticalScrollBar()->value();
}

double TranscriptView::rowTop(int row) const
{
    return heights_.top(static_cast<std::size_t>(row));
}

QRect TranscriptView::rowRect(int row) const
{
    if (row < 0 || row >= rowCount()) return {};
    const double height = heights_.height(static_cast<std::size_t>(row));
    return QRect(columnLeft(), static_cast<int>(rowTop(row) - scrollTop()), columnWidth(), static_cast<int>(height));
}

std::pair<int, int> TranscriptView::rowsBetween(double from, double to) const
{
    return {static_cast<int>(heights_.at(std::max(0.0, from))), static_cast<int>(heights_.at(std::max(0.0, to)))};
}

double TranscriptView::guessHeight(const MessageView& message) const
{
    const auto characters = static_cast<double>(std::max(message.approximateSize, qint64{message.text.size()}));
    const double perLine = std::max(10.0, columnWidth() / (line_ * 0.36));
    const double cards = 120.0 * static_cast<double>(message.cards.size());
    return std::round(60 + cards + line_ * (1 + std::floor(characters / perLine) * 1.15));
}

RowFacts TranscriptView::factsOf(int row, const MessageView& message) const
{
    RowFacts facts;
    const int count = transcript_->count();
    facts.first = row == 0;
    facts.last = row + 1 == count;
    facts.running = turns_ && turns_->running();
    facts.canRepeat = facts.last && !lastTurnChangedThings();
    facts.reasoningOpen = openReasoning_.contains(message.id);
    facts.width = columnWidth();
    facts.line = line_;
    if (row > 0) {
        const MessageView above = transcript_->at(row - 1);
        facts.startsRun = above.speaker != message.speaker;
        const bool known = above.atUtc.isValid() && message.atUtc.isValid();
        const bool newDay = known && above.atUtc.toLocalTime().date() != message.atUtc.toLocalTime().date();
        if (newDay) facts.day = text::dayGroupText(message.atUtc, QDateTime::currentDateTimeUtc());
    }
    facts.endsRun = facts.last || transcript_->at(row + 1).speaker != message.speaker;
    return facts;
}

bool TranscriptView::lastTurnChangedThings() const
{
    for (int row = transcript_->count() - 1; row >= 0; --row) {
        const MessageView message = transcript_->at(row);
        if (message.speaker == MessageView::Speaker::Person) return false;
        // A step that is not read yet is one nobody knows.
        if (message.changedThings || message.state == MessageView::State::NotLoaded) return true;
    }
    return false;
}

int TranscriptView::lastAskedRow() const
{
    int row = transcript_->count() - 1;
    while (row >= 0 && transcript_->at(row).speaker != MessageView::Speaker::Person)
        --row;
    return row;
}

bool TranscriptView::buildRow(int row)
{
    const MessageView message = transcript_->at(row);
    if (message.state == MessageView::State::NotLoaded) {
        missing_.insert(row);
        return false;
    }
    auto& built = rows_[static_cast<std::size_t>(row)];
    if (!built) built = std::make_unique<Row>(static_cast<RowHost&>(*this));
    const QScopedValueRollback replacing(replacing_, true);
    built->setMessage(message, factsOf(row, message));
    heights_.set(static_cast<std::size_t>(row), built->height());
    return true;
}

void TranscriptView::rebuildRow(int row)
{
    const auto index = static_cast<std::size_t>(row);
    visibleTexts_.clear(); // they point into rows
    if (rows_[index]) {
        buildRow(row);
        return;
    }
    heights_.set(index, guessHeight(transcript_->at(row)));
}

void TranscriptView::rememberAnchor()
{
    anchor_ = {};
    if (rows_.empty()) return;
    const double top = scrollTop();
    const std::size_t row = heights_.at(top);
    anchor_.row = static_cast<int>(row);
    anchor_.below = top - heights_.top(row);
    if (!rows_[row] || rows_[row]->pieceCount() == 0) return;
    anchor_.inPiece = true;
    anchor_.piece = rows_[row]->heights().at(anchor_.below);
    anchor_.belowPiece = anchor_.below - rows_[row]->heights().top(anchor_.piece);
}

void TranscriptView::restoreAnchor()
{
    const double total = heights_.total() + endPadding;
    const double room = total - viewport()->height();
    constexpr int mostRange = std::numeric_limits<int>::max() / 2;
    const int maximum = static_cast<int>(std::clamp(std::ceil(room), 0.0, static_cast<double>(mostRange)));
    double top = maximum;
    if (!follows_ && anchor_.row < rowCount()) {
        const auto& built = rows_[static_cast<std::size_t>(anchor_.row)];
        top = rowTop(anchor_.row) + anchor_.below;
        if (anchor_.inPiece && built && anchor_.piece < built->pieceCount()) {
            top = rowTop(anchor_.row) + built->heights().top(anchor_.piece) + anchor_.belowPiece;
        }
    }
    adjustingScroll_ = true;
    verticalScrollBar()->setPageStep(std::max(1, viewport()->height() - 48));
    verticalScrollBar()->setRange(0, maximum);
    verticalScrollBar()->setValue(static_cast<int>(std::lround(top)));
    adjustingScroll_ = false;
}

bool TranscriptView::arrangeOnce()
{
    const double margin = viewport()->height();
    const double from = scrollTop() - margin;
    const double to = scrollTop() + viewport()->height() + margin;
    bool changed = false;
    std::size_t row = heights_.at(std::max(0.0, from));
    double top = heights_.top(row);
    for (; row < rows_.size() && top <= to; ++row) {
        const double before = heights_.height(row);
        if (!rows_[row] && !buildRow(static_cast<int>(row))) {
            top += before;
            continue;
        }
        rows_[row]->measure(from - top, to - top, laidOutWidth_, palette(), viewport());
        heights_.set(row, rows_[row]->height());
        if (heights_.height(row) != before) changed = true;
        top += heights_.height(row);
    }
    return changed;
}

void TranscriptView::arrange()
{
    if (arranging_) return;
    arranging_ = true;
    if (laidOutWidth_ != columnWidth()) {
        laidOutWidth_ = columnWidth();
        line_ = lineDistance(theme::font(theme::Type::Body), readingLine);
        for (const auto& row : rows_) {
            if (row) row->forgetLayouts();
        }
    }
    missing_.clear();
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (!rows_[row]) continue;
        if (rows_[row]->hasPending() && !rows_[row]->flush()) buildRow(static_cast<int>(row));
        if (widgetsStale_) rows_[row]->remeasureWidgets();
        heights_.set(row, rows_[row]->height());
    }
    widgetsStale_ = false;
    visibleTexts_.clear();
    for (int pass = 0; pass < mostPasses; ++pass) {
        restoreAnchor();
        if (rows_.empty() || !arrangeOnce()) break;
    }
    restoreAnchor();
    follows_ = follows_ || verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    if (!rows_.empty()) {
        forgetFarRows();
        placePieces();
    }
    rememberAnchor();
    placeOverlays();
    arranging_ = false;
    viewport()->update();
    Q_EMIT heldChanged();
    requestMissing();
}

void TranscriptView::placePieces()
{
    const double viewHeight = viewport()->height();
    const auto [first, last] = rowsBetween(scrollTop() - viewHeight, scrollTop() + 2 * viewHeight);
    QList<QWidget*> widgets;
    for (int row = first; row <= last; ++row) {
        const auto& built = rows_[static_cast<std::size_t>(row)];
        if (!built) continue;
        double y = rowTop(row) - scrollTop();
        std::size_t index = built->heights().at(std::max(0.0, -viewHeight - y));
        y += built->heights().top(index);
        for (; index < built->pieceCount() && y <= 2 * viewHeight; ++index) {
            Piece& piece = built->piece(index);
            const double height = built->heights().height(index);
            if (QWidget* widget = piece.measured() ? piece.widget() : nullptr) {
                piece.placeWidget(QPoint(columnLeft(), static_cast<int>(std::lround(y))), laidOutWidth_);
                widget->show();
                widgets.append(widget);
            }
            if (const TextPiece* text = built->text(index);
                text && text->measured() && y + height > 0 && y < viewHeight) {
                visibleTexts_.push_back({row, text, QRectF(columnLeft(), y, laidOutWidth_, height)});
            }
            if (TextPiece* text = built->text(index)) {
                qsizetype from = 0;
                qsizetype to = 0;
                if (selection_) {
                    const TextPosition start{row, text->ordinal(), 0};
                    const TextPosition end{row, text->ordinal(), text->length()};
                    if (selection_->first() < end && selection_->last() > start) {
                        from = selection_->first() > start ? selection_->first().offset : 0;
                        to = selection_->last() < end ? selection_->last().offset : text->length();
                    }
                }
                text->setSelected(from, to);
            }
            y += height;
        }
    }
    orderFocus(widgets);
}

void TranscriptView::orderFocus(const QList<QWidget*>& widgets)
{
    if (widgets == focusOrder_) return;
    focusOrder_ = widgets;
    // Tab goes down the conversation: what can have the keyboard, in the order it stands in.
    QWidget* before = this;
    const auto follow = [&before](QWidget* next) {
        if (next->focusPolicy() == Qt::NoFocus) return;
        QWidget::setTabOrder(before, next);
        before = next;
    };
    for (QWidget* widget : widgets) {
        follow(widget);
        for (auto* child : widget->findChildren<theme::Button*>())
            follow(child);
    }
    follow(bar_->copyButton());
    follow(bar_->againButton());
    follow(bar_->editButton());
    follow(latest_);
}

void TranscriptView::forgetFarRows()
{
    const double far = 2.0 * viewport()->height();
    const double from = scrollTop() - far;
    const double to = scrollTop() + viewport()->height() + far;
    const auto [first, last] = rowsBetween(from, to);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (!rows_[row]) continue;
        const double top = heights_.top(row);
        rows_[row]->releaseOutside(from - top, to - top);
        const bool near = static_cast<int>(row) >= first && static_cast<int>(row) <= last;
        // A row that grows keeps its text parsed, so that a token stays cheap; a button keeps the keyboard.
        const bool needed = rows_[row]->state() == MessageView::State::Streaming || rows_[row]->hasFocus();
        if (!near && !needed) rows_[row].reset();
    }
}

void TranscriptView::requestMissing()
{
    QSet<int> wanted = missing_;
    wanted.subtract(asked_);
    if (wanted.isEmpty() || !transcript_) return;
    const auto [lowest, highest] = std::minmax_element(wanted.begin(), wanted.end());
    const int first = std::max(0, *lowest - loadMargin);
    const int last = std::min(rowCount() - 1, *highest + loadMargin);
    const auto absent = [this](int row) {
        if (asked_.contains(row) || rows_[static_cast<std::size_t>(row)]) return false;
        return transcript_->at(row).state == MessageView::State::NotLoaded;
    };
    QList<std::pair<int, int>> runs;
    for (int row = first; row <= last; ++row) {
        if (!absent(row)) continue;
        const int start = row;
        while (row <= last && absent(row))
            asked_.insert(row++);
        runs.append({start, row - start});
    }
    // The answer can come at once, and change everything.
    const auto transcript = transcript_;
    for (const auto& [start, count] : runs)
        transcript->load(start, count);
}

void TranscriptView::dropLayouts()
{
    laidOutWidth_ = 0;
    if (transcript_ && !rows_.empty()) {
        visibleTexts_.clear();
        line_ = lineDistance(theme::font(theme::Type::Body), readingLine);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            if (!rows_[row]) continue;
            rows_[row]->forgetLayouts();
            buildRow(static_cast<int>(row));
        }
    }
    scheduleArrange();
}

int TranscriptView::barRow() const
{
    if (hoveredRow_ >= 0) return hoveredRow_;
    return focusedRow_ >= 0 ? focusedRow_ : rowCount() - 1;
}

void TranscriptView::placeOverlays()
{
    if (empty_->isVisibleTo(viewport())) {
        const int width = std::min(viewport()->width(), theme::Size::ReadingWidth + 2 * sidePadding);
        empty_->setGeometry((viewport()->width() - width) / 2, 0, width, viewport()->height());
    }
    const int below = verticalScrollBar()->maximum() - verticalScrollBar()->value();
    const bool offer = !follows_ && below > viewport()->height() / 4;
    if (offer) {
        latest_->resize(latest_->sizeHint());
        latest_->move((viewport()->width() - latest_->width()) / 2, viewport()->height() - latest_->height() - 12);
        latest_->raise();
    }
    latest_->setVisible(offer);

    const int row = runEnd(barRow());
    const Row* built = row >= 0 ? rows_[static_cast<std::size_t>(row)].get() : nullptr;
    const bool shows = built && built->state() != MessageView::State::Streaming;
    if (shows) {
        const bool editable = row == lastAskedRow() && !(turns_ && turns_->running()) && !lastTurnChangedThings();
        bar_->setMessage(built->atUtc(), built->fromPerson(),
                         built->offersAgain() ? MessageBar::Offer::AnswerAgain
                         : editable           ? MessageBar::Offer::Edit
                                              : MessageBar::Offer::None);
        const QRect box = rowRect(row);
        const int x = built->fromPerson() ? box.right() + 1 - bar_->width() : box.left();
        bar_->move(x, box.bottom() + 1 - bar_->height());
        bar_->raise();
    }
    bar_->setVisible(shows);
}

void TranscriptView::jumpToLatest()
{
    follows_ = true;
    if (latest_->hasFocus()) setFocus();
    arrange();
}

void TranscriptView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void TranscriptView::scrollContentsBy(int, int)
{
    if (adjustingScroll_) return;
    follows_ = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    rememberAnchor();
    arrange();
}

} // namespace ui::transcript
