#include "ui/text/date_text.h"
#include "ui/text/language.h"

#include <QtTest/QTest>

namespace {
QDateTime local(int year, int month, int day, int hour, int minute)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute), Qt::LocalTime).toUTC();
}
const QDateTime now = local(2025, 6, 20, 15, 30);
} // namespace

class TestDateText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void when_data()
    {
        QTest::addColumn<QDateTime>("at");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("japanese");
        QTest::newRow("this morning") << local(2025, 6, 20, 9, 5) << QStringLiteral("09:05") << QStringLiteral("9:05");
        QTest::newRow("one minute before midnight")
            << local(2025, 6, 19, 23, 59) << QStringLiteral("Yesterday") << QStringLiteral("昨日");
        QTest::newRow("this year") << local(2025, 3, 1, 12, 0) << QStringLiteral("1 Mar") << QStringLiteral("3月1日");
        QTest::newRow("last year") << local(2024, 12, 31, 12, 0) << QStringLiteral("31 Dec 2024")
                                   << QStringLiteral("2024年12月31日");
    }
    void when()
    {
        QFETCH(QDateTime, at);
        QFETCH(QString, english);
        QFETCH(QString, japanese);
        ui::text::Language language;
        language.set(QStringLiteral("en"));
        QCOMPARE(ui::text::whenText(at, now), english);
        language.set(QStringLiteral("ja"));
        QCOMPARE(ui::text::whenText(at, now), japanese);
    }
    void groups()
    {
        ui::text::Language language;
        language.set(QStringLiteral("en"));
        QCOMPARE(ui::text::dayGroupText(local(2025, 6, 20, 0, 0), now), QStringLiteral("Today"));
        QCOMPARE(ui::text::dayGroupText(local(2025, 6, 19, 0, 0), now), QStringLiteral("Yesterday"));
        QCOMPARE(ui::text::dayGroupText(local(2025, 6, 13, 23, 0), now), QStringLiteral("Previous 7 days"));
        QCOMPARE(ui::text::dayGroupText(local(2025, 6, 12, 23, 0), now), QStringLiteral("June 2025"));
        language.set(QStringLiteral("ja"));
        QCOMPARE(ui::text::dayGroupText(local(2025, 6, 12, 23, 0), now), QStringLiteral("2025年6月"));
    }
};

QTEST_GUILESS_MAIN(TestDateText)
#include "tst_date_text.moc"
