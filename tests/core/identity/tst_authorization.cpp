#include "core/identity/authorization.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QUrlQuery>
#include <QtTest/QTest>

using core::Errc;
using namespace core::identity;

namespace {

const QByteArray callback("http://127.0.0.1:53111/callback");
const QByteArray state("c3RhdGU-state");
const auto issuer = QStringLiteral("https://id.example");

RedirectExpectation expectation(bool issRequired)
{
    return {QUrl(QString::fromLatin1(callback)), state, issuer, issRequired};
}

QByteArray exposed(const core::Secret& secret)
{
    const auto bytes = secret.expose();
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

ProviderMetadata metadata()
{
    ProviderMetadata made;
    made.issuer = issuer;
    made.authorizationEndpoint = QUrl(QStringLiteral("https://id.example/authorize?tenant=a%20b"));
    return made;
}

ProviderConfig config()
{
    ProviderConfig made;
    made.issuer = issuer;
    made.clientId = QStringLiteral("client/1");
    return made;
}

RequestParts parts()
{
    return {QUrl(QString::fromLatin1(callback)), "S", "N", "C"};
}

QByteArrayList valuesOf(const std::vector<std::pair<QByteArray, QByteArray>>& fields, const QByteArray& name)
{
    QByteArrayList values;
    for (const auto& field : fields)
        if (field.first == name) values.append(field.second);
    return values;
}

} // namespace

class TestAuthorization : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRequest()
    {
        auto made = config();
        made.audience = QStringLiteral("https://hr.example");
        made.resources = {QStringLiteral("urn:mail"), QStringLiteral("https://hr.example")};
        made.scopes = {QStringLiteral("hr:read"), QStringLiteral("email")};
        SignInOptions options;
        options.acrValues = {QStringLiteral("urn:mfa"), QStringLiteral("urn:pwd")};
        options.maxAge = std::chrono::seconds(300);
        options.prompt = QStringLiteral("login");
        options.loginHint = QStringLiteral("a&b@example.test");
        options.uiLocales = {QStringLiteral("ja"), QStringLiteral("en")};
        const auto fields = authorizationFields(metadata(), made, options, parts());
        const auto one = [&fields](const char* name) { return valuesOf(fields, name).join('|'); };
        QCOMPARE(one("response_type"), QByteArray("code"));
        QCOMPARE(one("client_id"), QByteArray("client/1"));
        QCOMPARE(one("redirect_uri"), callback);
        QCOMPARE(one("scope"), QByteArray("openid profile email offline_access hr:read"));
        QCOMPARE(one("state"), QByteArray("S"));
        QCOMPARE(one("nonce"), QByteArray("N"));
        QCOMPARE(one("code_challenge"), QByteArray("C"));
        QCOMPARE(one("code_challenge_method"), QByteArray("S256"));
        QCOMPARE(one("audience"), QByteArray("https://hr.example"));
        QCOMPARE(one("resource"), QByteArray("https://hr.example|urn:mail"));
        QCOMPARE(one("acr_values"), QByteArray("urn:mfa urn:pwd"));
        QCOMPARE(one("max_age"), QByteArray("300"));
        QCOMPARE(one("prompt"), QByteArray("login consent")); // OpenID Connect Core section 11
        QCOMPARE(one("login_hint"), QByteArray("a&b@example.test"));
        QCOMPARE(one("ui_locales"), QByteArray("ja en"));

