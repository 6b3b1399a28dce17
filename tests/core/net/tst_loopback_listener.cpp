#include "core/net/loopback_listener.h"
#include "tests/fakes/await.h"

#include <QtCore/QProcess>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using core::Errc;
using core::net::LoopbackListener;
using core::net::LoopbackListenerLimits;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

bool anything(const QByteArray&)
{
    return true;
}

struct Browser {
    QTcpSocket socket;
    QByteArray received;

    explicit Browser(const QUrl& url)
    {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
        socket.connectToHost(QHostAddress(url.host()), quint16(url.port()));
    }
    bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    int status() const { return received.mid(9, 3).toInt(); }
};

QByteArray get(const QUrl& redirect, const QByteArray& target, const QByteArray& more = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: " + redirect.authority().toLatin1() + "\r\n" + more + "\r\n";
}

} // namespace

class TestLoopbackListener : public QObject {
    Q_OBJECT

    std::unique_ptr<LoopbackListener> listener_;
    QUrl redirect_;

    void listen(LoopbackListenerLimits limits = {}, core::net::PeerCheck mayTalk = &core::net::isOfThisUser)
    {
        auto listener = LoopbackListener::listen("/callback", 0, limits, std::move(mayTalk));
        QVERIFY(listener);
        listener_ = std::move(*listener);
        redirect_ = listener_->redirectUri();
    }
    /// After whatever came before, the real redirect must still be taken.
    void stillTakesTheRedirect(const core::Async<QByteArray>& future)
    {
        QVERIFY(!future.isFinished());
        Browser browser(redirect_);
        browser.socket.write(get(redirect_, "/callback?code=c&state=s"));
        const auto url = fakes::await(future);
        QVERIFY(url);
        QCOMPARE(*url, redirect_.toEncoded() + "?code=c&state=s");
        QTRY_VERIFY(browser.isClosed());
        QCOMPARE(browser.status(), 200);
    }

private Q_SLOTS:
    void cleanup() { listener_.reset(); }

    void takesTheRedirectByteForByte()
    {
        listen();
        QCOMPARE(redirect_.host(), QStringLiteral("127.0.0.1"));
        QCOMPARE(redirect_.path(), QStringLiteral("/callback"));
        const auto future = listener_->wait(anything, seconds(30), {});
        Browser browser(redirect_);
        browser.socket.write(get(redirect_, "/callback?code=a%2Fb+c&state=%E6%97%A5&iss=https%3A%2F%2Fx",
                                 "Sec-Fetch-Mode: navigate\r\n"));
        const auto url = fakes::await(future);
        QVERIFY(url);
        QCOMPARE(*url, redirect_.toEncoded() + "?code=a%2Fb+c&state=%E6%97%A5&iss=https%3A%2F%2Fx");
        listener_.reset(); // the page arrives although nobody is there any more
        QTRY_VERIFY(browser.isClosed());
        QCOMPARE(browser.status(), 200);
        const auto page = QString::fromUtf8(browser.received);
        QVERIFY(page.contains(QStringLiteral("You can close this window")));
        QVERIFY(page.contains(QStringLiteral("このウィンドウは閉じて構いません")));
        QVERIFY(!page.contains(QStringLiteral("<script")) && !page.contains(QStringLiteral("src=")));
        QVERIFY(!page.contains(QStringLiteral("a%2Fb")) && page.contains(QStringLiteral("default-src 'none'")));
        const auto length = page.toUtf8().size() - page.toUtf8().indexOf("\r\n\r\n") - 4;
        QVERIFY(browser.received.contains("Content-Length: " + QByteArray::number(length) + "\r\n"));
    }
    void beforeTheWaitNothingIsTaken()
    {
        listen();
        Browser browser(redirect_);
        browser.socket.write(get(redirect_, "/callback?code=c"));
        QTRY_VERIFY(browser.isClosed());
        QCOMPARE(browser.status(), 404);
        stillTakesTheRedirect(listener_->wait(anything, seconds(30), {}));
    }
    void anotherAnswerThanTheAwaitedOneDoesNotEndTheWait()
    {
        listen();
        const auto isOurs = [](const QByteArray& url) { return url.endsWith("&state=s"); };
        const auto future = listener_->wait(isOurs, seconds(30), {});
        for (const char* other : {"/callback?code=c&state=another", "/callback?error=access_denied"}) {
            Browser browser(redirect_);
            browser.socket.write(get(redirect_, other));
            QTRY_VERIFY(browser.isClosed());
            QCOMPARE(browser.status(), 403);
        }
        stillTakesTheRedirect(future);
    }

