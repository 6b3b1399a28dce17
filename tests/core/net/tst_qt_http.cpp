// What QtHttp makes of a real peer, on raw sockets where the peer misbehaves. What it shares with every Http port is in
// tests/contract/tst_http_contract.cpp.
#include "core/httpserver/http_server.h"
#include "core/net/qt_http.h"
#include "foreign_server.h"
#include "tests/fakes/await.h"
#include "tests/fakes/certificates.h"

#include <QtNetwork/QSslServer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <sys/socket.h>

using core::Errc;
using core::Secret;
using core::net::HeldServer;
using core::net::HttpRequest;
using core::net::HttpResponse;
using core::net::PlainHttp;
using core::net::QtHttp;
using core::net::ServerHolder;
using std::chrono::milliseconds;

namespace {

/// A server that is as wrong as the test wants: `react` gets all bytes that came on one connection so far.
struct RawServer {
    QTcpServer server;
    int connections = 0;
    QByteArray received;
    std::function<void(QTcpSocket*, const QByteArray&)> react;

    RawServer()
    {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            while (auto* socket = server.nextPendingConnection()) {
                ++connections;
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { take(socket); });
            }
        });
        server.listen(QHostAddress::LocalHost);
    }
    void take(QTcpSocket* socket)
    {
        const auto bytes = socket->readAll();
        received += bytes;
        const auto all = socket->property("all").toByteArray() + bytes;
        socket->setProperty("all", all);
        if (all.contains("\r\n\r\n") && react) react(socket, all);
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/x").arg(server.serverPort())); }
};

HttpRequest to(const QUrl& url, const QByteArray& method = "GET")
{
    return {.method = method, .url = url, .plainHttp = PlainHttp::Loopback, .timeout = std::chrono::seconds(20)};
}

void answerAndClose(QTcpSocket* socket, const QByteArray& message)
{
    socket->write(message);
    socket->disconnectFromHost();
}

} // namespace

class TestQtHttp : public QObject {
    Q_OBJECT

