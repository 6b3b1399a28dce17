#pragma once

#include <QtCore/QStringView>

#include <algorithm>

namespace core {

/// Where to cut a text: as much of it as there is room for, and never between the halves of a surrogate pair. A half at
/// the very end counts as cut, too: the other one may still be on its way.
/// \param most  UTF-16 code units; less than 0 is none
[[nodiscard]] inline qsizetype wholeCharacters(QStringView text, qsizetype most)
{
    const auto end = std::clamp<qsizetype>(most, 0, text.size());
    return end > 0 && text[end - 1].isHighSurrogate() ? end - 1 : end;
}

} // namespace core
