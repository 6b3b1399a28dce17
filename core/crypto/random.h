#pragma once

#include <QtCore/QByteArray>

namespace core::crypto {

/// Bytes from the cryptographic generator. Without randomness nothing here is safe, so a generator that fails ends the
/// process. For bytes that must stay secret use Secret::random(). Thread: any.
[[nodiscard]] QByteArray randomBytes(qsizetype size);

/// `size` random bytes (32 unless said otherwise) as base64url text: state, nonce, jti, codes.
[[nodiscard]] QByteArray randomText(qsizetype size = 32);

} // namespace core::crypto
