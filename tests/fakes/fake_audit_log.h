#pragma once

#include "core/interfaces/window.h"

#include <optional>
#include <utility>

namespace fakes {

/// Keeps to the contract of interfaces::AuditLog: pages are the newest first and end where `stretch` records were looked
/// through; what is broken ends a page; a stopped request is Cancelled, whatever came of it. Of a filter it knows the
/// tool's name and the groups, not the time: that is the core's to know.
class FakeAuditLog final : public core::interfaces::AuditLog {
public:
    using Entry = core::interfaces::AuditEntryView;
    using Filter = core::interfaces::AuditFilter;
    using Page = core::interfaces::AuditPageView;
    using Check = core::interfaces::AuditCheckView;

    QList<Entry> entries; ///< the newest first; their numbers go down to 0
    qint64 stretch = 1000000;
    std::optional<qint64> brokenBefore; ///< nothing before this number can be read
    QList<Filter> asked;
    std::optional<core::Error> failNextPage;
    std::optional<core::Error> failNextCheck;
    Check found;
    bool hold = false; ///< nothing is answered before answerHeld()
    int checks = 0;
    std::function<void(int percent)> progress; ///< of the check that is held

    [[nodiscard]] core::Async<Page> page(const Filter& filter, std::optional<qint64> olderThan, int count,
                                         std::stop_token stop) override
    {
        asked.append(filter);
        auto answer = failNextPage ? core::Result<Page>(tl::unexpected(*std::exchange(failNextPage, {})))
                                   : core::Result<Page>(made(filter, olderThan, count));
        if (!hold) return core::ready<Page>(std::move(answer));
        heldPages_.append({std::move(stop), std::move(answer), {}});
        return heldPages_.last().told.future();
    }
    [[nodiscard]] core::Async<Check> verify(std::function<void(int percent)> told, std::stop_token stop) override
    {
        ++checks;
        auto answer = failNextCheck ? core::Result<Check>(tl::unexpected(*std::exchange(failNextCheck, {})))
                                    : core::Result<Check>(found);
        if (!hold) return core::ready<Check>(std::move(answer));
        progress = std::move(told);
        heldChecks_.append({std::move(stop), std::move(answer), {}});
        return heldChecks_.last().told.future();
    }
    void answerHeld()
    {
        hold = false;
        give(std::exchange(heldPages_, {}));
        give(std::exchange(heldChecks_, {}));
    }
    /// How many of the held requests somebody still waits for.
    [[nodiscard]] int waiting() const
    {
        int count = 0;
        for (const auto& each : heldPages_)
            count += each.stop.stop_requested() ? 0 : 1;
        for (const auto& each : heldChecks_)
            count += each.stop.stop_requested() ? 0 : 1;
        return count;
    }

private:
    template <typename T>
    struct Held {
        std::stop_token stop;
        core::Result<T> answer;
        core::Answer<T> told;
    };

    template <typename T>
    static void give(const QList<Held<T>>& held)
    {
        for (const auto& each : held)
            each.told.give(each.stop.stop_requested()
                               ? core::Result<T>(core::fail(core::Errc::Cancelled, QStringLiteral("stopped")))
                               : each.answer);
    }

    [[nodiscard]] static bool isInGroup(const Entry& entry, Filter::Group group)
    {
        using Group = Filter::Group;
        switch (group) {
        case Group::All: return true;
        case Group::SignIns: return entry.event <= Entry::Event::Removed;
        case Group::Decisions: return entry.event > Entry::Event::Removed && entry.event <= Entry::Event::NotAllowed;
        case Group::Answers: return entry.event > Entry::Event::NotAllowed && entry.event <= Entry::Event::TakenBack;
        case Group::Calls: return entry.event > Entry::Event::TakenBack && entry.event < Entry::Event::LogBegun;
        case Group::Changes: return entry.event >= Entry::Event::LogBegun;
        }
        return false;
    }

    [[nodiscard]] Page made(const Filter& filter, std::optional<qint64> olderThan, int count) const
    {
        Page page;
        for (const auto& entry : entries) {
            if (olderThan && entry.number >= *olderThan) continue;
            if (brokenBefore && entry.number < *brokenBefore) {
                page.broken = true;
                return page;
            }
            if (page.looked == stretch || page.entries.size() == count) {
                page.older = entry.number + 1;
                return page;
            }
            ++page.looked;
            if (isInGroup(entry, filter.group) && entry.tool.contains(filter.tool, Qt::CaseInsensitive))
                page.entries.append(entry);
        }
        return page;
    }

    QList<Held<Page>> heldPages_;
    QList<Held<Check>> heldChecks_;
};

/// Entries of an ordinary day, the newest first: the last number is 0.
[[nodiscard]] inline QList<core::interfaces::AuditEntryView> auditEntries(const QDateTime& newestUtc)
{
    using Entry = core::interfaces::AuditEntryView;
    using Event = Entry::Event;
    const core::Bilingual leave{QStringLiteral("Request leave"), QString::fromUtf8("休暇を申請する")};
    const core::Bilingual payslip{QStringLiteral("Read a payslip"), QString::fromUtf8("給与明細を見る")};
    const core::Bilingual page{QStringLiteral("Read a page"), QString::fromUtf8("ページを読む")};
    const core::Bilingual hr{QStringLiteral("HR (demo)"), QString::fromUtf8("人事システム（デモ）")};
    QList<Entry> entries;
    const auto add = [&](Event event, const char* kind, const char* outcome, const char* tool = "",
                         const core::Bilingual& title = {}) {
        Entry entry;
        entry.event = event;
        entry.kind = QLatin1String(kind);
        entry.outcome = QLatin1String(outcome);
        entry.tool = QLatin1String(tool);
        entry.title = title;
        if (!entry.tool.isEmpty()) {
            entry.api = hr;
            entry.audience = QStringLiteral("urn:hr");
            entry.call = QStringLiteral("call-") + entry.tool;
        }
        entries.append(entry);
    };
    add(Event::Done, "call-ended", "done", "request_leave", leave);
    entries.last().httpStatus = 201;
    entries.last().host = QStringLiteral("hr.example");
    add(Event::AllowedByApproval, "decision", "approved", "request_leave", leave);
    add(Event::Approved, "answer", "approved", "request_leave", leave);
    add(Event::Asked, "decision", "ask", "request_leave", leave);
    entries.last().rule = QStringLiteral("nothing-chosen");
    add(Event::Declined, "answer", "denied", "request_leave", leave);
    add(Event::ApiRefused, "call-ended", "api-refused", "read_payslip", payslip);
    entries.last().httpStatus = 403;
    add(Event::Allowed, "decision", "allow", "read_payslip", payslip);
    add(Event::EndedExpired, "call-ended", "expired", "request_leave", leave);
    add(Event::Done, "call-ended", "done", "read_page", page);
    add(Event::RenewalFailed, "refresh", "Network");
    add(Event::SignedIn, "sign-in", "ok");
    add(Event::LogBegun, "opened", "");
    for (qsizetype i = 0; i < entries.size(); ++i) {
        entries[i].number = entries.size() - 1 - i;
        entries[i].atUtc = newestUtc.addSecs(-61LL * 60 * i);
        entries[i].hashPrefix = QStringLiteral("0123456789abcd%1").arg(entries[i].number, 2, 10, QLatin1Char('0'));
    }
    return entries;
}

} // namespace fakes
