#include "core/identity/provider.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using core::Errc;
using namespace core::identity;

namespace {

const auto now = QDateTime(QDate(2026, 3, 1), QTime(9, 0), Qt::UTC);

ProviderConfig config(const QString& issuer = QStringLiteral("https://id.example"))
{
    ProviderConfig made;
    made.issuer = issuer;
    made.clientId = QStringLiteral("client");
    return made;
}

QJsonObject goodMetadata()
{
    const auto at = [](const char* path) { return QStringLiteral("https://id.example") + QString::fromLatin1(path); };
    return {{QStringLiteral("issuer"), QStringLiteral("https://id.example")},
            {QStringLiteral("authorization_endpoint"), at("/authorize")},
            {QStringLiteral("token_endpoint"), at("/token")},
            {QStringLiteral("jwks_uri"), at("/keys")},
            {QStringLiteral("userinfo_endpoint"), at("/me")},
            {QStringLiteral("code_challenge_methods_supported"), QJsonArray{QStringLiteral("S256")}},
            {QStringLiteral("id_token_signing_alg_values_supported"),
             QJsonArray{QStringLiteral("HS256"), QStringLiteral("PS256"), QStringLiteral("RS256")}}};
}

core::net::HttpResponse answer(const QJsonObject& json)
{
    core::net::HttpResponse response;
    response.status = 200;
    response.headers = {{"content-type", "application/json"}};
    response.body = QJsonDocument(json).toJson();
    return response;
}

} // namespace

