#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <map>
#include <memory>

namespace ui::approvals {

class Notifications;

/// Says outside of the window that a call waits for the person, and nothing of what it is: one note a call, when the
/// person is not looking at it, which goes when the call does, and one reminder in its place when the time to answer
/// runs out. Many at once become one note. It decides nothing, and no note can.
class WaitingNotifier final : public QObject {
    Q_OBJECT
public:
    struct Ports {
        /// The person has this card before them now.
        std::function<bool(const core::interfaces::ApprovalView&)> sees;
        std::function<QDateTime()> nowUtc = QDateTime::currentDateTimeUtc;
    };

    static constexpr qsizetype mostNotes = 5; ///< when more calls wait than that, one note stands for all of them
    /// A reminder comes when this is left of the time to answer, or half of it where there was less than twice this.
    static constexpr std::chrono::minutes remindBefore{10};

    /// \param notifications  outlives this
    WaitingNotifier(Notifications& notifications, Ports ports);
    /// What is shown is withdrawn.
    ~WaitingNotifier() override;

    /// Of the account in view; null: of none. What was shown for another is withdrawn.
    /// \param atWindow  the person is there, and has its number before them: what waits already is not told
    void setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals, bool atWindow);
    /// Off: nothing is shown, and what waits meanwhile is not told later.
    void setEnabled(bool enabled);

public Q_SLOTS:
    /// Looks at what waits, what is before the person and what time it is. What the timer does; a test with a clock of
    /// its own does it in the timer's place.
    void look();

Q_SIGNALS:
    /// The person wants to see this call; an empty id: whatever waits.
    void reviewRequested(const core::interfaces::ApprovalId& id);
    /// Something is to be told, and nobody on this desktop shows notes.
    void attentionWanted();

private:
    using ApprovalId = core::interfaces::ApprovalId;
    enum class Say { Waits, TimeRunsOut };
    /// A call that waits.
    struct Call {
        QDateTime remindUtc;
        QDateTime answerByUtc;
        bool demo = false;
        bool seen = false; ///< at this look
        bool told = false;
        bool alerted = false; ///< where nobody shows notes
        bool reminded = false;
        bool noted = false;    ///< has a note of its own
        bool gathered = false; ///< the note for many stands for it
    };

    void readCalls(const QDateTime& nowUtc);
    void dropNotes(Call& call, const ApprovalId& id);
    void dropGathered();
    void forgetAll();
    void tell(const ApprovalId& id, Call& call);
    void remind(const ApprovalId& id, Call& call);
    void say(const ApprovalId& id, Call& call, Say what);
    void gather(Say what);
    void setTimer(const QDateTime& nowUtc);

    Notifications& notifications_;
    Ports ports_;
    std::shared_ptr<core::interfaces::Approvals> approvals_;
    std::map<ApprovalId, Call> calls_;
    bool enabled_ = true;
    bool gatheredShown_ = false;
    QTimer timer_{this};
};

} // namespace ui::approvals
