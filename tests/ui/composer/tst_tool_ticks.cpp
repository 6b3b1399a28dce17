#include "ui/composer/composer.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QInputMethodEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>

#include <memory>

using core::interfaces::ComposedText;
using core::interfaces::EffectView;
using core::interfaces::ToolChoiceView;
using ui::composer::Composer;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

QList<ToolChoiceView> tools()
{
    return {
        {u("request_leave"), {u("Request leave"), u("休暇を申請する")}, {u("HR"), u("人事")}, EffectView::Write},
        {u("send"), {u("Send a chat message"), u("メッセージを送る")}, {u("Chat"), u("チャット")}, EffectView::Egress},
        {u("note"), {u("Write R&D notes"), u("メモを書く")}, {}, EffectView::Write}};
}

} // namespace

/// Which tools may act in answer to a message: only what the person ticked with a key or a click on the tool itself, and
/// for that message alone.
class TestToolTicks : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::theme::Appearance> appearance_;
    std::unique_ptr<QWidget> window_;
    Composer* composer_ = nullptr;

    template <typename Widget = QWidget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return window_->findChild<Widget*>(QString::fromUtf8(name));
    }
    [[nodiscard]] bool visible(const char* name) const
    {
        const auto* widget = find(name);
        return widget && widget->isVisible();
    }
    [[nodiscard]] QPlainTextEdit& text() const { return *find<QPlainTextEdit>("composerText"); }
    [[nodiscard]] QStringList ticked() const { return composer_->composedDraft().tools; }
    /// To whatever has the keyboard.
    static void key(Qt::Key key)
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), key);
        settle();
    }
    static void settle()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    /// As a person without a mouse does it.
    void tick(int place)
    {
        composer_->chooseTools();
        QVERIFY(visible("toolPicker"));
        for (int i = 0; i < place; ++i)
            key(Qt::Key_Down);
        key(Qt::Key_Space);
        key(Qt::Key_Escape);
        QVERIFY(!visible("toolPicker"));
    }

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init()
    {
        window_ = std::make_unique<QWidget>();
        window_->resize(700, 500);
        composer_ = new Composer(window_.get());
        composer_->setGeometry(50, 350, 600, 120);
        composer_->setTools(tools());
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        composer_->setFocus();
    }
    void cleanup()
    {
        composer_ = nullptr;
        window_.reset();
    }
    void cleanupTestCase() { appearance_.reset(); }

    void withoutSuchToolsThereIsNoControl()
    {
        QVERIFY(visible("toolsButton"));
        QVERIFY(!visible("toolChips"));
        composer_->setTools({});
        QVERIFY(!visible("toolsButton"));
        composer_->chooseTools();
        QVERIFY(!visible("toolPicker"));
    }

    void ticksGoOutWithTheMessageAndAreForItAlone()
    {
        QSignalSpy submitted(composer_, &Composer::submitted);
        QTest::keyClicks(&text(), u("hello"));
        tick(2);
        QVERIFY(text().hasFocus());
        QVERIFY(visible("toolChip:send"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(submitted.first().first().value<ComposedText>().tools, QStringList{u("send")});
        composer_->sent();
        QVERIFY(ticked().isEmpty());
        QVERIFY(!visible("toolChips"));
        QTest::keyClicks(&text(), u("more"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QVERIFY(submitted.last().first().value<ComposedText>().tools.isEmpty());
    }

    void aMessageThatWasNotSentKeepsThem()
    {
        QTest::keyClicks(&text(), u("hello"));
        tick(2);
        QTest::keyClick(&text(), Qt::Key_Return);
        // Under way, nothing is ticked or taken back.
        QVERIFY(!find("toolsButton")->isEnabled());
        QVERIFY(!find("toolChip:send")->isEnabled());
        composer_->chooseTools();
        QVERIFY(!visible("toolPicker"));
        composer_->sendFailed(u("The disk is full."));
        QCOMPARE(ticked(), QStringList{u("send")});
        QVERIFY(find("toolsButton")->isEnabled());
    }

    void anotherTextHasNone()
    {
        QTest::keyClicks(&text(), u("hello"));
        tick(1);
        composer_->setDraft(u("what stood in another conversation"));
        QVERIFY(ticked().isEmpty());
        QVERIFY(!visible("toolChips"));
    }

    void toolsThatGoTakeTheirTicks()
    {
        tick(2);
        composer_->setTools(tools().mid(0, 1));
        QVERIFY(ticked().isEmpty());
        composer_->setTools(tools());
        QVERIFY(ticked().isEmpty());
    }

    // Neither opening the list nor what is typed on ticks anything, and Enter sends nothing from there.
    void aTickIsTheSpaceBarOnTheTool()
    {
        QSignalSpy submitted(composer_, &Composer::submitted);
        QTest::keyClicks(&text(), u("hello"));
        composer_->chooseTools();
        for (const auto one : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter, Qt::Key_X})
            key(one);
        QVERIFY(ticked().isEmpty());
        key(Qt::Key_Down);
        for (const auto one : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_X})
            key(one);
        QVERIFY(ticked().isEmpty());
        QVERIFY(visible("toolPicker"));
        key(Qt::Key_Space);
        QCOMPARE(ticked(), QStringList{u("request_leave")});
        key(Qt::Key_Space);
        QVERIFY(ticked().isEmpty());
        QCOMPARE(submitted.size(), 0);
        QCOMPARE(composer_->draft(), u("hello"));
    }

    void arrowsGoRoundAndEscapeGivesTheKeyboardBack()
    {
        composer_->chooseTools();
        const auto at = [] { return QApplication::focusWidget()->objectName(); };
        QCOMPARE(at(), u("toolPicker"));
        key(Qt::Key_Up);
        QCOMPARE(at(), u("toolTick:note"));
        key(Qt::Key_Down);
        QCOMPARE(at(), u("toolTick:request_leave"));
        key(Qt::Key_Down);
        QCOMPARE(at(), u("toolTick:send"));
        key(Qt::Key_Tab);
        QCOMPARE(at(), u("toolTick:note"));
        key(Qt::Key_Tab);
        QCOMPARE(at(), u("toolTick:request_leave"));
        key(Qt::Key_Escape);
        QVERIFY(!visible("toolPicker"));
        QVERIFY(text().hasFocus());
    }

    void itsButtonAndAClickElsewhereCloseIt()
    {
        QTest::mouseClick(find("toolsButton"), Qt::LeftButton);
        QVERIFY(visible("toolPicker"));
        QTest::mouseClick(find("toolsButton"), Qt::LeftButton);
        QVERIFY(!visible("toolPicker"));
        QTest::mouseClick(find("toolsButton"), Qt::LeftButton);
        QTest::mouseClick(find<QLabel>("toolPickerNote"), Qt::LeftButton);
        QVERIFY(visible("toolPicker"));
        QTest::mouseClick(window_.get(), Qt::LeftButton, {}, {2, 2});
        QVERIFY(!visible("toolPicker"));
        QTest::mouseClick(find("toolsButton"), Qt::LeftButton);
        text().setFocus(); // what is typed is seen to go into the text
        QVERIFY(!visible("toolPicker"));
        QTest::mouseClick(find("toolsButton"), Qt::LeftButton);
        composer_->hide(); // another page came into view
        QVERIFY(!visible("toolPicker"));
    }

    void notWhileAnInputMethodComposes()
    {
        QInputMethodEvent composing(u("か"), {});
        QApplication::sendEvent(&text(), &composing);
        composer_->chooseTools();
        QVERIFY(!visible("toolPicker"));
        QInputMethodEvent done({}, {});
        done.setCommitString(u("蚊"));
        QApplication::sendEvent(&text(), &done);
        composer_->chooseTools();
        QVERIFY(visible("toolPicker"));
    }

    void aChipTakesItsTickBack()
    {
        tick(1);
        tick(2);
        QCOMPARE(ticked(), (QStringList{u("request_leave"), u("send")}));
        auto* chip = find<ui::theme::Button>("toolChip:request_leave");
        chip->setFocus();
        QTest::keyClick(chip, Qt::Key_Space);
        settle();
        QCOMPARE(ticked(), QStringList{u("send")});
        QVERIFY(!find("toolChip:request_leave"));
        QVERIFY(text().hasFocus());
    }

    void whatIsSaidOfATool()
    {
        composer_->chooseTools();
        settle();
        const auto says = [this](const char* name) { return find<QCheckBox>(name)->accessibleName(); };
        QCOMPARE(says("toolTick:request_leave"), u("Request leave · HR · writes"));
        QCOMPARE(says("toolTick:send"), u("Send a chat message · Chat · sends"));
        QCOMPARE(says("toolTick:note"), u("Write R&D notes · writes"));
        QCOMPARE(find<QCheckBox>("toolTick:note")->text(), u("Write R&&D notes · writes")); // no mnemonic
        QVERIFY(find<QLabel>("toolPickerNote")->text().contains(u("Everything else still asks.")));
        QCOMPARE(find("toolPicker")->accessibleDescription(), find<QLabel>("toolPickerNote")->text());
        key(Qt::Key_Escape);
        tick(2);
        QCOMPARE(find("toolChip:send")->accessibleName(), u("Send a chat message: do not let it act unasked"));
        QCOMPARE(find("toolsButton")->accessibleName(), u("Tools that may act unasked"));
    }

    void inANarrowWindowNothingSticksOut()
    {
        window_->resize(320, 500);
        composer_->setGeometry(10, 150, 300, 340);
        settle();
        tick(1);
        tick(2);
        tick(3);
        settle();
        const QRect window = window_->rect();
        for (const char* name :
             {"toolChip:request_leave", "toolChip:send", "toolChip:note", "toolsButton", "sendButton"}) {
            const auto* widget = find(name);
            QVERIFY2(window.contains(QRect(widget->mapTo(window_.get(), QPoint()), widget->size())), name);
        }
        QVERIFY(find("toolChip:note")->y() > find("toolChip:request_leave")->y()); // in another line
        composer_->chooseTools();
        QVERIFY(window.contains(find("toolPicker")->geometry()));
    }
};

QTEST_MAIN(TestToolTicks)
#include "tst_tool_ticks.moc"
