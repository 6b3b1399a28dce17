#include "app/host/redirect_ports.h"
#include "app/host/sign_in_window.h"
#include "app/host/system_browser.h"
#include "tests/fakes/await.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <algorithm>

using app::host::redirectPorts;

namespace {

const QByteArray path("/callback/0123456789abcdef0123456789abcdef");

bool isRegistered(int port)
{
    return std::find(redirectPorts.begin(), redirectPorts.end(), port) != redirectPorts.end();
}

/// What a browser is told.
QByteArray visit(const QUrl& url)
{
    QTcpSocket socket;
    QByteArray received;
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { received += socket.readAll(); });
    socket.connectToHost(QHostAddress(url.host()), quint16(url.port()));
    socket.write("GET " + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) +
                 " HTTP/1.1\r\nHost: " + url.authority().toLatin1() + "\r\n\r\n");
    const bool over = QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; });
    return over ? received : QByteArray();
}

QUrl prepare()
{
    app::host::SystemBrowser browser([](const QUrl&) { return true; }, std::chrono::seconds(5));
    const auto redirect = fakes::await(browser.prepare(path, {}));
    return redirect ? *redirect : QUrl();
}

} // namespace

/// A provider that compares the whole redirect address (Auth0) knows three of them; these must be the ones that are
/// used. Ports that something else on this machine holds count as taken.
class TestRedirectPorts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstFreeOne_data()
    {
        QTest::addColumn<int>("taken");
        QTest::newRow("nothing is taken") << 0;
        QTest::newRow("the first is taken") << 1;
        QTest::newRow("the first two are taken") << 2;
        QTest::newRow("all are taken: any other, as RFC 8252 section 7.3 has it") << 3;
    }
    void firstFreeOne()
    {
        QFETCH(int, taken);
        QTcpServer others[redirectPorts.size()];
        for (int i = 0; i < taken; ++i) {
            const auto index = static_cast<size_t>(i);
            others[index].listen(QHostAddress(QHostAddress::LocalHost), redirectPorts[index]);
        }
        const auto redirect = prepare();
        QCOMPARE(redirect.host(), QStringLiteral("127.0.0.1"));
        QCOMPARE(redirect.path().toLatin1(), path);
        for (int i = 0; i < taken; ++i)
            QVERIFY(redirect.port() != redirectPorts[static_cast<size_t>(i)]);
        if (taken == 3) {
            QVERIFY(redirect.port() > 0);
        } else if (taken == 0) {
            QVERIFY(isRegistered(redirect.port()));
        }
    }

    void aSecondAttemptUsesTheSamePort()
    {
        app::host::SystemBrowser browser([](const QUrl&) { return true; }, std::chrono::seconds(5));
        const auto first = fakes::await(browser.prepare(path, {}));
        const auto second = fakes::await(browser.prepare(path, {}));
        QVERIFY(first.has_value());
        QVERIFY(second.has_value());
        QCOMPARE(*second, *first);
    }

    // Every user of this machine can read a command line, and whoever knows the state could hand in their own answer.
    void theCommandLineShowsNoStateAndAnotherAnswerIsNotTaken()
    {
        QList<QUrl> opened;
        app::host::SystemBrowser browser(
            [&opened](const QUrl& url) {
                opened.append(url);
                return true;
            },
            std::chrono::seconds(30));
        core::identity::BrowserRequest request;
        request.redirectUri = *fakes::await(browser.prepare(path, {}));
        request.authorizationUrl = QUrl(QStringLiteral("https://id.example/authorize?state=ours&nonce=n"));
        request.state = "ours";
        const auto answer = browser.authorize(request, {});
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().authority(), request.redirectUri.authority());
        QVERIFY(!opened.first().toString().contains(QStringLiteral("ours")));
        QVERIFY(visit(opened.first()).contains("\r\nLocation: https://id.example/authorize?state=ours&nonce=n\r\n"));
        auto redirect = request.redirectUri;
        redirect.setQuery(QStringLiteral("code=theirs&state=theirs"));
        QVERIFY(visit(redirect).startsWith("HTTP/1.1 403"));
        QVERIFY(!answer.isFinished());
        redirect.setQuery(QStringLiteral("code=c&state=ours"));
        for (const auto* other : {"/callback", "/callback/fedcba9876543210fedcba9876543210"}) {
            auto elsewhere = redirect; // where another issuer's answer goes
            elsewhere.setPath(QString::fromLatin1(other));
            QVERIFY(visit(elsewhere).startsWith("HTTP/1.1 404"));
            QVERIFY(!answer.isFinished());
        }
        QVERIFY(visit(redirect).startsWith("HTTP/1.1 200"));
        QCOMPARE(*fakes::await(answer), redirect.toEncoded());
    }
    void signingOutShowsNoLoginOnTheCommandLine()
    {
        QUrl opened;
        app::host::SystemBrowser browser(
            [&opened](const QUrl& url) {
                opened = url;
                return true;
            },
            std::chrono::seconds(30));
        core::identity::EndSessionRequest request;
        request.redirectUri = *fakes::await(browser.prepare(path, {}));
        request.urlWithoutHint = QUrl(QStringLiteral("https://id.example/logout?logout_hint=asan&state=ours"));
        request.state = "ours";
        const auto asked = browser.endSession(request, {});
        QVERIFY(!opened.toString().contains(QStringLiteral("asan")));
        QVERIFY(!asked.isFinished()); // a program that ends here would leave the browser at a dead address
        QVERIFY(visit(opened).contains("\r\nLocation: https://id.example/logout?logout_hint=asan&state=ours\r\n"));
        QVERIFY(fakes::await(asked) == core::identity::SessionEnd::Asked);
        auto redirect = request.redirectUri;
        redirect.setQuery(QStringLiteral("state=ours"));
        QVERIFY(visit(redirect).startsWith("HTTP/1.1 200"));
    }
    void whatWaitsAfterASignOutMakesRoomForTheNextSignIn()
    {
        app::host::SystemBrowser browser([](const QUrl&) { return true; }, std::chrono::seconds(30));
        core::identity::EndSessionRequest request;
        request.redirectUri = *fakes::await(browser.prepare(path, {}));
        request.state = "ours";
        const auto asked = browser.endSession(request, {});
        QCOMPARE(*fakes::await(browser.prepare(path, {})), request.redirectUri);
        QCOMPARE(fakes::await(asked).error().code, core::Errc::Cancelled);
    }

    void theSignInWindowUsesARegisteredOne()
    {
        app::host::SignInWindow window(
            QStringLiteral("/bin/true"), [] { return app::host::WindowLook{}; }, std::chrono::seconds(5));
        const auto redirect = fakes::await(window.prepare(path, {}));
        QVERIFY(redirect.has_value());
        QVERIFY(isRegistered(redirect->port()));
        QCOMPARE(redirect->path().toLatin1(), path);
    }

    void howTheSignInWindowEnded_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("expected"); // code and subject
        const auto row = [](const char* name, const QByteArray& line, const char* expected) {
            QTest::newRow(name) << line << QString::fromLatin1(expected);
        };
        row("closed", R"({"outcome":"closed","detail":""})", "WindowClosed ");
        row("died without a word", "", "WindowClosed ");
        row("nobody came", R"({"outcome":"timeout","detail":""})", "Timeout ");
        row("a certificate nobody vouches for", R"({"outcome":"refused","detail":"certificate"})", "Tls ");
        row("the page could not be loaded", R"({"outcome":"failed","detail":"load"})", "Network ");
        row("the page crashed", R"({"outcome":"failed","detail":"page-crashed"})", "Internal ");
        row("it did not understand the request", R"({"outcome":"failed","detail":"request"})", "Internal ");
        row("an endless redirect", R"({"outcome":"failed","detail":"redirect-too-long"})", "Protocol ");
        row("it cannot run here", R"({"outcome":"unavailable","detail":"user-namespaces"})",
            "Unavailable user-namespaces");
        row("an unknown word", R"({"outcome":"danced","detail":"x"})", "Protocol ");
        row("not JSON", "redirect", "Protocol ");
        row("endless", QByteArray(21 * 1024, 'x'), "Protocol ");
    }
    void howTheSignInWindowEnded()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, expected);
        const auto answer = app::host::readSignInAnswer(line);
        QVERIFY(!answer.has_value());
        QCOMPARE(core::errcName(answer.error().code) + QLatin1Char(' ') + answer.error().subject, expected);
    }
};

QTEST_GUILESS_MAIN(TestRedirectPorts)
#include "tst_redirect_ports.moc"
