#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/approval_card.h"
#include "ui/approvals/call_words.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtGui/QAccessible>
#include <QtGui/QInputMethodEvent>
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
using ui::approvals::ApprovalCard;
using Role = ApprovalValueView::Role;
using Origin = ApprovalValueView::Origin;

namespace {

/// A card under a field to write in.
struct Desk {
    HandClock clock;
    QWidget window;
    QLineEdit* field = new QLineEdit(&window);
    ApprovalCard* card = new ApprovalCard(&window, clock.now());
    QSignalSpy approved{card, &ApprovalCard::approveRequested};
    QSignalSpy denied{card, &ApprovalCard::denyRequested};

    explicit Desk(const ApprovalView& view = waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a"))}))
    {
        auto* column = new QVBoxLayout(&window);
        column->addWidget(field);
        column->addWidget(card);
        window.resize(700, 620);
        card->setView(view);
        window.show();
        window.activateWindow();
        field->setFocus();
        settle();
    }

    template <typename T = QWidget>
    [[nodiscard]] T& find(const char* name) const
    {
        auto* found = card->findChild<T*>(QLatin1String(name));
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    template <typename T = QWidget>
    [[nodiscard]] QList<T*> all(const char* name) const
    {
        return card->findChildren<T*>(QLatin1String(name));
    }
    [[nodiscard]] ui::theme::Button& approve() const { return find<ui::theme::Button>("approvalApprove"); }
    [[nodiscard]] QString valueText(int index = 0) const
    {
        return all<QPlainTextEdit>("approvalValue").at(index)->toPlainText();
    }
    void pass(std::chrono::milliseconds time = 500ms) const
    {
        settle();
        clock.pass(time, window);
        settle();
        clock.pass(1ms, window);
    }
    void readToTheEnd() const
    {
        settle();
        auto* bar = find<QScrollArea>("approvalDetails").verticalScrollBar();
        bar->setValue(bar->maximum());
        settle();
    }
    void click(const char* name) const
    {
        QTest::mouseClick(&find(name), Qt::LeftButton);
        settle();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
        settle();
    }
    [[nodiscard]] QString everything() const
    {
        QStringList texts;
        for (const auto* label : card->findChildren<QLabel*>())
            if (!label->isHidden()) texts << label->text();
        for (const auto* edit : card->findChildren<QPlainTextEdit*>())
            texts << edit->toPlainText();
        for (const auto* button : card->findChildren<QAbstractButton*>())
            texts << button->text();
        return texts.join(QLatin1Char('\n'));
    }
};

ApprovalView withValue(const ApprovalValueView& one, EffectView effect = EffectView::Write)
{
    auto call = waitingCall(QStringLiteral("a"), effect);
    call.values = {one};
    return waitingCard(QStringLiteral("s1"), {call});
}

QString longText()
{
    QString text;
    for (int i = 0; i < 60; ++i)
        text += QStringLiteral("Line %1 of what is sent.\n").arg(i);
    return text;
}

void compose(QObject* into, const QString& preedit)
{
    QInputMethodEvent event(preedit, {});
    QApplication::sendEvent(into, &event);
}

} // namespace

Q_DECLARE_METATYPE(std::function<void(Desk&)>)

class TestApprovalCard : public QObject {
    Q_OBJECT
    std::unique_ptr<ui::theme::Appearance> appearance_;
    ui::text::Language language_;

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init()
    {
        language_.set(QStringLiteral("en"));
        appearance_->setTheme(Theme::Light);
    }

