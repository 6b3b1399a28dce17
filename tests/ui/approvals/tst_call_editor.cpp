#include "tests/fakes/fake_approvals.h"
#include "tests/ui/approvals/waiting_call.h"
#include "ui/approvals/approval_panel.h"
#include "ui/approvals/edit_field.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtGui/QInputMethodEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

using namespace core::interfaces;
using namespace std::chrono_literals;
using ui::approvals::ApprovalCard;
using ui::approvals::ApprovalPanel;
using ui::approvals::EditField;
using Kind = ArgumentFieldView::Kind;

namespace {

ArgumentFieldView field(const char* name, Kind kind, const QString& value, bool required = true)
{
    ArgumentFieldView made;
    made.name = QString::fromUtf8(name);
    made.kind = kind;
    made.required = required;
    made.given = made.agentGave = true;
    made.value = made.agents = value;
    return made;
}

/// A call with a number and a text, which can be changed.
ApprovalCallView editable(const QString& id = QStringLiteral("a"))
{
    auto call = waitingCall(id);
    call.values = {value(QStringLiteral("days"), QStringLiteral("3"), ApprovalValueView::Role::Decisive),
                   value(QStringLiteral("note"), QStringLiteral("for the family"), ApprovalValueView::Role::Content)};
    call.fields = {field("days", Kind::Number, QStringLiteral("3")),
                   field("note", Kind::Text, QStringLiteral("for the family"))};
    return call;
}

/// The panel with what waits, under a field to write in.
struct Desk {
    HandClock clock;
    std::shared_ptr<fakes::FakeApprovals> approvals = std::make_shared<fakes::FakeApprovals>();
    QWidget window;
    QLineEdit* elsewhere = new QLineEdit(&window);
    ApprovalPanel* panel = new ApprovalPanel(&window, clock.now());
    ApprovalCard* card = panel->findChild<ApprovalCard*>();

    explicit Desk(const QList<ApprovalCallView>& calls = {editable()})
    {
        auto* column = new QVBoxLayout(&window);
        column->addWidget(elsewhere);
        column->addWidget(panel, 1);
        window.resize(760, 900);
        approvals->list = {waitingCard(QStringLiteral("s"), calls)};
        panel->setConversation(core::ConversationId(QStringLiteral("here")));
        panel->setApprovals(approvals);
        window.show();
        window.activateWindow();
        elsewhere->setFocus();
        settle();
    }
    template <typename T = QWidget>
    [[nodiscard]] T& find(const char* name) const
    {
        auto* found = card->findChild<T*>(QLatin1String(name));
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    [[nodiscard]] EditField& fieldOf(const char* name) const
    {
        for (auto* one : card->findChildren<EditField*>())
            if (one->argument() == QLatin1String(name)) return *one;
        qFatal("there is no field %s", name);
    }
    [[nodiscard]] QString sentence(const char* argument, const char* name) const
    {
        const auto* label = fieldOf(argument).findChild<QLabel*>(QLatin1String(name));
        return label->isHidden() ? QString() : label->text();
    }
    [[nodiscard]] bool isOpen() const { return !find("editForm").isHidden(); }
    [[nodiscard]] bool mayApprove() const { return find<ui::theme::Button>("approvalApprove").isEnabled(); }
    void pass(std::chrono::milliseconds time = 600ms) const
    {
        settle();
        auto* bar = find<QScrollArea>("approvalDetails").verticalScrollBar();
        bar->setValue(bar->maximum());
        settle();
        clock.pass(time, window);
        settle();
        clock.pass(1ms, window);
    }
    void open() const
    {
        QTest::mouseClick(&find("editLink"), Qt::LeftButton);
        settle();
    }
    void write(const char* argument, const QString& text) const
    {
        auto* input = fieldOf(argument).input();
        if (auto* line = qobject_cast<QLineEdit*>(input)) line->setText(text);
        if (auto* box = qobject_cast<QPlainTextEdit*>(input)) box->setPlainText(text);
        input->setFocus();
        settle();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
        settle();
    }
    void use() const { press(Qt::Key_Return, Qt::ControlModifier); }
};

void compose(QObject* into, const QString& preedit)
{
    QInputMethodEvent event(preedit, {});
    QApplication::sendEvent(into, &event);
}

} // namespace

class TestCallEditor : public QObject {
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

