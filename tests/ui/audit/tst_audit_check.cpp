#include "audit_desk.h"
#include "ui/theme/appearance.h"

#include <QtWidgets/QComboBox>

using namespace core::interfaces;
using fakes::FakeAuditLog;

/// What is said of a log: whether it holds, where it breaks, and that nothing of one is said of another.
class TestAuditCheck : public QObject {
    Q_OBJECT
    ui::theme::Appearance appearance_{*qApp};

private Q_SLOTS:
    void aWholeLogIsSaidToBeWhole()
    {
        const Desk desk;
        desk.open();
        desk.log->found = {12, now(), {}, QStringLiteral("0123456789abcdef")};
        desk.click("auditCheckButton");
        const auto result = desk.banner("auditCheckResult");
        QVERIFY2(result.startsWith(QStringLiteral("The log is whole: 12 records since")), qPrintable(result));
        QVERIFY(result.contains(QStringLiteral("number 11")));
        QVERIFY(result.contains(QStringLiteral("0123456789abcdef")));
        QVERIFY(!desk.isDoubtful(0));
    }

    void whatALogCannotShowAlwaysStandsThere()
    {
        const Desk desk;
        QVERIFY(desk.text("auditLimits").contains(QStringLiteral("without a witness")));
        desk.log->found = {12, now(), {}, {}};
        desk.open();
        desk.click("auditCheckButton");
        QVERIFY(desk.find("auditLimits").isVisible());
    }

    void aCheckSaysHowFarItIsAndCanBeStopped()
    {
        const Desk desk;
        desk.open();
        desk.log->hold = true;
        desk.click("auditCheckButton");
        desk.log->progress(42);
        QCOMPARE(desk.text("auditCheckProgress"), QStringLiteral("Checking: 42%"));
        QVERIFY(!desk.find("auditCheckButton").isVisible());
        desk.click("auditCheckStop");
        QCOMPARE(desk.log->waiting(), 0);
        desk.log->progress(43);
        desk.log->answerHeld();
        Desk::settle();
        QVERIFY(!desk.find("auditCheckProgress").isVisible());
        QVERIFY(desk.banner("auditCheckResult").isEmpty());
        QVERIFY(desk.find("auditCheckButton").isVisible());
    }

    void aCheckThatFailedSaysNothingAboutTheLog()
    {
        const Desk desk;
        desk.open();
        desk.log->found = {12, now(), {}, {}};
        desk.log->failNextCheck = core::Error{core::Errc::Busy, QStringLiteral("held")};
        desk.click("auditCheckButton");
        QVERIFY(desk.banner("auditCheckResult").startsWith(QStringLiteral("The log could not be checked.")));
    }

    void fromABrokenRecordOnNothingIsShownAsCertain()
    {
        const Desk desk;
        desk.open();
        desk.log->found = {8, now(), 8, {}};
        desk.click("auditCheckButton");
        const auto result = desk.banner("auditCheckResult");
        QVERIFY2(result.startsWith(QStringLiteral("The log does not hold from record 8 on")), qPrintable(result));
        QVERIFY(result.contains(QStringLiteral("8 records before it hold")));
        QVERIFY(desk.isDoubtful(0));                                       // record 11
        QVERIFY(desk.row(3).endsWith(QStringLiteral("(proves nothing)"))); // record 8
        QVERIFY(!desk.isDoubtful(4));                                      // record 7
        QVERIFY(desk.details().contains(QStringLiteral("nothing follows from this record")));
        const auto other = std::make_shared<FakeAuditLog>();
        other->entries = fakes::auditEntries(now());
        desk.open(other);
        QVERIFY(!desk.isDoubtful(0));
    }

    void whatHangsOnABrokenRecordIsSaidToProveNothing()
    {
        const Desk desk;
        desk.log->brokenBefore = 7;
        desk.open();
        QCOMPARE(desk.rows(), 5);
        for (int i = 0; i < desk.rows(); ++i)
            QVERIFY(desk.isDoubtful(i));
        QVERIFY(desk.banner("auditNote").startsWith(QStringLiteral("The log does not hold")));
        QVERIFY(!desk.find("auditOlder").isVisible());
        desk.act("auditNote");
        QCOMPARE(desk.log->checks, 1);
    }

    void nothingOfOneLogStaysForTheNext()
    {
        const Desk desk;
        desk.open();
        desk.log->found = {12, now(), {}, {}};
        desk.click("auditCheckButton");
        desk.type("request_leave");
        desk.find<QComboBox>("auditGroup").setCurrentIndex(static_cast<int>(AuditFilter::Group::Calls));
        Desk::settle();
        desk.page->setLog({});
        QCOMPARE(desk.rows(), 0);
        QCOMPARE(desk.details(), QString());
        QCOMPARE(desk.find<QLineEdit>("auditWords").text(), QString());
        QVERIFY(desk.banner("auditCheckResult").isEmpty());
        const auto asked = desk.log->asked.size();
        const auto other = std::make_shared<FakeAuditLog>();
        other->entries = manyEntries(3);
        desk.open(other);
        QCOMPARE(desk.log->asked.size(), asked);
        for (const auto& filter : std::as_const(other->asked))
            QCOMPARE(filter, AuditFilter());
        QCOMPARE(desk.rows(), 3);
    }

    void whatIsUnderWayForOneLogIsNotForTheNext()
    {
        const Desk desk;
        desk.open();
        desk.log->hold = true;
        desk.log->found = {12, now(), 3, {}};
        desk.click("auditCheckButton");
        desk.type("leave");
        const auto progress = desk.log->progress;
        const auto other = std::make_shared<FakeAuditLog>();
        other->entries = manyEntries(3);
        desk.open(other);
        QCOMPARE(desk.log->waiting(), 0);
        progress(50);
        desk.log->answerHeld();
        Desk::settle();
        QCOMPARE(desk.rows(), 3);
        QVERIFY(!desk.isDoubtful(0));
        QVERIFY(!desk.find("auditCheckProgress").isVisible());
        QVERIFY(desk.banner("auditCheckResult").isEmpty());
    }
};

QTEST_MAIN(TestAuditCheck)
#include "tst_audit_check.moc"
