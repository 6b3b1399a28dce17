#include "app/demo/people.h"
#include "core/crypto/jws.h"
#include "tests/app/demo/demo_world.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace demo_tests;

namespace {

FormFields with(FormFields fields, const QString& name, const QString& value)
{
    for (auto& [known, its] : fields) {
        if (known == name) {
            its = value;
            return fields;
        }
    }
    fields.append({name, value});
    return fields;
}

FormFields without(FormFields fields, const QString& name)
{
    fields.removeIf([&name](const auto& field) { return field.first == name; });
    return fields;
}

FormFields twice(FormFields fields, const QString& name, const QString& value)
{
    fields.append({name, value});
    return fields;
}

QJsonObject claims(const QString& token)
{
    return QJsonDocument::fromJson(core::crypto::base64UrlDecode(token.toLatin1().split('.').value(1)).value())
        .object();
}

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestProvider : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void discoveryNamesItself()
    {
        World world;
        const auto json = jsonOf(world.provider.handle(get("/.well-known/openid-configuration")));
        QCOMPARE(json.value(s("issuer")).toString(), World::issuer);
        for (const char* key : {"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint",
                                "end_session_endpoint", "revocation_endpoint"})
            QVERIFY2(json.value(s(key)).toString().startsWith(World::issuer + QLatin1Char('/')), key);
        QCOMPARE(json.value(s("code_challenge_methods_supported")).toArray(), QJsonArray{s("S256")});
        QVERIFY(json.value(s("authorization_response_iss_parameter_supported")).toBool());
        const auto keys = core::crypto::JwkSet::parse(world.provider.handle(get("/jwks")).body);
        QCOMPARE(keys->keys().size(), 2);
        QVERIFY(keys->skipped().isEmpty());
    }

    /// Wherever it is shown, a tag, a line or a page says beside it that it is a demo.
    void theNameOfTheOrganisationDoesNotSayDemo()
    {
        const auto name = app::demo::organisationName();
        QVERIFY(!name.en.isEmpty() && !name.en.contains(s("demo"), Qt::CaseInsensitive));
        QVERIFY(!name.ja.isEmpty() && !name.ja.contains(s("デモ")));
    }

    void aWholeSignIn()
    {
        World world;
        Browser browser;
        const auto page = world.authorize(browser, world.request());
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("asan"));
        const auto redirected = world.logIn(browser, page, s("asan"));
        QCOMPARE(redirected.status, 303);
        QVERIFY(headerOf(redirected, "location").startsWith(World::redirect.toLatin1() + '?'));
        QCOMPARE(World::answered(redirected, s("state")), s("the-state"));
        QCOMPARE(World::answered(redirected, s("iss")), World::issuer); // RFC 9207
        const auto tokens =
            jsonOf(world.provider.handle(post("/token", world.codeGrant(World::answered(redirected, s("code"))))));
        QCOMPARE(tokens.value(s("token_type")).toString(), s("Bearer"));
        QCOMPARE(tokens.value(s("expires_in")).toInt(), 300);
        QVERIFY(!tokens.value(s("refresh_token")).toString().isEmpty());

        const auto idToken = tokens.value(s("id_token")).toString().toLatin1();
        const auto verified =
            core::crypto::verifyJws(idToken, world.mint.publicKeys(), core::crypto::JwsAlgorithm::RS256);
        QVERIFY(verified.has_value());
        const auto id = claims(QString::fromLatin1(idToken));
        QCOMPARE(id.value(s("iss")).toString(), World::issuer);
        QCOMPARE(id.value(s("aud")).toString(), s("sekisho-demo"));
        QCOMPARE(id.value(s("sub")).toString(), s("asan"));
        QCOMPARE(id.value(s("nonce")).toString(), s("the-nonce"));
        QCOMPARE(id.value(s("acr")).toString(), s("urn:sekisho:acr:pwd"));
        QCOMPARE(id.value(s("auth_time")).toInteger(), world.clock.now.toSecsSinceEpoch());
        const auto access = tokens.value(s("access_token")).toString().toLatin1();
        QCOMPARE(id.value(s("at_hash")).toString().toLatin1(),
                 core::crypto::base64UrlEncode(core::crypto::sha256(access).left(16)));

