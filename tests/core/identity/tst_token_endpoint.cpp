#include "core/base/clock.h"
#include "core/identity/token_endpoint.h"
#include "person_records.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"

#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using fakes::FakeHttp;
using namespace core::identity;
using namespace person_records;

namespace {

core::net::HttpResponse response(int status, const QByteArray& body, const QByteArray& type = "application/json")
{
    core::net::HttpResponse made;
    made.status = status;
    made.headers = {{"content-type", type}, {"retry-after", "7"}};
    made.body = body;
    return made;
}

ProviderMetadata metadata()
{
    ProviderMetadata made;
    made.tokenEndpoint = QUrl(QStringLiteral("https://id.example/token"));
    made.revocationEndpoint = QUrl(QStringLiteral("https://id.example/revoke"));
    made.userinfoEndpoint = QUrl(QStringLiteral("https://id.example/me"));
    made.jwksUri = QUrl(QStringLiteral("https://id.example/keys"));
    made.pushedAuthorizationRequestEndpoint = QUrl(QStringLiteral("https://id.example/par"));
    return made;
}

ProviderConfig config()
{
    ProviderConfig made;
    made.issuer = issuer;
    made.clientId = QStringLiteral("client");
    made.audience = QStringLiteral("urn:hr");
    return made;
}

} // namespace

class TestTokenEndpoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodAnswer()
    {
        const auto answer = readTokenAnswer(
            response(200,
                     "{\"access_token\":\"AT\",\"token_type\":\"bearer\",\"expires_in\":60,\"refresh_token\":\"RT\","
                     "\"id_token\":\"a.b.c\",\"scope\":\"openid  hr:read\"}"),
            QStringLiteral("id.example"), {QStringLiteral("x")}, now);
        QVERIFY(answer.has_value());
        QCOMPARE(exposed(answer->access), QByteArray("AT"));
        QCOMPARE(exposed(answer->refresh), QByteArray("RT"));
        QCOMPARE(exposed(answer->id), QByteArray("a.b.c"));
        QCOMPARE(answer->scopes, (QStringList{QStringLiteral("openid"), QStringLiteral("hr:read")}));
        QCOMPARE(answer->lifetime, std::chrono::seconds(60));
    }
    void whatTheAnswerLeavesOut()
    {
        const auto answer = readTokenAnswer(response(200, "{\"access_token\":\"AT\",\"token_type\":\"Bearer\"}"),
                                            QStringLiteral("id.example"), {QStringLiteral("asked")}, now);
        QVERIFY(answer.has_value());
        QCOMPARE(answer->scopes, QStringList{QStringLiteral("asked")}); // RFC 6749 section 5.1
        QCOMPARE(answer->lifetime, assumedLifetime);
        QVERIFY(answer->refresh.isEmpty() && answer->id.isEmpty());
        const auto text = readTokenAnswer(
            response(200, "{\"access_token\":\"AT\",\"token_type\":\"Bearer\",\"expires_in\":\"90\"}"), {}, {}, now);
        QCOMPARE(text->lifetime, std::chrono::seconds(90));
        const auto negative = readTokenAnswer(
            response(200, "{\"access_token\":\"AT\",\"token_type\":\"Bearer\",\"expires_in\":-1}"), {}, {}, now);
        QCOMPARE(negative->lifetime, assumedLifetime);
    }
    void badAnswers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("expected");
        QTest::addColumn<QString>("subject");
        const auto host = QStringLiteral("id.example");
        const auto row = [&host](const char* name, int status, const char* body, Errc code,
                                 const char* subject = nullptr) {
            QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(code)
                                << (subject != nullptr ? QString::fromLatin1(subject) : host);
        };
        row("RFC 6749 5.2: invalid_grant", 400, "{\"error\":\"invalid_grant\"}", Errc::SignInNeeded);
        row("Auth0: invalid_grant with 403", 403, "{\"error\":\"invalid_grant\"}", Errc::SignInNeeded);
        row("Auth0: mfa_required", 403, "{\"error\":\"mfa_required\",\"mfa_token\":\"x\"}", Errc::Unauthorized);
        row("Entra ID: interaction_required", 400, "{\"error\":\"interaction_required\",\"suberror\":\"basic_action\"}",
            Errc::Unauthorized);
        row("consent_required", 400, "{\"error\":\"consent_required\"}", Errc::Unauthorized);
        row("login_required", 400, "{\"error\":\"login_required\"}", Errc::Unauthorized);
        row("RFC 6749 5.2: invalid_client", 401, "{\"error\":\"invalid_client\"}", Errc::InvalidArgument, "client_id");
        row("unauthorized_client", 400, "{\"error\":\"unauthorized_client\"}", Errc::InvalidArgument, "client_id");
        row("RFC 8707: invalid_target", 400, "{\"error\":\"invalid_target\"}", Errc::InvalidArgument, "audience");
        row("invalid_scope", 400, "{\"error\":\"invalid_scope\"}", Errc::InvalidArgument, "scope");
        row("invalid_request", 400, "{\"error\":\"invalid_request\"}", Errc::Protocol);
        row("400 without a code", 400, "{}", Errc::Protocol);
        row("400 web page", 400, "<html>", Errc::NotJson);
        row("403 from a proxy", 403, "<html>blocked", Errc::NotJson);
        row("429", 429, "{\"error\":\"invalid_grant\"}", Errc::RateLimited);
        row("500 whose body says invalid_grant: the status decides", 500, "{\"error\":\"invalid_grant\"}",
            Errc::ServerFault);
        row("502 web page", 502, "<html>", Errc::ServerFault);
        row("503", 503, "", Errc::ServerFault);
        row("408", 408, "", Errc::ServerFault);
        row("200 web page", 200, "<html>", Errc::NotJson);
        row("200 with half an object", 200, "{\"access_token\":\"a\"", Errc::NotJson);
        row("200 without an access token", 200, "{\"token_type\":\"Bearer\"}", Errc::Protocol);
        row("200 with an empty access token", 200, "{\"access_token\":\"\",\"token_type\":\"Bearer\"}", Errc::Protocol);
        row("200 without a token type (RFC 6749 5.1: REQUIRED)", 200, "{\"access_token\":\"a\"}", Errc::Protocol);
        row("200 with another token type", 200, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}", Errc::Protocol);
        row("302", 302, "", Errc::NotJson);
    }
    void badAnswers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, expected);
        QFETCH(QString, subject);
        const auto answer = readTokenAnswer(response(status, body), QStringLiteral("id.example"), {}, now);
        QVERIFY(!answer.has_value());
        QCOMPARE(core::errcName(answer.error().code), core::errcName(static_cast<Errc>(expected)));
        if (answer.error().code != Errc::Protocol && answer.error().code != Errc::NotJson) {
            QCOMPARE(answer.error().subject, subject);
        }
        if (answer.error().code == Errc::RateLimited) QCOMPARE(*answer.error().retryAfter, std::chrono::seconds(7));
    }
    void aCodeIsRedeemedOnceAndOnlyOnce()
    {
        for (const auto& outcome : {core::Result<core::net::HttpResponse>(response(503, "")),
                                    core::Result<core::net::HttpResponse>(core::fail(Errc::ConnectionLost, {})),
                                    core::Result<core::net::HttpResponse>(core::fail(Errc::Timeout, {}))}) {
            FakeHttp http;
            fakes::FakeClock clock;
            TokenEndpoint endpoint(http, clock);
            http.answer = [&outcome](const core::net::HttpRequest&) {
                return fakes::ScriptedAnswer{.outcome = outcome};
            };
            CodeGrant grant{secret<struct core::AuthorizationCodeRole>("CODE"),
                            secret<struct core::PkceVerifierRole>("VERIFIER"),
                            QUrl(QStringLiteral("http://127.0.0.1:5/callback")),
                            {}};
            QVERIFY(!await(endpoint.exchange(config(), metadata(), grant, {})).has_value());
            QCOMPARE(http.requests.size(), size_t(1));
            const auto& request = http.requests.front();
            QCOMPARE(request.method, QByteArray("POST"));
            QCOMPARE(FakeHttp::formField(request, "grant_type"), QByteArray("authorization_code"));
            QCOMPARE(FakeHttp::formField(request, "code"), QByteArray("CODE"));
            QCOMPARE(FakeHttp::formField(request, "code_verifier"), QByteArray("VERIFIER"));
            QCOMPARE(FakeHttp::formField(request, "redirect_uri"), QByteArray("http://127.0.0.1:5/callback"));
            QCOMPARE(FakeHttp::formField(request, "client_id"), QByteArray("client"));
        }
    }
    void aRefusedCodeIsNotASessionThatEnded()
    {
        FakeHttp http;
        fakes::FakeClock clock;
        TokenEndpoint endpoint(http, clock);
        http.next.push_back({.outcome = response(400, "{\"error\":\"invalid_grant\"}")});
        QCOMPARE(await(endpoint.exchange(config(), metadata(), {}, {})).error().code, Errc::Protocol);
    }
    void aRefreshNamesTheAudience()
    {
        FakeHttp http;
        fakes::FakeClock clock;
        TokenEndpoint endpoint(http, clock);
        const auto token = secret<struct core::RefreshTokenRole>("RT");
        (void)await(endpoint.refresh(config(), metadata(), token, QStringLiteral("urn:mail"), {}, {}));
        QCOMPARE(FakeHttp::formField(http.requests.back(), "refresh_token"), QByteArray("RT"));
        QCOMPARE(FakeHttp::formField(http.requests.back(), "audience"), QByteArray("urn:mail"));
        QCOMPARE(FakeHttp::formField(http.requests.back(), "resource"), QByteArray("urn:mail"));
        (void)await(endpoint.refresh(config(), metadata(), token, QString(), {}, {}));
        QVERIFY(FakeHttp::formField(http.requests.back(), "audience").isEmpty());
        QVERIFY(FakeHttp::formField(http.requests.back(), "resource").isEmpty());
    }
    void revocation_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("expected");
        QTest::newRow("RFC 7009 2.2: 200") << 200 << QByteArray() << QStringLiteral("ok");
        QTest::newRow("RFC 7009 2.2.1: unsupported_token_type")
            << 400 << QByteArray("{\"error\":\"unsupported_token_type\"}") << QStringLiteral("Unsupported");
        QTest::newRow("RFC 7009 2.2.1: 503 means still valid") << 503 << QByteArray() << QStringLiteral("ServerFault");
        QTest::newRow("invalid_client") << 401 << QByteArray("{\"error\":\"invalid_client\"}")
                                        << QStringLiteral("InvalidArgument");
        QTest::newRow("a web page") << 404 << QByteArray("<p>") << QStringLiteral("NotJson");
    }
    void revocation()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, expected);
        FakeHttp http;
        fakes::FakeClock clock;
        TokenEndpoint endpoint(http, clock);
        http.next.push_back({.outcome = response(status, body)});
        const auto done = await(endpoint.revoke(config(), metadata(), secret<struct core::RefreshTokenRole>("RT"),
                                                TokenEndpoint::Hint::RefreshToken, {}));
        QCOMPARE(done ? QStringLiteral("ok") : core::errcName(done.error().code), expected);
        QCOMPARE(FakeHttp::formField(http.requests.back(), "token"), QByteArray("RT"));
        QCOMPARE(FakeHttp::formField(http.requests.back(), "token_type_hint"), QByteArray("refresh_token"));
    }
    void withoutARevocationEndpoint()
    {
        FakeHttp http;
        fakes::FakeClock clock;
        TokenEndpoint endpoint(http, clock);
        auto none = metadata();
        none.revocationEndpoint.clear();
        QCOMPARE(await(endpoint.revoke(config(), none, {}, TokenEndpoint::Hint::AccessToken, {})).error().code,
                 Errc::Unsupported);
        QVERIFY(http.requests.empty());
    }
    void userinfo_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, int status, const char* type, const char* body, const char* expected) {
            QTest::newRow(name) << status << QByteArray(type) << QByteArray(body) << QString::fromLatin1(expected);
        };
        row("JSON", 200, "application/json", "{\"sub\":\"asan\"}", "ok");
        row("signed", 200, "application/jwt; charset=utf-8", "a.b.c", "Unsupported");
        row("a web page", 200, "text/html", "<p>", "NotJson");
        row("401", 401, "application/json", "{}", "Unauthorized");
        row("403", 403, "application/json", "{}", "Forbidden");
        row("500", 500, "text/html", "<p>", "ServerFault");
        row("302", 302, "text/html", "", "Protocol");
    }
    void userinfo()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, expected);
        FakeHttp http;
        fakes::FakeClock clock;
        TokenEndpoint endpoint(http, clock);
        http.next.push_back({.outcome = response(status, body, type)});
        const auto claims =
            await(endpoint.userinfo(config(), metadata(), secret<struct core::AccessTokenRole>("AT"), {}));
        QCOMPARE(claims ? QStringLiteral("ok") : core::errcName(claims.error().code), expected);
        QCOMPARE(FakeHttp::header(http.requests.back(), "Authorization"), QByteArray("Bearer AT"));
    }
    void pushedRequests()
    {
        FakeHttp http;
        fakes::FakeClock clock;
        TokenEndpoint endpoint(http, clock);
        http.next.push_back({.outcome = response(201, "{\"request_uri\":\"urn:r\",\"expires_in\":60}")});
        QCOMPARE(*await(endpoint.push(config(), metadata(), {{"client_id", "client"}}, {})), QByteArray("urn:r"));
        QCOMPARE(FakeHttp::formField(http.requests.back(), "client_id"), QByteArray("client"));
        http.next.push_back({.outcome = response(400, "{\"error\":\"invalid_target\"}")});
        QCOMPARE(await(endpoint.push(config(), metadata(), {{"a", "b"}}, {})).error().subject,
                 QStringLiteral("audience"));
        http.next.push_back({.outcome = response(201, "{}")});
        QCOMPARE(await(endpoint.push(config(), metadata(), {{"a", "b"}}, {})).error().code, Errc::Protocol);
    }
};

QTEST_GUILESS_MAIN(TestTokenEndpoint)
#include "tst_token_endpoint.moc"
