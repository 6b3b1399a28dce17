#include "core/net/body_device_p.h"

#include <algorithm>
#include <cstring>

namespace core::net {

// Unbuffered: QIODevice's own buffer would be one more copy of a secret.
BodyDevice::BodyDevice(QByteArray body)
    : body_(std::move(body))
    , bytes_(std::as_bytes(std::span(body_.constData(), static_cast<std::size_t>(body_.size()))))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

BodyDevice::BodyDevice(Secret body)
    : secret_(std::move(body))
    , bytes_(secret_.expose())
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 BodyDevice::bytesAvailable() const
{
    return static_cast<qint64>(bytes_.size() - read_) + QIODevice::bytesAvailable();
}

qint64 BodyDevice::readData(char* data, qint64 maxSize)
{
    const auto size = std::min(bytes_.size() - read_, static_cast<std::size_t>(std::max<qint64>(0, maxSize)));
    if (size == 0) return -1;
    std::memcpy(data, bytes_.data() + read_, size);
    read_ += size;
    return static_cast<qint64>(size);
}

qint64 BodyDevice::writeData(const char*, qint64)
{
    return -1;
}

} // namespace core::net
