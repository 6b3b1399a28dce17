#include "core/net/loopback.h"

#include <QtNetwork/QHostAddress>

namespace core::net {

bool isLoopbackHost(const QString& host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0) return true;
    QHostAddress address;
    if (!address.setAddress(host)) return false;
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return address.isInSubnet(QHostAddress(QStringLiteral("127.0.0.0")), 8);
    return address == QHostAddress(QHostAddress::LocalHostIPv6) && address.scopeId().isEmpty();
}

bool isLoopback(const QUrl& url)
{
    return isLoopbackHost(url.host());
}

} // namespace core::net
