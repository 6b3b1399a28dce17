#include "ui/transcript/text_piece.h"

#include "ui/theme/button.h"
#include "ui/theme/icon.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtGui/QPalette>

#include <cmath>

// Longer than most files: one block has five shapes, and all of them share fragments, selection and hit tests.
namespace ui::transcript {

namespace {

using markdown::Block;
using markdown::Container;
using theme::Radius;
using theme::Space;

constexpr double quoteIndent = 18;
constexpr double itemIndent = 28;
constexpr double codePadding = 14;
constexpr double codeHeader = 34;
constexpr double bubblePadding = 14;
constexpr double bubblePaddingVertical = 9;
constexpr double cellPadding = 10;
constexpr double cellPaddingVertical = 5;
constexpr double narrowestCell = 56;

double indentOf(const Container& container)
{
    return container.kind == Container::Kind::Quote ? quoteIndent : itemIndent;
}

bool inItem(const Block& block)
{
    for (const auto& container : block.containers) {
        if (container.kind == Container::Kind::Item) return true;
    }
    return false;
}

double spaceBetween(const Block* before, const Block& block)
{
    if (!before || block.continued) return 0;
    if (block.kind == Block::Kind::Heading) return block.level <= 2 ? 24 : 18;
    if (before->kind == Block::Kind::Heading) return Space::Small;
    if (inItem(*before) && inItem(block)) return block.kind == Block::Kind::Paragraph ? 5 : Space::Small;
    return 12;
}

} // namespace

TextPiece::TextPiece(RowHost& host, core::MessageId message, TextLook look, int ordinal)
    : host_(host)
    , message_(std::move(message))
    , look_(look)
    , ordinal_(ordinal)
{}

TextPiece::~TextPiece()
{
    delete copy_;
}

void TextPiece::setBlock(const Block& block, const Block* before)
{
    const double space = spaceBetween(before, block);
    if (block == block_ && space == spaceAbove_) return;
    spaceAbove_ = space;
    knownHeight = -1;
    // Fragments point into the block's text.
    release();
    block_ = block;
    if (block_.kind != Block::Kind::Code || block_.continued) delete copy_;
}

void TextPiece::setBubbleEnds(bool first, bool last)
{
    if (first == bubbleFirst_ && last == bubbleLast_) return;
    bubbleFirst_ = first;
    bubbleLast_ = last;
    knownHeight = -1;
    release();
}

void TextPiece::release()
{
    fragments_.clear();
    rowLines_.clear();
    measured_ = false;
}

double TextPiece::guess(int width, double line) const
{
    if (block_.kind == Block::Kind::Rule) return spaceAbove_ + Space::Medium;
    if (block_.kind == Block::Kind::Table) {
        return spaceAbove_ + static_cast<double>(block_.table.size()) * (line + 2 * cellPaddingVertical);
    }
    const double perLine = std::max(10.0, width / (line * 0.36));
    const auto characters = static_cast<double>(block_.content.text.size());
    const auto breaks = static_cast<double>(block_.content.text.count(QChar::LineSeparator));
    const double extra = block_.kind == Block::Kind::Code ? codeHeader + codePadding : 0;
    return spaceAbove_ + extra + line * (1 + breaks + std::floor(characters / perLine));
}

InlineLook TextPiece::inlineLook(const QPalette& palette) const
{
    const auto& colors = theme::colors(palette);
    InlineLook look;
    look.font = theme::font(look_ == TextLook::Reasoning ? theme::Type::Caption : theme::Type::Body);
    look.codeFont = theme::font(theme::Type::Mono);
    look.text = look_ == TextLook::Reasoning ? colors.textMuted : colors.text;
    look.link = colors.accentText;
    look.codeBackground = look_ == TextLook::Bubble ? colors.card : colors.pressed;
    look.codeBackground.setAlpha(150);
    look.selection = palette.color(QPalette::Highlight);
    look.selectedText = palette.color(QPalette::HighlightedText);
    return look;
}

double TextPiece::indentation() const
{
    double indent = 0;
    for (const auto& container : block_.containers)
        indent += indentOf(container);
    return indent;
}

void TextPiece::addFragment(const markdown::Inline& content, const InlineLook& look, const QPointF& at, double width,
                            qsizetype offset)
{
    fragments_.push_back(Fragment{InlineLayout(content, look, std::max(20.0, width)), at, offset, &content});
}

double TextPiece::measure(int width, const QPalette& palette)
{
    release();
    switch (block_.kind) {
    case Block::Kind::Paragraph:
    case Block::Kind::Heading: height_ = measureText(width, palette); break;
    case Block::Kind::Code: height_ = measureCode(width, palette); break;
    case Block::Kind::Table: height_ = measureTable(width, palette); break;
    case Block::Kind::Rule:
        surface_ = QRectF(0, spaceAbove_ + Space::Small, width, 1);
        height_ = spaceAbove_ + Space::Medium;
        break;
    }
    height_ = std::ceil(height_);
    measured_ = true;
    knownHeight = height_;
    return height_;
}

double TextPiece::measureText(int width, const QPalette& palette)
{
    InlineLook look = inlineLook(palette);
    if (block_.kind == Block::Kind::Heading) {
        look.font = theme::font(block_.level <= 2 ? theme::Type::Heading : theme::Type::BodyStrong);
        if (block_.level == 1) look.font.setPointSizeF(look.font.pointSizeF() * 1.12);
        look.lineHeight = denseLine;
    }
    if (look_ != TextLook::Bubble) {
        const double indent = indentation();
        addFragment(block_.content, look, QPointF(indent, spaceAbove_), width - indent, 0);
        return spaceAbove_ + fragments_.front().layout.height();
    }
    const double widest = std::floor(width * 0.86) - 2 * bubblePadding;
    addFragment(block_.content, look, {}, widest, 0);
    const bool alone = bubbleFirst_ && bubbleLast_;
    const double textWidth = alone ? std::ceil(fragments_.front().layout.naturalWidth()) : widest;
    const double bubbleWidth = textWidth + 2 * bubblePadding;
    const double top = bubbleFirst_ ? bubblePaddingVertical : 0;
    const double bottom = bubbleLast_ ? bubblePaddingVertical : 0;
    const double height = top + fragments_.front().layout.height() + bottom;
    surface_ = QRectF(width - bubbleWidth, 0, bubbleWidth, height);
    fragments_.front().at = QPointF(width - bubbleWidth + bubblePadding, top);
    return height;
}

double TextPiece::measureCode(int width, const QPalette& palette)
{
    InlineLook look = inlineLook(palette);
    look.font = look.codeFont;
    look.lineHeight = denseLine;
    const double left = indentation();
    const double top = spaceAbove_ + (block_.continued ? 0 : codeHeader);
    addFragment(block_.content, look, QPointF(left + codePadding, top), width - left - 2 * codePadding, 0);
    const double height = top + fragments_.front().layout.height() + codePadding;
    surface_ = QRectF(left, spaceAbove_, width - left, height - spaceAbove_);
    return height;
}

double TextPiece::measureTable(int width, const QPalette& palette)
{
    const InlineLook look = inlineLook(palette);
    InlineLook head = look;
    head.font = theme::font(theme::Type::BodyStrong);
    const double left = indentation();
    const double room = width - left;
    const qsizetype columns = block_.table.isEmpty() ? 0 : block_.table.first().size();
    if (columns == 0) return spaceAbove_;
    const bool hasHead = !block_.continued;
    if (static_cast<double>(columns) * narrowestCell > room) return measureStacked({}, left, room, look);

    QList<double> natural(columns, narrowestCell);
    for (qsizetype row = 0; row < block_.table.size(); ++row) {
        for (qsizetype column = 0; column < columns; ++column) {
            const auto& cell = block_.table.at(row).at(column).content;
            const InlineLayout wide(cell, row == 0 && hasHead ? head : look, 100'000);
            natural[column] = std::max(natural[column], std::ceil(wide.naturalWidth()) + 2 * cellPadding + 1);
        }
    }
    double sum = 0;
    for (const double one : natural)
        sum += one;
    QList<double> widths = natural;
    if (sum > room) {
        // Narrow columns keep what they need; the wide ones share the rest in proportion.
        double fixed = 0;
        double flexible = 0;
        const double fair = room / static_cast<double>(columns);
        for (const double one : natural)
            (one <= fair ? fixed : flexible) += one;
        for (double& one : widths) {
            if (one > fair) one = std::max(narrowestCell, std::floor(one * (room - fixed) / flexible));
        }
    }
    double total = 0;
    for (const double one : widths)
        total += one;
    double y = spaceAbove_;
    qsizetype offset = 0;
    for (qsizetype row = 0; row < block_.table.size(); ++row) {
        double x = left;
        double tallest = 0;
        for (qsizetype column = 0; column < columns; ++column) {
            const auto& cell = block_.table.at(row).at(column);
            InlineLook own = row == 0 && hasHead ? head : look;
            own.alignment = cell.alignment;
            own.lineHeight = denseLine;
            addFragment(cell.content, own, QPointF(x + cellPadding, y + cellPaddingVertical),
                        widths.at(column) - 2 * cellPadding, offset);
            tallest = std::max(tallest, fragments_.back().layout.height());
            offset += cell.content.text.size() + 1;
            x += widths.at(column);
        }
        y += tallest + 2 * cellPaddingVertical;
        if (row + 1 < block_.table.size()) rowLines_.append(y);
    }
    surface_ = QRectF(left, spaceAbove_, total, y - spaceAbove_);
    return y;
}

double TextPiece::measureStacked(const QList<double>&, double left, double width, const InlineLook& look)
{
    // Too many columns for the width: each row becomes a short list of its cells.
    double y = spaceAbove_;
    qsizetype offset = 0;
    for (qsizetype row = 0; row < block_.table.size(); ++row) {
        y += cellPaddingVertical;
        for (const auto& cell : block_.table.at(row)) {
            InlineLook own = look;
            own.lineHeight = denseLine;
            if (row == 0 && !block_.continued) own.font = theme::font(theme::Type::BodyStrong);
            addFragment(cell.content, own, QPointF(left + cellPadding, y), width - 2 * cellPadding, offset);
            y += fragments_.back().layout.height();
            offset += cell.content.text.size() + 1;
        }
        y += cellPaddingVertical;
        if (row + 1 < block_.table.size()) rowLines_.append(y);
    }
    surface_ = QRectF(left, spaceAbove_, width, y - spaceAbove_);
    return y;
}

void TextPiece::paintMarker(QPainter& painter, const Container& item, const QPointF& at, const QPalette& palette) const
{
    const auto& colors = theme::colors(palette);
    const QFont font = theme::font(look_ == TextLook::Reasoning ? theme::Type::Caption : theme::Type::Body);
    const QFontMetricsF metrics(font);
    double baseline = metrics.ascent() + (lineDistance(font, readingLine) - metrics.height()) / 2;
    if (!fragments_.empty() && block_.kind != Block::Kind::Table) {
        baseline = fragments_.front().at.y() + fragments_.front().layout.firstBaseline() - spaceAbove_;
    }
    const double middle = at.y() + baseline - metrics.xHeight() / 2;
    painter.setPen(Qt::NoPen);
    switch (item.marker) {
    case Container::Marker::None: return;
    case Container::Marker::Bullet:
        painter.setBrush(colors.textMuted);
        painter.drawEllipse(QPointF(at.x() + itemIndent - 14, middle), 2.4, 2.4);
        return;
    case Container::Marker::Number: {
        painter.setFont(font);
        painter.setPen(colors.textMuted);
        const QString number = QString::number(item.number) + QLatin1Char('.');
        painter.drawText(QPointF(at.x() + itemIndent - 8 - metrics.horizontalAdvance(number), at.y() + baseline),
                         number);
        return;
    }
    case Container::Marker::TaskOpen:
    case Container::Marker::TaskDone: {
        const bool done = item.marker == Container::Marker::TaskDone;
        const QRectF box(at.x() + itemIndent - 24, middle - 7.5, 15, 15);
        theme::paintBox(painter, box, 4, done ? colors.accent : colors.card,
                        done ? colors.accent : colors.borderStrong);
        if (done) theme::paintIcon(painter, theme::Icon::Check, box.adjusted(1, 1, -1, -1), colors.onAccent);
        return;
    }
    }
}

void TextPiece::paintContainers(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const
{
    double x = topLeft.x();
    for (const auto& container : block_.containers) {
        if (container.kind == Container::Kind::Quote) {
            const double top = topLeft.y() + (container.first ? spaceAbove_ : 0);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme::colors(palette).borderStrong);
            painter.drawRoundedRect(QRectF(x + 2, top, 3, topLeft.y() + height_ - top), 1.5, 1.5);
        } else if (container.first) {
            paintMarker(painter, container, QPointF(x, topLeft.y() + spaceAbove_), palette);
        }
        x += indentOf(container);
    }
}

void TextPiece::paintSurface(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const
{
    const auto& colors = theme::colors(palette);
    const QRectF box = surface_.translated(topLeft);
    if (block_.kind == Block::Kind::Rule) {
        painter.fillRect(box, colors.border);
        return;
    }
    if (look_ == TextLook::Bubble) {
        painter.save();
        painter.setClipRect(box);
        const QRectF whole = box.adjusted(0, bubbleFirst_ ? 0 : -Radius::Bubble, 0, bubbleLast_ ? 0 : Radius::Bubble);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accentSoft);
        painter.drawRoundedRect(whole, Radius::Bubble, Radius::Bubble);
        painter.restore();
        return;
    }
    if (block_.kind != Block::Kind::Code) return;
    if (block_.continued) {
        painter.fillRect(box.adjusted(0, -codePadding, 0, 0), colors.sunken);
        painter.fillRect(QRectF(box.left(), box.top() - codePadding, 1, box.height() + codePadding), colors.border);
        painter.fillRect(QRectF(box.right() - 1, box.top() - codePadding, 1, box.height() + codePadding),
                         colors.border);
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colors.border);
        return;
    }
    theme::paintBox(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control, colors.sunken, colors.border);
    painter.setFont(theme::font(theme::Type::Caption));
    painter.setPen(colors.textMuted);
    const QString language =
        block_.language.isEmpty() ? QCoreApplication::translate("ui::transcript::TextPiece", "Code") : block_.language;
    painter.drawText(QRectF(box.left() + codePadding, box.top(), box.width() - 3 * codePadding, codeHeader - 4),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, language);
}

void TextPiece::paintTableLines(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const
{
    const auto& colors = theme::colors(palette);
    const QRectF box = surface_.translated(topLeft);
    if (!block_.continued && !rowLines_.isEmpty()) {
        painter.save();
        painter.setClipRect(QRectF(box.left(), box.top(), box.width(), rowLines_.first() - surface_.top()));
        theme::paintBox(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control, colors.sunken, {});
        painter.restore();
    }
    for (const double y : rowLines_) {
        painter.fillRect(QRectF(box.left(), topLeft.y() + y - 1, box.width(), 1), colors.border);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.border, 1));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius::Control, Radius::Control);
}

