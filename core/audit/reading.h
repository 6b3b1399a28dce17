#pragma once

#include "core/audit/chain.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>

/// Reading a log of any length in pieces, each checked before anything of it is handed out. Without files, as chain.h.
namespace core::audit {

/// How much of a log is read at once: more than the longest line, so that every piece brings a whole one.
inline constexpr qint64 pieceBytes = 4 * maxLineBytes;

/// One record of a log that holds up to it.
struct CheckedRecord {
    QJsonObject content = {}; ///< as it was written, with its number `seq`
    QByteArray hash = {};     ///< raw
    QByteArray previous = {}; ///< raw, of the record before it; 32 zero bytes: it is the first
};

/// Some records in the order of the log.
struct Piece {
    QList<CheckedRecord> records = {};
    ChainHead next = {};  ///< where the next piece begins
    bool atEnd = false;   ///< no whole record stood behind them
    qint64 tornBytes = 0; ///< at the end: of an unfinished last line, a crash and not a forgery
};

/// Reads on behind `from`. Where a record does not hold, the piece ends before it, and the next call fails: so whoever
/// goes from piece to piece has every record that holds, and no other. What was appended since the last piece is read
/// as well.
///
/// \param from  ChainHead() for the first piece, then the last one's `next`
/// \error Corrupt   the first record behind `from` does not hold, or the log is shorter than it was. `subject` is the
///                  record's number. Take nothing from there on for a fact
/// \error NotFound  the device cannot be read to its end: nothing is known about the rest
[[nodiscard]] Result<Piece> readPiece(QIODevice& device, const ChainHead& from);

} // namespace core::audit
