#pragma once

#include <QtCore/QtGlobal>

#include <array>

namespace core::identity {

/// Where a sign-in comes back to: http://127.0.0.1:{port}{path} with the first of these ports that is free and the path
/// of redirect_path.h. By RFC 8252 section 7.3 a provider accepts any port; some compare the whole address all the same
/// (Auth0), so an administrator can register these three. They lie above the ports that Linux hands out by itself
/// (32768 to 60999).
inline constexpr std::array<quint16, 3> redirectPorts{61710, 61711, 61712};

} // namespace core::identity
