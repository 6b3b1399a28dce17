#pragma once

#include <QtCore/QPointF>
#include <QtCore/QString>

class QPainter;
class QPalette;
class QWidget;

namespace ui::transcript {

/// One of the things that stand below each other in a row: a block of text, a card, a line of buttons. Has a guessed
/// height until it is measured.
class Piece {
public:
    virtual ~Piece() = default;
    Piece() = default;
    Piece(const Piece&) = delete;
    Piece& operator=(const Piece&) = delete;

    /// A cheap guess, with the space above. `line` is the height of a line of reading text.
    [[nodiscard]] virtual double guess(int width, double line) const = 0;
    /// Lays it out. The height with the space above; both in device-independent pixels.
    [[nodiscard]] virtual double measure(int width, const QPalette& palette) = 0;
    [[nodiscard]] virtual bool measured() const = 0;
    /// Drops what measure() made; the height stays valid for its width.
    virtual void release() = 0;

    virtual void paint(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const;
    /// Its widget, made by makeWidget(); null for painted pieces.
    [[nodiscard]] virtual QWidget* widget() const { return nullptr; }
    /// Puts the widget where it belongs in a piece that begins at `topLeft` and is as wide as the column.
    virtual void placeWidget(const QPoint& topLeft, int width);
    /// Makes the widget, when it is a kind that has one and it was not made yet. Before measure().
    virtual void makeWidget(QWidget* parent);

    /// For screen readers and for copying.
    [[nodiscard]] virtual QString text() const = 0;

    /// The height that measure() found last, still right for its width; negative when it is not known.
    double knownHeight = -1;
};

inline void Piece::paint(QPainter&, const QPointF&, const QPalette&) const {}
inline void Piece::placeWidget(const QPoint&, int) {}
inline void Piece::makeWidget(QWidget*) {}

} // namespace ui::transcript
