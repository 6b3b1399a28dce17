#include "ui/markdown/parser.h"

#include "ui/markdown/entity.h"
#include "ui/markdown/link.h"
#include "ui/text/visible_text.h"

#include <QtCore/QCoreApplication>

#include <md4c.h>

#include <optional>

namespace ui::markdown {

namespace {

constexpr unsigned parserFlags =
    MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML;
constexpr int overLimit = -1; // md4c goes on after a positive answer

QString fromUtf8(const MD_CHAR* text, MD_SIZE size)
{
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

QString attributeText(const MD_ATTRIBUTE& attribute)
{
    QString text;
    for (int i = 0; attribute.text && attribute.substr_offsets[i] < attribute.size; ++i) {
        const MD_OFFSET from = attribute.substr_offsets[i];
        const QString piece = fromUtf8(attribute.text + from, attribute.substr_offsets[i + 1] - from);
        text += attribute.substr_types[i] == MD_TEXT_ENTITY ? decodedEntity(piece) : piece;
    }
    return text;
}

bool isPlainAscii(const QString& text)
{
    for (const QChar c : text) {
        if ((c.unicode() < 0x20 && c != QLatin1Char('\n') && c != QLatin1Char('\t')) || c.unicode() > 0x7e)
            return false;
    }
    return true;
}

/// What a reader sees is what is there: see visibleText(). In code every character counts.
QString shownCode(const QString& text)
{
    if (isPlainAscii(text)) return text;
    QString shown = text;
    return text::visibleText(shown.remove(QLatin1Char('\r')));
}

/// In prose the many kinds of spaces that models like to write are spaces.
QString shownProse(const QString& text)
{
    if (isPlainAscii(text)) return text;
    QString shown;
    shown.reserve(text.size());
    for (const QChar c : text) {
        if (c == QLatin1Char('\r')) continue;
        const bool line = c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
        const bool space = c.category() == QChar::Separator_Space && c.unicode() != 0x3000;
        shown += line ? QChar(QLatin1Char('\n')) : space ? QChar(QLatin1Char(' ')) : c;
    }
    return text::visibleText(shown);
}

/// The language of a code block as it stands on its label: the start of what was written, as far as a language's name
/// goes. It must not look like a part of the window.
QString languageLabel(const QString& written)
{
    constexpr qsizetype longest = 24;
    qsizetype length = 0;
    while (length < written.size() && length < longest) {
        const char16_t c = written.at(length).unicode();
        const bool letter = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
        if (!letter && c != u'+' && c != u'#' && c != u'-' && c != u'.') break;
        ++length;
    }
    return written.left(length);
}

/// Gathers md4c's calls into blocks. One per parse.
class Builder {
public:
    explicit Builder(const Limits& limits)
        : limits_(limits)
    {}

    int enterBlock(MD_BLOCKTYPE type, void* detail);
    int leaveBlock(MD_BLOCKTYPE type);
    int enterSpan(MD_SPANTYPE type, void* detail);
    int leaveSpan(MD_SPANTYPE type);
    int text(MD_TEXTTYPE type, const QString& piece);
    [[nodiscard]] QList<Block> takeBlocks() { return std::move(blocks_); }

private:
    void openLeaf(Block::Kind kind);
    void closeLeaf();
    void pushContainer(Container container);
    void popContainer();
    void append(const QString& source);
    void appendShown(const QString& piece);
    int enterTable(const MD_BLOCK_TABLE_DETAIL& detail);
    void enterCell(const MD_BLOCK_TD_DETAIL& detail);
    void enterItem(const MD_BLOCK_LI_DETAIL& detail);
    void openLink(const QString& address, bool image);
    void closeLink();
    [[nodiscard]] Styles currentStyles() const;
    [[nodiscard]] Inline& target();

    const Limits& limits_;
    QList<Block> blocks_;
    QList<Container> containers_;
    QList<Container> lists_; ///< what the next item of each open list looks like
    int tooDeep_ = 0;
    int nextContainer_ = 0;
    std::optional<Block> leaf_;
    bool inCell_ = false;
    int bold_ = 0;
    int italic_ = 0;
    int strike_ = 0;
    int code_ = 0;
    int image_ = 0;
    bool imageDescribed_ = false;
    QString imageAddress_;
    QStringList links_; ///< addresses of the open links; empty: not acceptable
};

void Builder::openLeaf(Block::Kind kind)
{
    closeLeaf();
    leaf_.emplace();
    leaf_->kind = kind;
    leaf_->containers = containers_;
    for (auto& container : containers_)
        container.first = false;
}

void Builder::closeLeaf()
{
    if (!leaf_) return;
    if (leaf_->kind == Block::Kind::Code && leaf_->content.text.endsWith(QLatin1Char('\n')))
        leaf_->content.text.chop(1);
    if (leaf_->kind == Block::Kind::Code) leaf_->content.text.replace(QLatin1Char('\n'), QChar::LineSeparator);
    blocks_.append(std::move(*leaf_));
    leaf_.reset();
}

void Builder::pushContainer(Container container)
{
    closeLeaf();
    if (containers_.size() >= limits_.depth) {
        ++tooDeep_;
        return;
    }
    container.first = true;
    container.id = nextContainer_++;
    containers_.append(container);
}

void Builder::popContainer()
{
    // An item with nothing in it still has its marker.
    const bool empty = tooDeep_ == 0 && !containers_.isEmpty() && containers_.last().first &&
                       containers_.last().kind == Container::Kind::Item;
    if (empty && !leaf_) openLeaf(Block::Kind::Paragraph);
    closeLeaf();
    if (tooDeep_ > 0)
        --tooDeep_;
    else if (!containers_.isEmpty())
        containers_.removeLast();
}

int Builder::enterTable(const MD_BLOCK_TABLE_DETAIL& detail)
{
    const auto columns = static_cast<qint64>(detail.col_count);
    const auto rows = static_cast<qint64>(detail.head_row_count) + static_cast<qint64>(detail.body_row_count);
    if (columns > limits_.tableColumns || columns * rows > limits_.tableCells) return overLimit;
    openLeaf(Block::Kind::Table);
    return 0;
}

void Builder::enterCell(const MD_BLOCK_TD_DETAIL& detail)
{
    if (!leaf_ || leaf_->table.isEmpty()) return;
    TableCell cell;
    if (detail.align == MD_ALIGN_CENTER) cell.alignment = Qt::AlignHCenter;
    if (detail.align == MD_ALIGN_RIGHT) cell.alignment = Qt::AlignRight;
    leaf_->table.last().append(cell);
    inCell_ = true;
}

int Builder::enterBlock(MD_BLOCKTYPE type, void* detail)
{
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY: return 0;
    case MD_BLOCK_QUOTE: pushContainer({}); return 0;
    case MD_BLOCK_UL: {
        Container list{.kind = Container::Kind::Item, .marker = Container::Marker::Bullet};
        lists_.append(list);
        return 0;
    }
    case MD_BLOCK_OL: {
        Container list{.kind = Container::Kind::Item, .marker = Container::Marker::Number};
        list.number = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
        lists_.append(list);
        return 0;
    }
    case MD_BLOCK_LI: enterItem(*static_cast<MD_BLOCK_LI_DETAIL*>(detail)); return 0;
    case MD_BLOCK_HR: openLeaf(Block::Kind::Rule); return 0;
    case MD_BLOCK_H:
        openLeaf(Block::Kind::Heading);
        leaf_->level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        return 0;
    case MD_BLOCK_CODE:
        openLeaf(Block::Kind::Code);
        leaf_->language = languageLabel(attributeText(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang));
        return 0;
    case MD_BLOCK_HTML:
    case MD_BLOCK_P: openLeaf(Block::Kind::Paragraph); return 0;
    case MD_BLOCK_TABLE: return enterTable(*static_cast<MD_BLOCK_TABLE_DETAIL*>(detail));
    case MD_BLOCK_TR:
        if (leaf_) leaf_->table.append(QList<TableCell>{});
        return 0;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: enterCell(*static_cast<MD_BLOCK_TD_DETAIL*>(detail)); return 0;
    }
    return 0;
}

void Builder::enterItem(const MD_BLOCK_LI_DETAIL& detail)
{
    if (lists_.isEmpty()) return;
    Container item = lists_.last();
    ++lists_.last().number;
    if (detail.is_task != 0) {
        item.marker = detail.task_mark == ' ' ? Container::Marker::TaskOpen : Container::Marker::TaskDone;
    }
    pushContainer(item);
}

int Builder::leaveBlock(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_LI: popContainer(); return 0;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (!lists_.isEmpty()) lists_.removeLast();
        return 0;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: inCell_ = false; return 0;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE: closeLeaf(); return 0;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR: return 0;
    }
    return 0;
}

void Builder::openLink(const QString& address, bool image)
{
    // A picture inside a link goes where the link goes.
    const bool nested = image && !links_.isEmpty() && !links_.last().isEmpty();
    links_.append(nested ? links_.last() : isAcceptableLink(address) ? address : QString());
}

int Builder::enterSpan(MD_SPANTYPE type, void* detail)
{
    switch (type) {
    case MD_SPAN_EM: ++italic_; return 0;
    case MD_SPAN_STRONG: ++bold_; return 0;
    case MD_SPAN_DEL: ++strike_; return 0;
    case MD_SPAN_CODE: ++code_; return 0;
    case MD_SPAN_A: openLink(attributeText(static_cast<MD_SPAN_A_DETAIL*>(detail)->href), false); return 0;
    case MD_SPAN_IMG:
        imageAddress_ = attributeText(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
        openLink(imageAddress_, true);
        ++image_;
        append(QCoreApplication::translate("ui::markdown", "Picture: "));
        imageDescribed_ = false;
        return 0;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U: return 0;
    }
    return 0;
}

int Builder::leaveSpan(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM: --italic_; return 0;
    case MD_SPAN_STRONG: --bold_; return 0;
    case MD_SPAN_DEL: --strike_; return 0;
    case MD_SPAN_CODE: --code_; return 0;
    case MD_SPAN_IMG:
        if (!imageDescribed_) append(imageAddress_.left(200));
        --image_;
        links_.removeLast();
        return 0;
    case MD_SPAN_A: links_.removeLast(); return 0;
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U: return 0;
    }
    return 0;
}

Styles Builder::currentStyles() const
{
    Styles styles;
    styles.setFlag(Style::Bold, bold_ > 0);
    styles.setFlag(Style::Italic, italic_ > 0);
    styles.setFlag(Style::Strike, strike_ > 0);
    styles.setFlag(Style::Code, code_ > 0);
    styles.setFlag(Style::Image, image_ > 0);
    return styles;
}

Inline& Builder::target()
{
    if (inCell_ && leaf_ && !leaf_->table.isEmpty() && !leaf_->table.last().isEmpty()) {
        return leaf_->table.last().last().content;
    }
    // The text of a tight list stands in the item itself, without a paragraph (CommonMark 0.30 section 5.3).
    if (!leaf_) openLeaf(Block::Kind::Paragraph);
    return leaf_->content;
}

void Builder::append(const QString& source)
{
    const bool code = code_ > 0 || (leaf_ && leaf_->kind == Block::Kind::Code);
    QString shown = code ? shownCode(source) : shownProse(source);
    if (!leaf_ || leaf_->kind != Block::Kind::Code) shown.replace(QLatin1Char('\n'), QChar::LineSeparator);
    appendShown(shown);
}

void Builder::appendShown(const QString& piece)
{
    if (piece.isEmpty()) return;
    Inline& into = target();
    if (image_ > 0) imageDescribed_ = true;
    const Styles styles = currentStyles();
    const QString address = links_.isEmpty() ? QString() : links_.last();
    int link = -1;
    if (!address.isEmpty()) {
        // Only the newest is compared: the same link twice in a row is one link.
        if (into.links.isEmpty() || into.links.last() != address) into.links.append(address);
        link = static_cast<int>(into.links.size()) - 1;
    }
    const qsizetype start = into.text.size();
    into.text += piece;
    if (!styles && link < 0) return;
    if (!into.spans.isEmpty()) {
        Span& last = into.spans.last();
        if (last.start + last.length == start && last.styles == styles && last.link == link) {
            last.length += piece.size();
            return;
        }
    }
    into.spans.append(Span{start, piece.size(), styles, link});
}

int Builder::text(MD_TEXTTYPE type, const QString& piece)
{
    switch (type) {
    case MD_TEXT_NULLCHAR: append(QString(QChar::ReplacementCharacter)); return 0;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR: appendShown(QString(QChar::LineSeparator)); return 0;
    case MD_TEXT_ENTITY: append(decodedEntity(piece)); return 0;
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH: append(piece); return 0;
    }
    return 0;
}

Builder* builder(void* user)
{
    return static_cast<Builder*>(user);
}

QList<Block> asSource(const QString& source)
{
    Block block;
    block.kind = Block::Kind::Code;
    block.content.text = shownCode(source);
    block.content.text.replace(QLatin1Char('\n'), QChar::LineSeparator);
    return {block};
}

} // namespace

