#include "core/vault/vault.h"
#include "tests/core/identity/identity_fixture.h"

#include <QtCore/QByteArrayList>
#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using fakes::FakeHttp;
using namespace core::vault;

namespace {

template <typename T>
QString codeOf(const core::Result<T>& result)
{
    return result ? QStringLiteral("ok") : core::errcName(result.error().code);
}

core::toolapi::ApiRequest request(const char* url = "https://hr.example/me", const char* audience = "urn:hr")
{
    core::toolapi::ApiRequest made;
    made.url = QUrl(QString::fromLatin1(url));
    made.audience = QString::fromLatin1(audience);
    return made;
}

} // namespace

class TestVault : public QObject {
    Q_OBJECT
    std::unique_ptr<IdentityFixture> f_;
    std::unique_ptr<Vault> vault_;
    core::UserKey asan_;
    std::vector<core::net::HttpRequest> api_; ///< what the HR API was sent
    std::function<core::net::HttpResponse(const core::net::HttpRequest&)> answer_;

    static core::net::HttpResponse ok(const QByteArray& body = "{}")
    {
        core::net::HttpResponse response;
        response.status = 200;
        response.headers = {{"content-type", "application/json"}, {"set-cookie", "a=b"}, {"x-request", "7"}};
        response.body = body;
        return response;
    }
    static core::net::HttpResponse unauthorized(const QByteArray& challenge)
    {
        core::net::HttpResponse response;
        response.status = 401;
        response.headers = {{"www-authenticate", challenge}};
        return response;
    }
    core::Result<core::toolapi::ApiAnswer> send(core::toolapi::ApiRequest made)
    {
        return await(vault_->send(asan_, std::move(made), {}));
    }

private Q_SLOTS:
    void init()
    {
        f_ = std::make_unique<IdentityFixture>();
        vault_ = std::make_unique<Vault>(*f_->identity, f_->http);
        asan_ = f_->signIn()->key();
        ResourceServer server;
        server.audience = QStringLiteral("urn:hr");
        server.origin = QUrl(QStringLiteral("https://hr.example"));
        server.scopes = {QStringLiteral("hr:read")};
        QVERIFY(vault_->allow(f_->provider.issuer, server).has_value());
        api_.clear();
        answer_ = [](const core::net::HttpRequest&) { return ok(); };
        f_->intercept = [this](const core::net::HttpRequest& sent) -> std::optional<fakes::ScriptedAnswer> {
            if (sent.url.host() == QLatin1String("id.example")) return {};
            api_.push_back(sent);
            return fakes::ScriptedAnswer{.outcome = answer_(sent)};
        };
    }
    void cleanup()
    {
        vault_.reset();
        f_.reset();
    }

