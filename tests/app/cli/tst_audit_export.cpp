// `sekisho-cli audit export`, over logs as the program writes them.
#include "core/audit/audit_trail.h"
#include "tests/app/cli/cli_fixture.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

using namespace cli_tests;
using namespace core::audit;

namespace {

const auto person = s("00112233445566778899aabbccddeeff");

} // namespace

class TestAuditExport : public QObject {
    Q_OBJECT

    std::unique_ptr<Shell> shell_;
    fakes::FakeClock clock_;

    [[nodiscard]] QString path(const QString& log) const
    {
        return shell_->home.filePath(s("XDG_DATA_HOME/sekisho/audit/%1.log").arg(log));
    }
    [[nodiscard]] QByteArray bytesOf(const QString& file) const
    {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    void write(const QString& log, const QByteArray& bytes) const
    {
        QFile file(path(log));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    void append(const QString& name, const QString& tool, const QDateTime& timeUtc)
    {
        clock_.now = timeUtc;
        AuditTrail trail(QFileInfo(path(person)).path(), clock_);
        Record record;
        record.person = name;
        record.tool = tool;
        QVERIFY(fakes::await(trail.append(record, Durability::Synced)));
    }
    [[nodiscard]] Outcome exported(const QStringList& more = {}) const
    {
        return shell_->run(QStringList{s("audit"), s("export")} + more);
    }
    /// "device:1" and so on, of the events on these lines.
    [[nodiscard]] static QStringList uids(const QByteArray& lines)
    {
        QStringList found;
        for (const auto& event : Outcome::objectsIn(lines))
            found.append(event.value(s("metadata")).toObject().value(s("uid")).toString());
        return found;
    }
    [[nodiscard]] QStringList everything() const
    {
        return {person + s(":0"), person + s(":1"), person + s(":2"), person + s(":3"), s("device:0"), s("device:1")};
    }

private Q_SLOTS:
    void init()
    {
        shell_ = std::make_unique<Shell>();
        append(person, s("first"), QDateTime(QDate(2026, 1, 30), QTime(23, 59, 59, 999), Qt::UTC));
        append(person, s("second"), QDateTime(QDate(2026, 1, 31), QTime(0, 0), Qt::UTC));
        append(person, s("third"), QDateTime(QDate(2026, 2, 1), QTime(0, 0), Qt::UTC));
        append({}, s("of nobody"), QDateTime(QDate(2026, 1, 31), QTime(12, 0), Qt::UTC));
    }

    void everyRecordOfEveryLog()
    {
        const auto outcome = exported();
        QVERIFY2(outcome.code == 0, outcome.all().constData());
        QCOMPARE(uids(outcome.out), everything());
        const auto event = outcome.objects().at(2);
        QCOMPARE(event.value(s("class_uid")).toInt(), 6003);
        QCOMPARE(event.value(s("api")).toObject().value(s("operation")).toString(), s("second"));
        QCOMPARE(event.value(s("actor")).toObject().value(s("user")).toObject().value(s("uid")).toString(), person);
        const auto log = bytesOf(path(person)).split('\n');
        const auto unmapped = event.value(s("unmapped")).toObject();
        QCOMPARE(unmapped.value(s("record_hash")).toString().toLatin1(), log.at(2).left(64));
        QCOMPARE(unmapped.value(s("previous_hash")).toString().toLatin1(), log.at(1).left(64));
        QVERIFY2(outcome.err.contains("6 records of 2 logs were exported"), outcome.all().constData());
        QVERIFY2(outcome.err.contains("What cannot be seen here"), outcome.all().constData());
        const auto json = exported({s("--json")});
        QCOMPARE(json.out, outcome.out);
        QCOMPARE(json.error().value(s("type")).toString(), s("note"));
    }

    void days_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QStringList>("expected");
        const QStringList before{person + s(":0"), person + s(":1")};
        const QStringList on{person + s(":2"), s("device:0"), s("device:1")};
        const QStringList after{person + s(":3")};
        QTest::newRow("since a day: that day's first moment too")
            << QStringList{s("--since"), s("2026-01-31")} << QStringList{on.at(0), after.at(0), on.at(1), on.at(2)};
        QTest::newRow("until a day: that day's last record too, and not the next day's first moment")
            << QStringList{s("--until=2026-01-31")} << before + on;
        QTest::newRow("until the day before: its last moment too")
            << QStringList{s("--until"), s("2026-01-30")} << before;
        QTest::newRow("one day") << QStringList{s("--since"), s("2026-01-31"), s("--until"), s("2026-01-31")} << on;
        QTest::newRow("since the day after") << QStringList{s("--since"), s("2026-02-01")} << after;
        QTest::newRow("a day without records") << QStringList{s("--since"), s("2026-02-02")} << QStringList();
    }
    void days()
    {
        QFETCH(QStringList, words);
        QFETCH(QStringList, expected);
        // Days are those of the records, wherever the person is.
        for (const auto* zone : {"UTC", "Asia/Tokyo", "America/Los_Angeles"}) {
            shell_->environment.insert(s("TZ"), s(zone));
            const auto outcome = exported(words);
            QVERIFY2(outcome.code == 0, outcome.all().constData());
            QCOMPARE(uids(outcome.out), expected);
        }
    }

    void aFile()
    {
        const auto file = shell_->home.filePath(s("events.jsonl"));
        const auto outcome = exported({s("--out"), file});
        QVERIFY2(outcome.code == 0 && outcome.out.isEmpty(), outcome.all().constData());
        QCOMPARE(uids(bytesOf(file)), everything());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(file) & others, QFile::Permissions());
        QCOMPARE(bytesOf(file), exported().out);
        QCOMPARE(QDir(shell_->home.path()).entryList({s("events*")}), QStringList{s("events.jsonl")});
    }
    void aFileThatExistsIsLeftAsItIs()
    {
        shell_->write(s("events.jsonl"), "mine");
        const auto file = shell_->home.filePath(s("events.jsonl"));
        const auto outcome = exported({s("--out"), file});
        QVERIFY2(isOneClearMessage(outcome, 1, "is there already"), outcome.all().constData());
        QVERIFY2(outcome.err.contains("Take another name, or remove it first"), outcome.all().constData());
        QCOMPARE(bytesOf(file), QByteArray("mine"));
        QCOMPARE(exported({s("--json"), s("--out"), file}).error().value(s("code")).toString(), s("Conflict"));
    }
    void aLinkIsNotFollowed()
    {
        const auto link = shell_->home.filePath(s("link"));
        QVERIFY(QFile::link(shell_->home.filePath(s("elsewhere")), link));
        const auto outcome = exported({s("--out"), link});
        QVERIFY2(isOneClearMessage(outcome, 1, "is there already"), outcome.all().constData());
        QVERIFY(!QFile::exists(shell_->home.filePath(s("elsewhere"))));
    }
    void aFileThatCannotBeMade()
    {
        const auto outcome = exported({s("--out"), shell_->home.filePath(s("no/such/folder/events"))});
        QVERIFY2(isOneClearMessage(outcome, 1, "cannot be made"), outcome.all().constData());
    }
    void outputThatDoesNotArriveIsNoSuccess()
    {
        if (!QFile::exists(s("/dev/full"))) QSKIP("skipped: no /dev/full here");
        shell_->outputFile = s("/dev/full");
        const auto outcome = exported();
        QVERIFY2(outcome.code == 1 && outcome.err.contains("could not be written"), outcome.all().constData());
    }

