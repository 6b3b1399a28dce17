#pragma once

#include "ui/markdown/document.h"

namespace ui::markdown {

/// What is too much to be drawn as written.
struct Limits {
    int depth = 12;        ///< lists and quotes within each other; deeper ones keep this indentation
    int tableColumns = 40; ///< a table with more columns, or with more cells, is shown as its source
    int tableCells = 4000;
};

/// Takes CommonMark with GitHub's tables, strikethrough, task lists and bare addresses apart. Raw HTML is text.
/// Pictures become links to them. Source over a limit comes back as one Code block.
///
/// \param source  at most some ten thousand characters: a MarkdownStream cuts longer text
///
/// Never fails: whatever it is, it can be shown. Thread: any.
[[nodiscard]] QList<Block> parse(const QString& source, const Limits& limits = {});

/// Plain text as blocks: one paragraph for every few thousand characters, lines as they are.
[[nodiscard]] QList<Block> plainBlocks(const QString& text);

} // namespace ui::markdown
