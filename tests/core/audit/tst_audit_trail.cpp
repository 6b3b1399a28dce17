#include "core/audit/audit_trail.h"
#include "core/base/file_lock.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"

#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using namespace core::audit;

namespace {

Record decision(const QString& person, const QString& arguments = QString(64, u'a'))
{
    Record record;
    record.kind = Kind::Decision;
    record.person = person;
    record.tool = QStringLiteral("read_payslip");
    record.decision = QStringLiteral("allow");
    record.arguments = arguments;
    return record;
}

const auto asan = QStringLiteral("00112233445566778899aabbccddeeff");

} // namespace

class TestAuditTrail : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> folder_;
    fakes::FakeClock clock_;

    QString path() const { return folder_->filePath(QStringLiteral("audit/%1.log").arg(asan)); }
    QByteArray bytes() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void overwrite(const QByteArray& content) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }
    std::unique_ptr<AuditTrail> trail()
    {
        return std::make_unique<AuditTrail>(folder_->filePath(QStringLiteral("audit")), clock_);
    }

    /// Of a log that holds.
    static QList<QJsonObject> records(AuditTrail& log)
    {
        QList<QJsonObject> all;
        for (ChainHead from;;) {
            const auto piece = await(log.read(asan, from));
            if (!piece) return {};
            for (const auto& record : piece->records)
                all.append(record.content);
            if (piece->atEnd) return all;
            from = piece->next;
        }
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void writesAndVerifies()
    {
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        log = trail(); // the program starts again
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        const auto found = await(log->verify(asan));
        QVERIFY(found->intact());
        QCOMPARE(found->records, qint64(4)); // and the first one, which opens the log
        const auto all = records(*log);
        QCOMPARE(all.size(), qsizetype(4));
        QCOMPARE(all.last().value(QStringLiteral("tool")).toString(), QStringLiteral("read_payslip"));
        QCOMPARE(all.last().value(QStringLiteral("seq")).toInt(), 3);
        QCOMPARE(await(log->verify(QStringLiteral("nobody"))).error().code, Errc::NotFound);
        QCOMPARE(await(log->read(QStringLiteral("nobody"), {})).error().code, Errc::NotFound);
        QVERIFY((QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther)) == QFile::Permissions());
    }
    void aTornRecordIsDroppedAndNoted_data()
    {
        QTest::addColumn<QByteArray>("tail");
        QTest::newRow("half a hash") << QByteArray("0123");
        QTest::newRow("a hash and half a payload") << QByteArray(64, 'a') + " {\"seq\":2,";
        QTest::newRow("zeros, as some file systems leave behind") << QByteArray(100, '\0');
    }
    void aTornRecordIsDroppedAndNoted()
    {
        QFETCH(QByteArray, tail);
        QVERIFY(await(trail()->append(decision(asan), Durability::Synced)).has_value());
        overwrite(bytes() + tail);
        auto log = trail();
        QCOMPARE(await(log->verify(asan))->tornBytes, qint64(tail.size()));
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        const auto found = await(log->verify(asan));
        QVERIFY(found->intact());
        QCOMPARE(found->tornBytes, qint64(0));
        const auto note = records(*log).value(2);
        QCOMPARE(note.value(QStringLiteral("kind")).toString(), QStringLiteral("repaired"));
        QCOMPARE(note.value(QStringLiteral("bytes")).toInt(), static_cast<int>(tail.size()));
    }
    void aFileThatIsTornFromTheStart()
    {
        QVERIFY(await(trail()->append(decision(asan), Durability::Synced)).has_value());
        overwrite("01234");
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        QVERIFY(await(log->verify(asan))->intact());
    }
    void nothingIsWrittenToALogThatDoesNotHold()
    {
        {
            auto log = trail();
            for (int i = 0; i < 5; ++i)
                QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        }
        auto changed = bytes();
        changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
        overwrite(changed);
        auto log = trail();
        QCOMPARE(await(log->append(decision(asan), Durability::Synced)).error().code, Errc::Corrupt);
        QCOMPARE(await(log->append(decision(asan), Durability::Synced)).error().code, Errc::Corrupt);
        QCOMPARE(bytes(), changed);
        QVERIFY(!await(log->verify(asan))->intact());
        const auto before = await(log->read(asan, {}));
        QVERIFY(before.has_value());
        QCOMPARE(await(log->read(asan, before->next)).error().code, Errc::Corrupt);
        QVERIFY(await(log->append(decision(QStringLiteral("other")), Durability::Synced)).has_value());
    }
    void aLogThatBecomesShorterWhileWeRunIsNoticed()
    {
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        const auto early = bytes();
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        overwrite(early);
        QCOMPARE(await(log->append(decision(asan), Durability::Buffered)).error().code, Errc::Corrupt);
    }
    void twoProgramsWriteToOneLog()
    {
        auto first = trail();
        auto second = trail();
        std::vector<core::Async<>> writes;
        for (int i = 0; i < 100; ++i) {
            writes.push_back(first->append(decision(asan), Durability::Buffered));
            writes.push_back(second->append(decision(asan), Durability::Buffered));
        }
        for (const auto& write : writes)
            QVERIFY(await(write).has_value());
        const auto found = await(first->verify(asan));
        QVERIFY(found->intact());
        QCOMPARE(found->records, qint64(201));
    }
    void aLogIsReadWhileAnotherProgramWrites()
    {
        auto writer = trail();
        auto reader = trail();
        auto longRecord = decision(asan);
        longRecord.labels = QStringList(32, QString(512, QLatin1Char('x')));
        for (int i = 0; i < 20; ++i) // more than one piece
            QVERIFY(await(writer->append(longRecord, Durability::Buffered)).has_value());
        const auto first = await(reader->read(asan, {}));
        QVERIFY(first.has_value());
        QVERIFY(!first->atEnd);
        const auto later = writer->append(decision(asan), Durability::Buffered);
        auto from = first->next;
        auto numbered = first->records.size();
        QByteArray before = first->records.last().hash;
        QVERIFY(await(later).has_value());
        for (bool atEnd = false; !atEnd;) {
            const auto piece = await(reader->read(asan, from));
            QVERIFY(piece.has_value());
            for (const auto& record : piece->records) {
                QCOMPARE(record.content.value(QStringLiteral("seq")).toInt(-1), static_cast<int>(numbered));
                QCOMPARE(record.previous, before);
                before = record.hash;
                ++numbered;
            }
            from = piece->next;
            atEnd = piece->atEnd;
        }
        QCOMPARE(numbered, qsizetype(22)); // the first one, which opens the log, and what came meanwhile
        QVERIFY(await(writer->append(decision(asan), Durability::Buffered)).has_value());
        const auto more = await(reader->read(asan, from));
        QVERIFY(more.has_value());
        QCOMPARE(more->records.size(), qsizetype(1));
    }
    void aLogIsHeldForOnePieceOnly()
    {
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        const auto piece = await(log->read(asan, {}));
        QVERIFY(piece.has_value());
        // The answer comes a moment before the lock is gone.
        QVERIFY(core::FileLock::lock(path(), std::chrono::seconds(10)).has_value());
    }
    void aLogThatBecomesShorterBetweenTwoPiecesIsNoticed()
    {
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        const auto early = bytes();
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        const auto piece = await(log->read(asan, {}));
        QVERIFY(piece.has_value());
        overwrite(early);
        const auto next = await(log->read(asan, piece->next));
        QCOMPARE(next.error().code, Errc::Corrupt);
        QCOMPARE(next.error().subject, QStringLiteral("3"));
    }
    void aLogThatIsHeldIsWaitedFor()
    {
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Buffered)).has_value());
        // The answer comes a moment before the writer lets go of its lock.
        auto taken = core::FileLock::lock(path(), std::chrono::seconds(10));
        QVERIFY(taken.has_value());
        std::optional<core::FileLock> held(std::move(*taken));
        const auto first = log->append(decision(asan), Durability::Buffered);
        const auto second = log->append(decision(asan), Durability::Buffered);
        const auto size = bytes().size();
        const auto third =
            await(log->append(decision(QStringLiteral("other")), Durability::Buffered), std::chrono::milliseconds(50));
        QVERIFY(!third.has_value()); // in order: it waits behind them
        QCOMPARE(third.error().code, Errc::Timeout);
        QVERIFY(!first.isFinished());
        QCOMPARE(bytes().size(), size);
        held.reset();
        QVERIFY(await(first).has_value());
        QVERIFY(await(second).has_value());
        QVERIFY(await(log->verify(asan))->intact());
    }
    void whatWasHandedInIsWrittenBeforeTheEnd()
    {
        {
            auto log = trail();
            for (int i = 0; i < 50; ++i)
                std::ignore = log->append(decision(asan), Durability::Buffered);
        }
        QCOMPARE(await(trail()->verify(asan))->records, qint64(51));
    }
    void forThisRunOnly()
    {
        auto log = trail();
        log->keepIn(Place::Memory, asan);
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        QCOMPARE(await(log->verify(asan))->records, qint64(3));
        QCOMPARE(records(*log).size(), qsizetype(3));
        QVERIFY(!QFile::exists(path()));
    }
    void forThisRunOnlyAndKeptAgain()
    {
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        const auto before = bytes();
        log->keepIn(Place::Memory, asan); // although the file is open
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        QCOMPARE(bytes(), before);
        QCOMPARE(await(log->verify(asan))->records, qint64(3));
        log->keepIn(Place::Disk, asan);
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        const auto found = await(log->verify(asan));
        QVERIFY(found->intact());
        QCOMPARE(found->records, qint64(3));
        QVERIFY(bytes().size() > before.size());
        log = trail(); // what an earlier run had in memory is gone with it
        QCOMPARE(await(log->verify(asan))->records, qint64(3));
    }
    void noFolderNoEffect()
    {
        QFile file(folder_->filePath(QStringLiteral("audit")));
        QVERIFY(file.open(QIODevice::WriteOnly)); // something that is no folder is in the way
        QCOMPARE(await(trail()->append(decision(asan), Durability::Synced)).error().code, Errc::DiskFull);
    }
    void aFullDisk()
    {
        if (!QFile::exists(QStringLiteral("/dev/full"))) QSKIP("skipped: no /dev/full here");
        auto log = trail();
        QVERIFY(await(log->append(decision(asan), Durability::Synced)).has_value());
        log.reset();
        QVERIFY(QFile::remove(path()));
        QVERIFY(QFile::link(QStringLiteral("/dev/full"), path()));
        QCOMPARE(await(trail()->append(decision(asan), Durability::Synced)).error().code, Errc::DiskFull);
    }
    void theNewestAreReadWithoutTheOthers()
    {
        const auto newest = [](AuditTrail& log) {
            return await(log.readBack(asan, {}, [](const QJsonObject& content) {
                return content.value(QStringLiteral("kind")) == QJsonValue(kindName(Kind::Decision));
            }));
        };
        auto log = trail();
        QCOMPARE(newest(*log).error().code, Errc::NotFound);
        QVERIFY(await(log->append(decision(asan, QStringLiteral("one")), Durability::Synced)).has_value());
        QVERIFY(await(log->append(decision(asan, QStringLiteral("two")), Durability::Synced)).has_value());
        const auto onDisk = newest(*log);
        QVERIFY(onDisk.has_value());
        QCOMPARE(onDisk->records.size(), qsizetype(2));
        QCOMPARE(onDisk->looked, qint64(3));
        QCOMPARE(onDisk->records.first().record.content.value(QStringLiteral("arguments")).toString(),
                 QStringLiteral("two"));
        log->keepIn(Place::Memory, asan);
        QCOMPARE(newest(*log).error().code, Errc::NotFound);
        QVERIFY(await(log->append(decision(asan, QStringLiteral("three")), Durability::Synced)).has_value());
        QCOMPARE(newest(*log)->records.size(), qsizetype(1));
        // Reading moved the place in the buffer, and the next record is still put behind the last.
        QVERIFY(await(log->append(decision(asan, QStringLiteral("four")), Durability::Synced)).has_value());
        QCOMPARE(newest(*log)->records.size(), qsizetype(2));
        QVERIFY(await(log->verify(asan))->intact());
    }
    void longTextsAreCut()
    {
        auto record = decision(asan);
        record.rule = QString(10000, QLatin1Char('x'));
        auto log = trail();
        QVERIFY(await(log->append(record, Durability::Buffered)).has_value());
        QCOMPARE(records(*log).value(1).value(QStringLiteral("rule")).toString().size(), qsizetype(512));
    }
};

QTEST_GUILESS_MAIN(TestAuditTrail)
#include "tst_audit_trail.moc"
