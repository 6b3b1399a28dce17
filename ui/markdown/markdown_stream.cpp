#include "ui/markdown/markdown_stream.h"

#include <QtCore/QRegularExpression>

namespace ui::markdown {

namespace {

// A section is cut at the next line that starts at the margin once it is longer than the first, and anywhere once it
// is longer than the second. What is laid out again for a token is at most the last block of it.
constexpr qsizetype comfortable = 2000;
constexpr qsizetype longest = 4000;
constexpr qsizetype longestPrefix = 500;
constexpr int mostDefinitions = 40;
constexpr qsizetype longestDefinition = 300;
// A definition makes the whole of a text be parsed again; above this length that waits for the end.
constexpr qsizetype longestAgain = 100'000;

bool isBlank(const QString& line)
{
    for (const QChar c : line) {
        if (!c.isSpace()) return false;
    }
    return true;
}

qsizetype indentation(const QString& line)
{
    qsizetype columns = 0;
    for (const QChar c : line) {
        if (c == QLatin1Char('\t'))
            columns += 4;
        else if (c == QLatin1Char(' '))
            ++columns;
        else
            break;
    }
    return columns;
}

/// The number of characters of a list marker at `from`, with the space after it; 0 when there is none.
qsizetype listMarker(const QString& line, qsizetype from)
{
    qsizetype at = from;
    while (at < line.size() && at - from < 9 && line.at(at) >= QLatin1Char('0') && line.at(at) <= QLatin1Char('9'))
        ++at;
    if (at >= line.size()) return 0;
    const QChar mark = line.at(at);
    const bool numbered = at > from && (mark == QLatin1Char('.') || mark == QLatin1Char(')'));
    const bool bullet =
        at == from && (mark == QLatin1Char('-') || mark == QLatin1Char('*') || mark == QLatin1Char('+'));
    if (!numbered && !bullet) return 0;
    if (at + 1 < line.size() && !line.at(at + 1).isSpace()) return 0;
    return at + 2 - from;
}

struct Stripped {
    QString rest;        ///< without indentation, quote and list markers
    bool marker = false; ///< there was one
};

Stripped withoutContainers(const QString& line)
{
    qsizetype at = 0;
    bool marker = false;
    for (int depth = 0; depth < 20; ++depth) {
        while (at < line.size() && (line.at(at) == QLatin1Char(' ') || line.at(at) == QLatin1Char('\t')))
            ++at;
        if (at >= line.size()) break;
        if (line.at(at) == QLatin1Char('>'))
            ++at;
        else if (const qsizetype length = listMarker(line, at); length > 0)
            at += length;
        else
            break;
        marker = true;
    }
    return {line.mid(at), marker};
}

qsizetype runLength(const QString& text)
{
    qsizetype length = 0;
    while (length < text.size() && text.at(length) == text.at(0))
        ++length;
    return length;
}

} // namespace

void MarkdownStream::clear()
{
    *this = MarkdownStream();
}

qsizetype MarkdownStream::setText(const QString& text)
{
    if (text.startsWith(text_)) return append(text.mid(text_.size()));
    clear();
    append(text);
    return 0;
}

qsizetype MarkdownStream::append(const QString& piece)
{
    firstChanged_ = blocks_.size();
    if (piece.isEmpty()) return firstChanged_;
    text_ += piece;
    for (;;) {
        const qsizetype newline = text_.indexOf(QLatin1Char('\n'), scanned_);
        if ((newline < 0 ? text_.size() : newline) - sections_.last().start > longest) {
            cutInsideLine();
            continue;
        }
        if (newline < 0) break;
        readLine(scanned_, newline);
        scanned_ = newline + 1;
    }
    parseSection(sections_.size() - 1);
    // At most `mostDefinitions` times in a text's life.
    if (definitionsGrew_ && text_.size() <= longestAgain) parseAllAgain();
    return firstChanged_;
}

qsizetype MarkdownStream::finish()
{
    firstChanged_ = blocks_.size();
    if (definitionsGrew_) parseAllAgain();
    return firstChanged_;
}

void MarkdownStream::parseAllAgain()
{
    definitionsGrew_ = false;
    const qsizetype changed = firstChanged_;
    const QList<Block> before = std::exchange(blocks_, {});
    for (qsizetype index = 0; index < sections_.size(); ++index) {
        sections_[index].firstBlock = blocks_.size();
        parseSection(index);
    }
    firstChanged_ = 0;
    while (firstChanged_ < changed && firstChanged_ < blocks_.size() &&
           blocks_.at(firstChanged_) == before.at(firstChanged_)) {
        ++firstChanged_;
    }
}

void MarkdownStream::readLine(qsizetype from, qsizetype to)
{
    const QString line = text_.mid(from, to - from);
    const bool blank = isBlank(line);
    const bool atMargin = !blank && indentation(line) == 0;
    const bool item = atMargin && listMarker(line, 0) > 0;
    const qsizetype length = from - sections_.last().start;
    const bool settled = lastLineBlank_ && !fence_ && !(listSeen_ && item);
    const bool tooLong = length > comfortable && (tableHead_.isEmpty() || fence_);
    if (length > 0 && atMargin && (settled || tooLong)) {
        cut(from, false);
        listSeen_ = item;
    }
    if (!fence_ && indentation(line) < 4 && listMarker(line, indentation(line)) > 0) listSeen_ = true;
    const bool fenced = fence_.has_value();
    followFence(line);
    if (!fenced && !fence_) {
        followTable(line, blank);
        noteDefinition(line);
    }
    lastLineBlank_ = blank;
    previousLine_ = line;
}

void MarkdownStream::followFence(const QString& line)
{
    // A fence in a list or quote ends where that ends (CommonMark 0.30 section 4.5).
    if (fence_ && fence_->nested && !isBlank(line) && indentation(line) == 0 && !line.startsWith(QLatin1Char('>'))) {
        fence_.reset();
    }
    const auto stripped = withoutContainers(line);
    if (stripped.rest.isEmpty()) return;
    const QChar mark = stripped.rest.at(0);
    if (mark != QLatin1Char('`') && mark != QLatin1Char('~')) return;
    const qsizetype length = runLength(stripped.rest);
    const QString after = stripped.rest.mid(length);
    if (fence_) {
        if (mark == fence_->mark && length >= fence_->length && isBlank(after)) fence_.reset();
        return;
    }
    if (length < 3 || (mark == QLatin1Char('`') && after.contains(QLatin1Char('`')))) return;
    const bool nested = stripped.marker || (listSeen_ && indentation(line) >= 2);
    if (!nested && indentation(line) > 3) return;
    fence_ = Fence{mark, length, nested, stripped.rest.left(longestPrefix) + QLatin1Char('\n')};
    tableHead_.clear();
}

void MarkdownStream::followTable(const QString& line, bool blank)
{
    if (blank) tableHead_.clear();
    static const QRegularExpression delimiter(QStringLiteral("^ {0,3}\\|?\\s*:?-+:?\\s*(\\|\\s*:?-+:?\\s*)*\\|?\\s*$"));
    if (!tableHead_.isEmpty() || line.size() > longestPrefix || !line.contains(QLatin1Char('|'))) return;
    if (!previousLine_.contains(QLatin1Char('|')) || previousLine_.size() > longestPrefix) return;
    if (!delimiter.match(line).hasMatch()) return;
    tableHead_ = previousLine_ + QLatin1Char('\n') + line + QLatin1Char('\n');
}

void MarkdownStream::noteDefinition(const QString& line)
{
    if (!line.startsWith(QLatin1Char('[')) || line.size() > longestDefinition) return;
    if (definitionCount_ >= mostDefinitions) return;
    static const QRegularExpression definition(QStringLiteral("^\\[[^\\[\\]]{1,100}\\]:\\s*\\S+"));
    if (!definition.match(line).hasMatch()) return;
    definitions_ += line + QLatin1Char('\n');
    ++definitionCount_;
    definitionsGrew_ = true;
}

void MarkdownStream::cut(qsizetype at, bool insideLine)
{
    Section next;
    next.start = at;
    next.insideLine = insideLine;
    if (fence_)
        next.prefix = fence_->opening;
    else if (!tableHead_.isEmpty() && !lastLineBlank_)
        next.prefix = tableHead_;
    // The last section ends at `at` while it is parsed.
    sections_.append(next);
    parseSection(sections_.size() - 2);
    sections_.last().firstBlock = blocks_.size();
}

void MarkdownStream::cutInsideLine()
{
    const qsizetype start = sections_.last().start;
    qsizetype at = scanned_;
    if (at <= start) {
        at = text_.lastIndexOf(QLatin1Char(' '), start + longest - 1) + 1;
        if (at <= start + comfortable) at = start + longest;
        if (at < text_.size() && text_.at(at).isLowSurrogate()) --at;
    }
    const bool insideLine = at != scanned_;
    if (insideLine) tableHead_.clear();
    cut(at, insideLine);
    scanned_ = at;
}

void MarkdownStream::parseSection(qsizetype index)
{
    const Section section = sections_.at(index);
    const bool last = index + 1 == sections_.size();
    const qsizetype end = last ? text_.size() : sections_.at(index + 1).start;
    const QString definitions = definitions_.isEmpty() ? QString() : definitions_ + QLatin1Char('\n');
    const QString own = text_.mid(section.start, end - section.start);
    QList<Block> fresh = parse(definitions + section.prefix + own);
    parsed_ += definitions.size() + section.prefix.size() + own.size();
    if (!section.prefix.isEmpty() && !fresh.isEmpty()) {
        Block& first = fresh.first();
        if (first.kind == Block::Kind::Code || first.kind == Block::Kind::Table) {
            first.continued = true;
            first.sameLine = section.insideLine;
            if (first.kind == Block::Kind::Table && !first.table.isEmpty()) first.table.removeFirst();
        } else {
            // It only looked like a table: its first lines must not be shown twice.
            fresh = parse(definitions + own);
        }
    }
    qsizetype same = 0;
    const qsizetype known = blocks_.size() - section.firstBlock;
    while (same < known && same < fresh.size() && blocks_.at(section.firstBlock + same) == fresh.at(same))
        ++same;
    blocks_.resize(section.firstBlock + same);
    firstChanged_ = qMin(firstChanged_, blocks_.size());
    blocks_.append(fresh.mid(same));
}

} // namespace ui::markdown