    void whatCannotBeChangedHasNoLink()
    {
        const Desk plain({waitingCall(QStringLiteral("a"))});
        QVERIFY(!plain.find("editLink").isVisible());
        const Desk desk;
        QVERIFY(desk.find("editLink").isVisible());
        QVERIFY(!desk.isOpen());
        QVERIFY(desk.elsewhere->hasFocus()); // it takes no keyboard
    }
    void theChordOpensItOnlyWhereTheKeyboardIsInTheCard()
    {
        const Desk desk;
        desk.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!desk.isOpen());
        desk.panel->review();
        desk.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(desk.isOpen());
        QCOMPARE(QApplication::focusWidget(), desk.fieldOf("days").input());
        QVERIFY(desk.approvals->edited.isEmpty());
    }
    void theLinkIsReachedByTabAndDoesNotStandBesideApprove()
    {
        const Desk desk;
        desk.panel->review();
        bool reached = false;
        for (int i = 0; i < 30 && !reached; ++i) {
            desk.press(Qt::Key_Tab);
            reached = desk.find("editLink").hasFocus();
        }
        QVERIFY(reached);
        const auto place = [&](const char* name) {
            return QRect(desk.find(name).mapTo(desk.card, QPoint()), desk.find(name).size());
        };
        QVERIFY(place("editLink").right() < place("approvalApprove").left());
        QVERIFY(place("editLink").bottom() < place("approvalDeny").top());
    }

    void whatWasWrittenMakesAnotherCallThatWaits()
    {
        const Desk desk;
        desk.pass();
        QVERIFY(desk.mayApprove());
        desk.open();
        desk.write("days", QStringLiteral("1"));
        QVERIFY2(desk.sentence("days", "editAgents").contains(QStringLiteral("The agent had: 3")),
                 qPrintable(desk.sentence("days", "editAgents")));
        QCOMPARE(desk.sentence("note", "editAgents"), QString());
        desk.use();
        QCOMPARE(desk.approvals->edited.size(), 1);
        QCOMPARE(desk.approvals->edited.first().digest, QStringLiteral("digest-a"));
        const QList<ArgumentEdit> expected{{QStringLiteral("days"), Kind::Number, true, QStringLiteral("1")}};
        QCOMPARE(desk.approvals->edited.first().edits, expected); // what was not touched is not sent
        QVERIFY(desk.approvals->approved.isEmpty());
        // The card has the other call, which has to be read anew and says what it was.
        QVERIFY(!desk.isOpen());
        QCOMPARE(desk.card->view().calls.first().digest, QStringLiteral("digest-a+"));
        QVERIFY(!desk.mayApprove());
        QVERIFY(desk.find("approvalDetails").isVisible());
        QVERIFY(desk.find<QLabel>("approvalChange").text().contains(QStringLiteral("the agent had")));
        QCOMPARE(desk.find<QPlainTextEdit>("approvalBeforeValue").toPlainText(), QStringLiteral("3"));
        // The keyboard is in the card and on nothing that decides; the chord to approve has to be given leave anew.
        QCOMPARE(QApplication::focusWidget(), desk.card);
        desk.pass();
        QVERIFY(desk.mayApprove());
        desk.panel->approveReviewed();
        QVERIFY(desk.approvals->approved.isEmpty());
        desk.panel->review();
        desk.panel->approveReviewed();
        QCOMPARE(desk.approvals->approved.size(), 1);
        QCOMPARE(desk.approvals->approved.first().second, QStringLiteral("digest-a+"));
    }
    void theButtonUsesWhatWasWritten()
    {
        const Desk desk;
        desk.open();
        desk.write("note", QStringLiteral("for me\nand nobody else"));
        QTest::mouseClick(&desk.find("editUse"), Qt::LeftButton);
        settle();
        QCOMPARE(desk.approvals->edited.size(), 1);
        QCOMPARE(desk.approvals->edited.first().edits.first().value, QStringLiteral("for me\nand nobody else"));
    }
    void nothingIsApprovedWhileItIsOpen()
    {
        const Desk desk;
        desk.pass();
        QVERIFY(desk.mayApprove());
        desk.panel->review();
        desk.open();
        desk.pass();
        QVERIFY(!desk.mayApprove());
        desk.panel->review();
        desk.panel->approveReviewed();
        QVERIFY(desk.approvals->approved.isEmpty());
        // Back, it has to be still and read anew.
        QTest::mouseClick(&desk.find("editBack"), Qt::LeftButton);
        settle();
        QVERIFY(!desk.mayApprove());
        desk.pass();
        QVERIFY(desk.mayApprove());
    }

