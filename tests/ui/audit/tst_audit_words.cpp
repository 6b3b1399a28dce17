#include "ui/audit/audit_words.h"

#include <QtTest/QTest>

using core::interfaces::AuditEntryView;
using Event = AuditEntryView::Event;

namespace {

AuditEntryView entryOf(Event event)
{
    AuditEntryView entry;
    entry.event = event;
    entry.number = 7;
    entry.kind = QStringLiteral("some-kind");
    entry.tool = QStringLiteral("request_leave");
    entry.title = {QStringLiteral("Request leave"), QString()};
    entry.api = {QStringLiteral("HR"), QString()};
    entry.hashPrefix = QStringLiteral("0123456789abcdef");
    return entry;
}

/// The first of March, in local time.
QDateTime at(int hour, int minute)
{
    return QDateTime(QDate(2026, 3, 1), QTime(hour, minute)).toUTC();
}

} // namespace

class TestAuditWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEventHasASentenceOfItsOwn()
    {
        QStringList sentences;
        for (int value = 0; value < static_cast<int>(Event::Other); ++value) {
            const auto sentence = ui::audit::sentenceOf(entryOf(static_cast<Event>(value)));
            QVERIFY2(!sentence.isEmpty() && !sentence.contains(QLatin1Char('%')), qPrintable(sentence));
            QVERIFY2(!sentence.startsWith(QStringLiteral("Recorded")), qPrintable(QString::number(value)));
            QVERIFY2(!sentences.contains(sentence), qPrintable(sentence));
            sentences << sentence;
        }
        QCOMPARE(ui::audit::sentenceOf(entryOf(Event::Other)), QStringLiteral("Recorded: some-kind"));
    }

    void whoAnsweredIsSaid()
    {
        auto entry = entryOf(Event::Approved);
        QCOMPARE(ui::audit::sentenceOf(entry), QStringLiteral("“Request leave” was approved by you"));
        entry.bySomebodyElse = true;
        QCOMPARE(ui::audit::sentenceOf(entry), QStringLiteral("“Request leave” was approved by somebody else"));
    }

    void whatHasNoTitleIsCalledByItsName()
    {
        auto entry = entryOf(Event::ApiRefused);
        entry.title = {};
        entry.api = {};
        entry.host = QStringLiteral("hr.example");
        QCOMPARE(ui::audit::sentenceOf(entry), QStringLiteral("hr.example refused “request_leave”"));
        entry.tool.clear();
        entry.host.clear();
        QCOMPARE(ui::audit::sentenceOf(entry),
                 QStringLiteral("The service behind it refused “a tool that is not there”"));
    }

    void whatComesFromOutsideIsMadeSafe()
    {
        auto entry = entryOf(Event::ApiRefused);
        entry.title = {QString::fromUtf8("%2 pay\u202Eslip %1\nin two lines"), QString()};
        const auto sentence = ui::audit::sentenceOf(entry);
        QVERIFY2(sentence.startsWith(QStringLiteral("HR refused “%2 pay⟨U+202E⟩slip %1")), qPrintable(sentence));
        QVERIFY(!sentence.contains(QLatin1Char('\n')));
        entry.rule = QStringLiteral("a rule\nRecord: 8");
        QVERIFY(!ui::audit::detailsOf(entry).contains(QStringLiteral("\nRecord: 8")));
        QVERIFY(ui::audit::detailsOf(entry).contains(QStringLiteral("\nRecord: 7")));
    }

    void aLineSaysWhen_data()
    {
        QTest::addColumn<QDateTime>("atUtc");
        QTest::addColumn<QString>("expected");
        QTest::newRow("today") << at(10, 32) << QStringLiteral("10:32 · You signed in");
        QTest::newRow("earlier this year")
            << at(10, 32).addDays(-10) << QStringLiteral("19 Feb, 10:32 · You signed in");
        QTest::newRow("another year") << at(10, 32).addYears(-1) << QStringLiteral("1 Mar 2025, 10:32 · You signed in");
        QTest::newRow("not said") << QDateTime() << QStringLiteral("Time unknown · You signed in");
    }
    void aLineSaysWhen()
    {
        QFETCH(QDateTime, atUtc);
        QFETCH(QString, expected);
        auto entry = entryOf(Event::SignedIn);
        entry.atUtc = atUtc;
        QLocale::setDefault(QLocale::c());
        QCOMPARE(ui::audit::lineOf(entry, at(18, 0)), expected);
    }

    void theDetailsSayWhatTheRecordSaysAndNoMore()
    {
        auto entry = entryOf(Event::Asked);
        entry.atUtc = QDateTime(QDate(2026, 3, 1), QTime(9, 32, 5), Qt::UTC);
        entry.outcome = QStringLiteral("ask");
        entry.rule = QStringLiteral("pay.json:12 pay-limit");
        const auto details = ui::audit::detailsOf(entry).split(QLatin1Char('\n'));
        QCOMPARE(details.first(), ui::audit::sentenceOf(entry));
        for (const auto* line :
             {"In UTC: 2026-03-01T09:32:05.000Z", "Tool: request_leave", "Service: HR", "As recorded: some-kind, ask",
              "Rule or reason: pay.json:12 pay-limit", "Record: 7", "Hash begins with: 0123456789abcdef"})
            QVERIFY2(details.contains(QLatin1String(line)), line);
        for (const auto* name : {"Host", "Audience", "HTTP answer", "Call"})
            QVERIFY2(std::none_of(details.begin(), details.end(),
                                  [&](const QString& line) { return line.startsWith(QLatin1String(name)); }),
                     name);
    }

    void whatWentWrongIsNotMarkedByItsColourAlone()
    {
        using ui::audit::markOf;
        const auto good = markOf(Event::Done).icon;
        for (const auto event : {Event::ApiRefused, Event::Failed, Event::Declined, Event::EndedExpired, Event::Asked})
            QVERIFY(markOf(event).icon != good);
        QVERIFY(markOf(Event::ApiRefused).icon != markOf(Event::Failed).icon);
    }
};

QTEST_MAIN(TestAuditWords)
#include "tst_audit_words.moc"