class TestProvider : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void discoveryUrl_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<bool>("loopbackAllowed");
        QTest::addColumn<QString>("expected"); // empty: refused
        const auto row = [](const char* name, const char* issuer, bool allowed, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(issuer) << allowed << QString::fromLatin1(expected);
        };
        row("Discovery 4.1: a host", "https://id.example", false,
            "https://id.example/.well-known/openid-configuration");
        row("Discovery 4.1: a terminating slash is removed", "https://id.example/", false,
            "https://id.example/.well-known/openid-configuration");
        row("Discovery 4.1.1: an issuer with a path", "https://id.example/issuer1", false,
            "https://id.example/issuer1/.well-known/openid-configuration");
        row("an escaped path stays as it is", "https://id.example/a%2Fb", false,
            "https://id.example/a%2Fb/.well-known/openid-configuration");
        row("plain http is refused", "http://id.example", false, "");
        row("plain http to this machine is refused unless allowed", "http://127.0.0.1:8080", false, "");
        row("plain http to this machine where it is allowed", "http://127.0.0.1:8080", true,
            "http://127.0.0.1:8080/.well-known/openid-configuration");
        row("plain http to another machine is refused even where loopback is allowed", "http://id.example", true, "");
        row("a query", "https://id.example/?a=b", false, "");
        row("a fragment", "https://id.example/#a", false, "");
        row("a user name", "https://me@id.example/", false, "");
        row("another scheme", "ftp://id.example", false, "");
        row("no URL", "id.example", false, "");
        row("nothing", "", false, "");
    }
    void discoveryUrl()
    {
        QFETCH(QString, issuer);
        QFETCH(bool, loopbackAllowed);
        QFETCH(QString, expected);
        auto made = config(issuer);
        made.plainHttpLoopback = loopbackAllowed;
        const auto url = core::identity::discoveryUrl(made);
        QCOMPARE(url.has_value(), !expected.isEmpty());
        if (url)
            QCOMPARE(url->toString(QUrl::FullyEncoded), expected);
        else
            QCOMPARE(url.error().subject, QStringLiteral("issuer"));
    }

    void good()
    {
        const auto metadata = readMetadata(answer(goodMetadata()), config(), now);
        QVERIFY2(metadata.has_value(), metadata ? "" : qPrintable(metadata.error().detail));
        QCOMPARE(metadata->tokenEndpoint, QUrl(QStringLiteral("https://id.example/token")));
        QVERIFY(metadata->endSessionEndpoint.isEmpty());
        QVERIFY(metadata->pkceAdvertised);
        QVERIFY(!metadata->issInResponses);
    }
    void unadvertisedPkceIsReportedNotRefused()
    {
        auto json = goodMetadata();
        json.remove(QStringLiteral("code_challenge_methods_supported"));
        const auto metadata = readMetadata(answer(json), config(), now);
        QVERIFY(metadata.has_value());
        QVERIFY(!metadata->pkceAdvertised);
    }

    void broken_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("expected");
        const auto changed = [](const char* key, const QJsonValue& value) {
            auto json = goodMetadata();
            json.insert(QString::fromLatin1(key), value);
            return QJsonDocument(json).toJson();
        };
        const auto row = [](const char* name, int status, const QByteArray& type, const QByteArray& body, Errc code) {
            QTest::newRow(name) << status << type << body << static_cast<int>(code);
        };
        const QByteArray json("application/json");
        const auto without = [](const char* key) {
            auto object = goodMetadata();
            object.remove(QString::fromLatin1(key));
            return QJsonDocument(object).toJson();
        };
        row("a web page with status 200", 200, "text/html", "<!doctype html><p>Welcome", Errc::NotJson);
        row("a web page that says it is JSON", 200, json, " <html>", Errc::NotJson);
        row("an array", 200, json, "[]", Errc::NotJson);
        row("half a document", 200, json, "{\"issuer\":", Errc::NotJson);
        row("a key twice: two parsers may read it differently", 200, json,
            "{\"issuer\":\"https://id.example\",\"issuer\":\"https://evil.example\"}", Errc::NotJson);
        row("a captive portal's redirect", 302, "text/html", "<a>", Errc::NotJson);
        row("404", 404, "text/html", "<p>", Errc::NotFound);
        row("429", 429, json, "{}", Errc::RateLimited);
        row("503 from a proxy", 503, "text/html", "<p>", Errc::ServerFault);
        row("403 JSON", 403, json, "{}", Errc::Protocol);
        row("no issuer", 200, json, without("issuer"), Errc::Protocol);
        row("Discovery 4.3: another issuer", 200, json, changed("issuer", QStringLiteral("https://evil.example")),
            Errc::WrongIssuer);
        row("Discovery 4.3: differs by a slash", 200, json, changed("issuer", QStringLiteral("https://id.example/")),
            Errc::WrongIssuer);
        row("Discovery 4.3: differs by case", 200, json, changed("issuer", QStringLiteral("https://ID.example")),
            Errc::WrongIssuer);
        row("no authorization endpoint", 200, json, without("authorization_endpoint"), Errc::Protocol);
        row("no token endpoint", 200, json, without("token_endpoint"), Errc::Protocol);
        row("no keys", 200, json, without("jwks_uri"), Errc::Protocol);
        row("plain http token endpoint", 200, json, changed("token_endpoint", QStringLiteral("http://id.example/t")),
            Errc::Protocol);
        row("plain http loopback token endpoint, not allowed here", 200, json,
            changed("token_endpoint", QStringLiteral("http://127.0.0.1/t")), Errc::Protocol);
        row("an optional endpoint over plain http", 200, json,
            changed("revocation_endpoint", QStringLiteral("http://id.example/r")), Errc::Protocol);
        row("an endpoint that is a number", 200, json, changed("token_endpoint", 7), Errc::Protocol);
        row("an endpoint with a user name", 200, json,
            changed("token_endpoint", QStringLiteral("https://a@id.example/t")), Errc::Protocol);
        row("RFC 9126: demanded but not offered", 200, json, changed("require_pushed_authorization_requests", true),
            Errc::Protocol);
    }
    void broken()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(int, expected);
        core::net::HttpResponse response;
        response.status = status;
        response.headers = {{"content-type", type}};
        response.body = body;
        const auto metadata = readMetadata(response, config(), now);
        QVERIFY(!metadata.has_value());
        QCOMPARE(core::errcName(metadata.error().code), core::errcName(static_cast<Errc>(expected)));
    }
    void theWrongIssuerIsNamed()
    {
        auto json = goodMetadata();
        json.insert(QStringLiteral("issuer"), QStringLiteral("https://id.example/"));
        const auto metadata = readMetadata(answer(json), config(), now);
        QCOMPARE(metadata.error().subject, QStringLiteral("https://id.example/"));
    }

    void pinning()
    {
        const auto metadata = *readMetadata(answer(goodMetadata()), config(), now);
        QCOMPARE(*pinnedAlgorithm(config(), metadata), core::crypto::JwsAlgorithm::RS256); // the usual one
        auto modern = metadata;
        modern.idTokenAlgorithms = {QStringLiteral("HS256"), QStringLiteral("EdDSA"), QStringLiteral("ES256")};
        QCOMPARE(*pinnedAlgorithm(config(), modern), core::crypto::JwsAlgorithm::EdDSA); // the first that is offered
        auto configured = config();
        configured.idTokenAlgorithm = core::crypto::JwsAlgorithm::EdDSA;
        QCOMPARE(*pinnedAlgorithm(configured, metadata), core::crypto::JwsAlgorithm::EdDSA);
        auto none = metadata;
        none.idTokenAlgorithms = {QStringLiteral("none"), QStringLiteral("HS256"), QStringLiteral("rs256")};
        QCOMPARE(pinnedAlgorithm(config(), none).error().code, Errc::Unsupported);
    }

    void origins_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* url, const char* expected) {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(expected);
        };
        row("https://id.example/a?b", "https://id.example");
        row("https://id.example:443/", "https://id.example");
        row("https://id.example:8443/", "https://id.example:8443");
        row("HTTP://ID.example:80", "http://id.example");
        row("http://[::1]:8080/x", "http://[::1]:8080");
        row("javascript:alert(1)", "");
        row("/relative", "");
    }
    void origins()
    {
        QFETCH(QString, url);
        QFETCH(QString, expected);
        QCOMPARE(originOf(QUrl(url)), expected);
    }

    void audienceParameters()
    {
        auto made = config();
        const auto names = [&made](const QString& audience) {
            QByteArrayList list;
            for (const auto& field : audienceFields(made, audience))
                list.append(field.first);
            return list.join(' ');
        };
        QCOMPARE(names(QStringLiteral("https://hr.example")), QByteArray("audience resource"));
        QCOMPARE(names(QStringLiteral("urn:hr")), QByteArray("audience resource"));
        QCOMPARE(names(QStringLiteral("hr-api")), QByteArray("audience")); // RFC 8707: an absolute URI
        QCOMPARE(names(QStringLiteral("https://hr.example/#x")), QByteArray("audience"));
        QCOMPARE(names(QString()), QByteArray());
        made.audienceParameter = AudienceParameter::Resource;
        QCOMPARE(names(QStringLiteral("https://hr.example")), QByteArray("resource"));
        made.audienceParameter = AudienceParameter::Audience;
        QCOMPARE(names(QStringLiteral("https://hr.example")), QByteArray("audience"));
    }

    void configSurvivesStoring()
    {
        auto made = config();
        made.audience = QStringLiteral("https://hr.example");
        made.resources = {QStringLiteral("urn:a"), QStringLiteral("urn:b")};
        made.scopes = {QStringLiteral("hr:read")};
        made.name = QStringLiteral("例の会社");
        made.signInOrigins = {QStringLiteral("https://login.example")};
        made.plainHttpLoopback = true;
        made.demo = true;
        made.managed = true;
        made.inSystemBrowser = true;
        made.idTokenAlgorithm = core::crypto::JwsAlgorithm::EdDSA;
        made.audienceParameter = AudienceParameter::Resource;
        const auto back = ProviderConfig::fromJson(made.toJson());
        QVERIFY(back.has_value());
        QVERIFY(*back == made);
        QCOMPARE(ProviderConfig::fromJson({}).error().code, Errc::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestProvider)
#include "tst_provider.moc"
