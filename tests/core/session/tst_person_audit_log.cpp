#include "core/session/person_audit_log.h"
#include "session_fixture.h"

#include <QtCore/QFile>

#include <algorithm>

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using core::session::PersonAuditLog;
using fakes::await;
using Event = AuditEntryView::Event;

/// What a person reads of their own log, over files as the program writes them.
class TestPersonAuditLog : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;

    QString name() const { return world_->app->accounts().current().text(); }
    QString path() const { return world_->folder.filePath(s("audit/%1.log").arg(name())); }
    /// What the program has to record is in the file: reading comes behind it.
    void writtenDown() { (void)page(); }
    /// Records as another process would add them.
    void add(int count, const QString& tool)
    {
        writtenDown();
        audit::AuditTrail trail(world_->folder.filePath(s("audit")), world_->clock);
        for (int i = 0; i < count; ++i) {
            audit::Record record;
            record.kind = audit::Kind::CallEnded;
            record.person = name();
            record.tool = tool;
            record.outcome = s("done");
            const auto written = trail.append(record, audit::Durability::Buffered);
            if (i + 1 == count) QVERIFY(await(written));
        }
    }
    /// Long ones, put into the file at once.
    void addLong(int count)
    {
        writtenDown();
        audit::AuditTrail trail(world_->folder.filePath(s("audit")), world_->clock);
        const auto found = await(trail.verify(name()));
        QVERIFY(found && found->intact());
        auto head = found->head;
        QByteArray bytes;
        const QByteArray filler(4000, 'x');
        for (int i = 0; i < count; ++i)
            bytes += *audit::appendLine(head, "{\"ts\":\"2026-03-01T09:00:00.000Z\",\"kind\":\"call-ended\",\"tool\":"
                                              "\"long\",\"filler\":\"" +
                                                  filler + "\"}");
        QFile file(path());
        QVERIFY(file.open(QIODevice::Append));
        QCOMPARE(file.write(bytes), qint64(bytes.size()));
    }
    AuditPageView page(const AuditFilter& filter = {}, std::optional<qint64> olderThan = {}, int count = 100)
    {
        const auto read = await(world_->app->auditLog()->page(filter, olderThan, count, {}));
        return read ? *read : AuditPageView{};
    }
    AuditCheckView check()
    {
        const auto found = await(world_->app->auditLog()->verify({}, {}));
        return found ? *found : AuditCheckView{};
    }
    void changeRecord(qint64 number)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        auto lines = file.readAll().split('\n');
        QVERIFY(lines.size() > number);
        auto& line = lines[number];
        line[line.size() - 3] = line.at(line.size() - 3) == 'x' ? 'y' : 'x';
        QVERIFY(file.seek(0));
        file.write(lines.join('\n'));
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->app);
    }
    void cleanup() { world_.reset(); }

    void whatHappenedIsThereTheNewestFirst()
    {
        QVERIFY(world_->signIn("asan"));
        add(1, s("request_leave"));
        const auto read = page();
        QVERIFY(read.entries.size() >= 3);
        QCOMPARE(read.entries.first().event, Event::Done);
        QCOMPARE(read.entries.first().title.en, s("Request leave"));
        QCOMPARE(read.entries.last().event, Event::LogBegun);
        QVERIFY(std::any_of(read.entries.begin(), read.entries.end(),
                            [](const auto& entry) { return entry.event == Event::SignedIn; }));
        for (qsizetype i = 0; i < read.entries.size(); ++i)
            QCOMPARE(read.entries.at(i).number, qint64(read.entries.size() - 1 - i));
        QVERIFY(!read.older && !read.broken);
    }

    void nobodyHasTheLogOfAnother()
    {
        QVERIFY(!world_->app->auditLog());
        QVERIFY(world_->signIn("asan"));
        add(1, s("tool_of_asan"));
        const AuditFilter filter{AuditFilter::Group::All, AuditFilter::Span::Always, s("tool_of_asan")};
        QCOMPARE(page(filter).entries.size(), qsizetype(1));
        QVERIFY(world_->signIn("bsan"));
        QVERIFY(!page().entries.isEmpty());
        QVERIFY(page(filter).entries.isEmpty());
    }

    void aPageGoesOnWhereTheLastOneEnded()
    {
        QVERIFY(world_->signIn("asan"));
        add(250, s("many"));
        QList<qint64> numbers;
        std::optional<qint64> older;
        int pages = 0;
        do {
            const auto read = page({}, older);
            QVERIFY(read.entries.size() <= 100);
            for (const auto& entry : read.entries)
                numbers.append(entry.number);
            older = read.older;
        } while (older && ++pages < 10);
        QVERIFY(numbers.size() > 250);
        for (qsizetype i = 0; i < numbers.size(); ++i)
            QCOMPARE(numbers.at(i), qint64(numbers.size() - 1 - i));
    }

    void aVeryLongLogIsLookedThroughAStretchAtATime()
    {
        QVERIFY(world_->signIn("asan"));
        addLong(5000); // 20 MB, more than is looked through for one page
        const auto newest = page({}, {}, 10);
        QCOMPARE(newest.entries.size(), qsizetype(10));
        QVERIFY(newest.looked < 200); // one piece is enough for them
        const AuditFilter sign{AuditFilter::Group::SignIns, AuditFilter::Span::Always, {}};
        const auto first = page(sign);
        QVERIFY(first.entries.isEmpty());
        QVERIFY(first.older.has_value()); // so nobody takes it for "there are none"
        QVERIFY(first.looked < 5000);
        const auto second = page(sign, first.older);
        QVERIFY(!second.entries.isEmpty());
        QVERIFY(!second.older);
    }

    void aSpanEndsTheReading()
    {
        QVERIFY(world_->signIn("asan"));
        addLong(200); // some pieces
        world_->clock.advance(std::chrono::hours(3 * 24));
        add(1, s("today"));
        const auto spanned = [this](AuditFilter::Span span) {
            return page({AuditFilter::Group::All, span, {}}, {}, 1000);
        };
        const auto today = spanned(AuditFilter::Span::Today);
        QCOMPARE(today.entries.size(), qsizetype(1));
        QCOMPARE(today.entries.first().tool, s("today"));
        QVERIFY(!today.older && today.looked < 200); // not the whole log
        QCOMPARE(spanned(AuditFilter::Span::Week).entries.size(), spanned(AuditFilter::Span::Always).entries.size());
        world_->clock.advance(std::chrono::hours(10 * 24));
        QVERIFY(spanned(AuditFilter::Span::Week).entries.isEmpty());
        QVERIFY(!spanned(AuditFilter::Span::Month).entries.isEmpty());
    }

    void aWholeLogIsWhole()
    {
        const auto began = world_->clock.nowUtc();
        QVERIFY(world_->signIn("asan"));
        add(5, s("one"));
        const auto found = check();
        QCOMPARE(found.records, qint64(page().entries.size()));
        QVERIFY(!found.brokenAt);
        QCOMPARE(found.sinceUtc, began);
        QCOMPARE(found.lastHashPrefix, page().entries.first().hashPrefix);
    }

    void aCheckTellsHowFarItIs()
    {
        QVERIFY(world_->signIn("asan"));
        addLong(500);
        QList<int> told;
        const auto found = await(world_->app->auditLog()->verify([&told](int percent) { told.append(percent); }, {}));
        QVERIFY(found && found->records > 500);
        QVERIFY(told.size() > 2);
        for (qsizetype i = 0; i < told.size(); ++i)
            QVERIFY(told.at(i) <= 100 && (i == 0 || told.at(i) > told.at(i - 1)));
    }

    void aChangedRecordIsFound()
    {
        QVERIFY(world_->signIn("asan"));
        add(20, s("one"));
        const auto all = page().entries.size();
        changeRecord(7);
        const auto found = check();
        QCOMPARE(found.brokenAt, std::optional<qint64>(7));
        QCOMPARE(found.records, qint64(7));
        const auto read = page();
        QVERIFY(read.broken && !read.older);
        QCOMPARE(read.entries.size(), all - 8); // those behind it, and none before
        QCOMPARE(read.entries.last().number, qint64(8));
    }

    void aLogWithoutARecordIsNotWhole()
    {
        QVERIFY(world_->signIn("asan"));
        writtenDown();
        QVERIFY(QFile::resize(path(), 0));
        QCOMPARE(check().brokenAt, std::optional<qint64>(0));
        QVERIFY(QFile::remove(path()));
        const auto none = check();
        QVERIFY(!none.brokenAt);
        QCOMPARE(none.records, qint64(0));
        QVERIFY(page().entries.isEmpty());
    }

    void aLogThatBecameShorterIsNotGoneOnIn()
    {
        QVERIFY(world_->signIn("asan"));
        add(20, s("one"));
        const auto first = page({}, {}, 2);
        QVERIFY(first.older.has_value());
        QVERIFY(QFile::resize(path(), *first.older - 10));
        QVERIFY(page({}, first.older, 2).broken);
    }

    void whatNobodyWaitsForEnds()
    {
        QVERIFY(world_->signIn("asan"));
        std::stop_source stop;
        stop.request_stop();
        const auto log = world_->app->auditLog();
        QCOMPARE(await(log->page({}, {}, 100, stop.get_token())).error().code, Errc::Cancelled);
        QCOMPARE(await(log->verify({}, stop.get_token())).error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestPersonAuditLog)
#include "tst_person_audit_log.moc"
