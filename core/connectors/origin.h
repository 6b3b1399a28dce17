#pragma once

#include "core/base/error.h"

#include <QtCore/QUrl>

namespace core::connectors {

/// Whether tools of a file may live on this machine without TLS.
enum class PlainLoopback {
    Refuse,
    Allow, ///< the demo and tests: http with a literal address of 127.0.0.0/8 or ::1
};

/// scheme://host[:port] and nothing else, in one spelling, so that two can be compared as text.
///
/// \error InvalidArgument  not https (nor an allowed loopback address), or there is user information or no host
[[nodiscard]] Result<QUrl> originOf(const QUrl& url, PlainLoopback loopback);

} // namespace core::connectors
