#include "tests/fakes/fake_approvals.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/approval_panel.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

using namespace core::interfaces;
using namespace std::chrono_literals;
using fakes::FakeApprovals;
using ui::approvals::ApprovalCard;
using ui::approvals::ApprovalPanel;

namespace {

/// A conversation with something said, what waits, and a field to write in.
struct Room {
    HandClock clock;
    std::shared_ptr<FakeApprovals> approvals = std::make_shared<FakeApprovals>();
    QWidget window;
    QPlainTextEdit* said = new QPlainTextEdit(&window);
    ApprovalPanel* panel = new ApprovalPanel(&window, clock.now());
    QLineEdit* field = new QLineEdit(&window);
    QSignalSpy elsewhere{panel, &ApprovalPanel::waitingElsewhereChanged};
    QSignalSpy opened{panel, &ApprovalPanel::openRequested};
    QSignalSpy givenUp{panel, &ApprovalPanel::focusGivenUp};

    explicit Room(const QList<ApprovalView>& list)
    {
        approvals->list = list;
        auto* column = new QVBoxLayout(&window);
        column->addWidget(said, 1);
        column->addWidget(panel);
        column->addWidget(field);
        window.resize(800, 700);
        panel->setConversation(core::ConversationId(QStringLiteral("here")));
        panel->setApprovals(approvals);
        window.show();
        window.activateWindow();
        field->setFocus();
        settle();
    }

    template <typename T = QWidget>
    [[nodiscard]] T& find(const char* name) const
    {
        auto* found = panel->findChild<T*>(QLatin1String(name));
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    [[nodiscard]] QString text(const char* name) const { return find<QLabel>(name).text(); }
    [[nodiscard]] const ApprovalView& shown() const { return panel->findChild<ApprovalCard*>()->view(); }
    void pass(std::chrono::milliseconds time = 500ms) const
    {
        settle();
        clock.pass(time, window);
        settle();
        clock.pass(1ms, window);
    }
    void click(const char* name) const
    {
        QTest::mouseClick(&find(name), Qt::LeftButton);
        settle();
    }
    void approve() const
    {
        pass();
        click("approvalApprove");
    }
};

ApprovalCallView call(const char* id)
{
    return waitingCall(QString::fromLatin1(id));
}

QList<ApprovalView> three()
{
    return {waitingCard(QStringLiteral("s1"), {call("a")}), waitingCard(QStringLiteral("s2"), {call("b")}),
            waitingCard(QStringLiteral("s3"), {call("c")})};
}

core::Error error(core::Errc code)
{
    return {code, {}, {}, {}};
}

} // namespace

class TestApprovalPanel : public QObject {
    Q_OBJECT
    std::unique_ptr<ui::theme::Appearance> appearance_;
    ui::text::Language language_;

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init() { language_.set(QStringLiteral("en")); }

