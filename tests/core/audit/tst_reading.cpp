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

/// Everything that reading backwards brings.
struct ReadBack {
    QList<PlacedRecord> records;
    int pieces = 0;
    qint64 looked = 0;
    bool broken = false;
    std::optional<core::Error> error;

    [[nodiscard]] QList<qint64> numbers() const
    {
        QList<qint64> all;
        for (const auto& one : records)
            all.append(one.record.content.value(QStringLiteral("seq")).toInteger(-1));
        return all;
    }
};

bool everyOne(const QJsonObject&)
{
    return true;
}

ReadBack readAllBack(const QByteArray& bytes, const Wanted& wanted = everyOne)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    ReadBack read;
    for (std::optional<qint64> before;;) {
        const auto piece = readPieceBack(buffer, before, wanted);
        if (!piece) {
            read.error = piece.error();
            return read;
        }
        ++read.pieces;
        read.records += piece->records;
        read.looked += piece->looked;
        read.broken = piece->broken;
        const bool stands = before && piece->start >= *before;
        if (piece->broken || piece->start == 0 || stands) return read;
        before = piece->start;
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
        const auto back = readPieceBack(device, {}, everyOne);
        QVERIFY(!back.has_value());
        QCOMPARE(back.error().code, Errc::NotFound);
    }

    // --- backwards ---

    void backwardsEveryRecordComesOnceTheNewestFirst()
    {
        const auto log = made(3000, 300);
        const auto read = readAllBack(log.bytes());
        QVERIFY(!read.error && !read.broken);
        QVERIFY(read.pieces > 3);
        QCOMPARE(read.records.size(), qsizetype(3000));
        QCOMPARE(read.looked, qint64(3000));
        qint64 start = log.bytes().size();
        for (qsizetype i = 0; i < read.records.size(); ++i) {
            const auto& [record, at] = read.records.at(i);
            const auto number = 2999 - i;
            QCOMPARE(record.content.value(QStringLiteral("seq")).toInteger(-1), qint64(number));
            QCOMPARE(record.hash, log.hashes.at(number));
            QCOMPARE(record.previous, number == 0 ? QByteArray(32, '\0') : log.hashes.at(number - 1));
            start -= log.lines.at(number).size();
            QCOMPARE(at, start);
        }
    }
    void backwardsTheLongestRecordsFitIntoAPiece()
    {
        const auto log = made(9, qsizetype{maxLineBytes} - 200);
        QCOMPARE(readAllBack(log.bytes()).records.size(), qsizetype(9));
        QCOMPARE(readAllBack(log.bytes() + log.lines.last().chopped(1)).records.size(), qsizetype(9));
    }
    void backwardsFromAnyRecordOn()
    {
        const auto log = made(10);
        QBuffer buffer;
        buffer.setData(log.bytes());
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        const auto all = readPieceBack(buffer, {}, everyOne);
        QVERIFY(all.has_value());
        const auto rest = readPieceBack(buffer, all->records.at(3).start, everyOne);
        QVERIFY(rest.has_value());
        QCOMPARE(rest->looked, qint64(6)); // the numbers 5 to 0
    }
    void backwardsWhatIsNotWantedStaysBehind()
    {
        const auto log = made(3000, 300);
        const auto read = readAllBack(log.bytes(), [](const QJsonObject& content) {
            return content.value(QStringLiteral("n")).toInteger(-1) % 1000 == 0;
        });
        QCOMPARE(read.numbers(), (QList<qint64>{2000, 1000, 0}));
        QCOMPARE(read.looked, qint64(3000));
    }
    void backwardsNoRecords()
    {
        const auto read = readAllBack({});
        QVERIFY(!read.error && !read.broken && read.records.isEmpty());
    }
    void backwardsAnUnfinishedLineIsNoForgery()
    {
        const auto log = made(3);
        const auto whole = log.bytes();
        for (qsizetype left = 1; left < log.lines.last().size(); ++left) {
            const auto read = readAllBack(whole.first(whole.size() - left));
            QVERIFY(!read.error && !read.broken);
            QCOMPARE(read.numbers(), (QList<qint64>{1, 0}));
        }
    }
    void backwardsNothingIsReadBehindABreak_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<int>("record");
        QTest::addColumn<int>("oldest"); // that still comes
        for (const int record : {1, 1500, 2997}) {
            const auto name = [record](const char* change) {
                return QByteArray(change) + ' ' + QByteArray::number(record);
            };
            QTest::newRow(name("a text is changed in").constData()) << QStringLiteral("text") << record << record + 1;
            QTest::newRow(name("the hash is changed of").constData()) << QStringLiteral("hash") << record << record + 2;
            QTest::newRow(name("there is no").constData()) << QStringLiteral("gone") << record << record + 2;
            QTest::newRow(name("there is a second").constData()) << QStringLiteral("twice") << record << record + 1;
            QTest::newRow(name("garbage stands for").constData()) << QStringLiteral("garbage") << record << record + 2;
        }
        QTest::newRow("a text is changed in the first") << QStringLiteral("text") << 0 << 1;
        QTest::newRow("the first is gone") << QStringLiteral("gone") << 0 << 2;
    }
    void backwardsNothingIsReadBehindABreak()
    {
        QFETCH(QString, change);
        QFETCH(int, record);
        QFETCH(int, oldest);
        auto log = made(3000, 300);
        if (change == QStringLiteral("text")) log.lines[record].replace("xxx", "xyx");
        if (change == QStringLiteral("hash")) log.lines[record][0] = log.lines[record][0] == '0' ? '1' : '0';
        if (change == QStringLiteral("gone")) log.lines.removeAt(record);
        if (change == QStringLiteral("twice")) log.lines.insert(record, log.lines.at(record));
        if (change == QStringLiteral("garbage")) log.lines[record] = "garbage\n";
        const auto read = readAllBack(log.bytes());
        QVERIFY(read.broken);
        QVERIFY(!read.error);
        QCOMPARE(read.numbers().last(), qint64(oldest));
        QCOMPARE(read.records.size(), qsizetype(3000 - oldest));
    }
    void backwardsAShorterLogIsNotGoneOnIn()
    {
        const auto log = made(10);
        QBuffer buffer;
        buffer.setData(log.bytes());
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        for (const qint64 before : {buffer.size() + 1, buffer.size() - 1, qint64(-1)}) {
            const auto piece = readPieceBack(buffer, before, everyOne);
            QVERIFY(!piece.has_value());
            QCOMPARE(piece.error().code, Errc::Corrupt);
        }
    }
    void backwardsALineWithoutEndIsNone()
    {
        const auto log = made(2);
        for (const auto& tail :
             {QByteArray(qsizetype{pieceBytes} * 2, 'x'), QByteArray(qsizetype{maxLineBytes} + 1, 'x'),
              QByteArray(qsizetype{pieceBytes} * 2, 'x') + '\n'}) {
            const auto read = readAllBack(log.bytes() + tail);
            QVERIFY(read.error.has_value());
            QCOMPARE(read.error->code, Errc::Corrupt);
            QVERIFY(read.records.isEmpty());
        }
    }
    void backwardsAPieceSaysHowNewItIs()
    {
        ChainHead head;
        QByteArray bytes;
        for (const auto* time :
             {"2026-03-01T10:00:00.000Z", "2026-03-01T12:00:00.000Z", "2026-03-01T11:00:00.000Z", "?"})
            bytes += *appendLine(head, "{\"ts\":\"" + QByteArray(time) + "\"}");
        QBuffer buffer;
        buffer.setData(bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        const auto piece = readPieceBack(buffer, {}, [](const QJsonObject&) { return false; });
        QVERIFY(piece.has_value());
        QVERIFY(piece->records.isEmpty());
        QCOMPARE(piece->newestUtc, QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC)); // the clock was set back
    }
};

QTEST_GUILESS_MAIN(TestReading)
#include "tst_reading.moc"
