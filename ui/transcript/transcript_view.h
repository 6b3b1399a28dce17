#pragma once

#include "core/interfaces/window.h"
#include "ui/transcript/height_index.h"
#include "ui/transcript/held_calls.h"
#include "ui/transcript/row_host.h"
#include "ui/transcript/selection.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QSet>
#include <QtCore/QTimer>
#include <QtWidgets/QAbstractScrollArea>

#include <functional>
#include <memory>
#include <vector>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::transcript {

class EmptyState;
class MessageBar;
class Row;
class TextPiece;
class ToolCard;
struct RowFacts;

/// One conversation on the screen: a view over interfaces::Transcript with its own height index. Only what is near the
/// visible part is parsed, laid out or given widgets; everything else is a height, measured or guessed. The place the
/// person reads stays where it is when heights elsewhere change; at the end of the conversation the view follows it.
///
/// Everything from a model or a server is drawn as text. What a card says comes from its ToolCardView alone.
class TranscriptView final : public QAbstractScrollArea, private RowHost {
    Q_OBJECT
public:
    explicit TranscriptView(QWidget* parent = nullptr);
    ~TranscriptView() override;

    /// Shows another conversation, from its end. Null for both: nothing is shown and nothing of the last one is kept.
    void setTranscript(std::shared_ptr<core::interfaces::Transcript> transcript,
                       std::shared_ptr<core::interfaces::Turns> turns);
    /// For the page that stands in an empty conversation: whom to greet, and what could be asked.
    void setGreeting(const QString& personName, const QList<core::Bilingual>& suggestions);

    /// What is selected, as plain text.
    [[nodiscard]] QString selectedText() const;
    void selectAll();
    void copySelection();
    /// Moves to the end and follows it from then on.
    void jumpToLatest();
    /// Whether the view follows the end.
    [[nodiscard]] bool followsEnd() const { return follows_; }

    /// Takes a held call back. Nothing happens where it is not held any more.
    void undo(const core::CallId& call) override;
    /// The same with the one that began to be held last; nothing happens without one.
    void undoLast();
    /// Of the held calls whose button for taking them back is not wholly in view, the one that begins first.
    [[nodiscard]] std::optional<HeldCall> heldOutOfView() const;
    [[nodiscard]] QDateTime nowUtc() const override { return now_(); }
    /// For tests.
    void setNow(std::function<QDateTime()> now);

