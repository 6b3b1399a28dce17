#include "app/signin/rules/sign_in_request.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace app::signin::rules;
using Kind = Decision::Kind;

namespace {

NavigationRules organisationRules()
{
    return {QUrl(QStringLiteral("http://127.0.0.1:50000/callback")),
            {*Origin::of(QUrl(QStringLiteral("https://login.example")))},
            false};
}

NavigationRules demoRules()
{
    return {QUrl(QStringLiteral("http://127.0.0.1:50000/callback")),
            {*Origin::of(QUrl(QStringLiteral("http://127.0.0.1:4000")))},
            true};
}

QJsonObject goodRequest()
{
    return {
        {QStringLiteral("authorizationUrl"), QStringLiteral("https://login.example/authorize?a=b&login_hint=asan%40x")},
        {QStringLiteral("redirectUri"), QStringLiteral("http://127.0.0.1:50000/callback")},
        {QStringLiteral("allowedOrigins"), QJsonArray{QStringLiteral("https://login.example")}},
        {QStringLiteral("language"), QStringLiteral("ja")},
        {QStringLiteral("theme"), QStringLiteral("dark")},
        {QStringLiteral("organisation"), QStringLiteral("Example Corp")},
        {QStringLiteral("demo"), false},
        {QStringLiteral("timeoutSeconds"), 300}};
}

QString kindName(Kind kind)
{
    switch (kind) {
    case Kind::Allow: return QStringLiteral("allow");
    case Kind::Finish: return QStringLiteral("finish");
    case Kind::AskPerson: return QStringLiteral("ask");
    case Kind::Refuse: return QStringLiteral("refuse");
    }
    return {};
}

} // namespace

class TestNavigationRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Every address against all four situations: the page itself and a frame or resource, organisation and demo.
    void decides_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("demoPage");
        QTest::addColumn<bool>("resource");
        QTest::addColumn<bool>("demoResource");
        const auto row = [](const char* url, const char* page, const char* demoPage, bool resource, bool demoResource) {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(page) << QString::fromLatin1(demoPage)
                               << resource << demoResource;
        };
        row("https://login.example/", "allow", "refuse", true, false);
        row("https://login.example:443/deep?x#y", "allow", "refuse", true, false);
        row("https://LOGIN.example/", "allow", "refuse", true, false);
        row("https://login.example:444/", "ask", "refuse", true, false);
        row("https://other.example/", "ask", "refuse", true, false);
        row("https://login.example.evil.example/", "ask", "refuse", true, false);
        row("https://login.example./", "ask", "refuse", true, false);
        row("http://login.example/", "refuse", "refuse", false, false);
        row("http://127.0.0.1:4000/login", "refuse", "allow", false, true);
        row("http://127.0.0.1:4001/login", "refuse", "refuse", false, false);
        row("http://localhost:4000/login", "refuse", "refuse", false, false);
        row("https://127.0.0.1:4000/", "refuse", "refuse", false, false);
        row("https://localhost/", "refuse", "refuse", false, false);
        row("https://127.9.9.9/", "refuse", "refuse", false, false);
        row("https://[::1]/", "refuse", "refuse", false, false);
        row("https://0.0.0.0:4000/", "refuse", "refuse", false, false); // RFC 1122 section 3.2.1.3: this host
        row("https://0.1.2.3/", "refuse", "refuse", false, false);
        row("https://[::]:4000/", "refuse", "refuse", false, false);
        row("https://[::ffff:127.0.0.1]:4000/", "refuse", "refuse", false, false); // RFC 4291 section 2.5.5.2
        row("https://[::ffff:7f00:1]/", "refuse", "refuse", false, false);
        row("https://[::ffff:0.0.0.0]/", "refuse", "refuse", false, false);
        row("https://[::127.0.0.1]/", "refuse", "refuse", false, false);
        row("https://login.localhost:4000/", "refuse", "refuse", false, false); // RFC 6761 section 6.3
        row("https://localhost./", "refuse", "refuse", false, false);
        row("wss://0.0.0.0:4000/socket", "refuse", "refuse", false, false);
        row("https://[::ffff:192.0.2.1]/", "ask", "refuse", true, false);
        row("https://10.0.0.1/", "ask", "refuse", true, false);
        row("https://128.0.0.1/", "ask", "refuse", true, false);
        row("https://[2001:db8::1]/", "ask", "refuse", true, false);
        row("https://mylocalhost/", "ask", "refuse", true, false);
        row("https://user@login.example/", "refuse", "refuse", false, false);
        row("https://login.example:x@evil.example/", "refuse", "refuse", false, false);
        row("http://127.0.0.1:50000/callback?code=c&state=s", "finish", "finish", false, false);
        row("http://127.0.0.1:50000/callback", "finish", "finish", false, false);
        row("http://127.0.0.1:50000/callback#code=c", "finish", "finish", false, false);
        row("http://127.0.0.1:50000/callback/", "refuse", "refuse", false, false);
        row("http://127.0.0.1:50000/Callback", "refuse", "refuse", false, false);
        row("http://127.0.0.1:50000/callback2", "refuse", "refuse", false, false);
        row("http://127.0.0.1:50000/%63allback", "finish", "finish", false,
            false); // RFC 3986 section 6.2.2.2: the same
        row("http://127.0.0.1:50001/callback", "refuse", "refuse", false, false);
        row("http://127.0.0.1/callback", "refuse", "refuse", false, false);
        row("http://localhost:50000/callback", "refuse", "refuse", false, false);
        row("https://127.0.0.1:50000/callback", "refuse", "refuse", false, false);
        row("http://a@127.0.0.1:50000/callback", "refuse", "refuse", false, false);
        row("wss://login.example/socket", "refuse", "refuse", true, false);
        row("ws://login.example/socket", "refuse", "refuse", false, false);
        row("ws://127.0.0.1:4000/socket", "refuse", "refuse", false, true);
        row("data:text/html,hello", "refuse", "refuse", true, true);
        row("blob:https://login.example/1", "refuse", "refuse", true, true);
        row("javascript:alert(1)", "refuse", "refuse", false, false);
        row("file:///etc/passwd", "refuse", "refuse", false, false);
        row("about:blank", "refuse", "refuse", false, false);
        row("chrome://version", "refuse", "refuse", false, false);
        row("view-source:https://login.example/", "refuse", "refuse", false, false);
        row("ftp://login.example/", "refuse", "refuse", false, false);
        row("mailto:a@b", "refuse", "refuse", false, false);
        row("com.example.app:/callback", "refuse", "refuse", false, false);
        row("", "refuse", "refuse", false, false);
    }
    void decides()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, page);
        QFETCH(const QString, demoPage);
        QFETCH(const bool, resource);
        QFETCH(const bool, demoResource);
        QCOMPARE(kindName(organisationRules().navigation(QUrl(url), Frame::Top).kind), page);
        QCOMPARE(kindName(demoRules().navigation(QUrl(url), Frame::Top).kind), demoPage);
        QCOMPARE(organisationRules().mayLoad(QUrl(url)), resource);
        QCOMPARE(demoRules().mayLoad(QUrl(url)), demoResource);
        // A frame may be whatever may be loaded, or empty. It never ends the sign-in and never asks.
        const bool empty = url == QLatin1String("about:blank");
        QCOMPARE(organisationRules().navigation(QUrl(url), Frame::Sub).kind,
                 resource || empty ? Kind::Allow : Kind::Refuse);
        QCOMPARE(demoRules().navigation(QUrl(url), Frame::Sub).kind,
                 demoResource || empty ? Kind::Allow : Kind::Refuse);
    }
    void saysWhy()
    {
        const auto reason = [](const char* url) {
            return organisationRules().navigation(QUrl(QString::fromLatin1(url)), Frame::Top).refusal;
        };
        QCOMPARE(reason("http://login.example/"), Refusal::PlainHttp);
        QCOMPARE(reason("https://a@login.example/"), Refusal::UserInformation);
        QCOMPARE(reason("mailto:a@b"), Refusal::OtherScheme);
        QCOMPARE(reason("https://127.0.0.1/"), Refusal::UnlistedOrigin);
    }
    void thePersonsWordAddsOneOrigin()
    {
        auto rules = organisationRules();
        rules.allow(*Origin::of(QUrl(QStringLiteral("https://second.example/x"))));
        QCOMPARE(rules.navigation(QUrl(QStringLiteral("https://second.example/y")), Frame::Top).kind, Kind::Allow);
        QCOMPARE(rules.navigation(QUrl(QStringLiteral("https://third.example/")), Frame::Top).kind, Kind::AskPerson);
        rules.allow(*Origin::of(QUrl(QStringLiteral("http://plain.example/"))));
        QCOMPARE(rules.navigation(QUrl(QStringLiteral("http://plain.example/")), Frame::Top).kind, Kind::Refuse);
        rules.allow(*Origin::of(QUrl(QStringLiteral("https://127.0.0.1:9/"))));
        QCOMPARE(rules.navigation(QUrl(QStringLiteral("https://127.0.0.1:9/")), Frame::Top).kind, Kind::Refuse);
        rules.allow(*Origin::of(QUrl(QStringLiteral("https://0.0.0.0:9/"))));
        QCOMPARE(rules.navigation(QUrl(QStringLiteral("https://0.0.0.0:9/")), Frame::Top).kind, Kind::Refuse);
        auto demo = demoRules();
        demo.allow(*Origin::of(QUrl(QStringLiteral("https://second.example/"))));
        QCOMPARE(demo.navigation(QUrl(QStringLiteral("https://second.example/")), Frame::Top).kind, Kind::Refuse);
    }
    void showsAnOrigin_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("text");
        QTest::newRow("its own port is left out")
            << QStringLiteral("https://login.example:443/a") << QStringLiteral("https://login.example");
        QTest::newRow("another port is shown")
            << QStringLiteral("http://127.0.0.1:8080/") << QStringLiteral("http://127.0.0.1:8080");
        QTest::newRow("an IPv6 address") << QStringLiteral("http://[::1]:8080/") << QStringLiteral("http://[::1]:8080");
        QTest::newRow("look-alike letters show as what they are")
            << QString::fromUtf8("https://l\xD0\xBEgin.example/") << QStringLiteral("https://xn--lgin-55d.example");
    }
    void showsAnOrigin()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, text);
        QCOMPARE(Origin::of(QUrl(url))->text(), text);
    }

    void readsARequest()
    {
        const auto request = parseSignInRequest(QJsonDocument(goodRequest()).toJson());
        QVERIFY(request);
        QCOMPARE(request->organisation, QStringLiteral("Example Corp"));
        QCOMPARE(request->account, QStringLiteral("asan@x"));
        QCOMPARE(request->language, QStringLiteral("ja"));
        QVERIFY(request->dark);
        QCOMPARE(request->timeout, std::chrono::seconds(300));
    }
    void refusesARequest_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char* name, const char* field, const QJsonValue& value) {
            QTest::newRow(name) << QString::fromLatin1(field) << value;
        };
        row("plain http to the provider", "authorizationUrl", QStringLiteral("http://login.example/authorize"));
        row("an origin that is not listed", "authorizationUrl", QStringLiteral("https://evil.example/authorize"));
        row("another scheme", "authorizationUrl", QStringLiteral("file:///etc/passwd"));
        row("no authorization URL", "authorizationUrl", QJsonValue());
        row("a redirect to another machine in clear", "redirectUri", QStringLiteral("http://example.com/callback"));
        row("a redirect with a query", "redirectUri", QStringLiteral("http://127.0.0.1:1/c?x=y"));
        row("a redirect without a path", "redirectUri", QStringLiteral("http://127.0.0.1:1"));
        row("no redirect", "redirectUri", QJsonValue());
        row("plain http to an address that only leads here", "authorizationUrl",
            QStringLiteral("http://0.0.0.0:4000/authorize"));
        row("plain http among the origins", "allowedOrigins",
            QJsonArray{QStringLiteral("https://login.example"), QStringLiteral("http://login.example")});
        row("a path among the origins", "allowedOrigins",
            QJsonArray{QStringLiteral("https://login.example"), QStringLiteral("https://login.example/a")});
        row("no origins", "allowedOrigins", QJsonArray());
        row("origins that are a text", "allowedOrigins", QStringLiteral("https://login.example"));
        row("the demo on another machine", "demo", true);
        row("demo as a text", "demo", QStringLiteral("yes"));
        row("a language there is no text in", "language", QStringLiteral("fr"));
        row("no theme", "theme", QJsonValue());
        row("no organisation", "organisation", QStringLiteral(" \n"));
        row("no time", "timeoutSeconds", 0);
        row("too much time", "timeoutSeconds", 100000);
    }
    void refusesARequest()
    {
        QFETCH(const QString, field);
        QFETCH(const QJsonValue, value);
        auto fields = goodRequest();
        fields.insert(field, value);
        const auto request = parseSignInRequest(QJsonDocument(fields).toJson());
        QVERIFY(!request);
        QCOMPARE(request.error().code, core::Errc::InvalidArgument);
        QCOMPARE(request.error().subject,
                 field == QLatin1String("demo") && value.isBool() ? QStringLiteral("allowedOrigins") : field);
    }
    void refusesWhatIsNoRequest()
    {
        QVERIFY(!parseSignInRequest({}));
        QVERIFY(!parseSignInRequest("[]"));
        QVERIFY(!parseSignInRequest(QByteArray(maxRequestBytes + 1, ' ')));
    }
    void whatIsShownCannotLookLikeAnAddress()
    {
        auto fields = goodRequest();
        fields.insert(QStringLiteral("organisation"),
                      QStringLiteral("A\n\u202Eb\u0007c") + QString(500, QLatin1Char('x')));
        const auto request = parseSignInRequest(QJsonDocument(fields).toJson());
        QVERIFY(request);
        QVERIFY(request->organisation.startsWith(QStringLiteral("A bcxxx")));
        QVERIFY(request->organisation.size() < 130);
    }
};

QTEST_GUILESS_MAIN(TestNavigationRules)
#include "tst_navigation_rules.moc"
