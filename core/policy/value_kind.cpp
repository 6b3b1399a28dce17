#include "core/policy/value_kind.h"

#include "core/policy/value_forms_p.h"

#include <algorithm>

namespace core::policy {
namespace {

bool hasDigit(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
}

bool hasSpace(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

bool isIpv4(QStringView text)
{
    const auto parts = text.split(u'.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
               return !part.isEmpty() && part.size() <= 3 && std::all_of(part.begin(), part.end(), isDigit);
           });
}

// "report.docx", "notes.md", "example.com": labels between dots, a letter in the last one. "e.g" is none.
bool isDottedName(QStringView text)
{
    bool longLabel = false;
    qsizetype labels = 0;
    QStringView last;
    for (const auto label : text.split(u'.')) {
        for (const auto c : label)
            if (!c.isLetterOrNumber() && c != u'-' && c != u'_' && !c.isSurrogate() && !c.isMark()) return false;
        if (label.isEmpty() && labels > 0) return false;
        longLabel = longLabel || label.size() > 1;
        last = label;
        ++labels;
    }
    return labels > 1 && longLabel && !last.isEmpty() && last.front().isLetter();
}

bool isPath(QStringView text)
{
    if (text.startsWith(u'/') || text.startsWith(u"./") || text.startsWith(u"../") || text.startsWith(u"~/"))
        return text.size() > 1;
    if (text.size() > 2 && isLetter(text[0]) && text[1] == u':' && (text[2] == u'\\' || text[2] == u'/')) return true;
    const auto slash = std::max(text.lastIndexOf(u'/'), text.lastIndexOf(u'\\'));
    return isDottedName(text.sliced(slash + 1));
}

bool looksLikeDate(QStringView text, QChar separator)
{
    const auto parts = text.split(separator);
    return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
               return !part.isEmpty() && part.size() <= 4 && std::all_of(part.begin(), part.end(), isDigit);
           });
}

bool looksLikeNumber(QStringView text)
{
    return hasDigit(text) && std::all_of(text.begin(), text.end(), [](QChar c) {
               return isDigit(c) || c == u'.' || c == u',' || c == u'-' || c == u'+';
           });
}

// Whatever leads to somebody or somewhere, well formed or not.
std::optional<Kind> addressKind(QStringView text)
{
    if (text.contains(u"://") || text.startsWith(u"//")) return Kind::Url;
    if (text.size() > 1 && (text.front() == u'@' || text.front() == u'#') && !text.sliced(1).contains(u'@'))
        return text.front() == u'#' && std::all_of(text.begin() + 1, text.end(), isDigit) ? Kind::Identifier
                                                                                          : Kind::Name;
    if (text.contains(u'@') || text.contains(u'\uFF20') || text.contains(u'\uFE6B')) return Kind::Email;
    if (text.startsWith(u"www.")) return Kind::Host;
    return std::nullopt;
}

std::optional<Kind> numericKind(QStringView text)
{
    if (!hasDigit(text)) return std::nullopt;
    if (isIpv4(text)) return Kind::Host;
    if (dateForm(text) || looksLikeDate(text, u'-') || looksLikeDate(text, u'/') || looksLikeDate(text, u'.'))
        return Kind::Date;
    if (dateTimeForm(text)) return Kind::DateTime;
    if (timeForm(text)) return Kind::Time;
    if (amountForm(text)) return Kind::Amount;
    if (looksLikeNumber(text)) return Kind::Number;
    if (accountForm(text)) return Kind::Account;
    return std::nullopt;
}

} // namespace

QString kindName(Kind kind)
{
    switch (kind) {
    case Kind::Email: return QStringLiteral("email");
    case Kind::Account: return QStringLiteral("account");
    case Kind::Url: return QStringLiteral("url");
    case Kind::Host: return QStringLiteral("host");
    case Kind::FilePath: return QStringLiteral("file");
    case Kind::Amount: return QStringLiteral("amount");
    case Kind::Number: return QStringLiteral("number");
    case Kind::Date: return QStringLiteral("date");
    case Kind::Time: return QStringLiteral("time");
    case Kind::DateTime: return QStringLiteral("date-time");
    case Kind::Identifier: return QStringLiteral("identifier");
    case Kind::Name: return QStringLiteral("name");
    case Kind::Text: return QStringLiteral("text");
    } // no default: a new kind must not compile without a name
    return QStringLiteral("text");
}

Kind kindOf(QStringView text)
{
    if (std::all_of(text.begin(), text.end(), isLetter)) return Kind::Text; // most words of a message
    if (const auto numeric = numericKind(text)) return *numeric;
    if (text.isEmpty() || hasSpace(text)) return Kind::Text;
    if (const auto address = addressKind(text)) return *address;
    if (isPath(text)) return Kind::FilePath;
    return hasDigit(text) ? Kind::Identifier : Kind::Text;
}

std::optional<QString> nameForm(QStringView text)
{
    // A channel is often written without its sign. A person's is kept: whom a message is for is not taken for a channel.
    if (text.startsWith(u'#')) text = text.sliced(1);
    return text.isEmpty() || text == u"@" ? std::nullopt : plainText(text);
}

std::optional<QString> formOf(Kind kind, QStringView text)
{
    switch (kind) {
    case Kind::Email: return emailForm(text);
    case Kind::Account: return accountForm(text);
    case Kind::Url: return urlForm(text);
    case Kind::Host: return hostForm(text);
    case Kind::Amount: return amountForm(text);
    case Kind::Number: return decimalOf(text);
    case Kind::Date: return dateForm(text);
    case Kind::Time: return timeForm(text);
    case Kind::DateTime: return dateTimeForm(text);
    case Kind::Name: return nameForm(text);
    case Kind::FilePath:
    case Kind::Identifier:
    case Kind::Text: return plainText(text);
    } // no default: a new kind must not compile without its form
    return std::nullopt;
}

} // namespace core::policy
