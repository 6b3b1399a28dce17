#pragma once

#include "core/audit/chain.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>
#include <QtCore/QList>

#include <functional>

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
    qint64 logBytes = 0;  ///< of the whole log, when this was read
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

/// Whether a record is asked for. It is called where the log is read: pure, and over values of its own.
using Wanted = std::function<bool(const QJsonObject& content)>;

/// A record and where it stands.
struct PlacedRecord {
    CheckedRecord record = {};
    qint64 start = 0; ///< bytes before it in the log
};

/// Some records, the newest first.
struct PieceBack {
    QList<PlacedRecord> records = {}; ///< those that were wanted
    qint64 looked = 0;                ///< how many records there were, the unwanted ones too
    qint64 start = 0;                 ///< where the oldest of them begins; 0: it is the log's first
    QDateTime newestUtc = {};         ///< the latest time that one of them says; not valid: none does
    bool broken = false; ///< what stands before `start` does not hold, or the record there is not bound to it
};

/// Reads backwards, so that the newest records of a log of any length are there at once. Each is checked against the one
/// before it, and a piece that hangs on one that does not hold says so: there it ends, and there is nothing to read
/// before it. Whether the log holds as a whole, only reading from its start tells: the pieces alone are no proof.
///
/// \param before  nothing: from the end, without an unfinished last line; then the last piece's `start`, or a record's
/// \error Corrupt   the log is shorter than it was, or a line is longer than any writer makes it
/// \error NotFound  the device cannot be read: nothing is known about the rest
[[nodiscard]] Result<PieceBack> readPieceBack(QIODevice& device, std::optional<qint64> before, const Wanted& wanted);

} // namespace core::audit
