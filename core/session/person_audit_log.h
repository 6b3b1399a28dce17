#pragma once

#include "core/audit/audit_trail.h"
#include "core/interfaces/window.h"
#include "core/session/person.h"

#include <memory>

namespace core::session {

/// The audit log of one person, as the window sees it. Reading, checking and choosing is done on the log's own thread,
/// a piece at a time, so that what has to be recorded meanwhile never waits for more than one piece.
class PersonAuditLog final : public interfaces::AuditLog {
    Q_OBJECT
public:
    /// How much of the log one page is looked for in: 16 MB, some forty thousand records.
    static constexpr int piecesForAPage = 64;

    /// \param trail  outlives every call of this
    PersonAuditLog(audit::AuditTrail& trail, std::shared_ptr<Person> person);
    ~PersonAuditLog() override;

    [[nodiscard]] Async<interfaces::AuditPageView> page(const interfaces::AuditFilter& filter,
                                                        std::optional<qint64> olderThan, int count,
                                                        std::stop_token stop) override;
    [[nodiscard]] Async<interfaces::AuditCheckView> verify(std::function<void(int percent)> progress,
                                                           std::stop_token stop) override;

private:
    struct Reading;
    struct Checking;
    void readOn(const std::shared_ptr<Reading>& reading);
    void readTo(Reading& reading, const Error& error) const;
    /// Whether the page is complete.
    [[nodiscard]] bool take(Reading& reading, const audit::PieceBack& piece) const;
    void checkOn(const std::shared_ptr<Checking>& checking);
    void checkedTo(Checking& checking, const Error& error) const;
    [[nodiscard]] bool take(Checking& checking, const audit::Piece& piece) const;
    [[nodiscard]] QString logName() const { return person_->key().storageName(); }

    audit::AuditTrail& trail_;
    std::shared_ptr<Person> person_;
};

} // namespace core::session