void TextPiece::paint(QPainter& painter, const QPointF& topLeft, const QPalette& palette) const
{
    if (!measured_) return;
    paintContainers(painter, topLeft, palette);
    if (block_.kind == Block::Kind::Table)
        paintTableLines(painter, topLeft, palette);
    else
        paintSurface(painter, topLeft, palette);
    for (const auto& fragment : fragments_) {
        const qsizetype length = fragment.layout.length();
        const qsizetype from = std::clamp<qsizetype>(selectedFrom_ - fragment.offset, 0, length);
        const qsizetype to = std::clamp<qsizetype>(selectedTo_ - fragment.offset, 0, length);
        fragment.layout.paint(painter, topLeft + fragment.at, from, to);
    }
}

void TextPiece::setSelected(qsizetype from, qsizetype to)
{
    selectedFrom_ = from;
    selectedTo_ = to;
}

const TextPiece::Fragment* TextPiece::fragmentNear(const QPointF& point) const
{
    const Fragment* nearest = nullptr;
    double best = 0;
    for (const auto& fragment : fragments_) {
        const double below = point.y() - fragment.at.y();
        const double right = point.x() - fragment.at.x();
        const double missedY = std::max({0.0, -below, below - fragment.layout.height()});
        const double missedX = std::max({0.0, -right, right - fragment.layout.naturalWidth()});
        const double distance = missedY * 1000 + missedX;
        if (nearest && distance >= best) continue;
        nearest = &fragment;
        best = distance;
    }
    return nearest;
}

