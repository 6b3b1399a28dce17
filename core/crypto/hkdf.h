#pragma once

#include "core/base/error.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArrayView>

namespace core::crypto {

/// Derives `length` bytes from a key (HKDF with SHA-256, RFC 5869). `salt` may be empty; `info` names the purpose, so
/// that two purposes never share a key.
///
/// \error InvalidArgument  length is 0 or over 255 * 32 (RFC 5869 section 2.3)
///
/// Thread: any. Logs: nothing.
[[nodiscard]] Result<Secret> hkdfSha256(const Secret& inputKey, QByteArrayView salt, QByteArrayView info,
                                        std::size_t length);

} // namespace core::crypto
