#include "core/storage/sealer.h"

#include "core/crypto/aead.h"
#include "core/crypto/digest.h"

namespace core::storage {
namespace {

// Each part is prefixed with its length, so that no two cells give the same bytes.
QByteArray associatedData(const Cell& cell)
{
    QByteArray bytes;
    for (const auto& part : {cell.table.toUtf8(), cell.record.toUtf8(), cell.column.toUtf8()})
        bytes += QByteArray::number(part.size()) + ':' + part;
    return bytes;
}

} // namespace

Sealer::Sealer(SealingKey key)
    : key_(std::move(key))
{}

Result<QByteArray> Sealer::seal(const Cell& cell, const QByteArray& plaintext) const
{
    return crypto::seal(key_, plaintext, associatedData(cell));
}

Result<QByteArray> Sealer::sealText(const Cell& cell, const QString& plaintext) const
{
    auto bytes = plaintext.toUtf8();
    auto sealed = seal(cell, bytes);
    wipe(bytes);
    return sealed;
}

Result<QByteArray> Sealer::open(const Cell& cell, const QByteArray& sealed) const
{
    return crypto::open(key_, sealed, associatedData(cell));
}

Result<QString> Sealer::openText(const Cell& cell, const QByteArray& sealed) const
{
    TRY_ASSIGN(auto bytes, open(cell, sealed));
    const auto text = QString::fromUtf8(bytes);
    wipe(bytes);
    return text;
}

QByteArray Sealer::mark(QByteArrayView purpose, QByteArrayView bytes) const
{
    const auto derived = Secret::consume(crypto::hmacSha256(key_, purpose));
    return crypto::hmacSha256(derived, bytes);
}

} // namespace core::storage
