#include "core/net/socket_tables.h"

#include <QtTest/QTest>

using namespace core::net;

namespace {

constexpr quint32 user = 1000;

const char* const client4 = "0100007F:C350"; // 127.0.0.1:50000
const char* const server4 = "0100007F:2CAA"; // 127.0.0.1:11434
const char* const any4 = "00000000:2CAA";
const char* const client6 = "00000000000000000000000001000000:C350"; // [::1]:50000
const char* const server6 = "00000000000000000000000001000000:2CAA"; // [::1]:11434
const char* const any6 = "00000000000000000000000000000000:2CAA";
const char* const mappedClient = "0000000000000000FFFF00000100007F:C350";
const char* const mappedServer = "0000000000000000FFFF00000100007F:2CAA";
const char* const nobody4 = "00000000:0000";
const char* const nobody6 = "00000000000000000000000000000000:0000";

QByteArray row(const char* local, const char* remote, const char* state, int owner, const char* inode)
{
    return QByteArray("   0: ") + local + " " + remote + " " + state + " 00000000:00000000 00:00000000 00000000  " +
           QByteArray::number(owner) + "        0 " + inode + " 1 0000000000000000 20 4 30 10 -1\n";
}
QByteArray listening(const char* local, int owner)
{
    return row(local, QByteArray(local).size() > 20 ? nobody6 : nobody4, "0A", owner, "22001");
}
QByteArray taken(const char* server, const char* client, int owner)
{
    return row(server, client, "01", owner, "22002");
}
// Not taken by a process yet: the kernel lists it as root's.
QByteArray waiting(const char* server, const char* client)
{
    return row(server, client, "01", 0, "0");
}
// The client's own row, in the same table.
QByteArray ours(const char* client, const char* server)
{
    return row(client, server, "01", int(user), "22003");
}

ConnectionEnd end4(quint16 port)
{
    ConnectionEnd end;
    end.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
    end.port = port;
    return end;
}
ConnectionEnd end6(quint16 port)
{
    ConnectionEnd end;
    end.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    end.port = port;
    return end;
}

} // namespace

Q_DECLARE_METATYPE(core::net::ServerHolder)

class TestSocketTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoHoldsTheServer_data()
    {
        QTest::addColumn<QByteArray>("tcp");
        QTest::addColumn<QByteArray>("tcp6");
        QTest::addColumn<bool>("sixth");
        QTest::addColumn<ServerHolder>("holder");
        const auto trusted = ServerHolder::Trusted;
        const auto stranger = ServerHolder::SomebodyElse;
        const auto unknown = ServerHolder::Unknown;
        const auto v4 = [](const char* name, const QByteArray& rows, ServerHolder holder) {
            QTest::newRow(name) << ours(client4, server4) + rows << QByteArray() << false << holder;
        };
        v4("taken by this user's", listening(server4, 1000) + taken(server4, client4, 1000), trusted);
        v4("taken by root's", listening(server4, 0) + taken(server4, client4, 0), trusted);
        v4("taken by another user's", listening(server4, 1001) + taken(server4, client4, 1001), stranger);
        v4("taken by another user's, who listens no more", taken(server4, client4, 1001), stranger);
        v4("taken by another user's, while this user's listens by now",
           listening(server4, 1000) + taken(server4, client4, 1001), stranger);
        v4("listened for by root, taken by another user", listening(server4, 0) + taken(server4, client4, 33),
           stranger);
        v4("waits where this user's listens", listening(server4, 1000) + waiting(server4, client4), trusted);
        v4("waits where this user's listens on every address", listening(any4, 1000) + waiting(server4, client4),
           trusted);
        v4("waits where root's listens", listening(server4, 0) + waiting(server4, client4), trusted);
        v4("waits where another user's listens", listening(server4, 1001) + waiting(server4, client4), stranger);
        v4("waits where another user's listens on every address", listening(any4, 1001) + waiting(server4, client4),
           stranger);
        v4("the listener that is bound to the address is the one",
           listening(any4, 1001) + listening(server4, 1000) + waiting(server4, client4), trusted);
        v4("also the other way about", listening(any4, 1000) + listening(server4, 1001) + waiting(server4, client4),
           stranger);
        v4("one of two that share the port",
           listening(server4, 1000) + listening(server4, 1001) + waiting(server4, client4), stranger);
        v4("the handshake is not over on their side: this user's",
           listening(server4, 1000) + row(server4, client4, "03", 1000, "0"), trusted);
        v4("the handshake is not over on their side: another's",
           listening(server4, 1001) + row(server4, client4, "03", 1001, "0"), stranger);
        v4("nobody listens any more", waiting(server4, client4), unknown);
        v4("only listened for", listening(server4, 1000), unknown);
        v4("closed on their side", listening(server4, 1000) + row(server4, client4, "05", 0, "0"), unknown);
        v4("of another port", listening(server4, 1000) + taken("0100007F:2CAB", client4, 1000), unknown);
        v4("with another client", listening(server4, 1000) + taken(server4, "0100007F:C351", 1000), unknown);
        v4("an owner that cannot be read", row(server4, client4, "01", 1000, "22002").replace("  1000 ", "  x000 "),
           stranger);
        QTest::newRow("nothing at all") << QByteArray() << QByteArray() << false << unknown;
        const auto other = [](const char* name, const QByteArray& tcp, const QByteArray& tcp6, bool sixth,
                              ServerHolder holder) { QTest::newRow(name) << tcp << tcp6 << sixth << holder; };
        const auto own4 = ours(client4, server4);
        other("IPv4 to an IPv6 socket, taken: this user's", own4,
              listening(any6, 1000) + taken(mappedServer, mappedClient, 1000), false, trusted);
        other("IPv4 to an IPv6 socket, taken: another's", own4,
              listening(any6, 1001) + taken(mappedServer, mappedClient, 1001), false, stranger);
        other("IPv4 to an IPv6 socket, waits: this user's", own4,
              listening(any6, 1000) + waiting(mappedServer, mappedClient), false, trusted);
        other("IPv4 to an IPv6 socket, waits: another's", own4,
              listening(any6, 1001) + waiting(mappedServer, mappedClient), false, stranger);
        other("another's IPv6 socket beside this user's IPv4 one, where it waits",
              own4 + listening(server4, 1000) + waiting(server4, client4), listening(any6, 1001), false, trusted);
        other("this user's IPv4 socket beside another's IPv6 one, where it waits", own4 + listening(any4, 1000),
              listening(any6, 1001) + waiting(mappedServer, mappedClient), false, stranger);
        const auto own6 = ours(client6, server6);
        other("IPv6, taken: this user's", {}, own6 + listening(server6, 1000) + taken(server6, client6, 1000), true,
              trusted);
        other("IPv6, taken: another's", {}, own6 + listening(server6, 1001) + taken(server6, client6, 1001), true,
              stranger);
        other("IPv6, waits: this user's", {}, own6 + listening(any6, 1000) + waiting(server6, client6), true, trusted);
        other("IPv6, waits: another's", {}, own6 + listening(any6, 1001) + waiting(server6, client6), true, stranger);
        other("IPv6 is not IPv4", listening(server4, 1000) + taken(server4, client4, 1000), own6, true, unknown);
    }
    void whoHoldsTheServer()
    {
        QFETCH(const QByteArray, tcp);
        QFETCH(const QByteArray, tcp6);
        QFETCH(const bool, sixth);
        QFETCH(const ServerHolder, holder);
        const QByteArray head = "  sl  local_address rem_address   st\n";
        const SocketTables tables{head + tcp, head + tcp6};
        const auto found = sixth ? serverHolder(tables, end6(50000), end6(11434), {user})
                                 : serverHolder(tables, end4(50000), end4(11434), {user});
        QCOMPARE(int(found.holder), int(holder));
    }
    void theAcceptedUserAndNoOther_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<ServerHolder>("holder");
        QTest::addColumn<int>("stranger"); // -1: none is named
        const auto trusted = ServerHolder::Trusted;
        const auto somebody = ServerHolder::SomebodyElse;
        QTest::newRow("taken by the accepted user's")
            << listening(any4, 998) + taken(server4, client4, 998) << trusted << -1;
        QTest::newRow("waits where the accepted user's listens")
            << listening(any4, 998) + waiting(server4, client4) << trusted << -1;
        QTest::newRow("this user's own") << listening(server4, 1000) + taken(server4, client4, 1000) << trusted << -1;
        QTest::newRow("another system account's")
            << listening(any4, 997) + taken(server4, client4, 997) << somebody << 997;
        QTest::newRow("another person's") << listening(any4, 1001) + taken(server4, client4, 1001) << somebody << 1001;
        QTest::newRow("listened for by the accepted user, taken by another")
            << listening(any4, 998) + taken(server4, client4, 997) << somebody << 997;
        QTest::newRow("waits where the accepted user and another listen")
            << listening(any4, 997) + listening(any4, 998) + waiting(server4, client4) << somebody << 997;
        QTest::newRow("the same the other way about")
            << listening(any4, 998) + listening(any4, 997) + waiting(server4, client4) << somebody << 997;
        QTest::newRow("waits where two others listen")
            << listening(any4, 997) + listening(any4, 1001) + waiting(server4, client4) << somebody << -1;
        QTest::newRow("an owner that cannot be read")
            << row(server4, client4, "01", 998, "22002").replace("  998 ", "  x98 ") << somebody << -1;
    }
    void theAcceptedUserAndNoOther()
    {
        QFETCH(const QByteArray, rows);
        QFETCH(const ServerHolder, holder);
        QFETCH(const int, stranger);
        const SocketTables tables{"head\n" + ours(client4, server4) + rows, {}};
        const auto found = serverHolder(tables, end4(50000), end4(11434), {user, 998});
        QCOMPARE(int(found.holder), int(holder));
        QCOMPARE(found.user ? int(*found.user) : -1, stranger);
    }
};

QTEST_GUILESS_MAIN(TestSocketTables)
#include "tst_socket_tables.moc"
