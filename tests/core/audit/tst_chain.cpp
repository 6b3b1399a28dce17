#include "core/audit/chain.h"

#include <QtCore/QBuffer>
#include <QtCore/QIODevice>
#include <QtTest/QTest>

#include <vector>

using namespace core::audit;

namespace {

QList<QByteArray> lines(int count)
{
    ChainHead head;
    QList<QByteArray> made;
    for (int i = 0; i < count; ++i) {
        const QByteArray body =
            "{\"kind\":\"decision\",\"tool\":\"list_payslips\",\"n\":" + QByteArray::number(i * i) + "}";
        made.append(*appendLine(head, body));
    }
    return made;
}

Verification verify(const QByteArray& bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    return verifyChain(buffer).value_or(Verification{});
}

/// A log of a thousand records, with what its reader knows when it comes to each.
struct ThousandRecords {
    QList<QByteArray> good = lines(1000);
    QByteArray whole = good.join();
    std::vector<ChainHead> heads; ///< before each record; `length` is where it begins

    ThousandRecords()
    {
        ChainHead head;
        for (const auto& line : good) {
            heads.push_back(head);
            if (!checkLine(head, QByteArrayView(line).chopped(1))) qFatal("a log that does not hold");
        }
    }
    [[nodiscard]] qsizetype start(qsizetype record) const { return heads[static_cast<size_t>(record)].length; }
    /// The log with these lines in the place of the ones from `first` on.
    [[nodiscard]] QByteArray with(qsizetype first, qsizetype taken, const QByteArray& instead) const
    {
        const auto end = first + taken < good.size() ? start(first + taken) : whole.size();
        return whole.first(start(first)) + instead + whole.sliced(end);
    }
    /// Whether the reader, come to this record, takes every whole line of these bytes.
    [[nodiscard]] bool takes(qsizetype record, QByteArrayView bytes) const
    {
        auto head = heads[static_cast<size_t>(record)];
        for (auto end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n')) {
            if (!checkLine(head, bytes.first(end))) return false;
            bytes = bytes.sliced(end + 1);
        }
        return true;
    }
};

} // namespace

