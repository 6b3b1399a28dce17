#pragma once

#include <QtCore/QByteArray>

namespace core::net {

/// Which page the browser is shown.
enum class LoopbackPage {
    Received, ///< 200: the redirect was taken
    NotFound, ///< 404: another path, a favicon for instance
    Refused,  ///< 403: not the person's own navigation
    Bad,      ///< 400: not a request at all
    Start,    ///< no page: loopbackStart()
};

/// The whole HTTP message: head, and a page that loads nothing and runs nothing.
[[nodiscard]] QByteArray loopbackPage(LoopbackPage page);

/// The whole HTTP message that sends the browser on. \param destination an encoded URL
[[nodiscard]] QByteArray loopbackStart(const QByteArray& destination);

} // namespace core::net
