// Account numbers, decimals and amounts.
#include "core/policy/value_forms_p.h"
#include "core/policy/value_kind.h"

#include <array>
#include <charconv>
#include <cmath>

namespace core::policy {
namespace {

// ISO 4217 codes are three capitals; of the signs only those that mean one currency have a code. "$" and "¥" mean
// several and equal only themselves.
std::optional<QString> currencyOf(QStringView text)
{
    static constexpr struct {
        QStringView sign;
        QStringView currency;
    } signs[] = {{u"€", u"EUR"}, {u"£", u"GBP"}, {u"円", u"JPY"}, {u"$", u"$"}, {u"¥", u"¥"}};
    for (const auto& known : signs)
        if (text == known.sign) return known.currency.toString();
    if (text.size() != 3) return std::nullopt;
    for (const auto c : text)
        if (c < u'A' || c > u'Z') return std::nullopt;
    return text.toString();
}

QString trimmedDecimal(const QString& whole, QString fraction, bool negative)
{
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    auto text = fraction.isEmpty() ? whole : whole + u'.' + fraction;
    return negative && text != u"0" ? u'-' + text : text;
}

bool areDigits(QStringView text)
{
    for (const auto c : text)
        if (!isDigit(c)) return false;
    return !text.isEmpty();
}

// "1,234,567": groups of three behind the first.
std::optional<QString> ungrouped(QStringView whole, QChar separator)
{
    const auto groups = whole.split(separator);
    QString digits;
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const bool size = i == 0 ? groups[i].size() <= 3 : groups[i].size() == 3;
        if (!size || !areDigits(groups[i])) return std::nullopt;
        digits += groups[i];
    }
    return digits;
}

} // namespace

std::optional<QString> decimalOf(QStringView text)
{
    const bool negative = text.startsWith(u'-');
    if (negative) text = text.sliced(1);
    const auto comma = text.lastIndexOf(u',');
    const auto dot = text.lastIndexOf(u'.');
    QStringView fraction;
    std::optional<QString> whole;
    if (comma >= 0 && dot >= 0) { // both: the later one is the decimal mark
        const auto mark = std::max(comma, dot);
        fraction = text.sliced(mark + 1);
        whole = ungrouped(text.first(mark), mark == comma ? u'.' : u',');
    } else if (comma >= 0 || dot >= 0) {
        const auto mark = std::max(comma, dot);
        fraction = text.sliced(mark + 1);
        const auto before = text.first(mark);
        if (before.contains(text[mark])) { // several: a group separator
            whole = ungrouped(text, text[mark]);
            fraction = {};
        } else if (fraction.size() == 3 && before != u"0") { // one reader's thousands are another's fraction
            return std::nullopt;
        } else if (areDigits(before)) {
            whole = before.toString();
        }
        if (whole && !fraction.isNull() && !areDigits(fraction)) return std::nullopt;
    } else if (areDigits(text)) {
        whole = text.toString();
    }
    if (!whole || whole->size() > 30 || fraction.size() > 30) return std::nullopt;
    if (!fraction.isNull() && !areDigits(fraction)) return std::nullopt;
    if (whole->size() > 1 && whole->startsWith(u'0')) return std::nullopt; // 007 is a name, not a quantity
    return trimmedDecimal(*whole, fraction.toString(), negative);
}

std::optional<QString> decimalOf(double number)
{
    if (!std::isfinite(number)) return std::nullopt;
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed).ptr;
    const auto text = QString::fromLatin1(buffer.data(), static_cast<qsizetype>(end - buffer.data()));
    const auto dot = text.indexOf(u'.');
    const bool negative = text.startsWith(u'-');
    const auto whole = text.mid(negative ? 1 : 0, dot < 0 ? -1 : dot - (negative ? 1 : 0));
    return trimmedDecimal(whole, dot < 0 ? QString() : text.mid(dot + 1), negative);
}

int compareDecimals(QStringView a, QStringView b)
{
    const bool negativeA = a.startsWith(u'-');
    const bool negativeB = b.startsWith(u'-');
    if (negativeA != negativeB) return negativeA ? -1 : 1;
    if (negativeA) return compareDecimals(b.sliced(1), a.sliced(1));
    const auto wholeA = a.first(a.indexOf(u'.') < 0 ? a.size() : a.indexOf(u'.'));
    const auto wholeB = b.first(b.indexOf(u'.') < 0 ? b.size() : b.indexOf(u'.'));
    if (wholeA.size() != wholeB.size()) return wholeA.size() < wholeB.size() ? -1 : 1;
    const int order = a.compare(b); // the same number of digits before the dot: text order is number order
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

std::optional<QString> amountForm(QStringView text)
{
    // The currency stands before or behind the number, with or without a space.
    qsizetype first = 0;
    while (first < text.size() && !isDigit(text[first]) && text[first] != u'-')
        ++first;
    qsizetype last = text.size();
    while (last > first && !isDigit(text[last - 1]))
        --last;
    const auto before = text.first(first).trimmed();
    const auto behind = text.sliced(last).trimmed();
    if (before.isEmpty() == behind.isEmpty()) return std::nullopt;
    // Letters right beside digits are a name: PRJ-12, ABC123.
    if (!before.isEmpty() && isLetter(text[first - 1])) return std::nullopt;
    if (!behind.isEmpty() && isLetter(text[last])) return std::nullopt;
    const auto currency = currencyOf(before.isEmpty() ? behind : before);
    const auto number = decimalOf(text.sliced(first, last - first));
    if (!currency || !number) return std::nullopt;
    return *number + u' ' + *currency;
}

// Two letters and two digits in front (ISO 13616), 12 to 34 characters in all. The check digits are not asked for: what
// is compared is whether two are the same, not whether a bank knows them.
std::optional<QString> accountForm(QStringView text)
{
    QString form;
    form.reserve(text.size());
    for (const auto c : text) {
        if (c == u' ') continue;
        if (!isLetter(c) && !isDigit(c)) return std::nullopt;
        form += c;
    }
    if (form.size() < 12 || form.size() > 34) return std::nullopt;
    if (!isLetter(form[0]) || !isLetter(form[1]) || !isDigit(form[2]) || !isDigit(form[3])) return std::nullopt;
    return form.toUpper();
}

} // namespace core::policy
