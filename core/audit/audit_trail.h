#pragma once

#include "core/audit/reading.h"
#include "core/audit/record.h"
#include "core/base/clock.h"

#include <memory>

class QThread;

namespace core::audit {

/// The logs of this machine: one append-only, hash-chained file for each person and one for what happened before the
/// person was known (`device`). All file work is done on one thread of its own. Several processes may append to the
/// same logs.
///
/// What it promises: any change to a record that is not the last, and to the last one too once another follows, is
/// found by verify(). What it cannot promise without a witness outside: that nobody cut off the end or rebuilt the
/// whole file.
class AuditTrail final : public AuditSink {
public:
    /// \param folder  where the files lie; made (0700) when the first record comes
    /// \param clock   outlives this object
    AuditTrail(QString folder, const Clock& clock);
    ~AuditTrail() override; ///< waits until all records that were handed in are written

    /// A half-written last line (the program died while writing) is dropped first, and a `repaired` record says so.
    [[nodiscard]] Async<> append(Record record, Durability durability) override;

    void keepIn(Place place, const QString& person) override;

    /// Reads the person's whole log (empty: the device's). \error NotFound there is none
    [[nodiscard]] Async<Verification> verify(const QString& person);

    /// The records of the person's log (empty: the device's), a piece at a time, as readPiece() does: a log of any
    /// length can be read, and is locked for one piece only.
    ///
    /// \param from  ChainHead() for the first piece, then the last one's `next`
    /// \error NotFound  there is none, or it cannot be read
    /// \error Corrupt   the next record does not hold; `subject` is its number. Show nothing from it on as a fact
    /// \error Busy      another process held the log for too long: ask for the same piece again
    [[nodiscard]] Async<Piece> read(const QString& person, const ChainHead& from);

    /// The same backwards, as readPieceBack() does: the newest records of a long log are there at once. What is not
    /// wanted does not leave the log's thread, on which `wanted` is called.
    /// \error NotFound, Corrupt (without a subject), Busy  as read()
    [[nodiscard]] Async<PieceBack> readBack(const QString& person, std::optional<qint64> before, Wanted wanted);

private:
    class Worker;
    const Clock& clock_;
    std::unique_ptr<QThread> thread_;
    std::unique_ptr<Worker> worker_; ///< lives on thread_
};

} // namespace core::audit
