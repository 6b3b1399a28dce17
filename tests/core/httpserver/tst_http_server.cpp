#include "core/httpserver/http_server.h"

#include <QtCore/QProcess>
#include <QtCore/QThread>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <atomic>
#include <memory>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using namespace core::httpserver;
using std::chrono::milliseconds;

namespace {

/// A raw client: what it sends is exactly what it is told to.
struct Client {
    QTcpSocket socket;
    QByteArray received;

    explicit Client(quint16 port)
    {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
        socket.connectToHost(QHostAddress::LocalHost, port);
    }
    bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    int status() const { return received.startsWith("HTTP/1.1 ") ? received.mid(9, 3).toInt() : 0; }
    QByteArray body() const { return received.mid(received.indexOf("\r\n\r\n") + 4); }
};

QByteArray get(const QByteArray& target, const QByteArray& more = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "\r\n";
}

} // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<QObject> context_;
    std::vector<Request> requests_;
    std::vector<std::shared_ptr<Responder>> held_;
    bool hold_ = false;
    Response next_;

    void listen(Limits limits = {}, PeerCheck mayTalk = &core::net::isOfThisUser)
    {
        const auto handler = [this](const Request& request, auto responder) {
            requests_.push_back(request);
            if (hold_) return held_.push_back(responder);
            responder->send(next_);
        };
        auto server = HttpServer::listen(0, limits, context_.get(), handler, std::move(mayTalk));
        QVERIFY(server);
        server_ = std::move(*server);
    }

