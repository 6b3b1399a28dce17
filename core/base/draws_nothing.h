#pragma once

namespace core {

/// Whether a character draws nothing of its own though its general category says letter, mark or symbol: Unicode's
/// Default_Ignorable_Code_Point less what the categories Cf and Cn take in, the empty Braille cell, and the place
/// holder of an object that a plain text cannot hold (U+FFFC). Text with such a character in it is not what it seems.
[[nodiscard]] constexpr bool drawsNothing(char32_t code) noexcept
{
    return code == 0x034F || code == 0x115F || code == 0x1160 || code == 0x17B4 || code == 0x17B5 ||
           (code >= 0x180B && code <= 0x180F) || code == 0x2800 || code == 0x3164 ||
           (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFFA0 || code == 0xFFFC ||
           (code >= 0xE0000 && code <= 0xE0FFF);
}

} // namespace core
