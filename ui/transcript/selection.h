#pragma once

#include <QtCore/QString>

#include <algorithm>
#include <compare>

namespace ui::transcript {

/// A place in the text of a conversation.
struct TextPosition {
    int row = 0;
    int block = 0;        ///< TextPiece::ordinal(): the reasoning's blocks are below zero
    qsizetype offset = 0; ///< characters of the block's text

    friend auto operator<=>(const TextPosition&, const TextPosition&) = default;
};

struct Selection {
    TextPosition anchor; ///< where it was begun
    TextPosition end;    ///< where the pointer went

    [[nodiscard]] TextPosition first() const { return std::min(anchor, end); }
    [[nodiscard]] TextPosition last() const { return std::max(anchor, end); }
    [[nodiscard]] bool isEmpty() const { return anchor == end; }
};

/// A link under the pointer.
struct LinkHit {
    QString address;
    QString text; ///< what the message shows for it

    friend bool operator==(const LinkHit&, const LinkHit&) = default;
};

} // namespace ui::transcript
