#include "tests/fakes/fake_notifications.h"
#include "tests/ui/approvals/waiting_call.h"
#include "tests/ui/stage.h"
#include "ui/approvals/approval_card.h"
#include "ui/approvals/review_row.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QListWidget>

using namespace core::interfaces;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// A window that is told of, on a desktop with another window.
struct Desk {
    fakes::FakeNotifications notes;
    Stage stage;
    QWidget other;

    Desk()
    {
        stage.openSignedIn();
        stage.window->setNotifications(notes);
    }
    [[nodiscard]] std::shared_ptr<fakes::FakeApprovals> approvals() { return stage.app.fakeApprovals(); }
    [[nodiscard]] QString open() { return stage.app.fakeConversations()->stored.front().view.id.text(); }
    void ask(const QStringList& ids, const QString& conversation = s("elsewhere"))
    {
        auto list = approvals()->list;
        for (const auto& id : ids)
            list.append(waitingCard(s("step-") + id, {waitingCall(id)}, conversation));
        approvals()->set(list);
        Stage::settle();
    }
    void leave()
    {
        other.show();
        other.activateWindow();
        Stage::settle();
    }
    [[nodiscard]] QString chosen() const
    {
        const auto* list = stage.find<QListWidget>("reviewList");
        return list && list->currentItem() ? list->currentItem()->data(ui::approvals::ReviewRow::IdRole).toString()
                                           : QString();
    }
};

} // namespace

/// What the window says outside of itself while something waits, and what comes of answering to that.
class TestWindowNotes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsInViewIsNotToldAndTheRestIs()
    {
        Desk desk;
        desk.ask({s("here")}, desk.open());
        QVERIFY(desk.notes.there.isEmpty());
        desk.ask({s("there")});
        QCOMPARE(desk.notes.there.keys(), QStringList{s("there")});
        desk.leave();
        QVERIFY(!desk.stage.window->isActiveWindow());
        QCOMPARE(desk.notes.shown.size(), 1); // leaving tells nothing again
        desk.ask({s("later")}, desk.open());
        QCOMPARE(desk.notes.there.keys(), (QStringList{s("later"), s("there")}));
    }

    void onThePageEverythingIsInView()
    {
        Desk desk;
        desk.stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        desk.ask({s("a"), s("b")});
        QVERIFY(desk.notes.shown.isEmpty());
    }

    void reviewBringsTheCallIntoViewAndDecidesNothing()
    {
        Desk desk;
        desk.ask({s("a"), s("b")});
        desk.leave();
        desk.stage.window->showMinimized();
        desk.notes.choose(s("b"));
        Stage::settle();
        QVERIFY(!desk.stage.window->isMinimized());
        QVERIFY(desk.stage.window->isActiveWindow());
        QVERIFY(desk.stage.visible("reviewPage"));
        QCOMPARE(desk.chosen(), s("b"));
        QVERIFY(desk.stage.find("reviewList")->hasFocus());
        // The keyboard is on nothing that decides.
        const auto chord = Qt::ControlModifier | Qt::ShiftModifier;
        desk.stage.key(Qt::Key_Space);
        QVERIFY(!QTest::qWaitFor(
            [&] {
                desk.stage.key(Qt::Key_G, chord);
                desk.stage.key(Qt::Key_D, chord);
                return !desk.approvals()->approved.isEmpty() || !desk.approvals()->denied.isEmpty();
            },
            1200));
    }

    void aWindowThatIsClosedDoesNotComeBack()
    {
        Desk desk;
        desk.ask({s("a")});
        desk.leave();
        desk.stage.window->close();
        desk.notes.choose(s("a"));
        Stage::settle();
        QVERIFY(!desk.stage.window->isVisible());
    }

    void theNotesGoWithTheAccountAndTheWindow()
    {
        Desk desk;
        desk.ask({s("a")});
        QCOMPARE(desk.notes.there.size(), 1);
        desk.stage.app.addAccount(desk.stage.app.bsan());
        desk.stage.app.chooseDemoModel();
        Stage::settle();
        QVERIFY(desk.notes.there.isEmpty());
        desk.ask({s("b")});
        QCOMPARE(desk.notes.there.keys(), QStringList{s("b")});
        desk.stage.window.reset();
        QVERIFY(desk.notes.there.isEmpty());
    }

    void theTitleCountsWhatWaits()
    {
        Desk desk;
        const QString before = desk.stage.window->windowTitle();
        QVERIFY(!before.contains(s("(1)")));
        desk.ask({s("a"), s("b")});
        QCOMPARE(desk.stage.window->windowTitle(), s("(2) ") + before);
        desk.approvals()->set({});
        QCOMPARE(desk.stage.window->windowTitle(), before);
    }

    void itCanBeSwitchedOff()
    {
        Desk desk;
        desk.ask({s("a")});
        QVERIFY(desk.stage.press("openSettings"));
        QVERIFY(desk.stage.find<QCheckBox>("desktopNotifications")->isChecked());
        QVERIFY(desk.stage.press("desktopNotifications"));
        QVERIFY(!desk.stage.app.preferences().view.desktopNotifications);
        QVERIFY(desk.notes.there.isEmpty());
        QVERIFY(desk.stage.press("themeDark")); // another choice on the page leaves it
        QVERIFY(!desk.stage.app.preferences().view.desktopNotifications);
        desk.ask({s("b")});
        QVERIFY(desk.notes.there.isEmpty());
    }

    void whoSwitchedItOffIsNotToldInTheNextRun()
    {
        fakes::FakeNotifications notes;
        Stage stage;
        stage.app.preferences().view.desktopNotifications = false;
        stage.openSignedIn();
        stage.window->setNotifications(notes);
        stage.app.fakeApprovals()->set({waitingCard(s("s"), {waitingCall(s("a"))}, s("elsewhere"))});
        QVERIFY(notes.shown.isEmpty());
    }

    void whatAnAdministratorFixedCannotBeChanged()
    {
        Desk desk;
        desk.stage.app.preferences().view.managed = {s("desktopNotifications")};
        Q_EMIT desk.stage.app.preferences().changed();
        QVERIFY(desk.stage.press("openSettings"));
        QVERIFY(!desk.stage.press("desktopNotifications"));
        QVERIFY(desk.stage.app.preferences().view.desktopNotifications);
        QVERIFY(Stage::everything().contains(s("Set by your organisation.")));
    }
};

QTEST_MAIN(TestWindowNotes)
#include "tst_window_notes.moc"
