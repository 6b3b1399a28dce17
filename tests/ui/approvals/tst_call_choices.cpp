#include "tests/fakes/fake_grants.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/approval_panel.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtGui/QAccessible>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <functional>

using namespace core::interfaces;
using namespace std::chrono_literals;
using fakes::FakeApprovals;
using fakes::FakeGrants;
using ui::approvals::ApprovalCard;
using ui::approvals::ApprovalPanel;
using Kind = GrantView::Kind;
using Role = ApprovalValueView::Role;

namespace {

QList<ApprovalView> cardsOf(const QList<ApprovalCallView>& calls)
{
    return {waitingCard(QStringLiteral("s1"), calls)};
}

ApprovalCallView call(const char* id = "a", EffectView effect = EffectView::Write)
{
    return waitingCall(QString::fromLatin1(id), effect);
}

/// A conversation in which something waits, with a field to write in.
struct Room {
    HandClock clock;
    std::shared_ptr<FakeApprovals> approvals = std::make_shared<FakeApprovals>();
    std::shared_ptr<FakeGrants> grants = std::make_shared<FakeGrants>(approvals);
    QWidget window;
    ApprovalPanel* panel = new ApprovalPanel(&window, clock.now());
    QLineEdit* field = new QLineEdit(&window);
    QSignalSpy givenUp{panel, &ApprovalPanel::focusGivenUp};

    explicit Room(const QList<ApprovalView>& list = cardsOf({call()}))
    {
        approvals->list = list;
        auto* column = new QVBoxLayout(&window);
        column->addStretch(1);
        column->addWidget(panel);
        column->addWidget(field);
        window.resize(800, 1100);
        panel->setConversation(core::ConversationId(QStringLiteral("here")));
        panel->setApprovals(approvals, grants);
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
    [[nodiscard]] bool visible(const char* name) const
    {
        const auto* found = panel->findChild<QWidget*>(QLatin1String(name));
        return found && found->isVisible();
    }
    [[nodiscard]] QString words(const char* name) const { return find<QPlainTextEdit>(name).toPlainText(); }
    [[nodiscard]] ui::theme::Button& write() const { return find<ui::theme::Button>("ruleWrite"); }
    [[nodiscard]] ApprovalCard& card() const { return find<ApprovalCard>("approvalCard"); }
    [[nodiscard]] auto* guard() const { return card().findChild<ui::approvals::Stillness*>(); }
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
    void press(Qt::Key key) const
    {
        QTest::keyClick(QApplication::focusWidget(), key);
        settle();
    }
    void readToTheEnd() const
    {
        settle();
        auto* bar = find<QScrollArea>("ruleDetails").verticalScrollBar();
        bar->setValue(bar->maximum());
        settle();
    }
    /// The rule of this choice is in view and read, and nothing more.
    void show(const char* choice) const
    {
        click("approvalMore");
        click(choice);
        readToTheEnd();
    }
    [[nodiscard]] bool untouched() const
    {
        return approvals->approved.isEmpty() && approvals->denied.isEmpty() && grants->written.isEmpty();
    }
};

void repeat(QWidget& at, Qt::Key key)
{
    QKeyEvent held(QEvent::KeyPress, key, Qt::NoModifier, QStringLiteral(" "), true);
    QApplication::sendEvent(&at, &held);
}

void compose(QObject* into, const QString& preedit)
{
    QInputMethodEvent event(preedit, {});
    QApplication::sendEvent(into, &event);
}

core::Error error(core::Errc code)
{
    return {code, {}, {}, {}};
}

} // namespace

Q_DECLARE_METATYPE(std::function<void(Room&)>)

class TestCallChoices : public QObject {
    Q_OBJECT
    std::unique_ptr<ui::theme::Appearance> appearance_;
    ui::text::Language language_;

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init() { language_.set(QStringLiteral("en")); }

    // --- the control ---