        const auto info = world.provider.handle(withBearer(get("/userinfo"), access));
        QCOMPARE(info.status, 200);
        QCOMPARE(jsonOf(info).value(s("sub")).toString(), s("asan"));
        QCOMPARE(jsonOf(info).value(s("email")).toString(), s("asan@hakone-trading.example"));
    }

    void authorizationRules_data()
    {
        QTest::addColumn<FormFields>("fields");
        QTest::addColumn<QString>("error"); // "page": shown to the person, nobody is redirected; "login": accepted
        const World world;
        const auto good = world.request();
        QTest::newRow("a correct request") << good << s("login");
        QTest::newRow("another port, RFC 8252 section 7.3")
            << with(good, s("redirect_uri"), s("http://127.0.0.1:1/callback")) << s("login");
        QTest::newRow("the IPv6 loopback")
            << with(good, s("redirect_uri"), s("http://[::1]:8080/callback")) << s("login");
        QTest::newRow("an unknown client") << with(good, s("client_id"), s("other")) << s("page");
        QTest::newRow("no client") << without(good, s("client_id")) << s("page");
        QTest::newRow("two clients") << twice(good, s("client_id"), s("sekisho-demo")) << s("page");
        QTest::newRow("no redirect address") << without(good, s("redirect_uri")) << s("page");
        QTest::newRow("two redirect addresses") << twice(good, s("redirect_uri"), World::redirect) << s("page");
        for (const char* uri :
             {"http://127.0.0.1:51234/callback/", "http://127.0.0.1:51234/", "http://127.0.0.1:51234/Callback",
              "http://127.0.0.1:51234/callback?x=1", "http://127.0.0.1:51234/callback#x", "http://127.0.0.1/callback",
              "http://127.0.0.1:0/callback", "http://127.0.0.1:65536/callback", "http://127.0.0.1:051234/callback",
              "https://127.0.0.1:51234/callback", "http://localhost:51234/callback", "http://127.0.0.2:51234/callback",
              "http://127.0.0.1:51234@evil.example/callback", "http://user@127.0.0.1:51234/callback",
              "http://127.0.0.1:51234/x/../callback", "http://127.0.0.1.evil.example:51234/callback",
              "http://127.0.0.1:51234/callback\n", "//127.0.0.1:51234/callback", "javascript:alert(1)"})
            QTest::newRow(uri) << with(good, s("redirect_uri"), s(uri)) << s("page");
        QTest::newRow("no response type") << without(good, s("response_type")) << s("invalid_request");
        QTest::newRow("the implicit flow")
            << with(good, s("response_type"), s("token")) << s("unsupported_response_type");
        QTest::newRow("the hybrid flow") << with(good, s("response_type"), s("code id_token"))
                                         << s("unsupported_response_type");
        QTest::newRow("an answer in the fragment")
            << with(good, s("response_mode"), s("fragment")) << s("invalid_request");
        QTest::newRow("no PKCE") << without(without(good, s("code_challenge")), s("code_challenge_method"))
                                 << s("invalid_request");
        QTest::newRow("PKCE plain") << with(good, s("code_challenge_method"), s("plain")) << s("invalid_request");
        QTest::newRow("PKCE without its method, which means plain")
            << without(good, s("code_challenge_method")) << s("invalid_request");
        QTest::newRow("a short challenge") << with(good, s("code_challenge"), s("short")) << s("invalid_request");
        QTest::newRow("no openid") << with(good, s("scope"), s("profile")) << s("invalid_scope");
        QTest::newRow("no scope") << without(good, s("scope")) << s("invalid_scope");
        QTest::newRow("an unknown scope") << with(good, s("scope"), s("openid hr:admin")) << s("invalid_scope");
        QTest::newRow("an unknown API, RFC 8707")
            << with(good, s("resource"), s("https://other.example")) << s("invalid_target");
        QTest::newRow("resource and audience differ")
            << with(with(good, s("resource"), s("urn:sekisho-demo:hr")), s("audience"), s("urn:other"))
            << s("invalid_target");
        QTest::newRow("resource and audience agree")
            << with(with(good, s("resource"), s("urn:sekisho-demo:hr")), s("audience"), s("urn:sekisho-demo:hr"))
            << s("login");
        QTest::newRow("a parameter twice, RFC 6749 section 3.1")
            << twice(good, s("scope"), s("openid")) << s("invalid_request");
        QTest::newRow("the nonce twice") << twice(good, s("nonce"), s("x")) << s("invalid_request");
        QTest::newRow("a request object") << with(good, s("request"), s("x")) << s("request_not_supported");
        QTest::newRow("a request object elsewhere")
            << with(good, s("request_uri"), s("https://x")) << s("request_uri_not_supported");
        QTest::newRow("nobody signed in, and no page wanted")
            << with(good, s("prompt"), s("none")) << s("login_required");
        QTest::newRow("prompt none with another") << with(good, s("prompt"), s("none login")) << s("invalid_request");
        QTest::newRow("an unknown prompt") << with(good, s("prompt"), s("dance")) << s("invalid_request");
        QTest::newRow("prompt consent: nothing to ask a first-party client")
            << with(good, s("prompt"), s("consent")) << s("login");
        QTest::newRow("max_age is no number") << with(good, s("max_age"), s("soon")) << s("invalid_request");
        QTest::newRow("max_age is negative") << with(good, s("max_age"), s("-1")) << s("invalid_request");
        QTest::newRow("an unknown acr, RFC 9470 section 5")
            << with(good, s("acr_values"), s("urn:other")) << s("unmet_authentication_requirements");
    }
    void authorizationRules()
    {
        QFETCH(FormFields, fields);
        QFETCH(QString, error);
        World world;
        Browser browser;
        const auto response = world.authorize(browser, fields);
        if (error == s("login")) {
            QCOMPARE(response.status, 200);
            return;
        }
        if (error == s("page")) {
            QCOMPARE(response.status, 400);
            QVERIFY(headerOf(response, "location").isEmpty());
            return;
        }
        QCOMPARE(response.status, 303);
        QVERIFY(headerOf(response, "location").startsWith(World::redirect.toLatin1() + '?'));
        QCOMPARE(World::answered(response, s("error")), error);
        QCOMPARE(World::answered(response, s("state")), s("the-state"));
        QCOMPARE(World::answered(response, s("iss")), World::issuer);
    }

    void codeRules_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value"); // null: left out
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::newRow("as it should be") << s("x") << s("y") << 200 << QString();
        QTest::newRow("another verifier, RFC 7636 section 4.6")
            << s("code_verifier") << QString(43, QLatin1Char('a')) << 400 << s("invalid_grant");
        QTest::newRow("no verifier") << s("code_verifier") << QString() << 400 << s("invalid_grant");
        QTest::newRow("another redirect address")
            << s("redirect_uri") << s("http://127.0.0.1:51235/callback") << 400 << s("invalid_grant");
        QTest::newRow("no redirect address") << s("redirect_uri") << QString() << 400 << s("invalid_grant");
        QTest::newRow("an unknown code") << s("code") << s("abc") << 400 << s("invalid_grant");
        QTest::newRow("no code") << s("code") << QString() << 400 << s("invalid_grant");
        QTest::newRow("another client") << s("client_id") << s("other") << 401 << s("invalid_client");
        QTest::newRow("no client") << s("client_id") << QString() << 401 << s("invalid_client");
        QTest::newRow("no grant type") << s("grant_type") << QString() << 400 << s("invalid_request");
        QTest::newRow("the password grant, RFC 9700 section 2.4")
            << s("grant_type") << s("password") << 400 << s("unsupported_grant_type");
        QTest::newRow("an unknown API") << s("resource") << s("urn:other") << 400 << s("invalid_target");
    }
    void codeRules()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(int, status);
        QFETCH(QString, error);
        World world;
        Browser browser;
        const auto redirected = world.logIn(browser, world.authorize(browser, world.request()), s("asan"));
        const auto grant = world.codeGrant(World::answered(redirected, s("code")));
        const auto response =
            world.provider.handle(post("/token", value.isNull() ? without(grant, field) : with(grant, field, value)));
        QCOMPARE(response.status, status);
        QCOMPARE(jsonOf(response).value(s("error")).toString(), error);
        QCOMPARE(headerOf(response, "cache-control"), QByteArray("no-store"));
    }

    void aCodeIsForOneUse()
    {
        World world;
        Browser browser;
        const auto redirected = world.logIn(browser, world.authorize(browser, world.request()), s("asan"));
        const auto grant = world.codeGrant(World::answered(redirected, s("code")));
        const auto first = jsonOf(world.provider.handle(post("/token", grant)));
        const auto second = world.provider.handle(post("/token", grant));
        QCOMPARE(jsonOf(second).value(s("error")).toString(), s("invalid_grant"));
        // RFC 6749 section 4.1.2: and what the first use gave is worth nothing any more.
        const auto access = first.value(s("access_token")).toString().toLatin1();
        QCOMPARE(world.provider.handle(withBearer(get("/userinfo"), access)).status, 401);
        const auto refreshed =
            world.provider.handle(post("/token", World::refreshGrant(first.value(s("refresh_token")).toString())));
        QCOMPARE(refreshed.status, 400);
    }
    void aCodeExpires()
    {
        World world;
        Browser browser;
        const auto redirected = world.logIn(browser, world.authorize(browser, world.request()), s("asan"));
        world.clock.advance(std::chrono::seconds(61));
        const auto late =
            world.provider.handle(post("/token", world.codeGrant(World::answered(redirected, s("code")))));
        QCOMPARE(jsonOf(late).value(s("error")).toString(), s("invalid_grant"));
    }
    void aFormMustBeAForm()
    {
        World world;
        auto request = post("/token", world.codeGrant(s("x")));
        request.headers = {{"content-type", "application/json"}};
        QCOMPARE(world.provider.handle(request).status, 400);
        auto withSecret = post("/token", world.codeGrant(s("x")));
        withSecret.headers.emplace_back("authorization", "Basic eDp5");
        QCOMPARE(world.provider.handle(withSecret).status, 401);
        QCOMPARE(world.provider.handle(get("/token")).status, 405);
    }

    void refreshTokensRotate()
    {
        World world;
        const auto first = world.signIn(s("asan"));
        const auto old = first.value(s("refresh_token")).toString();
        const auto second = jsonOf(world.provider.handle(post("/token", World::refreshGrant(old))));
        const auto next = second.value(s("refresh_token")).toString();
        QVERIFY(!next.isEmpty());
        QVERIFY(next != old);
        QVERIFY(!claims(second.value(s("id_token")).toString()).contains(s("nonce")));
        // RFC 9700 section 4.14.2: the old one again, and the whole family dies.
        QCOMPARE(world.provider.handle(post("/token", World::refreshGrant(old))).status, 400);
        QCOMPARE(world.provider.handle(post("/token", World::refreshGrant(next))).status, 400);
        const auto access = second.value(s("access_token")).toString().toLatin1();
        QCOMPARE(world.provider.handle(withBearer(get("/userinfo"), access)).status, 401);
    }
    void aWrongRefreshCostsNothing()
    {
        World world;
        const auto token = world.signIn(s("asan")).value(s("refresh_token")).toString();
        QCOMPARE(jsonOf(world.provider.handle(post("/token", World::refreshGrant(token, s("urn:other")))))
                     .value(s("error"))
                     .toString(),
                 s("invalid_target"));
        QCOMPARE(jsonOf(world.provider.handle(
                            post("/token", with(World::refreshGrant(token), s("scope"), s("openid hr:admin")))))
                     .value(s("error"))
                     .toString(),
                 s("invalid_scope"));
        QCOMPARE(world.provider.handle(post("/token", World::refreshGrant(token))).status, 200);
    }
    // RFC 8707 section 2: several APIs are named at the sign-in, and each token is asked for by the name of one.
    void severalApisAreNamedAndEachGetsItsOwnTokens()
    {
        World world;
        auto all = s("openid offline_access");
        for (const auto& scope : World::setup().apiScopes())
            all += s(" ") + scope;
        auto fields = world.request(all);
        for (const auto& api : World::setup().apis)
            fields.append({s("resource"), api.audience});
        const auto first = world.signIn(s("asan"), fields);
        auto refresh = first.value(s("refresh_token")).toString();
        QVERIFY(!refresh.isEmpty());
        QCOMPARE(claims(first.value(s("access_token")).toString()).value(s("aud")),
                 QJsonValue(s("urn:sekisho-demo:hr")));
        for (const auto& api : World::setup().apis) {
            const auto next = jsonOf(world.provider.handle(post("/token", World::refreshGrant(refresh, api.audience))));
            refresh = next.value(s("refresh_token")).toString();
            const auto token = claims(next.value(s("access_token")).toString());
            QCOMPARE(token.value(s("aud")), QJsonValue(api.audience)); // one, and not a list
            QCOMPARE(token.value(s("scope")).toString(), api.scopes.join(s(" ")));
        }
        auto both = World::refreshGrant(refresh, s("urn:sekisho-demo:chat"));
        both.append({s("resource"), s("urn:sekisho-demo:shop")});
        QCOMPARE(jsonOf(world.provider.handle(post("/token", both))).value(s("error")).toString(), s("invalid_target"));
    }
    void anApiThatWasNotNamedGetsNoToken()
    {
        World world;
        auto fields = world.request(s("openid offline_access hr:read chat:read"));
        fields.append({s("resource"), s("urn:sekisho-demo:hr")});
        const auto token = world.signIn(s("asan"), fields).value(s("refresh_token")).toString();
        const auto refused =
            world.provider.handle(post("/token", World::refreshGrant(token, s("urn:sekisho-demo:chat"))));
        QCOMPARE(jsonOf(refused).value(s("error")).toString(), s("invalid_target"));
        const auto given = world.provider.handle(post("/token", World::refreshGrant(token, s("urn:sekisho-demo:hr"))));
        QCOMPARE(given.status, 200); // the refusal has not used the token up
    }
    void tokensAreForOneAudience()
    {
        World world;
        const auto tokens = world.signIn(s("asan"));
        const auto forUserinfo = tokens.value(s("access_token")).toString().toLatin1();
        const auto refreshed = jsonOf(world.provider.handle(post(
            "/token", World::refreshGrant(tokens.value(s("refresh_token")).toString(), s("urn:sekisho-demo:hr")))));
        const auto forHr = refreshed.value(s("access_token")).toString().toLatin1();
        QCOMPARE(refreshed.value(s("scope")).toString(), s("hr:read hr:leave"));
        QCOMPARE(world.hr.handle(withBearer(get("/hr/people/me"), forHr)).status, 200);
        QCOMPARE(world.hr.handle(withBearer(get("/hr/people/me"), forUserinfo)).status, 401);
        QCOMPARE(world.provider.handle(withBearer(get("/userinfo"), forUserinfo)).status, 200);
        QCOMPARE(world.provider.handle(withBearer(get("/userinfo"), forHr)).status, 401);
        // Nobody who did not ask for HR gets a token for it.
        const auto narrow = world.signIn(s("asan"), world.request(s("openid offline_access")));
        const auto refused = world.provider.handle(
            post("/token", World::refreshGrant(narrow.value(s("refresh_token")).toString(), s("urn:sekisho-demo:hr"))));
        QCOMPARE(jsonOf(refused).value(s("error")).toString(), s("invalid_scope"));
        QVERIFY(!world.signIn(s("asan"), world.request(s("openid"))).contains(s("refresh_token")));
    }

    void revocation()
    {
        World world;
        const auto tokens = world.signIn(s("asan"));
        const auto access = tokens.value(s("access_token")).toString();
        const auto refresh = tokens.value(s("refresh_token")).toString();
        const auto revoke = [&world](const QString& token) {
            return world.provider.handle(post("/revoke", {{s("client_id"), s("sekisho-demo")}, {s("token"), token}}))
                .status;
        };
        QCOMPARE(revoke(s("unknown")), 200); // RFC 7009 section 2.2
        QCOMPARE(world.provider.handle(post("/revoke", {{s("token"), refresh}})).status, 401);
        QCOMPARE(world.provider.handle(withBearer(get("/userinfo"), access.toLatin1())).status, 200);
        QCOMPARE(revoke(access), 200);
        QCOMPARE(world.provider.handle(withBearer(get("/userinfo"), access.toLatin1())).status, 401);
        QCOMPARE(revoke(refresh), 200);
        QCOMPARE(world.provider.handle(post("/token", World::refreshGrant(refresh))).status, 400);
    }

    void sessions_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("minutesLater");
        QTest::addColumn<bool>("asksAgain");
        QTest::newRow("the session is used") << s("x") << s("y") << 1 << false;
        QTest::newRow("prompt=login") << s("prompt") << s("login") << 0 << true;
        QTest::newRow("prompt=select_account") << s("prompt") << s("select_account") << 0 << true;
        QTest::newRow("fresh enough") << s("max_age") << s("300") << 4 << false;
        QTest::newRow("too old") << s("max_age") << s("300") << 6 << true;
        QTest::newRow("max_age=0 always asks") << s("max_age") << s("0") << 0 << true;
        QTest::newRow("the same person is hinted at")
            << s("login_hint") << s("asan@hakone-trading.example") << 0 << false;
        QTest::newRow("somebody else is hinted at") << s("login_hint") << s("bsan") << 0 << true;
        QTest::newRow("password is enough") << s("acr_values") << s("urn:sekisho:acr:pwd") << 0 << false;
        QTest::newRow("a second factor is wanted") << s("acr_values") << s("urn:sekisho:acr:mfa") << 0 << true;
        QTest::newRow("the session is over") << s("x") << s("y") << 8 * 60 << true;
    }
    void sessions()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, minutesLater);
        QFETCH(bool, asksAgain);
        World world;
        Browser browser;
        world.logIn(browser, world.authorize(browser, world.request()), s("asan"));
        world.clock.advance(std::chrono::minutes(minutesLater));
        QCOMPARE(world.authorize(browser, with(world.request(), name, value)).status, asksAgain ? 200 : 303);
        if (name != s("prompt"))
            QCOMPARE(World::answered(
                         world.authorize(browser, with(with(world.request(), name, value), s("prompt"), s("none"))),
                         s("error")),
                     asksAgain ? s("login_required") : QString());
    }

    void aSecondFactorIsAskedForAndSaid()
    {
        World world;
        Browser browser;
        const auto wanted = with(world.request(), s("acr_values"), s("urn:sekisho:acr:mfa"));
        const auto second = world.logIn(browser, world.authorize(browser, wanted), s("asan"));
        QCOMPARE(second.status, 200);
        const auto code =
            QRegularExpression(s("id=\"demo-code\">(\\d{6})<")).match(s(second.body.constData())).captured(1);
        QCOMPARE(code.size(), 6);
        const auto answer = [&](const QString& typed) {
            return browser.open(world.provider,
                                post("/login", {{s("interaction"), hiddenField(second, s("interaction"))},
                                                {s("csrf"), hiddenField(second, s("csrf"))},
                                                {s("code"), typed}}));
        };
        QCOMPARE(answer(code == s("000000") ? s("111111") : s("000000")).status, 401);
        const auto redirected = answer(code);
        QCOMPARE(redirected.status, 303);
        const auto tokens =
            jsonOf(world.provider.handle(post("/token", world.codeGrant(World::answered(redirected, s("code"))))));
        QCOMPARE(claims(tokens.value(s("id_token")).toString()).value(s("acr")).toString(), s("urn:sekisho:acr:mfa"));
        QCOMPARE(claims(tokens.value(s("access_token")).toString()).value(s("acr")).toString(),
                 s("urn:sekisho:acr:mfa"));
        // From then on the session is strong enough.
        QCOMPARE(world.authorize(browser, wanted).status, 303);
    }

    void whatIsRememberedHasALimitAndTheOldestGoes()
    {
        World world;
        auto options = World::options();
        options.mostRemembered = 3;
        options.lifetimes.mostCodes = 3;
        app::demo::OpenIdProvider provider(options, world.people, world.mint, world.revoked, world.clock);
        const auto begin = [&](Browser& browser) {
            return browser.open(provider, get("/authorize?" + encoded(world.request())));
        };
        const auto logIn = [&](Browser& browser, const Response& page) {
            return browser.open(provider, post("/login", {{s("interaction"), hiddenField(page, s("interaction"))},
                                                          {s("csrf"), hiddenField(page, s("csrf"))},
                                                          {s("username"), s("asan")},
                                                          {s("password"), s("asan-demo")}}));
        };
        std::array<Browser, 4> browsers;
        std::array<Response, 4> pages;
        for (size_t i = 0; i < pages.size(); ++i)
            pages[i] = begin(browsers[i]);
        QCOMPARE(logIn(browsers[0], pages[0]).status, 403); // the sign-in that waited longest
        std::array<QString, 4> codes;
        for (size_t i = 1; i < pages.size(); ++i)
            codes[i] = World::answered(logIn(browsers[i], pages[i]), s("code"));
        codes[0] = World::answered(logIn(browsers[0], begin(browsers[0])), s("code"));
        QCOMPARE(begin(browsers[1]).status, 200); // the oldest session: it has to sign in again
        QCOMPARE(begin(browsers[2]).status, 303);
        // That made a code, too: of the four before it only the newest two are left.
        for (const auto& [code, status] : {std::pair{codes[1], 400}, {codes[2], 400}, {codes[3], 200}, {codes[0], 200}})
            QCOMPARE(provider.handle(post("/token", world.codeGrant(code))).status, status);
    }

    void formsFromElsewhereAreRefused()
    {
        World world;
        Browser browser;
        const auto page = world.authorize(browser, world.request());
        const FormFields fields{{s("interaction"), hiddenField(page, s("interaction"))},
                                {s("csrf"), hiddenField(page, s("csrf"))},
                                {s("username"), s("asan")},
                                {s("password"), s("asan-demo")}};
        Browser stranger;
        QCOMPARE(stranger.open(world.provider, post("/login", fields)).status, 403);
        QCOMPARE(browser.open(world.provider, post("/login", with(fields, s("csrf"), s("guess")))).status, 403);
        QCOMPARE(browser.open(world.provider, post("/login", without(fields, s("csrf")))).status, 403);
        auto foreign = post("/login", fields);
        foreign.headers.emplace_back("origin", "https://evil.example");
        QCOMPARE(browser.open(world.provider, foreign).status, 403);
        auto own = post("/login", fields);
        own.headers.emplace_back("origin", World::issuer.toLatin1());
        QCOMPARE(browser.open(world.provider, own).status, 303);
        QCOMPARE(browser.open(world.provider, own).status, 403); // used up
    }
    void wrongPasswordsEndTheAttempt()
    {
        World world;
        Browser browser;
        const auto page = world.authorize(browser, world.request());
        const FormFields fields{{s("interaction"), hiddenField(page, s("interaction"))},
                                {s("csrf"), hiddenField(page, s("csrf"))},
                                {s("username"), s("asan")},
                                {s("password"), s("bsan-demo")}};
        for (int i = 0; i < 9; ++i)
            QCOMPARE(browser.open(world.provider, post("/login", fields)).status, 401);
        QCOMPARE(browser.open(world.provider, post("/login", fields)).status, 403);
        QCOMPARE(browser.open(world.provider, post("/login", with(fields, s("password"), s("asan-demo")))).status, 403);
    }
    void cancelling()
    {
        World world;
        Browser browser;
        const auto page = world.authorize(browser, world.request());
        const auto response =
            browser.open(world.provider, post("/login", {{s("interaction"), hiddenField(page, s("interaction"))},
                                                         {s("csrf"), hiddenField(page, s("csrf"))},
                                                         {s("cancel"), s("1")}}));
        QCOMPARE(World::answered(response, s("error")), s("access_denied"));
    }

    void pagesSpeakTheWantedLanguage()
    {
        World world;
        Browser browser;
        const auto japanese = world.authorize(browser, with(world.request(), s("ui_locales"), s("ja")));
        QVERIFY(japanese.body.contains("<html lang=\"ja\">"));
        QVERIFY(s(japanese.body.constData()).contains(s("サインイン")));
        const auto english = browser.open(
            world.provider, get("/login?lang=en&interaction=" + hiddenField(japanese, s("interaction")).toLatin1()));
        QVERIFY(english.body.contains("<html lang=\"en\">"));
        auto byHeader = get("/authorize?" + encoded(world.request()));
        byHeader.headers.emplace_back("accept-language", "fr;q=0.9, ja-JP;q=0.8");
        QVERIFY(browser.open(world.provider, byHeader).body.contains("<html lang=\"ja\">"));
    }
    void pagesCanBeNeitherScriptedNorFramed()
    {
        World world;
        Browser browser;
        const auto page = world.authorize(browser, with(world.request(), s("login_hint"), s("\"><script>x</script>")));
        const auto policy = headerOf(page, "content-security-policy");
        QVERIFY(policy.contains("default-src 'none'"));
        QVERIFY(policy.contains("frame-ancestors 'none'"));
        QVERIFY(policy.contains("form-action 'self' http://127.0.0.1:51234;"));
        QVERIFY(!policy.contains("unsafe"));
        QVERIFY(!page.body.contains("<script"));
        const auto style =
            QRegularExpression(s("<style>(.*)</style>")).match(s(page.body.constData())).captured(1).toUtf8();
        QVERIFY(policy.contains("'sha256-" + core::crypto::sha256(style).toBase64() + '\''));
        QVERIFY(headerOf(page, "set-cookie").contains("HttpOnly; SameSite=Lax"));
    }

    void signingOut_data()
    {
        QTest::addColumn<QString>("hintOf");
        QTest::addColumn<FormFields>("fields");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("signedOut");
        const auto back = World::redirect;
        QTest::newRow("with the ID token of who is signed in") << s("asan") << FormFields{} << 200 << true;
        QTest::newRow("and back to the app")
            << s("asan") << FormFields{{s("post_logout_redirect_uri"), back}, {s("state"), s("x")}} << 303 << true;
        QTest::newRow("with somebody else's ID token: asks") << s("bsan") << FormFields{} << 200 << false;
        QTest::newRow("without one: asks")
            << QString() << FormFields{{s("client_id"), s("sekisho-demo")}} << 200 << false;
        QTest::newRow("to an address that is not registered")
            << s("asan") << FormFields{{s("post_logout_redirect_uri"), s("https://evil.example/")}} << 400 << false;
        QTest::newRow("to a registered address, but for no client")
            << QString() << FormFields{{s("post_logout_redirect_uri"), back}} << 400 << false;
        QTest::newRow("with a made-up ID token") << s("forged") << FormFields{} << 400 << false;
        QTest::newRow("for another client") << s("asan") << FormFields{{s("client_id"), s("other")}} << 400 << false;
    }
    void signingOut()
    {
        QFETCH(QString, hintOf);
        QFETCH(FormFields, fields);
        QFETCH(int, status);
        QFETCH(bool, signedOut);
        World world;
        Browser browser;
        world.logIn(browser, world.authorize(browser, world.request()), s("asan"));
        if (hintOf == s("forged"))
            fields.append({s("id_token_hint"), s("a.b.c")});
        else if (!hintOf.isEmpty())
            fields.append({s("id_token_hint"), world.signIn(hintOf).value(s("id_token")).toString()});
        world.clock.advance(std::chrono::hours(1)); // the hint may have expired
        const auto response = browser.open(world.provider, get("/end-session?" + encoded(fields)));
        QCOMPARE(response.status, status);
        if (status == 303) QCOMPARE(headerOf(response, "location"), World::redirect.toLatin1() + "?state=x");
        const auto again = world.authorize(browser, with(world.request(), s("prompt"), s("none")));
        QCOMPARE(World::answered(again, s("error")), signedOut ? s("login_required") : QString());
        if (status != 200 || signedOut) return;
        // The page that asks: only its own form goes through.
        QCOMPARE(
            browser.open(world.provider, post("/end-session", {{s("csrf"), s("guess")}})).body.contains("sign-out"),
            true);
        browser.open(world.provider, post("/end-session", {{s("csrf"), hiddenField(response, s("csrf"))}}));
        QCOMPARE(World::answered(world.authorize(browser, with(world.request(), s("prompt"), s("none"))), s("error")),
                 s("login_required"));
    }

    void accessTokenRules_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("as it should be") << s("x") << QJsonValue(1) << true;
        QTest::newRow("another issuer") << s("iss") << QJsonValue(s("http://127.0.0.1:40002")) << false;
        QTest::newRow("another audience") << s("aud") << QJsonValue(s("urn:other")) << false;
        QTest::newRow("no audience") << s("aud") << QJsonValue() << false;
        QTest::newRow("one of several audiences")
            << s("aud") << QJsonValue(QJsonArray{s("urn:other"), s("urn:sekisho-demo:hr")}) << true;
        QTest::newRow("expired") << s("exp") << QJsonValue(1) << false;
        QTest::newRow("no expiry") << s("exp") << QJsonValue() << false;
        QTest::newRow("an expiry that is text") << s("exp") << QJsonValue(s("9999999999")) << false;
        QTest::newRow("not valid yet") << s("nbf") << QJsonValue(9e9) << false;
        QTest::newRow("no subject") << s("sub") << QJsonValue() << false;
        QTest::newRow("no id") << s("jti") << QJsonValue() << false;
        QTest::newRow("no scope") << s("scope") << QJsonValue(s("openid")) << false;
        QTest::newRow("nobody of that name") << s("sub") << QJsonValue(s("root")) << false;
    }
    void accessTokenRules()
    {
        QFETCH(QString, claim);
        QFETCH(QJsonValue, value);
        QFETCH(bool, accepted);
        const World world;
        const auto key = core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256).value();
        app::demo::HrApi hr({}, world.people,
                            app::demo::AccessTokenVerifier(World::issuer, s("urn:sekisho-demo:hr"),
                                                           core::crypto::JwkSet({key.publicKey()}), world.revoked,
                                                           world.clock),
                            core::Secret::random(16));
        QJsonObject token{{s("iss"), World::issuer},  {s("aud"), s("urn:sekisho-demo:hr")},
                          {s("sub"), s("asan")},      {s("jti"), s("1")},
                          {s("scope"), s("hr:read")}, {s("exp"), world.clock.now.toSecsSinceEpoch() + 60}};
        if (value.isNull())
            token.remove(claim);
        else
            token.insert(claim, value);
        const auto payload = QJsonDocument(token).toJson();
        const auto signedAs = [&](const char* type) { return key.sign({{s("typ"), s(type)}}, payload).value(); };
        const auto status = [&](const QByteArray& text) {
            return hr.handle(withBearer(get("/hr/people/asan"), text)).status;
        };
        QCOMPARE(status(signedAs("at+jwt")) == 200, accepted);
        QVERIFY(status(signedAs("JWT")) == 401); // RFC 9068 section 4: an ID token is no access token
        const auto foreign = core::crypto::SigningKey::generate(core::crypto::JwsAlgorithm::ES256).value();
        QCOMPARE(status(foreign.sign({{s("typ"), s("at+jwt")}}, payload).value()), 401);
    }
};

QTEST_GUILESS_MAIN(TestProvider)
#include "tst_demo_provider.moc"
