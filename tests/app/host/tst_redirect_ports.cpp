#include "app/host/redirect_ports.h"
#include "app/host/sign_in_window.h"
#include "app/host/system_browser.h"
#include "tests/fakes/await.h"

#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <algorithm>

using app::host::redirectPorts;

namespace {

bool isRegistered(int port)
{
    return std::find(redirectPorts.begin(), redirectPorts.end(), port) != redirectPorts.end();
}

QUrl prepare()
{
    app::host::SystemBrowser browser([](const QUrl&) { return true; }, std::chrono::seconds(5));
    const auto redirect = fakes::await(browser.prepare({}));
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
        QCOMPARE(redirect.path(), QStringLiteral("/callback"));
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
        const auto first = fakes::await(browser.prepare({}));
        const auto second = fakes::await(browser.prepare({}));
        QVERIFY(first.has_value());
        QVERIFY(second.has_value());
        QCOMPARE(*second, *first);
    }

    void theSignInWindowUsesARegisteredOne()
    {
        app::host::SignInWindow window(
            QStringLiteral("/bin/true"), [] { return app::host::WindowLook{}; }, std::chrono::seconds(5));
        const auto redirect = fakes::await(window.prepare({}));
        QVERIFY(redirect.has_value());
        QVERIFY(isRegistered(redirect->port()));
        QCOMPARE(redirect->path(), QStringLiteral("/callback"));
    }
};

QTEST_GUILESS_MAIN(TestRedirectPorts)
#include "tst_redirect_ports.moc"