    // For screen readers and tests.
    [[nodiscard]] int rowCount() const { return static_cast<int>(rows_.size()); }
    /// What a person with eyes reads in the row, as plain text.
    [[nodiscard]] QString rowText(int row) const;
    /// In coordinates of the viewport; partly or wholly outside when it is not in view.
    [[nodiscard]] QRect rowRect(int row) const;
    /// The place of some text of the row in the viewport; empty when it is not in view. For tests.
    [[nodiscard]] QRect textRect(int row, const QString& text) const;
    [[nodiscard]] int focusedRow() const { return focusedRow_; }
    void focusRow(int row);
    /// Does at once what waits for the next frame.
    void arrangeNow();
    /// How many rows are more than a number now.
    [[nodiscard]] int builtRows() const;

Q_SIGNALS:
    /// A suggestion was clicked: to be sent as if it had been typed.
    void suggestionChosen(const QString& text);
    /// The last message is to be written anew.
    void editRequested(const QString& text);
    /// The person saw the whole address and chose to open it.
    void linkOpenRequested(const QUrl& url);
    /// What is held, for how long, or where its card is may be another now.
    void heldChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void timerEvent(QTimerEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// What stays where it is on the screen when heights change.
    struct Anchor {
        int row = 0;
        double below = 0;     ///< how far into the row the top of the view is
        bool inPiece = false; ///< the row was built: the next two count
        std::size_t piece = 0;
        double belowPiece = 0;
    };
    struct VisibleText {
        int row = 0;
        const TextPiece* piece = nullptr;
        QRectF box; ///< in the viewport
    };

    // RowHost
    void retry() override;
    void replayAsAdmin(const core::CallId& call) override;
    void chooseSuggestion(const QString& text) override;
    [[nodiscard]] CardFolds& folds(const core::CallId& call) override;
    [[nodiscard]] bool reasoningOpen(const core::MessageId& message) const override;
    void setReasoningOpen(const core::MessageId& message, bool open) override;
    void pieceResized(bool byPerson) override;
    void reveal(const QWidget& part) override;
    void copyText(const QString& text) override;
    [[nodiscard]] QString codeText(const core::MessageId& message, qsizetype block) const override;

    // Following the model (transcript_view.cpp)
    void reload();
    void addRows(int first, int count);
    void changeRows(int first, int count);
    void removeRows(int first, int count);
    void dropRows(std::size_t first);
    void growRow(int row, const QString& piece);
    void refreshEmptyState();

    // What can still be taken back (transcript_held.cpp)
    void prepareHeld();
    void noteHeld(int row, const core::interfaces::MessageView& message);
    void followHeld();
    [[nodiscard]] ToolCard* cardOf(const HeldCall& call) const;

    // Layout (transcript_layout.cpp)
    void scheduleArrange();
    void arrange();
    bool arrangeOnce();
    bool buildRow(int row);
    void rebuildRow(int row);
    [[nodiscard]] bool lastTurnChangedThings() const;
    [[nodiscard]] int lastAskedRow() const;
    [[nodiscard]] RowFacts factsOf(int row, const core::interfaces::MessageView& message) const;
    void placePieces();
    void orderFocus(const QList<QWidget*>& widgets);
    void forgetFarRows();
    void requestMissing();
    void restoreAnchor();
    void rememberAnchor();
    void dropLayouts();
    void placeOverlays();
    [[nodiscard]] int barRow() const;
    [[nodiscard]] std::pair<int, int> rowsBetween(double from, double to) const;
    [[nodiscard]] std::unique_ptr<Row> builtForText(int row) const;
    [[nodiscard]] double guessHeight(const core::interfaces::MessageView& message) const;
    [[nodiscard]] int columnWidth() const;
    [[nodiscard]] int columnLeft() const;
    [[nodiscard]] double scrollTop() const;
    [[nodiscard]] double rowTop(int row) const;

    // Pointer, keyboard, selection (transcript_input.cpp)
    [[nodiscard]] std::optional<TextPosition> positionAt(const QPoint& point) const;
    [[nodiscard]] std::optional<LinkHit> linkAt(const QPoint& point) const;
    [[nodiscard]] int rowAt(const QPoint& point) const;
    void askAboutLink(const LinkHit& link);
    void setSelection(const TextPosition& anchor, const TextPosition& end);
    void clearSelection();
    void extendSelectionTo(const QPoint& point);
    void selectWordAt(const TextPosition& position, bool wholeBlock);
    void hover(const QPoint& point);
    void showFocused(QWidget* widget);
    void copyMessage(int row);
    [[nodiscard]] QString messageSource(int row) const;
    [[nodiscard]] int runEnd(int row) const;
    void scrollBy(int pixels);
    bool handleRowKeys(const QKeyEvent& event);

    std::shared_ptr<core::interfaces::Transcript> transcript_;
    std::shared_ptr<core::interfaces::Turns> turns_;
    std::vector<std::unique_ptr<Row>> rows_; ///< null: far from view
    HeightIndex heights_;
    QSet<int> asked_;   ///< rows that were asked for with Transcript::load
    QSet<int> missing_; ///< rows near the visible part that are not loaded
    Anchor anchor_;
    bool follows_ = true;
    bool arranging_ = false;
    bool adjustingScroll_ = false;
    bool widgetsStale_ = false; ///< a widget asked for another height
    bool replacing_ = false;    ///< pieces are going, and with them perhaps the widget that has the keyboard
    int laidOutWidth_ = 0;
    double line_ = 20; ///< height of a line of reading text
    QBasicTimer frame_;
    std::vector<VisibleText> visibleTexts_;
    QList<QWidget*> focusOrder_;

    HeldCalls held_;
    QTimer heldTimer_{this}; ///< runs while something that is held has another number to show
    std::function<QDateTime()> now_ = QDateTime::currentDateTimeUtc;

    QHash<core::CallId, CardFolds> folds_;
    QSet<core::MessageId> openReasoning_;
    QString personName_;
    QList<core::Bilingual> suggestions_;

    std::optional<Selection> selection_;
    bool selecting_ = false;
    QPoint pressedAt_;
    std::optional<LinkHit> pressedLink_;
    QBasicTimer selectionScroll_;
    QPoint lastPointer_;
    QBasicTimer tripleClick_;
    int hoveredRow_ = -1;
    int focusedRow_ = -1;

    // Owned by the viewport.
    theme::Button* latest_;
    EmptyState* empty_;
    MessageBar* bar_;
};

} // namespace ui::transcript
