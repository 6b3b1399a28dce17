#include "ui/approvals/waiting_notifier.h"

#include "ui/approvals/notifications.h"

#include <algorithm>

namespace ui::approvals {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds longestLook = 1min; // a machine that slept has to look again
const QString many = QStringLiteral("many");            // no call is called so: ids of calls are longer

QDateTime remindAt(const core::interfaces::ApprovalCallView& call)
{
    const std::chrono::milliseconds before = WaitingNotifier::remindBefore;
    const std::chrono::milliseconds time(call.askedUtc.msecsTo(call.answerByUtc));
    return call.answerByUtc.addMSecs(-std::min(before, time / 2).count());
}

} // namespace

WaitingNotifier::WaitingNotifier(Notifications& notifications, Ports ports)
    : notifications_(notifications)
    , ports_(std::move(ports))
{
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &WaitingNotifier::look);
    connect(&notifications_, &Notifications::availableChanged, this, &WaitingNotifier::look);
    connect(&notifications_, &Notifications::reviewRequested, this, [this](const QString& id) {
        if (id == many) return Q_EMIT reviewRequested({});
        if (const auto found = calls_.find(ApprovalId(id)); found != calls_.end()) Q_EMIT reviewRequested(found->first);
    });
}

WaitingNotifier::~WaitingNotifier()
{
    forgetAll();
}

void WaitingNotifier::setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals, bool atWindow)
{
    if (approvals_) disconnect(approvals_.get(), nullptr, this, nullptr);
    forgetAll();
    approvals_ = std::move(approvals);
    if (!approvals_) return;
    connect(approvals_.get(), &core::interfaces::Approvals::changed, this, &WaitingNotifier::look);
    if (atWindow) {
        readCalls(ports_.nowUtc());
        for (auto& [id, call] : calls_)
            call.told = true;
    }
    look();
}

void WaitingNotifier::setEnabled(bool enabled)
{
    if (enabled == enabled_) return;
    enabled_ = enabled;
    for (auto& [id, call] : calls_)
        if (!enabled) dropNotes(call, id);
    look();
}

void WaitingNotifier::look()
{
    if (!approvals_) return;
    const auto now = ports_.nowUtc();
    readCalls(now);
    for (auto& [id, call] : calls_) {
        const bool quiet = call.seen || !enabled_;
        const bool due = !call.reminded && call.remindUtc <= now;
        if (quiet) call.told = true;
        if (quiet && due) call.reminded = true;
        if (!quiet && due)
            remind(id, call);
        else if (!quiet && !call.told)
            tell(id, call);
    }
    setTimer(now);
}

/// What waits and can still be answered; what is gone takes its note along.
void WaitingNotifier::readCalls(const QDateTime& nowUtc)
{
    auto before = std::exchange(calls_, {});
    const auto cards = approvals_->waiting();
    for (const auto& card : cards) {
        const bool seen = ports_.sees(card);
        for (const auto& call : card.calls) {
            if (call.answerByUtc <= nowUtc) continue;
            auto known = before.extract(call.id);
            auto& kept = calls_[call.id];
            if (known) kept = known.mapped();
            kept.remindUtc = remindAt(call);
            kept.answerByUtc = call.answerByUtc;
            kept.demo = card.demo;
            kept.seen = seen;
        }
    }
    for (auto& [id, call] : before)
        dropNotes(call, id);
}

void WaitingNotifier::dropNotes(Call& call, const ApprovalId& id)
{
    if (std::exchange(call.noted, false)) notifications_.withdraw(id.text());
    if (std::exchange(call.gathered, false)) dropGathered();
}

/// The note for many goes with the last of those it stands for.
void WaitingNotifier::dropGathered()
{
    const bool needed =
        std::any_of(calls_.begin(), calls_.end(), [](const auto& each) { return each.second.gathered; });
    if (!needed && std::exchange(gatheredShown_, false)) notifications_.withdraw(many);
}

void WaitingNotifier::forgetAll()
{
    timer_.stop();
    auto before = std::exchange(calls_, {});
    for (auto& [id, call] : before)
        dropNotes(call, id);
}

void WaitingNotifier::tell(const ApprovalId& id, Call& call)
{
    if (!notifications_.available()) {
        // It is told when somebody comes who shows notes, unless the person has seen it by then.
        if (!std::exchange(call.alerted, true)) Q_EMIT attentionWanted();
        return;
    }
    call.told = true;
    say(id, call, Say::Waits);
}

void WaitingNotifier::remind(const ApprovalId& id, Call& call)
{
    call.reminded = true;
    if (!notifications_.available()) return Q_EMIT attentionWanted();
    call.told = true;
    say(id, call, Say::TimeRunsOut);
}

void WaitingNotifier::say(const ApprovalId& id, Call& call, Say what)
{
    if (call.gathered || static_cast<qsizetype>(calls_.size()) > mostNotes) return gather(what);
    call.noted = true;
    const bool runsOut = what == Say::TimeRunsOut;
    const QString title = call.demo ? (runsOut ? tr("Sekisho (demo): the time to answer a call is running out")
                                               : tr("Sekisho (demo): a call waits for your answer"))
                                    : (runsOut ? tr("Sekisho: the time to answer a call is running out")
                                               : tr("Sekisho: a call waits for your answer"));
    const QString body = runsOut ? tr("Without an answer nothing is done.")
                                 : tr("Nothing is done before you have looked at it and answered.");
    notifications_.show(id.text(), title, body, tr("Review"));
}

/// One note for everything that waits. What comes while it stands is under it without a word, but for the reminder.
void WaitingNotifier::gather(Say what)
{
    const bool runsOut = what == Say::TimeRunsOut;
    const auto soon = ports_.nowUtc().addMSecs(longestLook.count());
    bool demo = false;
    for (auto& [id, call] : calls_) {
        if (std::exchange(call.noted, false)) notifications_.withdraw(id.text());
        call.told = true;
        call.gathered = true;
        if (runsOut && call.remindUtc <= soon) call.reminded = true; // this one speaks for them
        demo = demo || call.demo;
    }
    if (std::exchange(gatheredShown_, true) && !runsOut) return;
    const QString title = demo ? (runsOut ? tr("Sekisho (demo): the time to answer calls is running out")
                                          : tr("Sekisho (demo): several calls wait for your answer"))
                               : (runsOut ? tr("Sekisho: the time to answer calls is running out")
                                          : tr("Sekisho: several calls wait for your answer"));
    const QString body = runsOut ? tr("Without an answer nothing is done.")
                                 : tr("Nothing is done before you have looked at each and answered.");
    notifications_.show(many, title, body, tr("Review"));
}

void WaitingNotifier::setTimer(const QDateTime& nowUtc)
{
    if (calls_.empty()) return timer_.stop();
    auto wait = longestLook;
    const auto until = [&](const QDateTime& at) {
        wait = std::min(wait, std::chrono::milliseconds(std::max<qint64>(0, nowUtc.msecsTo(at)) + 1));
    };
    for (const auto& [id, call] : calls_) {
        if (!call.reminded) until(call.remindUtc);
        until(call.answerByUtc);
    }
    timer_.start(wait);
}

} // namespace ui::approvals
