#pragma once

#include "core/base/error.h"
#include "core/secret/secret.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace core::storage {

/// Where a sealed value lies. Bound to the ciphertext as associated data, so that a value moved to another record,
/// column or table does not open.
struct Cell {
    QString table;
    QString record; ///< the record's id
    QString column;
};

/// Seals values of a database with the person's key: AES-256-GCM (NIST SP 800-38D), a random nonce each time.
/// What is sealed: the contents. What is not: how many rows there are, how large they are, when they changed.
/// Thread: any; copying it copies a handle on the key.
class Sealer {
public:
    /// \param key  32 bytes; an empty key makes every call fail with Internal
    explicit Sealer(SealingKey key);

    [[nodiscard]] Result<QByteArray> seal(const Cell& cell, const QByteArray& plaintext) const;
    [[nodiscard]] Result<QByteArray> sealText(const Cell& cell, const QString& plaintext) const;

    /// \error Corrupt  the bytes were changed, moved from another cell, or sealed under another key
    [[nodiscard]] Result<QByteArray> open(const Cell& cell, const QByteArray& sealed) const;
    /// \error Corrupt  as above
    [[nodiscard]] Result<QString> openText(const Cell& cell, const QByteArray& sealed) const;

    /// HMAC-SHA-256 under a key that is derived for this purpose: equal bytes have equal marks, and without the key
    /// nobody can try which bytes they were. 32 bytes.
    [[nodiscard]] QByteArray mark(QByteArrayView purpose, QByteArrayView bytes) const;

private:
    SealingKey key_;
};

} // namespace core::storage
