#pragma once

#include "ui/markdown/document.h"

#include <QtCore/QPointF>
#include <QtCore/QRectF>
#include <QtGui/QColor>
#include <QtGui/QFont>

#include <memory>
#include <optional>

class QPainter;
class QTextLayout;

namespace ui::transcript {

inline constexpr double readingLine = 1.6;
inline constexpr double denseLine = 1.45;

/// The distance of two lines of text in `font`, where `ems` are wanted.
[[nodiscard]] double lineDistance(const QFont& font, double ems);

struct InlineLook {
    QFont font;
    QFont codeFont;
    QColor text;
    QColor link;
    QColor codeBackground;
    QColor selection;
    QColor selectedText;
    double lineHeight = readingLine; ///< in ems, so that it is the same for fonts that are drawn high and low
    Qt::Alignment alignment = Qt::AlignLeft;
};

/// One run of text, broken into lines.
class InlineLayout {
public:
    InlineLayout(const markdown::Inline& content, const InlineLook& look, double width);
    ~InlineLayout();
    InlineLayout(InlineLayout&&) noexcept;
    InlineLayout& operator=(InlineLayout&&) noexcept;

    [[nodiscard]] double height() const { return height_; }
    /// The widest line.
    [[nodiscard]] double naturalWidth() const { return naturalWidth_; }
    [[nodiscard]] qsizetype length() const;
    /// Distance of the first line's baseline from the top.
    [[nodiscard]] double firstBaseline() const;

    /// `from` to `to` is drawn selected; nothing when they are equal.
    void paint(QPainter& painter, const QPointF& topLeft, qsizetype from, qsizetype to) const;
    /// The character boundary nearest to a point in its own coordinates.
    [[nodiscard]] qsizetype offsetAt(const QPointF& point) const;
    /// The character that covers the point, or nothing.
    [[nodiscard]] std::optional<qsizetype> characterAt(const QPointF& point) const;
    [[nodiscard]] QRectF rectOf(qsizetype from, qsizetype length) const;

private:
    void paintCodeBackgrounds(QPainter& painter, const QPointF& topLeft) const;

    std::unique_ptr<QTextLayout> layout_;
    QList<std::pair<qsizetype, qsizetype>> code_; ///< start and length
    InlineLook look_;
    double height_ = 0;
    double naturalWidth_ = 0;
};

} // namespace ui::transcript