    void attachesThePersonsToken()
    {
        auto post = request("https://hr.example/leave?x=1");
        post.method = "POST";
        post.contentType = "application/json";
        post.body = "{\"days\":1}";
        post.scopes = {QStringLiteral("hr:read")};
        const auto answer = send(post);
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->person, asan_);
        QCOMPARE(answer->audience, QStringLiteral("urn:hr"));
        QVERIFY(answer->scopes.contains(QStringLiteral("hr:read")));
        QCOMPARE(answer->method, QByteArray("POST"));
        QCOMPARE(answer->url, post.url);
        const auto held = IdentityFixture::exposed(f_->token(asan_)->token);
        QCOMPARE(FakeHttp::header(api_.front(), "Authorization"), QByteArray("Bearer " + held));
        QCOMPARE(FakeHttp::header(api_.front(), "Content-Type"), QByteArray("application/json"));
        QCOMPARE(api_.front().body, QByteArray("{\"days\":1}"));
        QByteArrayList names;
        for (const auto& header : answer->headers)
            names.append(header.first);
        QVERIFY(names.contains("x-request") && !names.contains("set-cookie"));
    }

    void otherOrigins_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("audience");
        const auto row = [](const char* name, const char* url, const char* audience = "urn:hr") {
            QTest::newRow(name) << QString::fromLatin1(url) << QString::fromLatin1(audience);
        };
        row("another host", "https://evil.example/me");
        row("a host that begins alike", "https://hr.example.evil.example/me");
        row("a host that ends alike", "https://evil-hr.example/me");
        row("a sub-domain", "https://a.hr.example/me");
        row("another port", "https://hr.example:8443/me");
        row("plain http", "http://hr.example/me");
        row("a user name that looks like the host", "https://hr.example@evil.example/me");
        row("a user name before the right host", "https://x@hr.example/me");
        row("no address", "");
        row("a relative address", "/me");
        row("another scheme", "ftp://hr.example/me");
        row("an audience that nobody registered", "https://hr.example/me", "urn:mail");
        row("the audience in other case", "https://hr.example/me", "URN:HR");
        row("no audience and not userinfo", "https://hr.example/me", "");
        row("no audience and userinfo with a query", "https://id.example/userinfo?x=1", "");
        row("no audience and another address of the provider", "https://id.example/token", "");
    }
    void otherOrigins()
    {
        QFETCH(QString, url);
        QFETCH(QString, audience);
        const auto before = f_->http.requests.size();
        auto made = request();
        made.url = QUrl(url);
        made.audience = audience;
        if (url.isEmpty()) made.audience = QStringLiteral("urn:hr");
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused"));
        QCOMPARE(f_->http.requests.size(), before); // nothing left, not even a refresh
        QVERIFY(api_.empty());
    }
    void thePersonsOwnIssuerDecides()
    {
        // Somebody of another issuer does not get the table of this one.
        const core::UserKey stranger{QStringLiteral("https://other.example"), QStringLiteral("asan")};
        QCOMPARE(codeOf(await(vault_->send(stranger, request(), {}))), QStringLiteral("Refused"));
    }
    void otherScopesAndMethods()
    {
        auto made = request();
        made.scopes = {QStringLiteral("hr:admin")};
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused"));
        for (const auto* method : {"TRACE", "CONNECT", "get", "", "GET\r\nX: y"}) {
            made = request();
            made.method = method;
            QCOMPARE(codeOf(send(made)), QStringLiteral("Refused"));
        }
        QVERIFY(api_.empty());
    }
    void redirectsAreAnswers()
    {
        answer_ = [](const core::net::HttpRequest&) {
            core::net::HttpResponse response;
            response.status = 302;
            response.headers = {{"location", "https://evil.example/"}};
            return response;
        };
        QCOMPARE(send(request())->status, 302);
        QCOMPARE(api_.size(), size_t(1));
    }
    void refusalsAreAnswers()
    {
        answer_ = [](const core::net::HttpRequest&) {
            core::net::HttpResponse response;
            response.status = 403;
            response.body = "{\"error\":\"not yours\"}";
            return response;
        };
        const auto answer = send(request());
        QCOMPARE(answer->status, 403);
        QCOMPARE(answer->body, QByteArray("{\"error\":\"not yours\"}"));
        QCOMPARE(api_.size(), size_t(1));
    }
    void anEchoedTokenDoesNotComeBack()
    {
        answer_ = [](const core::net::HttpRequest& sent) {
            const auto header = FakeHttp::header(sent, "Authorization");
            auto response = ok("{\"you sent\":\"" + header + "\",\"also\":\"" + header.toBase64() + "\"}");
            response.headers.emplace_back("x-echo", header);
            response.headers.emplace_back("content-language", header.mid(7).toPercentEncoding());
            return response;
        };
        const auto answer = send(request());
        const auto held = IdentityFixture::exposed(f_->token(asan_)->token);
        QVERIFY(answer->body.contains("[removed]"));
        QVERIFY(!answer->body.contains(held));
        QVERIFY(!QByteArray::fromBase64(answer->body.mid(answer->body.indexOf("also") + 7)).contains(held.mid(4, 12)));
        for (const auto& [name, value] : answer->headers)
            QVERIFY(!value.contains(held));
    }

    void nothingOfATokenThatWasRefusedComesBackEither()
    {
        // The API echoes what it was sent before, too: in the same call, and in the next one.
        QByteArray all;
        answer_ = [&](const core::net::HttpRequest& sent) {
            all += FakeHttp::header(sent, "Authorization").mid(7) + ' ';
            auto response = api_.size() == 1 ? unauthorized("Bearer error=\"invalid_token\"") : ok();
            response.headers.emplace_back("x-seen", all);
            response.body = all;
            return response;
        };
        for (int call = 0; call < 2; ++call) {
            const auto answer = send(request());
            QCOMPARE(answer->status, 200);
            QVERIFY2(!answer->body.contains("access-token"), answer->body.constData());
            for (const auto& [name, value] : answer->headers)
                QVERIFY2(!value.contains("access-token"), value.constData());
        }
    }
    void nothingOfARefusedTokenComesBackWithARefusedPost()
    {
        QByteArray first;
        answer_ = [&](const core::net::HttpRequest& sent) {
            if (first.isEmpty()) first = FakeHttp::header(sent, "Authorization").mid(7);
            auto response = api_.size() == 1 ? unauthorized("Bearer error=\"invalid_token\"") : ok();
            response.body = first;
            return response;
        };
        auto made = request();
        made.method = "POST";
        QCOMPARE(send(made)->body, QByteArray("[removed]"));
        QCOMPARE(send(made)->body, QByteArray("[removed]")); // by now another one is in use
    }

    void aRefusedTokenIsRenewedOnce_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("challenge");
        QTest::addColumn<int>("sent");
        QTest::addColumn<int>("refreshes");
        QTest::newRow("RFC 6750 3.1: invalid_token, GET")
            << QByteArray("GET") << QByteArray("Bearer error=\"invalid_token\"") << 2 << 1;
        QTest::newRow("HEAD") << QByteArray("HEAD") << QByteArray("Bearer error=\"invalid_token\"") << 2 << 1;
        QTest::newRow("401 without a code") << QByteArray("GET") << QByteArray("Bearer realm=\"hr\"") << 2 << 1;
        QTest::newRow("a POST is not sent twice")
            << QByteArray("POST") << QByteArray("Bearer error=\"invalid_token\"") << 1 << 0;
        QTest::newRow("nor is a DELETE") << QByteArray("DELETE") << QByteArray("Bearer error=\"invalid_token\"") << 1
                                         << 0;
        QTest::newRow("RFC 9470: a fresher sign-in is wanted, not a newer token")
            << QByteArray("GET") << QByteArray("Bearer error=\"insufficient_user_authentication\"") << 1 << 0;
        QTest::newRow("RFC 6750: another code")
            << QByteArray("GET") << QByteArray("Bearer error=\"invalid_request\"") << 1 << 0;
    }
    void aRefusedTokenIsRenewedOnce()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, challenge);
        QFETCH(int, sent);
        QFETCH(int, refreshes);
        answer_ = [&challenge](const core::net::HttpRequest&) { return unauthorized(challenge); };
        auto made = request();
        made.method = method;
        const auto answer = send(made);
        QCOMPARE(answer->status, 401);
        QCOMPARE(static_cast<int>(api_.size()), sent);
        QCOMPARE(f_->provider.refreshRequests, refreshes);
        if (sent == 2) {
            QVERIFY(FakeHttp::header(api_[0], "Authorization") != FakeHttp::header(api_[1], "Authorization"));
        }
    }
    void aRenewedTokenWorks()
    {
        answer_ = [this](const core::net::HttpRequest&) {
            return api_.size() == 1 ? unauthorized("Bearer error=\"invalid_token\"") : ok("{\"a\":1}");
        };
        QCOMPARE(send(request())->status, 200);
    }
    void afterARefusedPostTheNextOneHasANewToken()
    {
        answer_ = [this](const core::net::HttpRequest&) {
            return api_.size() == 1 ? unauthorized("Bearer error=\"invalid_token\"") : ok();
        };
        auto made = request();
        made.method = "POST";
        QCOMPARE(send(made)->status, 401);
        QCOMPARE(f_->provider.refreshRequests, 0);
        QCOMPARE(send(made)->status, 200);
        QCOMPARE(f_->provider.refreshRequests, 1);
        QVERIFY(FakeHttp::header(api_[0], "Authorization") != FakeHttp::header(api_[1], "Authorization"));
    }
    void whenTheTokenCannotBeRenewedTheAnswerStands()
    {
        answer_ = [](const core::net::HttpRequest&) { return unauthorized("Bearer error=\"invalid_token\""); };
        const auto inner = f_->intercept;
        f_->intercept = [inner](const core::net::HttpRequest& sent) -> std::optional<fakes::ScriptedAnswer> {
            if (sent.url.path() == QLatin1String("/token")) {
                return fakes::ScriptedAnswer{.outcome = core::net::HttpResponse{.status = 503}};
            }
            return inner(sent);
        };
        QCOMPARE(send(request())->status, 401);
        QCOMPARE(api_.size(), size_t(1));
    }
    // Of a request that could not be sent for want of a token nobody shall say that it may have been carried out.
    void whatTheProviderDoesNotGiveATokenForIsNotSent_data()
    {
        QTest::addColumn<Errc>("failure");
        for (const auto code : {Errc::Network, Errc::Timeout, Errc::ConnectionLost, Errc::Tls, Errc::ForeignServer,
                                Errc::UnknownServer, Errc::Protocol, Errc::TooLarge})
            QTest::newRow(qPrintable(core::errcName(code))) << code;
        QTest::newRow("a fault there") << Errc::ServerFault;
        QTest::newRow("a page instead of data") << Errc::NotJson;
        QTest::newRow("too many requests") << Errc::RateLimited;
    }
    void whatTheProviderDoesNotGiveATokenForIsNotSent()
    {
        QFETCH(Errc, failure);
        const auto inner = f_->intercept;
        f_->intercept = [inner, failure](const core::net::HttpRequest& sent) -> std::optional<fakes::ScriptedAnswer> {
            if (sent.url.path() != QLatin1String("/token")) return inner(sent);
            core::net::HttpResponse response;
            response.status = 400;
            if (failure == Errc::ServerFault) response.status = 503;
            if (failure == Errc::RateLimited) response.status = 429;
            response.headers = {{"content-type", "text/html"}};
            response.body = "<html>";
            fakes::ScriptedAnswer scripted{.outcome = response};
            const bool spoken =
                failure == Errc::ServerFault || failure == Errc::RateLimited || failure == Errc::NotJson;
            if (!spoken) scripted.outcome = core::fail(failure, QStringLiteral("x"), QStringLiteral("id.example"));
            return scripted;
        };
        f_->clock.advance(f_->provider.accessLifetime);
        auto post = request();
        post.method = "POST";
        const auto answer = send(post);
        QCOMPARE(codeOf(answer), QStringLiteral("ProviderDown"));
        QCOMPARE(answer.error().subject, QStringLiteral("id.example"));
        QVERIFY2(answer.error().detail.startsWith(core::errcName(failure)), qPrintable(answer.error().detail));
        QVERIFY(api_.empty());
        // It is said of the way to the provider alone.
        f_->intercept = inner;
        answer_ = [](const core::net::HttpRequest&) { return core::net::HttpResponse{.status = 503}; };
        QCOMPARE(send(post)->status, 503);
    }
    void aSessionThatIsOver()
    {
        QVERIFY(await(f_->identity->signOut(asan_, nullptr, {})).has_value());
        QCOMPARE(codeOf(send(request())), QStringLiteral("SignInNeeded"));
        QVERIFY(api_.empty());
    }

    // --- a sign-in for one call ---

    static core::identity::SteppedUp elevated(const char* audience = "urn:hr")
    {
        core::identity::SteppedUp proof{{}, QStringLiteral("gold"), fakes::FakeClock().now};
        auto& grant = proof.grant;
        grant.token = core::AccessToken(core::Secret::consume(QByteArray("elevated-token")));
        grant.audience = QString::fromLatin1(audience);
        return proof;
    }
    core::toolapi::ApiRequest requestOf(const char* call)
    {
        auto made = request();
        made.call = core::CallId(QString::fromLatin1(call));
        return made;
    }
    QByteArray lastToken() { return FakeHttp::header(api_.back(), "Authorization"); }

    void itsTokenGoesWithThatCallAlone()
    {
        vault_->elevate(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("digest"), elevated());
        QVERIFY(vault_->holds(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("digest"), {},
                              fakes::FakeClock().now));
        QVERIFY(!vault_->holds(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("other"), {},
                               fakes::FakeClock().now));
        QVERIFY(!vault_->holds(asan_, core::CallId(QStringLiteral("v")), QStringLiteral("digest"), {},
                               fakes::FakeClock().now));
        QVERIFY(!vault_->holds({asan_.issuer, QStringLiteral("bsan")}, core::CallId(QStringLiteral("w")),
                               QStringLiteral("digest"), {}, fakes::FakeClock().now));
        const auto usual = "Bearer " + IdentityFixture::exposed(f_->token(asan_)->token);
        QVERIFY(send(requestOf("w")));
        QCOMPARE(lastToken(), QByteArray("Bearer elevated-token"));
        QVERIFY(send(requestOf("v")));
        QCOMPARE(lastToken(), usual);
        QVERIFY(send(request()));
        QCOMPARE(lastToken(), usual);
        vault_->drop(core::CallId(QStringLiteral("w")));
        QVERIFY(!vault_->holds(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("digest"), {},
                               fakes::FakeClock().now));
        QVERIFY(send(requestOf("w")));
        QCOMPARE(lastToken(), usual);
    }
    void itIsGoodForWhatIsNeededWhenTheCallRuns()
    {
        const core::CallId call(QStringLiteral("w"));
        const auto digest = QStringLiteral("digest");
        const auto at = fakes::FakeClock().now;
        vault_->elevate(asan_, call, digest, elevated());
        QVERIFY(vault_->holds(asan_, call, digest, {{QStringLiteral("gold")}, {}}, at));
        QVERIFY(!vault_->holds(asan_, call, digest, {{QStringLiteral("platinum")}, {}}, at));
        QVERIFY(vault_->holds(asan_, call, digest, {{}, std::chrono::seconds(120)}, at.addSecs(120)));
        QVERIFY(!vault_->holds(asan_, call, digest, {{}, std::chrono::seconds(120)}, at.addSecs(121)));
    }
    void whatGoesOutWithASignInOrNotAtAllDoesNotGoOutWithout()
    {
        auto made = requestOf("w");
        made.onlyElevated = true;
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused"));
        QVERIFY(api_.empty());
        vault_->elevate(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("digest"), elevated());
        QVERIFY(send(made));
        QCOMPARE(lastToken(), QByteArray("Bearer elevated-token"));
    }
    void itsTokenGoesToItsOwnApiAndForItsOwnPersonOnly()
    {
        const auto usual = "Bearer " + IdentityFixture::exposed(f_->token(asan_)->token);
        vault_->elevate(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("digest"), elevated("urn:other"));
        QVERIFY(send(requestOf("w")));
        QCOMPARE(lastToken(), usual);
        vault_->elevate({asan_.issuer, QStringLiteral("bsan")}, core::CallId(QStringLiteral("w")),
                        QStringLiteral("digest"), elevated());
        QVERIFY(send(requestOf("w")));
        QCOMPARE(lastToken(), usual);
        vault_->dropAll(asan_); // not bsan's
        QVERIFY(vault_->holds({asan_.issuer, QStringLiteral("bsan")}, core::CallId(QStringLiteral("w")),
                              QStringLiteral("digest"), {}, fakes::FakeClock().now));
        vault_->dropAll({asan_.issuer, QStringLiteral("bsan")});
        QVERIFY(!vault_->holds({asan_.issuer, QStringLiteral("bsan")}, core::CallId(QStringLiteral("w")),
                               QStringLiteral("digest"), {}, fakes::FakeClock().now));
    }
    void itsTokenIsNeitherRenewedNorShownAndARefusalStands()
    {
        vault_->elevate(asan_, core::CallId(QStringLiteral("w")), QStringLiteral("digest"), elevated());
        answer_ = [](const core::net::HttpRequest&) {
            auto response = unauthorized("Bearer error=\"invalid_token\"");
            response.body = "you sent elevated-token";
            return response;
        };
        const auto answer = send(requestOf("w"));
        QVERIFY(answer);
        QCOMPARE(answer->status, 401);
        QVERIFY(!answer->body.contains("elevated-token"));
        QCOMPARE(api_.size(), size_t(1));
        // The person's usual token was not refused, and is what others go on with.
        answer_ = [](const core::net::HttpRequest&) { return ok(); };
        const auto usual = "Bearer " + IdentityFixture::exposed(f_->token(asan_)->token);
        QVERIFY(send(request()));
        QCOMPARE(lastToken(), usual);
        QCOMPARE(f_->provider.refreshRequests, 0);
    }

    void aTokenThatIsForAnotherApiIsNotSent_data()
    {
        QTest::addColumn<QString>("audience");
        QTest::addColumn<QString>("expected");
        QTest::newRow("for this API") << QStringLiteral("urn:hr") << QStringLiteral("ok");
        QTest::newRow("the provider ignored what it was asked for")
            << QStringLiteral("urn:somebody-else") << QStringLiteral("Refused");
    }
    void aTokenThatIsForAnotherApiIsNotSent()
    {
        QFETCH(QString, audience);
        QFETCH(QString, expected);
        f_->provider.makeAccessToken = [this, audience] {
            return f_->provider.sign(
                {{QStringLiteral("aud"), audience}, {QStringLiteral("sub"), QStringLiteral("asan")}});
        };
        asan_ = f_->signIn()->key();
        QCOMPARE(codeOf(send(request())), expected);
        QCOMPARE(api_.size(), size_t(expected == QLatin1String("ok") ? 1 : 0));
        // Its own provider may see any of its tokens.
        QCOMPARE(codeOf(send(core::toolapi::ApiRequest())), QStringLiteral("ok"));
    }
    void aRenewedTokenIsLookedAtToo()
    {
        f_->provider.makeAccessToken = [this] {
            return f_->provider.sign({{QStringLiteral("aud"), QStringLiteral("urn:somebody-else")}});
        };
        answer_ = [](const core::net::HttpRequest&) { return unauthorized("Bearer error=\"invalid_token\""); };
        QCOMPARE(codeOf(send(request())), QStringLiteral("Refused"));
        QCOMPARE(f_->provider.refreshRequests, 1);
        QCOMPARE(api_.size(), size_t(1)); // the first one, with a token that was given out before
    }

    void userinfo()
    {
        core::toolapi::ApiRequest made; // no address: the vault knows it
        const auto answer = send(made);
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->body.contains("\"sub\":\"asan\""));
        QCOMPARE(answer->url, QUrl(QStringLiteral("https://id.example/userinfo")));
        QCOMPARE(answer->audience, QString());
        made.method = "POST";
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused"));
    }

    void userinfoAboutSomebodyElse()
    {
        f_->provider.userinfoSubject = QStringLiteral("bsan");
        QCOMPARE(codeOf(send({})), QStringLiteral("BadToken"));
    }

    void userinfoThatSaysNothingCheckable_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::newRow("a page") << QByteArray("text/html") << QByteArray("<p>hello") << QStringLiteral("NotJson");
        QTest::newRow("a list") << QByteArray("application/json") << QByteArray("[]") << QStringLiteral("NotJson");
        QTest::newRow("no sub") << QByteArray("application/json") << QByteArray("{}") << QStringLiteral("BadToken");
        QTest::newRow("signed") << QByteArray("application/jwt") << QByteArray("e30.e30.x")
                                << QStringLiteral("Unsupported");
    }
    void userinfoThatSaysNothingCheckable()
    {
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        f_->intercept = [&](const core::net::HttpRequest& sent) -> std::optional<fakes::ScriptedAnswer> {
            if (sent.url.path() != QLatin1String("/userinfo")) return {};
            auto response = ok(body);
            response.headers = {{"content-type", type}};
            return fakes::ScriptedAnswer{.outcome = response};
        };
        QTEST(codeOf(send({})), "code");
    }

    void whatWasAllowedFirstStaysAsItIs()
    {
        ResourceServer wider;
        wider.audience = QStringLiteral("urn:hr");
        wider.origin = QUrl(QStringLiteral("https://hr.example"));
        wider.scopes = {QStringLiteral("hr:read"), QStringLiteral("hr:admin")};
        QCOMPARE(codeOf(vault_->allow(f_->provider.issuer, wider)), QStringLiteral("Conflict"));
        auto made = request();
        made.scopes = {QStringLiteral("hr:admin")};
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused"));
        wider.scopes.clear();
        QCOMPARE(codeOf(vault_->allow(f_->provider.issuer, wider)), QStringLiteral("ok"));
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused")); // no scopes are not all scopes
        made.scopes = {QStringLiteral("hr:read")};
        QCOMPARE(codeOf(send(made)), QStringLiteral("ok"));
        ResourceServer bare;
        bare.audience = QStringLiteral("urn:bare");
        bare.origin = QUrl(QStringLiteral("https://bare.example"));
        QCOMPARE(codeOf(vault_->allow(f_->provider.issuer, bare)), QStringLiteral("ok"));
        made = request("https://bare.example/", "urn:bare");
        QCOMPARE(codeOf(send(made)), QStringLiteral("ok"));
        made.scopes = {QStringLiteral("hr:read")};
        QCOMPARE(codeOf(send(made)), QStringLiteral("Refused")); // nor is an API without any open to all
    }
    void registering_data()
    {
        QTest::addColumn<QString>("audience");
        QTest::addColumn<QString>("origin");
        QTest::addColumn<bool>("loopback");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* audience, const char* origin, bool loopback,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(audience) << QString::fromLatin1(origin) << loopback
                                << QString::fromLatin1(expected);
        };
        row("https", "urn:a", "https://a.example", false, "ok");
        row("https with a port and a slash", "urn:a", "https://a.example:8443/", false, "ok");
        row("loopback where allowed", "urn:a", "http://127.0.0.1:8080", true, "ok");
        row("loopback where not allowed", "urn:a", "http://127.0.0.1:8080", false, "InvalidArgument");
        row("plain http elsewhere", "urn:a", "http://a.example", true, "InvalidArgument");
        row("a path", "urn:a", "https://a.example/api", false, "InvalidArgument");
        row("a query", "urn:a", "https://a.example?x", false, "InvalidArgument");
        row("a user name", "urn:a", "https://u@a.example", false, "InvalidArgument");
        row("nothing", "urn:a", "", false, "InvalidArgument");
        row("no audience", "", "https://a.example", false, "InvalidArgument");
        row("the same once more", "urn:hr", "https://hr.example:443/", false, "ok");
        row("an audience moved to another origin", "urn:hr", "https://evil.example", false, "Conflict");
    }
    void registering()
    {
        QFETCH(QString, audience);
        QFETCH(QString, origin);
        QFETCH(bool, loopback);
        QFETCH(QString, expected);
        ResourceServer server;
        server.audience = audience;
        server.origin = QUrl(origin);
        server.plainHttpLoopback = loopback;
        QCOMPARE(codeOf(vault_->allow(f_->provider.issuer, server)), expected);
    }
};

QTEST_GUILESS_MAIN(TestVault)
#include "tst_vault.moc"
