#pragma once

#include <QtCore/QByteArray>

namespace app::signin {

/// Gives up what a browser has no business with, before anything else runs: inherited descriptors but the first three,
/// the session and system bus, core dumps, environment variables that would open the browser up (remote debugging,
/// sandbox switches, TLS key logs), and, where the kernel has Landlock, writing files and looking into other processes
/// by /proc. When the parent ends, this process ends. Call first in main(), with no other thread.
void confine();

/// Shuts the way to the sockets of other programs of this machine's user, for this process, all its threads and all it
/// will start: the session bus, agents, the keyring, the desktop's services. From then on no socket can be made that
/// is not TCP, UDP or netlink, whether it would be named by a path or abstract, and no other process's can be taken
/// over. What is connected stays so: call when the window has its display, and before there is a browser.
/// Landlock cannot refuse a connect() by path before Linux 7.1, and hiding the runtime folder in a mount namespace
/// leaves abstract sockets and /proc/PID/root; a socket that cannot be made needs no name.
///
/// \return  false: the kernel cannot do that. There must be no browser then
[[nodiscard]] bool shutLocalSockets();

/// Why Chromium's sandbox cannot run here, in the word that goes out as the outcome's detail: "root" or
/// "user-namespaces". Empty when it can. It is never switched off instead.
[[nodiscard]] QByteArray sandboxObstacle();

/// "display" when there is no screen to show a window on, else empty.
[[nodiscard]] QByteArray displayObstacle();

} // namespace app::signin
