#include "core/connectors/origin.h"

#include <QtCore/QRegularExpression>

namespace core::connectors {

Result<QUrl> originOf(const QUrl& url, PlainLoopback loopback)
{
    static const QRegularExpression literalLoopback(QStringLiteral("\\A(?:127(?:\\.[0-9]{1,3}){3}|::1)\\z"));
    if (!url.isValid() || url.host().isEmpty())
        return fail(Errc::InvalidArgument, QStringLiteral("is not an absolute address with a host"));
    if (!url.userInfo().isEmpty())
        return fail(Errc::InvalidArgument, QStringLiteral("has a user name or password in it"));
    const bool secure = url.scheme() == QLatin1String("https");
    const bool local = url.scheme() == QLatin1String("http") && literalLoopback.match(url.host()).hasMatch();
    if (!secure && !local) return fail(Errc::InvalidArgument, QStringLiteral("does not begin with https://"));
    if (!secure && loopback == PlainLoopback::Refuse)
        return fail(Errc::InvalidArgument,
                    QStringLiteral("is an address of this machine without https, which only the demo may have"));
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host(QUrl::FullyEncoded).toLower());
    const int usual = secure ? 443 : 80;
    if (url.port(usual) != usual) origin.setPort(url.port());
    return origin;
}

} // namespace core::connectors
