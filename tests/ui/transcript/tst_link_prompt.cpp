// A link opens only after the end of its address was on the screen.
#include "ui/theme/appearance.h"
#include "ui/theme/banner.h"
#include "ui/theme/button.h"
#include "ui/transcript/address_area.h"
#include "ui/transcript/link_prompt.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTextEdit>

using ui::markdown::previewLink;
using ui::transcript::AddressArea;
using ui::transcript::LinkPrompt;

namespace {

constexpr int lowHeight = 420;

QString ascii(int letters)
{
    return QStringLiteral("https://evil.example/") + QString(letters, QLatin1Char('d'));
}

QString japanese(int letters)
{
    return QStringLiteral("https://evil.example/") + QString(letters, QChar(0x4EBA));
}

} // namespace

class TestLinkPrompt : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::theme::Appearance> appearance_;
    std::unique_ptr<LinkPrompt> prompt_;
    QString shown_;

    void show(const QString& address, int height)
    {
        const auto preview = previewLink(address, QStringLiteral("the bank"));
        QVERIFY(preview);
        shown_ = preview->shown;
        prompt_ = std::make_unique<LinkPrompt>(*preview, nullptr);
        if (height > 0) prompt_->resize(prompt_->width(), height);
        prompt_->open();
        prompt_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(prompt_.get()));
    }
    [[nodiscard]] AddressArea* area() const { return prompt_->findChild<AddressArea*>(QStringLiteral("linkAddress")); }
    [[nodiscard]] ui::theme::Button* button(const char* name) const
    {
        return prompt_->findChild<ui::theme::Button*>(QLatin1String(name));
    }
    [[nodiscard]] bool mayOpen() const { return button("linkOpenButton")->isEnabled(); }
    [[nodiscard]] bool hinted() const
    {
        return prompt_->findChild<QLabel*>(QStringLiteral("linkScrollHint"))->isVisible();
    }
    /// No line of the address is out of reach, though it may have to be scrolled to.
    [[nodiscard]] bool whole() const
    {
        const auto* value = area()->findChild<QTextEdit*>();
        return value->toPlainText() == shown_ && value->document()->size().height() <= value->viewport()->height() &&
               value->document()->size().width() <= value->viewport()->width();
    }

private Q_SLOTS:
    void initTestCase() { appearance_ = std::make_unique<ui::theme::Appearance>(*qApp); }
    void cleanup() { prompt_.reset(); }

    void whatFitsOpensAtOnce()
    {
        show(ascii(10), 0);
        QVERIFY(whole());
        QVERIFY(!area()->verticalScrollBar()->isVisible());
        QVERIFY(mayOpen() && !hinted());
        const QSignalSpy opened(prompt_.get(), &LinkPrompt::openChosen);
        QTest::mouseClick(button("linkOpenButton"), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
    }
    void aLongAddressOpensAtItsEndOnly_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("ASCII") << ascii(1900);
        QTest::newRow("Japanese") << japanese(210); // nine characters each
    }
    void aLongAddressOpensAtItsEndOnly()
    {
        QFETCH(QString, address);
        show(address, lowHeight);
        const QSignalSpy opened(prompt_.get(), &LinkPrompt::openChosen);
        QVERIFY(shown_.size() > 1800);
        QVERIFY(area()->verticalScrollBar()->isVisible());
        QVERIFY(whole());
        QVERIFY(!mayOpen() && hinted());
        QTest::mouseClick(button("linkOpenButton"), Qt::LeftButton);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(opened.size(), 0);

        // By the keyboard alone, and not before the end.
        for (int i = 0; i < 10 && QApplication::focusWidget() != area(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), area());
        QTest::keyClick(area(), Qt::Key_PageDown);
        QVERIFY(area()->verticalScrollBar()->value() > 0);
        QVERIFY(!mayOpen());
        QTest::keyClick(area(), Qt::Key_End);
        QCOMPARE(area()->verticalScrollBar()->value(), area()->verticalScrollBar()->maximum());
        QVERIFY(mayOpen() && !hinted());
        QTest::keyClick(area(), Qt::Key_Home); // it stays seen
        QVERIFY(mayOpen());
        QTest::mouseClick(button("linkOpenButton"), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
    }
    void enterInTheAddressOpensNothing()
    {
        show(ascii(1900), lowHeight);
        const QSignalSpy opened(prompt_.get(), &LinkPrompt::openChosen);
        const QSignalSpy copied(prompt_.get(), &LinkPrompt::copyChosen);
        area()->setFocus();
        QTest::keyClick(area(), Qt::Key_End);
        QTest::keyClick(area(), Qt::Key_Return);
        QVERIFY(!prompt_->isVisible());
        QCOMPARE(opened.size() + copied.size(), 0);
    }
    void aWindowThatBecomesTooLowAsksForScrollingAgain()
    {
        show(ascii(700), 0);
        QVERIFY(mayOpen());
        prompt_->resize(prompt_->width(), 260);
        QTRY_VERIFY(area()->verticalScrollBar()->isVisible());
        QVERIFY(!mayOpen() && hinted());
    }
    void whatNobodyReadsCanOnlyBeCopied()
    {
        show(japanese(400), lowHeight); // 421 characters as written
        QVERIFY(shown_.size() > 3600);
        area()->verticalScrollBar()->setValue(area()->verticalScrollBar()->maximum());
        QVERIFY(area()->seen());
        QVERIFY(!mayOpen() && !hinted());
        QStringList said;
        for (const auto* banner : prompt_->findChildren<ui::theme::Banner*>(QStringLiteral("linkWarning")))
            said.append(banner->text());
        QCOMPARE(said, QStringList(QStringLiteral("This address has more than 2,000 characters, which is too long to "
                                                  "be opened from here. It can only be copied.")));
        const QSignalSpy opened(prompt_.get(), &LinkPrompt::openChosen);
        QSignalSpy copied(prompt_.get(), &LinkPrompt::copyChosen);
        QTest::mouseClick(button("linkOpenButton"), Qt::LeftButton);
        QTest::mouseClick(button("linkCopyButton"), Qt::LeftButton);
        QCOMPARE(opened.size(), 0);
        QCOMPARE(copied.value(0).value(0).toString(), shown_);
    }
};

QTEST_MAIN(TestLinkPrompt)
#include "tst_link_prompt.moc"