    // ---- where the browser begins ----

    void theStartAddressSendsTheBrowserOnOnce()
    {
        listen();
        const QUrl destination(QStringLiteral("https://id.example/authorize?state=s&nonce=n%20x"));
        const auto future = listener_->wait(anything, seconds(30), {});
        const auto before = listener_->startAt(destination);
        const auto start = listener_->startAt(destination);
        QVERIFY(before != start); // nobody can guess it
        QCOMPARE(start.authority(), redirect_.authority());
        QVERIFY(start.path().startsWith(QStringLiteral("/start/")) && start.path().size() >= 7 + 32);
        QVERIFY(!start.hasQuery());
        const auto ask = [this](const QUrl& url, const QByteArray& more = {}) {
            Browser browser(url);
            browser.socket.write(get(redirect_, url.path().toLatin1(), more));
            return QTest::qWaitFor([&browser] { return browser.isClosed(); }) ? browser.received : QByteArray();
        };
        QVERIFY(ask(before).startsWith("HTTP/1.1 404"));
        QVERIFY(ask(start, "Sec-Fetch-Mode: no-cors\r\n").startsWith("HTTP/1.1 403"));
        const auto sent = ask(start, "Sec-Fetch-Mode: navigate\r\n");
        QVERIFY(sent.startsWith("HTTP/1.1 302"));
        for (const QByteArray& line :
             {QByteArray("Location: ") + destination.toEncoded(), QByteArray("Cache-Control: no-store"),
              QByteArray("Referrer-Policy: no-referrer")})
            QVERIFY2(sent.contains("\r\n" + line + "\r\n"), line.constData());
        QVERIFY(ask(start).startsWith("HTTP/1.1 404"));
        stillTakesTheRedirect(future);
    }

    // ---- who asks ----

