// `sekisho-cli audit verify`, over logs as the program writes them.
#include "core/audit/audit_trail.h"
#include "tests/app/cli/cli_fixture.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

using namespace cli_tests;
using namespace core::audit;

namespace {

const auto person = s("00112233445566778899aabbccddeeff");

} // namespace

class TestAuditCommands : public QObject {
    Q_OBJECT

    std::unique_ptr<Shell> shell_;
    fakes::FakeClock clock_;

    [[nodiscard]] QString path(const QString& log) const
    {
        return shell_->home.filePath(s("XDG_DATA_HOME/sekisho/audit/%1.log").arg(log));
    }
    // \return its lines, each with its end
    [[nodiscard]] QList<QByteArray> lines(const QString& log) const
    {
        QFile file(path(log));
        if (!file.open(QIODevice::ReadOnly)) return {};
        QList<QByteArray> read;
        while (!file.atEnd())
            read.append(file.readLine());
        return read;
    }
    void write(const QString& log, const QList<QByteArray>& lines) const
    {
        QFile file(path(log));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(lines.join());
    }
    [[nodiscard]] Outcome verify(const QStringList& more = {}) const
    {
        return shell_->run(QStringList{s("audit"), s("verify")} + more);
    }

private Q_SLOTS:
    void init()
    {
        shell_ = std::make_unique<Shell>();
        AuditTrail trail(QFileInfo(path(person)).path(), clock_);
        for (const auto& name : {person, QString()})
            for (int i = 0; i < 4; ++i) {
                Record record;
                record.person = name;
                record.tool = s("read_payslip");
                QVERIFY(fakes::await(trail.append(record, Durability::Synced)));
            }
    }

    void logsThatHold()
    {
        const auto outcome = verify();
        QVERIFY2(outcome.code == 0 && outcome.out.count('\n') == 2, outcome.all().constData());
        QVERIFY2(outcome.out.contains("device.log: holds. 5 records; the last one's hash is "),
                 outcome.all().constData());
        QVERIFY2(outcome.out.contains(lines(person).last().left(64)), outcome.all().constData());
        QVERIFY2(outcome.err.contains("cannot be seen"), outcome.all().constData());
        const auto json = verify({s("--json")});
        QCOMPARE(json.code, 0);
        QCOMPARE(json.objects().at(0),
                 (QJsonObject{{s("type"), s("audit_log")},
                              {s("file"), path(person)},
                              {s("holds"), true},
                              {s("records"), 5},
                              {s("first_broken"), QJsonValue()},
                              {s("unfinished_bytes"), 0},
                              {s("last_hash"), QString::fromLatin1(lines(person).last().left(64))}}));
        QCOMPARE(json.error().value(s("type")).toString(), s("note"));
    }

    void aChangeIsNamed_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<int>("record");
        QTest::newRow("a changed record") << s("changed") << 2;
        QTest::newRow("one that was taken out") << s("out") << 2;
        QTest::newRow("two that changed places") << s("swapped") << 2;
        QTest::newRow("one that was put in") << s("in") << 3;
        QTest::newRow("a change to the last one") << s("last") << 4;
    }
    void aChangeIsNamed()
    {
        QFETCH(QString, change);
        QFETCH(int, record);
        auto all = lines(person);
        QCOMPARE(all.size(), 5);
        if (change == s("changed")) all[2].replace("read_payslip", "read_paysliq");
        if (change == s("out")) all.removeAt(2);
        if (change == s("swapped")) all.swapItemsAt(2, 3);
        if (change == s("in")) all.insert(2, all.at(2));
        if (change == s("last")) all[4].replace("read_payslip", "read_paysliq");
        write(person, all);
        const auto outcome = verify();
        QVERIFY2(outcome.code == 1, outcome.all().constData());
        QVERIFY2(outcome.out.contains(s("%1: does not hold from record %2 on (line %3)")
                                          .arg(path(person))
                                          .arg(record)
                                          .arg(record + 1)
                                          .toUtf8()),
                 outcome.all().constData());
        QVERIFY2(outcome.out.contains("device.log: holds."), outcome.all().constData());
        const auto json = verify({s("--json")});
        QCOMPARE(json.code, 1);
        QCOMPARE(json.objects().at(0).value(s("first_broken")).toInt(), record);
        QCOMPARE(json.objects().at(0).value(s("holds")).toBool(true), false);
    }

    void aCutEndCannotBeSeenAndThatIsSaid()
    {
        auto all = lines(person);
        all.removeLast();
        write(person, all);
        const auto outcome = verify();
        QVERIFY2(outcome.code == 0 && outcome.out.contains("holds. 4 records"), outcome.all().constData());
        QVERIFY2(outcome.err.contains("What cannot be seen here: records cut off at the end"),
                 outcome.all().constData());
    }
    void anUnfinishedRecordIsNoForgery()
    {
        auto all = lines(person);
        all.append("0123456789");
        write(person, all);
        const auto outcome = verify();
        QVERIFY2(outcome.code == 0 && outcome.err.contains("behind record 4 there are 10 bytes"),
                 outcome.all().constData());
        QCOMPARE(lines(person).last(), QByteArray("0123456789")); // nothing is mended here
    }
    void anEmptiedLogDoesNotHold()
    {
        write(person, {});
        const auto outcome = verify();
        QVERIFY2(outcome.code == 1 && outcome.out.contains("holds no whole record"), outcome.all().constData());
    }
    void noLogAtAllIsNoSuccess()
    {
        QVERIFY(QDir(QFileInfo(path(person)).path()).removeRecursively());
        const auto outcome = verify();
        QVERIFY2(isOneClearMessage(outcome, 1, "There is no audit log"), outcome.all().constData());
        QCOMPARE(verify({s("--json")}).error().value(s("code")).toString(), s("NotFound"));
    }
    void aLogThatCannotBeOpenedIsNotPassedOver()
    {
        QVERIFY(QFile::remove(path(person)));
        QVERIFY(QFile::link(shell_->home.filePath(s("gone/gone")), path(person)));
        const auto outcome = verify();
        QVERIFY2(outcome.code == 1 && outcome.err.contains("nothing is known about it"), outcome.all().constData());
    }
    void otherWords()
    {
        for (const auto* words : {"audit", "audit|mend", "audit|verify|x", "audit|verify|--jason"})
            QVERIFY(isOneClearMessage(shell_->run(s(words).split(QLatin1Char('|'))), 2, "sekisho-cli audit verify"));
    }
};

QTEST_GUILESS_MAIN(TestAuditCommands)
#include "tst_audit_commands.moc"
