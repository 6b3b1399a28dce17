#include "core/policy/typed_words.h"

#include "core/policy/message_tokens_p.h"
#include "core/policy/value_forms_p.h"

#include <QtCore/QDate>
#include <QtCore/QSet>

#include <algorithm>
#include <array>

namespace core::policy {
namespace {

// Kinds that a person writes alike, or that mean alike: another value of any of them makes "the only one" untrue.
bool areRivals(Kind proposed, Kind typed)
{
    const auto isBare = [](Kind kind) {
        return kind == Kind::Number || kind == Kind::Amount || kind == Kind::Identifier;
    };
    // Where one of these may stand, another may too: who gets it.
    const auto isParty = [](Kind kind) { return kind == Kind::Email || kind == Kind::Account || kind == Kind::Name; };
    switch (proposed) {
    case Kind::Number:
    case Kind::Amount:
    case Kind::Identifier: return isBare(typed);
    case Kind::Url: return typed == Kind::Url || typed == Kind::Host;
    case Kind::Host: return typed == Kind::Url || typed == Kind::Host || typed == Kind::FilePath;
    case Kind::FilePath: return typed == Kind::FilePath || typed == Kind::Host;
    case Kind::Text: return typed == Kind::Text || typed == Kind::Name;
    case Kind::Email:
    case Kind::Account:
    case Kind::Name: return isParty(typed);
    case Kind::DateTime: return false; // two values: a Date and a Time
    case Kind::Date:
    case Kind::Time: return typed == proposed;
    } // no default: a new kind must not compile without its rivals
    return false;
}

int monthOf(const QString& word)
{
    static constexpr std::array<QStringView, 12> months{u"january",   u"february", u"march",    u"april",
                                                        u"may",       u"june",     u"july",     u"august",
                                                        u"september", u"october",  u"november", u"december"};
    const auto lower = asciiLower(word);
    for (std::size_t i = 0; i < months.size(); ++i)
        if (lower == months[i] || (lower.size() == 3 && months[i].startsWith(lower))) return static_cast<int>(i) + 1;
    return 0;
}

int numberOf(QString word, int most)
{
    if (word.isEmpty() || !isDigit(word[0])) return 0;
    for (const auto* ending : {"st", "nd", "rd", "th"})
        if (word.endsWith(QLatin1String(ending))) word.chop(2);
    bool ok = false;
    const int value = word.toInt(&ok);
    return ok && isAscii(word) && value >= 1 && value <= most ? value : 0;
}

TypedValue dateValue(int year, int month, int day)
{
    const QDate date(year, month, day);
    if (!date.isValid()) return {Kind::Date, {}, false};
    return {Kind::Date, date.toString(Qt::ISODate), true};
}

// Reads a list of tokens from the front, longest reading first.
class Reader {
public:
    explicit Reader(const QList<MessageToken>& tokens)
        : tokens_(tokens)
    {}

    QList<TypedValue> read()
    {
        while (at_ < tokens_.size()) {
            const auto before = values_.size();
            const auto taken = one();
            for (auto i = before; i < values_.size(); ++i) {
                for (auto token = at_; token < at_ + taken; ++token)
                    if (tokens_[token].quoted) values_[i].usable = false;
            }
            at_ += taken;
        }
        return values_;
    }

private:
    [[nodiscard]] QString word(qsizetype ahead) const
    {
        const auto i = at_ + ahead;
        return i < tokens_.size() && tokens_[i].typed ? tokens_[i].text : QString();
    }
    void add(Kind kind, const QString& text, bool usable = true) { values_.append({kind, text, usable}); }

    // How many tokens were taken.
    qsizetype one()
    {
        if (const auto taken = japaneseDate()) return taken;
        if (tokens_[at_].japanese) return 1;
        for (const auto reading : {&Reader::englishDate, &Reader::timeOfDay, &Reader::amount, &Reader::spacedAccount})
            if (const auto taken = (this->*reading)()) return taken;
        const auto text = word(0);
        switch (const auto kind = kindOf(text); kind) {
        case Kind::Text: return 1; // a word; what is meant as one text stands in quotes
        case Kind::DateTime:
            add(Kind::Date, text.left(text.indexOf(u'T')));
            add(Kind::Time, text.mid(text.indexOf(u'T') + 1));
            return 1;
        default: add(kind, text); return 1;
        }
    }

    // "2024年5月15日", "5月15日"
    qsizetype japaneseDate()
    {
        const bool withYear = word(1).startsWith(u'年') && word(3).startsWith(u'月');
        const qsizetype month = withYear ? 2 : 0;
        const int monthNumber = numberOf(word(month), 12);
        const int day = numberOf(word(month + 2), 31);
        if (monthNumber == 0 || day == 0 || word(month + 1) != u"月" || !word(month + 3).startsWith(u'日')) return 0;
        values_.append(dateValue(withYear ? numberOf(word(0), 9999) : 0, monthNumber, day));
        return month + 3; // what follows the 日 is another word
    }

