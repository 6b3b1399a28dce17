#include "ui/composer/composer.h"
#include "ui/theme/appearance.h"
#include "ui/theme/button.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtGui/QInputMethodEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>

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
        QCOMPARE(submitted.first().first().toString(), QStringLiteral("hello"));
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
        QCOMPARE(submitted.first().first().toString(), QString::fromUtf8("x漢字"));
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
