#include "core/audit/reading.h"

#include <QtCore/QJsonDocument>

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

} // namespace

Result<Piece> readPiece(QIODevice& device, const ChainHead& from)
{
    Piece piece;
    piece.next = from;
    const auto size = device.size();
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

} // namespace core::audit
