#include "tests/fakes/held_call.h"
#include "tests/ui/stage.h"
#include "ui/transcript/transcript_view.h"

#include <QtGui/QShortcut>

using namespace core::interfaces;
using ui::transcript::TranscriptView;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// A signed-in window with a conversation in which a call can be held.
struct Desk {
    Stage stage;
    std::shared_ptr<FakeTurns> turns;
    std::shared_ptr<FakeTranscript> transcript;
    QDateTime until = QDateTime::currentDateTimeUtc().addSecs(8);

    Desk()
    {
        stage.openSignedIn();
        auto& open = stage.app.fakeConversations()->stored.front();
        turns = open.turns;
        transcript = open.transcript;
        view().setNow([now = until.addSecs(-8)] { return now; });
    }
    [[nodiscard]] TranscriptView& view() const { return *stage.find<TranscriptView>("transcript"); }
    void hold(const char* name)
    {
        turns->hold({fakes::heldCall(s(name), until)});
        settle();
    }
    void settle() const
    {
        Stage::settle();
        view().arrangeNow();
        Stage::settle();
    }
    void takeBack() const { stage.key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier); }
    [[nodiscard]] QPlainTextEdit& editor() const { return *stage.find("composer")->findChild<QPlainTextEdit*>(); }
};

} // namespace

/// How a call that is held is taken back in the window, while everything else goes on.
class TestHeldCall : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theChordTakesItBackWhereverOneWrites()
    {
        Desk desk;
        desk.editor().setFocus();
        QTest::keyClicks(&desk.editor(), s("half a sen"));
        desk.takeBack(); // nothing is held yet
        QVERIFY(desk.turns->undone.isEmpty());
        desk.hold("a");
        QTest::keyClicks(&desk.editor(), s("tence"));
        desk.takeBack();
        QCOMPARE(desk.turns->undone, QList{core::CallId(s("a"))});
        QCOMPARE(desk.editor().toPlainText(), s("half a sentence"));
        QVERIFY(desk.editor().hasFocus());
        desk.takeBack(); // and nothing is any more
        QCOMPARE(desk.turns->undone.size(), 1);
    }

    void theChordIsNothingElse()
    {
        Desk desk;
        const QKeySequence chord(s("Ctrl+Shift+B"));
        int found = 0;
        const auto shortcuts = desk.stage.window->findChildren<QShortcut*>();
        for (const auto* shortcut : shortcuts)
            if (shortcut->key() == chord) ++found;
        QCOMPARE(found, 1);
        for (int key = 1; key <= QKeySequence::Cancel; ++key)
            QVERIFY(!QKeySequence::keyBindings(static_cast<QKeySequence::StandardKey>(key)).contains(chord));
        desk.stage.key(Qt::Key_F1);
        QVERIFY(desk.stage.visible("shortcutsDialog"));
        QVERIFY(Stage::everything().contains(s("Take back what has not begun yet")));
    }

    void whatIsNotInViewIsNotTakenBack()
    {
        Desk desk;
        desk.hold("a");
        desk.stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(desk.stage.visible("reviewPage"));
        desk.takeBack();
        QVERIFY(desk.turns->undone.isEmpty());
        desk.stage.key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(desk.stage.visible("composer"));
        desk.takeBack();
        QCOMPARE(desk.turns->undone.size(), 1);
    }

    void aCallOfAnotherConversationIsNotTakenBack()
    {
        Desk desk;
        desk.hold("a");
        desk.stage.key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(desk.view().rowCount(), 0);
        desk.takeBack();
        QVERIFY(desk.turns->undone.isEmpty());
    }

    void aboveTheComposerItCanBeTakenBackWhileItsCardIsOutOfView()
    {
        Desk desk;
        desk.hold("a");
        QVERIFY(!desk.stage.visible("heldBar"));
        MessageView words;
        words.id = core::MessageId(s("words"));
        words.text = s("A paragraph to fill the view with.\n\n").repeated(80);
        desk.transcript->append(words);
        desk.settle();
        QVERIFY(desk.stage.visible("heldBar"));
        QCOMPARE(desk.stage.find<QLabel>("heldTime")->text(), s("Begins in 8 s"));
        QVERIFY(desk.editor().hasFocus()); // nothing took the keyboard
        QVERIFY(desk.stage.press("heldUndo"));
        desk.settle();
        QCOMPARE(desk.turns->undone, QList{core::CallId(s("a"))});
        QVERIFY(!desk.stage.visible("heldBar"));
        QVERIFY(desk.editor().hasFocus());
    }
};

QTEST_MAIN(TestHeldCall)
#include "tst_held_call.moc"
