// How long it takes to verify an audit log of a million records, beside SHA-256 over the same bytes. It measures and ends
// with 1 when the bar is missed.
#include "core/audit/chain.h"
#include "core/audit/record_p.h"
#include "core/crypto/digest.h"

#include <QtCore/QDateTime>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryFile>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <limits>

using namespace core::audit;

namespace {

constexpr int records = 1'000'000;
constexpr double bar = 5; // seconds
constexpr int rounds = 3;

/// Of this thread, in seconds: on a busy machine the wall clock measures the neighbours.
double processorTime()
{
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// A decision as it is written for each call.
Record decision(int number)
{
    Record record;
    record.kind = Kind::Decision;
    record.person = QStringLiteral("00112233445566778899aabbccddeeff");
    record.audience = QStringLiteral("https://hr.example.com/api");
    record.call = core::CallId(QStringLiteral("%1").arg(number, 26, 10, QLatin1Char('a')));
    record.tool = QStringLiteral("read_payslip");
    record.definition = QString(64, QLatin1Char('d'));
    record.arguments = QString(64, QLatin1Char('a'));
    record.decision = QStringLiteral("allow");
    record.rule = QStringLiteral("read");
    return record;
}

// \return how many bytes; 0: it could not be written
qint64 writeLog(QTemporaryFile& file)
{
    ChainHead head;
    QByteArray block;
    const QDateTime start(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);
    for (int i = 0; i < records; ++i) {
        const auto line = appendLine(head, recordBody(decision(i), start.addMSecs(i)));
        if (!line) return 0;
        block += *line;
        if (block.size() < 1024 * 1024) continue;
        if (file.write(block) != block.size()) return 0;
        block.clear();
    }
    return file.write(block) == block.size() && file.flush() ? head.length : 0;
}

// Read as verifyChain() reads.
double hashSeconds(QTemporaryFile& file)
{
    const auto before = processorTime();
    file.seek(0);
    qsizetype used = 0;
    for (auto block = file.read(1024 * 1024); !block.isEmpty(); block = file.read(1024 * 1024))
        used += core::crypto::sha256(block).size();
    return used > 0 ? processorTime() - before : 0;
}

} // namespace

int main()
{
    QTemporaryFile file;
    const auto length = file.open() ? writeLog(file) : 0;
    if (length == 0) {
        std::printf("audit: the log could not be written\n");
        return 1;
    }
    double verify = std::numeric_limits<double>::max();
    double hash = std::numeric_limits<double>::max();
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer wall;
        wall.start();
        const auto before = processorTime();
        const auto found = verifyChain(file).value_or(core::audit::Verification{});
        const auto seconds = processorTime() - before;
        const auto elapsed = static_cast<double>(wall.elapsed()) / 1000;
        if (!found.intact() || found.records != records || found.head.length != length) {
            std::printf("audit: the log does not hold\n");
            return 1;
        }
        const auto plain = hashSeconds(file);
        verify = std::min(verify, seconds);
        hash = std::min(hash, plain);
        std::printf("audit: %d records, %.0f MB: verified in %.2f s of processor time (%.2f s in all), SHA-256 alone "
                    "%.2f s\n",
                    records, static_cast<double>(length) / 1e6, seconds, elapsed, plain);
    }
    std::printf("audit: the best of %d: %.2f s (bar %.0f), %.0f records/s, %.1f times SHA-256 over the same bytes\n",
                rounds, verify, bar, records / verify, verify / hash);
    return verify <= bar ? 0 : 1;
}