class TestChain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void holds()
    {
        const auto whole = lines(1000).join();
        const auto found = verify(whole);
        QVERIFY(found.intact());
        QCOMPARE(found.records, qint64(1000));
        QCOMPARE(found.tornBytes, qint64(0));
        QCOMPARE(found.head.length, qint64(whole.size()));
        QCOMPARE(verify({}).records, qint64(0));
        QVERIFY(verify({}).intact());
    }
    void everySingleByteEditIsFound()
    {
        const auto good = lines(12);
        const auto whole = good.join();
        const auto lastLine = whole.size() - good.last().size();
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (const auto flip : {0x01, 0x20, 0x80}) {
                auto changed = whole;
                changed[at] = static_cast<char>(changed[at] ^ flip);
                const auto found = verify(changed);
                // A last line whose line feed is gone looks like a crash: it is reported as torn, and never as good.
                const bool noticed = !found.intact() || (at >= lastLine && found.tornBytes > 0 && found.records == 11);
                QVERIFY2(noticed, qPrintable(QStringLiteral("byte %1 ^ %2").arg(at).arg(flip)));
            }
        }
    }
    // Every byte of a thousand records, twice. To read the whole log for each would take hours, and need not be: a log
    // is read line by line, and all that the reader takes from one line to the next is the head. Before an edit nothing
    // is changed, so it comes to the edited line with the head that it has there in the good log; from there on the
    // test goes as it does. That verifyChain() is such a reader, the two tests around this one show: with each byte of
    // a short log, and with a byte of each record of this one.
    void everySingleByteEditOfAThousandRecordsIsFound()
    {
        const ThousandRecords log;
        for (qsizetype i = 0; i + 1 < log.good.size(); ++i) {
            auto bytes = log.good.at(i) + log.good.at(i + 1); // a line feed that is gone joins the two
            QVERIFY(log.takes(i, bytes));
            for (qsizetype at = 0; at < log.good.at(i).size(); ++at)
                for (const auto flip : {0x01, 0x80}) {
                    bytes[at] = static_cast<char>(bytes[at] ^ flip);
                    if (log.takes(i, bytes)) QFAIL(qPrintable(QStringLiteral("record %1, byte %2").arg(i).arg(at)));
                    bytes[at] = static_cast<char>(bytes[at] ^ flip);
                }
        }
        const auto last = log.good.size() - 1;
        auto bytes = log.good.at(last);
        for (qsizetype at = 0; at + 1 < bytes.size(); ++at) {
            bytes[at] = static_cast<char>(bytes[at] ^ 1);
            QVERIFY(!log.takes(last, bytes));
            bytes[at] = static_cast<char>(bytes[at] ^ 1);
        }
        bytes.chop(1); // without its end it looks like a crash, and is never good
        const auto torn = verify(log.with(last, 1, bytes));
        QCOMPARE(torn.records, qint64(999));
        QCOMPARE(torn.tornBytes, qint64(bytes.size()));
    }
    void oneByteInEachOfAThousandRecordsIsFoundWhereItIs()
    {
        const ThousandRecords log;
        auto changed = log.whole;
        for (qsizetype i = 0; i < log.good.size(); ++i) {
            // Another place in each line: hash, space, number, text, line feed.
            const auto at = log.start(i) + (i * 7) % (log.good.at(i).size() - (i == 999 ? 1 : 0));
            changed[at] = static_cast<char>(changed[at] ^ 0x02);
            QCOMPARE(verify(changed).firstBroken.value_or(-1), qint64(i));
            changed[at] = static_cast<char>(changed[at] ^ 0x02);
        }
        QVERIFY(verify(changed).intact());
    }
    void aThousandRecordsDeletedSwappedAndInsertedAreFound()
    {
        const ThousandRecords log;
        const auto& good = log.good;
        const auto brokenAt = [&log](qsizetype first, qsizetype taken, const QByteArray& instead) {
            return verify(log.with(first, taken, instead)).firstBroken.value_or(-1);
        };
        for (qsizetype i = 0; i + 1 < good.size(); ++i) {
            QCOMPARE(brokenAt(i, 1, {}), qint64(i));
            QCOMPARE(brokenAt(i, 2, good.at(i + 1) + good.at(i)), qint64(i));
            QCOMPARE(brokenAt(i, 0, good.at((i + 500) % good.size())), qint64(i)); // from far away
        }
        for (qsizetype i = 0; i + 10 < good.size(); i += 10) // some in a row
            QCOMPARE(brokenAt(i, 10, {}), qint64(i));
    }
    void deletedSwappedRepeatedAndInsertedLinesAreFound()
    {
        const auto good = lines(40);
        for (qsizetype i = 0; i + 1 < good.size(); ++i) {
            auto changed = good;
            changed.removeAt(i);
            QCOMPARE(verify(changed.join()).firstBroken.value_or(-1), qint64(i));
            changed = good;
            changed.swapItemsAt(i, i + 1);
            QCOMPARE(verify(changed.join()).firstBroken.value_or(-1), qint64(i));
            changed = good;
            changed.insert(i, good[i]);
            QVERIFY(!verify(changed.join()).intact());
            changed = good;
            changed.insert(i + 1, good.first());
            QCOMPARE(verify(changed.join()).firstBroken.value_or(-1), qint64(i + 1));
        }
    }
    void aLineFromAForkOfTheSameLogIsFound()
    {
        auto fork = lines(3);
        ChainHead head = verify(fork.join()).head;
        const auto mine = *appendLine(head, "{\"a\":1}");
        const auto after = *appendLine(head, "{\"a\":2}");
        ChainHead forked = verify(fork.join()).head;
        const auto theirs = *appendLine(forked, "{\"a\":3}");
        QCOMPARE(verify(fork.join() + theirs + after).firstBroken.value_or(-1), qint64(4));
        QVERIFY(verify(fork.join() + mine + after).intact());
    }
    void aTornLastLineIsToldFromAForgery()
    {
        const auto good = lines(5);
        const auto whole = good.join();
        for (qsizetype cut = whole.size() - good.last().size() + 1; cut < whole.size(); ++cut) {
            const auto found = verify(whole.left(cut));
            QVERIFY(found.intact());
            QCOMPARE(found.records, qint64(4));
            QVERIFY(found.tornBytes > 0);
        }
    }
    void whatItCannotShowByItself()
    {
        const auto good = lines(5);
        auto cut = good;
        cut.removeLast();
        QVERIFY(verify(cut.join()).intact()); // a cut at a line's end: only a witness outside would know
    }
    void tooLong()
    {
        ChainHead head;
        const auto line = appendLine(head, "{\"a\":\"" + QByteArray(maxLineBytes, 'x') + "\"}");
        QCOMPARE(line.error().code, core::Errc::TooLarge);
        QCOMPARE(head, ChainHead());
        QVERIFY(!verify(QByteArray(maxLineBytes * 2, 'x')).intact());
    }
};

QTEST_GUILESS_MAIN(TestChain)
#include "tst_chain.moc"
