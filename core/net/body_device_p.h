#pragma once

#include "core/secret/secret.h"

#include <QtCore/QIODevice>

#include <span>

namespace core::net {

/// A request's body, read once from front to back. Being sequential is the point: Qt cannot rewind it, so it cannot
/// send the request a second time by itself (see qt_http.h).
class BodyDevice final : public QIODevice {
public:
    explicit BodyDevice(QByteArray body);
    explicit BodyDevice(Secret body);

    [[nodiscard]] bool isSequential() const override { return true; }
    bool seek(qint64) override { return false; } ///< the base class would print a warning each time Qt tries
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] qint64 length() const { return static_cast<qint64>(bytes_.size()); }
    /// Whether any byte was taken, so that it may have been sent.
    [[nodiscard]] bool wasRead() const { return read_ > 0; }

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char* data, qint64 maxSize) override;

private:
    QByteArray body_;
    Secret secret_;
    std::span<const std::byte> bytes_;
    std::size_t read_ = 0;
};

} // namespace core::net
