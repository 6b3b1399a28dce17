#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

namespace core::net {

/// Whether a host, as QUrl::host() gives it, is this machine by definition: a literal address in 127.0.0.0/8, ::1, or
/// the name "localhost" (RFC 6761 section 6.3). Nothing is looked up. Pure; thread: any.
[[nodiscard]] bool isLoopbackHost(const QString& host);

/// The same for a URL's host.
[[nodiscard]] bool isLoopback(const QUrl& url);

} // namespace core::net
