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

/// One line, through the stream's buffer. \param line  harmless, UTF-8
void writeLine(std::FILE* stream, const QByteArray& line);

} // namespace app::cli
