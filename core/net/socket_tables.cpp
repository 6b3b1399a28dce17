#include "core/net/socket_tables.h"

#include <QtCore/QFile>
#include <QtCore/QtEndian>

#include <algorithm>
#include <cstring>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace core::net {
namespace {

using Address = SocketRow::Address;
using State = SocketRow::State;

constexpr std::array<quint8, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// An address as the kernel prints it: 32-bit words in the machine's byte order, holding the network's.
std::optional<Address> addressOf(const QByteArray& text)
{
    if (text.size() != 8 && text.size() != 32) return std::nullopt;
    Address address{};
    std::copy(mapped.begin(), mapped.end(), address.begin());
    auto* const bytes = text.size() == 8 ? address.data() + mapped.size() : address.data();
    for (qsizetype word = 0; word < text.size() / 8; ++word) {
        bool number = false;
        const quint32 value = text.mid(8 * word, 8).toUInt(&number, 16);
        if (!number) return std::nullopt;
        std::memcpy(bytes + 4 * word, &value, 4);
    }
    return address;
}

bool readEnd(const QByteArray& text, Address& address, quint16& port)
{
    const auto parts = text.split(':');
    if (parts.size() != 2) return false;
    const auto read = addressOf(parts[0]);
    bool number = false;
    port = parts[1].toUShort(&number, 16);
    if (read) address = *read;
    return read && number;
}

std::optional<SocketRow> rowOf(const QByteArray& line)
{
    const auto fields = line.simplified().split(' ');
    if (fields.size() < 8) return std::nullopt;
    SocketRow row;
    if (!readEnd(fields[1], row.local, row.localPort) || !readEnd(fields[2], row.remote, row.remotePort))
        return std::nullopt;
    if (fields[3] == "01") row.state = State::Established;
    if (fields[3] == "0A") row.state = State::Listening;
    bool readable = false;
    const auto user = fields[7].toUInt(&readable);
    if (readable) row.user = user;
    row.held = fields.size() > 9 && fields[9].toULongLong() != 0; // the socket's inode
    return row;
}

QByteArray readAll(const char* path)
{
    QFile file(QString::fromLatin1(path));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll();
}

} // namespace

SocketTables readSocketTables()
{
    return {readAll("/proc/net/tcp"), readAll("/proc/net/tcp6")};
}

std::optional<quint32> ipv4Of(const SocketRow::Address& address)
{
    if (!std::equal(mapped.begin(), mapped.end(), address.begin())) return std::nullopt;
    return qFromBigEndian<quint32>(address.data() + mapped.size());
}

std::vector<SocketRow> socketRows(const SocketTables& tables)
{
    std::vector<SocketRow> rows;
    for (const auto& table : {tables.tcp, tables.tcp6}) {
        const auto lines = table.split('\n');
        for (const auto& line : lines.mid(1)) // the first is the head
            if (const auto row = rowOf(line)) rows.push_back(*row);
    }
    return rows;
}

std::optional<quint32> userAtOtherEnd(const SocketTables& tables, SocketEnd from, SocketEnd to)
{
    for (const auto& row : socketRows(tables)) {
        if (ipv4Of(row.local) != from.address || row.localPort != from.port) continue;
        if (ipv4Of(row.remote) != to.address || row.remotePort != to.port) continue;
        // A connection that its process has let go of is listed as root's: whoever closes fast enough must not be taken
        // for root, and root runs tests.
        if (row.state == State::Established && row.held) return row.user;
    }
    return std::nullopt;
}

bool isOfThisUser(SocketEnd from, SocketEnd to)
{
#ifdef Q_OS_LINUX
    return userAtOtherEnd(readSocketTables(), from, to) == getuid();
#else
    Q_UNUSED(from);
    Q_UNUSED(to);
    return true;
#endif
}

} // namespace core::net
