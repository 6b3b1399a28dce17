#pragma once

#include "core/interfaces/views.h"
#include "ui/markdown/markdown_stream.h"
#include "ui/transcript/height_index.h"
#include "ui/transcript/piece.h"
#include "ui/transcript/row_host.h"
#include "ui/transcript/selection.h"

#include <memory>
#include <vector>

namespace ui::transcript {

class TextPiece;

/// What a row must know beside its message.
struct RowFacts {
    bool first = false;     ///< of the conversation
    bool last = false;      ///< of the conversation: carries the suggestions
    bool startsRun = false; ///< another speaker than in the row above
    bool endsRun = false;   ///< another speaker below, or nothing: room for time and "Copy"
    bool running = false;   ///< a turn is running in the conversation
    bool canRepeat = false; ///< the last one's turn changed nothing: it can be answered anew
    QString day;            ///< a new day begins here
    bool reasoningOpen = false;
    int width = 0;    ///< of the column
    double line = 20; ///< height of a line of reading text
};

/// One message near the visible part, as pieces below each other. Text is parsed here; pieces are measured by the
/// view when they come near.
class Row {
public:
    explicit Row(RowHost& host);
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    /// Pieces that are still the same stay as they are, with their widgets.
    void setMessage(const core::interfaces::MessageView& message, const RowFacts& facts);
    /// Notes text that came at the end; flush() shows it.
    void append(const QString& piece) { pending_ += piece; }
    /// False when the row needs setMessage() because it looks different with text than without.
    [[nodiscard]] bool flush();
    [[nodiscard]] bool hasPending() const { return !pending_.isEmpty(); }

    [[nodiscard]] std::size_t pieceCount() const { return pieces_.size(); }
    [[nodiscard]] Piece& piece(std::size_t index) const { return *pieces_[index]; }
    [[nodiscard]] const HeightIndex& heights() const { return heights_; }
    [[nodiscard]] double height() const { return heights_.total(); }
    /// Measures the pieces between two heights of the row. True when a height changed.
    bool measure(double from, double to, int width, const QPalette& palette, QWidget* parent);
    /// Drops layouts and widgets of pieces outside.
    void releaseOutside(double from, double to);
    /// Everything is to be laid out again: another width, font or palette.
    void forgetLayouts();
    /// Widgets may have another height now.
    void remeasureWidgets();

    [[nodiscard]] const core::MessageId& id() const { return id_; }
    [[nodiscard]] core::interfaces::MessageView::State state() const { return state_; }
    [[nodiscard]] bool fromPerson() const { return fromPerson_; }
    /// A whole answer that could be given anew. One that failed says so itself, with a button of its own.
    [[nodiscard]] bool offersAgain() const { return offersAgain_; }
    [[nodiscard]] const QDateTime& atUtc() const { return atUtc_; }

    [[nodiscard]] TextPiece* text(std::size_t index) const; ///< null when the piece is not a text
    /// The text between two places in this row; null: from the start, to the end. Cards in between are told.
    [[nodiscard]] QString textBetween(const TextPosition* from, const TextPosition* to) const;
    /// The code block that starts at a body block, with all its continued parts.
    [[nodiscard]] QString codeFrom(qsizetype block) const;
    /// The widget of a call's card, while it has one.
    [[nodiscard]] QWidget* cardWidget(const core::CallId& call) const;
    /// Whether a widget of this row has the keyboard.
    [[nodiscard]] bool hasFocus() const;

private:
    struct Old;
    void takeOld(Old& old);
    void add(std::unique_ptr<Piece> piece);
    void addTexts(Old& old, const QList<markdown::Block>& blocks, int firstOrdinal, bool bubble);
    void addReasoning(Old& old, const QString& reasoning);
    void addCards(Old& old, const QList<core::interfaces::ToolCardView>& cards);
    void addEnd(Old& old, const core::interfaces::MessageView& message);

    RowHost& host_;
    core::MessageId id_;
    core::interfaces::MessageView::State state_ = core::interfaces::MessageView::State::Complete;
    bool fromPerson_ = false;
    bool offersAgain_ = false;
    QDateTime atUtc_;
    RowFacts facts_;
    markdown::MarkdownStream stream_;
    QString pending_;
    std::vector<std::unique_ptr<Piece>> pieces_;
    std::size_t bodyStart_ = 0;
    std::size_t bodyEnd_ = 0;
    HeightIndex heights_;
    std::vector<std::size_t> laidOut_; ///< pieces that hold a layout or a widget, in order
};

} // namespace ui::transcript
