#pragma once

#include <QtCore/QByteArray>

namespace core::net {

/// Which page the browser is shown.
enum class LoopbackPage {
    Received, ///< 200: the redirect was taken
    NotFound, ///< 404: another path, a favicon for instance
    Refused,  ///< 403: not the person's own navigation
    Bad,      ///< 400: not a request at all
};

/// The whole HTTP message: head, and a page that loads nothing and runs nothing.
[[nodiscard]] QByteArray loopbackPage(LoopbackPage page);

} // namespace core::net