    core::Result<HttpResponse> answerTo(const QByteArray& message)
    {
        RawServer raw;
        raw.react = [&message](QTcpSocket* socket, const QByteArray&) { answerAndClose(socket, message); };
        QtHttp http;
        return fakes::await(http.send(to(raw.url()), {}));
    }

private Q_SLOTS:
    void sendsWhatItWasGiven()
    {
        QObject context;
        core::httpserver::Request seen;
        auto server =
            core::httpserver::HttpServer::listen(0, {}, &context, [&seen](const auto& request, auto responder) {
                seen = request;
                responder->send(
                    {.status = 201, .body = "{}", .headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}}});
            });
        QVERIFY(server);
        QtHttp http;
        auto request = to(QUrl(QStringLiteral("http://localhost:%1/p%2Fq?x=1#part").arg((*server)->port())), "POST");
        request.headers = {{"Accept", "application/json"}};
        request.secretHeaders = {{"Authorization", "Bearer ", Secret::consume(QByteArray("t0ken"))}};
        request.form = {{"grant_type", "refresh_token", {}},
                        {"refresh_token", {}, Secret::consume(QByteArray("a b+c"))}};
        const auto answer = fakes::await(http.send(request, {}));
        QVERIFY(answer);
        QCOMPARE(answer->status, 201);
        QCOMPARE(seen.method, QByteArray("POST"));
        QCOMPARE(seen.target, QByteArray("/p%2Fq?x=1"));
        QCOMPARE(seen.body, QByteArray("grant_type=refresh_token&refresh_token=a+b%2Bc"));
        QCOMPARE(seen.header("content-type"), QByteArray("application/x-www-form-urlencoded"));
        QCOMPARE(seen.header("authorization"), QByteArray("Bearer t0ken"));
        QCOMPARE(seen.header("accept"), QByteArray("application/json"));
        QCOMPARE(seen.header("accept-encoding"), QByteArray("identity"));
        QCOMPARE(seen.header("user-agent"), QByteArray("Sekisho"));
        std::vector<QByteArray> cookies;
        for (const auto& [name, value] : answer->headers)
            if (name == "set-cookie") cookies.push_back(value);
        QCOMPARE(cookies, (std::vector<QByteArray>{"a=1", "b=2"}));
        // The same client again: nothing of that answer comes back.
        QVERIFY(fakes::await(http.send(to(QUrl(QStringLiteral("http://localhost:%1/").arg((*server)->port()))), {})));
        QVERIFY(seen.header("cookie").isEmpty());
        QVERIFY(seen.header("authorization").isEmpty());
    }
    void sendsEachMethod()
    {
        QObject context;
        core::httpserver::Request seen;
        auto server =
            core::httpserver::HttpServer::listen(0, {}, &context, [&seen](const auto& request, auto responder) {
                seen = request;
                responder->send({});
            });
        QtHttp http;
        const QUrl url(QStringLiteral("http://127.0.0.1:%1/").arg((*server)->port()));
        for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
            const auto answer = fakes::await(http.send(to(url, method), {}));
            QVERIFY2(answer, method);
            QCOMPARE(seen.method, QByteArray(method));
            QCOMPARE(seen.body, QByteArray());
        }
        auto large = to(url, "PUT");
        large.body = QByteArray(700 * 1024, 'x');
        QVERIFY(fakes::await(http.send(large, {})));
        QCOMPARE(seen.body, large.body);
    }

    void aRequestGoesOutOnce_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("POST with a body") << QByteArray("POST") << QByteArray("charge one yen");
        QTest::newRow("POST without one") << QByteArray("POST") << QByteArray();
        QTest::newRow("PATCH") << QByteArray("PATCH") << QByteArray("x");
        QTest::newRow("GET: repeating is the caller's to decide") << QByteArray("GET") << QByteArray();
    }
    void aRequestGoesOutOnce()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, body);
        for (const bool reset : {false, true}) {
            RawServer raw;
            raw.react = [&](QTcpSocket* socket, const QByteArray& all) {
                if (!all.endsWith("\r\n\r\n" + body)) return;
                if (reset)
                    socket->abort();
                else
                    socket->disconnectFromHost();
            };
            QtHttp http;
            auto request = to(raw.url(), method);
            request.body = body;
            const auto answer = fakes::await(http.send(request, {}));
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, Errc::ConnectionLost);
            QCOMPARE(raw.connections, 1);
            QCOMPARE(raw.received.count(method + " /x "), 1);
        }
    }
    void interimAnswersAreNotTheAnswer()
    {
        const auto answer = answerTo("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                                     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, QByteArray("ok"));
        QVERIFY(answer->header("link").isEmpty());
    }
    void nothingWasSentWhereNobodyListens()
    {
        QUrl url;
        {
            RawServer raw;
            url = raw.url();
        }
        QtHttp http;
        for (const char* method : {"GET", "POST"}) {
            auto request = to(url, method);
            if (request.method == "POST") request.body = "x";
            const auto answer = fakes::await(http.send(request, {}));
            QCOMPARE(answer.error().code, Errc::Network);
            QCOMPARE(answer.error().subject, QStringLiteral("127.0.0.1"));
        }
    }
    void nothingWasSentWhereThereIsNoSuchName()
    {
        QtHttp http;
        const auto answer = fakes::await(http.send(to(QUrl(QStringLiteral("https://nobody.invalid/")), "POST"), {}));
        QCOMPARE(answer.error().code, Errc::Network);
        QCOMPARE(answer.error().subject, QStringLiteral("nobody.invalid"));
    }

    void anAnswerCutShortIsNotAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("by its length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        QTest::newRow("before the last chunk")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        QTest::newRow("inside a chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf");
        QTest::newRow("inside the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
        QTest::newRow("an error answer, by its length")
            << QByteArray("HTTP/1.1 500 No\r\nContent-Length: 10\r\n\r\nhalf");
    }
    void anAnswerCutShortIsNotAnAnswer()
    {
        QFETCH(const QByteArray, message);
        const auto answer = answerTo(message);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::ConnectionLost);
    }
    void readsAnAnswerThatEndsWithTheConnection()
    {
        const auto answer = answerTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nto the end");
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray("to the end"));
        QCOMPARE(answer->header("content-type"), QByteArray("text/plain"));
    }
    void refusesWhatItCannotReadForSure_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("code");
        const int protocol = int(Errc::Protocol);
        const int tooLarge = int(Errc::TooLarge);
        QTest::newRow("an encoding nobody asked for")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b__")
            << protocol;
        QTest::newRow("a transfer coding nobody asked for")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") << protocol;
        QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << protocol;
        QTest::newRow("HTTP/2") << QByteArray("HTTP/2.0 200 OK\r\n\r\n") << protocol;
        QTest::newRow("RFC 9112 section 6.3: length beside encoding")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            << protocol;
        QTest::newRow("two lengths") << QByteArray(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde")
                                     << protocol;
        QTest::newRow("an upgrade nobody asked for")
            << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n") << protocol;
        QTest::newRow("a head without an end") << "HTTP/1.1 200 OK\r\nX: " + QByteArray(300000, 'x') << tooLarge;
        QTest::newRow("a chunk's extension without an end")
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=" + QByteArray(300000, 'x') << tooLarge;
    }
    void refusesWhatItCannotReadForSure()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const int, code);
        const auto answer = answerTo(message);
        QVERIFY(!answer);
        QCOMPARE(int(answer.error().code), code);
    }
    void readsAnAnswerInAnyPieces()
    {
        const QByteArray message = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n5;a=b\r\nhello\r\n"
                                   "1\r\n \r\n5\r\nworld\r\n0\r\nX-Late: z\r\n\r\n";
        RawServer raw;
        raw.react = [&message](QTcpSocket* socket, const QByteArray&) {
            for (const char byte : message) {
                socket->write(&byte, 1);
                socket->flush();
            }
        };
        QtHttp http;
        const auto answer = fakes::await(http.send(to(raw.url()), {}));
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray("hello world"));
        QCOMPARE(answer->header("x"), QByteArray("y"));
    }
    void answersNoChallengeByItself()
    {
        for (const char* scheme : {"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\"", "Negotiate", "NTLM"}) {
            RawServer raw;
            raw.react = [scheme](QTcpSocket* socket, const QByteArray&) {
                answerAndClose(socket, QByteArray("HTTP/1.1 401 No\r\nWWW-Authenticate: ") + scheme +
                                           "\r\nContent-Length: 4\r\n\r\nbody");
            };
            QtHttp http;
            const auto answer = fakes::await(http.send(to(raw.url(), "POST"), {}));
            QVERIFY2(answer, scheme);
            QCOMPARE(answer->status, 401);
            QCOMPARE(answer->body, QByteArray("body"));
            QCOMPARE(raw.received.count("POST /x "), 1);
            QVERIFY(!raw.received.toLower().contains("authorization:"));
        }
    }
    void goesThroughNoProxyToThisMachine()
    {
        RawServer proxy;
        proxy.react = [](QTcpSocket* socket, const QByteArray&) {
            answerAndClose(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy");
        };
        RawServer raw;
        raw.react = [](QTcpSocket* socket, const QByteArray&) {
            answerAndClose(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal");
        };
        qputenv("http_proxy", QByteArray("http://127.0.0.1:") + QByteArray::number(proxy.server.serverPort()));
        QtHttp http;
        const auto answer = fakes::await(http.send(to(raw.url()), {}));
        // Elsewhere the proxy is asked: for a tunnel, which this one does not know.
        qputenv("https_proxy", qgetenv("http_proxy"));
        QtHttp other;
        const auto outside = fakes::await(other.send(to(QUrl(QStringLiteral("https://nobody.invalid/"))), {}));
        qunsetenv("http_proxy");
        qunsetenv("https_proxy");
        QVERIFY(answer);
        QCOMPARE(answer->body, QByteArray("real"));
        QVERIFY(!outside);
        QVERIFY(proxy.received.startsWith("CONNECT nobody.invalid:443 "));
    }
    void streamsByteByByteAndTimesOutBetweenTwo()
    {
        RawServer raw;
        QTcpSocket* peer = nullptr;
        raw.react = [&peer](QTcpSocket* socket, const QByteArray&) {
            peer = socket;
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\na");
        };
        QtHttp http;
        auto request = to(raw.url());
        request.timeout = milliseconds(300);
        QByteArray seen;
        const auto future = http.stream(request, [&seen](const QByteArray& bytes) { seen += bytes; }, {});
        QTRY_COMPARE(seen, QByteArray("a"));
        peer->write("b");
        QTRY_COMPARE(seen, QByteArray("ab"));
        QCOMPARE(fakes::await(future).error().code, Errc::Timeout);
        QTRY_COMPARE(peer->state(), QAbstractSocket::UnconnectedState); // the connection is given up too
    }
    void theHandlerMayEndTheClient()
    {
        RawServer raw;
        raw.react = [](QTcpSocket* socket, const QByteArray&) { answerAndClose(socket, "HTTP/1.1 200 OK\r\n\r\nabc"); };
        auto http = std::make_unique<QtHttp>();
        std::stop_source stop;
        const auto future = http->stream(
            to(raw.url()),
            [&](const QByteArray&) { QMetaObject::invokeMethod(this, [&] { http.reset(); }, Qt::QueuedConnection); },
            {});
        const auto answer = fakes::await(future);
        QVERIFY(answer || answer.error().code == Errc::Cancelled);
        QTRY_VERIFY(!http);
    }

    // ---- whose server it is ----

    void aServerThatIsNotOurOwnGetsNothing_data()
    {
        QTest::addColumn<int>("holder");
        QTest::addColumn<int>("code"); // -1: an answer
        QTest::newRow("this user's") << int(ServerHolder::Trusted) << -1;
        QTest::newRow("another user's") << int(ServerHolder::SomebodyElse) << int(Errc::ForeignServer);
        QTest::newRow("nobody can tell") << int(ServerHolder::Unknown) << int(Errc::UnknownServer);
    }
    void aServerThatIsNotOurOwnGetsNothing()
    {
        QFETCH(const int, holder);
        QFETCH(const int, code);
        RawServer raw;
        raw.react = [](QTcpSocket* socket, const QByteArray&) {
            answerAndClose(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        int asked = 0;
        QtHttp http([&](const core::net::ConnectionEnd& client, const core::net::ConnectionEnd& server,
                        std::optional<quint32> accepted) -> HeldServer {
            ++asked;
            if (accepted != 998U) return {};
            const core::net::SocketRow::Address here{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
            const bool right = client.address == here && client.port != 0 && server.address == here &&
                               server.port == raw.server.serverPort();
            return right ? HeldServer{static_cast<ServerHolder>(holder), 997U} : HeldServer{};
        });
        auto request = to(raw.url(), "POST");
        QList<quint32> strangers;
        request.serverUser = 998U;
        request.onForeignServer = [&strangers](quint32 user) { strangers.append(user); };
        request.body = "what was said in confidence";
        request.secretHeaders = {{"Authorization", "Bearer ", Secret::consume(QByteArray("k3y"))}};
        for (const bool streams : {false, true}) {
            const auto answer =
                fakes::await(streams ? http.stream(request, [](const QByteArray&) {}, {}) : http.send(request, {}));
            QCOMPARE(answer ? -1 : int(answer.error().code), code);
            if (!answer) QCOMPARE(answer.error().subject, QStringLiteral("127.0.0.1:%1").arg(raw.server.serverPort()));
        }
        QTRY_COMPARE(raw.connections, 2);
        QCOMPARE(asked, 2);
        QCOMPARE(strangers, code == int(Errc::ForeignServer) ? QList<quint32>({997, 997}) : QList<quint32>());
        QCOMPARE(raw.received.isEmpty(), code >= 0);
    }
    void anotherUsersServerGetsNothing_data()
    {
        QTest::addColumn<bool>("sixth");
        QTest::addColumn<bool>("atOnce");
        QTest::newRow("IPv4, taken at once") << false << true;
        QTest::newRow("IPv4, left waiting") << false << false;
        QTest::newRow("IPv6, taken at once") << true << true;
        QTest::newRow("IPv6, left waiting") << true << false;
    }
    void anotherUsersServerGetsNothing()
    {
#ifdef Q_OS_LINUX
        QFETCH(const bool, sixth);
        QFETCH(const bool, atOnce);
        if (::getuid() != 0) QSKIP("skipped: only root can be somebody else");
        const ForeignServer stranger(sixth ? AF_INET6 : AF_INET,
                                     atOnce ? ForeignServer::Takes::AtOnce : ForeignServer::Takes::Later);
        if (stranger.port() == 0) QSKIP("skipped: no such server can be started here");
        const auto here = QString::fromLatin1(sixth ? "[::1]:%1" : "127.0.0.1:%1").arg(stranger.port());
        {
            QtHttp http;
            auto request = to(QUrl(QStringLiteral("http://%1/v1/chat/completions").arg(here)), "POST");
            request.body = "what was said in confidence";
            const auto answer = fakes::await(http.send(request, {}));
            QVERIFY(!answer);
            QCOMPARE(core::errcName(answer.error().code), QStringLiteral("ForeignServer"));
            QCOMPARE(answer.error().subject, here);
        }
        QCOMPARE(stranger.received(), 0);
#else
        QSKIP("skipped: nobody can tell here");
#endif
    }
    void onlyTheAcceptedAccountsServerIsSpokenTo_data()
    {
        QTest::addColumn<int>("holder");
        QTest::addColumn<int>("accepted"); // -1: none
        QTest::addColumn<bool>("spokenTo");
        QTest::newRow("the accepted one's") << 998 << 998 << true;
        QTest::newRow("a system account's, and none is accepted") << 998 << -1 << false;
        QTest::newRow("another system account's") << 997 << 998 << false;
        QTest::newRow("a person's") << 1001 << 998 << false;
    }
    void onlyTheAcceptedAccountsServerIsSpokenTo()
    {
#ifdef Q_OS_LINUX
        QFETCH(const int, holder);
        QFETCH(const int, accepted);
        QFETCH(const bool, spokenTo);
        if (::getuid() != 0) QSKIP("skipped: only root can be somebody else");
        const ForeignServer server(AF_INET, ForeignServer::Takes::AndAnswers, static_cast<uid_t>(holder));
        if (server.port() == 0) QSKIP("skipped: no such server can be started here");
        std::optional<quint32> stranger;
        {
            QtHttp http;
            auto request =
                to(QUrl(QStringLiteral("http://127.0.0.1:%1/v1/chat/completions").arg(server.port())), "POST");
            request.body = "what was said in confidence";
            if (accepted >= 0) request.serverUser = static_cast<quint32>(accepted);
            request.onForeignServer = [&stranger](quint32 user) { stranger = user; };
            const auto answer = fakes::await(http.send(request, {}));
            QCOMPARE(answer ? QString::fromLatin1(answer->body) : core::errcName(answer.error().code),
                     QString::fromLatin1(spokenTo ? "ok" : "ForeignServer"));
        }
        QCOMPARE(stranger, spokenTo ? std::nullopt : std::optional(static_cast<quint32>(holder)));
        QCOMPARE(server.received() > 0, spokenTo);
#else
        QSKIP("skipped: nobody can tell here");
#endif
    }
    void anOwnServerIsSpokenToOverEitherFamily()
    {
        for (const auto& address : {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6),
                                    QHostAddress(QHostAddress::AnyIPv4), QHostAddress(QHostAddress::Any)}) {
            QTcpServer server;
            if (!server.listen(address)) continue; // a machine without IPv6
            connect(&server, &QTcpServer::newConnection, this, [&server] {
                auto* socket = server.nextPendingConnection();
                connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                    socket->readAll();
                    answerAndClose(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
            });
            QtHttp http;
            const bool sixth = address == QHostAddress(QHostAddress::LocalHostIPv6);
            const QUrl url(QStringLiteral("http://%1:%2/")
                               .arg(sixth ? QStringLiteral("[::1]") : QStringLiteral("127.0.0.1"))
                               .arg(server.serverPort()));
            const auto answer = fakes::await(http.send(to(url), {}));
            QVERIFY2(answer, answer ? "" : qPrintable(address.toString() + core::errcName(answer.error().code)));
        }
    }
    void overTlsOnlyTheServerSaysWhereAnAnswerEnds_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<bool>("closeNotify");
        QTest::addColumn<int>("code"); // -1: an answer
        const QByteArray toTheEnd = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nto the end";
        QTest::newRow("RFC 9112 section 9.8: with close_notify") << toTheEnd << true << -1;
        QTest::newRow("RFC 9112 section 9.8: an incomplete close") << toTheEnd << false << int(Errc::ConnectionLost);
        QTest::newRow("a head alone, and an incomplete close")
            << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << false << int(Errc::ConnectionLost);
        QTest::newRow("a length needs no close_notify")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nto the end") << false << -1;
        QTest::newRow("nor do chunks") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                     "a\r\nto the end\r\n0\r\n\r\n")
                                       << false << -1;
        QTest::newRow("a length that is not reached, with close_notify")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nto the end") << true
            << int(Errc::ConnectionLost);
    }
    void overTlsOnlyTheServerSaysWhereAnAnswerEnds()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const bool, closeNotify);
        QFETCH(const int, code);
        fakes::Certificates certificates;
        const auto configuration = certificates.server(QStringLiteral("IP:127.0.0.1"));
        if (configuration.isNull()) QSKIP("skipped: the openssl program is missing");
        const auto before = QSslConfiguration::defaultConfiguration();
        auto with = before;
        with.addCaCertificate(certificates.authority());
        for (const auto protocol : {QSsl::TlsV1_2, QSsl::TlsV1_3}) {
            QSslServer server;
            auto own = configuration;
            own.setProtocol(protocol);
            server.setSslConfiguration(own);
            QVERIFY(server.listen(QHostAddress::LocalHost));
            connect(&server, &QTcpServer::pendingConnectionAvailable, this, [&] {
                auto* socket = server.nextPendingConnection();
                connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
                    socket->readAll();
                    if (closeNotify) return answerAndClose(socket, message);
                    socket->write(message);
                    socket->flush(); // to the last byte: what goes out next is the end of the TCP connection alone
                    ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
                });
            });
            QSslConfiguration::setDefaultConfiguration(with);
            QtHttp http;
            const QUrl url(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort()));
            const auto answer = fakes::await(http.send(to(url), {}));
            QByteArray streamed;
            const auto streaming =
                fakes::await(http.stream(to(url), [&streamed](const QByteArray& bytes) { streamed += bytes; }, {}));
            QSslConfiguration::setDefaultConfiguration(before);
            QCOMPARE(answer ? -1 : int(answer.error().code), code);
            QCOMPARE(streaming ? -1 : int(streaming.error().code), code);
            if (!answer) continue;
            QCOMPARE(answer->body, QByteArray("to the end"));
            QCOMPARE(streamed, QByteArray("to the end"));
        }
    }

    void tlsIsStrict_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<int>("code"); // -1: an answer
        QTest::newRow("a good certificate") << QStringLiteral("IP:127.0.0.1") << true << -1;
        QTest::newRow("an unknown authority") << QStringLiteral("IP:127.0.0.1") << false << int(Errc::Tls);
        QTest::newRow("another host's certificate") << QStringLiteral("DNS:other.example") << true << int(Errc::Tls);
    }
    void tlsIsStrict()
    {
        QFETCH(const QString, names);
        QFETCH(const bool, trusted);
        QFETCH(const int, code);
        fakes::Certificates certificates;
        const auto configuration = certificates.server(names);
        if (configuration.isNull()) QSKIP("skipped: the openssl program is missing");
        QSslServer server;
        server.setSslConfiguration(configuration);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QByteArray received;
        connect(&server, &QTcpServer::pendingConnectionAvailable, this, [&] {
            while (auto* socket = server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, socket, [&received, socket] {
                    received += socket->readAll();
                    answerAndClose(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        });
        const auto before = QSslConfiguration::defaultConfiguration();
        auto with = before;
        with.setPeerVerifyMode(QSslSocket::VerifyNone); // whatever the default says, it is strict
        if (trusted) with.addCaCertificate(certificates.authority());
        QSslConfiguration::setDefaultConfiguration(with);
        QtHttp http;
        auto request = to(QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort())), "POST");
        request.body = "secret";
        const auto answer = fakes::await(http.send(request, {}));
        QSslConfiguration::setDefaultConfiguration(before);
        QCOMPARE(answer ? -1 : int(answer.error().code), code);
        if (!answer) {
            QCOMPARE(answer.error().subject, QStringLiteral("127.0.0.1"));
            QVERIFY2(received.isEmpty(), "not a byte of the request may go to a stranger");
        }
    }
};

QTEST_GUILESS_MAIN(TestQtHttp)
#include "tst_qt_http.moc"