    void aClickApprovesWhatWasRead()
    {
        const Desk desk;
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
        QCOMPARE(desk.approved.first().at(0).value<ApprovalId>().text(), QStringLiteral("a"));
        QCOMPARE(desk.approved.first().at(1).toString(), QStringLiteral("digest-a"));
        QVERIFY(desk.denied.isEmpty());
    }
    void aClickTooEarlyDoesNothing()
    {
        const Desk desk;
        desk.pass(400ms);
        QVERIFY(!desk.approve().isEnabled());
        QVERIFY(!desk.approve().accessibleDescription().isEmpty());
        desk.click("approvalApprove");
        QVERIFY(desk.approved.isEmpty());
        desk.pass(200ms);
        QVERIFY(desk.approve().isEnabled());
        QVERIFY(desk.approve().accessibleDescription().isEmpty());
    }
    // The button may be drawn as ready from the last look, and the card have moved since.
    void aClickOnWhatWasReadyDoesNothing()
    {
        const Desk desk;
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        desk.card->findChild<ui::approvals::Stillness*>()->blockSignals(true);
        desk.card->move(desk.card->pos() + QPoint(0, 3));
        QVERIFY(desk.approve().isEnabled());
        QTest::mouseClick(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approved.isEmpty());
    }
    // The button does not hear of it, as little as between two looks.
    void aReleaseOnWhatMovedDoesNothing()
    {
        const Desk desk;
        desk.pass();
        QTest::mousePress(&desk.approve(), Qt::LeftButton);
        desk.card->findChild<ui::approvals::Stillness*>()->blockSignals(true);
        desk.card->move(desk.card->pos() + QPoint(0, 3));
        QVERIFY(desk.approve().isDown());
        QTest::mouseRelease(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approved.isEmpty());
    }
    void everyEffectTakesItsTime_data()
    {
        QTest::addColumn<int>("effect");
        QTest::addColumn<int>("time");
        QTest::newRow("Read") << int(EffectView::Read) << 500;
        QTest::newRow("ReadEgress") << int(EffectView::ReadEgress) << 500;
        QTest::newRow("Write") << int(EffectView::Write) << 500;
        QTest::newRow("Egress") << int(EffectView::Egress) << 500;
        QTest::newRow("Permission") << int(EffectView::Permission) << 1500;
        QTest::newRow("Commit") << int(EffectView::Commit) << 1500;
        QTest::newRow("Destructive") << int(EffectView::Destructive) << 1500;
        QTest::newRow("Credential") << int(EffectView::Credential) << 1500;
    }
    void everyEffectTakesItsTime()
    {
        QFETCH(int, effect);
        QFETCH(int, time);
        const Desk desk(waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a"), EffectView(effect))}));
        QCOMPARE(int(desk.card->findChild<ui::approvals::Stillness*>()->needed().count()), time);
        QVERIFY(!desk.find<QLabel>("approvalEffect").text().isEmpty());
    }
    void aPressTooEarlyIsNoneWhenReleasedInTime()
    {
        const Desk desk;
        desk.pass(400ms);
        QTest::mousePress(&desk.approve(), Qt::LeftButton);
        desk.pass(400ms);
        QVERIFY(desk.approve().isEnabled());
        QTest::mouseRelease(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approved.isEmpty());
    }
    void aPressInTimeIsNoneWhenReleasedAfterAChange_data()
    {
        using Cause = std::function<void(Desk&)>;
        QTest::addColumn<Cause>("cause");
        const auto row = [](const char* name, const Cause& cause) { QTest::newRow(name) << cause; };
        row("other content", [](Desk& d) {
            auto call = waitingCall(QStringLiteral("a"));
            call.digest = QStringLiteral("other");
            d.card->setView(waitingCard(QStringLiteral("s1"), {call}));
        });
        row("another card",
            [](Desk& d) { d.card->setView(waitingCard(QStringLiteral("s2"), {waitingCall(QStringLiteral("b"))})); });
        row("a move", [](Desk& d) { d.field->setFixedHeight(80); });
    }
    void aPressInTimeIsNoneWhenReleasedAfterAChange()
    {
        using Cause = std::function<void(Desk&)>;
        QFETCH(Cause, cause);
        Desk desk;
        desk.pass();
        QTest::mousePress(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approve().isDown());
        cause(desk);
        desk.pass(3000ms);
        QVERIFY(desk.approve().isEnabled());
        desk.approve().setDown(true); // as if the button had not noticed
        QTest::mouseRelease(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approved.isEmpty());
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
    }
    // Also where there is room for all of it, so that nothing moves and nothing has to be scrolled to.
    void whatIsUnfoldedHasToBeInViewForAWhileToo()
    {
        const Desk desk;
        desk.card->window()->resize(700, 1200);
        desk.card->setFixedSize(640, 1000);
        desk.readToTheEnd();
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        desk.click("approvalJson");
        desk.readToTheEnd();
        QVERIFY(!desk.approve().isEnabled());
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
    }
    void whatChangesBeginsAnew()
    {
        const Desk desk;
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        auto call = waitingCall(QStringLiteral("a"));
        call.values.first().value = QStringLiteral("30");
        call.digest = QStringLiteral("of 30");
        desk.card->setView(waitingCard(QStringLiteral("s1"), {call}));
        QVERIFY(!desk.approve().isEnabled());
        desk.click("approvalApprove");
        QVERIFY(desk.approved.isEmpty());
        desk.pass();
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
        QCOMPARE(desk.approved.first().at(1).toString(), QStringLiteral("of 30"));
    }
    void theSameAgainChangesNothing()
    {
        const Desk desk;
        desk.pass();
        desk.card->setView(ApprovalView(desk.card->view()));
        QVERIFY(desk.approve().isEnabled());
    }
    void itStaysReady()
    {
        const Desk desk;
        desk.pass();
        desk.pass(10'000ms);
        QVERIFY(desk.approve().isEnabled());
    }

    void noKeyApproves_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        const auto row = [](const char* name, Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) {
            QTest::newRow(name) << int(key) << int(with);
        };
        row("Return", Qt::Key_Return);
        row("Enter", Qt::Key_Enter);
        row("Space", Qt::Key_Space);
        row("Select", Qt::Key_Select);
        row("Y", Qt::Key_Y);
        row("A", Qt::Key_A);
        row("G", Qt::Key_G);
        row("1", Qt::Key_1);
        row("Ctrl+Return", Qt::Key_Return, Qt::ControlModifier);
        row("Alt+Return", Qt::Key_Return, Qt::AltModifier);
        row("Alt+A", Qt::Key_A, Qt::AltModifier);
        row("Alt+Y", Qt::Key_Y, Qt::AltModifier);
        row("Shift+Space", Qt::Key_Space, Qt::ShiftModifier);
    }
    void noKeyApproves()
    {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        auto first = waitingCall(QStringLiteral("a"));
        first.title = {QStringLiteral("&Approve &you"), {}};
        auto second = first;
        second.id = ApprovalId(QStringLiteral("b"));
        const Desk desk(waitingCard(QStringLiteral("s1"), {first, second}));
        const QList<QWidget*> places{&desk.approve(),
                                     desk.card,
                                     &desk.find("approvalDetails"),
                                     &desk.find("approvalJson"),
                                     desk.all("approvalValue").first(),
                                     desk.field};
        QVERIFY(desk.find<QAbstractButton>("approvalRow0").shortcut().isEmpty());
        for (QWidget* place : places) {
            desk.pass();
            QVERIFY(desk.approve().isEnabled());
            place->setFocus();
            QVERIFY2(place->hasFocus(), qPrintable(place->objectName()));
            desk.press(Qt::Key(key), Qt::KeyboardModifiers(modifiers));
            QVERIFY2(desk.approved.isEmpty(), qPrintable(place->objectName()));
            QVERIFY2(desk.denied.isEmpty(), qPrintable(place->objectName()));
            if (place == &desk.find("approvalJson")) break; // it has turned the details
        }
    }
    void aProgramsClickIsNone()
    {
        const Desk desk;
        desk.pass();
        desk.approve().click();
        desk.approve().animateClick();
        QTest::qWait(150);
        auto* actions = QAccessible::queryAccessibleInterface(&desk.approve())->actionInterface();
        actions->doAction(QAccessibleActionInterface::pressAction());
        QTest::qWait(150);
        QVERIFY(desk.approved.isEmpty());
    }
    void aPressThatEndedElsewhereIsOver()
    {
        const Desk desk;
        desk.pass();
        QTest::mousePress(&desk.approve(), Qt::LeftButton);
        QTest::mouseRelease(&desk.approve(), Qt::LeftButton, {}, QPoint(-5, -5));
        desk.approve().click(); // a program's
        QVERIFY(desk.approved.isEmpty());
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
    }
    void aPressElsewhereIsNoneWhileAnotherButtonHoldsApprove()
    {
        const Desk desk;
        desk.pass();
        desk.approve().setDown(true); // as an earlier press may have left it
        QTest::mousePress(&desk.approve(), Qt::LeftButton, {}, QPoint(-40, -200));
        QTest::mouseRelease(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approved.isEmpty());
    }
    void aPressWhoseEndWasNotSeenLetsNoProgramClick()
    {
        const Desk desk;
        desk.pass();
        QTest::mousePress(&desk.approve(), Qt::LeftButton);
        QVERIFY(desk.approve().isDown());
        desk.approve().click();
        QVERIFY(desk.approved.isEmpty());
    }
    void theChordTooEarlyDoesNothing()
    {
        const Desk desk;
        desk.card->review();
        desk.pass(400ms);
        desk.card->approve();
        QVERIFY(desk.approved.isEmpty());
        desk.pass(200ms);
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 1);
        QCOMPARE(desk.approved.first().at(1).toString(), QStringLiteral("digest-a"));
    }
    void theChordNeedsTheKeyboardInTheCard()
    {
        const Desk desk;
        desk.pass();
        QVERIFY(desk.field->hasFocus());
        desk.card->approve();
        QVERIFY(desk.approved.isEmpty());
        desk.card->deny();
        QVERIFY(desk.denied.isEmpty());
        desk.card->review();
        QVERIFY(desk.card->hasFocus());
        desk.pass();
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 1);
    }
    void itNeverTakesTheKeyboard()
    {
        const Desk desk;
        QVERIFY(desk.field->hasFocus());
        desk.card->setView(waitingCard(QStringLiteral("s2"), {waitingCall(QStringLiteral("b"))}));
        desk.card->showError(ApprovalId(QStringLiteral("b")), QStringLiteral("x"));
        desk.card->hide();
        desk.card->show();
        desk.pass();
        QVERIFY(desk.field->hasFocus());
    }
    void newsLeaveTheKeyboardOnNothingThatDecides_data()
    {
        QTest::addColumn<QString>("at");
        QTest::newRow("a row") << QStringLiteral("approvalRow1");
        QTest::newRow("a row's Decline") << QStringLiteral("approvalRowDeny1");
        QTest::newRow("a value") << QStringLiteral("approvalValue");
    }
    void newsLeaveTheKeyboardOnNothingThatDecides()
    {
        QFETCH(QString, at);
        const Desk desk(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))}));
        desk.find(qPrintable(at)).setFocus();
        desk.card->setView(
            waitingCard(QStringLiteral("s2"), {waitingCall(QStringLiteral("c")), waitingCall(QStringLiteral("d"))}));
        settle();
        const auto* now = QApplication::focusWidget();
        QVERIFY(now);
        QVERIFY(now == desk.card || desk.card->isAncestorOf(now));
        QVERIFY2(!now->objectName().contains(QStringLiteral("Deny")), qPrintable(now->objectName()));
        QVERIFY(now != &desk.approve());
        desk.press(Qt::Key_Space);
        QVERIFY(desk.approved.isEmpty() && desk.denied.isEmpty());
    }
    void nothingIsApprovedWhileAnInputMethodComposes_data()
    {
        QTest::addColumn<bool>("inField");
        QTest::newRow("in the field") << true;
        QTest::newRow("in the card") << false;
    }
    void nothingIsApprovedWhileAnInputMethodComposes()
    {
        QFETCH(bool, inField);
        const Desk desk;
        desk.card->review();
        desk.pass();
        QWidget* where = inField ? static_cast<QWidget*>(desk.field) : desk.card;
        compose(where, QStringLiteral("か"));
        desk.pass(3000ms);
        desk.card->approve();
        QVERIFY(!desk.approve().isEnabled());
        desk.click("approvalApprove");
        QVERIFY(desk.approved.isEmpty());
        compose(where, {});
        desk.card->approve(); // the key that ended it
        QVERIFY(desk.approved.isEmpty());
        desk.pass();
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 1);
    }
    void aCompositionEndsWithItsField()
    {
        const Desk desk;
        compose(desk.field, QStringLiteral("か"));
        desk.card->review();
        desk.pass();
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 1);
    }
    void decliningWorksAtOnce_data()
    {
        using Way = std::function<void(Desk&)>;
        QTest::addColumn<Way>("way");
        const auto row = [](const char* name, const Way& way) { QTest::newRow(name) << way; };
        row("by a click", [](Desk& d) { d.click("approvalDeny"); });
        row("by the space bar", [](Desk& d) {
            d.find("approvalDeny").setFocus();
            d.press(Qt::Key_Space);
        });
        row("by the chord", [](Desk& d) {
            d.card->review();
            d.card->deny();
        });
    }
    void decliningWorksAtOnce()
    {
        using Way = std::function<void(Desk&)>;
        QFETCH(Way, way);
        Desk desk;
        way(desk);
        QCOMPARE(desk.denied.size(), 1);
        QCOMPARE(desk.denied.first().first().value<ApprovalId>().text(), QStringLiteral("a"));
        QVERIFY(desk.approved.isEmpty());
    }

    void hiddenCharactersAreVisible_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("right to left") << QStringLiteral("bob\u202Egro.") << QStringLiteral("bob⟨U+202E⟩gro.");
        QTest::newRow("zero width") << QStringLiteral("bo\u200Bb") << QStringLiteral("bo⟨U+200B⟩b");
        QTest::newRow("a tag character") << QStringLiteral("a\U000E0041") << QStringLiteral("a⟨U+E0041⟩");
        QTest::newRow("markup") << QStringLiteral("<b>bob</b>") << QStringLiteral("<b>bob</b>");
    }
    void hiddenCharactersAreVisible()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        auto call = waitingCall(QStringLiteral("a"));
        call.title = {text, text};
        call.api = {text, text};
        call.values = {value(text, text, Role::Decisive), value(QStringLiteral("body"), text, Role::Content)};
        call.sources = {text};
        call.reasons = {{text, text}};
        call.json = text;
        auto view = waitingCard(QStringLiteral("s1"), {call, call});
        view.calls[1].id = ApprovalId(QStringLiteral("b"));
        view.account = view.organisation = view.asked = text;
        const Desk desk(view);
        desk.click("approvalJson");
        QCOMPARE(desk.valueText(0), shown);
        QCOMPARE(desk.valueText(1), shown);
        for (const char* name : {"approvalReasons", "approvalSources", "approvalAsked", "approvalRaw"})
            QVERIFY2(desk.find<QPlainTextEdit>(name).toPlainText().contains(shown), name);
        for (const char* name : {"approvalTitle", "approvalWho"})
            QVERIFY2(desk.find<QLabel>(name).text().contains(shown), name);
        QVERIFY(desk.find<QAbstractButton>("approvalRow0").text().contains(shown));
        if (shown != text) QVERIFY2(!desk.everything().contains(text), qPrintable(desk.everything()));
    }
    void lookAlikesAreToldOf()
    {
        const Desk desk(withValue(value(QStringLiteral("to"), QStringLiteral("b\u043Eb@example.com"), Role::Decisive)));
        QVERIFY(desk.find<QLabel>("approvalLookAlike").text().contains(QStringLiteral("b⟨U+043E⟩b@example.com")));
    }
    void everyValueSaysWhereItIsFrom_data()
    {
        QTest::addColumn<int>("origin");
        QTest::addColumn<QString>("says");
        QTest::newRow("You") << int(Origin::You) << QStringLiteral("From you");
        QTest::newRow("NotYou") << int(Origin::NotYou) << QStringLiteral("Not from you");
        QTest::newRow("Default") << int(Origin::Default) << QStringLiteral("standard value");
    }
    void everyValueSaysWhereItIsFrom()
    {
        QFETCH(int, origin);
        QFETCH(QString, says);
        const Desk desk(withValue(value(QStringLiteral("to"), QStringLiteral("bob"), Role::Decisive, Origin(origin))));
        QVERIFY(desk.find<QLabel>("approvalOrigin").text().contains(says));
        QVERIFY(desk.all("approvalValue").first()->accessibleDescription().contains(says));
    }
    void theOrderIsWhatMatters()
    {
        auto call = waitingCall(QStringLiteral("a"));
        call.values = {value(QStringLiteral("body"), QStringLiteral("the body"), Role::Content),
                       value(QStringLiteral("to"), QStringLiteral("bob"), Role::Decisive)};
        auto view = waitingCard(QStringLiteral("s1"), {call});
        view.demo = true;
        const Desk desk(view);
        desk.click("approvalJson");
        QCOMPARE(desk.valueText(0), QStringLiteral("bob"));
        QCOMPARE(desk.valueText(1), QStringLiteral("the body"));
        QVERIFY(desk.find("approvalDemo").isVisible());
        QVERIFY(desk.all<QPlainTextEdit>("approvalValue").at(0)->font().pointSizeF() >
                desk.all<QPlainTextEdit>("approvalValue").at(1)->font().pointSizeF());
        const auto top = [&](const QWidget& part) { return part.mapTo(desk.card, QPoint()).y(); };
        const QList<int> tops{top(desk.find("approvalWho")),         top(desk.find("approvalTitle")),
                              top(*desk.all("approvalValue").at(0)), top(*desk.all("approvalValue").at(1)),
                              top(desk.find("approvalReasons")),     top(desk.find("approvalAsked")),
                              top(desk.find("approvalRaw"))};
        for (qsizetype i = 1; i < tops.size(); ++i)
            QVERIFY2(tops[i - 1] < tops[i], qPrintable(QString::number(i)));
        QVERIFY(desk.find("approvalDeny").x() < desk.approve().x());
    }

    void aLongContentIsFoldedAndSaysSo()
    {
        const QString text = longText();
        const Desk desk(withValue(value(QStringLiteral("body"), text, Role::Content)));
        const QString missing = desk.find<QLabel>("approvalLeftOut").text();
        const qsizetype shown = desk.valueText().size();
        QVERIFY(shown < text.size());
        QCOMPARE(missing, QStringLiteral("+%1 characters").arg(QLocale().toString(text.size() - shown)));
        QVERIFY(text.startsWith(desk.valueText()));
        desk.click("approvalFold");
        QCOMPARE(desk.valueText(), text);
        QVERIFY(desk.all("approvalLeftOut").isEmpty());
        desk.click("approvalFold");
        QCOMPARE(desk.valueText().size(), shown);
    }
    void aDecisiveValueIsNeverFolded()
    {
        const Desk desk(withValue(value(QStringLiteral("to"), longText(), Role::Decisive)));
        QCOMPARE(desk.valueText(), longText());
        QVERIFY(desk.all("approvalFold").isEmpty());
    }
    void highRiskNeedsAllOfTheContent_data()
    {
        QTest::addColumn<int>("effect");
        QTest::addColumn<bool>("needed");
        QTest::newRow("Write") << int(EffectView::Write) << false;
        QTest::newRow("Egress") << int(EffectView::Egress) << false;
        QTest::newRow("Permission") << int(EffectView::Permission) << true;
        QTest::newRow("Commit") << int(EffectView::Commit) << true;
        QTest::newRow("Destructive") << int(EffectView::Destructive) << true;
        QTest::newRow("Credential") << int(EffectView::Credential) << true;
    }
    void highRiskNeedsAllOfTheContent()
    {
        QFETCH(int, effect);
        QFETCH(bool, needed);
        const Desk desk(withValue(value(QStringLiteral("body"), longText(), Role::Content), EffectView(effect)));
        desk.readToTheEnd();
        desk.pass(3000ms);
        QCOMPARE(desk.approve().isEnabled(), !needed);
        desk.card->review();
        desk.card->approve();
        QCOMPARE(desk.approved.isEmpty(), needed);
        if (!needed) return;
        desk.click("approvalFold");
        desk.readToTheEnd();
        desk.pass(3000ms);
        QVERIFY(desk.approve().isEnabled());
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
    }
    void nothingIsApprovedBeforeItWasReadToItsEnd()
    {
        const Desk desk(withValue(value(QStringLiteral("to"), longText(), Role::Decisive)));
        desk.pass(3000ms);
        QVERIFY(desk.find<QScrollArea>("approvalDetails").verticalScrollBar()->maximum() > 0);
        QVERIFY(!desk.approve().isEnabled());
        QVERIFY(desk.find("approvalBelow").isVisible());
        desk.card->review();
        desk.card->approve();
        QVERIFY(desk.approved.isEmpty());
        desk.readToTheEnd();
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        QVERIFY(!desk.find("approvalBelow").isVisible());
    }
    void whatGrowsHasToBeReadAgain()
    {
        const Desk desk(withValue(value(QStringLiteral("to"), longText(), Role::Decisive)));
        desk.readToTheEnd();
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        auto more = withValue(value(QStringLiteral("to"), longText() + longText(), Role::Decisive));
        desk.card->setView(more);
        desk.pass(3000ms);
        QVERIFY(!desk.approve().isEnabled());
    }
    void whatMovedBelowHasToBeReadAgain()
    {
        Desk desk(withValue(value(QStringLiteral("to"), QStringLiteral("some words to fill lines with ").repeated(80),
                                  Role::Decisive)));
        desk.readToTheEnd();
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        desk.window.resize(540, desk.window.height());
        desk.pass(3000ms);
        QVERIFY(desk.window.width() < 700);
        QVERIFY(!desk.approve().isEnabled());
        desk.readToTheEnd();
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
    }
    void everyLineIsThere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("many paragraphs, each longer than a line")
            << QStringList(40, QStringLiteral("word ").repeated(60)).join(QLatin1Char('\n'));
        QTest::newRow("one word longer than many lines") << QString(4000, QLatin1Char('w'));
        QTest::newRow("many empty lines") << QString(300, QLatin1Char('\n')) + QStringLiteral("end");
    }
    void everyLineIsThere()
    {
        QFETCH(QString, text);
        const Desk desk(withValue(value(QStringLiteral("to"), text, Role::Decisive)));
        desk.readToTheEnd();
        auto* box = desk.all<QPlainTextEdit>("approvalValue").first();
        QCOMPARE(box->toPlainText(), text);
        QCOMPARE(box->verticalScrollBar()->maximum(), 0);
        QTextCursor end(box->document());
        end.movePosition(QTextCursor::End);
        QVERIFY(box->viewport()->rect().contains(box->cursorRect(end)));
    }
    void whatIsHigherThanAWidgetScrollsInside()
    {
        const Desk desk(withValue(
            value(QStringLiteral("to"), QString(20'000, QLatin1Char('\n')) + QStringLiteral("end"), Role::Decisive)));
        desk.readToTheEnd();
        desk.pass(3000ms);
        QVERIFY(!desk.approve().isEnabled());
        auto* box = desk.all<QPlainTextEdit>("approvalValue").first();
        QVERIFY(box->verticalScrollBar()->maximum() > 0);
        box->verticalScrollBar()->setValue(box->verticalScrollBar()->maximum());
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
    }
    void foldsStayAndReadingDoesNot()
    {
        auto view = withValue(value(QStringLiteral("body"), longText(), Role::Content), EffectView::Commit);
        const Desk desk(view);
        desk.click("approvalFold");
        desk.click("approvalJson");
        desk.readToTheEnd();
        desk.pass(3000ms);
        QVERIFY(desk.approve().isEnabled());
        view.calls.first().digest = QStringLiteral("other");
        desk.card->setView(view);
        desk.pass(3000ms);
        QCOMPARE(desk.valueText(), longText());
        QVERIFY(!desk.all("approvalRaw").isEmpty());
        QVERIFY(!desk.approve().isEnabled());
        view.step = core::MessageId(QStringLiteral("s2"));
        desk.card->setView(view);
        settle();
        QVERIFY(desk.valueText() != longText());
        QVERIFY(desk.all("approvalRaw").isEmpty());
    }

    void severalCallsAreAnsweredOneByOne()
    {
        auto second = waitingCall(QStringLiteral("b"), EffectView::Egress);
        second.title = {QStringLiteral("Send mail"), {}};
        second.values = {value(QStringLiteral("to"), QStringLiteral("bob@example.com"), Role::Decisive)};
        const Desk desk(waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), second}));
        QVERIFY(desk.find<QAbstractButton>("approvalRow1").text().contains(QStringLiteral("bob@example.com")));
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
        desk.click("approvalRow1");
        QCOMPARE(desk.find<QLabel>("approvalTitle").text(), QStringLiteral("Send mail · HR API"));
        QVERIFY(!desk.approve().isEnabled());
        desk.pass();
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
        QCOMPARE(desk.approved.first().at(0).value<ApprovalId>().text(), QStringLiteral("b"));
        QCOMPARE(desk.approved.first().at(1).toString(), QStringLiteral("digest-b"));
        desk.click("approvalRowDeny0");
        QCOMPARE(desk.denied.size(), 1);
        QCOMPARE(desk.denied.first().at(0).value<ApprovalId>().text(), QStringLiteral("a"));
    }
    void theOpenCallStaysOpen()
    {
        const Desk desk(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b")),
                                               waitingCall(QStringLiteral("c"))}));
        desk.click("approvalRow2");
        desk.card->setView(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("b")), waitingCall(QStringLiteral("c"))}));
        desk.pass();
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.first().at(0).value<ApprovalId>().text(), QStringLiteral("c"));
    }
    void whatIsBeingAnsweredIsNotAnsweredAgain()
    {
        const Desk desk(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))}));
        desk.pass();
        desk.card->setBusy(ApprovalId(QStringLiteral("a")));
        desk.pass();
        QVERIFY(!desk.approve().isEnabled());
        QVERIFY(!desk.find("approvalDeny").isEnabled());
        desk.click("approvalApprove");
        desk.card->review();
        desk.card->approve();
        desk.card->deny();
        desk.click("approvalRowDeny0");
        QVERIFY(desk.approved.isEmpty() && desk.denied.isEmpty());
        desk.click("approvalRow1");
        desk.pass();
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.first().at(0).value<ApprovalId>().text(), QStringLiteral("b"));
    }
    // A chord that is held, or pressed once more, does not go on to the call that takes its place.
    void theKeyboardApprovesTheCallThatItWasBroughtToAndNoOther()
    {
        const Desk desk(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))}));
        desk.pass();
        desk.card->review();
        desk.pass();
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 1);
        desk.card->setView(waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("b"))}));
        desk.pass();
        desk.pass();
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 1);
        desk.card->review();
        desk.pass();
        desk.card->approve();
        QCOMPARE(desk.approved.size(), 2);
    }
    void somebodyElseDecidesAsThemselves()
    {
        auto call = waitingCall(QStringLiteral("a"));
        call.roles = {QStringLiteral("bucho")};
        const Desk desk(waitingCard(QStringLiteral("s1"), {call}));
        QSignalSpy brought(desk.card, &ApprovalCard::approverRequested);
        desk.pass();
        QVERIFY(!desk.approve().isVisible());
        QVERIFY(desk.find<QLabel>("approvalBelow").text().contains(QStringLiteral("bucho")));
        desk.card->review();
        desk.card->approve();
        QVERIFY(desk.approved.isEmpty());
        desk.click("approvalBring");
        QCOMPARE(brought.size(), 1);
        call.approver = QStringLiteral("Bucho");
        desk.card->setView(waitingCard(QStringLiteral("s1"), {call}));
        desk.pass();
        QVERIFY(desk.approve().isVisible());
        QVERIFY(desk.approve().text().contains(QStringLiteral("as Bucho")));
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
    }
    void whatIsEmptyIsSaidToBe()
    {
        const Desk desk(withValue(value(QStringLiteral("bio"), QString(), Role::Content)));
        QVERIFY(desk.everything().contains(QStringLiteral("Empty.")));
        const Desk other(withValue(value(QStringLiteral("bio"), QString(), Role::Content, Origin::Default)));
        QVERIFY(!other.everything().contains(QStringLiteral("Empty.")));
    }
    void aSignInThatIsUnderWayCanBeLeft()
    {
        auto call = waitingCall(QStringLiteral("a"));
        call.signIn = true;
        const Desk desk(waitingCard(QStringLiteral("s1"), {call}));
        QVERIFY(desk.approve().text().startsWith(QStringLiteral("Sign in")));
        desk.pass();
        desk.click("approvalApprove");
        QCOMPARE(desk.approved.size(), 1);
        desk.card->setBusy(ApprovalId(QStringLiteral("a")));
        desk.pass();
        QVERIFY(!desk.approve().isEnabled());
        QVERIFY(desk.find<QLabel>("approvalBelow").text().contains(QStringLiteral("Sign in")));
        desk.click("approvalDeny");
        QCOMPARE(desk.denied.size(), 1);
        QCOMPARE(desk.approved.size(), 1);
    }
    void whyASignInCameToNothing_data()
    {
        QTest::addColumn<core::Errc>("code");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("says");
        QTest::newRow("somebody else") << core::Errc::OtherAccount << QString() << QStringLiteral("taken back");
        QTest::newRow("too weak") << core::Errc::BadToken << QStringLiteral("acr") << QStringLiteral("stronger way");
        QTest::newRow("closed") << core::Errc::WindowClosed << QString() << QStringLiteral("window was closed");
        QTest::newRow("another one is open")
            << core::Errc::Busy << QStringLiteral("sign-in") << QStringLiteral("Another sign-in");
        QTest::newRow("gone") << core::Errc::Conflict << QString() << QStringLiteral("elsewhere");
    }
    void whyASignInCameToNothing()
    {
        QFETCH(core::Errc, code);
        QFETCH(QString, subject);
        QFETCH(QString, says);
        const auto sentence = ui::approvals::failureSentence({code, QStringLiteral("detail"), subject}, true);
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        QVERIFY(!sentence.contains(QStringLiteral("detail")));
    }
    void anErrorStandsWithItsCall()
    {
        const Desk desk(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))}));
        desk.card->setBusy(ApprovalId(QStringLiteral("a")));
        desk.pass();
        desk.card->showError(ApprovalId(QStringLiteral("a")), QStringLiteral("The disk is full."));
        settle();
        QVERIFY(desk.find("approvalError").isVisible());
        QCOMPARE(desk.find<QLabel>("approvalError").text(), QStringLiteral("The disk is full."));
        QVERIFY(!desk.approve().isEnabled());
        desk.click("approvalRow1");
        QVERIFY(!desk.find("approvalError").isVisible());
        desk.click("approvalRow0");
        QVERIFY(desk.find("approvalError").isVisible());
        desk.card->showError(ApprovalId(QStringLiteral("gone")), QStringLiteral("x"));
        QCOMPARE(desk.find<QLabel>("approvalError").text(), QStringLiteral("The disk is full."));
        desk.pass();
        QVERIFY(desk.approve().isEnabled());
    }
    void timeThatIsOverApprovesNothing()
    {
        auto call = waitingCall(QStringLiteral("a"));
        call.answerByUtc = QDateTime::currentDateTimeUtc().addSecs(-1);
        const Desk desk(waitingCard(QStringLiteral("s1"), {call}));
        desk.pass();
        QVERIFY(!desk.approve().isEnabled());
        QVERIFY(desk.find<QLabel>("approvalTime").text().contains(QStringLiteral("over")));
        desk.click("approvalDeny");
        QCOMPARE(desk.denied.size(), 1);
    }
    void itSaysUntilWhen()
    {
        auto call = waitingCall(QStringLiteral("a"));
        call.answerByUtc = QDateTime::currentDateTimeUtc().addSecs(12 * 60 - 5);
        const Desk desk(waitingCard(QStringLiteral("s1"), {call}));
        const QString says = desk.find<QLabel>("approvalTime").text();
        QVERIFY2(says.contains(QStringLiteral("12 min left")), qPrintable(says));
        QVERIFY2(says.contains(QLocale().toString(call.answerByUtc.toLocalTime().time(), QLocale::ShortFormat)),
                 qPrintable(says));
    }
    void escapeGivesTheKeyboardBack()
    {
        const Desk desk;
        QSignalSpy left(desk.card, &ApprovalCard::left);
        desk.card->review();
        desk.press(Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
        QVERIFY(desk.approved.isEmpty() && desk.denied.isEmpty());
    }
    void everyControlHasANameForAScreenReader()
    {
        const Desk desk(
            waitingCard(QStringLiteral("s1"), {waitingCall(QStringLiteral("a")), waitingCall(QStringLiteral("b"))}));
        for (const auto* part : desk.card->findChildren<QWidget*>()) {
            if (!part->isVisible() || part->focusPolicy() == Qt::NoFocus) continue;
            QVERIFY2(!part->objectName().isEmpty(), part->metaObject()->className());
            QVERIFY2(
                !QAccessible::queryAccessibleInterface(const_cast<QWidget*>(part))->text(QAccessible::Name).isEmpty(),
                qPrintable(part->objectName()));
        }
        QVERIFY(desk.approve().accessibleName().contains(QStringLiteral("Request leave")));
    }
    void itSpeaksTheOtherLanguage()
    {
        const Desk desk;
        desk.pass();
        language_.set(QStringLiteral("ja"));
        settle();
        QVERIFY(desk.find<QLabel>("approvalTitle").text().contains(QStringLiteral("休暇を申請")));
        QVERIFY(
            desk.find<QPlainTextEdit>("approvalReasons").toPlainText().contains(QStringLiteral("何かを変更します。")));
        QVERIFY(!desk.approve().isEnabled());
    }
    void itFollowsTheTheme()
    {
        const Desk desk;
        const QColor light = desk.all<QPlainTextEdit>("approvalValue").first()->palette().color(QPalette::Text);
        appearance_->setTheme(Theme::Dark);
        settle();
        const QColor dark = desk.all<QPlainTextEdit>("approvalValue").first()->palette().color(QPalette::Text);
        QVERIFY(light.lightness() < 128);
        QVERIFY(dark.lightness() > 128);
    }
};

QTEST_MAIN(TestApprovalCard)
#include "tst_approval_card.moc"