    void aLogThatDoesNotHold()
    {
        auto lines = bytesOf(path(person)).split('\n');
        lines[2].replace("second", "sexond");
        write(person, lines.join('\n'));
        const auto file = shell_->home.filePath(s("events.jsonl"));
        const auto toFile = exported({s("--out"), file});
        QCOMPARE(toFile.code, 1);
        const auto outcome = exported();
        QVERIFY2(outcome.code == 1, outcome.all().constData());
        QCOMPARE(uids(outcome.out), (QStringList{person + s(":0"), person + s(":1"), s("device:0"), s("device:1")}));
        QVERIFY2(outcome.err.contains(s("%1: does not hold from record 2 on (line 3)").arg(path(person)).toUtf8()),
                 outcome.all().constData());
        QCOMPARE(bytesOf(file), outcome.out);
        QVERIFY(!outcome.out.contains("sexond"));
        const auto json = exported({s("--json")});
        QCOMPARE(json.error().value(s("code")).toString(), s("Corrupt"));
        QCOMPARE(json.error().value(s("subject")).toString(), s("2"));
    }
    void aBreakIsFoundOutsideTheDaysAskedForToo()
    {
        auto lines = bytesOf(path(person)).split('\n');
        lines[1].replace("first", "fixst");
        write(person, lines.join('\n'));
        const auto outcome = exported({s("--since"), s("2026-02-01")});
        QVERIFY2(outcome.code == 1 && outcome.out.isEmpty(), outcome.all().constData());
    }
    void anUnfinishedRecordIsNoForgery()
    {
        write(person, bytesOf(path(person)) + "0123456789");
        const auto outcome = exported();
        QVERIFY2(outcome.code == 0 && outcome.err.contains("behind record 3 there are 10 bytes"),
                 outcome.all().constData());
        QCOMPARE(uids(outcome.out), everything());
    }
    void anEmptiedLogDoesNotHold()
    {
        write(person, {});
        const auto outcome = exported();
        QVERIFY2(outcome.code == 1 && outcome.err.contains("holds no whole record"), outcome.all().constData());
        QCOMPARE(uids(outcome.out), (QStringList{s("device:0"), s("device:1")}));
    }
    void noLogAtAllIsNoSuccess()
    {
        QVERIFY(QDir(QFileInfo(path(person)).path()).removeRecursively());
        const auto file = shell_->home.filePath(s("events.jsonl"));
        const auto outcome = exported({s("--out"), file});
        QVERIFY2(isOneClearMessage(outcome, 1, "There is no audit log"), outcome.all().constData());
        QVERIFY(!QFile::exists(file));
    }
    void aLogThatCannotBeOpenedIsNotPassedOver()
    {
        QVERIFY(QFile::remove(path(person)));
        QVERIFY(QFile::link(shell_->home.filePath(s("gone/gone")), path(person)));
        const auto outcome = exported();
        QVERIFY2(outcome.code == 1 && outcome.err.contains("nothing is known about it"), outcome.all().constData());
        QCOMPARE(uids(outcome.out), (QStringList{s("device:0"), s("device:1")}));
    }

