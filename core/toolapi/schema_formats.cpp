#include "core/toolapi/json_pointer.h"
#include "core/toolapi/schema_formats_p.h"
#include "core/toolapi/schema_pattern_p.h"

#include <QtCore/QDate>
#include <QtCore/QHash>
#include <QtCore/QRegularExpression>

namespace core::toolapi {
namespace {

constexpr qsizetype longest = 8192; // the expressions below never go back, but nobody needs a longer address

// Our own expressions only: every repetition is possessive, so each runs in linear time.
QRegularExpression whole(const QString& expression)
{
    return QRegularExpression(QStringLiteral("\\A(?:") + expression + QStringLiteral(")\\z"));
}

bool isDate(const QString& text)
{
    static const auto form = whole(QStringLiteral("[0-9]{4}-[0-9]{2}-[0-9]{2}"));
    return form.match(text).hasMatch() &&
           QDate::isValid(text.mid(0, 4).toInt(), text.mid(5, 2).toInt(), text.mid(8, 2).toInt());
}

// RFC 3339 section 5.6: a second of 60 only where it is 23:59:60 in UTC (appendix D).
bool isTime(const QString& text)
{
    static const auto form =
        whole(QStringLiteral("([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.[0-9]++)?(?:[zZ]|([+-])([0-9]{2}):([0-9]{2}))"));
    const auto match = form.match(text);
    if (!match.hasMatch()) return false;
    const int hour = match.captured(1).toInt();
    const int minute = match.captured(2).toInt();
    const int second = match.captured(3).toInt();
    const int offsetHour = match.captured(5).toInt();
    const int offsetMinute = match.captured(6).toInt();
    if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
    if (second < 60) return true;
    const int sign = match.captured(4) == QLatin1String("-") ? -1 : 1;
    const int day = 24 * 60;
    const int utc = (hour * 60 + minute - sign * (offsetHour * 60 + offsetMinute) + day) % day;
    return utc == day - 1;
}

bool isDateTime(const QString& text)
{
    return text.size() > 11 && (text[10] == u'T' || text[10] == u't') && isDate(text.left(10)) && isTime(text.mid(11));
}

// RFC 3339 appendix A: weeks stand alone, and no unit is left out between two others.
bool isDuration(const QString& text)
{
    static const auto form = whole(
        QStringLiteral("P(?:[0-9]++W|(?=[0-9T])(?:[0-9]++Y(?:[0-9]++M(?:[0-9]++D)?)?|[0-9]++M(?:[0-9]++D)?|[0-9]++D)?"
                       "(?:T(?:[0-9]++H(?:[0-9]++M(?:[0-9]++S)?)?|[0-9]++M(?:[0-9]++S)?|[0-9]++S))?)"));
    return form.match(text).hasMatch();
}

bool isHostName(const QString& text)
{
    static const auto form = whole(QStringLiteral("(?=.{1,253}\\z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                                                  "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*+"));
    if (!form.match(text).hasMatch()) return false;
    // "--" in the third and fourth place announces an encoding; only xn-- is one (RFC 5891 section 4.2.3.1).
    for (const auto& label : text.split(u'.'))
        if (label.mid(2, 2) == QLatin1String("--") && !label.startsWith(QLatin1String("xn--"), Qt::CaseInsensitive))
            return false;
    return true;
}

bool isIpv4(const QString& text)
{
    static const auto form =
        whole(QStringLiteral("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!\\z)|\\z)){4}"));
    return form.match(text).hasMatch() && text.count(u'.') == 3;
}

// RFC 4291 section 2.2: eight groups, or fewer around one "::"; the last two may be an IPv4 address.
bool isIpv6(const QString& text)
{
    static const auto group = whole(QStringLiteral("[0-9A-Fa-f]{1,4}"));
    QString groups = text;
    const auto lastColon = groups.lastIndexOf(u':');
    if (lastColon < 0) return false;
    if (groups.contains(u'.')) {
        if (!isIpv4(groups.mid(lastColon + 1))) return false;
        groups = groups.left(lastColon + 1) + QStringLiteral("0:0");
    }
    const auto gap = groups.indexOf(QLatin1String("::"));
    if (gap >= 0 && groups.indexOf(QLatin1String("::"), gap + 1) >= 0) return false;
    int count = 0;
    const auto countGroups = [&count](const QString& part) {
        if (part.isEmpty()) return true;
        for (const auto& one : part.split(u':')) {
            if (!group.match(one).hasMatch()) return false;
            ++count;
        }
        return true;
    };
    if (gap < 0) return countGroups(groups) && count == 8;
    return countGroups(groups.left(gap)) && countGroups(groups.mid(gap + 2)) && count <= 7;
}

// RFC 5321 section 4.1.2, without comments: a dot-string or a quoted string, at a domain or an address literal.
bool isEmail(const QString& text)
{
    static const auto local =
        whole(QStringLiteral("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+|"
                             "\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*+\""));
    const auto at = text.lastIndexOf(u'@');
    if (at <= 0 || at > 64 || !local.match(text.left(at)).hasMatch()) return false;
    const auto domain = text.mid(at + 1);
    if (domain.startsWith(u'[') && domain.endsWith(u']')) {
        const auto literal = domain.mid(1, domain.size() - 2);
        if (literal.startsWith(QLatin1String("IPv6:"), Qt::CaseInsensitive)) return isIpv6(literal.mid(5));
        return isIpv4(literal);
    }
    return isHostName(domain);
}

// RFC 3986 appendix A, with or without a user part. Groups: 1 scheme, 2 host in brackets.
QRegularExpression uriForm(const QString& user)
{
    const auto escaped = QStringLiteral("|%[0-9A-Fa-f]{2})*+");
    const auto path = QStringLiteral("(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]") + escaped;
    const auto rest = QStringLiteral("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]") + escaped;
    const auto name = QStringLiteral("(?:[A-Za-z0-9._~!$&'()*+,;=-]") + escaped;
    return whole(QStringLiteral("(?:([A-Za-z][A-Za-z0-9+.-]*+):)?+(?://") + user +
                 QStringLiteral("(?:\\[([^\\]]*+)\\]|") + name + QStringLiteral(")(?::[0-9]*+)?(?=[/?#]|\\z)|(?!//))") +
                 path + QStringLiteral("(?:\\?") + rest + QStringLiteral(")?(?:#") + rest + QStringLiteral(")?"));
}

bool isUriReference(const QString& text, bool needsScheme)
{
    static const auto plain = uriForm(QString());
    static const auto withUser = uriForm(QStringLiteral("(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*+@"));
    static const auto future = whole(QStringLiteral("[vV][0-9A-Fa-f]++\\.[A-Za-z0-9._~!$&'()*+,;=:-]++"));
    auto match = plain.match(text);
    if (!match.hasMatch()) match = withUser.match(text);
    if (!match.hasMatch()) return false;
    const bool hasScheme = match.capturedStart(1) >= 0;
    if (needsScheme && !hasScheme) return false;
    if (!hasScheme && !text.startsWith(u'/')) {
        // A first segment with a colon would be read as a scheme (section 4.2).
        for (const auto c : text) {
            if (c == u'/' || c == u'?' || c == u'#') break;
            if (c == u':') return false;
        }
    }
    if (match.capturedStart(2) < 0) return true;
    return isIpv6(match.captured(2)) || future.match(match.captured(2)).hasMatch();
}

bool isUuid(const QString& text)
{
    static const auto form =
        whole(QStringLiteral("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"));
    return form.match(text).hasMatch();
}

bool isRelativePointer(const QString& text)
{
    static const auto form = whole(QStringLiteral("(?:0|[1-9][0-9]*+)(#|/.*+)?+"));
    const auto match = form.match(text, 0, QRegularExpression::NormalMatch);
    if (!match.hasMatch()) return false;
    const auto rest = match.captured(1);
    return rest == QLatin1String("#") || pointerTokens(rest).has_value();
}

bool isRegex(const QString& text)
{
    const auto compiled = SchemaPattern::compile(text, static_cast<int>(longest));
    return compiled || compiled.error().code == Errc::Unsupported; // valid ECMA-262 that we only do not run
}

using Check = bool (*)(const QString&);

const QHash<QString, Check>& checks()
{
    static const QHash<QString, Check> table{
        {QStringLiteral("date"), isDate},
        {QStringLiteral("time"), isTime},
        {QStringLiteral("date-time"), isDateTime},
        {QStringLiteral("duration"), isDuration},
        {QStringLiteral("email"), isEmail},
        {QStringLiteral("hostname"), isHostName},
        {QStringLiteral("ipv4"), isIpv4},
        {QStringLiteral("ipv6"), isIpv6},
        {QStringLiteral("uri"), [](const QString& text) { return isUriReference(text, true); }},
        {QStringLiteral("uri-reference"), [](const QString& text) { return isUriReference(text, false); }},
        {QStringLiteral("uuid"), isUuid},
        {QStringLiteral("json-pointer"), [](const QString& text) { return pointerTokens(text).has_value(); }},
        {QStringLiteral("relative-json-pointer"), isRelativePointer},
        {QStringLiteral("regex"), isRegex},
    };
    return table;
}

} // namespace

std::optional<bool> hasFormat(const QString& format, const QString& text)
{
    const auto check = checks().find(format);
    if (check == checks().end()) return std::nullopt;
    return text.size() <= longest && (*check)(text);
}

} // namespace core::toolapi
