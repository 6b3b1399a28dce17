#include "ui/text/visible_text.h"

#include "core/base/draws_nothing.h"

#include <QtCore/QChar>
#include <QtCore/QList>

namespace ui::text {

namespace {

enum class Lines { Keep, Show };

constexpr char32_t zeroWidthNonJoiner = 0x200C;
constexpr char32_t zeroWidthJoiner = 0x200D;
constexpr char32_t emojiVariation = 0xFE0F;
constexpr char32_t textVariation = 0xFE0E;
constexpr char32_t keycap = 0x20E3;

bool isEmojiPart(char32_t code)
{
    return (code >= 0x1F000 && code <= 0x1FAFF) || (code >= 0x2190 && code <= 0x2BFF) || code == emojiVariation ||
           (code >= 0x1F1E6 && code <= 0x1F1FF);
}

bool needsJoiners(char32_t code)
{
    switch (QChar::script(code)) {
    case QChar::Script_Arabic:
    case QChar::Script_Syriac:
    case QChar::Script_Devanagari:
    case QChar::Script_Bengali:
    case QChar::Script_Gujarati:
    case QChar::Script_Gurmukhi:
    case QChar::Script_Kannada:
    case QChar::Script_Malayalam:
    case QChar::Script_Oriya:
    case QChar::Script_Sinhala:
    case QChar::Script_Tamil:
    case QChar::Script_Telugu:
    case QChar::Script_Khmer:
    case QChar::Script_Mongolian: return true;
    default: return false;
    }
}

bool isKeycapBase(char32_t code)
{
    return code == U'#' || code == U'*' || (code >= U'0' && code <= U'9');
}

bool joinsProperly(char32_t code, char32_t before, char32_t after)
{
    // One to a sign: rows of them could spell hidden words.
    if (code == emojiVariation || code == textVariation)
        return (isEmojiPart(before) && before != emojiVariation) || (isKeycapBase(before) && after == keycap);
    if (code == zeroWidthJoiner && isEmojiPart(before) && isEmojiPart(after)) return true;
    return (code == zeroWidthJoiner || code == zeroWidthNonJoiner) && needsJoiners(before) && needsJoiners(after);
}

bool hidesItself(char32_t code, Lines lines)
{
    if (code == U'\n' || code == U'\t') return lines == Lines::Show;
    if (core::drawsNothing(code)) return true;
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    case QChar::Separator_Space: return code != U' ' && code != 0x3000; // an ordinary and an ideographic space
    default: return false;
    }
}

QString makeVisible(const QString& text, Lines lines)
{
    const QList<uint> codes = text.toUcs4();
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < codes.size(); ++i) {
        const char32_t code = codes[i];
        const char32_t before = i > 0 ? codes[i - 1] : 0;
        const char32_t after = i + 1 < codes.size() ? codes[i + 1] : 0;
        if (!hidesItself(code, lines) || joinsProperly(code, before, after)) {
            result.append(QString::fromUcs4(&code, 1));
        } else if (code == U'\n') {
            result.append(QStringLiteral(" ⏎ "));
        } else {
            result.append(QStringLiteral("⟨U+%1⟩").arg(static_cast<uint>(code), 4, 16, QLatin1Char('0')).toUpper());
        }
    }
    return result;
}

} // namespace

QString visibleText(const QString& text)
{
    return makeVisible(text, Lines::Keep);
}

QString visibleLine(const QString& text)
{
    return makeVisible(text, Lines::Show);
}

QString toolTipText(const QString& plain)
{
    if (plain.isEmpty()) return {};
    return QStringLiteral("<span>%1</span>")
        .arg(plain.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
}

} // namespace ui::text
