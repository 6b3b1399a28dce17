#include "app/signin/rules/navigation_rules.h"

#include <QtCore/QStringList>

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace app::signin::rules {
namespace {

constexpr int httpPort = 80;
constexpr int httpsPort = 443;

bool isIpv4Loopback(const QString& host)
{
    const auto parts = host.split(QLatin1Char('.'));
    if (parts.size() != 4 || parts.first() != QLatin1String("127")) return false;
    return std::all_of(parts.begin(), parts.end(), [](const QString& part) {
        bool isNumber = false;
        const int value = part.toInt(&isNumber);
        return isNumber && value >= 0 && value <= 255;
    });
}

// 127.0.0.0/8, and 0.0.0.0/8: a connection to those ends on this machine as well.
bool leadsHere(quint8 firstByte)
{
    return firstByte == 127 || firstByte == 0;
}

bool isIpv4Here(const QString& host)
{
    in_addr address{};
    return ::inet_pton(AF_INET, host.toLatin1().constData(), &address) == 1 &&
           leadsHere(reinterpret_cast<const quint8*>(&address)[0]);
}

// [::], [::1], and IPv4 addresses as IPv6 writes them: ::ffff:127.0.0.1 (RFC 4291 section 2.5.5).
bool isIpv6Here(const QString& host)
{
    std::array<quint8, sizeof(in6_addr)> bytes{};
    if (::inet_pton(AF_INET6, host.toLatin1().constData(), bytes.data()) != 1) return false;
    if (std::any_of(bytes.begin(), bytes.begin() + 10, [](quint8 byte) { return byte != 0; })) return false;
    const bool mapped = bytes[10] == 0xff && bytes[11] == 0xff;
    const bool compatible = bytes[10] == 0 && bytes[11] == 0; // [::] and [::1] begin like this, too
    return (mapped || compatible) && leadsHere(bytes[12]);
}

// RFC 6761 section 6.3.
bool isLocalhostName(QString host)
{
    if (host.endsWith(QLatin1Char('.'))) host.chop(1);
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost"));
}

// What an embedded frame may be without any request: an empty document or one that its parent wrote.
bool isEmptyDocument(const QUrl& url)
{
    return url.scheme() == QLatin1String("about") &&
           (url.path() == QLatin1String("blank") || url.path() == QLatin1String("srcdoc"));
}

} // namespace

std::optional<Origin> Origin::of(const QUrl& url)
{
    const auto scheme = url.scheme(); // QUrl keeps it in lower case
    const bool https = scheme == QLatin1String("https");
    if (!https && scheme != QLatin1String("http")) return std::nullopt;
    const auto host = url.host(QUrl::FullyEncoded).toLower();
    if (!url.isValid() || host.isEmpty() || !url.userInfo().isEmpty()) return std::nullopt;
    return Origin{scheme, host, url.port(https ? httpsPort : httpPort)};
}

QString Origin::text() const
{
    const bool isOwnPort = port == (scheme == QLatin1String("https") ? httpsPort : httpPort);
    const auto name = host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    return scheme + QStringLiteral("://") + name + (isOwnPort ? QString() : QStringLiteral(":%1").arg(port));
}

bool Origin::isLoopback() const
{
    return host == QLatin1String("localhost") || host == QLatin1String("::1") || isIpv4Loopback(host);
}

bool Origin::leadsHere() const
{
    return isLoopback() || isLocalhostName(host) || isIpv4Here(host) || isIpv6Here(host);
}

NavigationRules::NavigationRules(QUrl redirectUri, std::vector<Origin> allowed, bool demo)
    : redirectUri_(std::move(redirectUri))
    , allowed_(std::move(allowed))
    , demo_(demo)
{}

bool NavigationRules::isListed(const Origin& origin) const
{
    return std::find(allowed_.begin(), allowed_.end(), origin) != allowed_.end();
}

bool NavigationRules::isRedirect(const QUrl& url) const
{
    const auto here = Origin::of(url);
    return here && here == Origin::of(redirectUri_) &&
           url.path(QUrl::FullyEncoded) == redirectUri_.path(QUrl::FullyEncoded);
}

Decision NavigationRules::navigation(const QUrl& url, Frame frame) const
{
    using Kind = Decision::Kind;
    if (frame == Frame::Sub) {
        if (isEmptyDocument(url) || mayLoad(url)) return {Kind::Allow};
        return {Kind::Refuse, Origin::of(url) ? Refusal::UnlistedOrigin : Refusal::OtherScheme};
    }
    if (isRedirect(url)) return {Kind::Finish};
    if (!url.userInfo().isEmpty()) return {Kind::Refuse, Refusal::UserInformation};
    const auto origin = Origin::of(url);
    if (!origin) return {Kind::Refuse, Refusal::OtherScheme};
    if (isListed(*origin)) return {Kind::Allow};
    if (origin->scheme == QLatin1String("http")) return {Kind::Refuse, Refusal::PlainHttp};
    if (demo_ || origin->leadsHere()) return {Kind::Refuse, Refusal::UnlistedOrigin};
    return {Kind::AskPerson};
}

bool NavigationRules::mayLoad(const QUrl& url) const
{
    // These carry their content in themselves; no request leaves.
    if (url.scheme() == QLatin1String("data") || url.scheme() == QLatin1String("blob")) return true;
    auto address = url;
    if (url.scheme() == QLatin1String("wss")) address.setScheme(QStringLiteral("https"));
    if (url.scheme() == QLatin1String("ws")) address.setScheme(QStringLiteral("http"));
    const auto origin = Origin::of(address);
    if (!origin || isRedirect(address)) return false;
    if (isListed(*origin)) return true;
    return origin->scheme == QLatin1String("https") && !demo_ && !origin->leadsHere();
}

void NavigationRules::allow(const Origin& origin)
{
    if (!demo_ && origin.scheme == QLatin1String("https") && !origin.leadsHere() && !isListed(origin))
        allowed_.push_back(origin);
}

} // namespace app::signin::rules
