#include "core/base/ids.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QRandomGenerator>

#include <array>

namespace core {

QString newId()
{
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::array<quint32, 5> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    QString id;
    id.reserve(26);
    for (int i = 0; i < 26; ++i) {
        const auto word = words[static_cast<size_t>(i / 6)];
        id.append(QLatin1Char(alphabet[(word >> (5 * (i % 6))) & 31U]));
    }
    return id;
}

QString UserKey::storageName() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto& part : {issuer.toUtf8(), subject.toUtf8()}) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return QString::fromLatin1(hash.result().toHex().left(32));
}

} // namespace core
