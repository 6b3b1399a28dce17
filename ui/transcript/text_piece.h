#pragma once

#include "core/base/ids.h"
#include "ui/markdown/document.h"
#include "ui/transcript/inline_layout.h"
#include "ui/transcript/piece.h"
#include "ui/transcript/row_host.h"
#include "ui/transcript/selection.h"

#include <QtCore/QPointer>

#include <optional>
#include <vector>

namespace ui::theme {
class Button;
}

namespace ui::transcript {

/// How a block of text stands in its row.
enum class TextLook {
    Prose,     ///< the agent's words: over the whole column
    Bubble,    ///< the person's: on a rounded surface at the right
    Reasoning, ///< the model's notes: smaller and quieter
};

/// One painted block of text, selectable.
class TextPiece final : public Piece {
public:
    /// \param ordinal  its place among the row's texts, in TextPosition::block
    TextPiece(RowHost& host, core::MessageId message, TextLook look, int ordinal);
    ~TextPiece() override;

    /// \param before  the block above in the same text, or null
    void setBlock(const markdown::Block& block, const markdown::Block* before);
    /// For bubbles of several blocks: whether this one has the upper and lower round corners.
    void setBubbleEnds(bool first, bool last);
    [[nodiscard]] const markdown::Block& block() const { return block_; }
    [[nodiscard]] int ordinal() const { return ordinal_; }

    [[nodiscard]] double guess(int width, double line) const override;
    [[nodiscard]] double measure(int width, const QPalette& palette) override;
    [[nodiscard]] bool measured() const override { return measured_; }
    void release() override;
    void paint(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const override;
    [[nodiscard]] QWidget* widget() const override;
    void placeWidget(const QPoint& topLeft, int width) override;
    void makeWidget(QWidget* parent) override;
    [[nodiscard]] QString text() const override { return markdown::plainText(block_); }

    /// Characters `from` to `to` of text() are painted selected.
    void setSelected(qsizetype from, qsizetype to);
    [[nodiscard]] qsizetype length() const { return text().size(); }
    /// The nearest place in text(). Only when measured.
    [[nodiscard]] qsizetype offsetAt(const QPointF& point) const;
    [[nodiscard]] std::optional<LinkHit> linkAt(const QPointF& point) const;
    /// Where a part of text() that stands on one line is. Only when measured.
    [[nodiscard]] QRectF rectOf(qsizetype from, qsizetype length) const;
    /// Whether the point is on its text, for the shape of the pointer.
    [[nodiscard]] bool covers(const QPointF& point) const;

private:
    struct Fragment {
        InlineLayout layout;
        QPointF at;
        qsizetype offset = 0; ///< of its first character in text()
        const markdown::Inline* content = nullptr;
    };
    [[nodiscard]] InlineLook inlineLook(const QPalette& palette) const;
    [[nodiscard]] double indentation() const;
    void addFragment(const markdown::Inline& content, const InlineLook& look, const QPointF& at, double width,
                     qsizetype offset);
    [[nodiscard]] double measureText(int width, const QPalette& palette);
    [[nodiscard]] double measureCode(int width, const QPalette& palette);
    [[nodiscard]] double measureTable(int width, const QPalette& palette);
    [[nodiscard]] double measureStacked(const QList<double>& tops, double left, double width, const InlineLook& look);
    void paintContainers(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const;
    void paintMarker(QPainter& painter, const markdown::Container& item, const QPointF& at,
                     const QPalette& palette) const;
    void paintSurface(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const;
    void paintTableLines(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const;
    [[nodiscard]] const Fragment* fragmentNear(const QPointF& point) const;

    RowHost& host_;
    core::MessageId message_;
    TextLook look_;
    int ordinal_;
    markdown::Block block_;
    double spaceAbove_ = 0;
    bool bubbleFirst_ = true;
    bool bubbleLast_ = true;

    bool measured_ = false;
    std::vector<Fragment> fragments_;
    QRectF surface_;         ///< bubble, code or table, in its own coordinates
    QList<double> rowLines_; ///< between a table's rows
    double height_ = 0;
    qsizetype selectedFrom_ = 0;
    qsizetype selectedTo_ = 0;
    QPointer<theme::Button> copy_; ///< of code; owned by the viewport
};

} // namespace ui::transcript
