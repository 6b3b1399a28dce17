#include "core/audit/chain.h"

#include "core/crypto/digest.h"

namespace core::audit {
namespace {

constexpr qsizetype hashDigits = 64;

QByteArray lineHash(const QByteArray& previous, QByteArrayView payload)
{
    QByteArray input;
    input.reserve(previous.size() + payload.size());
    input.append(previous);
    input.append(payload);
    return crypto::sha256(input);
}

QByteArray sequencePrefix(qint64 sequence)
{
    return "{\"seq\":" + QByteArray::number(sequence) + ',';
}

} // namespace

Result<QByteArray> appendLine(ChainHead& head, const QByteArray& body)
{
    Q_ASSERT(body.startsWith('{') && body.size() > 2 && !body.contains('\n'));
    const QByteArray payload = sequencePrefix(head.nextSequence) + body.mid(1);
    const auto hash = lineHash(head.hash, payload);
    QByteArray line = hash.toHex() + ' ' + payload + '\n';
    if (line.size() > maxLineBytes) return fail(Errc::TooLarge, QStringLiteral("an audit record is too long"));
    head.hash = hash;
    ++head.nextSequence;
    head.length += line.size();
    return line;
}

bool checkLine(ChainHead& head, QByteArrayView line)
{
    if (line.size() < hashDigits + 2 || line[hashDigits] != ' ') return false;
    const auto payload = line.sliced(hashDigits + 1);
    if (!payload.startsWith(sequencePrefix(head.nextSequence))) return false;
    const auto hash = lineHash(head.hash, payload);
    if (line.first(hashDigits) != hash.toHex()) return false;
    head.hash = hash;
    ++head.nextSequence;
    head.length += line.size() + 1;
    return true;
}

Result<Verification> verifyChain(QIODevice& device)
{
    const auto unreadable = [] {
        return fail(Errc::NotFound, QStringLiteral("the audit log cannot be read to its end"));
    };
    Verification found;
    if (!device.seek(0)) return unreadable();
    QByteArray buffer;
    QByteArray more(1024 * 1024, Qt::Uninitialized);
    for (;;) {
        const auto read = device.read(more.data(), more.size());
        if (read < 0) return unreadable(); // a part of a log is not the whole of it
        buffer.append(more.constData(), read);
        qsizetype start = 0;
        for (auto end = buffer.indexOf('\n', start); end >= 0; end = buffer.indexOf('\n', start)) {
            if (!checkLine(found.head, QByteArrayView(buffer).sliced(start, end - start))) {
                found.firstBroken = found.records;
                return found;
            }
            ++found.records;
            start = end + 1;
        }
        buffer.remove(0, start);
        if (buffer.size() > maxLineBytes) { // no writer of ours makes such a line
            found.firstBroken = found.records;
            return found;
        }
        if (read == 0) break;
    }
    found.tornBytes = buffer.size();
    return found;
}

} // namespace core::audit
