// A hostile provider that was given to a person as their organisation's, with the client ID that an honest provider
// knows Sekisho under, tries to be handed the honest one's code and the verifier to it (RFC 9700 section 4.4). The
// listener is the real one, and the person's browser goes wherever it is sent.
#include "app/host/system_browser.h"
#include "core/identity/redirect_path.h"
#include "core/identity/sign_in_flow.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_provider.h"

#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

using core::Errc;
using namespace core::identity;

namespace {

const QString hostile = QStringLiteral("https://m.example");
const QString honest = QStringLiteral("https://h.example");

ProviderConfig typed(const QString& issuer)
{
    ProviderConfig config;
    config.issuer = issuer;
    config.clientId = QStringLiteral("sekisho-native");
    return config;
}

/// The path of a redirect address, which is all that a provider compares (RFC 8252 section 7.3: any port).
QByteArray pathOf(const QString& address)
{
    return QUrl(address).path(QUrl::FullyEncoded).toLatin1();
}

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

} // namespace

class TestMixUp : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;
    fakes::FakeHttp http_;
    std::unique_ptr<fakes::FakeProvider> honest_;
    std::unique_ptr<fakes::FakeProvider> hostile_;
    QList<QByteArray> registered_; ///< at the honest provider, for Sekisho
    QString signInPage_;           ///< what the hostile provider names as its own
    QString rewrittenTo_;          ///< the redirect address that it puts into the request on the way; empty: none
    bool arrived_ = false;         ///< a code of the honest provider's was brought to this machine
    bool left_ = false;            ///< the browser is where it goes no further
    int posted_ = 0;               ///< how often the hostile provider's token endpoint was given something
    std::stop_source stop_;
    ProviderDirectory directory_{http_, clock_};
    TokenEndpoint endpoint_{http_, clock_};
    app::host::SystemBrowser browser_{[this](const QUrl& url) {
                                          QTimer::singleShot(0, this, [this, url] { browse(url); });
                                          return true;
                                      },
                                      std::chrono::seconds(60)};
    QObject flows_;

    fakes::ScriptedAnswer serve(const core::net::HttpRequest& request)
    {
        const bool isHostile = request.url.host() == QUrl(hostile).host();
        auto& provider = isHostile ? *hostile_ : *honest_;
        const auto form = fakes::FakeProvider::formOf(request);
        if (isHostile && request.url.path() == QLatin1String("/token")) ++posted_; // it would redeem them itself now
        const auto answer = provider.handle(request.method, request.url.path(), form, {});
        core::net::HttpResponse response;
        response.status = answer.status;
        response.body = answer.body;
        response.headers.emplace_back("content-type", answer.contentType);
        return {.outcome = response};
    }
    /// The person's browser: from the address that Sekisho opens, over the sign-in page, to where that sends it.
    void browse(const QUrl& start)
    {
        const auto head = visit(start);
        const auto location = head.mid(head.indexOf("\r\nLocation: ") + 12);
        auto url = QUrl::fromEncoded(location.left(location.indexOf("\r\n")));
        if (!rewrittenTo_.isEmpty()) { // the hostile provider's own page, which answers with a redirect
            QUrlQuery query(url);
            const QUrl wanted(query.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
            query.removeQueryItem(QStringLiteral("redirect_uri"));
            auto other = wanted;
            other.setPath(rewrittenTo_);
            query.addQueryItem(QStringLiteral("redirect_uri"), other.toString());
            url = QUrl(honest + QStringLiteral("/authorize"));
            url.setQuery(query);
        }
        const auto asked = QUrlQuery(url).queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded);
        if (url.host() == QUrl(honest).host() && registered_.contains(pathOf(asked))) {
            // The person is signed in there: the code comes at once.
            const auto back = QUrl::fromEncoded(honest_->authorize(url));
            arrived_ = QUrlQuery(back).hasQueryItem(QStringLiteral("code"));
            (void)visit(back);
        }
        left_ = true;
    }

    core::Async<UserSession> signIn(const QString& issuer)
    {
        SignInFlow::Services services{directory_,
                                      endpoint_,
                                      browser_,
                                      clock_,
                                      [](const UserSession&) { return core::ready<void>({}); },
                                      [](const StoredSession&) { return core::ready<void>({}); },
                                      {}};
        return SignInFlow::start(typed(issuer), {}, {}, std::move(services), stop_.get_token(), &flows_);
    }

