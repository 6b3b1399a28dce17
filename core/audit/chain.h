#pragma once

#include "core/base/error.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QIODevice>

#include <optional>

/// The file format, without files: lines of `hash SP payload LF`. `payload` is one JSON object on one line that begins
/// with {"seq":N, and `hash` is the lower-case hexadecimal SHA-256 over the previous line's raw hash and the payload.
/// The first line (seq 0) stands on 32 zero bytes. So every byte of the file is bound to all bytes before it.
namespace core::audit {

inline constexpr qint64 maxLineBytes = 64 * 1024;

/// Where a chain stands: what the next record needs to know.
struct ChainHead {
    QByteArray hash = QByteArray(32, '\0'); ///< raw
    qint64 nextSequence = 0;
    qint64 length = 0; ///< bytes of whole, good lines

    friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

/// What reading a whole log found.
struct Verification {
    qint64 records = 0;                     ///< good ones, from the start
    std::optional<qint64> firstBroken = {}; ///< sequence number of the first record that does not hold
    qint64 tornBytes = 0;                   ///< of an unfinished last line: a crash, not a forgery
    ChainHead head = {};                    ///< after the last good record

    [[nodiscard]] bool intact() const { return !firstBroken; }
};

/// The line for `body`, a JSON object without `seq`, at the chain's head; moves the head behind it.
/// \error TooLarge  over maxLineBytes: nothing changed
[[nodiscard]] Result<QByteArray> appendLine(ChainHead& head, const QByteArray& body);

/// Checks one line (without its LF) against the head; moves the head when it holds.
[[nodiscard]] bool checkLine(ChainHead& head, QByteArrayView line);

/// Reads from the device's start to its end. An edit, a deletion, a swap or an insertion anywhere before the last line
/// is found. Cutting off whole lines at the end is not: that takes a witness outside this machine.
/// \error NotFound  the device cannot be read to its end: nothing is known about the log
[[nodiscard]] Result<Verification> verifyChain(QIODevice& device);

} // namespace core::audit
