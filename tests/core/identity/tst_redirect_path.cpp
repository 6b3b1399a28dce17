#include "core/identity/redirect_path.h"
#include "core/identity/redirect_ports.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>
#include <QtTest/QTest>

using namespace core::identity;

namespace {

ProviderConfig typed(const QString& issuer = QStringLiteral("https://id.example"))
{
    ProviderConfig config;
    config.issuer = issuer;
    config.clientId = QStringLiteral("client");
    return config;
}

ProviderConfig managed()
{
    auto config = typed();
    config.managed = true;
    return config;
}

ProviderConfig demo()
{
    auto config = typed();
    config.demo = true;
    return config;
}

} // namespace

class TestRedirectPath : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // printf %s https://id.example | sha256sum
    void anIssuerThatWasTypedInHasAPathOfItsOwn()
    {
        QCOMPARE(redirectPath(typed()), QByteArray("/callback/20a69b77c18109782ebd19432534d036"));
        QVERIFY(redirectPath(typed()) != redirectPath(typed(QStringLiteral("https://id.example/"))));
        QVERIFY(redirectPath(typed()) != redirectPath(typed(QStringLiteral("https://evil.example"))));
        const QRegularExpression form(QStringLiteral("^/callback/[0-9a-f]{32}$"));
        QVERIFY(form.match(QString::fromLatin1(redirectPath(typed()))).hasMatch());
    }
    void whatSomebodyVouchesForSharesOne()
    {
        QCOMPARE(redirectPath(managed()), QByteArray("/callback"));
        QCOMPARE(redirectPath(demo()), QByteArray("/callback"));
    }
    void thePathComesBackWithAStoredSession()
    {
        for (const auto& config : {typed(), managed(), demo()}) {
            const auto back = ProviderConfig::fromJson(config.toJson());
            QVERIFY(back.has_value());
            QCOMPARE(redirectPath(*back), redirectPath(config));
        }
        auto old = managed().toJson();
        old.remove(QStringLiteral("managed"));
        QCOMPARE(redirectPath(*ProviderConfig::fromJson(old)), redirectPath(typed())); // nobody vouched
    }
    void everyAddressToRegister()
    {
        const auto addresses = redirectAddresses(typed());
        QCOMPARE(addresses.size(), static_cast<qsizetype>(redirectPorts.size()));
        for (size_t i = 0; i < redirectPorts.size(); ++i) {
            const QUrl url(addresses[static_cast<qsizetype>(i)], QUrl::StrictMode);
            QCOMPARE(url.host(), QStringLiteral("127.0.0.1"));
            QCOMPARE(url.port(), static_cast<int>(redirectPorts[i]));
            QCOMPARE(url.path().toLatin1(), redirectPath(typed()));
        }
    }

    void whoMustNameTheIssuer_data()
    {
        QTest::addColumn<QString>("signInPage");
        QTest::addColumn<bool>("announced");
        QTest::addColumn<bool>("vouched");
        QTest::addColumn<bool>("expected");
        const auto here = QStringLiteral("https://id.example/authorize");
        const auto elsewhere = QStringLiteral("https://other.example/authorize");
        QTest::newRow("one origin") << here << false << false << false;
        QTest::newRow("one origin, announced") << here << true << false << true;
        QTest::newRow("two origins") << elsewhere << false << false << true;
        QTest::newRow("another port") << QStringLiteral("https://id.example:8443/authorize") << false << false << true;
        QTest::newRow("the same port, written out")
            << QStringLiteral("https://id.example:443/authorize") << false << false << false;
        QTest::newRow("two origins that an administrator vouches for") << elsewhere << false << true << false;
        QTest::newRow("two origins that an administrator vouches for, announced") << elsewhere << true << true << true;
    }
    void whoMustNameTheIssuer()
    {
        QFETCH(QString, signInPage);
        QFETCH(bool, announced);
        QFETCH(bool, vouched);
        QFETCH(bool, expected);
        ProviderMetadata metadata;
        metadata.authorizationEndpoint = QUrl(signInPage);
        metadata.tokenEndpoint = QUrl(QStringLiteral("https://id.example/token"));
        metadata.issInResponses = announced;
        QCOMPARE(mustNameIssuer(vouched ? managed() : typed(), metadata), expected);
        if (vouched) QCOMPARE(mustNameIssuer(demo(), metadata), expected);
    }
};

QTEST_GUILESS_MAIN(TestRedirectPath)
#include "tst_redirect_path.moc"
