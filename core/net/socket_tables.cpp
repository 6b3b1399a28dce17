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
    if (fields[3] == "03") row.state = State::Arriving;
    if (fields[3] == "0A") row.state = State::Listening;
    bool readable = false;
    const auto user = fields[7].toUInt(&readable);
    if (readable) row.user = user;
    row.held = fields.size() > 9 && fields[9].toULongLong() != 0; // the socket's inode
    return row;
}

// Bound to every address of its family.
bool isAny(const Address& address)
{
    return address == Address{} || ipv4Of(address) == 0U;
}

bool isAllowed(const SocketRow& row, const Listeners& allowed)
{
    return isTrusted(row, allowed.user) || (row.user && allowed.accepted && *row.user == *allowed.accepted);
}

// With one more of those who could take the connection: a single stranger is enough, and of two none is named.
HeldServer with(const HeldServer& found, const SocketRow& row, const Listeners& allowed)
{
    const bool stranger = found.holder == ServerHolder::SomebodyElse;
    if (isAllowed(row, allowed)) return stranger ? found : HeldServer{ServerHolder::Trusted};
    return {ServerHolder::SomebodyElse, stranger && found.user != row.user ? std::nullopt : row.user};
}

// Those who listen where a connection to that end waits: the ones bound to the address, and where there are none, the
// ones bound to any.
HeldServer listenersAt(const std::vector<SocketRow>& rows, const ConnectionEnd& server, const Listeners& allowed)
{
    for (const bool exact : {true, false}) {
        HeldServer found;
        for (const auto& row : rows) {
            if (row.state != State::Listening || row.localPort != server.port) continue;
            if (exact ? row.local != server.address : !isAny(row.local)) continue;
            found = with(found, row, allowed);
        }
        if (found.holder != ServerHolder::Unknown) return found;
    }
    return {};
}

// In the table of one family. A connection is in that of the socket that listened for it, also when it is an IPv4 one.
HeldServer holderIn(const std::vector<SocketRow>& rows, const ConnectionEnd& client, const ConnectionEnd& server,
                    const Listeners& allowed)
{
    bool waits = false;
    for (const auto& row : rows) {
        if (row.local != server.address || row.localPort != server.port) continue;
        if (row.remote != client.address || row.remotePort != client.port) continue;
        if (row.state == State::Established && row.held) return with({}, row, allowed);
        waits = waits || row.state == State::Established || row.state == State::Arriving;
    }
    // The kernel lists those who listen before the connections: one that was taken meanwhile is listed as held.
    return waits ? listenersAt(rows, server, allowed) : HeldServer{};
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

bool isTrusted(const SocketRow& row, quint32 user)
{
    return row.user && (*row.user == user || *row.user == 0);
}

HeldServer serverHolder(const SocketTables& tables, const ConnectionEnd& client, const ConnectionEnd& server,
                        const Listeners& allowed)
{
    const auto found = holderIn(socketRows({tables.tcp, {}}), client, server, allowed);
    if (found.holder != ServerHolder::Unknown) return found;
    return holderIn(socketRows({{}, tables.tcp6}), client, server, allowed);
}

HeldServer holderOfServer(const ConnectionEnd& client, const ConnectionEnd& server, std::optional<quint32> accepted)
{
#ifdef Q_OS_LINUX
    const auto found = serverHolder(readSocketTables(), client, server, {getuid(), accepted});
    if (found.holder != ServerHolder::Unknown) return found;
    // The kernel gives its tables in pieces, and a row can be missed while others come and go.
    return serverHolder(readSocketTables(), client, server, {getuid(), accepted});
#else
    Q_UNUSED(client);
    Q_UNUSED(server);
    Q_UNUSED(accepted);
    return {ServerHolder::Trusted};
#endif
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
    // The table changes while it is read, and a row can be missed: then it is read once more.
    auto user = userAtOtherEnd(readSocketTables(), from, to);
    if (!user) user = userAtOtherEnd(readSocketTables(), from, to);
    return user == getuid();
#else
    Q_UNUSED(from);
    Q_UNUSED(to);
    return true;
#endif
}

} // namespace core::net
