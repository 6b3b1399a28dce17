#include "app/cli/terminal_text.h"

#include "core/base/draws_nothing.h"

#include <QtCore/QList>

#include <algorithm>
#include <limits>
#include <sys/ioctl.h>
#include <unistd.h>

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

constexpr const char* indent = "  ";
constexpr int indented = 2;
constexpr int usualColumns = 80; ///< of a terminal that does not say, as a serial one
constexpr int tabStop = 8;

// The most that any terminal takes. The C library's count depends on the locale and on its version of Unicode, and the
// terminal has its own: a line that is broken early only looks short, one that is broken late is a gap.
int widest(char32_t code, int column)
{
    if (code == U'\t') return tabStop - column % tabStop;
    return code < 0x80 ? 1 : 2;
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

Folding::Folding(FoldAt first)
    : column_(first == FoldAt::Margin ? 0 : lineStart)
{}

QString Folding::next(const QString& text, int columns)
{
    // The last column stays empty: some terminals begin a new line as soon as it is written to.
    const int end = columns > 0 ? std::max(columns - 1, indented + 2) : std::numeric_limits<int>::max();
    QString folded;
    for (const char32_t code : text.toUcs4()) {
        if (!midLine()) {
            folded += QLatin1String(indent);
            column_ = indented;
        }
        if (code == U'\n') {
            folded += QLatin1Char('\n');
            newLine();
            continue;
        }
        if (columns > 0 && widest(code, column_) > end - column_) {
            folded += QLatin1Char('\n') + QLatin1String(indent);
            column_ = indented;
            if (code == U'\t') continue;
        }
        const int width = widest(code, column_);
        if (code == U'\t' && columns > 0)
            folded += QString(width, QLatin1Char(' ')); // a terminal's own tab stops may be anywhere
        else
            folded += QChar::fromUcs4(code);
        column_ += width;
    }
    return folded;
}

int columnsOf(std::FILE* stream)
{
    const int descriptor = ::fileno(stream);
    if (::isatty(descriptor) != 1) return 0;
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usualColumns;
    return size.ws_col;
}

void writeLine(std::FILE* stream, const QByteArray& line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stream);
    std::fputc('\n', stream);
}

} // namespace app::cli
