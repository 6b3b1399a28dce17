#pragma once

#include <QtCore/QString>

namespace ui::approvals {

/// The words of `text` in which letters of several alphabets, or ordinary and decorated Latin letters, stand side by
/// side: "p⟨U+0430⟩ypal.com". The letters that differ from the Latin ones (or from the word's first) stand as their code
/// points. Empty when there is no such word. A word that is foreign as a whole is none: it may well be one.
[[nodiscard]] QString mixedWords(const QString& text);

} // namespace ui::approvals
