#pragma once

#include "core/base/error.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <span>

namespace core::crypto {

// AES-256-GCM (NIST SP 800-38D). What is stored is an envelope:
//     1 byte version (1) | 12 bytes nonce | ciphertext | 16 bytes tag
// The version is authenticated together with the associated data. The nonce is random: under one key at most 2^32
// messages may be sealed (SP 800-38D section 8.3), far more than one person's records.

/// Seals bytes under a person's key, bound to `associatedData` (the record's id), which is not stored and must be the
/// same on opening. The key is 32 bytes.
///
/// \error InvalidArgument  the key has another length
/// \error TooLarge         more than 1 GiB
///
/// Thread: any. Logs: nothing.
[[nodiscard]] Result<QByteArray> seal(const SealingKey& key, QByteArrayView plaintext, QByteArrayView associatedData);
[[nodiscard]] Result<QByteArray> seal(const SealingKey& key, const Secret& plaintext, QByteArrayView associatedData);

/// \error InvalidArgument  the key has another length
/// \error Corrupt          wrong key, wrong record, changed or cut bytes: these cannot be told apart
/// \error Unsupported      an envelope of a later version
[[nodiscard]] Result<QByteArray> open(const SealingKey& key, QByteArrayView sealed, QByteArrayView associatedData);
/// The same for tokens: the plain bytes never lie in ordinary memory. What was sealed must not be empty.
[[nodiscard]] Result<Secret> openSecret(const SealingKey& key, QByteArrayView sealed, QByteArrayView associatedData);

/// The cipher alone, for `seal`, `open` and published vectors: 32-byte key, 12-byte nonce; gives ciphertext then tag.
/// Whoever calls it answers for the nonce: used twice under one key, it gives both messages away.
///
/// \error InvalidArgument  a wrong length
[[nodiscard]] Result<QByteArray> gcmEncrypt(std::span<const std::byte> key, QByteArrayView nonce,
                                            QByteArrayView plaintext, QByteArrayView associatedData);
/// \error InvalidArgument  a wrong length
/// \error Corrupt          the tag does not match
[[nodiscard]] Result<QByteArray> gcmDecrypt(std::span<const std::byte> key, QByteArrayView nonce,
                                            QByteArrayView ciphertextAndTag, QByteArrayView associatedData);

} // namespace core::crypto
