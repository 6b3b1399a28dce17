#include "tests/fakes/fake_approvals.h"
#include "tests/fakes/fake_grants.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/review_page.h"
#include "ui/approvals/review_row.h"
#include "ui/text/date_text.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtGui/QInputMethodEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

using namespace core::interfaces;
using namespace std::chrono_literals;
using fakes::FakeApprovals;
using ui::approvals::ApprovalCard;
using ui::approvals::ReviewPage;
using ui::approvals::ReviewRow;

namespace {

ApprovalId id(const char* text)
{
    return ApprovalId(QString::fromLatin1(text));
}

/// The page with two cards of two conversations: a and b, and c.
struct Desk {
    HandClock clock;
    std::shared_ptr<FakeApprovals> approvals = std::make_shared<FakeApprovals>();
    QWidget window;
    ReviewPage* page = new ReviewPage(&window, clock.now());
    QSignalSpy opened{page, &ReviewPage::openRequested};
    QSignalSpy left{page, &ReviewPage::left};

    Desk()
    {
        auto first =
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))});
        auto second = waitingCard(QStringLiteral("s2"), {waitingCall(QStringLiteral("c"), EffectView::Destructive)});
        second.conversation = core::ConversationId(QStringLiteral("elsewhere"));
        approvals->list = {first, second};
        auto* column = new QVBoxLayout(&window);
        column->addWidget(page);
        window.resize(1100, 760);
        page->setApprovals(approvals);
        window.show();
        window.activateWindow();
        page->enter();
        settle();
    }

    template <typename T = QWidget>
    [[nodiscard]] T& find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    [[nodiscard]] QListWidget& list() const { return find<QListWidget>("reviewList"); }
    [[nodiscard]] QString note() const
    {
        return find("reviewNote").findChild<QLabel*>(QStringLiteral("bannerText"))->text();
    }
    [[nodiscard]] QString chosen() const
    {
        return list().currentItem() ? list().currentItem()->data(ReviewRow::IdRole).toString() : QString();
    }
    void pass(std::chrono::milliseconds time = 1500ms) const
    {
        settle();
        clock.pass(time, window);
        settle();
        clock.pass(1ms, window);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
        settle();
    }
};

} // namespace

class TestReviewPage : public QObject {
    Q_OBJECT
    ui::theme::Appearance appearance_{*qApp};

private Q_SLOTS:
    void everyCallHasARowInTheOrderInWhichTheyCame()
    {
        const Desk desk;
        QStringList rows;
        for (int i = 0; i < desk.list().count(); ++i)
            rows << desk.list().item(i)->data(ReviewRow::IdRole).toString();
        QCOMPARE(rows, (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
        QVERIFY(desk.list().item(0)->data(ReviewRow::RiskyRole).toString().isEmpty());
        QVERIFY(!desk.list().item(2)->data(ReviewRow::RiskyRole).toString().isEmpty()); // not by colour alone
        QVERIFY(desk.list().item(2)->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Take care")));
        QCOMPARE(desk.chosen(), QStringLiteral("a"));
        QVERIFY(desk.find("reviewEmpty").isHidden());
    }

    void theKeyboardChoosesReviewsAndApproves()
    {
        const Desk desk;
        desk.press(Qt::Key_J);
        desk.press(Qt::Key_Down);
        QCOMPARE(desk.chosen(), QStringLiteral("c"));
        QCOMPARE(desk.page->findChild<ApprovalCard*>()->view().conversation.text(), QStringLiteral("elsewhere"));
        desk.press(Qt::Key_K);
        QCOMPARE(desk.chosen(), QStringLiteral("b"));
        desk.pass();
        desk.page->approveReviewed(); // nobody has looked at the card yet
        QVERIFY(desk.approvals->approved.isEmpty());
        desk.press(Qt::Key_Return);
        desk.pass();
        for (const auto key : {Qt::Key_Return, Qt::Key_Space, Qt::Key_Y, Qt::Key_1})
            desk.press(key);
        QVERIFY(desk.approvals->approved.isEmpty());
        desk.page->approveReviewed();
        QCOMPARE(desk.approvals->approved.size(), 1);
        QCOMPARE(desk.approvals->approved.first().first, id("b"));
        QVERIFY(desk.approvals->denied.isEmpty());
    }

    void choosingAnotherBeginsTheWaitAnew()
    {
        const Desk desk;
        desk.pass();
        desk.press(Qt::Key_J);
        desk.press(Qt::Key_Return);
        desk.page->approveReviewed();
        QVERIFY(desk.approvals->approved.isEmpty());
        desk.pass();
        desk.page->approveReviewed();
        QCOMPARE(desk.approvals->approved.size(), 1);
    }

    void decliningTakesAReason()
    {
        const Desk desk;
        desk.press(Qt::Key_D);
        QVERIFY(desk.find("reviewReasonBar").isVisible());
        QCOMPARE(QApplication::focusWidget(), &desk.find("reviewReason"));
        QVERIFY(!desk.find("reviewDecline").isEnabled());
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("   "));
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(desk.approvals->denied.isEmpty());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("not that week"));
        desk.press(Qt::Key_Return);
        QVERIFY(desk.approvals->denied.isEmpty());
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.approvals->denied, QList<ApprovalId>{id("a")});
        QCOMPARE(desk.approvals->reasons, QStringList{QStringLiteral("not that week")});
        QVERIFY(desk.find("reviewReasonBar").isHidden());
        QVERIFY(desk.find<QLineEdit>("reviewReason").text().isEmpty());
    }

