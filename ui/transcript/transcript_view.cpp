#include "ui/transcript/transcript_view.h"

#include "ui/theme/button.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/accessible_transcript.h"
#include "ui/transcript/row.h"
#include "ui/transcript/row_widgets.h"
#include "ui/transcript/text_piece.h"

#include <QtCore/QScopedValueRollback>
#include <QtCore/QTimerEvent>
#include <QtGui/QClipboard>
#include <QtGui/QPaintEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>

namespace ui::transcript {

using core::interfaces::MessageView;
using core::interfaces::Transcript;
using core::interfaces::Turns;

namespace {

constexpr int frameMilliseconds = 16;

} // namespace

TranscriptView::TranscriptView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , latest_(new theme::Button(theme::Button::Kind::Secondary, {}, viewport()))
    , empty_(new EmptyState(viewport()))
    , bar_(new MessageBar(viewport()))
{
    installAccessibility();
    prepareHeld();
    setObjectName(QStringLiteral("transcript"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    // Otherwise the widgets on it take their ink from QPalette::Text and not from their own.
    viewport()->setBackgroundRole(QPalette::Window);
    verticalScrollBar()->setSingleStep(48);
    latest_->setObjectName(QStringLiteral("jumpToLatestButton"));
    latest_->setIconName(theme::Icon::ArrowDown);
    latest_->hide();
    bar_->hide();
    connect(latest_, &QPushButton::clicked, this, &TranscriptView::jumpToLatest);
    connect(empty_, &EmptyState::chosen, this, &TranscriptView::suggestionChosen);
    connect(bar_, &MessageBar::copyRequested, this, [this]() { copyMessage(barRow()); });
    connect(bar_, &MessageBar::editRequested, this, [this]() {
        if (const int row = lastAskedRow(); row >= 0) Q_EMIT editRequested(transcript_->at(row).text);
    });
    connect(bar_, &MessageBar::againRequested, this, &TranscriptView::retry);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { showFocused(now); });
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
    refreshEmptyState();
}

TranscriptView::~TranscriptView()
{
    disconnect(qApp, nullptr, this, nullptr);
    // Pieces hide their widgets, which must still be there.
    rows_.clear();
}

void TranscriptView::setTranscript(std::shared_ptr<Transcript> transcript, std::shared_ptr<Turns> turns)
{
    if (transcript_) transcript_->disconnect(this);
    if (turns_) turns_->disconnect(this);
    transcript_ = std::move(transcript);
    turns_ = std::move(turns);
    folds_.clear();
    openReasoning_.clear();
    if (transcript_) {
        connect(transcript_.get(), &Transcript::reset, this, &TranscriptView::reload);
        connect(transcript_.get(), &Transcript::rowsAdded, this, &TranscriptView::addRows);
        connect(transcript_.get(), &Transcript::rowsChanged, this, &TranscriptView::changeRows);
        connect(transcript_.get(), &Transcript::rowsRemoved, this, &TranscriptView::removeRows);
        connect(transcript_.get(), &Transcript::textAppended, this, &TranscriptView::growRow);
    }
    if (turns_) {
        // Buttons and suggestions under the last entry come and go with a running turn.
        connect(turns_.get(), &Turns::runningChanged, this, [this]() {
            if (!rows_.empty()) changeRows(static_cast<int>(rows_.size()) - 1, 1);
        });
    }
    reload();
}

void TranscriptView::setGreeting(const QString& personName, const QList<core::Bilingual>& suggestions)
{
    personName_ = personName;
    suggestions_ = suggestions;
    empty_->setGreeting(personName_, suggestions_);
    placeOverlays();
}

/// Drops the rows from `first` on. When a widget with the keyboard goes with one, Qt hands the keyboard on at once and
/// says so: by then nothing here speaks of the rows any more.
void TranscriptView::dropRows(std::size_t first)
{
    const QScopedValueRollback replacing(replacing_, true);
    std::vector<std::unique_ptr<Row>> gone;
    for (std::size_t row = first; row < rows_.size(); ++row)
        gone.push_back(std::move(rows_[row]));
    rows_.resize(std::min(first, rows_.size()));
    heights_.truncate(rows_.size());
    held_.dropFrom(rowCount());
    visibleTexts_.clear();
    gone.clear();
}

void TranscriptView::reload()
{
    selection_.reset();
    hoveredRow_ = -1;
    focusedRow_ = -1;
    dropRows(0);
    asked_.clear();
    missing_.clear();
    follows_ = true;
    anchor_ = {};
    const int count = transcript_ ? transcript_->count() : 0;
    rows_.resize(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        const MessageView message = transcript_->at(row);
        heights_.append(guessHeight(message));
        noteHeld(row, message);
    }
    refreshEmptyState();
    arrange();
    followHeld();
}

void TranscriptView::addRows(int first, int count)
{
    if (first != static_cast<int>(rows_.size())) return reload();
    bool sent = false;
    for (int row = first; row < first + count; ++row) {
        const MessageView message = transcript_->at(row);
        sent = sent || message.speaker == MessageView::Speaker::Person;
        rows_.emplace_back();
        heights_.append(guessHeight(message));
        noteHeld(row, message);
    }
    // What was said last has new neighbours.
    if (first > 0) rebuildRow(first - 1);
    if (sent) follows_ = true;
    refreshEmptyState();
    announceRow(*this, static_cast<int>(rows_.size()) - 1);
    scheduleArrange();
    followHeld();
}

void TranscriptView::changeRows(int first, int count)
{
    const int end = std::min(first + count, static_cast<int>(rows_.size()));
    for (int row = std::max(0, first); row < end; ++row) {
        asked_.remove(row);
        rebuildRow(row);
        noteHeld(row, transcript_->at(row));
    }
    scheduleArrange();
    followHeld();
}

void TranscriptView::removeRows(int first, int count)
{
    if (first + count != static_cast<int>(rows_.size()) || first < 0) return reload();
    dropRows(static_cast<std::size_t>(first));
    asked_.removeIf([first](int row) { return row >= first; });
    if (selection_ && selection_->last().row >= first) selection_.reset();
    if (focusedRow_ >= first) focusedRow_ = -1;
    if (hoveredRow_ >= first) hoveredRow_ = -1;
    if (first > 0) rebuildRow(first - 1);
    refreshEmptyState();
    scheduleArrange();
    followHeld();
}

void TranscriptView::growRow(int row, const QString& piece)
{
    if (row < 0 || row >= static_cast<int>(rows_.size())) return;
    if (const auto& built = rows_[static_cast<std::size_t>(row)]) built->append(piece);
    scheduleArrange();
}

void TranscriptView::refreshEmptyState()
{
    empty_->setVisible(transcript_ && rows_.empty());
    if (transcript_ && rows_.empty()) empty_->setGreeting(personName_, suggestions_);
}

void TranscriptView::scheduleArrange()
{
    if (!frame_.isActive()) frame_.start(frameMilliseconds, Qt::PreciseTimer, this);
}

void TranscriptView::arrangeNow()
{
    frame_.stop();
    arrange();
}

void TranscriptView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == frame_.timerId()) {
        frame_.stop();
        arrange();
        return;
    }
    if (event->timerId() == selectionScroll_.timerId()) {
        const int beyond = lastPointer_.y() < 0 ? lastPointer_.y() : lastPointer_.y() - viewport()->height();
        scrollBy(qBound(-60, beyond, 60));
        extendSelectionTo(lastPointer_);
        return;
    }
    if (event->timerId() == tripleClick_.timerId()) {
        tripleClick_.stop();
        return;
    }
    QAbstractScrollArea::timerEvent(event);
}

