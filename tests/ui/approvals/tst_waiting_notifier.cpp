#include "tests/fakes/fake_approvals.h"
#include "tests/fakes/fake_notifications.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/waiting_notifier.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <optional>

using namespace core::interfaces;
using namespace std::chrono_literals;
using fakes::FakeApprovals;
using fakes::FakeNotifications;
using ui::approvals::WaitingNotifier;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// A person in front of a desktop, or away from it, at a time that a test turns.
struct Desktop {
    FakeNotifications notes;
    std::shared_ptr<FakeApprovals> approvals = std::make_shared<FakeApprovals>();
    QDateTime now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
    std::optional<QString> inView; ///< the conversation that the person is looking at
    WaitingNotifier notifier{
        notes,
        {[this](const ApprovalView& card) { return inView == card.conversation.text(); }, [this] { return now; }}};
    QSignalSpy reviews{&notifier, &WaitingNotifier::reviewRequested};
    QSignalSpy alerts{&notifier, &WaitingNotifier::attentionWanted};

    Desktop() { notifier.setApprovals(approvals, false); }

    [[nodiscard]] ApprovalCallView call(const QString& id, std::chrono::seconds time = 24h) const
    {
        auto made = waitingCall(id);
        made.askedUtc = now;
        made.answerByUtc = now.addSecs(time.count());
        return made;
    }
    /// One conversation a call, called as the call is.
    void ask(const QString& id, std::chrono::seconds time = 24h) const
    {
        auto list = approvals->list;
        list.append(waitingCard(s("step-") + id, {call(id, time)}, id));
        approvals->set(list);
    }
    void answer(const QString& id) const
    {
        auto list = approvals->list;
        list.removeIf([&id](const ApprovalView& card) { return card.conversation.text() == id; });
        approvals->set(list);
    }
    void pass(std::chrono::seconds time)
    {
        now = now.addSecs(time.count());
        notifier.look();
    }
    [[nodiscard]] QStringList there() const { return notes.there.keys(); }
    [[nodiscard]] QTimer& timer() const { return *notifier.findChild<QTimer*>(); }
};

} // namespace

class TestWaitingNotifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachCallIsToldOnce()
    {
        Desktop desktop;
        desktop.ask(s("a"));
        desktop.ask(s("b"));
        Q_EMIT desktop.approvals->changed();
        desktop.pass(60s);
        QCOMPARE(desktop.notes.shown.size(), 2);
        QCOMPARE(desktop.there(), (QStringList{s("a"), s("b")}));
        QCOMPARE(desktop.notes.there[s("a")].title, s("Sekisho: a call waits for your answer"));
        QCOMPARE(desktop.notes.there[s("a")].action, s("Review"));
    }

    void whatIsBeforeThePersonIsNotTold()
    {
        Desktop desktop;
        desktop.inView = s("a");
        desktop.ask(s("a"));
        desktop.ask(s("b"));
        QCOMPARE(desktop.there(), QStringList{s("b")});
        desktop.inView.reset(); // nor when they turn away from it
        desktop.pass(60s);
        QCOMPARE(desktop.notes.shown.size(), 1);
    }

    void theNoteGoesWithTheCall_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("answered") << 0;
        QTest::newRow("expired, and nobody has said so yet") << 1;
        QTest::newRow("another account") << 2;
        QTest::newRow("signed out") << 3;
        QTest::newRow("switched off") << 4;
    }
    void theNoteGoesWithTheCall()
    {
        QFETCH(int, how);
        Desktop desktop;
        desktop.ask(s("a"));
        desktop.ask(s("b"), 48h);
        QCOMPARE(desktop.there().size(), 2);
        if (how == 0) desktop.answer(s("a"));
        if (how == 1) desktop.pass(24h);
        if (how == 2) desktop.notifier.setApprovals(std::make_shared<FakeApprovals>(), false);
        if (how == 3) desktop.notifier.setApprovals({}, false);
        if (how == 4) desktop.notifier.setEnabled(false);
        QCOMPARE(desktop.there(), how < 2 ? QStringList{s("b")} : QStringList());
        const auto shown = desktop.notes.shown.size();
        if (how > 1) desktop.ask(s("c")); // nobody watches that account any more
        QCOMPARE(desktop.notes.shown.size(), shown);
    }

    void nothingOfItStaysBehind()
    {
        FakeNotifications notes;
        const auto approvals = std::make_shared<FakeApprovals>();
        approvals->list = {waitingCard(s("s"), {waitingCall(s("a"))})};
        {
            WaitingNotifier notifier(notes, {[](const ApprovalView&) { return false; }});
            notifier.setApprovals(approvals, false);
            QCOMPARE(notes.there.size(), 1);
        }
        QVERIFY(notes.there.isEmpty());
    }

    void noteAndReminderNameNobodyAndNothing_data()
    {
        QTest::addColumn<bool>("demo");
        QTest::addColumn<int>("calls");
        for (const bool demo : {false, true})
            for (const int calls : {1, 9})
                QTest::addRow("%d calls%s", calls, demo ? ", demo" : "") << demo << calls;
    }
    void noteAndReminderNameNobodyAndNothing()
    {
        QFETCH(bool, demo);
        QFETCH(int, calls);
        Desktop desktop;
        ApprovalView card = waitingCard(s("step"), {});
        card.account = card.organisation = card.asked = s("SECRET");
        card.demo = demo;
        for (int i = 0; i < calls; ++i) {
            auto call = desktop.call(QString::number(i));
            call.tool = call.json = call.approver = s("SECRET");
            call.title = call.api = {s("SECRET"), s("SECRET")};
            call.values.first().name = call.values.first().value = s("SECRET");
            call.roles = call.sources = {s("SECRET")};
            call.reasons = {{s("SECRET"), s("SECRET")}};
            card.calls.append(call);
        }
        desktop.approvals->set({card});
        desktop.pass(23h + 55min);
        QCOMPARE(desktop.notes.shown.size(), 2); // the note and its reminder
        static const QRegularExpression digit(s("\\d"));
        for (const auto& [id, note] : std::as_const(desktop.notes.shown)) {
            const QString all = note.title + note.body + note.action;
            QVERIFY2(!all.contains(s("SECRET")) && !all.contains(digit), qPrintable(all));
            QCOMPARE(note.title.contains(s("(demo)")), demo);
        }
    }

    void oneReminderComesInItsPlace_data()
    {
        QTest::addColumn<int>("minutes");
        QTest::addColumn<int>("after");
        QTest::newRow("a day") << 24 * 60 << 24 * 60 - 10;
        QTest::newRow("twenty minutes") << 20 << 10;
        QTest::newRow("twelve minutes: at half") << 12 << 6;
    }
    void oneReminderComesInItsPlace()
    {
        QFETCH(int, minutes);
        QFETCH(int, after);
        Desktop desktop;
        desktop.ask(s("a"), std::chrono::minutes(minutes));
        desktop.pass(std::chrono::minutes(after) - 1s);
        QCOMPARE(desktop.notes.shown.size(), 1);
        desktop.pass(1s);
        QCOMPARE(desktop.notes.shown.size(), 2);
        QCOMPARE(desktop.notes.shown.last().first, s("a")); // the same note
        QCOMPARE(desktop.notes.there[s("a")].title, s("Sekisho: the time to answer a call is running out"));
        for (int i = after; i < minutes - 1; ++i)
            desktop.pass(60s);
        QCOMPARE(desktop.notes.shown.size(), 2);
    }

    void aCallThatWasSeenIsRemindedOf()
    {
        Desktop desktop;
        desktop.inView = s("a");
        desktop.ask(s("a"));
        desktop.inView.reset();
        desktop.pass(23h + 51min);
        QCOMPARE(desktop.notes.shown.size(), 1);
        QVERIFY(desktop.notes.there[s("a")].title.contains(s("running out")));
    }

    void whoIsLookingIsNotReminded()
    {
        Desktop desktop;
        desktop.ask(s("a"));
        desktop.inView = s("a");
        desktop.pass(23h + 51min);
        desktop.inView.reset();
        desktop.pass(60s); // nor later
        QCOMPARE(desktop.notes.shown.size(), 1);
    }

    void aCallOfWhichLittleTimeIsLeftIsToldAndRemindedOfAtOnce()
    {
        Desktop desktop;
        auto list = desktop.approvals->list;
        auto call = desktop.call(s("a"));
        desktop.now = desktop.now.addSecs((23 * 60 + 55) * 60);
        list.append(waitingCard(s("s"), {call}));
        desktop.approvals->set(list);
        desktop.pass(60s);
        QCOMPARE(desktop.notes.shown.size(), 1);
    }

    void moreThanFiveAreOneNote()
    {
        Desktop desktop;
        for (const auto* id : {"a", "b", "c", "d", "e"})
            desktop.ask(s(id));
        QCOMPARE(desktop.there().size(), 5);
        desktop.ask(s("f"));
        QCOMPARE(desktop.there().size(), 1);
        QCOMPARE(desktop.notes.there.first().title, s("Sekisho: several calls wait for your answer"));
        const auto shown = desktop.notes.shown.size();
        for (int i = 0; i < 50; ++i)
            desktop.ask(s("more-") + QString::number(i));
        QCOMPARE(desktop.notes.shown.size(), shown); // it stands for those, too
        for (int i = 0; i < 50; ++i)
            desktop.answer(s("more-") + QString::number(i));
        for (const auto* id : {"a", "b", "c", "d", "e"})
            desktop.answer(s(id));
        QCOMPARE(desktop.there().size(), 1);
        desktop.ask(s("g")); // few again
        QCOMPARE(desktop.there().size(), 2);
        desktop.answer(s("f"));
        QCOMPARE(desktop.there(), QStringList{s("g")});
    }

    void manyAreRemindedOfTogetherAndOnce()
    {
        Desktop desktop;
        for (int i = 0; i < 8; ++i) {
            desktop.now = desktop.now.addSecs(1);
            desktop.ask(QString::number(i));
        }
        const auto shown = desktop.notes.shown.size();
        desktop.pass(23h + 50min - 7s); // when the first is due
        QCOMPARE(desktop.notes.shown.size(), shown + 1);
        QCOMPARE(desktop.there().size(), 1);
        QVERIFY(desktop.notes.there.first().title.contains(s("running out")));
        for (int i = 0; i < 8; ++i)
            desktop.pass(60s);
        QCOMPARE(desktop.notes.shown.size(), shown + 1);
    }

    void aNoteDecidesNothing()
    {
        Desktop desktop;
        desktop.ask(s("a"));
        desktop.notes.choose(s("a"));
        QCOMPARE(desktop.reviews.size(), 1);
        QCOMPARE(desktop.reviews.first().first().value<ApprovalId>(), ApprovalId(s("a")));
        desktop.notes.choose(s("nobody"));
        QCOMPARE(desktop.reviews.size(), 1);
        desktop.answer(s("a"));
        desktop.notes.choose(s("a")); // late
        QCOMPARE(desktop.reviews.size(), 1);
        for (int i = 0; i < 6; ++i)
            desktop.ask(QString::number(i));
        desktop.notes.choose(desktop.there().first());
        QCOMPARE(desktop.reviews.size(), 2);
        QVERIFY(desktop.reviews.last().first().value<ApprovalId>().isEmpty()); // all of them
        QVERIFY(desktop.approvals->approved.isEmpty() && desktop.approvals->denied.isEmpty());
    }

    void whereNobodyShowsNotesTheWindowAsksForAttention()
    {
        Desktop desktop;
        desktop.notes.setAvailable(false);
        desktop.ask(s("a"));
        desktop.pass(60s);
        QCOMPARE(desktop.alerts.size(), 1);
        desktop.ask(s("b"));
        QCOMPARE(desktop.alerts.size(), 2);
        desktop.inView = s("b");
        desktop.pass(60s); // they came and saw that one
        desktop.inView.reset();
        desktop.notes.setAvailable(true);
        QCOMPARE(desktop.there(), QStringList{s("a")});
        desktop.notes.setAvailable(false);
        desktop.notes.setAvailable(true); // told is told
        QVERIFY(desktop.there().isEmpty());
        QCOMPARE(desktop.alerts.size(), 2);
    }

    void switchedOffNothingIsSaidAlsoNotLater()
    {
        Desktop desktop;
        desktop.notifier.setEnabled(false);
        desktop.ask(s("a"));
        desktop.notes.setAvailable(false);
        desktop.ask(s("b"));
        desktop.notes.setAvailable(true);
        desktop.notifier.setEnabled(true);
        QVERIFY(desktop.notes.shown.isEmpty());
        QVERIFY(desktop.alerts.isEmpty());
        desktop.ask(s("c"));
        QCOMPARE(desktop.there(), QStringList{s("c")});
    }

    void whatWaitsAlreadyIsNotToldToWhoIsAtTheWindow_data()
    {
        QTest::addColumn<bool>("atWindow");
        QTest::newRow("at the window") << true;
        QTest::newRow("elsewhere") << false;
    }
    void whatWaitsAlreadyIsNotToldToWhoIsAtTheWindow()
    {
        QFETCH(bool, atWindow);
        Desktop desktop;
        const auto other = std::make_shared<FakeApprovals>();
        other->list = {waitingCard(s("s"), {desktop.call(s("x"))})};
        desktop.notifier.setApprovals(other, atWindow);
        QCOMPARE(desktop.there(), atWindow ? QStringList() : QStringList{s("x")});
        desktop.pass(23h + 51min); // but the reminder comes
        QCOMPARE(desktop.there(), QStringList{s("x")});
    }

    void itLooksAgainWhenSomethingIsDue()
    {
        Desktop desktop;
        QVERIFY(!desktop.timer().isActive());
        desktop.ask(s("a"), 30min);
        QVERIFY(desktop.timer().isActive());
        QCOMPARE(desktop.timer().intervalAsDuration(), 60'000ms); // a machine may sleep
        desktop.pass(20min - 30s);
        QCOMPARE(desktop.timer().intervalAsDuration(), 30'001ms);
        desktop.pass(30s);
        desktop.pass(10min - 5s);
        QCOMPARE(desktop.timer().intervalAsDuration(), 5'001ms); // to the end
        desktop.answer(s("a"));
        QVERIFY(!desktop.timer().isActive());
    }
};

QTEST_MAIN(TestWaitingNotifier)
#include "tst_waiting_notifier.moc"
