#include "app/cli/terminal_text.h"

#include "core/base/draws_nothing.h"

#include <QtCore/QList>

#include <algorithm>

namespace app::cli {
namespace {

bool hidesOrSteers(char32_t code)
{
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: return core::drawsNothing(code);
    }
}

QString escaped(char16_t unit)
{
    return QStringLiteral("\\u%1").arg(static_cast<uint>(unit), 4, 16, QLatin1Char('0'));
}

QString codePoint(char32_t code)
{
    if (code <= 0xFFFF) return escaped(static_cast<char16_t>(code));
    return QStringLiteral("\\U%1").arg(static_cast<uint>(code), 8, 16, QLatin1Char('0'));
}

} // namespace

QString harmless(const QString& text, LineEnds lines)
{
    QString safe;
    safe.reserve(text.size());
    for (const char32_t code : text.toUcs4()) {
        if (code == U'\r' && lines == LineEnds::Keep) continue;
        const bool kept = code == U'\t' || (code == U'\n' && lines == LineEnds::Keep);
        if (kept || !hidesOrSteers(code))
            safe += QChar::fromUcs4(code);
        else
            safe += codePoint(code);
    }
    return safe;
}

QByteArray harmlessJson(const QByteArray& json)
{
    const bool plain = std::all_of(json.begin(), json.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
    if (plain) return json;
    // Outside of its strings JSON is ASCII, and a raw control character stands in no string: only those are meant here.
    QString safe;
    for (const char32_t code : QString::fromUtf8(json).toUcs4()) {
        const auto units = QChar::fromUcs4(code);
        if (code < U' ' || !hidesOrSteers(code)) {
            safe += units;
            continue;
        }
        for (const char16_t unit : units)
            safe += escaped(unit);
    }
    return safe.toUtf8();
}

void writeLine(std::FILE* stream, const QByteArray& line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stream);
    std::fputc('\n', stream);
}

} // namespace app::cli