    void theControlIsFarFromApproveAndDoesNothingByItself()
    {
        const Room room;
        auto& more = room.find<QPushButton>("approvalMore");
        QVERIFY(more.isVisible() && more.isEnabled());
        QVERIFY(more.focusPolicy() & Qt::TabFocus);
        QVERIFY(!more.isDefault() && !more.autoDefault());
        const auto bottom = [&](const QWidget& part) { return part.mapTo(&room.card(), QPoint(0, part.height())).y(); };
        QVERIFY(bottom(more) < bottom(room.find("approvalTitle")));
        QVERIFY(bottom(room.find("approvalDetails")) < bottom(room.find("approvalApprove")));
        room.pass();
        room.click("approvalMore");
        QVERIFY(room.untouched());
        QCOMPARE(room.grants->asked, QList<ApprovalId>{ApprovalId(QStringLiteral("a"))});
        QVERIFY(!room.visible("approvalApprove") && !room.visible("approvalDetails"));
        QVERIFY(room.find("choicesLeave").hasFocus()); // on nothing that decides
        QVERIFY(room.find<QAbstractButton>("choiceHere").text().contains(QStringLiteral("until")));
    }
    void nothingIsOfferedWhereMoreThanThePersonsYesIsNeeded_data()
    {
        QTest::addColumn<bool>("roles");
        QTest::addColumn<QString>("approver");
        QTest::addColumn<bool>("signIn");
        QTest::newRow("somebody else") << true << QString() << false;
        QTest::newRow("somebody else, who is there") << true << QStringLiteral("Bucho") << false;
        QTest::newRow("a sign-in") << false << QString() << true;
    }
    void nothingIsOfferedWhereMoreThanThePersonsYesIsNeeded()
    {
        QFETCH(bool, roles);
        QFETCH(QString, approver);
        QFETCH(bool, signIn);
        auto one = call();
        if (roles) one.roles = {QStringLiteral("bucho")};
        one.approver = approver;
        one.signIn = signIn;
        const Room room(cardsOf({one}));
        QVERIFY(room.card().isVisible());
        QVERIFY(!room.visible("approvalMore"));
    }
    void withoutRulesThereIsNotNow()
    {
        const Room room;
        room.panel->setApprovals(room.approvals);
        settle();
        room.click("approvalMore");
        QVERIFY(!room.visible("choiceHere") && !room.visible("choiceAlways") && !room.visible("choiceNever"));
        QVERIFY(room.visible("choicePutOff"));
        QVERIFY(room.grants->asked.isEmpty());
    }
    void whatIsNotOfferedIsNotThere()
    {
        const Room room;
        FakeGrants::Offers offers;
        GrantOfferView never;
        never.rule.kind = Kind::Never;
        never.possible = true;
        offers.append(never);
        room.grants->offered = offers;
        room.click("approvalMore");
        QVERIFY(room.visible("choiceNever"));
        QVERIFY(!room.visible("choiceHere") && !room.visible("choiceAlways"));
    }
    void whyThereAreNoOffersIsSaid()
    {
        const Room room;
        room.grants->failOffers = error(core::Errc::DiskFull);
        room.click("approvalMore");
        QVERIFY(room.find<QLabel>("choicesNote").text().contains(QStringLiteral("disk is full")));
        QVERIFY(room.visible("choicesNote"));
        QVERIFY(!room.visible("choiceHere"));
        QVERIFY(room.visible("choicePutOff"));
    }

    // --- the rule before it is written ---

