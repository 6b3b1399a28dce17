#include "ui/composer/composer.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtGui/QDropEvent>
#include <QtGui/QInputMethodEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>

#include <functional>
#include <memory>
#include <utility>

using ui::composer::Composer;

class TestComposer : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::theme::Appearance> appearance_;
    std::unique_ptr<Composer> composer_;

    [[nodiscard]] QPlainTextEdit& text() const
    {
        return *composer_->findChild<QPlainTextEdit*>(QStringLiteral("composerText"));
    }
    [[nodiscard]] ui::theme::Button& button(const char* name) const
    {
        return *composer_->findChild<ui::theme::Button*>(QLatin1String(name));
    }
    [[nodiscard]] QLabel& label(const char* name) const { return *composer_->findChild<QLabel*>(QLatin1String(name)); }
    static QString textOf(const QSignalSpy& submitted)
    {
        return plainText(submitted.first().first().value<core::interfaces::ComposedText>());
    }
    static void paste(QPlainTextEdit& into, const QString& what)
    {
        QApplication::clipboard()->setText(what);
        QTest::keyClick(&into, Qt::Key_V, Qt::ControlModifier);
    }
    static void drop(QPlainTextEdit& into, const QString& what)
    {
        QMimeData data;
        data.setText(what);
        // Qt gives a drop to whoever the drag entered.
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(into.viewport(), &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(into.viewport(), &event);
    }
    // "Keys:ab|Paste:c"
    [[nodiscard]] QString origins() const
    {
        static const char* const names[] = {"Keys", "Paste", "Other"};
        QStringList parts;
        const auto composed = composer_->composedDraft();
        for (const auto& part : composed.parts)
            parts += QLatin1String(names[static_cast<int>(part.origin)]) + QLatin1Char(':') + part.text;
        return parts.join(QLatin1Char('|'));
    }
    void compose(const QString& preedit, const QString& commit = {})
    {
        QInputMethodEvent event(preedit, {});
        if (!commit.isEmpty()) event.setCommitString(commit);
        QApplication::sendEvent(&text(), &event);
    }

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void init()
    {
        composer_ = std::make_unique<Composer>();
        composer_->resize(600, composer_->sizeHint().height());
        composer_->show();
        composer_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(composer_.get()));
        composer_->setFocus();
    }
    void cleanup() { composer_.reset(); }
    void cleanupTestCase() { appearance_.reset(); }

    void enterSends()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        QTest::keyClicks(&text(), QStringLiteral("hello"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(textOf(submitted), QStringLiteral("hello"));
    }

    // Where each character came from decides what an agent may do unasked: in doubt it was not typed.
    void itIsKnownWhereEachCharacterCameFrom_data()
    {
        QTest::addColumn<std::function<void(TestComposer&)>>("act");
        QTest::addColumn<QString>("expected");
        using Test = TestComposer;
        const auto row = [](const char* name, std::function<void(Test&)> act, const char* expected) {
            QTest::newRow(name) << std::move(act) << QString::fromUtf8(expected);
        };
        const auto type = [](Test& t, const char* what) { QTest::keyClicks(&t.text(), QLatin1String(what)); };
        row("typed", [=](Test& t) { type(t, "pay 12"); }, "Keys:pay 12");
        row(
            "handed over by an input method",
            [](Test& t) {
                t.compose(QString::fromUtf8("かんじ"));
                t.compose({}, QString::fromUtf8("漢字"));
            },
            "Keys:漢字");
        row(
            "what an input method still composes is not there",
            [=](Test& t) {
                type(t, "a");
                t.compose(QString::fromUtf8("か"));
            },
            "Keys:a");
        row("pasted", [](Test& t) { paste(t.text(), QStringLiteral("attacker@evil")); }, "Paste:attacker@evil");
        row(
            "typed around a paste",
            [=](Test& t) {
                type(t, "to ");
                paste(t.text(), QStringLiteral("bob"));
                type(t, " now");
            },
            "Keys:to |Paste:bob|Keys: now");
        row(
            "typed into a paste",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                QTest::keyClick(&t.text(), Qt::Key_Left);
                type(t, "x");
            },
            "Paste:bo|Keys:x|Paste:b");
        row(
            "typed over a paste",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                t.text().selectAll();
                type(t, "x");
            },
            "Keys:x");
        row(
            "pasted over what was typed",
            [=](Test& t) {
                type(t, "abc");
                t.text().selectAll();
                paste(t.text(), QStringLiteral("xyz"));
            },
            "Paste:xyz");
        row(
            "cut and pasted",
            [=](Test& t) {
                type(t, "abc");
                t.text().selectAll();
                QTest::keyClick(&t.text(), Qt::Key_X, Qt::ControlModifier);
                QTest::keyClick(&t.text(), Qt::Key_V, Qt::ControlModifier);
            },
            "Paste:abc");
        row("dropped", [](Test& t) { drop(t.text(), QStringLiteral("secret")); }, "Other:secret");
        row(
            "set, and typed on",
            [=](Test& t) {
                t.composer_->setDraft(QStringLiteral("kept"));
                type(t, "!");
            },
            "Other:kept|Keys:!");
        row(
            "a paste that was taken back and brought again",
            [](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                QTest::keyClick(&t.text(), Qt::Key_Z, Qt::ControlModifier);
                QTest::keyClick(&t.text(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
            },
            "Other:bob");
        row(
            "what undoing brings back was not typed",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                t.text().selectAll();
                type(t, "x");
                QTest::keyClick(&t.text(), Qt::Key_Z, Qt::ControlModifier);
            },
            "Other:bob");
        row(
            "a new line",
            [=](Test& t) {
                type(t, "a");
                QTest::keyClick(&t.text(), Qt::Key_Return, Qt::ShiftModifier);
                paste(t.text(), QStringLiteral("b\nc"));
            },
            "Keys:a\n|Paste:b\nc");
        row(
            "erased",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                type(t, "xy");
                QTest::keyClick(&t.text(), Qt::Key_Backspace);
                QTest::keyClick(&t.text(), Qt::Key_Home);
                QTest::keyClick(&t.text(), Qt::Key_Delete);
            },
            "Paste:ob|Keys:x");
        const auto undo = [](Test& t) { QTest::keyClick(&t.text(), Qt::Key_Z, Qt::ControlModifier); };
        const auto redo = [](Test& t) {
            QTest::keyClick(&t.text(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        };
        const auto home = [](Test& t) { t.text().moveCursor(QTextCursor::Start); };
        row(
            "pasted over typed text that begins alike",
            [=](Test& t) {
                type(t, "send to ann");
                t.text().selectAll();
                paste(t.text(), QStringLiteral("send to evil"));
            },
            "Paste:send to evil");
        row(
            "pasted over the very same typed text",
            [=](Test& t) {
                type(t, "abc");
                t.text().selectAll();
                paste(t.text(), QStringLiteral("abc"));
            },
            "Paste:abc");
        row(
            "inserted by the program over typed text that begins alike",
            [=](Test& t) {
                type(t, "abc");
                t.text().selectAll();
                t.text().insertPlainText(QStringLiteral("abd"));
            },
            "Other:abd");
        row(
            "typed before a paste that begins alike",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("13"));
                home(t);
                type(t, "12");
            },
            "Keys:12|Paste:13");
        row(
            "an input method's text before a paste that begins alike",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("13"));
                home(t);
                t.compose(QStringLiteral("x"));
                t.compose({}, QStringLiteral("12"));
            },
            "Keys:12|Paste:13");
        row(
            "pasted before typed text that begins alike",
            [=](Test& t) {
                type(t, "125");
                home(t);
                paste(t.text(), QStringLiteral("12"));
            },
            "Paste:12|Keys:125");
        row(
            "what was typed is erased before a paste that is the same",
            [=](Test& t) {
                type(t, "aa");
                paste(t.text(), QStringLiteral("aa"));
                home(t);
                QTest::keyClick(&t.text(), Qt::Key_Delete);
                QTest::keyClick(&t.text(), Qt::Key_Delete);
            },
            "Paste:aa");
        row(
            "set to what was typed",
            [=](Test& t) {
                type(t, "abc");
                t.composer_->setDraft(QStringLiteral("abc"));
            },
            "Other:abc");
        row(
            "set to what begins as what was typed",
            [=](Test& t) {
                type(t, "abc");
                t.composer_->setDraft(QStringLiteral("abd"));
            },
            "Other:abd");
        row(
            "set by whoever hears of a key",
            [=](Test& t) {
                auto once = std::make_shared<bool>(false);
                connect(t.composer_.get(), &Composer::draftChanged, t.composer_.get(), [once, &t] {
                    if (!std::exchange(*once, true)) t.composer_->setDraft(QStringLiteral("chip"));
                });
                type(t, "a");
            },
            "Other:chip");
        row(
            "inserted by whoever hears of a key",
            [=](Test& t) {
                auto once = std::make_shared<bool>(false);
                connect(t.composer_.get(), &Composer::draftChanged, t.composer_.get(), [once, &t] {
                    if (!std::exchange(*once, true)) t.text().insertPlainText(QStringLiteral("chip"));
                });
                type(t, "a");
            },
            "Keys:a|Other:chip");
        row(
            "undoing a typed text typed over a paste that is the same",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("abc"));
                t.text().selectAll();
                type(t, "abc");
                undo(t);
            },
            "Other:abc");
        row(
            "typed, undone and brought again",
            [=](Test& t) {
                type(t, "abc");
                undo(t);
                redo(t);
            },
            "Other:abc");
        row(
            "typed on after undoing",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                t.text().selectAll();
                QTest::keyClick(&t.text(), Qt::Key_Delete);
                undo(t);
                t.text().moveCursor(QTextCursor::End);
                type(t, "!");
            },
            "Other:bob|Keys:!");
        row(
            "undone from the menu", // QPlainTextEdit::undo, no key
            [=](Test& t) {
                paste(t.text(), QStringLiteral("bob"));
                t.text().selectAll();
                type(t, "b");
                t.text().undo();
            },
            "Other:bob");
        row(
            "an emoji as a key",
            [](Test& t) {
                QKeyEvent key(QEvent::KeyPress, 0, Qt::NoModifier, QString::fromUtf8("😀"));
                QApplication::sendEvent(&t.text(), &key);
            },
            "Keys:😀");
        row(
            "a no-break space as a key",
            [](Test& t) {
                QKeyEvent key(QEvent::KeyPress, Qt::Key_nobreakspace, Qt::NoModifier, QString(QChar::Nbsp));
                QApplication::sendEvent(&t.text(), &key);
            },
            "Keys: ");
        row(
            "AltGr that comes as Ctrl and Alt",
            [](Test& t) {
                QKeyEvent key(QEvent::KeyPress, Qt::Key_At, Qt::ControlModifier | Qt::AltModifier, QStringLiteral("@"));
                QApplication::sendEvent(&t.text(), &key);
            },
            "Keys:@");
        row(
            "a dead key",
            [=](Test& t) {
                type(t, "caf");
                t.compose(QString::fromUtf8("´"));
                t.compose({}, QString::fromUtf8("é"));
            },
            "Keys:café");
        row(
            "an input method's text inside a paste of several lines",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("one\ntwo three\nfour"));
                auto cursor = t.text().textCursor();
                cursor.setPosition(8);
                t.text().setTextCursor(cursor);
                t.compose(QString::fromUtf8("かん"));
                t.compose(QString::fromUtf8("かんじ"));
                t.compose({}, QString::fromUtf8("漢字"));
            },
            "Paste:one\ntwo |Keys:漢字|Paste:three\nfour");
        row(
            "an input method's text over a paste",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("a bob"));
                t.text().selectAll();
                t.compose(QStringLiteral("b"));
                t.compose({}, QStringLiteral("bob"));
            },
            "Keys:bob");
        row(
            "an input method that replaces what stood before", // replacementStart
            [=](Test& t) {
                paste(t.text(), QStringLiteral("abc"));
                QInputMethodEvent event;
                event.setCommitString(QStringLiteral("cd"), -1, 1);
                QApplication::sendEvent(&t.text(), &event);
            },
            "Paste:ab|Keys:cd");
        row("several lines from an input method", [=](Test& t) { t.compose({}, QStringLiteral("a\nb")); }, "Keys:a\nb");
        row(
            "composing leaves typed text typed",
            [=](Test& t) {
                type(t, "ab");
                t.compose(QString::fromUtf8("か"));
                t.compose({});
                type(t, "c");
            },
            "Keys:abc");
        row(
            "lines joined around a paste",
            [=](Test& t) {
                type(t, "ab");
                QTest::keyClick(&t.text(), Qt::Key_Return, Qt::ShiftModifier);
                paste(t.text(), QStringLiteral("cd"));
                t.text().moveCursor(QTextCursor::StartOfLine);
                QTest::keyClick(&t.text(), Qt::Key_Backspace);
            },
            "Keys:ab|Paste:cd");
        row(
            "composing over a part of what was typed",
            [=](Test& t) {
                type(t, "abc def");
                t.text().moveCursor(QTextCursor::PreviousWord, QTextCursor::KeepAnchor);
                t.compose(QString::fromUtf8("か"));
                t.compose({}, QString::fromUtf8("蚊"));
            },
            "Keys:abc 蚊");
        row(
            "composing beside a paste leaves it pasted",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("a bob"));
                t.compose(QString::fromUtf8("か"));
                t.compose({}, QString::fromUtf8("蚊"));
                t.compose(QString::fromUtf8("か"));
                t.compose({});
            },
            "Paste:a bob|Keys:蚊");
        row(
            "dropped before what was typed that is the same",
            [=](Test& t) {
                type(t, "abc abc");
                t.text().moveCursor(QTextCursor::PreviousWord, QTextCursor::KeepAnchor);
                drop(t.text(), QStringLiteral("abc"));
            },
            "Other:abc|Keys:abc abc");
        row(
            "typed over the selection of the same paste",
            [=](Test& t) {
                paste(t.text(), QStringLiteral("a"));
                t.text().selectAll();
                type(t, "a");
            },
            "Keys:a");
        row(
            "inserted by whoever hears of a paste",
            [=](Test& t) {
                auto once = std::make_shared<bool>(false);
                connect(t.composer_.get(), &Composer::draftChanged, t.composer_.get(), [once, &t] {
                    if (!std::exchange(*once, true)) t.text().insertPlainText(QStringLiteral("chip"));
                });
                paste(t.text(), QStringLiteral("bob"));
            },
            "Paste:bob|Other:chip");
        row(
            "a click ends a composition, and the line is drawn anew",
            [=](Test& t) {
                type(t, "ab");
                paste(t.text(), QStringLiteral("bob"));
                t.compose(QString::fromUtf8("か"));
                QTest::mouseClick(t.text().viewport(), Qt::LeftButton, {}, {2, 5});
            },
            "Keys:ab|Paste:bob");
        row(
            "what the document changes of an input method's text is not called typed",
            [](Test& t) { t.compose({}, QLatin1Char('a') + QChar(0xFDD0) + QLatin1Char('b')); }, "Other:a\nb");
        row(
            "typed over a selection after an empty event of the input method",
            [=](Test& t) {
                type(t, "abc");
                t.text().selectAll();
                t.compose({}); // some platforms send these whenever the cursor moves
                type(t, "d");
            },
            "Keys:d");
        row(
            "pasted while an input method composes in a text that was kept",
            [=](Test& t) {
                t.composer_->setDraft(QStringLiteral("evil"));
                t.compose(QString::fromUtf8("か"));
                paste(t.text(), QStringLiteral("bob"));
            },
            "Other:evil|Paste:bob");
        row(
            "pasted with the line ends of other systems",
            [](Test& t) { paste(t.text(), QStringLiteral("a\r\nb\rc\u2028d\u2029e\u00a0f")); },
            "Paste:a\nb\nc\nd\ne f");
        row(
            "the menu's paste",
            [=](Test& t) {
                QGuiApplication::clipboard()->setText(QStringLiteral("bob"));
                t.text().paste();
            },
            "Paste:bob");
        row(
            "Shift+Insert",
            [=](Test& t) {
                QGuiApplication::clipboard()->setText(QStringLiteral("bob"));
                QTest::keyClick(&t.text(), Qt::Key_Insert, Qt::ShiftModifier);
            },
            "Paste:bob");
        row(
            "set by the program itself", [](Test& t) { t.text().insertPlainText(QStringLiteral("chip")); },
            "Other:chip");
    }
    void itIsKnownWhereEachCharacterCameFrom()
    {
        QFETCH(std::function<void(TestComposer&)>, act);
        QFETCH(QString, expected);
        act(*this);
        QCOMPARE(origins(), expected);
        QCOMPARE(plainText(composer_->composedDraft()), composer_->draft());
    }

    void aLongTextIsNotSlow()
    {
        QString kept;
        for (int i = 0; kept.size() < Composer::MaximumLength - 200; ++i)
            kept += QStringLiteral("line %1 of a long text\n").arg(i);
        QElapsedTimer timer;
        timer.start();
        paste(text(), kept);
        const auto pasted = timer.restart();
        QTest::keyClicks(&text(), QString(100, QLatin1Char('x')));
        const auto typed = timer.restart();
        QCOMPARE(composer_->composedDraft().parts.size(), 2);
        const auto read = timer.elapsed();
        qInfo("paste %lld ms, 100 keys %lld ms, reading %lld ms", pasted, typed, read);
        QVERIFY2(pasted < 2000, qPrintable(QString::number(pasted)));
        QVERIFY2(typed < 100 * 50, qPrintable(QString::number(typed))); // 50 ms a key: nobody types faster
        QVERIFY2(read < 200, qPrintable(QString::number(read)));
    }

    void whatIsSentIsTrimmedAcrossItsParts()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        QTest::keyClicks(&text(), QStringLiteral("  "));
        paste(text(), QStringLiteral(" a "));
        QTest::keyClicks(&text(), QStringLiteral("b "));
        QTest::keyClick(&text(), Qt::Key_Return);
        using core::interfaces::TextPart;
        const core::interfaces::ComposedText expected{
            {{TextPart::Origin::Paste, QStringLiteral("a ")}, {TextPart::Origin::Keys, QStringLiteral("b")}}};
        QCOMPARE(submitted.first().first().value<core::interfaces::ComposedText>(), expected);
        composer_->sendFailed(QStringLiteral("no"));
        QCOMPARE(origins(), QStringLiteral("Keys:  |Paste: a |Keys:b "));
    }

    void shiftEnterStartsALine()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        QTest::keyClicks(&text(), QStringLiteral("a"));
        QTest::keyClick(&text(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(&text(), QStringLiteral("b"));
        QCOMPARE(submitted.size(), 0);
        QCOMPARE(composer_->draft(), QStringLiteral("a\nb"));
    }

    void enterWhileAnInputMethodComposesNeverSends()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        QTest::keyClicks(&text(), QStringLiteral("x"));
        compose(QString::fromUtf8("かんじ"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QTest::keyClick(&text(), Qt::Key_Enter);
        QCOMPARE(submitted.size(), 0);
        // Some platforms deliver the Enter that ended the composition right after the text it committed.
        compose({}, QString::fromUtf8("漢字"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 0);
        QCOMPARE(composer_->draft(), QString::fromUtf8("x漢字"));
        // The next one is the person's.
        QCoreApplication::processEvents();
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(textOf(submitted), QString::fromUtf8("x漢字"));
    }

    void anAbandonedCompositionDoesNotBlockEnterForEver()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        QTest::keyClicks(&text(), QStringLiteral("x"));
        compose(QString::fromUtf8("か"));
        compose({});
        QCoreApplication::processEvents();
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
    }

    void nothingIsSentFromNothing_data()
    {
        QTest::addColumn<QString>("draft");
        QTest::newRow("empty") << QString();
        QTest::newRow("spaces") << QStringLiteral("  \n ");
        QTest::newRow("too long") << QString(Composer::MaximumLength + 1, QLatin1Char('a'));
    }
    void nothingIsSentFromNothing()
    {
        QFETCH(QString, draft);
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        composer_->setDraft(draft);
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 0);
        QVERIFY(!button("sendButton").isEnabled());
        QCOMPARE(composer_->draft(), draft);
    }

    void theDraftStaysUntilItIsStored()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        composer_->setDraft(QStringLiteral("important"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(composer_->draft(), QStringLiteral("important"));
        // Not twice while it is under way.
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        composer_->sendFailed(QStringLiteral("The disk is full."));
        QCOMPARE(composer_->draft(), QStringLiteral("important"));
        QCOMPARE(label("composerNote").text(), QStringLiteral("The disk is full."));
        QVERIFY(label("composerNote").isVisible());
        QTest::keyClicks(&text(), QStringLiteral("!"));
        QVERIFY(!label("composerNote").isVisible());
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 2);
        composer_->sent();
        QVERIFY(composer_->draft().isEmpty());
    }

    void stopTakesThePlaceOfSend()
    {
        QSignalSpy stopped(composer_.get(), &Composer::stopRequested);
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        QVERIFY(!button("stopButton").isVisible());
        QTest::keyClick(&text(), Qt::Key_Escape);
        QCOMPARE(stopped.size(), 0);
        composer_->setRunning(true);
        QVERIFY(button("stopButton").isVisible());
        QVERIFY(!button("sendButton").isVisible());
        QTest::mouseClick(&button("stopButton"), Qt::LeftButton);
        QTest::keyClick(&text(), Qt::Key_Escape);
        QCOMPARE(stopped.size(), 2);
        QTest::keyClicks(&text(), QStringLiteral("next"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 0);
        QCOMPARE(composer_->draft(), QStringLiteral("next"));
        composer_->setRunning(false);
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
    }

    void aReasonIsShownWhenNothingCanBeSent()
    {
        QSignalSpy submitted(composer_.get(), &Composer::submitted);
        composer_->setUnavailable(QStringLiteral("Sign in again to go on."));
        QTest::keyClicks(&text(), QStringLiteral("x"));
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 0);
        QCOMPARE(label("composerNote").text(), QStringLiteral("Sign in again to go on."));
        QCOMPARE(text().accessibleDescription(), QStringLiteral("Sign in again to go on."));
        composer_->setUnavailable({});
        QTest::keyClick(&text(), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
    }

    void growsToEightLinesAndNoFurther()
    {
        const int one = text().height();
        composer_->setDraft(QStringLiteral("a\nb\nc\nd"));
        QCoreApplication::processEvents();
        const int four = text().height();
        QVERIFY(four > one * 2);
        composer_->setDraft(QStringLiteral("a\n").repeated(8));
        QCoreApplication::processEvents();
        const int eight = text().height();
        composer_->setDraft(QStringLiteral("a\n").repeated(50));
        QCoreApplication::processEvents();
        QCOMPARE(text().height(), eight);
        composer_->setDraft({});
        QCoreApplication::processEvents();
        QCOMPARE(text().height(), one);
    }

    void counterShowsForLongTexts()
    {
        QVERIFY(!label("composerCounter").isVisible());
        composer_->setDraft(QString(Composer::CounterFrom, QLatin1Char('a')));
        QVERIFY(label("composerCounter").isVisible());
    }

    void pastesAsPlainText()
    {
        auto data = std::make_unique<QMimeData>();
        data->setHtml(QStringLiteral("<b>bold</b>"));
        data->setText(QStringLiteral("bold\nline").repeated(5000));
        QGuiApplication::clipboard()->setMimeData(data.release());
        text().paste();
        QCOMPARE(composer_->draft(), QStringLiteral("bold\nline").repeated(5000));
    }

    void namesForScreenReaders()
    {
        QCOMPARE(text().accessibleName(), QStringLiteral("Message"));
        QCOMPARE(button("sendButton").accessibleName(), QStringLiteral("Send"));
        QCOMPARE(button("stopButton").accessibleName(), QStringLiteral("Stop the answer"));
    }
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