private Q_SLOTS:
    void init()
    {
        honest_ = std::make_unique<fakes::FakeProvider>(honest, clock_);
        hostile_ = std::make_unique<fakes::FakeProvider>(hostile, clock_);
        // Many providers know nothing of RFC 9207; a hostile one need not.
        honest_->changeRedirect = [](QUrlQuery& answer) { answer.removeQueryItem(QStringLiteral("iss")); };
        hostile_->changeMetadata = [this](QJsonObject& metadata) {
            metadata.insert(QStringLiteral("authorization_endpoint"), signInPage_);
            metadata.remove(QStringLiteral("authorization_response_iss_parameter_supported"));
        };
        http_.answer = [this](const core::net::HttpRequest& request) { return serve(request); };
        registered_ = {"/callback", redirectPath(typed(honest))};
        rewrittenTo_.clear();
        arrived_ = left_ = false;
        posted_ = 0;
        stop_ = {};
    }

    void theCodeOfAnHonestProviderIsNeverHandedOn_data()
    {
        QTest::addColumn<QString>("signInPage");
        QTest::addColumn<QString>("rewrittenTo");
        QTest::addColumn<bool>("takesAnyPath");
        QTest::addColumn<bool>("arrives");
        QTest::addColumn<QString>("expected");
        const auto own = hostile + QStringLiteral("/authorize");
        const auto theirs = honest + QStringLiteral("/authorize");
        QTest::newRow("the honest provider's page is named as its own")
            << theirs << QString() << false << false << QStringLiteral("Cancelled");
        QTest::newRow("its own page sends on, with the honest provider's address")
            << own << QString::fromLatin1(redirectPath(typed(honest))) << false << true << QStringLiteral("Cancelled");
        QTest::newRow("its own page sends on, with the address of an organisation that is managed")
            << own << QStringLiteral("/callback") << false << true << QStringLiteral("Cancelled");
        QTest::newRow("RFC 9207: the honest provider compares no paths, and names itself nowhere")
            << theirs << QString() << true << true << QStringLiteral("WrongIssuer");
    }
    void theCodeOfAnHonestProviderIsNeverHandedOn()
    {
        QFETCH(QString, signInPage);
        QFETCH(QString, rewrittenTo);
        QFETCH(bool, takesAnyPath);
        QFETCH(bool, arrives);
        QFETCH(QString, expected);
        signInPage_ = signInPage;
        rewrittenTo_ = rewrittenTo;
        if (takesAnyPath) registered_.append(redirectPath(typed(hostile)));
        const auto session = signIn(hostile);
        QTRY_VERIFY(left_);
        // What was handed in is posted in the same turn of the loop in which it arrives, so it would be there by now.
        QCoreApplication::processEvents();
        QCOMPARE(arrived_, arrives);
        QCOMPARE(posted_, 0);
        stop_.request_stop(); // the person waits for nothing any more
        const auto ended = fakes::await(session);
        QVERIFY(!ended.has_value());
        QCOMPARE(core::errcName(ended.error().code), expected);
        if (expected == QLatin1String("WrongIssuer")) QVERIFY(ended.error().subject.isEmpty());
        QCOMPARE(posted_, 0);
    }
    /// The same two parts between honest people: what is protected against is the mixing alone.
    void anHonestProviderIsSignedInTo()
    {
        honest_->changeMetadata = [](QJsonObject& metadata) {
            metadata.remove(QStringLiteral("authorization_response_iss_parameter_supported"));
        };
        const auto session = fakes::await(signIn(honest));
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
        QCOMPARE(session->key().issuer, honest);
    }
};

QTEST_GUILESS_MAIN(TestMixUp)
#include "tst_mix_up.moc"
