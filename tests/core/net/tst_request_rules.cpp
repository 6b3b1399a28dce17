#include "core/net/loopback.h"
#include "core/net/request_rules.h"

#include <QtTest/QTest>

using namespace core::net;
using core::Secret;

namespace {

Secret secret(const char* text)
{
    return Secret::consume(QByteArray(text));
}

} // namespace

class TestRequestRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void judgesAnAddress_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("never");    // with PlainHttp::Never
        QTest::addColumn<bool>("loopback"); // with PlainHttp::Loopback
        const auto row = [](const char* url, bool never, bool loopback) {
            QTest::newRow(url) << QString::fromLatin1(url) << never << loopback;
        };
        row("https://login.example/a?b=c", true, true);
        row("https://127.0.0.1:4430/", true, true);
        row("http://login.example/", false, false);
        row("http://127.0.0.1:8080/", false, true);
        row("http://127.8.9.10/", false, true);
        row("http://localhost:11434/", false, true);
        row("http://LOCALHOST/", false, true);
        row("http://[::1]:8080/", false, true);
        row("http://localhost.example/", false, false);
        row("http://127.0.0.1.example/", false, false);
        row("http://0.0.0.0/", false, false);
        row("http://128.0.0.1/", false, false);
        row("http://[::ffff:10.0.0.1]/", false, false);
        row("http://[::2]/", false, false);
        row("https://me:pass@login.example/", false, false);
        row("https://me@login.example/", false, false);
        row("http://127.0.0.1:1@evil.example/", false, false);
        row("ftp://127.0.0.1/", false, false);
        row("file:///etc/passwd", false, false);
        row("javascript:alert(1)", false, false);
        row("/relative", false, false);
        row("https:///nohost", false, false);
        row("", false, false);
    }
    void judgesAnAddress()
    {
        QFETCH(const QString, url);
        QFETCH(const bool, never);
        QFETCH(const bool, loopback);
        HttpRequest request{.url = QUrl(url)};
        QCOMPARE(checkRequest(request).has_value(), never);
        request.plainHttp = PlainHttp::Loopback;
        QCOMPARE(checkRequest(request).has_value(), loopback);
    }
    void judgesTheRest_data()
    {
        QTest::addColumn<HttpRequest>("request");
        QTest::addColumn<bool>("allowed");
        const QUrl url(QStringLiteral("https://a.example/"));
        QTest::newRow("a usual request") << HttpRequest{.method = "POST",
                                                        .url = url,
                                                        .headers = {{"Accept", "application/json"}},
                                                        .body = "{}"}
                                         << true;
        QTest::newRow("a bearer token") << HttpRequest{.url = url,
                                                       .secretHeaders = {{"Authorization", "Bearer ", secret("abc")}}}
                                        << true;
        QTest::newRow("a method with a space") << HttpRequest{.method = "GET /x", .url = url} << false;
        QTest::newRow("no method") << HttpRequest{.method = "", .url = url} << false;
        QTest::newRow("header injection in a value")
            << HttpRequest{.url = url, .headers = {{"A", "b\r\nC: d"}}} << false;
        QTest::newRow("header injection in a name")
            << HttpRequest{.url = url, .headers = {{"A: b\r\nC", "d"}}} << false;
        QTest::newRow("header injection in a secret")
            << HttpRequest{.url = url, .secretHeaders = {{"A", "", secret("b\r\nC: d")}}} << false;
        QTest::newRow("header injection in a secret's prefix")
            << HttpRequest{.url = url, .secretHeaders = {{"A", "\n", secret("b")}}} << false;
        QTest::newRow("another Host") << HttpRequest{.url = url, .headers = {{"HOST", "b.example"}}} << false;
        QTest::newRow("another framing") << HttpRequest{.url = url, .headers = {{"transfer-encoding", "chunked"}}}
                                         << false;
        QTest::newRow("proxy credentials")
            << HttpRequest{.url = url, .headers = {{"Proxy-Authorization", "Basic x"}}} << false;
        QTest::newRow("a body and a form")
            << HttpRequest{.method = "POST", .url = url, .body = "x", .form = {{"a", "b", {}}}} << false;
        QTest::newRow("no time") << HttpRequest{.url = url, .timeout = std::chrono::milliseconds(0)} << false;
        QTest::newRow("no room") << HttpRequest{.url = url, .maxAnswerBytes = 0} << false;
    }
    void judgesTheRest()
    {
        QFETCH(const HttpRequest, request);
        QFETCH(const bool, allowed);
        QCOMPARE(checkRequest(request).has_value(), allowed);
    }
    void encodesAForm()
    {
        const auto encoded =
            encodeForm({{"grant type", "a+b&c=d", {}}, {"s", "", secret("p\xC3\xA9*-._~ %")}, {"", "", {}}});
        const QByteArray expected("grant+type=a%2Bb%26c%3Dd&s=p%C3%A9*-._%7E+%25&=");
        QVERIFY(encoded.equalsConstantTime(Secret::consume(QByteArray(expected.constData(), expected.size()))));
        QVERIFY(encodeForm({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRequestRules)
#include "tst_request_rules.moc"