        const auto url = authorizationUrl(metadata(), fields);
        const QUrlQuery query(url);
        QCOMPARE(url.host(), QStringLiteral("id.example"));
        QCOMPARE(query.queryItemValue(QStringLiteral("tenant"), QUrl::FullyDecoded), QStringLiteral("a b"));
        QCOMPARE(query.queryItemValue(QStringLiteral("login_hint"), QUrl::FullyDecoded),
                 QStringLiteral("a&b@example.test"));
        QCOMPARE(query.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded),
                 QString::fromLatin1(callback));
    }
    void prompts_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QStringList>("listed");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QByteArrayList>("expected");
        const QStringList usual{QStringLiteral("none"), QStringLiteral("login"), QStringLiteral("consent")};
        const auto chooser = QStringLiteral("select_account");
        const auto entra = QStringLiteral("https://login.microsoftonline.com/tenant/v2.0");
        QTest::newRow("nothing wanted: consent, for the refresh token (OpenID Connect Core section 11)")
            << issuer << QStringList() << QString() << QByteArrayList{"consent"};
        QTest::newRow("none stays alone (OpenID Connect Core section 3.1.2.1)")
            << issuer << QStringList() << QStringLiteral("none") << QByteArrayList{"none"};
        QTest::newRow("choosing an account, and nothing is listed")
            << issuer << QStringList() << chooser << QByteArrayList{"login consent"};
        QTest::newRow("choosing an account, and it is not among what is listed")
            << issuer << usual << chooser << QByteArrayList{"login consent"};
        QTest::newRow("choosing an account, and it is listed")
            << issuer << usual + QStringList{chooser} << chooser << QByteArrayList{"select_account consent"};
        QTest::newRow("Entra ID takes one at a time, and lists nothing")
            << entra << QStringList() << chooser << QByteArrayList{"select_account"};
        QTest::newRow("Entra ID gives a refresh token without")
            << entra << QStringList() << QString() << QByteArrayList();
        QTest::newRow("a host that only begins like it") << QStringLiteral("https://login.microsoftonline.com.example")
                                                         << QStringList() << chooser << QByteArrayList{"login consent"};
    }
    void prompts()
    {
        QFETCH(QString, provider);
        QFETCH(QStringList, listed);
        QFETCH(QString, wanted);
        QFETCH(QByteArrayList, expected);
        auto known = metadata();
        known.promptValuesSupported = listed;
        auto made = config();
        made.issuer = provider;
        SignInOptions options;
        options.prompt = wanted;
        QCOMPARE(valuesOf(authorizationFields(known, made, options, parts()), "prompt"), expected);
    }
    void offlineAccessIsNotAskedOfAProviderThatListsItsScopesWithoutIt()
    {
        auto known = metadata();
        known.scopesSupported = {QStringLiteral("openid"), QStringLiteral("email"), QStringLiteral("profile")};
        const auto fields = authorizationFields(known, config(), {}, parts());
        QCOMPARE(valuesOf(fields, "scope"), QByteArrayList{"openid profile email"});
        QVERIFY(valuesOf(fields, "prompt").isEmpty());
    }

    void goodRedirect()
    {
        const auto code =
            readRedirect(callback + "?code=a%2Bb+c&state=" + state + "&session_state=x&iss=https%3A%2F%2Fid.example",
                         expectation(true));
        QVERIFY2(code.has_value(), code ? "" : qPrintable(code.error().detail));
        QCOMPARE(exposed(*code), QByteArray("a+b c"));
        QVERIFY(readRedirect(callback + "?state=" + state + "&code=a", expectation(false)).has_value());
    }

    void badRedirect_data()
    {
        QTest::addColumn<QByteArray>("received");
        QTest::addColumn<bool>("issRequired");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, const QByteArray& received, Errc code, bool issRequired = false) {
            QTest::newRow(name) << received << issRequired << static_cast<int>(code);
        };
        const QByteArray good = "?code=a&state=" + state;
        row("empty", "", Errc::Protocol);
        row("garbage", QByteArray(64, '\xff'), Errc::Protocol);
        row("another port", "http://127.0.0.1:53112/callback" + good, Errc::Protocol);
        row("another path", "http://127.0.0.1:53111/callback2" + good, Errc::Protocol);
        row("a longer path", "http://127.0.0.1:53111/callback/" + good, Errc::Protocol);
        row("another host that begins alike", "http://127.0.0.1:53111.evil.example/callback" + good, Errc::Protocol);
        row("localhost instead of the address", "http://localhost:53111/callback" + good, Errc::Protocol);
        row("https instead of http", "https://127.0.0.1:53111/callback" + good, Errc::Protocol);
        row("a user name before the host", "http://x@127.0.0.1:53111/callback" + good, Errc::Protocol);
        row("upper-case scheme: not byte for byte", "HTTP://127.0.0.1:53111/callback" + good, Errc::Protocol);
        row("no query", callback, Errc::Protocol);
        row("the answer in the fragment", callback + "#code=a&state=" + state, Errc::Protocol);
        row("a fragment behind the query", callback + good + "#x", Errc::Protocol);
        row("no state", callback + "?code=a", Errc::Protocol);
        row("an empty state", callback + "?code=a&state=", Errc::Protocol);
        row("another state", callback + "?code=a&state=other", Errc::Protocol);
        row("the state and one character more", callback + good + "x", Errc::Protocol);
        row("RFC 6749 3.1: state twice", callback + good + "&state=" + state, Errc::Protocol);
        row("RFC 6749 3.1: code twice", callback + good + "&code=b", Errc::Protocol);
        row("RFC 6749 3.1: an unknown parameter twice", callback + good + "&x=1&x=2", Errc::Protocol);
        row("code twice, once escaped", callback + good + "&c%6Fde=b", Errc::Protocol);
        row("neither code nor error", callback + "?state=" + state, Errc::Protocol);
        row("an empty code", callback + "?code=&state=" + state, Errc::Protocol);
        row("both code and error", callback + good + "&error=access_denied", Errc::Protocol);
        row("a broken escape", callback + good + "&x=%4", Errc::Protocol);
        row("an escape that is none", callback + good + "&x=%zz", Errc::Protocol);
        row("a line feed", callback + good + "&x=a\nb", Errc::Protocol);
        row("a NUL", callback + good + QByteArray("&x=a\0b", 6), Errc::Protocol);
        row("UTF-8 that is not escaped", callback + good + "&x=\xe3\x81\x82", Errc::Protocol);
        row("17 kB", callback + good + "&x=" + QByteArray(17 * 1024, 'a'), Errc::TooLarge);
        row("a code of 5 kB", callback + "?state=" + state + "&code=" + QByteArray(5000, 'a'), Errc::TooLarge);
        row("RFC 9207: iss missing although advertised", callback + good, Errc::WrongIssuer, true);
        row("RFC 9207: another iss", callback + good + "&iss=https%3A%2F%2Fevil.example", Errc::WrongIssuer, true);
        row("RFC 9207: another iss where none is advertised", callback + good + "&iss=https%3A%2F%2Fevil.example",
            Errc::WrongIssuer);
        row("RFC 9207: iss differs by a slash", callback + good + "&iss=https%3A%2F%2Fid.example%2F",
            Errc::WrongIssuer);
        row("RFC 9207: an empty iss", callback + good + "&iss=", Errc::WrongIssuer);
        row("RFC 9207: an error from another issuer is not believed",
            callback + "?error=access_denied&state=" + state + "&iss=https%3A%2F%2Fevil.example", Errc::WrongIssuer);
        row("an error without our state is not believed", callback + "?error=access_denied", Errc::Protocol);
        const auto error = [](const char* code) { return callback + "?state=" + state + "&error=" + code; };
        row("access_denied", error("access_denied"), Errc::Denied);
        row("login_required", error("login_required"), Errc::SignInNeeded);
        row("interaction_required", error("interaction_required"), Errc::SignInNeeded);
        row("consent_required", error("consent_required"), Errc::SignInNeeded);
        row("account_selection_required", error("account_selection_required"), Errc::SignInNeeded);
        row("RFC 9470: unmet_authentication_requirements", error("unmet_authentication_requirements"),
            Errc::SignInNeeded);
        row("unauthorized_client", error("unauthorized_client"), Errc::InvalidArgument);
        row("invalid_scope", error("invalid_scope"), Errc::InvalidArgument);
        row("RFC 8707: invalid_target", error("invalid_target"), Errc::InvalidArgument);
        row("server_error", error("server_error"), Errc::ServerFault);
        row("temporarily_unavailable", error("temporarily_unavailable"), Errc::ServerFault);
        row("invalid_request", error("invalid_request"), Errc::Protocol);
        row("an unknown error", error("something"), Errc::Protocol);
        row("an empty error", error(""), Errc::Protocol);
    }
    void badRedirect()
    {
        QFETCH(QByteArray, received);
        QFETCH(bool, issRequired);
        QFETCH(int, expected);
        const auto code = readRedirect(received, expectation(issRequired));
        QVERIFY(!code.has_value());
        QCOMPARE(core::errcName(code.error().code), core::errcName(static_cast<Errc>(expected)));
    }
    void anEmptyExpectedStateMatchesNothing()
    {
        auto expected = expectation(false);
        expected.state.clear();
        QVERIFY(!readRedirect(callback + "?code=a&state=", expected).has_value());
        QVERIFY(!readRedirect(callback + "?code=a", expected).has_value());
    }
    void theProvidersWordsAreNotRepeated()
    {
        const auto error = oauthError("<b>call 0120-000-000</b>", QStringLiteral("id.example"));
        QVERIFY(!error.detail.contains(QLatin1String("0120")));
    }
    void whoIsAnswered()
    {
        const QUrl redirect(QString::fromLatin1(callback));
        QVERIFY(isAnswerTo(callback + "?error=x&state=" + state, redirect, state));
        QVERIFY(!isAnswerTo(callback + "?code=x&state=guess", redirect, state));
        QVERIFY(!isAnswerTo(callback + "?code=x", redirect, state));
        QVERIFY(!isAnswerTo(callback + "?code=x&state=", redirect, {}));
        QVERIFY(!isAnswerTo("http://127.0.0.1:53111/favicon.ico", redirect, state));
    }
};

QTEST_GUILESS_MAIN(TestAuthorization)
#include "tst_authorization.moc"