    void aConnectionThatIsNotThisUsersIsRefused()
    {
        int asked = 0;
        const auto secondOnly = [&asked](core::net::SocketEnd, core::net::SocketEnd) { return ++asked == 2; };
        listen({}, secondOnly);
        const auto future = listener_->wait(anything, seconds(30), {});
        Browser stranger(redirect_);
        stranger.socket.write(get(redirect_, "/callback?code=theirs"));
        QTRY_VERIFY(stranger.isClosed());
        QCOMPARE(stranger.status(), 0);
        stillTakesTheRedirect(future);
    }
    void aProgramOfAnotherUserIsRefused()
    {
#ifdef Q_OS_LINUX
        if (getuid() != 0) QSKIP("only root can be somebody else");
        listen();
        const auto start = listener_->startAt(QUrl(QStringLiteral("https://id.example/authorize?state=s")));
        const auto future = listener_->wait(anything, seconds(30), {});
        for (const auto& target : {start.path().toLatin1(), QByteArray("/callback?code=theirs")}) {
            QProcess stranger;
            stranger.setChildProcessModifier([] {
                if (setuid(65534) != 0) _exit(1);
            });
            const auto port = QByteArray::number(redirect_.port());
            const auto script = "exec 3<>/dev/tcp/127.0.0.1/" + port + " && echo connected && printf '" +
                                get(redirect_, target).replace("\r\n", "\\r\\n") + "' >&3 && cat <&3";
            stranger.start(QStringLiteral("bash"), {QStringLiteral("-c"), QString::fromLatin1(script)});
            QVERIFY(QTest::qWaitFor([&stranger] { return stranger.state() == QProcess::NotRunning; }, 20000));
            QCOMPARE(stranger.readAllStandardOutput(), QByteArray("connected\n"));
        }
        stillTakesTheRedirect(future);
#else
        QSKIP("nobody can tell here");
#endif
    }
    void whoIsAtTheOtherEnd_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<bool>("sixth"); // of the table of IPv6 sockets
        QTest::addColumn<int>("user");   // -1: nobody knows
        const auto row = [](const char* local, const char* remote, const char* state, const char* user,
                            const char* inode = "22001") {
            return QByteArray("   0: ") + local + " " + remote + " " + state +
                   " 00000000:00000000 00:00000000 00000000  " + user + "        0 " + inode +
                   " 1 0000000000000000 20 4 30 10 -1\n";
        };
        const auto ours = "0100007F:C350"; // 127.0.0.1:50000, who connected
        const auto mine = "0100007F:F10E"; // 127.0.0.1:61710, the listener
        const auto listener = row(mine, "00000000:0000", "0A", "1000") + row(mine, ours, "01", "1000");
        QTest::newRow("this user's") << listener + row(ours, mine, "01", "1000") << false << 1000;
        QTest::newRow("another's") << listener + row(ours, mine, "01", "1001") << false << 1001;
        QTest::newRow("over an IPv6 socket")
            << row("0000000000000000FFFF00000100007F:C350", "0000000000000000FFFF00000100007F:F10E", "01", "1000")
            << true << 1000;
        QTest::newRow("only the listener's own end is there") << listener << false << -1;
        QTest::newRow("closed already, so that the kernel lists it as root's")
            << listener + row(ours, mine, "05", "0", "0") << false << -1;
        QTest::newRow("held by nobody") << listener + row(ours, mine, "01", "0", "0") << false << -1;
        QTest::newRow("a remainder") << listener + row(ours, mine, "06", "0", "0") << false << -1;
        QTest::newRow("of another port") << listener + row("0100007F:C351", mine, "01", "1000") << false << -1;
        QTest::newRow("to another port") << listener + row(ours, "0100007F:F10F", "01", "1000") << false << -1;
        QTest::newRow("from another address") << listener + row("0200007F:C350", mine, "01", "1000") << false << -1;
        QTest::newRow("an owner that cannot be read") << listener + row(ours, mine, "01", "x") << false << -1;
        QTest::newRow("no table") << QByteArray() << false << -1;
    }
    void whoIsAtTheOtherEnd()
    {
        QFETCH(QByteArray, rows);
        QFETCH(const bool, sixth);
        QFETCH(const int, user);
        const QByteArray head = "  sl  local_address rem_address   st\n";
        const core::net::SocketTables tables =
            sixth ? core::net::SocketTables{head, head + rows} : core::net::SocketTables{head + rows, head};
        const auto found = core::net::userAtOtherEnd(tables, {0x7f000001, 50000}, {0x7f000001, 61710});
        QCOMPARE(found ? int(*found) : -1, user);
    }

    void goesOnWaitingAfter_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<int>("status"); // 0: closed without an answer
        const auto asks = [](const QByteArray& target, const QByteArray& more = {}) {
            return "GET " + target + " HTTP/1.1\r\nHost: HERE\r\n" + more + "\r\n";
        };
        QTest::newRow("garbage on the socket") << QByteArray("\x16\x03\x01\x02\x00\x01") << 400;
        QTest::newRow("garbage with line ends") << QByteArray("hello\r\n\r\n") << 400;
        QTest::newRow("another path: the browser asks for its icon") << asks("/favicon.ico") << 404;
        QTest::newRow("a path that begins alike") << asks("/callback2?code=c") << 404;
        QTest::newRow("a path in another case") << asks("/Callback?code=c") << 404;
        QTest::newRow("the path in other words") << asks("/./callback?code=c") << 404;
        QTest::newRow("no query at all") << asks("/callback") << 404;
        QTest::newRow("an empty query") << asks("/callback?") << 404;
        QTest::newRow("an absolute target") << asks("http://127.0.0.1/callback?code=c") << 404;
        QTest::newRow("POST") << QByteArray("POST /callback?code=c HTTP/1.1\r\nHost: HERE\r\n\r\n") << 400;
        QTest::newRow("HEAD") << QByteArray("HEAD /callback?code=c HTTP/1.1\r\nHost: HERE\r\n\r\n") << 400;
        QTest::newRow("DNS rebinding: another Host")
            << QByteArray("GET /callback?code=c HTTP/1.1\r\nHost: evil.example\r\n\r\n") << 403;
        QTest::newRow("no Host") << QByteArray("GET /callback?code=c HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two Hosts") << asks("/callback?code=c", "Host: evil.example\r\n") << 400;
        QTest::newRow("a page's own request, not the person's tab")
            << asks("/callback?code=c", "Sec-Fetch-Mode: no-cors\r\n") << 403;
        QTest::newRow("a control character in the target")
            << QByteArray("GET /callback?code=\x01 HTTP/1.1\r\nHost: HERE\r\n\r\n") << 400;
        QTest::newRow("a head that never ends") << "GET /callback?" + QByteArray(20000, 'x') << 400;
    }
    void goesOnWaitingAfter()
    {
        QFETCH(QByteArray, sent);
        QFETCH(const int, status);
        listen();
        const auto future = listener_->wait(anything, seconds(30), {});
        Browser browser(redirect_);
        browser.socket.write(sent.replace("HERE", redirect_.authority().toLatin1()));
        QTRY_VERIFY(browser.isClosed());
        QCOMPARE(browser.status(), status);
        stillTakesTheRedirect(future);
    }
    void goesOnWaitingAfterABrowserThatLeft()
    {
        listen();
        const auto future = listener_->wait(anything, seconds(30), {});
        for (const QByteArray& sent :
             {QByteArray(), QByteArray("GET /callb"), QByteArray("GET /callback?code=c HTTP/1.1\r\n")}) {
            Browser browser(redirect_);
            QTRY_COMPARE(browser.socket.state(), QAbstractSocket::ConnectedState);
            browser.socket.write(sent);
            browser.socket.flush();
            browser.socket.abort();
        }
        stillTakesTheRedirect(future);
    }
    void aSlowClientIsDroppedAndHoldsNobodyUp()
    {
        listen(LoopbackListenerLimits{.requestTimeout = milliseconds(100)});
        const auto future = listener_->wait(anything, seconds(30), {});
        Browser slow(redirect_);
        slow.socket.write("GET /callback?code=slow");
        QTRY_COMPARE(slow.socket.state(), QAbstractSocket::ConnectedState);
        QTRY_VERIFY(slow.isClosed());
        stillTakesTheRedirect(future);
    }
    void manyOpenConnectionsAreBounded()
    {
        listen(LoopbackListenerLimits{.maxConnections = 4});
        const auto future = listener_->wait(anything, seconds(30), {});
        std::vector<std::unique_ptr<Browser>> crowd;
        for (size_t i = 0; i < 8; ++i)
            crowd.push_back(std::make_unique<Browser>(redirect_));
        const auto open = [&crowd] {
            return std::count_if(crowd.begin(), crowd.end(), [](const auto& one) {
                return one->socket.state() == QAbstractSocket::ConnectedState;
            });
        };
        QTRY_COMPARE(open(), 4);
        crowd.clear();
        QTRY_VERIFY([this] {
            Browser probe(redirect_);
            probe.socket.write(get(redirect_, "/favicon.ico"));
            return QTest::qWaitFor([&probe] { return probe.isClosed(); }) && probe.status() == 404;
        }());
        stillTakesTheRedirect(future);
    }
    void theSecondRedirectIsNotTaken()
    {
        listen();
        const auto future = listener_->wait(anything, seconds(30), {});
        Browser early(redirect_); // connected before, asks after
        QTRY_COMPARE(early.socket.state(), QAbstractSocket::ConnectedState);
        Browser first(redirect_);
        first.socket.write(get(redirect_, "/callback?code=first"));
        const auto url = fakes::await(future);
        QVERIFY(url && url->endsWith("code=first"));
        early.socket.write(get(redirect_, "/callback?code=second"));
        Browser late(redirect_);
        QTRY_VERIFY(late.isClosed());
        QCOMPARE(late.status(), 0);
        QVERIFY(future.result()->endsWith("code=first"));
    }
    void timesOutAndClosesThePort()
    {
        listen();
        QCOMPARE(fakes::await(listener_->wait(anything, milliseconds(50), {})).error().code, Errc::Timeout);
        Browser late(redirect_);
        QTRY_VERIFY(late.isClosed());
    }
    void aStopEndsIt()
    {
        listen();
        std::stop_source stop;
        const auto future = listener_->wait(anything, seconds(30), stop.get_token());
        stop.request_stop();
        QCOMPARE(fakes::await(future).error().code, Errc::Cancelled);
    }
    void itsEndCancels()
    {
        listen();
        const auto future = listener_->wait(anything, seconds(30), {});
        listener_.reset();
        QCOMPARE(fakes::await(future).error().code, Errc::Cancelled);
    }
    void refusesAPathOrAPort()
    {
        for (const QByteArray& path :
             {QByteArray(), QByteArray("callback"), QByteArray("/a?b"), QByteArray("/a b"), QByteArray("/%41")})
            QCOMPARE(LoopbackListener::listen(path).error().code, Errc::InvalidArgument);
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        QCOMPARE(LoopbackListener::listen("/a", other.serverPort()).error().code, Errc::Busy);
    }
};

QTEST_GUILESS_MAIN(TestLoopbackListener)
#include "tst_loopback_listener.moc"