QString plainText(const Block& block)
{
    if (block.kind != Block::Kind::Table) {
        QString text = block.content.text;
        return text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    }
    QStringList rows;
    for (const auto& row : block.table) {
        QStringList cells;
        for (const auto& cell : row)
            cells.append(cell.content.text);
        rows.append(cells.join(QLatin1Char('\t')));
    }
    return rows.join(QLatin1Char('\n')).replace(QChar::LineSeparator, QLatin1Char(' '));
}

QList<Block> parse(const QString& source, const Limits& limits)
{
    MD_PARSER parser = {};
    parser.flags = parserFlags;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
        return builder(user)->enterBlock(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* user) { return builder(user)->leaveBlock(type); };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        return builder(user)->enterSpan(type, detail);
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* user) { return builder(user)->leaveSpan(type); };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
        return builder(user)->text(type, fromUtf8(text, size));
    };
    const QByteArray bytes = source.toUtf8();
    Builder gathered(limits);
    if (md_parse(bytes.constData(), static_cast<MD_SIZE>(bytes.size()), &parser, &gathered) != 0) {
        return asSource(source);
    }
    return gathered.takeBlocks();
}

QList<Block> plainBlocks(const QString& text)
{
    constexpr qsizetype longest = 4000;
    QList<Block> blocks;
    for (qsizetype from = 0; from < text.size();) {
        qsizetype to = qMin(from + longest, text.size());
        if (to < text.size()) {
            const qsizetype line = text.lastIndexOf(QLatin1Char('\n'), to - 1);
            if (line > from)
                to = line + 1;
            else if (text.at(to).isLowSurrogate())
                --to;
        }
        Block block;
        block.content.text = shownProse(text.mid(from, to - from));
        if (block.content.text.endsWith(QLatin1Char('\n')) && to < text.size()) block.content.text.chop(1);
        block.content.text.replace(QLatin1Char('\n'), QChar::LineSeparator);
        blocks.append(block);
        from = to;
    }
    return blocks;
}

} // namespace ui::markdown
