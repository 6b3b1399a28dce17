#pragma once

#include <QtCore/QByteArray>

namespace app::signin {

/// Gives up what a browser has no business with, before anything else runs: inherited descriptors but the first three,
/// the session and system bus, core dumps, environment variables that would open the browser up (remote debugging,
/// sandbox switches, TLS key logs). When the parent ends, this process ends. Call first in main(), with no other
/// thread.
void confine();

/// Why Chromium's sandbox cannot run here, in the word that goes out as the outcome's detail: "root" or
/// "user-namespaces". Empty when it can. It is never switched off instead.
[[nodiscard]] QByteArray sandboxObstacle();

/// "display" when there is no screen to show a window on, else empty.
[[nodiscard]] QByteArray displayObstacle();

} // namespace app::signin