    void escapeGoesBackAndKeepsTheText()
    {
        const Desk desk;
        QSignalSpy left(desk.panel, &ApprovalPanel::focusGivenUp);
        desk.open();
        desk.write("note", QStringLiteral("half a thou"));
        desk.press(Qt::Key_Escape);
        QVERIFY(!desk.isOpen());
        QCOMPARE(QApplication::focusWidget(), desk.card);
        QVERIFY(left.isEmpty()); // it was for the form alone
        QVERIFY(desk.approvals->edited.isEmpty());
        desk.open();
        QCOMPARE(desk.fieldOf("note").now().value, QStringLiteral("half a thou"));
        QCOMPARE(desk.fieldOf("days").now().value, QStringLiteral("3"));
        // Until the call is gone.
        desk.press(Qt::Key_Escape);
        const auto list = desk.approvals->list;
        desk.approvals->set({waitingCard(QStringLiteral("s"), {editable(QStringLiteral("b"))})});
        desk.approvals->set(list);
        settle();
        desk.open();
        QCOMPARE(desk.fieldOf("note").now().value, QStringLiteral("for the family"));
    }
    void usingWhatIsThereAlreadyGoesBack()
    {
        const Desk desk;
        desk.open();
        desk.write("days", QStringLiteral("4"));
        desk.write("days", QStringLiteral("3"));
        desk.use();
        QVERIFY(!desk.isOpen());
        QVERIFY(desk.approvals->edited.isEmpty());
    }

