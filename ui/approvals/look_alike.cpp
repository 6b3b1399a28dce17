#include "ui/approvals/look_alike.h"

#include "ui/text/visible_text.h"

#include <QtCore/QChar>
#include <QtCore/QList>
#include <QtCore/QSet>
#include <QtCore/QStringList>

namespace ui::approvals {
namespace {

constexpr int none = -1;
constexpr int decorated = -2; ///< full-width and mathematical forms of Latin letters
constexpr qsizetype mostWords = 20;

bool isAsciiLetter(char32_t code)
{
    return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z');
}

/// Which alphabet a letter is of, among those whose letters are taken for one another's.
int alphabetOf(char32_t code)
{
    if (!QChar::isLetter(code)) return none;
    if (code > 0x7F) {
        const QString plain = QString::fromUcs4(&code, 1).normalized(QString::NormalizationForm_KC);
        if (plain.size() == 1 && isAsciiLetter(plain.front().unicode())) return decorated;
    }
    switch (const auto script = QChar::script(code)) {
    case QChar::Script_Latin:
    case QChar::Script_Greek:
    case QChar::Script_Cyrillic:
    case QChar::Script_Armenian:
    case QChar::Script_Cherokee:
    case QChar::Script_Coptic:
    case QChar::Script_Georgian:
    case QChar::Script_Lisu:
    case QChar::Script_Osage:
    case QChar::Script_Deseret:
    // Not alike, but they turn the order in which the letters around them stand.
    case QChar::Script_Hebrew:
    case QChar::Script_Arabic: return script;
    default: return none;
    }
}

/// Nothing, or the word with its foreign letters as code points.
QString mixedWord(const QString& word)
{
    const QList<uint> codes = word.toUcs4();
    QSet<int> alphabets;
    int first = none;
    for (const uint code : codes) {
        const int alphabet = alphabetOf(code);
        if (alphabet == none) continue;
        if (first == none) first = alphabet;
        alphabets.insert(alphabet);
    }
    if (alphabets.size() < 2) return {};
    const int usual = alphabets.contains(QChar::Script_Latin) ? int{QChar::Script_Latin} : first;
    QString shown;
    for (const char32_t code : codes) {
        const int alphabet = alphabetOf(code);
        if (alphabet == none || alphabet == usual)
            shown += text::visibleLine(QString::fromUcs4(&code, 1));
        else
            shown += QStringLiteral("⟨U+%1⟩").arg(static_cast<uint>(code), 4, 16, QLatin1Char('0')).toUpper();
    }
    return shown;
}

} // namespace

QString mixedWords(const QString& text)
{
    QStringList found;
    qsizetype left = 0;
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const QString mixed = mixedWord(word);
        if (mixed.isEmpty() || found.contains(mixed)) continue;
        if (found.size() < mostWords)
            found += mixed;
        else
            ++left;
    }
    if (left > 0) found += QStringLiteral("… +%1").arg(left);
    return found.join(QStringLiteral(", "));
}

} // namespace ui::approvals
