// What may be compared at all: characters that show, and stand for themselves.
#include "core/base/draws_nothing.h"
#include "core/policy/value_forms_p.h"
#include "core/policy/value_kind.h"

#include <algorithm>

namespace core::policy {
namespace {

bool shows(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return false;
    default: return !drawsNothing(c);
    }
}

// A character that NFC replaces by another one, such as the Kelvin sign by K, is a look-alike by construction.
bool standsForAnother(char32_t c)
{
    if (QChar::decompositionTag(c) != QChar::Canonical) return false;
    const auto self = QString::fromUcs4(&c, 1);
    return self.normalized(QString::NormalizationForm_C) != self;
}

} // namespace

bool isAscii(QStringView text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

QString asciiLower(QStringView text)
{
    auto lower = text.toString();
    for (auto& c : lower)
        if (c >= u'A' && c <= u'Z') c = QChar(c.unicode() + 0x20);
    return lower;
}

std::optional<QString> plainText(QStringView text)
{
    bool ascii = true;
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (c < 0x80) {
            if (c == 0x7F || (c < 0x20 && c != u'\n' && c != u'\t')) return std::nullopt;
            continue;
        }
        ascii = false;
        if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
            c = QChar::surrogateToUcs4(static_cast<char16_t>(c), text[i].unicode());
        }
        if (!shows(c) || standsForAnother(c)) return std::nullopt;
    }
    return ascii ? text.toString() : text.toString().normalized(QString::NormalizationForm_C);
}

} // namespace core::policy
