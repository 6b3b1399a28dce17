#pragma once

#include "ui/markdown/parser.h"

#include <optional>

namespace ui::markdown {

/// A Markdown text that grows. It is kept in sections that are cut where the next line cannot change what stands
/// before it (after a blank line, outside of fences and lists), and at the latest after some thousand characters; only
/// the last section is parsed again when text comes. So the cost of a token does not depend on the text's length.
///
/// What the cutting changes against a parse of the whole: a paragraph, list item or quote of more than the longest
/// section is shown as two. Fences and tables go on across a cut (Block::continued).
class MarkdownStream {
public:
    MarkdownStream() = default;

    /// Replaces the text. Text that only grew costs the growth.
    /// \return  the index of the first block that is not what it was; blocks().size() when nothing changed
    qsizetype setText(const QString& text);
    /// Adds to the end. Same answer as setText.
    qsizetype append(const QString& piece);
    /// No more text comes: in a long text, links whose definition came after them find it now. Same answer as setText.
    qsizetype finish();

    [[nodiscard]] const QList<Block>& blocks() const { return blocks_; }
    [[nodiscard]] const QString& text() const { return text_; }
    /// How many characters were parsed so far, those that were parsed again counted again. For tests.
    [[nodiscard]] qsizetype parsedCharacters() const { return parsed_; }

private:
    struct Section {
        qsizetype start = 0;      ///< in text_
        qsizetype firstBlock = 0; ///< in blocks_
        QString prefix;           ///< what a cut inside a fence or a table takes along: its first lines
        bool insideLine = false;  ///< starts in the middle of a line
    };
    struct Fence {
        QChar mark;
        qsizetype length = 0;
        bool nested = false; ///< in a list or quote: ends with it
        QString opening;
    };
    void clear();
    void readLine(qsizetype from, qsizetype to);
    void followFence(const QString& line);
    void followTable(const QString& line, bool blank);
    void noteDefinition(const QString& line);
    void cut(qsizetype at, bool insideLine);
    void cutInsideLine();
    void parseSection(qsizetype index);
    void parseAllAgain();

    QString text_;
    qsizetype parsed_ = 0;
    QList<Block> blocks_;
    QList<Section> sections_ = {Section{}};
    qsizetype firstChanged_ = 0; ///< of the append under way
    qsizetype scanned_ = 0;      ///< start of the first line that is not complete
    // What the lines read so far have opened.
    std::optional<Fence> fence_;
    bool lastLineBlank_ = false;
    bool listSeen_ = false; ///< in the last section
    QString previousLine_;
    QString tableHead_; ///< the two first lines of the table the last line belongs to
    // "[name]: address" lines, put before every section so that its links find them.
    QString definitions_;
    int definitionCount_ = 0;
    bool definitionsGrew_ = false;
};

} // namespace ui::markdown