void TranscriptView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::LanguageChange:
        setAccessibleName(tr("Conversation"));
        latest_->setText(tr("Jump to latest"));
        latest_->setAccessibleName(tr("Jump to latest"));
        [[fallthrough]];
    case QEvent::FontChange:
    case QEvent::ApplicationFontChange:
    case QEvent::StyleChange:
    case QEvent::PaletteChange: dropLayouts(); break;
    default: break;
    }
}

void TranscriptView::retry()
{
    if (turns_) turns_->retry();
}

void TranscriptView::replayAsAdmin(const core::CallId& call)
{
    if (turns_) turns_->replayAsAdmin(call);
}

void TranscriptView::chooseSuggestion(const QString& text)
{
    Q_EMIT suggestionChosen(text);
}

CardFolds& TranscriptView::folds(const core::CallId& call)
{
    return folds_[call];
}

bool TranscriptView::reasoningOpen(const core::MessageId& message) const
{
    return openReasoning_.contains(message);
}

void TranscriptView::setReasoningOpen(const core::MessageId& message, bool open)
{
    if (open)
        openReasoning_.insert(message);
    else
        openReasoning_.remove(message);
    follows_ = false;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (rows_[row] && rows_[row]->id() == message) rebuildRow(static_cast<int>(row));
    }
    arrange();
}

