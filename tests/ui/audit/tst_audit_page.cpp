#include "audit_desk.h"
#include "ui/theme/appearance.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QComboBox>

using namespace core::interfaces;
using ui::audit::AuditModel;

class TestAuditPage : public QObject {
    Q_OBJECT
    ui::theme::Appearance appearance_{*qApp};

private Q_SLOTS:
    void everyEntryIsALineOfPlainWordsTheNewestFirst()
    {
        const Desk desk;
        desk.open();
        QCOMPARE(desk.rows(), int(desk.log->entries.size()));
        QCOMPARE(desk.row(0), QStringLiteral("18:00 · “Request leave” was carried out"));
        QVERIFY(desk.row(2).endsWith(QStringLiteral("“Request leave” was approved by you")));
        QVERIFY(desk.row(desk.rows() - 1).endsWith(QStringLiteral("This log was begun")));
        QCOMPARE(desk.list().currentIndex().row(), 0);
        QVERIFY(desk.details().contains(QStringLiteral("Record: 11")));
        QVERIFY(!desk.find("auditEmptyTitle").isVisible());
        QVERIFY(!desk.find("auditOlder").isVisible());
    }

    void theKeyboardReachesAllOfIt()
    {
        const Desk desk;
        desk.open();
        QVERIFY(desk.list().hasFocus());
        desk.press(Qt::Key_J);
        desk.press(Qt::Key_Down);
        QCOMPARE(desk.list().currentIndex().row(), 2);
        desk.press(Qt::Key_K);
        QVERIFY(desk.details().contains(QStringLiteral("Record: 10")));
        desk.press(Qt::Key_Return);
        QVERIFY(desk.find("auditDetails").hasFocus());
        desk.press(Qt::Key_Slash);
        QVERIFY(desk.find("auditWords").hasFocus());
        QTest::keyClicks(&desk.find("auditWords"), QStringLiteral("pay/"));
        QCOMPARE(desk.find<QLineEdit>("auditWords").text(), QStringLiteral("pay/")); // there it is a letter
        desk.type("payslip");
        QCOMPARE(desk.rows(), 2);
        desk.press(Qt::Key_Down);
        QVERIFY(desk.list().hasFocus());
        desk.press(Qt::Key_Slash);
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.find<QLineEdit>("auditWords").text(), QString());
        QCOMPARE(desk.rows(), int(desk.log->entries.size()));
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.list().hasFocus());
        QCOMPARE(desk.left.count(), 0);
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.left.count(), 1);
    }

    void theFilterIsAskedForAndCanBeCleared()
    {
        const Desk desk;
        desk.open();
        QVERIFY(!desk.find("auditClearFilter").isVisible());
        desk.find<QComboBox>("auditGroup").setCurrentIndex(static_cast<int>(AuditFilter::Group::Answers));
        desk.find<QComboBox>("auditSpan").setCurrentIndex(static_cast<int>(AuditFilter::Span::Week));
        Desk::settle();
        QCOMPARE(desk.log->asked.last().group, AuditFilter::Group::Answers);
        QCOMPARE(desk.log->asked.last().span, AuditFilter::Span::Week);
        QCOMPARE(desk.rows(), 2);
        desk.click("auditClearFilter");
        QCOMPARE(desk.log->asked.last(), AuditFilter());
        QCOMPARE(desk.rows(), int(desk.log->entries.size()));
    }

    void onlyWhatWasAskedForLastIsWaitedFor()
    {
        const Desk desk;
        desk.open();
        desk.log->hold = true;
        desk.type("p");
        desk.type("pay");
        desk.type("read_page");
        QCOMPARE(desk.log->waiting(), 1);
        desk.log->answerHeld();
        Desk::settle();
        QCOMPARE(desk.rows(), 1);
        QVERIFY(desk.banner("auditNote").isEmpty());
    }

    void olderOnesComeWhenAskedFor()
    {
        const Desk desk;
        desk.log->entries = manyEntries(2 * AuditModel::PageSize + 50);
        desk.open();
        QCOMPARE(desk.rows(), AuditModel::PageSize);
        desk.list().setCurrentIndex(desk.list().model()->index(5, 0));
        desk.click("auditOlder");
        QCOMPARE(desk.rows(), 2 * AuditModel::PageSize);
        QCOMPARE(desk.list().currentIndex().row(), 5); // what is being read stays
        desk.click("auditOlder");
        QCOMPARE(desk.rows(), 2 * AuditModel::PageSize + 50);
        QVERIFY(desk.row(desk.rows() - 1).contains(QStringLiteral("“tool_0”")));
        QVERIFY(!desk.find("auditOlder").isVisible());
    }

    void whatCameMeanwhileIsThereWhenThePageIsOpenedAgain()
    {
        const Desk desk;
        desk.open();
        desk.press(Qt::Key_J);
        auto entry = desk.log->entries.first();
        entry.number += 1;
        desk.log->entries.prepend(entry);
        desk.page->enter();
        Desk::settle();
        QCOMPARE(desk.rows(), int(desk.log->entries.size()));
        QCOMPARE(desk.list().currentIndex().row(), 2); // the same record as before
    }

    void whatWasNotLookedAtIsNotCalledNothing()
    {
        const Desk desk;
        desk.log->stretch = 10;
        desk.open();
        desk.type("no such tool");
        QVERIFY(!desk.list().isVisible());
        QCOMPARE(desk.text("auditEmptyTitle"), QStringLiteral("Nothing matches yet"));
        QVERIFY(desk.text("auditEmptyText").contains(QStringLiteral("10")));
        desk.click("auditOlder");
        QCOMPARE(desk.text("auditEmptyTitle"), QStringLiteral("Nothing matches"));
        QVERIFY(!desk.find("auditOlder").isVisible());
        desk.click("auditEmptyClear");
        QVERIFY(desk.list().isVisible());
    }

    void anEmptyLogAndOneThatIsBeingReadSaySo()
    {
        const Desk desk;
        desk.log->entries.clear();
        desk.log->hold = true;
        desk.open();
        QCOMPARE(desk.text("auditEmptyTitle"), QStringLiteral("Reading the log…"));
        QVERIFY(desk.find("auditReading").isVisible());
        desk.log->answerHeld();
        Desk::settle();
        QCOMPARE(desk.text("auditEmptyTitle"), QStringLiteral("Nothing yet"));
        QVERIFY(!desk.find("auditReading").isVisible());
        QVERIFY(!desk.find("auditEmptyClear").isVisible());
        desk.press(Qt::Key_Escape); // there is nothing to have the keyboard, and it works
        QCOMPARE(desk.left.count(), 1);
    }

    void aLogThatCannotBeReadCanBeTriedAgain()
    {
        const Desk desk;
        desk.page->setLog(desk.log);
        Desk::settle();
        desk.log->failNextPage = core::Error{core::Errc::Busy, QStringLiteral("held")};
        desk.find<QComboBox>("auditGroup").setCurrentIndex(1);
        Desk::settle();
        QCOMPARE(desk.rows(), 0);
        QVERIFY(desk.banner("auditNote").startsWith(QStringLiteral("The log could not be read.")));
        QVERIFY(!desk.find("auditEmptyTitle").isVisible()); // it is not known to be empty
        desk.act("auditNote");
        QVERIFY(desk.rows() > 0);
        QVERIFY(desk.banner("auditNote").isEmpty());
    }

    void theChosenRecordCanBeCopied()
    {
        const Desk desk;
        desk.open();
        QGuiApplication::clipboard()->clear();
        desk.press(Qt::Key_J);
        desk.press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), desk.details());
        QGuiApplication::clipboard()->clear();
        desk.click("auditCopy");
        QCOMPARE(QGuiApplication::clipboard()->text(), desk.details());
        QVERIFY(desk.details().contains(QStringLiteral("Record: 10")));
    }

    void aNarrowWindowHasTheDetailsBelow()
    {
        Desk desk;
        desk.open();
        const auto isBeside = [&] {
            return desk.find("auditDetails").mapTo(desk.page, QPoint()).x() >
                   desk.list().mapTo(desk.page, QPoint()).x();
        };
        QVERIFY(isBeside());
        desk.window.resize(480, 760);
        Desk::settle();
        QVERIFY(!isBeside());
    }
};

QTEST_MAIN(TestAuditPage)
#include "tst_audit_page.moc"