    void itIsHiddenWhenNothingWaits()
    {
        const Room room({});
        QVERIFY(!room.panel->isVisible());
        room.approvals->set(three());
        QVERIFY(room.panel->isVisible());
        QVERIFY(room.field->hasFocus());
        room.approvals->set({});
        QVERIFY(!room.panel->isVisible());
        room.approvals->set(three());
        room.panel->setApprovals({});
        QVERIFY(!room.panel->isVisible());
    }
    void aClickAnswersTheExactCall()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.approve();
        QCOMPARE(room.approvals->approved.size(), 1);
        QCOMPARE(room.approvals->approved.first().first.text(), QStringLiteral("a"));
        QCOMPARE(room.approvals->approved.first().second, QStringLiteral("digest-a"));
        QVERIFY(room.approvals->denied.isEmpty());
        QVERIFY(!room.panel->isVisible());
    }
    void decliningAnswers()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.click("approvalDeny");
        QCOMPARE(room.approvals->denied.size(), 1);
        QVERIFY(room.approvals->approved.isEmpty());
        QVERIFY(!room.panel->isVisible());
    }
    void theChordsAnswerWhatIsUnderReview()
    {
        const Room room(three());
        room.panel->approveReviewed();
        room.panel->denyReviewed();
        QVERIFY(room.approvals->approved.isEmpty() && room.approvals->denied.isEmpty());
        room.panel->review();
        room.pass();
        room.panel->approveReviewed();
        QCOMPARE(room.approvals->approved.size(), 1);
        settle();
        room.panel->review();
        room.panel->denyReviewed();
        QCOMPARE(room.approvals->denied.size(), 1);
        QCOMPARE(room.approvals->denied.first().text(), QStringLiteral("b"));
    }
    void severalStepsArePaged()
    {
        const Room room(three());
        QCOMPARE(room.text("approvalPage"), QStringLiteral("1 of 3"));
        QVERIFY(!room.find("approvalBefore").isEnabled());
        room.click("approvalAfter");
        QCOMPARE(room.text("approvalPage"), QStringLiteral("2 of 3"));
        QCOMPARE(room.shown().step.text(), QStringLiteral("s2"));
        room.click("approvalAfter");
        QCOMPARE(room.text("approvalPage"), QStringLiteral("3 of 3"));
        QVERIFY(!room.find("approvalAfter").isEnabled());
        room.click("approvalBefore");
        QCOMPARE(room.shown().step.text(), QStringLiteral("s2"));
    }
    void anotherPageBeginsAnew()
    {
        const Room room(three());
        room.pass();
        QVERIFY(room.find("approvalApprove").isEnabled());
        room.click("approvalAfter");
        room.click("approvalApprove");
        QVERIFY(room.approvals->approved.isEmpty());
        room.approve();
        QCOMPARE(room.approvals->approved.first().first.text(), QStringLiteral("b"));
    }
    void oneStepHasNoPages()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        QVERIFY(!room.find("approvalPages").isVisible());
    }
    void thePageStaysWhenOthersGo()
    {
        const Room room(three());
        room.click("approvalAfter");
        room.approvals->set(three().mid(1));
        QCOMPARE(room.shown().step.text(), QStringLiteral("s2"));
        QCOMPARE(room.text("approvalPage"), QStringLiteral("1 of 2"));
    }
    // Two cards lie in one place, one after the other.
    void aDoubleClickAnswersOne()
    {
        const Room room(three());
        room.pass();
        auto& button = room.find("approvalApprove");
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::mouseDClick(&button, Qt::LeftButton);
        settle();
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(room.approvals->approved.size(), 1);
    }
    void theNextCardIsNotTakenForTheOneAnswered()
    {
        const Room room(three());
        room.approve();
        QCOMPARE(room.shown().step.text(), QStringLiteral("s2"));
        room.approve();
        QCOMPARE(room.approvals->approved.size(), 2);
        QCOMPARE(room.approvals->approved.last().first.text(), QStringLiteral("b"));
    }
    void anAnswerIsGivenOnce()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.approvals->hold = true;
        room.approve();
        room.approve();
        room.click("approvalDeny");
        QCOMPARE(room.approvals->approved.size(), 1);
        QVERIFY(room.approvals->denied.isEmpty());
        room.approvals->answerHeld();
        settle();
        QVERIFY(!room.panel->isVisible());
    }
    void failuresAreToldInWords_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("Conflict")
            << int(core::Errc::Conflict)
            << QStringLiteral("This call was answered or changed elsewhere. The conversation says what came of it.");
        QTest::newRow("DiskFull") << int(core::Errc::DiskFull) << QStringLiteral("disk is full");
        QTest::newRow("Busy") << int(core::Errc::Busy) << QStringLiteral("another Sekisho");
        QTest::newRow("Corrupt") << int(core::Errc::Corrupt) << QStringLiteral("damaged");
    }
    void failuresAreToldInWords()
    {
        QFETCH(int, code);
        QFETCH(QString, says);
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.approvals->failApprove = error(core::Errc(code));
        room.approvals->failDeny = error(core::Errc(code));
        room.approve();
        QVERIFY(room.find("approvalError").isVisible());
        QVERIFY2(room.text("approvalError").contains(says), qPrintable(room.text("approvalError")));
        room.approvals->failApprove.reset();
        room.click("approvalDeny");
        QVERIFY2(room.text("approvalError").contains(says), qPrintable(room.text("approvalError")));
        room.approve();
        QCOMPARE(room.approvals->approved.size(), 2);
        QVERIFY(!room.panel->isVisible());
    }
    void theFailureOfACallThatIsGoneIsTold()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.approvals->hold = true;
        room.approve();
        room.approvals->set({});
        room.approvals->answerHeld();
        settle();
        QVERIFY(room.panel->isVisible());
        QVERIFY(room.find("approvalNote").isVisible());
        const QString says = room.find("approvalNote").findChild<QLabel*>(QStringLiteral("bannerText"))->text();
        QCOMPARE(
            says,
            QStringLiteral(
                "Request leave: This call was answered or changed elsewhere. The conversation says what came of it."));
        QTest::mouseClick(room.find("approvalNote").findChild<QWidget*>(QStringLiteral("bannerDismiss")),
                          Qt::LeftButton);
        QVERIFY(!room.panel->isVisible());
    }
    void aFailureIsNotToldOfAnotherCall()
    {
        const Room room(three());
        room.approvals->hold = true;
        room.approvals->failApprove = error(core::Errc::DiskFull);
        room.approve();
        room.click("approvalAfter");
        room.approvals->answerHeld();
        settle();
        QVERIFY(!room.find("approvalError").isVisible() || room.shown().step.text() == QStringLiteral("s1"));
    }
    void aFailureIsNotToldToAnotherAccount()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.approvals->hold = true;
        room.approve();
        room.approvals->list.clear();
        const auto others = std::make_shared<FakeApprovals>();
        room.panel->setApprovals(others);
        room.approvals->answerHeld();
        settle();
        QVERIFY(!room.panel->isVisible());
    }
    void nothingOfAnAccountStays()
    {
        auto call = waitingCall(QStringLiteral("a"));
        call.sources = {QStringLiteral("list_leave")};
        const Room room({waitingCard(QStringLiteral("s1"), {call, waitingCall(QStringLiteral("b"))})});
        room.panel->setApprovals({});
        settle();
        QVERIFY(!room.panel->isVisible());
        for (const auto* each : room.panel->findChildren<QWidget*>()) {
            const QString told = each->accessibleName() + each->accessibleDescription() + each->toolTip() +
                                 each->property("text").toString() + each->property("plainText").toString();
            for (const auto* word : {"Asan", "leave", "three days", "Example KK", "HR API"})
                QVERIFY2(!told.contains(QLatin1String(word)), qPrintable(each->objectName() + u' ' + told));
        }
    }
    void whatWaitsElsewhereIsALine()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")}, QStringLiteral("there"))});
        QVERIFY(room.panel->isVisible());
        QVERIFY(!room.find("approvalCard").isVisible());
        QVERIFY(room.find("approvalOthersBar").isVisible());
        QVERIFY(room.text("approvalOthers").endsWith(QLatin1Char('1')));
        QCOMPARE(room.elsewhere.size(), 1);
        QCOMPARE(room.elsewhere.last().first().toInt(), 1);
        room.click("approvalOpenOther");
        QCOMPARE(room.opened.size(), 1);
        QCOMPARE(room.opened.first().first().value<core::ConversationId>().text(), QStringLiteral("there"));
        room.approvals->set({waitingCard(QStringLiteral("s1"), {call("a"), call("b")}, QStringLiteral("there"))});
        QCOMPARE(room.elsewhere.last().first().toInt(), 2);
        room.panel->setConversation(core::ConversationId(QStringLiteral("there")));
        QCOMPARE(room.elsewhere.last().first().toInt(), 0);
        QVERIFY(room.find("approvalCard").isVisible());
        QVERIFY(!room.find("approvalOthersBar").isVisible());
    }
    void reviewGoesToWhatWaitsElsewhere()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")}, QStringLiteral("there"))});
        room.panel->review();
        QCOMPARE(room.opened.size(), 1);
    }
    void itLeavesRoomForWhatWasSaid_data()
    {
        QTest::addColumn<int>("height");
        QTest::newRow("a large window") << 900;
        QTest::newRow("a usual window") << 700;
        QTest::newRow("a small window") << 560;
    }
    void itLeavesRoomForWhatWasSaid()
    {
        QFETCH(int, height);
        auto long_ = call("a");
        long_.values = {value(QStringLiteral("to"), QStringLiteral("a long line\n").repeated(300),
                              ApprovalValueView::Role::Decisive)};
        QList<ApprovalCallView> calls;
        for (int i = 0; i < 12; ++i) {
            long_.id = ApprovalId(QString::number(i));
            calls += long_;
        }
        Room room({waitingCard(QStringLiteral("s1"), calls), waitingCard(QStringLiteral("s2"), {call("x")}),
                   waitingCard(QStringLiteral("s3"), {call("y")}, QStringLiteral("there"))});
        room.window.resize(800, height);
        settle();
        QVERIFY2(room.panel->height() <= room.window.height() * 0.6, qPrintable(QString::number(room.panel->height())));
        for (const char* name : {"approvalDeny", "approvalApprove", "approvalTitle"}) {
            auto& part = room.find(name);
            QVERIFY2(part.visibleRegion().boundingRect() == part.rect(), name);
        }
    }
    void aShortCardIsNotHigherThanItNeedsToBe()
    {
        Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.window.resize(800, 1200);
        settle();
        QVERIFY2(room.panel->height() < 600, qPrintable(QString::number(room.panel->height())));
    }
    void theKeyboardDoesNotStayOnWhatIsGone()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call("a")})});
        room.panel->review();
        room.approvals->set({});
        QCOMPARE(room.givenUp.size(), 1);
    }
};

QTEST_MAIN(TestApprovalPanel)
#include "tst_approval_panel.moc"