    void enterAloneUsesNothing()
    {
        const Desk desk;
        desk.open();
        desk.write("days", QStringLiteral("1"));
        desk.press(Qt::Key_Return);
        desk.write("note", QStringLiteral("x"));
        desk.press(Qt::Key_Return);
        QVERIFY(desk.approvals->edited.isEmpty());
        QVERIFY(desk.isOpen());
    }
    void whileAnInputMethodComposesNoKeyIsTheForms()
    {
        const Desk desk;
        desk.open();
        desk.write("days", QStringLiteral("1"));
        desk.write("note", QString());
        auto* input = desk.fieldOf("note").input();
        compose(input, QStringLiteral("かぞく"));
        desk.use();
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.isOpen());
        QVERIFY(desk.approvals->edited.isEmpty());
        compose(input, QString());
        settle();
        desk.use();
        QCOMPARE(desk.approvals->edited.size(), 1);
    }

    void aProblemIsSaidAtItsField()
    {
        const Desk desk;
        desk.approvals->problem =
            EditProblemView{QStringLiteral("/note/0"), {QStringLiteral("Too short."), QStringLiteral("短すぎます。")}};
        desk.open();
        desk.write("note", QStringLiteral("x"));
        desk.use();
        QVERIFY(desk.isOpen());
        QVERIFY2(desk.sentence("note", "editError").contains(QStringLiteral("Too short.")),
                 qPrintable(desk.sentence("note", "editError")));
        QVERIFY(desk.sentence("days", "editError").isEmpty());
        QVERIFY(desk.fieldOf("note").input()->accessibleDescription().contains(QStringLiteral("Too short.")));
        QCOMPARE(desk.fieldOf("note").now().value, QStringLiteral("x")); // nothing is lost
        QCOMPARE(QApplication::focusWidget(), desk.fieldOf("note").input());
        QCOMPARE(desk.card->view().calls.first().digest, QStringLiteral("digest-a"));
        desk.approvals->problem.reset();
        desk.write("note", QStringLiteral("long enough"));
        QVERIFY(desk.sentence("note", "editError").isEmpty());
        desk.use();
        QCOMPARE(desk.card->view().calls.first().digest, QStringLiteral("digest-a+"));
    }
    void aProblemOfTheWholeIsSaidBelow()
    {
        const Desk desk;
        desk.approvals->problem = EditProblemView{{}, {QStringLiteral("Too long."), QStringLiteral("長すぎます。")}};
        desk.open();
        desk.write("note", QStringLiteral("x"));
        desk.use();
        QVERIFY(desk.isOpen());
        QVERIFY(desk.find("editProblem").isVisible());
        QCOMPARE(desk.find<QLabel>("editProblem").text(), QStringLiteral("Too long."));
    }
    void whatCameToNothingIsSaidAndNothingIsLost()
    {
        const Desk desk;
        desk.approvals->failEdit = core::Error{core::Errc::DiskFull, QStringLiteral("full")};
        desk.open();
        desk.write("note", QStringLiteral("x"));
        desk.use();
        QVERIFY(!desk.find<QLabel>("approvalError").text().isEmpty());
        QVERIFY(desk.isOpen());
        QCOMPARE(desk.fieldOf("note").now().value, QStringLiteral("x"));
        desk.approvals->failEdit.reset();
        desk.use();
        QCOMPARE(desk.card->view().calls.first().digest, QStringLiteral("digest-a+"));
    }

    void hiddenCharactersAreNamed()
    {
        const Desk desk;
        desk.open();
        QVERIFY(desk.sentence("note", "editHidden").isEmpty());
        desk.write("note", QStringLiteral("plain\nsend to \u202Emoc"));
        QVERIFY(desk.sentence("note", "editHidden").contains(QStringLiteral("U+202E")));
        QVERIFY(!desk.sentence("note", "editHidden").contains(QStringLiteral("plain")));
    }
    void whatWasNotTouchedIsWhatItWas()
    {
        auto call = editable();
        const auto odd = QStringLiteral("no\u00A0break\r\nand\u2028lines");
        call.fields[1] = field("note", Kind::Text, odd);
        const Desk desk({call});
        desk.open();
        QVERIFY(!desk.fieldOf("note").isChanged());
        QCOMPARE(desk.fieldOf("note").now().value, odd);
        auto* box = qobject_cast<QPlainTextEdit*>(desk.fieldOf("note").input());
        box->moveCursor(QTextCursor::Start);
        box->insertPlainText(QStringLiteral("x"));
        QVERIFY(desk.fieldOf("note").now().value.startsWith(QStringLiteral("xno\u00A0break\n")));
    }

    void everyKindHasItsInput()
    {
        auto call = editable();
        auto choice = field("level", Kind::Text, QStringLiteral("low"));
        choice.choices = {QStringLiteral("low"), QStringLiteral("high")};
        auto absent = field("cc", Kind::Lines, QString(), false);
        absent.given = absent.agentGave = false;
        call.fields = {field("loud", Kind::Switch, QStringLiteral("true")), choice, absent,
                       field("raw", Kind::Json, QStringLiteral("{}"), false)};
        const Desk desk({call});
        desk.open();
        auto* loud = qobject_cast<QComboBox*>(desk.fieldOf("loud").input());
        auto* level = qobject_cast<QComboBox*>(desk.fieldOf("level").input());
        QVERIFY(loud && level);
        QVERIFY(qobject_cast<QPlainTextEdit*>(desk.fieldOf("raw").input()));
        QCOMPARE(loud->currentData().toString(), QStringLiteral("true"));
        loud->setCurrentIndex(loud->findData(QStringLiteral("false")));
        level->setCurrentIndex(1);
        const auto leaveOut = [&](const char* name) {
            return desk.fieldOf(name).findChild<QCheckBox*>(QStringLiteral("editLeaveOut"));
        };
        QVERIFY(leaveOut("loud")->isHidden()); // it has to be there
        QVERIFY(leaveOut("cc")->isChecked());
        QVERIFY(!desk.fieldOf("cc").input()->isEnabled());
        leaveOut("cc")->setChecked(false);
        desk.write("cc", QStringLiteral("a\nb"));
        leaveOut("raw")->setChecked(true);
        desk.use();
        const QList<ArgumentEdit> expected{{QStringLiteral("loud"), Kind::Switch, true, QStringLiteral("false")},
                                           {QStringLiteral("level"), Kind::Text, true, QStringLiteral("high")},
                                           {QStringLiteral("cc"), Kind::Lines, true, QStringLiteral("a\nb")},
                                           {QStringLiteral("raw"), Kind::Json, false, QStringLiteral("{}")}};
        QCOMPARE(desk.approvals->edited.first().edits, expected);
    }
    void everyInputHasItsName()
    {
        const Desk desk;
        desk.open();
        QCOMPARE(desk.fieldOf("days").input()->accessibleName(), QStringLiteral("days"));
        QVERIFY(!desk.find("editLink").accessibleName().isEmpty());
        QVERIFY(!desk.find("editBack").accessibleName().isEmpty());
    }

    void ofSeveralCallsTheEditedOneStaysOpen()
    {
        const Desk desk({editable(QStringLiteral("a")), editable(QStringLiteral("b"))});
        desk.card->openCall(ApprovalId(QStringLiteral("b")));
        settle();
        desk.open();
        desk.write("days", QStringLiteral("1"));
        desk.use();
        QCOMPARE(desk.approvals->edited.first().id, ApprovalId(QStringLiteral("b")));
        QCOMPARE(desk.find<QPlainTextEdit>("approvalBeforeValue").toPlainText(), QStringLiteral("3"));
        desk.pass();
        desk.panel->review();
        desk.panel->approveReviewed();
        QCOMPARE(desk.approvals->approved.size(), 1);
        QCOMPARE(desk.approvals->approved.first().first, ApprovalId(QStringLiteral("b+")));
    }
    void anotherCallOfTheStepClosesItAndKeepsTheText()
    {
        const Desk desk({editable(QStringLiteral("a")), editable(QStringLiteral("b"))});
        desk.open();
        desk.write("note", QStringLiteral("mine"));
        desk.card->openCall(ApprovalId(QStringLiteral("b")));
        settle();
        QVERIFY(!desk.isOpen());
        desk.open();
        QCOMPARE(desk.fieldOf("note").now().value, QStringLiteral("for the family"));
        desk.card->openCall(ApprovalId(QStringLiteral("a")));
        settle();
        desk.open();
        QCOMPARE(desk.fieldOf("note").now().value, QStringLiteral("mine"));
    }
    void itSpeaksJapanese()
    {
        const Desk desk;
        desk.open();
        const auto english = desk.find<ui::theme::Button>("editUse").text();
        language_.set(QStringLiteral("ja"));
        settle();
        QVERIFY(desk.find<ui::theme::Button>("editUse").text() != english);
    }
};

QTEST_MAIN(TestCallEditor)
#include "tst_call_editor.moc"
