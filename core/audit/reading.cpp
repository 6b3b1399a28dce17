#include "core/audit/reading.h"

#include "core/audit/ocsf.h"

#include <QtCore/QJsonDocument>

#include <algorithm>
#include <limits>
#include <utility>

namespace core::audit {
namespace {

constexpr qsizetype payloadStart = 65; // behind the hash and a space

// Nothing: it does not hold. Else moves the head behind it.
std::optional<CheckedRecord> checkedRecord(ChainHead& head, QByteArrayView line)
{
    auto next = head;
    if (!checkLine(next, line)) return {};
    // The chain has no key: whoever can write the file can make a line that holds and is no record.
    const auto payload = QJsonDocument::fromJson(line.sliced(payloadStart).toByteArray());
    if (!payload.isObject()) return {};
    CheckedRecord record{payload.object(), next.hash, head.hash};
    head = std::move(next);
    return record;
}

// What stands before a record that does not hold does.
Result<Piece> endingBeforeBroken(Piece piece)
{
    if (!piece.records.isEmpty()) return piece;
    const auto number = QString::number(piece.next.nextSequence);
    return fail(Errc::Corrupt, QStringLiteral("the audit log does not hold"), number);
}

struct Line {
    qint64 start; ///< in the log
    QByteArrayView text;
};

// The whole lines of what was read from `offset` on. What comes before the first LF is a part of one, except at the
// log's start.
QList<Line> wholeLines(QByteArrayView bytes, qint64 offset)
{
    QList<Line> lines;
    qsizetype start = offset == 0 ? 0 : bytes.indexOf('\n') + 1;
    for (auto end = bytes.indexOf('\n', start); end >= 0; end = bytes.indexOf('\n', start)) {
        lines.append({offset + start, bytes.sliced(start, end - start)});
        start = end + 1;
    }
    return lines;
}

// What a line says of itself, so that the one behind it can be checked. Whether that is true shows when the line's own
// turn comes.
std::optional<ChainHead> claimedHead(const Line& line)
{
    constexpr QByteArrayView opening("{\"seq\":");
    if (line.text.size() < payloadStart) return {};
    const auto payload = line.text.sliced(payloadStart);
    if (!payload.startsWith(opening)) return {};
    const auto digits = payload.sliced(opening.size());
    bool isNumber = false;
    const auto number = digits.first(std::max<qsizetype>(0, digits.indexOf(','))).toByteArray().toLongLong(&isNumber);
    const auto hash = QByteArray::fromHex(line.text.first(payloadStart - 1).toByteArray());
    if (!isNumber || number < 0 || number == std::numeric_limits<qint64>::max() || hash.size() != 32) return {};
    return ChainHead{hash, number + 1, line.start + line.text.size() + 1};
}

void take(PieceBack& piece, CheckedRecord record, qint64 start, const Wanted& wanted)
{
    ++piece.looked;
    piece.start = start;
    const auto time = recordTimeUtc(record.content);
    if (time.isValid() && (!piece.newestUtc.isValid() || time > piece.newestUtc)) piece.newestUtc = time;
    if (wanted(record.content)) piece.records.append({std::move(record), start});
}

Result<QByteArray> bytesBetween(QIODevice& device, qint64 from, qint64 end)
{
    if (!device.seek(from)) return fail(Errc::NotFound, QStringLiteral("the audit log cannot be read"));
    auto bytes = device.read(end - from);
    if (bytes.size() < end - from) return fail(Errc::NotFound, QStringLiteral("the audit log cannot be read"));
    return bytes;
}

} // namespace

Result<Piece> readPiece(QIODevice& device, const ChainHead& from)
{
    Piece piece;
    piece.next = from;
    const auto size = device.size();
    piece.logBytes = size;
    if (size < from.length) return endingBeforeBroken(std::move(piece));
    if (!device.seek(from.length)) return fail(Errc::NotFound, QStringLiteral("the audit log cannot be read"));
    const auto bytes = device.read(pieceBytes);
    const bool readToEnd = from.length + bytes.size() >= size;
    if (!readToEnd && bytes.size() < pieceBytes) {
        return fail(Errc::NotFound, QStringLiteral("the audit log cannot be read to its end"));
    }
    qsizetype start = 0;
    for (auto end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
        const auto record = checkedRecord(piece.next, QByteArrayView(bytes).sliced(start, end - start));
        if (!record) return endingBeforeBroken(std::move(piece));
        piece.records.append(*record);
        start = end + 1;
    }
    const auto rest = bytes.size() - start;
    if (rest > maxLineBytes) return endingBeforeBroken(std::move(piece)); // no writer of ours makes such a line
    piece.atEnd = readToEnd;
    if (readToEnd) piece.tornBytes = rest;
    return piece;
}

Result<PieceBack> readPieceBack(QIODevice& device, std::optional<qint64> before, const Wanted& wanted)
{
    const auto corrupt = [] { return fail(Errc::Corrupt, QStringLiteral("the audit log does not hold")); };
    const auto size = device.size();
    const auto end = before.value_or(size);
    if (end < 0 || end > size) return corrupt();
    const auto from = std::max<qint64>(0, end - pieceBytes);
    TRY_ASSIGN(const auto bytes, bytesBetween(device, from, end));
    const auto lines = wholeLines(bytes, from);
    PieceBack piece;
    piece.start = lines.isEmpty() ? from : lines.last().start + lines.last().text.size() + 1;
    const auto torn = end - piece.start;
    if (torn > (before ? 0 : maxLineBytes)) return corrupt();
    // The first of them is there to check the second by, and comes with the next piece.
    const qsizetype first = from == 0 ? 0 : 1;
    if (from > 0 && lines.size() <= first) return corrupt();
    for (auto i = lines.size() - 1; i >= first; --i) {
        auto head = lines[i].start == 0 ? std::optional(ChainHead()) : claimedHead(lines[i - 1]);
        auto record = head ? checkedRecord(*head, lines[i].text) : std::nullopt;
        if (!record) {
            piece.broken = true;
            return piece;
        }
        take(piece, *std::move(record), lines[i].start, wanted);
    }
    return piece;
}

} // namespace core::audit