    void nothingIsDeclinedWhileAnInputMethodComposes()
    {
        const Desk desk;
        desk.press(Qt::Key_D);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("no"));
        QVERIFY(desk.find("reviewDecline").isEnabled());
        QInputMethodEvent begun(QStringLiteral("りゆう"), {});
        QApplication::sendEvent(&desk.find("reviewReason"), &begun);
        QVERIFY(!desk.find("reviewDecline").isEnabled());
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(desk.approvals->denied.isEmpty());
        QInputMethodEvent chosen;
        chosen.setCommitString(QStringLiteral("理由"));
        QApplication::sendEvent(&desk.find("reviewReason"), &chosen);
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.approvals->reasons, QStringList{QStringLiteral("no理由")});
    }

    void aReasonIsForTheCallItWasBegunFor()
    {
        const Desk desk;
        desk.press(Qt::Key_D);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("no"));
        auto without = desk.approvals->list;
        without.first().calls.removeFirst();
        desk.approvals->set(without); // answered elsewhere
        settle();
        QVERIFY(desk.find("reviewReasonBar").isHidden());
        QVERIFY(desk.approvals->denied.isEmpty());
        QCOMPARE(desk.chosen(), QStringLiteral("b"));
    }

    void whatIsDeclinedIsWhatTheCardShows()
    {
        const Desk desk;
        desk.press(Qt::Key_Return);
        QTest::mouseClick(&desk.find("approvalRow1"), Qt::LeftButton); // the second call of the step
        settle();
        QCOMPARE(desk.chosen(), QStringLiteral("b"));
        desk.page->review();
        desk.page->denyReviewed();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("no"));
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.approvals->denied, QList<ApprovalId>{id("b")});
    }

    void escapeGoesBackOneStep()
    {
        const Desk desk;
        desk.press(Qt::Key_O);
        desk.page->denyReviewed();
        QCOMPARE(QApplication::focusWidget(), &desk.find("reviewReason"));
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.find("reviewReasonBar").isHidden());
        QVERIFY(desk.find("approvalCard").hasFocus());
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.list().hasFocus());
        QVERIFY(desk.left.isEmpty());
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.left.size(), 1);
    }

    void whatCameToNothingIsSaid()
    {
        const Desk desk;
        desk.approvals->failApprove = core::Error{core::Errc::DiskFull, QStringLiteral("full"), {}, {}};
        desk.press(Qt::Key_Return);
        desk.pass();
        desk.page->approveReviewed();
        settle();
        QVERIFY(desk.find("approvalError").isVisible());
        desk.approvals->failApprove = core::Error{core::Errc::Conflict, QStringLiteral("gone"), {}, {}};
        desk.approvals->hold = true;
        desk.pass();
        desk.page->review();
        desk.page->approveReviewed();
        auto without = desk.approvals->list;
        without.first().calls.removeFirst();
        desk.approvals->set(without);
        desk.approvals->answerHeld();
        settle();
        QVERIFY(desk.find("reviewNote").isVisible());
    }

    void whatWasDecidedElsewhereIsSaid_data()
    {
        using Outcome = ApprovalOutcomeView::Outcome;
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("said");
        const auto call = QStringLiteral("Request leave · HR API");
        QTest::newRow("approved") << Outcome::Approved << QString()
                                  << QStringLiteral("Approved elsewhere (WHEN): ") + call;
        QTest::newRow("by somebody else") << Outcome::Approved << QStringLiteral("Bucho\u202e%1")
                                          << QStringLiteral("Approved elsewhere by Bucho⟨U+202E⟩%1 (WHEN): ") + call;
        QTest::newRow("declined") << Outcome::Declined << QString()
                                  << QStringLiteral("Declined elsewhere (WHEN): ") + call;
        QTest::newRow("declined by somebody else") << Outcome::Declined << QStringLiteral("Bucho")
                                                   << QStringLiteral("Declined elsewhere by Bucho (WHEN): ") + call;
        QTest::newRow("expired") << Outcome::Expired << QString()
                                 << QStringLiteral("Expired without an answer (WHEN): ") + call;
        QTest::newRow("taken back") << Outcome::Withdrawn << QString() << QStringLiteral("Taken back (WHEN): ") + call;
    }
    void whatWasDecidedElsewhereIsSaid()
    {
        QFETCH(ApprovalOutcomeView::Outcome, outcome);
        QFETCH(QString, by);
        QFETCH(QString, said);
        const Desk desk;
        const QDateTime at(QDate(2020, 3, 12), QTime(12, 0), Qt::UTC); // what the sentence says then is a date
        desk.approvals->decideElsewhere(id("a"), outcome, at, by);
        settle();
        QVERIFY(desk.find("reviewNote").isVisible());
        const auto when = ui::text::whenText(at, QDateTime::currentDateTimeUtc());
        QVERIFY(when.contains(QStringLiteral("2020")));
        QCOMPARE(desk.note(),
                 QString(said).replace(QStringLiteral("(WHEN)"), QLatin1Char('(') + when + QLatin1Char(')')));
        QCOMPARE(desk.chosen(), QStringLiteral("b"));
        QVERIFY(desk.approvals->approved.isEmpty() && desk.approvals->denied.isEmpty());
    }

    void whatWasDecidedElsewhereStaysShort()
    {
        const Desk desk;
        const auto withdrawn = ApprovalOutcomeView::Outcome::Withdrawn;
        auto list = desk.approvals->list;
        list.append(
            waitingCard(QStringLiteral("s3"), {waitingCall(QStringLiteral("d")), waitingCall(QStringLiteral("e"))}));
        desk.approvals->set(list);
        for (const auto* call : {"a", "b", "c", "d"})
            desk.approvals->decideElsewhere(id(call), withdrawn, QDateTime::currentDateTimeUtc());
        QCOMPARE(desk.note().count(QLatin1Char('\n')), 2); // the last three
        desk.page->setApprovals({});
        QVERIFY(desk.find("reviewNote").isHidden());
    }

    void whoIsNotOnThePageIsNotToldThere()
    {
        const Desk desk;
        desk.page->hide();
        desk.approvals->decideElsewhere(id("a"), ApprovalOutcomeView::Outcome::Approved,
                                        QDateTime::currentDateTimeUtc());
        desk.page->show();
        settle();
        QVERIFY(desk.find("reviewNote").isHidden());
    }

    void itIsEnteredAtOneCall()
    {
        const Desk desk;
        desk.page->enterAt(id("c"));
        QCOMPARE(desk.chosen(), QStringLiteral("c"));
        QVERIFY(desk.list().hasFocus());
        desk.pass();
        desk.page->approveReviewed(); // nobody has brought the keyboard to the card
        QVERIFY(desk.approvals->approved.isEmpty());
        desk.page->enterAt({});
        QCOMPARE(desk.chosen(), QStringLiteral("c"));
        desk.page->enterAt(id("gone"));
        QCOMPARE(desk.chosen(), QStringLiteral("a"));
    }

    void withoutAnythingItSaysWhatWouldBeThere()
    {
        const Desk desk;
        desk.approvals->set({});
        settle();
        QVERIFY(desk.find("reviewEmpty").isVisible());
        QVERIFY(desk.find<QLabel>("reviewEmpty").text().startsWith(QStringLiteral("Nothing waits for you")));
        QVERIFY(!desk.list().isVisible());
        QVERIFY(desk.page->findChild<ApprovalCard*>()->view().calls.isEmpty());
    }

    void nothingOfOneAccountStaysForTheNext()
    {
        const Desk desk;
        desk.press(Qt::Key_D);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("secret words"));
        desk.page->setApprovals({});
        settle();
        QCOMPARE(desk.list().count(), 0);
        QVERIFY(desk.find<QLineEdit>("reviewReason").text().isEmpty());
        for (const auto* label : desk.page->findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QStringLiteral("Request leave")), qPrintable(label->text()));
    }

    void rulesAreWrittenHereTooAndNothingIsPutOff()
    {
        const Desk desk;
        QVERIFY(!desk.find("reviewRules").isVisible());
        const auto grants = std::make_shared<fakes::FakeGrants>(desk.approvals);
        desk.page->setApprovals(desk.approvals, grants);
        settle();
        QSignalSpy rules(desk.page, &ReviewPage::rulesRequested);
        QTest::mouseClick(&desk.find("reviewRules"), Qt::LeftButton);
        QCOMPARE(rules.size(), 1);
        QTest::mouseClick(&desk.find("approvalMore"), Qt::LeftButton);
        settle();
        QVERIFY(!desk.find("choicePutOff").isVisible());
        QTest::mouseClick(&desk.find("choiceAlways"), Qt::LeftButton);
        settle();
        auto* bar = desk.find<QScrollArea>("ruleDetails").verticalScrollBar();
        bar->setValue(bar->maximum());
        desk.pass();
        QTest::mouseClick(&desk.find("ruleWrite"), Qt::LeftButton);
        settle();
        QCOMPARE(grants->written.size(), 1);
        QCOMPARE(grants->written.first().call, id("a"));
        QVERIFY(desk.approvals->approved.isEmpty() && desk.approvals->denied.isEmpty());
        desk.press(Qt::Key_Escape); // from the card
        QVERIFY(desk.list().hasFocus());
    }

    void theConversationCanBeOpened()
    {
        const Desk desk;
        desk.press(Qt::Key_End);
        QCOMPARE(desk.chosen(), QStringLiteral("c"));
        QTest::mouseClick(&desk.find("reviewOpen"), Qt::LeftButton);
        QCOMPARE(desk.opened.size(), 1);
        QCOMPARE(desk.opened.first().first().value<core::ConversationId>().text(), QStringLiteral("elsewhere"));
    }
};

QTEST_MAIN(TestReviewPage)
#include "tst_review_page.moc"