void TranscriptView::pieceResized(bool byPerson)
{
    if (arranging_) return;
    widgetsStale_ = true;
    if (!byPerson) return scheduleArrange();
    // What was unfolded stays under the pointer; the end of the conversation moves away.
    follows_ = false;
    arrange();
}

void TranscriptView::reveal(const QWidget& part)
{
    constexpr int margin = 16;
    const QRect box(part.mapTo(viewport(), QPoint(0, 0)), part.size());
    const int covered = latest_->isVisible() ? viewport()->height() - latest_->y() : 0;
    const int beyond = std::min(box.bottom() + margin + covered - viewport()->height(), box.top() - margin);
    if (beyond > 0) scrollBy(beyond);
}

void TranscriptView::copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

QString TranscriptView::codeText(const core::MessageId& message, qsizetype block) const
{
    for (const auto& row : rows_) {
        if (row && row->id() == message) return row->codeFrom(block);
    }
    return {};
}

int TranscriptView::builtRows() const
{
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const auto& row) { return row != nullptr; }));
}

std::unique_ptr<Row> TranscriptView::builtForText(int row) const
{
    const MessageView message = transcript_->at(row);
    // Building without a parent for widgets touches nothing of the view.
    RowHost& host = *const_cast<TranscriptView*>(this); // NOLINT: only its text is asked for
    auto built = std::make_unique<Row>(host);
    built->setMessage(message, factsOf(row, message));
    return built;
}

QString TranscriptView::rowText(int row) const
{
    if (!transcript_ || row < 0 || row >= rowCount()) return {};
    const MessageView message = transcript_->at(row);
    if (message.state == MessageView::State::NotLoaded) return tr("Not loaded yet");
    const auto& built = rows_[static_cast<std::size_t>(row)];
    const QString text =
        built ? built->textBetween(nullptr, nullptr) : builtForText(row)->textBetween(nullptr, nullptr);
    const QString speaker = message.speaker == MessageView::Speaker::Person ? tr("You") : tr("Agent");
    const QString thinking = text.isEmpty() && message.state == MessageView::State::Streaming ? tr("Thinking") : text;
    //: Who said it, and what
    return tr("%1: %2").arg(speaker, thinking);
}

QString TranscriptView::selectedText() const
{
    if (!selection_ || selection_->isEmpty() || !transcript_) return {};
    const TextPosition first = selection_->first();
    const TextPosition last = selection_->last();
    QStringList texts;
    for (int row = first.row; row <= last.row && row < rowCount(); ++row) {
        const TextPosition* from = row == first.row ? &first : nullptr;
        const TextPosition* to = row == last.row ? &last : nullptr;
        const auto& built = rows_[static_cast<std::size_t>(row)];
        QString text;
        if (built)
            text = built->textBetween(from, to);
        else if (transcript_->at(row).state == MessageView::State::NotLoaded)
            text = QStringLiteral("[…]");
        else
            text = builtForText(row)->textBetween(from, to);
        if (!text.isEmpty()) texts.append(text);
    }
    return texts.join(QStringLiteral("\n\n"));
}

void TranscriptView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(event->rect(), theme::colors(palette()).page);
    if (rows_.empty()) return;
    const auto [first, last] = rowsBetween(scrollTop() + event->rect().top(), scrollTop() + event->rect().bottom());
    const double left = columnLeft();
    for (int row = first; row <= last; ++row) {
        const auto& built = rows_[static_cast<std::size_t>(row)];
        if (!built) continue;
        const double top = rowTop(row) - scrollTop();
        const double from = event->rect().top() - top;
        std::size_t index = built->heights().at(std::max(0.0, from));
        double y = top + built->heights().top(index);
        for (; index < built->pieceCount() && y <= event->rect().bottom(); ++index) {
            if (built->piece(index).measured()) built->piece(index).paint(painter, QPointF(left, y), palette());
            y += built->heights().height(index);
        }
        if (row == focusedRow_ && hasFocus()) {
            theme::paintFocusRing(painter, QRectF(rowRect(row)).adjusted(-10, 0, 10, 0), theme::Radius::Card,
                                  palette());
        }
    }
}

} // namespace ui::transcript
