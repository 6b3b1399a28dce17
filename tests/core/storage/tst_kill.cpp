#include "core/storage/database.h"
#include "tests/fakes/await.h"

#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using core::storage::Connection;
using core::storage::Database;
using core::storage::Row;

// The writer is killed with SIGKILL at random places of its work, again and again over the same file, and each time
// every row it had called committed must be there, with its echo from the same transaction.
class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasCommittedSurvives()
    {
        const int rounds = qEnvironmentVariableIsSet("SEKISHO_SOAK") ? 300 : 6;
        QRandomGenerator random(20240229);
        const QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("killed.db"));
        qint64 committed = 0;
        for (int round = 0; round < rounds; ++round) {
            QProcess writer;
            writer.start(QStringLiteral(STORAGE_WRITER), {file});
            QVERIFY(writer.waitForStarted());
            const auto rows = committed + 1 + random.bounded(25);
            const auto upTo = readNumbers(writer, committed, rows);
            QVERIFY2(upTo >= rows, writer.readAllStandardError().constData());
            writer.kill();
            QVERIFY(writer.waitForFinished());
            // What it said before it died counts too.
            committed = lastNumber(writer.readAllStandardOutput(), upTo);
            check(file, committed);
            if (QTest::currentTestFailed()) return;
        }
        qInfo("%d kills, %lld rows", rounds, committed);
    }

    void severalProcessesWriteOneNewFile()
    {
        const QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("shared.db"));
        std::vector<std::unique_ptr<QProcess>> writers;
        for (int i = 0; i < 4; ++i) {
            writers.push_back(std::make_unique<QProcess>());
            writers.back()->start(QStringLiteral(STORAGE_WRITER), {file});
        }
        qint64 committed = 0;
        for (const auto& writer : writers) {
            QVERIFY2(writer->canReadLine() || writer->waitForReadyRead(), writer->readAllStandardError().constData());
            committed = qMax(committed, readNumbers(*writer, 0, 1));
        }
        for (const auto& writer : writers) {
            writer->kill();
            QVERIFY(writer->waitForFinished());
            QCOMPARE(writer->readAllStandardError(), QByteArray());
            committed = qMax(committed, lastNumber(writer->readAllStandardOutput(), committed));
        }
        check(file, committed);
    }

private:
    static qint64 lastNumber(const QByteArray& output, qint64 otherwise)
    {
        const auto end = output.lastIndexOf('\n');
        if (end < 0) return otherwise;
        const auto start = output.lastIndexOf('\n', end - 1) + 1;
        return output.mid(start, end - start).toLongLong();
    }
    static qint64 readNumbers(QProcess& writer, qint64 from, qint64 to)
    {
        auto last = from;
        while (last < to && (writer.canReadLine() || writer.waitForReadyRead()))
            while (last < to && writer.canReadLine())
                last = writer.readLine().trimmed().toLongLong();
        return last;
    }
    static void check(const QString& file, qint64 committed)
    {
        const auto database = fakes::await(Database::open(file, {{{}}}));
        QVERIFY2(database, database ? "" : qPrintable(database.error().detail));
        const auto rows = fakes::await((*database)->run([](Connection& c) {
            return c.all(QStringLiteral("SELECT count(*), (SELECT count(*) FROM echo), (SELECT count(*) FROM note JOIN "
                                        "echo USING (number)) FROM note"),
                         {},
                         [](const Row& row) { return QList<qint64>{row.integer(0), row.integer(1), row.integer(2)}; });
        }));
        QVERIFY(rows);
        const auto counts = rows->value(0);
        QVERIFY2(counts.at(0) >= committed, "a committed row is lost");
        QCOMPARE(counts.at(1), counts.at(0));
        QCOMPARE(counts.at(2), counts.at(0));
        const auto sound = fakes::await((*database)->run([](Connection& c) {
            return c.first(QStringLiteral("PRAGMA integrity_check"), {}, [](const Row& row) { return row.text(0); });
        }));
        QCOMPARE(**sound, QStringLiteral("ok"));
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