private Q_SLOTS:
    void init()
    {
        context_ = std::make_unique<QObject>();
        requests_.clear();
        held_.clear();
        hold_ = false;
        next_ = Response{.contentType = "text/plain", .body = "hello"};
    }
    void cleanup()
    {
        server_.reset();
        held_.clear();
        context_.reset();
    }

    void answersAndKeepsTheConnection()
    {
        listen();
        next_.headers = {{"X-One", "1"}};
        Client client(server_->port());
        client.socket.write(get("/a%20b?x=1+2&y=%2B", "X-Asked: Yes\r\n"));
        QTRY_VERIFY(client.received.endsWith("hello"));
        QCOMPARE(client.status(), 200);
        QVERIFY(client.received.contains("\r\nContent-Length: 5\r\n"));
        QVERIFY(client.received.contains("\r\nContent-Type: text/plain\r\n"));
        QVERIFY(client.received.contains("\r\nX-One: 1\r\n"));
        QVERIFY(client.received.contains("\r\nConnection: keep-alive\r\n"));
        QCOMPARE(requests_.front().path, QStringLiteral("/a b"));
        QCOMPARE(requests_.front().header("x-asked"), QByteArray("Yes"));
        QCOMPARE(requests_.front().query().queryItemValue(QStringLiteral("x"), QUrl::FullyDecoded),
                 QStringLiteral("1 2"));
        QCOMPARE(requests_.front().query().queryItemValue(QStringLiteral("y"), QUrl::FullyDecoded),
                 QStringLiteral("+"));
        client.received.clear();
        client.socket.write(get("/second"));
        QTRY_VERIFY(client.received.endsWith("hello"));
        QCOMPARE(requests_.size(), size_t(2));
    }

    void answersRequestsSentAheadInOrder()
    {
        listen();
        hold_ = true;
        Client client(server_->port());
        client.socket.write(get("/1") + get("/2") + get("/3"));
        for (size_t i = 0; i < 3; ++i) {
            QTRY_COMPARE(held_.size(), i + 1); // the next one is handed over only after the last one's answer
            held_[i]->send(Response{.body = QByteArray::number(int(i + 1)) + "|"});
        }
        QTRY_COMPARE(client.received.count("HTTP/1.1 200"), 3);
        QVERIFY(client.received.indexOf("1|") < client.received.indexOf("2|"));
        QVERIFY(client.received.indexOf("2|") < client.received.indexOf("3|"));
        QCOMPARE(requests_[2].path, QStringLiteral("/3"));
    }

    void readsABody_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("with a length") << QByteArray(
            "POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            "Content-Length: 14\r\n\r\na=1+2&b=%26%3D");
        QTest::newRow("in chunks, with an extension and a trailer") << QByteArray(
            "POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\na=1+2\r\n9\r\n&b=%26%3D\r\n0\r\nX-Late: 1\r\n\r\n");
    }
    void readsABody()
    {
        QFETCH(const QByteArray, message);
        for (const bool byteByByte : {false, true}) {
            requests_.clear();
            listen();
            Client client(server_->port());
            QTRY_COMPARE(client.socket.state(), QAbstractSocket::ConnectedState);
            if (byteByByte) {
                for (const char byte : message) {
                    client.socket.write(&byte, 1);
                    client.socket.flush();
                }
            } else {
                client.socket.write(message);
            }
            QTRY_VERIFY(client.received.endsWith("hello"));
            QCOMPARE(requests_.front().body, QByteArray("a=1+2&b=%26%3D"));
            QCOMPARE(requests_.front().form().queryItemValue(QStringLiteral("a"), QUrl::FullyDecoded),
                     QStringLiteral("1 2"));
            QCOMPARE(requests_.front().form().queryItemValue(QStringLiteral("b"), QUrl::FullyDecoded),
                     QStringLiteral("&="));
            QVERIFY2(requests_.front().header("x-late").isEmpty(), "a trailer is not a header");
        }
    }

    void saysContinueOnlyWhenTheClientWaits()
    {
        listen();
        Client client(server_->port());
        client.socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        QTRY_COMPARE(client.received, QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        client.socket.write("abc");
        QTRY_VERIFY(client.received.endsWith("hello"));
        QCOMPARE(requests_.front().body, QByteArray("abc"));
    }

    void answersHeadWithoutABody()
    {
        listen();
        Client client(server_->port());
        client.socket.write("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        QTRY_VERIFY(client.isClosed());
        QVERIFY(client.received.contains("Content-Length: 5\r\n"));
        QVERIFY(client.received.endsWith("\r\n\r\n"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("status");
        const QByteArray start = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        QTest::newRow("not HTTP at all") << QByteArray("\x16\x03\x01garbage\r\n\r\n") << 400;
        QTest::newRow("HTTP/2's preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 400;
        QTest::newRow("smuggling: length beside encoding")
            << start + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n"
            << 400;
        QTest::newRow("smuggling: encoding before length")
            << start + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"
            << 400;
        QTest::newRow("smuggling: two lengths") << start + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde" << 400;
        QTest::newRow("smuggling: a folded encoding") << start + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"
                                                      << 400;
        QTest::newRow("smuggling: white space before the colon")
            << start + "Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n"
            << 400;
        QTest::newRow("smuggling: a bare LF") << QByteArray("GET / HTTP/1.1\nHost: 127.0.0.1\n\n") << 400;
        QTest::newRow("smuggling: a bare LF after a chunk's size")
            << start + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"
            << 400;
        QTest::newRow("smuggling: a chunk longer than it says")
            << start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"
            << 400;
        QTest::newRow("smuggling: a chunk size beyond 64 bits")
            << start + "Transfer-Encoding: chunked\r\n\r\n10000000000000003\r\nabc\r\n0\r\n\r\n"
            << 400;
        QTest::newRow("smuggling: an encoding nobody knows") << start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
                                                             << 501;
        QTest::newRow("DNS rebinding: a foreign Host")
            << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n") << 421;
        QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("an absolute target")
            << QByteArray("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") << 400;
        QTest::newRow("CONNECT") << QByteArray("CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") << 400;
        QTest::newRow("a head over the limit, finished")
            << "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + QByteArray(2000, 'x') + "\r\n\r\n"
            << 431;
        QTest::newRow("a head over the limit, without an end") << QByteArray(5000, 'x') << 431;
        QTest::newRow("a body over the limit, by its length") << start + "Content-Length: 5000\r\n\r\nabc" << 413;
        QTest::newRow("a body over the limit, in chunks")
            << start + "Transfer-Encoding: chunked\r\n\r\n400\r\n" + QByteArray(1024, 'x') + "\r\n400\r\n" +
                   QByteArray(1024, 'x') + "\r\n400\r\n" + QByteArray(1024, 'x') + "\r\n0\r\n\r\n"
            << 413;
    }
    void refuses()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const int, status);
        listen(Limits{.maxHeaderBytes = 1024, .maxBodyBytes = 2048});
        Client client(server_->port());
        client.socket.write(message);
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), status);
        QCOMPARE(client.received.count("HTTP/1.1 "), 1); // nothing behind it was taken for a second request
        QVERIFY(requests_.empty());
    }

    void cutsOffAClientThatDawdles_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("and sends nothing") << QByteArray();
        QTest::newRow("inside the head") << QByteArray("GET / HTTP/1.1\r\nHost: 127");
        QTest::newRow("inside the body") << QByteArray(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc");
    }
    void cutsOffAClientThatDawdles()
    {
        QFETCH(const QByteArray, sent);
        listen(Limits{.requestTimeout = milliseconds(100), .idleTimeout = std::chrono::hours(1)});
        Client client(server_->port());
        client.socket.write(sent);
        QTRY_COMPARE(client.socket.state(), QAbstractSocket::ConnectedState);
        QTRY_VERIFY(client.isClosed());
        QVERIFY(requests_.empty());
    }
    void aSlowTrickleDoesNotExtendTheTime()
    {
        listen(Limits{.requestTimeout = milliseconds(200), .idleTimeout = std::chrono::hours(1)});
        Client client(server_->port());
        client.socket.write("GET / HTTP/1.1\r\nX: ");
        QTimer trickle;
        connect(&trickle, &QTimer::timeout, this, [&client] { client.socket.write("x"); });
        trickle.start(20);
        QTRY_VERIFY(client.isClosed());
        QVERIFY(requests_.empty());
    }
    void closesAnIdleConnection()
    {
        listen(Limits{.requestTimeout = std::chrono::hours(1), .idleTimeout = milliseconds(100)});
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_VERIFY(client.received.endsWith("hello"));
        QTRY_VERIFY(client.isClosed());
    }
    void answers504WhenTheHandlerDoesNot()
    {
        listen(Limits{.idleTimeout = milliseconds(100)});
        hold_ = true;
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), 504);
        QVERIFY(held_.front()->clientGone());
        held_.front()->send({}); // late: goes nowhere
    }

    void refusesConnectionsOverTheLimit()
    {
        listen(Limits{.maxConnections = 2});
        Client first(server_->port());
        Client second(server_->port());
        first.socket.write(get("/"));
        second.socket.write(get("/"));
        QTRY_VERIFY(first.received.endsWith("hello") && second.received.endsWith("hello"));
        Client third(server_->port());
        QTRY_VERIFY(third.isClosed());
        QCOMPARE(third.status(), 503);
        first.socket.disconnectFromHost();
        QTRY_VERIFY(first.isClosed());
        // The server sees the first one leave on its own thread: ask until it has.
        const auto served = [this] {
            Client again(server_->port());
            again.socket.write(get("/"));
            [&again] { QTRY_VERIFY(again.isClosed() || again.received.endsWith("hello")); }();
            return again.status() == 200;
        };
        QTRY_VERIFY(served());
    }

    void aConnectionThatIsNotThisUsersIsClosed()
    {
        std::atomic_int asked = 0;
        std::atomic<quint16> from = 0;
        listen({}, [&](core::net::SocketEnd peer, core::net::SocketEnd self) {
            if (peer.address != 0x7f000001 || self.address != 0x7f000001 || self.port != server_->port()) return false;
            from = peer.port;
            return ++asked == 2;
        });
        Client stranger(server_->port());
        stranger.socket.write(get("/theirs"));
        QTRY_VERIFY(asked == 1 && stranger.isClosed());
        QCOMPARE(stranger.received, QByteArray());
        Client own(server_->port());
        own.socket.write(get("/own"));
        QTRY_VERIFY(own.received.endsWith("hello"));
        QCOMPARE(int(from), int(own.socket.localPort()));
        QCOMPARE(requests_.size(), size_t(1));
        QCOMPARE(requests_.front().path, QStringLiteral("/own"));
    }
    void aProgramOfAnotherUserGetsNoAnswer()
    {
#ifdef Q_OS_LINUX
        if (getuid() != 0) QSKIP("skipped: only root can be somebody else");
        listen();
        QProcess stranger;
        stranger.setChildProcessModifier([] {
            if (setuid(65534) != 0) _exit(1);
        });
        const auto script = "exec 3<>/dev/tcp/127.0.0.1/" + QByteArray::number(server_->port()) +
                            " && echo connected && printf '" + get("/theirs").replace("\r\n", "\\r\\n") +
                            "' >&3 && cat <&3";
        stranger.start(QStringLiteral("bash"), {QStringLiteral("-c"), QString::fromLatin1(script)});
        QVERIFY(QTest::qWaitFor([&stranger] { return stranger.state() == QProcess::NotRunning; }, 20000));
        QCOMPARE(stranger.readAllStandardOutput(), QByteArray("connected\n"));
        QVERIFY(requests_.empty());
        Client own(server_->port());
        own.socket.write(get("/"));
        QTRY_VERIFY(own.received.endsWith("hello"));
#else
        QSKIP("skipped: nobody can tell here");
#endif
    }
    void streamsInChunks()
    {
        listen();
        hold_ = true;
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->begin(Response{.contentType = "text/event-stream", .body = "data: 1\n\n"});
        QTRY_VERIFY(client.received.endsWith("9\r\ndata: 1\n\n\r\n"));
        QVERIFY(client.received.contains("Transfer-Encoding: chunked\r\n"));
        QVERIFY(!client.received.contains("Content-Length"));
        held_.front()->write("0123456789abcdef!");
        QTRY_VERIFY(client.received.endsWith("11\r\n0123456789abcdef!\r\n"));
        held_.front()->write({}); // an empty chunk would end the body
        held_.front()->end();
        QTRY_VERIFY(client.received.endsWith("0\r\n\r\n"));
        hold_ = false;
        client.socket.write(get("/again")); // the connection is still good
        QTRY_VERIFY(client.received.endsWith("hello"));
    }
    void streamsToAnHttp10ClientUntilTheEnd()
    {
        listen();
        hold_ = true;
        Client client(server_->port());
        client.socket.write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->begin(Response{.contentType = "text/plain", .body = "a"});
        held_.front()->write("b");
        held_.front()->end();
        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.body(), QByteArray("ab"));
    }
    void noticesThatTheClientLeft()
    {
        listen();
        hold_ = true;
        auto client = std::make_unique<Client>(server_->port());
        client->socket.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->begin(Response{.body = "x"});
        QTRY_VERIFY(client->received.endsWith("x\r\n"));
        QVERIFY(!held_.front()->clientGone());
        client.reset();
        QTRY_VERIFY(held_.front()->clientGone());
        held_.front()->write("nobody reads this");
        held_.front()->end();
    }
    void closesAStreamThatIsNotReadOrNotWritten()
    {
        listen(Limits{.idleTimeout = std::chrono::hours(1), .maxQueuedBytes = 1024 * 1024});
        hold_ = true;
        QTcpSocket lazy;
        lazy.setReadBufferSize(1);
        lazy.connectToHost(QHostAddress::LocalHost, server_->port());
        lazy.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->begin({});
        for (int i = 0; i < 200 && !held_.front()->clientGone(); ++i)
            held_.front()->write(QByteArray(256 * 1024, 'x'));
        QTRY_VERIFY(held_.front()->clientGone());

        held_.clear();
        listen(Limits{.idleTimeout = milliseconds(100)});
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->begin(Response{.body = "x"});
        QTRY_VERIFY(client.isClosed());
        QVERIFY(!client.received.endsWith("0\r\n\r\n")); // half an answer does not look whole
    }
    void aDroppedResponderIsA500OrABrokenStream()
    {
        listen();
        hold_ = true;
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.clear();
        QTRY_COMPARE(client.status(), 500);
        client.received.clear();
        client.socket.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->begin(Response{.body = "x"});
        held_.clear();
        QTRY_VERIFY(client.isClosed());
        QVERIFY(client.received.endsWith("1\r\nx\r\n"));
    }
    void anAnswerCannotBeSplit()
    {
        listen();
        next_.headers = {{"Location", "http://a/\r\nSet-Cookie: stolen=1"}};
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(client.status(), 500);
        QVERIFY(!client.received.contains("stolen"));
    }
    void onlyTheFirstAnswerCounts()
    {
        listen();
        hold_ = true;
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(held_.size(), size_t(1));
        held_.front()->send(Response{.body = "one"});
        held_.front()->send(Response{.body = "two"});
        held_.front()->begin(Response{.body = "three"});
        client.socket.write(get("/")); // its answer comes behind whatever the first one's was
        QTRY_COMPARE(held_.size(), size_t(2));
        held_.back()->send(Response{.body = "last"});
        QTRY_VERIFY(client.received.endsWith("last"));
        QVERIFY(client.received.contains("one") && !client.received.contains("two") &&
                !client.received.contains("three"));
    }

    void answers503WhenTheOwnerIsGone()
    {
        listen();
        context_.reset();
        Client client(server_->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(client.status(), 503);
        QVERIFY(requests_.empty());
    }
    void callsTheHandlerOnItsOwnersThread()
    {
        QThread thread;
        thread.start();
        auto* owner = new QObject;
        owner->moveToThread(&thread);
        std::atomic<QThread*> seen = nullptr;
        auto server = HttpServer::listen(0, {}, owner, [&seen](const Request&, const auto& responder) {
            seen = QThread::currentThread();
            responder->send({});
        });
        QVERIFY(server);
        Client client((*server)->port());
        client.socket.write(get("/"));
        QTRY_COMPARE(client.status(), 200);
        QCOMPARE(seen.load(), &thread);
        server->reset();
        owner->deleteLater();
        thread.quit();
        QVERIFY(thread.wait());
    }
    void endsWhileStreamsAreOpen()
    {
        listen();
        hold_ = true;
        std::vector<std::unique_ptr<Client>> clients;
        for (size_t i = 0; i < 20; ++i) {
            clients.push_back(std::make_unique<Client>(server_->port()));
            clients.back()->socket.write(get("/"));
        }
        QTRY_COMPARE(held_.size(), size_t(20));
        for (size_t i = 0; i < 10; ++i)
            held_[i]->begin(Response{.body = "x"});
        server_.reset(); // returns: the thread ended
        for (const auto& responder : held_) {
            QVERIFY(responder->clientGone());
            responder->write("late");
            responder->end();
        }
        for (const auto& client : clients)
            QTRY_VERIFY(client->isClosed());
        held_.clear(); // the last handle on what the server left behind
    }
    void saysThatThePortIsTaken()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const auto server = HttpServer::listen(other.serverPort(), {}, context_.get(), [](const auto&, const auto&) {});
        QVERIFY(!server);
        QCOMPARE(server.error().code, core::Errc::Busy);
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