    void otherWords_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("a word too many") << QStringList{s("x")} << QByteArray("sekisho-cli audit export");
        QTest::newRow("an option that is none") << QStringList{s("--from"), s("x")} << QByteArray("--since");
        QTest::newRow("no file") << QStringList{s("--out")} << QByteArray("--out FILE");
        QTest::newRow("an empty file name") << QStringList{s("--out=")} << QByteArray("Which file?");
        QTest::newRow("no day") << QStringList{s("--since"), s("yesterday")} << QByteArray("as in 2026-01-31");
        QTest::newRow("a day that does not exist")
            << QStringList{s("--until"), s("2026-02-30")} << QByteArray("as in 2026-01-31");
        QTest::newRow("a day and more") << QStringList{s("--until"), s("2026-01-31T10:00")}
                                        << QByteArray("as in 2026-01-31");
        QTest::newRow("the wrong way round")
            << QStringList{s("--since"), s("2026-02-01"), s("--until"), s("2026-01-31")}
            << QByteArray("before --since");
    }
    void otherWords()
    {
        QFETCH(QStringList, words);
        QFETCH(QByteArray, says);
        const auto outcome = exported(words);
        QVERIFY2(isOneClearMessage(outcome, 2, says.constData()), outcome.all().constData());
    }
};

QTEST_GUILESS_MAIN(TestAuditExport)
#include "tst_audit_export.moc"
