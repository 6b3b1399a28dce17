#include "core/audit/reading.h"
#include "core/crypto/digest.h"

#include <QtCore/QBuffer>
#include <QtTest/QTest>

using core::Errc;
using namespace core::audit;

namespace {

struct Log {
    QList<QByteArray> lines;
    QList<QByteArray> hashes; ///< raw, of each line

    [[nodiscard]] QByteArray bytes() const { return lines.join(); }
};

Log made(int records, qsizetype size = 10)
{
    ChainHead head;
    Log log;
    for (int i = 0; i < records; ++i) {
        const auto line =
            appendLine(head, "{\"n\":" + QByteArray::number(i) + ",\"text\":\"" + QByteArray(size, 'x') + "\"}");
        log.lines.append(*line);
        log.hashes.append(head.hash);
    }
    return log;
}

/// Everything that reading from piece to piece brings.
struct Read {
    QList<CheckedRecord> records;
    int pieces = 0;
    qint64 tornBytes = 0;
    std::optional<core::Error> error;
};

Read readAll(const QByteArray& bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    Read read;
    for (ChainHead from;;) {
        const auto piece = readPiece(buffer, from);
        if (!piece) {
            read.error = piece.error();
            return read;
        }
        ++read.pieces;
        read.records += piece->records;
        read.tornBytes = piece->tornBytes;
        if (piece->atEnd) return read;
        from = piece->next;
    }
}

/// A device of which a part cannot be read, as on a disk that fails.
class FailingDevice final : public QBuffer {
public:
    qint64 readable = 0;

protected:
    qint64 readData(char* data, qint64 most) override
    {
        const auto left = readable - pos();
        return left <= 0 ? -1 : QBuffer::readData(data, qMin(most, left));
    }
};

} // namespace

class TestReading : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRecordComesOnceAndInItsOrder()
    {
        const auto log = made(3000, 300); // a million bytes: some pieces
        const auto read = readAll(log.bytes());
        QVERIFY(!read.error);
        QVERIFY(read.pieces > 3);
        QCOMPARE(read.records.size(), qsizetype(3000));
        for (qsizetype i = 0; i < read.records.size(); ++i) {
            const auto& record = read.records.at(i);
            QCOMPARE(record.content.value(QStringLiteral("seq")).toInteger(-1), qint64(i));
            QCOMPARE(record.content.value(QStringLiteral("n")).toInteger(-1), qint64(i));
            QCOMPARE(record.hash, log.hashes.at(i));
            QCOMPARE(record.previous, i == 0 ? QByteArray(32, '\0') : log.hashes.at(i - 1));
        }
    }
    void theLongestRecordsFitIntoAPiece()
    {
        const auto log = made(9, qsizetype{maxLineBytes} - 200);
        QCOMPARE(readAll(log.bytes()).records.size(), qsizetype(9));
    }
    void noRecords()
    {
        const auto read = readAll({});
        QVERIFY(!read.error);
        QVERIFY(read.records.isEmpty());
    }
    void aBreakEndsItThere_data()
    {
        QTest::addColumn<int>("record");
        QTest::newRow("the first record") << 0;
        QTest::newRow("the second") << 1;
        QTest::newRow("one in the first piece") << 100;
        QTest::newRow("one some pieces on") << 2222;
        QTest::newRow("the last one") << 2999;
    }
    void aBreakEndsItThere()
    {
        QFETCH(int, record);
        auto log = made(3000, 300);
        log.lines[record].replace("xxx", "xyx");
        const auto read = readAll(log.bytes());
        QCOMPARE(read.records.size(), qsizetype(record));
        QVERIFY(read.error.has_value());
        QCOMPARE(read.error->code, Errc::Corrupt);
        QCOMPARE(read.error->subject, QString::number(record));
        for (const auto& one : read.records)
            QVERIFY(one.content.value(QStringLiteral("seq")).toInteger(-1) < record);
    }
    void aLineThatHoldsAndIsNoRecordIsNone()
    {
        // Whoever can write the file can do the sums as well.
        auto log = made(2);
        const QByteArray payload = "{\"seq\":2,\"n\":";
        const auto hash = core::crypto::sha256(log.hashes.last() + payload);
        const auto read = readAll(log.bytes() + hash.toHex() + ' ' + payload + '\n');
        QCOMPARE(read.records.size(), qsizetype(2));
        QVERIFY(read.error.has_value());
        QCOMPARE(read.error->code, Errc::Corrupt);
        QCOMPARE(read.error->subject, QStringLiteral("2"));
    }
    void aLineWithoutEndIsNone()
    {
        const auto log = made(2);
        const auto read = readAll(log.bytes() + QByteArray(qsizetype{pieceBytes} * 2, 'x'));
        QCOMPARE(read.records.size(), qsizetype(2));
        QVERIFY(read.error.has_value());
        QCOMPARE(read.error->code, Errc::Corrupt);
    }
    void anUnfinishedLineIsNoForgery()
    {
        const auto log = made(3);
        const auto whole = log.bytes();
        for (qsizetype left = 1; left < log.lines.last().size(); ++left) {
            const auto read = readAll(whole.first(whole.size() - left));
            QVERIFY(!read.error);
            QCOMPARE(read.records.size(), qsizetype(2));
            QCOMPARE(read.tornBytes, qint64(log.lines.last().size() - left));
        }
    }
    void aDeviceThatCannotBeReadHasNoEnd()
    {
        // A part of a log must not pass for the whole one.
        const auto log = made(50);
        FailingDevice device;
        device.setData(log.bytes());
        QVERIFY(device.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        device.readable = device.size() / 2;
        const auto read = readPiece(device, {});
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, Errc::NotFound);
        QCOMPARE(verifyChain(device).error().code, Errc::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestReading)
#include "tst_reading.moc"
