#include "core/crypto/random.h"

#include "core/crypto/digest.h"

#include <openssl/rand.h>

namespace core::crypto {

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    if (size > 0 && RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1)
        qFatal("the random generator failed");
    return bytes;
}

QByteArray randomText(qsizetype size)
{
    return base64UrlEncode(randomBytes(size));
}

} // namespace core::crypto