    // "May 15th, 2024", "15 May 2024", "26 May"
    qsizetype englishDate()
    {
        const bool dayFirst = numberOf(word(0), 31) != 0;
        const int day = numberOf(dayFirst ? word(0) : word(1), 31);
        const int month = day == 0 ? 0 : monthOf(dayFirst ? word(1) : word(0));
        if (month == 0) return 0;
        const auto year = word(2).size() == 4 ? numberOf(word(2), 9999) : 0;
        values_.append(dateValue(year, month, day));
        return year == 0 ? 2 : 3;
    }

    // "12:00"; with "pm" or 時 it is there but not taken apart
    qsizetype timeOfDay()
    {
        const auto isHalf = [](const QString& text) {
            const auto lower = asciiLower(text).remove(u'.');
            return lower == u"am" || lower == u"pm";
        };
        const auto text = word(0);
        const auto kind = kindOf(text);
        if ((kind == Kind::Time || kind == Kind::Number) && isHalf(word(1))) {
            add(Kind::Time, text, false);
            return 2;
        }
        if (kind == Kind::Identifier && isDigit(text[0]) && isHalf(text.right(2))) {
            add(Kind::Time, text, false);
            return 1;
        }
        if (kind != Kind::Number || !word(1).startsWith(u'時')) return 0;
        add(Kind::Time, text, false);
        return 1;
    }

    // "10 EUR", "EUR 10", "3000円"
    qsizetype amount()
    {
        const auto text = word(0);
        if (kindOf(text) == Kind::Number) {
            const auto unit = word(1);
            if (unit.startsWith(u'円')) {
                add(Kind::Amount, text + u'円');
                return 1;
            }
            if (unit.startsWith(u'万') || unit.startsWith(u'億') || unit.startsWith(u'千')) {
                add(Kind::Amount, text, false);
                return 1;
            }
            if (!unit.isEmpty() && amountForm(text + u' ' + unit)) {
                add(Kind::Amount, text + u' ' + unit);
                return 2;
            }
        } else if (kindOf(word(1)) == Kind::Number && !text.isEmpty() && !isDigit(text.back()) &&
                   amountForm(text + u' ' + word(1))) {
            add(Kind::Amount, text + u' ' + word(1));
            return 2;
        }
        return 0;
    }

    // "GB29 NWBK 6016 1331 9268 19": groups of four and a last one. Where it ends is told by the check digits
    // (ISO 7064, mod 97-10); without them it cannot be told, so that nothing may be taken from it.
    qsizetype spacedAccount()
    {
        const auto isGroup = [](const QString& text, qsizetype size) {
            return text.size() == size && std::all_of(text.begin(), text.end(),
                                                      [](QChar c) { return isDigit(c) || (c >= u'A' && c <= u'Z'); });
        };
        const auto first = word(0);
        if (!isGroup(first, 4) || isDigit(first[0]) || isDigit(first[1]) || !isDigit(first[2]) || !isDigit(first[3]))
            return 0;
        QString text = first;
        qsizetype taken = 1;
        while (isGroup(word(taken), 4))
            text += word(taken++);
        if (taken < 3) return 0;
        const auto last = word(taken);
        if (last.size() < 4 && isGroup(last, last.size()) && !last.isEmpty() && hasCheckDigits(text + last)) {
            add(Kind::Account, text + last);
            return taken + 1;
        }
        add(Kind::Account, text, hasCheckDigits(text));
        return taken;
    }

    static bool hasCheckDigits(const QString& account)
    {
        int remainder = 0;
        for (const auto c : account.mid(4) + account.left(4)) {
            const int value = isDigit(c) ? c.unicode() - u'0' : c.unicode() - u'A' + 10;
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }

    const QList<MessageToken>& tokens_;
    qsizetype at_ = 0;
    QList<TypedValue> values_;
};

} // namespace

bool TypedWords::isSole(Kind kind, const QString& text) const
{
    const auto form = formOf(kind, text);
    if (!form) return false;
    if (kind == Kind::DateTime) return isSole(Kind::Date, form->left(10)) && isSole(Kind::Time, form->mid(11));
    bool found = false;
    for (const auto& value : values) {
        if (!areRivals(kind, value.kind)) continue;
        if (formOf(kind, value.text) != form) return false;
        found = found || value.usable;
    }
    return found;
}

qsizetype TypedWords::count(Kind kind) const
{
    QSet<QString> different;
    for (const auto& value : values)
        if (areRivals(kind, value.kind)) different.insert(formOf(kind, value.text).value_or(u' ' + value.text));
    return different.size();
}

bool TypedWords::isPassage(const QString& text) const
{
    const auto form = plainText(text);
    if (!form) return false;
    return std::any_of(passages.begin(), passages.end(),
                       [&form](const QString& passage) { return plainText(passage) == form; });
}

TypedWords typedWords(const QList<MessagePart>& message)
{
    const auto found = messageTokens(message);
    TypedWords words;
    words.values = Reader(found.tokens).read();
    // What is a value and nothing else was typed as that value, not as words.
    for (const auto& passage : found.passages)
        if (kindOf(passage) == Kind::Text) words.passages += passage;
    for (const auto& quote : found.quotes)
        if (kindOf(quote) == Kind::Text) words.values.append({Kind::Text, quote, true});
    return words;
}

} // namespace core::policy
