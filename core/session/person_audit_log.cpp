#include "core/session/person_audit_log.h"

#include "core/audit/ocsf.h"
#include "core/session/audit_views.h"

#include <algorithm>
#include <utility>

namespace core::session {

using interfaces::AuditCheckView;
using interfaces::AuditFilter;
using interfaces::AuditPageView;

namespace {
constexpr qsizetype hashDigits = 16;
}

struct PersonAuditLog::Reading {
    audit::Wanted wanted;
    QDateTime sinceUtc; ///< not valid: any time
    int count = 0;
    std::stop_token stop;
    std::optional<qint64> before;
    int pieces = 0;
    AuditPageView page = {};
    Answer<AuditPageView> answer = {};
};

struct PersonAuditLog::Checking {
    std::function<void(int percent)> progress;
    std::stop_token stop;
    audit::ChainHead head = {};
    int percent = 0;
    AuditCheckView check = {};
    Answer<AuditCheckView> answer = {};
};

PersonAuditLog::PersonAuditLog(audit::AuditTrail& trail, std::shared_ptr<Person> person)
    : trail_(trail)
    , person_(std::move(person))
{}

PersonAuditLog::~PersonAuditLog() = default;

Async<AuditPageView> PersonAuditLog::page(const AuditFilter& filter, std::optional<qint64> olderThan, int count,
                                          std::stop_token stop)
{
    Q_ASSERT(count > 0);
    const auto sinceUtc = beginOf(filter.span, person_->desktop().clock.nowUtc());
    const std::shared_ptr<Reading> reading(
        new Reading{wantedBy(filter, sinceUtc, person_->facts()), sinceUtc, count, std::move(stop), olderThan});
    readOn(reading);
    return reading->answer.future();
}

void PersonAuditLog::readOn(const std::shared_ptr<Reading>& reading)
{
    onReady(trail_.readBack(logName(), reading->before, reading->wanted), this,
            [this, reading](const Result<audit::PieceBack>& piece) {
                if (reading->stop.stop_requested())
                    reading->answer.give(fail(Errc::Cancelled, QStringLiteral("nobody waits for this page")));
                else if (!piece)
                    readTo(*reading, piece.error());
                else if (take(*reading, *piece))
                    reading->answer.give(reading->page);
                else
                    readOn(reading);
            });
}

// The log ends here, or cannot be read on from here.
void PersonAuditLog::readTo(Reading& reading, const Error& error) const
{
    const bool none = error.code == Errc::NotFound && !reading.before; // nothing was recorded yet
    reading.page.broken = error.code == Errc::Corrupt;
    if (none || reading.page.broken)
        reading.answer.give(reading.page);
    else
        reading.answer.give(tl::unexpected(error));
}

bool PersonAuditLog::take(Reading& reading, const audit::PieceBack& piece) const
{
    auto& page = reading.page;
    page.looked += piece.looked;
    for (const auto& placed : piece.records) {
        page.entries.append(auditEntryView(person_->facts(), placed.record));
        if (page.entries.size() < reading.count) continue;
        if (placed.start > 0) page.older = placed.start;
        return true;
    }
    page.broken = piece.broken;
    // The log is in the order of time, but for a clock that was set: a whole piece of older ones ends a span.
    const bool over = reading.sinceUtc.isValid() && piece.newestUtc.isValid() && piece.newestUtc < reading.sinceUtc;
    if (piece.broken || piece.start == 0 || over) return true;
    reading.before = piece.start;
    if (++reading.pieces < piecesForAPage) return false;
    page.older = piece.start;
    return true;
}

Async<AuditCheckView> PersonAuditLog::verify(std::function<void(int percent)> progress, std::stop_token stop)
{
    const std::shared_ptr<Checking> checking(new Checking{std::move(progress), std::move(stop)});
    checkOn(checking);
    return checking->answer.future();
}

void PersonAuditLog::checkOn(const std::shared_ptr<Checking>& checking)
{
    onReady(trail_.read(logName(), checking->head), this, [this, checking](const Result<audit::Piece>& piece) {
        if (checking->stop.stop_requested())
            checking->answer.give(fail(Errc::Cancelled, QStringLiteral("nobody waits for this check")));
        else if (!piece)
            checkedTo(*checking, piece.error());
        else if (take(*checking, *piece))
            checking->answer.give(checking->check);
        else
            checkOn(checking);
    });
}

void PersonAuditLog::checkedTo(Checking& checking, const Error& error) const
{
    const bool none = error.code == Errc::NotFound && checking.head.length == 0;
    if (error.code == Errc::Corrupt) checking.check.brokenAt = checking.head.nextSequence;
    if (none || checking.check.brokenAt)
        checking.answer.give(checking.check);
    else
        checking.answer.give(tl::unexpected(error));
}

// Whether it is through.
bool PersonAuditLog::take(Checking& checking, const audit::Piece& piece) const
{
    auto& check = checking.check;
    if (check.records == 0 && !piece.records.isEmpty())
        check.sinceUtc = audit::recordTimeUtc(piece.records.first().content);
    checking.head = piece.next;
    check.records = piece.next.nextSequence;
    if (check.records > 0) check.lastHashPrefix = QString::fromLatin1(piece.next.hash.toHex().first(hashDigits));
    if (piece.atEnd && check.records == 0) check.brokenAt = 0; // a log's first record is written with its file
    if (piece.atEnd) return true;
    const auto percent = static_cast<int>(piece.next.length * 100 / std::max<qint64>(1, piece.logBytes));
    if (checking.progress && std::exchange(checking.percent, percent) != percent) checking.progress(percent);
    return false;
}

} // namespace core::session
