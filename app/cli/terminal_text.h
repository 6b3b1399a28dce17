#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <cstdio>

/// What may be written to a terminal. A model's, a server's and a tool's words, records and policy files are somebody
/// else's text: nothing in it steers the terminal, and nothing hides in it or reorders it.
namespace app::cli {

enum class LineEnds { Keep, Show };

/// The text with every character that steers, hides or reorders shown by its code point, as \u200b or \U000e0041. Tabs
/// stay; so do line feeds where `lines` says so, and carriage returns, which would write over the line, then vanish.
[[nodiscard]] QString harmless(const QString& text, LineEnds lines = LineEnds::Show);

/// The same for JSON on one line: such characters become escapes of JSON's own, so the values stay what they are.
/// \param json  UTF-8
[[nodiscard]] QByteArray harmlessJson(const QByteArray& json);

/// Where the first line of what is folded begins.
enum class FoldAt { Indent, Margin };

/// Text that goes on where the last piece ended, with every line of it after two spaces. For a terminal it is also broken
/// before the terminal would break it, as what the terminal breaks goes on at the margin, where lines of facts begin.
class Folding {
public:
    /// \param first  Margin: the first line begins without the two spaces, and only what it is broken into has them
    explicit Folding(FoldAt first = FoldAt::Indent);

    /// \param text     harmless
    /// \param columns  of the terminal, now; 0: it is none, and nothing is broken
    [[nodiscard]] QString next(const QString& text, int columns);
    /// Something of a line is written.
    [[nodiscard]] bool midLine() const { return column_ != lineStart; }
    void newLine() { column_ = lineStart; }

private:
    static constexpr int lineStart = -1; ///< the two spaces are still to come
    int column_;
};

/// How many columns the terminal has at this moment; 0: the stream is none.
[[nodiscard]] int columnsOf(std::FILE* stream);

/// One line, through the stream's buffer. \param line  harmless, UTF-8
void writeLine(std::FILE* stream, const QByteArray& line);

} // namespace app::cli
