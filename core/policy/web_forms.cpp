// E-mail addresses, hosts and URLs.
#include "core/policy/value_forms_p.h"
#include "core/policy/value_kind.h"

#include <QtCore/QUrl>

#include <algorithm>

namespace core::policy {
namespace {

// "atext" of RFC 5322 section 3.2.3, and the dot between atoms. Quoted local parts are left out: two programs read them
// in two ways.
bool isLocalPart(QStringView text)
{
    constexpr QStringView others = u"!#$%&'*+-/=?^_`{|}~";
    bool afterDot = true;
    for (const auto c : text) {
        if (c == u'.') {
            if (afterDot) return false;
            afterDot = true;
            continue;
        }
        if (!isLetter(c) && !isDigit(c) && !others.contains(c)) return false;
        afterDot = false;
    }
    return !text.isEmpty() && !afterDot && text.size() <= 64;
}

// Letters, digits and hyphens (RFC 1123 section 2.1), after IDNA.
bool isAsciiHost(QStringView host)
{
    if (host.isEmpty() || host.size() > 253) return false;
    for (const auto label : host.split(u'.')) {
        if (label.isEmpty() || label.size() > 63 || label.front() == u'-' || label.back() == u'-') return false;
        if (!std::all_of(label.begin(), label.end(), [](QChar c) { return isLetter(c) || isDigit(c) || c == u'-'; }))
            return false;
    }
    return true;
}

// IDNA maps full-width letters and the like to ASCII. The name that comes out is the same in DNS, but what a person saw
// is not: such a name has no form.
bool isWrittenAsIs(QStringView host)
{
    // The ideographic full stop is a dot to IDNA and to nobody else; an encoded name holds nothing but ASCII.
    if (host.contains(u'\u3002') || host.contains(u"xn--")) return false;
    const auto plain = plainText(host);
    return plain && plain->normalized(QString::NormalizationForm_KC) == *plain;
}

struct UrlParts {
    QString scheme;
    QStringView authority;
    QStringView rest; ///< path, query, fragment
};

std::optional<UrlParts> split(QStringView text)
{
    // Programs disagree on what these mean in a URL: some drop them, some take a backslash for a slash.
    for (const auto c : text)
        if (c == u'\\' || c.unicode() <= 0x20 || c.unicode() >= 0x7F) {
            if (c.unicode() >= 0x80 && c.isLetterOrNumber()) continue;
            return std::nullopt;
        }
    const auto colon = text.indexOf(u"://");
    if (colon < 1) return std::nullopt;
    UrlParts parts;
    parts.scheme = asciiLower(text.first(colon));
    const auto behind = text.sliced(colon + 3);
    qsizetype end = 0;
    while (end < behind.size() && behind[end] != u'/' && behind[end] != u'?' && behind[end] != u'#')
        ++end;
    parts.authority = behind.first(end);
    parts.rest = behind.sliced(end);
    return parts;
}

// The port, or nothing in it; the scheme's own port counts as none. False when it is not a port.
bool cutPort(const QString& scheme, QStringView& authority, QString& port)
{
    const auto colon = authority.lastIndexOf(u':');
    if (colon < 0) return true;
    const auto digits = authority.sliced(colon + 1);
    bool number = false;
    const auto value = digits.toUShort(&number);
    if (!number || !isAscii(digits)) return false;
    authority = authority.first(colon);
    const bool own = (scheme == u"https" && value == 443) || (scheme == u"http" && value == 80);
    if (!own) port = u':' + QString::number(value);
    return true;
}

} // namespace

std::optional<QString> hostForm(QStringView text)
{
    if (text.endsWith(u'.')) text.chop(1);
    if (isAscii(text)) {
        const auto lower = asciiLower(text);
        // A name that claims to be encoded already must decode.
        if (lower.contains(QLatin1String("xn--")) && QUrl::toAce(lower).isEmpty()) return std::nullopt;
        return isAsciiHost(lower) ? std::optional(lower) : std::nullopt;
    }
    if (!isWrittenAsIs(text)) return std::nullopt;
    const auto encoded = asciiLower(QString::fromLatin1(QUrl::toAce(text.toString())));
    return isAsciiHost(encoded) ? std::optional(encoded) : std::nullopt;
}

std::optional<QString> emailForm(QStringView text)
{
    const auto at = text.lastIndexOf(u'@');
    if (at < 0 || !isLocalPart(text.first(at))) return std::nullopt;
    const auto host = hostForm(text.sliced(at + 1));
    if (!host || !host->contains(u'.')) return std::nullopt;
    return asciiLower(text.first(at)) + u'@' + *host;
}

bool mayBeOneMailbox(const QString& form, const QString& other)
{
    const auto untagged = [](const QString& address) {
        const auto at = address.lastIndexOf(u'@');
        const auto plus = address.indexOf(u'+');
        return plus >= 0 && plus < at ? address.left(plus) + address.mid(at) : address;
    };
    if (!form.contains(u'+') && !other.contains(u'+')) return form == other;
    return untagged(form) == untagged(other);
}

std::optional<QString> urlForm(QStringView text)
{
    auto parts = split(text);
    if (!parts || (parts->scheme != u"https" && parts->scheme != u"http")) return std::nullopt;
    if (parts->authority.contains(u'@')) return std::nullopt; // https://bank.example@evil.example/
    QString port;
    if (!cutPort(parts->scheme, parts->authority, port)) return std::nullopt;
    const auto host = hostForm(parts->authority);
    if (!host) return std::nullopt;
    const auto rest = plainText(parts->rest);
    if (!rest) return std::nullopt;
    return parts->scheme + QLatin1String("://") + *host + port + (rest->startsWith(u'/') ? *rest : u'/' + *rest);
}

std::optional<QString> domainOf(QStringView text)
{
    if (const auto address = emailForm(text)) return address->mid(address->lastIndexOf(u'@') + 1);
    if (!text.contains(u"://")) return text.contains(u'@') ? std::nullopt : hostForm(text);
    auto parts = split(text);
    QString port;
    if (!parts || parts->authority.contains(u'@') || !cutPort(parts->scheme, parts->authority, port))
        return std::nullopt;
    return hostForm(parts->authority);
}

namespace {

// The dots that IDNA takes for one (RFC 3490 section 3.1), less the Japanese full stop, which ends sentences.
bool isDot(QChar c)
{
    return c == u'.' || c == u'\uFF0E' || c == u'\uFF61';
}

// "evil.example", as mail and chat programs link it: labels between dots, the last one of two letters or more.
bool looksLikeHost(QStringView token)
{
    qsizetype label = 0;
    qsizetype dots = 0;
    bool letters = true; // of the label at hand
    for (const auto c : token) {
        if (c == u'/' || c == u'?' || c == u'#' || c == u':') break;
        if (isDot(c)) {
            if (label == 0) return false;
            ++dots;
            label = 0;
            letters = true;
            continue;
        }
        if (!c.isLetterOrNumber() && c != u'-' && c != u'_' && !c.isSurrogate()) return false;
        letters = letters && !isDigit(c);
        ++label;
    }
    return dots > 0 && label >= 2 && letters;
}

bool isEdge(QChar c)
{
    return QStringView(u"\"'`()[]{}<>,;!*|「」『』（）、。，；！？“”‘’").contains(c);
}

} // namespace

QStringList linksIn(const QString& text)
{
    QStringList links;
    qsizetype begin = -1;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool inside = i < text.size() && !text[i].isSpace() && !isEdge(text[i]);
        if (inside && begin < 0) begin = i;
        if (inside || begin < 0) continue;
        auto token = QStringView(text).sliced(begin, i - begin);
        begin = -1;
        while (token.endsWith(u'.') || token.endsWith(u':') || token.endsWith(u'?'))
            token.chop(1);
        const auto lower = asciiLower(token);
        const bool named = lower.contains(QLatin1String("://")) || lower.startsWith(QLatin1String("//")) ||
                           lower.startsWith(QLatin1String("www.")) || lower.startsWith(QLatin1String("mailto:")) ||
                           lower.startsWith(QLatin1String("javascript:")) || lower.startsWith(QLatin1String("data:"));
        if (named || looksLikeHost(token)) links += token.toString();
    }
    return links;
}

} // namespace core::policy
