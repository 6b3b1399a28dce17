#pragma once

#include "core/base/error.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace core::crypto {

/// SHA-256, 32 raw bytes (FIPS 180-4). Thread: any.
[[nodiscard]] QByteArray sha256(QByteArrayView data);

/// HMAC with SHA-256, 32 raw bytes (RFC 2104). Thread: any.
[[nodiscard]] QByteArray hmacSha256(const Secret& key, QByteArrayView data);

/// base64url without padding (RFC 4648 section 5, as RFC 7515 section 2 wants it).
[[nodiscard]] QByteArray base64UrlEncode(QByteArrayView data);

/// The strict inverse: one text for one byte string, and nothing else passes. Refused are padding, white space, the
/// characters of plain base64, an impossible length and last bits that are not zero (RFC 4648 section 3.5).
///
/// \error InvalidArgument  one of the above; treat the whole input as malformed
[[nodiscard]] Result<QByteArray> base64UrlDecode(QByteArrayView text);

/// Takes the same time wherever the first difference is. The lengths are not hidden.
[[nodiscard]] bool equalsConstantTime(QByteArrayView a, QByteArrayView b) noexcept;

} // namespace core::crypto
