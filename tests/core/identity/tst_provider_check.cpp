#include "core/identity/provider_check.h"
#include "core/identity/redirect_path.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using fakes::FakeHttp;
using namespace core::identity;

namespace {

const QByteArray keySet("{\"keys\":[]}");

QByteArray metadata(bool push)
{
    const auto at = [](const char* path) { return QStringLiteral("https://id.example") + QString::fromLatin1(path); };
    QJsonObject json{{QStringLiteral("issuer"), QStringLiteral("https://id.example")},
                     {QStringLiteral("authorization_endpoint"), at("/authorize")},
                     {QStringLiteral("token_endpoint"), at("/token")},
                     {QStringLiteral("jwks_uri"), at("/keys")},
                     {QStringLiteral("id_token_signing_alg_values_supported"), QJsonArray{QStringLiteral("RS256")}}};
    if (push) json.insert(QStringLiteral("pushed_authorization_request_endpoint"), at("/par"));
    return QJsonDocument(json).toJson();
}

core::net::HttpResponse response(int status, const QByteArray& body, const QByteArray& location = {})
{
    core::net::HttpResponse made;
    made.status = status;
    made.body = body;
    if (!location.isEmpty()) made.headers = {{"location", location}};
    return made;
}

ProviderConfig config()
{
    ProviderConfig made;
    made.issuer = QStringLiteral("https://id.example");
    made.clientId = QStringLiteral("client");
    made.audience = QStringLiteral("urn:hr");
    return made;
}

/// Where the provider sends a browser that was sent to it with the first of Sekisho's redirect addresses.
QByteArray back(const char* query)
{
    return redirectAddresses(config()).front().toLatin1() + query;
}

QString verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Accepted: return QStringLiteral("accepted");
    case Verdict::Refused: return QStringLiteral("refused");
    case Verdict::Unknown: return QStringLiteral("unknown");
    }
    return {};
}

QString fieldName(const std::optional<ProviderField>& field)
{
    if (!field) return QStringLiteral("none");
    switch (*field) {
    case ProviderField::Issuer: return QStringLiteral("issuer");
    case ProviderField::ClientId: return QStringLiteral("client");
    case ProviderField::Audience: return QStringLiteral("audience");
    }
    return {};
}

} // namespace

class TestProviderCheck : public QObject {
    Q_OBJECT

    ProviderConfig tested_;