    void theRuleIsShownInWords()
    {
        auto one = call();
        one.values = {value(QStringLiteral("to"), QStringLiteral("bob\u202Egro."), Role::Decisive),
                      value(QStringLiteral("body"), QStringLiteral("the body"), Role::Content)};
        const Room room(cardsOf({one}));
        room.show("choiceHere");
        QVERIFY(room.words("ruleSentence").contains(QStringLiteral("the same conversation")));
        QCOMPARE(room.panel->findChildren<QPlainTextEdit*>(QStringLiteral("pinnedValue")).size(), 1);
        QCOMPARE(room.words("pinnedValue"), QStringLiteral("bob⟨U+202E⟩gro."));
        QCOMPARE(room.find<QLabel>("pinnedName").text(), QStringLiteral("to"));
        QVERIFY(room.words("ruleWhere").contains(QStringLiteral("this conversation only")));
        QVERIFY(room.words("ruleLimit").contains(QStringLiteral("20")));
        QVERIFY(room.words("ruleTried").contains(QStringLiteral("14 of the last 15")));
        QVERIFY(room.words("ruleTried").contains(QStringLiteral("to: bob@example.com")));
        QVERIFY(room.find("ruleBack").hasFocus()); // on nothing that decides
        room.press(Qt::Key_Escape);
        room.click("choiceAlways");
        QVERIFY(room.words("ruleSentence").contains(QStringLiteral("any of your conversations")));
        QVERIFY(room.words("ruleWhere").contains(QStringLiteral("all of your conversations")));
        QVERIFY(room.untouched());
    }
    void aPinnedValueInMixedAlphabetsIsToldOf()
    {
        auto one = call();
        one.values = {value(QStringLiteral("to"), QStringLiteral("b\u043Eb@example.com"), Role::Decisive)};
        const Room room(cardsOf({one}));
        room.show("choiceAlways");
        const auto warnings = room.find("ruleDetails").findChildren<QLabel*>(QStringLiteral("approvalLookAlike"));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.first()->text().contains(QStringLiteral("b⟨U+043E⟩b@example.com")));
    }
    void whatIsNotPossibleSaysWhyAndCannotBeWritten()
    {
        const Room room(cardsOf({call("a", EffectView::Commit)}));
        room.show("choiceAlways");
        QVERIFY(room.words("ruleWhyNot").contains(QStringLiteral("every time")));
        QVERIFY(!room.visible("ruleWrite"));
        room.pass(3000ms);
        room.write().click();
        QVERIFY(room.untouched());
    }

    // --- writing it ---

