// Over 400 lines: one translator, construct by construct, and the table of the names it has to know.
#include "core/toolapi/schema_pattern_p.h"

#include <QtCore/QHash>
#include <QtCore/QStringView>

#include <optional>

namespace core::toolapi {
namespace {

// Backtracking steps from one starting point. PCRE2 counts anew at every start, so a pattern that can backtrack in more
// than one place and is not tied to the beginning gets short texts only: at most 4096 * 50,000 steps, about a second.
constexpr qsizetype longestSimple = 65536;
constexpr qsizetype longestHard = 4096;

QString limits()
{
    return QStringLiteral("(*NO_JIT)(*LIMIT_MATCH=50000)(*LIMIT_DEPTH=50000)(*LIMIT_HEAP=20000)");
}

// ECMA-262 WhiteSpace and LineTerminator; PCRE2's \s knows the ASCII ones only.
QString moreSpaces()
{
    return QStringLiteral("\\s\\x{a0}\\x{feff}\\x{2028}\\x{2029}\\p{Zs}");
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// The long names of Unicode general categories, which ECMA-262 takes and PCRE2 does not.
QString propertyName(const QString& name)
{
    static const QHash<QString, QString> categories{
        {QStringLiteral("Letter"), QStringLiteral("L")},
        {QStringLiteral("Cased_Letter"), QStringLiteral("L&")},
        {QStringLiteral("Uppercase_Letter"), QStringLiteral("Lu")},
        {QStringLiteral("Lowercase_Letter"), QStringLiteral("Ll")},
        {QStringLiteral("Titlecase_Letter"), QStringLiteral("Lt")},
        {QStringLiteral("Modifier_Letter"), QStringLiteral("Lm")},
        {QStringLiteral("Other_Letter"), QStringLiteral("Lo")},
        {QStringLiteral("Mark"), QStringLiteral("M")},
        {QStringLiteral("Nonspacing_Mark"), QStringLiteral("Mn")},
        {QStringLiteral("Spacing_Mark"), QStringLiteral("Mc")},
        {QStringLiteral("Enclosing_Mark"), QStringLiteral("Me")},
        {QStringLiteral("Number"), QStringLiteral("N")},
        {QStringLiteral("Decimal_Number"), QStringLiteral("Nd")},
        {QStringLiteral("digit"), QStringLiteral("Nd")},
        {QStringLiteral("Letter_Number"), QStringLiteral("Nl")},
        {QStringLiteral("Other_Number"), QStringLiteral("No")},
        {QStringLiteral("Punctuation"), QStringLiteral("P")},
        {QStringLiteral("punct"), QStringLiteral("P")},
        {QStringLiteral("Connector_Punctuation"), QStringLiteral("Pc")},
        {QStringLiteral("Dash_Punctuation"), QStringLiteral("Pd")},
        {QStringLiteral("Open_Punctuation"), QStringLiteral("Ps")},
        {QStringLiteral("Close_Punctuation"), QStringLiteral("Pe")},
        {QStringLiteral("Initial_Punctuation"), QStringLiteral("Pi")},
        {QStringLiteral("Final_Punctuation"), QStringLiteral("Pf")},
        {QStringLiteral("Other_Punctuation"), QStringLiteral("Po")},
        {QStringLiteral("Symbol"), QStringLiteral("S")},
        {QStringLiteral("Math_Symbol"), QStringLiteral("Sm")},
        {QStringLiteral("Currency_Symbol"), QStringLiteral("Sc")},
        {QStringLiteral("Modifier_Symbol"), QStringLiteral("Sk")},
        {QStringLiteral("Other_Symbol"), QStringLiteral("So")},
        {QStringLiteral("Separator"), QStringLiteral("Z")},
        {QStringLiteral("Space_Separator"), QStringLiteral("Zs")},
        {QStringLiteral("Line_Separator"), QStringLiteral("Zl")},
        {QStringLiteral("Paragraph_Separator"), QStringLiteral("Zp")},
        {QStringLiteral("Other"), QStringLiteral("C")},
        {QStringLiteral("Control"), QStringLiteral("Cc")},
        {QStringLiteral("Format"), QStringLiteral("Cf")},
        {QStringLiteral("Surrogate"), QStringLiteral("Cs")},
        {QStringLiteral("Private_Use"), QStringLiteral("Co")},
        {QStringLiteral("Unassigned"), QStringLiteral("Cn")},
    };
    QString key = name;
    for (const auto& prefix : {QStringLiteral("General_Category="), QStringLiteral("gc="), QStringLiteral("Script="),
                               QStringLiteral("sc=")}) {
        if (!key.startsWith(prefix)) continue;
        key.remove(0, prefix.size());
        break;
    }
    return categories.value(key, key);
}

// Walks an ECMA-262 pattern once and writes the PCRE2 pattern of the same meaning.
class Translator {
public:
    explicit Translator(const QString& source)
        : source_(source)
    {}

    Result<QString> run()
    {
        while (at_ < source_.size())
            TRY(term());
        if (openGroups_ != 0) return malformed(QStringLiteral("an unclosed group"));
        return out_;
    }

    // No way to backtrack in two places: at most one repetition, and not of a group.
    [[nodiscard]] bool isSimple() const { return repetitions_ <= 1 && !repeatsGroup_; }
    [[nodiscard]] bool isTiedToStart() const { return source_.startsWith(u'^') && !source_.contains(u'|'); }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : QChar();
    }
    [[nodiscard]] bool follows(QLatin1String text) const { return QStringView(source_).mid(at_).startsWith(text); }
    static tl::unexpected<Error> unsupported(const QString& what)
    {
        return fail(Errc::Unsupported, QStringLiteral("the pattern uses %1").arg(what));
    }
    static tl::unexpected<Error> malformed(const QString& what)
    {
        return fail(Errc::InvalidArgument, QStringLiteral("the pattern has %1").arg(what));
    }

    Result<> term()
    {
        const auto c = peek();
        switch (c.unicode()) {
        case u'\\': ++at_; return escape(false);
        case u'[': ++at_; return characterClass();
        case u'(': return openGroup();
        case u')':
            ++at_;
            if (--openGroups_ < 0) return malformed(QStringLiteral("a bracket that closes nothing"));
            out_ += u')';
            return quantifier(true);
        case u'.':
            ++at_;
            out_ += QStringLiteral("[^\\n\\r\\x{2028}\\x{2029}]");
            return quantifier(false);
        case u'$':
            ++at_;
            out_ += QStringLiteral("\\z"); // PCRE2's $ would also match before a last line feed
            return {};
        case u'^':
        case u'|':
            ++at_;
            out_ += c;
            return {};
        case u'*':
        case u'+':
        case u'?': return malformed(QStringLiteral("a repetition of nothing"));
        default: return literal();
        }
    }

    Result<> literal()
    {
        const auto c = source_[at_++];
        if (c == u'{' || c == u'}' || c == u']' || c == u'#') out_ += u'\\';
        out_ += c;
        if (c.isHighSurrogate() && peek().isLowSurrogate()) out_ += source_[at_++];
        return quantifier(false);
    }

    Result<> openGroup()
    {
        ++at_;
        ++openGroups_;
        out_ += u'(';
        if (peek() == u'*') return malformed(QStringLiteral("a repetition of nothing"));
        if (peek() != u'?') {
            out_ += QStringLiteral("?:"); // nothing refers to a group: there are no back references here
            return {};
        }
        for (const auto kind : {QLatin1String("?:"), QLatin1String("?="), QLatin1String("?!"), QLatin1String("?<="),
                                QLatin1String("?<!")}) {
            if (!follows(kind)) continue;
            out_ += kind;
            at_ += kind.size();
            return {};
        }
        if (!follows(QLatin1String("?<"))) return unknownGroup();
        const auto end = source_.indexOf(u'>', at_);
        if (end < 0 || end == at_ + 2) return malformed(QStringLiteral("an unfinished group name"));
        out_ += QStringLiteral("?:");
        at_ = end + 1;
        return {};
    }

    // "(?i:...)" is ECMA-262 of 2025; nothing else that starts with "(?" is left.
    [[nodiscard]] tl::unexpected<Error> unknownGroup() const
    {
        auto at = at_ + 1;
        while (at < source_.size() && QStringView(u"ims-").contains(source_[at]))
            ++at;
        if (at > at_ + 1 && at < source_.size() && source_[at] == u':')
            return unsupported(QStringLiteral("a group that changes flags"));
        return malformed(QStringLiteral("a kind of group that ECMA-262 does not have"));
    }

    // Copies a quantifier, and refuses what PCRE2 alone would take for a possessive one.
    Result<> quantifier(bool ofGroup)
    {
        const auto start = at_;
        if (peek() == u'*' || peek() == u'+' || peek() == u'?')
            ++at_;
        else if (peek() == u'{')
            skipBraces();
        if (at_ == start) return {};
        out_ += QStringView(source_).mid(start, at_ - start);
        ++repetitions_;
        if (ofGroup) repeatsGroup_ = true;
        if (peek() == u'?') out_ += source_[at_++];
        if (peek() == u'*' || peek() == u'+' || peek() == u'?')
            return malformed(QStringLiteral("a repetition of a repetition"));
        return {};
    }

    // {n}, {n,} or {n,m}; anything else is left to be taken literally, as browsers do.
    void skipBraces()
    {
        auto at = at_ + 1;
        const auto digits = [&] {
            const auto from = at;
            while (at < source_.size() && isDigit(source_[at]))
                ++at;
            return at - from;
        };
        if (digits() == 0) return;
        if (at < source_.size() && source_[at] == u',') {
            ++at;
            digits();
        }
        if (at < source_.size() && source_[at] == u'}') at_ = at + 1;
    }

    static QString codePoint(char32_t value) { return QStringLiteral("\\x{%1}").arg(uint{value}, 0, 16); }

    std::optional<char32_t> hex(qsizetype digits)
    {
        const auto text = source_.mid(at_, digits);
        bool ok = false;
        const uint value = text.toUInt(&ok, 16);
        if (!ok || text.size() != digits || text.startsWith(u'+')) return std::nullopt;
        at_ += digits;
        return char32_t{value};
    }

    // After "\u": XXXX, a pair of surrogates, or {X...}.
    Result<QString> unicodeEscape()
    {
        if (peek() == u'{') {
            const auto end = source_.indexOf(u'}', at_);
            ++at_;
            const auto value = end > at_ ? hex(end - at_) : std::nullopt;
            if (!value || *value > 0x10FFFF) return malformed(QStringLiteral("a wrong \\u escape"));
            ++at_;
            return codePoint(*value);
        }
        const auto first = hex(4);
        if (!first) return malformed(QStringLiteral("a wrong \\u escape"));
        if (!QChar::isSurrogate(*first)) return codePoint(*first);
        if (QChar::isHighSurrogate(*first) && follows(QLatin1String("\\u"))) {
            at_ += 2;
            const auto second = hex(4);
            if (second && QChar::isLowSurrogate(*second))
                return codePoint(QChar::surrogateToUcs4(static_cast<char16_t>(*first), static_cast<char16_t>(*second)));
        }
        return unsupported(QStringLiteral("half a surrogate pair"));
    }

    Result<QString> propertyEscape(QChar letter)
    {
        const auto end = source_.indexOf(u'}', at_);
        if (peek() != u'{' || end < 0) return malformed(QStringLiteral("a wrong \\p escape"));
        const auto name = propertyName(source_.mid(at_ + 1, end - at_ - 1));
        for (const auto c : name)
            if (!isDigit(c) && !(c.unicode() < 128 && c.isLetter()) && c != u'_' && c != u'&')
                return unsupported(QStringLiteral("an unknown Unicode property"));
        at_ = end + 1;
        return QStringLiteral("\\%1{%2}").arg(letter, name);
    }

    // One escape after the backslash, as PCRE2 text. `\S` and, in a class, what cannot stand there are left to callers.
    Result<QString> escapeText(bool inClass)
    {
        if (at_ >= source_.size()) return malformed(QStringLiteral("a lone backslash at its end"));
        const auto c = source_[at_++];
        switch (c.unicode()) {
        case u'd':
        case u'D':
        case u'w':
        case u'W':
        case u'n':
        case u'r':
        case u't':
        case u'f': return QString(u'\\') + c;
        case u'v': return codePoint(0x0B); // PCRE2's \v is a whole set
        case u's': return inClass ? moreSpaces() : u'[' + moreSpaces() + u']';
        case u'b': return inClass ? codePoint(0x08) : QStringLiteral("\\b");
        case u'B':
            if (inClass) return malformed(QStringLiteral("\\B in a class"));
            return QStringLiteral("\\B");
        case u'c': {
            const auto letter = peek();
            if (letter.unicode() >= 128 || !letter.isLetter()) return malformed(QStringLiteral("a wrong \\c escape"));
            ++at_;
            return codePoint(letter.unicode() % 32);
        }
        case u'x': {
            const auto value = hex(2);
            if (!value) return malformed(QStringLiteral("a wrong \\x escape"));
            return codePoint(*value);
        }
        case u'u': return unicodeEscape();
        case u'p':
        case u'P': return propertyEscape(c);
        case u'0':
            if (isDigit(peek())) return malformed(QStringLiteral("an octal escape"));
            return codePoint(0);
        default: break;
        }
        if (isDigit(c) || c == u'k') return unsupported(QStringLiteral("a back reference"));
        if (c.isLetter() || c == u'_') return malformed(QStringLiteral("\\%1, which ECMA-262 does not have").arg(c));
        if (c.unicode() < 128) return QString(u'\\') + c;
        return QString(c);
    }

    Result<> escape(bool inClass)
    {
        if (peek() == u'S') {
            ++at_;
            out_ += QStringLiteral("[^") + moreSpaces() + u']';
        } else {
            TRY_ASSIGN(const QString text, escapeText(inClass));
            out_ += text;
        }
        return quantifier(false);
    }

    // A class with \S in it cannot be one PCRE2 class: "[^a\S]" is "neither a nor not a space".
    Result<> characterClass()
    {
        const bool negated = peek() == u'^';
        if (negated) ++at_;
        QString members;
        bool notSpace = false;
        while (peek() != u']') {
            if (at_ >= source_.size()) return malformed(QStringLiteral("an unfinished class"));
            if (peek() == u'\\' && peek(1) == u'S') {
                notSpace = true;
                at_ += 2;
                continue;
            }
            const auto c = source_[at_++];
            if (c == u'\\') {
                TRY_ASSIGN(const QString text, escapeText(true));
                members += text;
                continue;
            }
            if (c == u'[' || c == u'^') members += u'\\'; // "[:alpha:]" means nothing special here
            members += c;
        }
        ++at_;
        const auto spaces = moreSpaces();
        if (!notSpace && members.isEmpty())
            out_ += negated ? QStringLiteral("[\\s\\S]") : QStringLiteral("(?!)");
        else if (!notSpace)
            out_ += (negated ? QStringLiteral("[^") : QStringLiteral("[")) + members + u']';
        else if (members.isEmpty())
            out_ += (negated ? QStringLiteral("[") : QStringLiteral("[^")) + spaces + u']';
        else if (negated)
            out_ += QStringLiteral("(?:(?![") + members + QStringLiteral("])[") + spaces + u']' + u')';
        else
            out_ += QStringLiteral("(?:[") + members + QStringLiteral("]|[^") + spaces + u']' + u')';
        return quantifier(false);
    }

    const QString& source_;
    QString out_;
    qsizetype at_ = 0;
    int openGroups_ = 0;
    int repetitions_ = 0;
    bool repeatsGroup_ = false;
};

} // namespace

Result<SchemaPattern> SchemaPattern::compile(const QString& source, int maxLength)
{
    if (source.size() > maxLength) return fail(Errc::TooLarge, QStringLiteral("the pattern is too long"));
    Translator translator(source);
    TRY_ASSIGN(const QString translated, translator.run());
    SchemaPattern pattern;
    pattern.source_ = source;
    pattern.longestText_ = translator.isSimple() || translator.isTiedToStart() ? longestSimple : longestHard;
    pattern.expression_ = QRegularExpression(limits() + translated, QRegularExpression::DontCaptureOption);
    if (!pattern.expression_.isValid())
        return fail(Errc::Unsupported,
                    QStringLiteral("the pattern cannot be run: %1").arg(pattern.expression_.errorString()));
    return pattern;
}

SchemaPattern::Match SchemaPattern::match(const QString& text) const
{
    if (text.size() > longestText_) return Match::OverLimit;
    const auto found = expression_.match(text);
    if (!found.isValid()) return Match::OverLimit;
    return found.hasMatch() ? Match::Yes : Match::No;
}

} // namespace core::toolapi
