#pragma once

#include <QtCore/QString>

namespace ui::text {

/// The text with every character made visible that could hide or reorder others: bidirectional controls, zero-width
/// and other format characters, tags, unusual spaces, control characters, lone surrogates and private-use characters
/// become their code point, as in "⟨U+202E⟩". New lines, and tabs, stay. For text a person decides by: arguments of a
/// call, addresses, names that come from outside.
///
/// Joiners stay inside emoji sequences and between letters of scripts that need them.
[[nodiscard]] QString visibleText(const QString& text);

/// The same on one line: new lines and tabs become a visible mark, too.
[[nodiscard]] QString visibleLine(const QString& text);

/// A plain text as a tool tip. Qt takes every tool tip that looks like HTML for HTML, so this is HTML in which every
/// character of the text stands for itself. Empty for an empty text.
[[nodiscard]] QString toolTipText(const QString& plain);

} // namespace ui::text