    void aRuleIsWrittenAsItIsShownAndAnswersNothing_data()
    {
        QTest::addColumn<QByteArray>("choice");
        QTest::addColumn<int>("kind");
        QTest::newRow("here") << QByteArray("choiceHere") << int(Kind::Here);
        QTest::newRow("always") << QByteArray("choiceAlways") << int(Kind::Always);
    }
    void aRuleIsWrittenAsItIsShownAndAnswersNothing()
    {
        QFETCH(QByteArray, choice);
        QFETCH(int, kind);
        const Room room;
        room.show(choice.constData());
        room.pass();
        QVERIFY(room.write().isEnabled());
        room.click("ruleWrite");
        QCOMPARE(room.grants->written.size(), 1);
        QCOMPARE(room.grants->written.first().call.text(), QStringLiteral("a"));
        QCOMPARE(room.grants->written.first().digest, QStringLiteral("digest-a"));
        QCOMPARE(int(room.grants->written.first().kind), kind);
        QCOMPARE(room.grants->list.size(), 1);
        // The call waits on, and says so.
        QVERIFY(room.approvals->approved.isEmpty() && room.approvals->denied.isEmpty());
        QCOMPARE(room.approvals->list.size(), 1);
        QVERIFY(room.visible("approvalRuleKept"));
        QVERIFY(room.find<QLabel>("approvalRuleKept").text().contains(QStringLiteral("still waits")));
        QVERIFY(!room.visible("callChoices"));
        QVERIFY(room.visible("approvalApprove") && !room.find("approvalApprove").isEnabled());
        room.click("approvalApprove"); // a second click, where something else was
        QVERIFY(room.approvals->approved.isEmpty());
        room.pass();
        room.click("approvalApprove");
        QCOMPARE(room.approvals->approved.size(), 1);
    }
    void aClickTooEarlyWritesNothing()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass(400ms);
        QVERIFY(!room.write().isEnabled());
        QVERIFY(!room.write().accessibleDescription().isEmpty());
        room.click("ruleWrite");
        QVERIFY(room.untouched());
        room.pass(200ms);
        QVERIFY(room.write().isEnabled());
    }
    void theTimeBeforeTheRuleWasShownDoesNotCount()
    {
        const Room room;
        room.pass(5000ms);
        room.click("approvalMore");
        room.pass(5000ms);
        room.click("choiceAlways");
        room.readToTheEnd();
        QVERIFY(!room.write().isEnabled());
        room.click("ruleWrite");
        QVERIFY(room.untouched());
    }
    void whatIsRiskyTakesLonger()
    {
        const Room room(cardsOf({call("a", EffectView::Destructive)}));
        GrantOfferView always;
        always.rule.kind = Kind::Always;
        always.possible = true;
        room.grants->offered = FakeGrants::Offers{always};
        room.show("choiceAlways");
        room.pass(1400ms);
        QVERIFY(!room.write().isEnabled());
        room.pass(200ms);
        QVERIFY(room.write().isEnabled());
    }
    // The button may be drawn as ready from the last look, and the card have moved since.
    void aClickOnWhatWasReadyWritesNothing()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        room.guard()->blockSignals(true);
        room.card().move(room.card().pos() + QPoint(0, 3));
        QVERIFY(room.write().isEnabled());
        QTest::mouseClick(&room.write(), Qt::LeftButton);
        QVERIFY(room.untouched());
    }
    void aReleaseOnWhatMovedWritesNothing()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        QTest::mousePress(&room.write(), Qt::LeftButton);
        room.guard()->blockSignals(true);
        room.card().move(room.card().pos() + QPoint(0, 3));
        QVERIFY(room.write().isDown());
        QTest::mouseRelease(&room.write(), Qt::LeftButton);
        QVERIFY(room.untouched());
    }
    void aPressTooEarlyIsNoneWhenReleasedInTime()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass(400ms);
        room.write().setEnabled(true); // as if the button had not noticed
        QTest::mousePress(&room.write(), Qt::LeftButton);
        room.pass(400ms);
        room.write().setDown(true);
        QTest::mouseRelease(&room.write(), Qt::LeftButton);
        QVERIFY(room.untouched());
    }
    void nothingIsWrittenWhileAnInputMethodComposes()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        compose(&room.card(), QStringLiteral("か"));
        room.pass(3000ms);
        QVERIFY(!room.write().isEnabled());
        room.click("ruleWrite");
        QVERIFY(room.untouched());
        compose(&room.card(), {});
        room.pass();
        QVERIFY(room.write().isEnabled());
    }
    void nothingIsWrittenBeforeItWasReadToItsEnd()
    {
        auto one = call();
        one.values = {value(QStringLiteral("to"), QStringLiteral("a long line\n").repeated(200), Role::Decisive)};
        const Room room(cardsOf({one}));
        room.click("approvalMore");
        room.click("choiceAlways");
        room.pass(3000ms);
        QVERIFY(!room.write().isEnabled());
        QVERIFY(room.visible("ruleWait"));
        room.click("ruleWrite");
        QVERIFY(room.untouched());
        room.readToTheEnd();
        room.pass();
        QVERIFY(!room.visible("ruleWait"));
        QVERIFY(room.write().isEnabled());
    }
    void theKeyboardWritesItToo()
    {
        const Room room;
        room.find("approvalMore").setFocus();
        room.press(Qt::Key_Space);
        room.find("choiceAlways").setFocus();
        room.press(Qt::Key_Space);
        room.readToTheEnd();
        room.pass();
        QVERIFY(room.grants->written.isEmpty());
        room.write().setFocus();
        QVERIFY(room.write().hasFocus());
        room.press(Qt::Key_Space);
        QCOMPARE(room.grants->written.size(), 1);
        QVERIFY(room.approvals->approved.isEmpty() && room.approvals->denied.isEmpty());
        QVERIFY(room.card().hasFocus()); // not on the next one that decides
    }
    void aKeyThatIsHeldWritesNothing()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        room.write().setFocus();
        repeat(room.write(), Qt::Key_Space);
        QVERIFY(!room.write().isDown());
        room.write().click();
        QVERIFY(room.untouched());
    }
    void aSpaceBarThatIsHeldGoesNoFurtherThanItsRelease()
    {
        const Room room;
        room.find("approvalMore").setFocus();
        QTest::keyPress(QApplication::focusWidget(), Qt::Key_Space);
        for (int i = 0; i < 20; ++i) {
            room.pass(100ms);
            repeat(*QApplication::focusWidget(), Qt::Key_Space);
        }
        QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Space);
        settle();
        QVERIFY(room.visible("choicesList"));
        QVERIFY(room.untouched());
    }
    void theKeyboardLeavesWhatCannotBePressedAnyMore()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        room.write().setFocus();
        room.card().move(room.card().pos() + QPoint(0, 3));
        room.clock.pass(50ms, room.window);
        QVERIFY(!room.write().isEnabled());
        QVERIFY(room.find("ruleDetails").hasFocus());
    }
    void aProgramsClickWritesNothing()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        room.write().click();
        auto* actions = QAccessible::queryAccessibleInterface(&room.write())->actionInterface();
        actions->doAction(QAccessibleActionInterface::pressAction());
        QTest::qWait(150);
        QVERIFY(room.untouched());
    }
    void aPressThatEndedElsewhereIsOver_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("the mouse") << false;
        QTest::newRow("a key") << true;
    }
    void aPressThatEndedElsewhereIsOver()
    {
        QFETCH(bool, byKey);
        const Room room;
        room.show("choiceAlways");
        room.pass();
        if (byKey) {
            room.write().setFocus();
            QTest::keyPress(&room.write(), Qt::Key_Space);
            room.write().setDown(false); // Escape, as a button takes it
            QTest::keyRelease(&room.write(), Qt::Key_Space);
        } else {
            QTest::mousePress(&room.write(), Qt::LeftButton);
            QTest::mouseRelease(&room.write(), Qt::LeftButton, {}, QPoint(-5, -5));
        }
        room.write().click(); // a program's
        QVERIFY(room.untouched());
    }
    void theChordsApproveNothingWhileSomethingElseIsShown()
    {
        const Room room;
        room.panel->review();
        room.pass();
        room.click("approvalMore");
        room.pass();
        room.panel->approveReviewed();
        room.click("choiceAlways");
        room.readToTheEnd();
        room.pass();
        room.panel->approveReviewed();
        QVERIFY(room.untouched());
        room.panel->review(); // back to the call
        QVERIFY(!room.visible("callChoices"));
        room.panel->approveReviewed();
        QVERIFY(room.untouched());
        room.pass();
        room.panel->approveReviewed();
        QCOMPARE(room.approvals->approved.size(), 1);
    }
    void escapeGoesBackOneStep()
    {
        const Room room;
        room.show("choiceAlways");
        room.press(Qt::Key_Escape);
        QVERIFY(room.visible("choicesList") && !room.visible("ruleScope"));
        QVERIFY(room.find("choicesLeave").hasFocus());
        room.press(Qt::Key_Escape);
        QVERIFY(!room.visible("callChoices") && room.visible("approvalDetails"));
        QVERIFY(room.card().hasFocus());
        QCOMPARE(room.givenUp.size(), 0);
        room.press(Qt::Key_Escape);
        QCOMPARE(room.givenUp.size(), 1);
        QVERIFY(room.untouched());
    }
    void whyARuleWasNotWrittenIsSaid_data()
    {
        QTest::addColumn<core::Errc>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("Conflict") << core::Errc::Conflict << QStringLiteral("changed elsewhere");
        QTest::newRow("Refused") << core::Errc::Refused << QStringLiteral("Answer the call itself");
        QTest::newRow("DiskFull") << core::Errc::DiskFull << QStringLiteral("disk is full");
        QTest::newRow("Busy") << core::Errc::Busy << QStringLiteral("Another Sekisho");
        QTest::newRow("Corrupt") << core::Errc::Corrupt << QStringLiteral("damaged");
    }
    void whyARuleWasNotWrittenIsSaid()
    {
        QFETCH(core::Errc, code);
        QFETCH(QString, says);
        const Room room;
        room.grants->failWrite = error(code);
        room.show("choiceAlways");
        room.pass();
        room.click("ruleWrite");
        QVERIFY(room.visible("ruleError"));
        QVERIFY2(room.find<QLabel>("ruleError").text().contains(says),
                 qPrintable(room.find<QLabel>("ruleError").text()));
        QVERIFY(room.grants->list.isEmpty());
        QCOMPARE(room.approvals->list.size(), 1);
        QVERIFY(!room.visible("approvalRuleKept"));
        room.grants->failWrite.reset();
        room.click("ruleWrite"); // what moved has to be still anew
        QCOMPARE(room.grants->written.size(), 1);
        room.readToTheEnd();
        room.pass();
        room.click("ruleWrite");
        QCOMPARE(room.grants->list.size(), 1);
    }
    void aRuleIsWrittenOnce()
    {
        const Room room;
        room.grants->holdWrites = true;
        room.show("choiceAlways");
        room.pass();
        room.click("ruleWrite");
        room.pass();
        room.click("ruleWrite");
        QCOMPARE(room.grants->written.size(), 1);
        room.grants->keepHeld();
        settle();
        QVERIFY(room.visible("approvalRuleKept"));
    }

    // --- always decline ---

    void whatIsAlwaysDeclinedIsDeclinedNow()
    {
        const Room room;
        room.show("choiceNever");
        QVERIFY(room.write().isEnabled()); // at once: it lets nothing through
        room.click("ruleWrite");
        QCOMPARE(room.grants->written.size(), 1);
        QCOMPARE(room.grants->written.first().kind, Kind::Never);
        QCOMPARE(room.grants->written.first().digest, QStringLiteral("digest-a"));
        QCOMPARE(room.approvals->denied, QList<ApprovalId>{ApprovalId(QStringLiteral("a"))});
        QVERIFY(room.approvals->approved.isEmpty());
        QVERIFY(room.approvals->list.isEmpty());
        QVERIFY(!room.panel->isVisible());
    }
    void withoutTheRuleNothingIsDeclined()
    {
        const Room room;
        room.grants->failWrite = error(core::Errc::DiskFull);
        room.show("choiceNever");
        room.click("ruleWrite");
        QVERIFY(room.visible("ruleError"));
        QVERIFY(room.approvals->denied.isEmpty());
    }
    void aDenialThatIsNotKeptIsSaidBesideTheRuleThatIs()
    {
        const Room room;
        room.approvals->failDeny = error(core::Errc::DiskFull);
        room.show("choiceNever");
        room.click("ruleWrite");
        QVERIFY(room.visible("approvalError") && room.visible("approvalRuleKept"));
        QVERIFY(room.find<QLabel>("approvalError").text().contains(QStringLiteral("disk is full")));
        QCOMPARE(room.grants->list.size(), 1);
        QCOMPARE(room.approvals->list.size(), 1);
    }
    void itIsDeclinedAlsoWhenAnotherConversationIsOpenBy()
    {
        const Room room;
        room.grants->holdWrites = true;
        room.show("choiceNever");
        room.click("ruleWrite");
        room.panel->setConversation(core::ConversationId(QStringLiteral("there")));
        room.grants->keepHeld();
        settle();
        QCOMPARE(room.approvals->denied.size(), 1);
        QVERIFY(!room.visible("approvalCard"));
    }

    // --- what changes meanwhile ---

    void offersThatComeAfterTheCardChangedAreDropped()
    {
        const Room room;
        room.grants->holdOffers = true;
        room.click("approvalMore");
        QVERIFY(room.visible("choiceHere") && !room.find("choiceHere").isEnabled());
        auto other = call();
        other.values.first().value = QStringLiteral("30");
        other.digest = QStringLiteral("of 30");
        room.approvals->set(cardsOf({other}));
        settle();
        QVERIFY(!room.visible("callChoices") && room.visible("approvalDetails"));
        room.click("approvalMore");
        room.grants->giveHeldOffers(); // of the three days
        settle();
        QVERIFY(!room.find("choiceHere").isEnabled());
        room.grants->giveHeldOffers();
        settle();
        QVERIFY(room.find("choiceHere").isEnabled());
        room.click("choiceHere");
        QCOMPARE(room.words("pinnedValue"), QStringLiteral("30"));
        room.readToTheEnd();
        room.pass();
        room.click("ruleWrite");
        QCOMPARE(room.grants->written.size(), 1);
        QCOMPARE(room.grants->written.first().digest, QStringLiteral("of 30"));
        QCOMPARE(room.grants->list.size(), 1);
    }
    void aRuleOfACallThatChangedIsNotWritten_data()
    {
        using Cause = std::function<void(Room&)>;
        QTest::addColumn<Cause>("cause");
        const auto row = [](const char* name, const Cause& cause) { QTest::newRow(name) << cause; };
        row("another digest", [](Room& room) {
            auto other = call();
            other.digest = QStringLiteral("other");
            room.approvals->set(cardsOf({other}));
        });
        row("another call in its place", [](Room& room) { room.approvals->set(cardsOf({call("b")})); });
        row("none", [](Room& room) { room.approvals->set({}); });
        row("another account", [](Room& room) { room.panel->setApprovals({}); });
    }
    void aRuleOfACallThatChangedIsNotWritten()
    {
        using Cause = std::function<void(Room&)>;
        QFETCH(Cause, cause);
        Room room;
        room.show("choiceAlways");
        room.pass();
        QTest::mousePress(&room.write(), Qt::LeftButton);
        cause(room);
        settle();
        QVERIFY(!room.visible("callChoices"));
        room.write().setDown(true); // as if the button had not noticed
        QTest::mouseRelease(&room.write(), Qt::LeftButton);
        room.write().click();
        QVERIFY(room.untouched());
    }
    void whatIsTheSameStays()
    {
        const Room room(cardsOf({call(), call("b")}));
        room.show("choiceAlways");
        room.pass();
        QVERIFY(room.write().isEnabled());
        room.approvals->set(cardsOf({room.approvals->list.first().calls.first()})); // the other was answered elsewhere
        settle();
        QVERIFY(room.visible("ruleScope"));
        QVERIFY(!room.write().isEnabled()); // but it has to be still anew
    }
    void nothingOfAnAccountStays()
    {
        const Room room;
        room.show("choiceHere");
        room.panel->setApprovals({});
        settle();
        QVERIFY(!room.panel->isVisible());
        for (const auto* each : room.panel->findChildren<QWidget*>()) {
            const QString told = each->accessibleName() + each->accessibleDescription() + each->toolTip() +
                                 each->property("text").toString() + each->property("plainText").toString();
            for (const auto* word : {"Asan", "leave", "three days", "bob@example.com", "HR API", "until"})
                QVERIFY2(!told.contains(QLatin1String(word)), qPrintable(each->objectName() + u' ' + told));
        }
    }

    // --- not now ---

    void notNowIsNoAnswer()
    {
        const Room room;
        room.click("approvalMore");
        room.click("choicePutOff");
        QVERIFY(room.untouched());
        QCOMPARE(room.approvals->list.size(), 1);
        QVERIFY(room.panel->isVisible() && !room.visible("approvalCard"));
        QVERIFY(room.visible("approvalFoldedBar"));
        QVERIFY(room.find<QLabel>("approvalFolded").text().endsWith(QLatin1Char('1')));
        QCOMPARE(room.givenUp.size(), 1);
        room.panel->approveReviewed();
        room.panel->denyReviewed();
        QVERIFY(room.untouched());
    }
    void whatWasPutOffComesBack_data()
    {
        using Way = std::function<void(Room&)>;
        QTest::addColumn<Way>("way");
        QTest::addColumn<bool>("keyboard");
        const auto row = [](const char* name, bool keyboard, const Way& way) {
            QTest::newRow(name) << way << keyboard;
        };
        row("by the line", true, [](Room& room) { room.click("approvalFoldedReview"); });
        row("by the chord", true, [](Room& room) { room.panel->review(); });
        row("by a change of the call", false, [](Room& room) {
            auto other = room.approvals->list.first().calls.first();
            other.digest = QStringLiteral("other");
            room.approvals->set(cardsOf({other}));
        });
        row("by another call of the step", false,
            [](Room& room) { room.approvals->set(cardsOf({room.approvals->list.first().calls.first(), call("b")})); });
    }
    void whatWasPutOffComesBack()
    {
        using Way = std::function<void(Room&)>;
        QFETCH(Way, way);
        QFETCH(bool, keyboard);
        Room room;
        room.click("approvalMore");
        room.click("choicePutOff");
        room.field->setFocus();
        way(room);
        settle();
        QVERIFY(room.visible("approvalCard") && !room.visible("approvalFoldedBar"));
        QCOMPARE(room.card().hasFocus(), keyboard);
        QVERIFY(!room.find("approvalApprove").isEnabled()); // it has to be looked at anew
        QVERIFY(room.untouched());
    }
    void itStaysPutOffWhileNothingOfItChanges()
    {
        const Room room(cardsOf({call(), call("b")}));
        room.click("approvalMore");
        room.click("choicePutOff");
        QVERIFY(room.find<QLabel>("approvalFolded").text().endsWith(QLatin1Char('2')));
        auto left = room.approvals->list;
        left.first().calls.removeLast(); // answered elsewhere
        room.approvals->set(left);
        QVERIFY(!room.visible("approvalCard"));
        QVERIFY(room.find<QLabel>("approvalFolded").text().endsWith(QLatin1Char('1')));
        room.panel->setConversation(core::ConversationId(QStringLiteral("there")));
        QVERIFY(!room.visible("approvalFoldedBar"));
        room.panel->setConversation(core::ConversationId(QStringLiteral("here")));
        QVERIFY(room.visible("approvalFoldedBar") && !room.visible("approvalCard"));
        room.approvals->set({});
        QVERIFY(!room.panel->isVisible());
    }
    void theNextCardComesIntoView()
    {
        const Room room({waitingCard(QStringLiteral("s1"), {call()}), waitingCard(QStringLiteral("s2"), {call("b")})});
        room.click("approvalMore");
        room.click("choicePutOff");
        QCOMPARE(room.card().view().step.text(), QStringLiteral("s2"));
        QVERIFY(room.visible("approvalFoldedBar"));
        QCOMPARE(room.givenUp.size(), 1);
        room.panel->approveReviewed();
        QVERIFY(room.untouched());
    }

    void everyControlHasANameForAScreenReader()
    {
        const Room room;
        for (const char* step : {"approvalMore", "choiceAlways"}) {
            room.click(step);
            for (auto* part : room.card().findChildren<QWidget*>()) {
                if (!part->isVisible() || part->focusPolicy() == Qt::NoFocus) continue;
                QVERIFY2(!part->objectName().isEmpty(), part->metaObject()->className());
                QVERIFY2(!QAccessible::queryAccessibleInterface(part)->text(QAccessible::Name).isEmpty(),
                         qPrintable(part->objectName()));
            }
        }
    }
    void itSpeaksTheOtherLanguage()
    {
        const Room room;
        room.show("choiceAlways");
        room.pass();
        language_.set(QStringLiteral("ja"));
        settle();
        QVERIFY(room.words("ruleSentence").contains(QStringLiteral("エージェント")));
        QVERIFY(!room.write().isEnabled()); // it has to be read in these words
    }
};

QTEST_MAIN(TestCallChoices)
#include "tst_call_choices.moc"