    ProviderCheck run(const core::net::HttpResponse& token, const core::net::HttpResponse& request, bool push,
                      FakeHttp& http)
    {
        http.answer = [&](const core::net::HttpRequest& sent) {
            const auto path = sent.url.path();
            if (path.endsWith(QLatin1String("openid-configuration"))) {
                return fakes::ScriptedAnswer{.outcome = response(200, metadata(push))};
            }
            if (path == QLatin1String("/keys")) return fakes::ScriptedAnswer{.outcome = response(200, keySet)};
            if (path == QLatin1String("/token")) return fakes::ScriptedAnswer{.outcome = token};
            return fakes::ScriptedAnswer{.outcome = request};
        };
        QObject guard;
        fakes::FakeClock clock;
        return await(checkProvider(http, clock, tested_, &guard, {})).value_or(ProviderCheck{});
    }

private Q_SLOTS:
    void init() { tested_ = config(); }
    void probes_data()
    {
        QTest::addColumn<int>("tokenStatus");
        QTest::addColumn<QByteArray>("tokenBody");
        QTest::addColumn<int>("requestStatus");
        QTest::addColumn<QByteArray>("requestBody");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<bool>("push");
        QTest::addColumn<QString>("expected"); // wrong field, client, redirect, audience
        const auto row = [](const char* name, int tokenStatus, const char* token, int requestStatus,
                            const char* request, const char* location, bool push, const char* expected) {
            QTest::newRow(name) << tokenStatus << QByteArray(token) << requestStatus << QByteArray(request)
                                << QByteArray(location) << push << QString::fromLatin1(expected);
        };
        const char* const grant = "{\"error\":\"invalid_grant\"}";
        row("everything in order, said by a redirect", 400, grant, 302, "",
            back("?error=login_required&state=x").constData(), false, "none accepted accepted unknown");
        row("everything in order, said by a pushed request", 400, grant, 201, "{\"request_uri\":\"urn:x\"}", "", true,
            "none accepted accepted accepted");
        row("RFC 6749 5.2: unknown client", 401, "{\"error\":\"invalid_client\"}", 200, "", "", false,
            "client refused unknown unknown");
        row("a confidential client", 401, "{\"error\":\"unauthorized_client\"}", 200, "", "", false,
            "client refused unknown unknown");
        row("401 without a reason", 401, "", 200, "", "", false, "client refused unknown unknown");
        row("RFC 6749 4.1.2.1: an error page though the client is known: the redirect address", 400, grant, 400,
            "<html>", "", false, "client accepted refused unknown");
        row("an error page and nothing known: the client ID", 400, "{\"error\":\"invalid_request\"}", 400, "<html>", "",
            false, "client refused unknown unknown");
        row("a login page in spite of prompt=none: nothing is known", 400, "{\"error\":\"invalid_request\"}", 302, "",
            "https://id.example/login", false, "none unknown unknown unknown");
        row("a login page with 200", 400, grant, 200, "<html>", "", false, "none accepted unknown unknown");
        row("RFC 8707: the audience is not known", 400, grant, 303, "",
            back("?error=invalid_target&state=x").constData(), false, "audience accepted accepted refused");
        row("RFC 8707: the same from a pushed request", 400, grant, 400, "{\"error\":\"invalid_target\"}", "", true,
            "audience accepted unknown refused");
        row("RFC 9126: the redirect address", 400, grant, 400, "{\"error\":\"invalid_redirect_uri\"}", "", true,
            "client accepted refused unknown");
        row("the provider has a bad day", 500, "", 500, "", "", false, "none unknown unknown unknown");
        row("a redirect that only begins like ours", 400, grant, 302, "", back("2?error=login_required").constData(),
            false, "none accepted unknown unknown");
        row("a redirect to the address of another issuer", 400, grant, 302, "",
            "http://127.0.0.1:61710/callback?error=login_required", false, "none accepted unknown unknown");
    }
    void probes()
    {
        QFETCH(int, tokenStatus);
        QFETCH(QByteArray, tokenBody);
        QFETCH(int, requestStatus);
        QFETCH(QByteArray, requestBody);
        QFETCH(QByteArray, location);
        QFETCH(bool, push);
        QFETCH(QString, expected);
        FakeHttp http;
        const auto check =
            run(response(tokenStatus, tokenBody), response(requestStatus, requestBody, location), push, http);
        QCOMPARE(QStringList({fieldName(check.wrongField), verdictName(check.clientId), verdictName(check.redirect),
                              verdictName(check.audience)})
                     .join(QLatin1Char(' ')),
                 expected);
        QCOMPARE(check.error.has_value(), check.wrongField.has_value());
        QVERIFY(check.metadata.has_value());
    }
    void nothingIsRevealed()
    {
        FakeHttp http;
        (void)run(response(400, "{\"error\":\"invalid_grant\"}"), response(200, ""), false, http);
        QCOMPARE(http.requests.size(), size_t(4));
        QVERIFY(FakeHttp::formField(http.requests[2], "code").startsWith("connection-test-"));
        QVERIFY(http.requests[3].url.query().contains(QLatin1String("prompt=none")));
    }
    void theAddressThatASignInUsesIsTried_data()
    {
        QTest::addColumn<bool>("managed");
        QTest::newRow("of an issuer that was typed in") << false;
        QTest::newRow("of what an administrator has set") << true;
    }
    void theAddressThatASignInUsesIsTried()
    {
        QFETCH(bool, managed);
        tested_.managed = managed;
        FakeHttp http;
        (void)run(response(400, "{\"error\":\"invalid_grant\"}"), response(200, ""), false, http);
        const auto address = redirectAddresses(tested_).front();
        QCOMPARE(address.endsWith(QLatin1String("/callback")), managed);
        QCOMPARE(FakeHttp::formField(http.requests[2], "redirect_uri"), address.toLatin1());
        const QUrlQuery asked(http.requests[3].url);
        QCOMPARE(asked.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded), address);
    }
    void wrongIssuer_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no address") << QStringLiteral("id.example") << 200 << QByteArray()
                                    << QStringLiteral("InvalidArgument");
        QTest::newRow("a slash too many")
            << QStringLiteral("https://id.example/") << 200 << metadata(false) << QStringLiteral("WrongIssuer");
        QTest::newRow("a web site") << QStringLiteral("https://id.example") << 200 << QByteArray("<html>")
                                    << QStringLiteral("NotJson");
        QTest::newRow("no provider there")
            << QStringLiteral("https://id.example") << 404 << QByteArray() << QStringLiteral("NotFound");
        QTest::newRow("down") << QStringLiteral("https://id.example") << 503 << QByteArray()
                              << QStringLiteral("ServerFault");
    }
    void wrongIssuer()
    {
        QFETCH(QString, issuer);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, expected);
        FakeHttp http;
        http.next.push_back({.outcome = response(status, body)});
        ProviderConfig config;
        config.issuer = issuer;
        config.clientId = QStringLiteral("client");
        QObject guard;
        fakes::FakeClock clock;
        const auto check = await(checkProvider(http, clock, config, &guard, {}));
        QVERIFY(check.has_value());
        QCOMPARE(fieldName(check->wrongField), QStringLiteral("issuer"));
        QCOMPARE(core::errcName(check->error->code), expected);
    }
    void stopping()
    {
        FakeHttp http;
        http.next.push_back({.hang = true});
        ProviderConfig config;
        config.issuer = QStringLiteral("https://id.example");
        config.clientId = QStringLiteral("client");
        QObject guard;
        fakes::FakeClock clock;
        std::stop_source stop;
        const auto check = checkProvider(http, clock, config, &guard, stop.get_token());
        stop.request_stop();
        QCOMPARE(await(check).error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestProviderCheck)
#include "tst_provider_check.moc"