qsizetype TextPiece::offsetAt(const QPointF& point) const
{
    const Fragment* fragment = fragmentNear(point);
    return fragment ? fragment->offset + fragment->layout.offsetAt(point - fragment->at) : 0;
}

std::optional<LinkHit> TextPiece::linkAt(const QPointF& point) const
{
    const Fragment* fragment = fragmentNear(point);
    if (!fragment || fragment->content->links.isEmpty()) return {};
    const auto character = fragment->layout.characterAt(point - fragment->at);
    if (!character) return {};
    const auto& content = *fragment->content;
    for (const auto& span : content.spans) {
        if (span.link < 0 || *character < span.start || *character >= span.start + span.length) continue;
        LinkHit hit{content.links.at(span.link), {}};
        for (const auto& other : content.spans) {
            if (other.link == span.link) hit.text += content.text.mid(other.start, other.length);
        }
        return hit;
    }
    return {};
}

QRectF TextPiece::rectOf(qsizetype from, qsizetype length) const
{
    for (const auto& fragment : fragments_) {
        const qsizetype inside = from - fragment.offset;
        if (inside < 0 || inside > fragment.layout.length()) continue;
        return fragment.layout.rectOf(inside, length).translated(fragment.at);
    }
    return {};
}

bool TextPiece::covers(const QPointF& point) const
{
    const Fragment* fragment = fragmentNear(point);
    if (!fragment) return false;
    const QPointF inside = point - fragment->at;
    return QRectF(0, 0, fragment->layout.naturalWidth(), fragment->layout.height()).contains(inside);
}

QWidget* TextPiece::widget() const
{
    return copy_;
}

void TextPiece::makeWidget(QWidget* parent)
{
    if (copy_ || block_.kind != Block::Kind::Code || block_.continued) return;
    copy_ = new theme::Button(theme::Icon::Copy, parent);
    copy_->setObjectName(QStringLiteral("copyCodeButton"));
    copy_->setAccessibleName(QCoreApplication::translate("ui::transcript::TextPiece", "Copy code"));
    copy_->setToolTip(QCoreApplication::translate("ui::transcript::TextPiece", "Copy code"));
    copy_->setIconSize(QSize(16, 16));
    QObject::connect(copy_, &QPushButton::clicked, copy_,
                     [this]() { host_.copyText(host_.codeText(message_, ordinal_)); });
}

void TextPiece::placeWidget(const QPoint& topLeft, int)
{
    if (!copy_) return;
    const QSize size(28, 28);
    const QPoint corner = topLeft + surface_.topRight().toPoint();
    copy_->setGeometry(QRect(corner + QPoint(-size.width() - 4, 3), size));
}

} // namespace ui::transcript
