#pragma once

#include <QtCore/QByteArray>

#include <array>
#include <optional>
#include <vector>

namespace core::net {

/// The kernel's tables of TCP sockets, as text: /proc/net/tcp and /proc/net/tcp6 (proc(5)). They say which user a
/// socket of this machine belongs to, which nothing that comes over the socket can.
struct SocketTables {
    QByteArray tcp;
    QByteArray tcp6;
};

/// Reads them. Both empty where there is no /proc: then nothing is known of any socket.
[[nodiscard]] SocketTables readSocketTables();

/// One socket of the tables.
struct SocketRow {
    enum class State {
        Listening,
        Arriving, ///< a connection whose handshake the kernel has not ended on the listener's side
        Established,
        Other,
    };
    using Address = std::array<quint8, 16>; ///< IPv6; an IPv4 address is mapped (::ffff:a.b.c.d)

    Address local = {};
    quint16 localPort = 0;
    Address remote = {};
    quint16 remotePort = 0;
    State state = State::Other;
    std::optional<quint32> user = {}; ///< nothing: it could not be read
    bool held = false; ///< by a process. One that is left to the kernel is listed as root's, whoever made it
};

/// The address as a number (127.0.0.1 is 0x7f000001), if it is an IPv4 one.
[[nodiscard]] std::optional<quint32> ipv4Of(const SocketRow::Address& address);

/// Every row that can be read. Pure.
[[nodiscard]] std::vector<SocketRow> socketRows(const SocketTables& tables);

/// Whether the socket, which a process holds, is `user`'s or root's: one that may hear what `user` has to say.
[[nodiscard]] bool isTrusted(const SocketRow& row, quint32 user);

/// One end of a connection, of either family.
struct ConnectionEnd {
    SocketRow::Address address = {};
    quint16 port = 0;
};

/// Who reads what is written to a server of this machine.
enum class ServerHolder {
    Trusted,      ///< this user, root, or the one other user that was accepted
    SomebodyElse, ///< another user
    Unknown,      ///< the tables do not show it: a server in another network namespace, for instance
};

struct HeldServer {
    ServerHolder holder = ServerHolder::Unknown;
    std::optional<quint32> user = {}; ///< of SomebodyElse, where it is one user and can be told
};

/// Who may hear what is said: `user`, root, and `accepted`, if there is one.
struct Listeners {
    quint32 user = 0;
    std::optional<quint32> accepted = {};
};

/// Who holds the end `server` of the open connection from `client`. Where no process has taken the connection yet,
/// those count who listen where it waits: nobody else can take it. Pure.
[[nodiscard]] HeldServer serverHolder(const SocketTables& tables, const ConnectionEnd& client,
                                      const ConnectionEnd& server, const Listeners& allowed);

/// The same for the user this program runs as, by the tables as they are now. Only Linux tells; elsewhere nobody can
/// say, and the answer is Trusted.
[[nodiscard]] HeldServer holderOfServer(const ConnectionEnd& client, const ConnectionEnd& server,
                                        std::optional<quint32> accepted);

/// One end of an IPv4 connection.
struct SocketEnd {
    quint32 address = 0;
    quint16 port = 0;
};

/// The user whose process holds the end `from` of an open connection to `to`, both on this machine. Nothing: it cannot
/// be known, for instance because that process has closed it already. Pure.
[[nodiscard]] std::optional<quint32> userAtOtherEnd(const SocketTables& tables, SocketEnd from, SocketEnd to);

/// Whether the end `from` of an open connection to `to` is held by a process of the user this program runs as. Only
/// Linux tells; elsewhere nobody can say, and the answer is yes.
[[nodiscard]] bool isOfThisUser(SocketEnd from, SocketEnd to);

} // namespace core::net
