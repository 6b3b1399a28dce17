#include "ui/transcript/inline_layout.h"

#include <QtGui/QFontInfo>
#include <QtGui/QPainter>
#include <QtGui/QTextLayout>

#include <cmath>

namespace ui::transcript {

namespace {

using markdown::Style;

QTextCharFormat formatOf(const markdown::Span& span, const InlineLook& look)
{
    QTextCharFormat format;
    if (span.styles.testFlag(Style::Code)) {
        format.setFontFamilies(look.codeFont.families());
        format.setFontFixedPitch(true);
        format.setFontPointSize(look.font.pointSizeF() * 0.92);
    }
    if (span.styles.testFlag(Style::Bold)) format.setFontWeight(QFont::DemiBold);
    if (span.styles.testFlag(Style::Italic)) format.setFontItalic(true);
    if (span.styles.testFlag(Style::Strike)) format.setFontStrikeOut(true);
    if (span.link >= 0) {
        format.setForeground(look.link);
        format.setFontUnderline(true);
    }
    return format;
}

} // namespace

double lineDistance(const QFont& font, double ems)
{
    return std::max(std::round(QFontInfo(font).pixelSize() * ems), std::ceil(QFontMetricsF(font).height()));
}

InlineLayout::InlineLayout(const markdown::Inline& content, const InlineLook& look, double width)
    : layout_(std::make_unique<QTextLayout>(content.text, look.font))
    , look_(look)
{
    QTextOption option(look.alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setUseDesignMetrics(true);
    layout_->setTextOption(option);
    layout_->setCacheEnabled(true);
    QList<QTextLayout::FormatRange> formats;
    for (const auto& span : content.spans) {
        formats.append({static_cast<int>(span.start), static_cast<int>(span.length), formatOf(span, look)});
        if (span.styles.testFlag(Style::Code)) code_.append({span.start, span.length});
    }
    layout_->setFormats(formats);
    const double distance = lineDistance(look.font, look.lineHeight);
    layout_->beginLayout();
    for (;;) {
        QTextLine line = layout_->createLine();
        if (!line.isValid()) break;
        line.setLineWidth(width);
        // Lines that are higher than the font (another script's) keep their height.
        const double wanted = std::max(line.height(), distance);
        line.setPosition(QPointF(0, std::round(height_ + (wanted - line.height()) / 2)));
        height_ += wanted;
        naturalWidth_ = std::max(naturalWidth_, line.naturalTextWidth());
    }
    layout_->endLayout();
    height_ = std::ceil(height_);
}

InlineLayout::~InlineLayout() = default;
InlineLayout::InlineLayout(InlineLayout&&) noexcept = default;
InlineLayout& InlineLayout::operator=(InlineLayout&&) noexcept = default;

qsizetype InlineLayout::length() const
{
    return layout_->text().size();
}

double InlineLayout::firstBaseline() const
{
    if (layout_->lineCount() == 0) return 0;
    const QTextLine line = layout_->lineAt(0);
    return line.y() + line.ascent();
}

QRectF InlineLayout::rectOf(qsizetype from, qsizetype length) const
{
    const QTextLine line = layout_->lineForTextPosition(static_cast<int>(from));
    if (!line.isValid()) return {};
    const double left = line.cursorToX(static_cast<int>(from));
    const double right =
        line.cursorToX(static_cast<int>(std::min<qsizetype>(from + length, line.textStart() + line.textLength())));
    return QRectF(std::min(left, right), line.y(), std::abs(right - left), line.height());
}

void InlineLayout::paintCodeBackgrounds(QPainter& painter, const QPointF& topLeft) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(look_.codeBackground);
    for (const auto& [start, length] : code_) {
        for (int i = 0; i < layout_->lineCount(); ++i) {
            const QTextLine line = layout_->lineAt(i);
            const qsizetype from = std::max<qsizetype>(start, line.textStart());
            const qsizetype to = std::min<qsizetype>(start + length, line.textStart() + line.textLength());
            if (from >= to) continue;
            const QRectF box = rectOf(from, to - from).translated(topLeft);
            painter.drawRoundedRect(box.adjusted(-1, 0, 1, 1), 4, 4);
        }
    }
}

void InlineLayout::paint(QPainter& painter, const QPointF& topLeft, qsizetype from, qsizetype to) const
{
    if (!code_.isEmpty()) paintCodeBackgrounds(painter, topLeft);
    QList<QTextLayout::FormatRange> selections;
    if (to > from) {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(from);
        range.length = static_cast<int>(to - from);
        range.format.setBackground(look_.selection);
        range.format.setForeground(look_.selectedText);
        selections.append(range);
    }
    painter.setPen(look_.text);
    layout_->draw(&painter, topLeft, selections);
}

qsizetype InlineLayout::offsetAt(const QPointF& point) const
{
    for (int i = 0; i < layout_->lineCount(); ++i) {
        const QTextLine line = layout_->lineAt(i);
        const bool last = i + 1 == layout_->lineCount();
        if (!last && point.y() >= layout_->lineAt(i + 1).y()) continue;
        return line.xToCursor(point.x());
    }
    return 0;
}

std::optional<qsizetype> InlineLayout::characterAt(const QPointF& point) const
{
    for (int i = 0; i < layout_->lineCount(); ++i) {
        const QTextLine line = layout_->lineAt(i);
        if (!line.naturalTextRect().contains(point)) continue;
        return line.xToCursor(point.x(), QTextLine::CursorOnCharacter);
    }
    return {};
}

} // namespace ui::transcript
