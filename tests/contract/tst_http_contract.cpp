// What every Http port keeps to, checked against the fake and against QtHttp on a real server.
#include "core/httpserver/http_server.h"
#include "core/net/qt_http.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_http.h"

#include <QtTest/QTest>

#include <thread>

using core::Errc;
using core::net::HttpRequest;
using core::net::HttpResponse;
using core::net::PlainHttp;
using fakes::FakeHttp;
using fakes::ScriptedAnswer;
using std::chrono::milliseconds;

namespace {

/// The peer's answers by path, the same for both.
ScriptedAnswer scripted(const QString& path)
{
    if (path == QLatin1String("/plain")) return {.outcome = HttpResponse{.status = 200, .body = "hello"}};
    if (path == QLatin1String("/error")) return {.outcome = HttpResponse{.status = 500, .body = "broken"}};
    if (path == QLatin1String("/unauthorized"))
        return {.outcome = HttpResponse{.status = 401,
                                        .headers = {{"www-authenticate", "Bearer error=\"invalid_token\""}},
                                        .body = "who?"}};
    if (path == QLatin1String("/redirect"))
        return {.outcome = HttpResponse{.status = 302, .headers = {{"location", "/plain"}}, .body = "moved"}};
    if (path == QLatin1String("/empty")) return {.outcome = HttpResponse{.status = 204}};
    if (path == QLatin1String("/large")) return {.outcome = HttpResponse{.status = 200, .body = QByteArray(1001, 'x')}};
    if (path == QLatin1String("/pieces")) return {.pieces = {"one ", "two ", "three"}};
    if (path == QLatin1String("/hang")) return {.hang = true};
    return {.outcome = HttpResponse{.status = 404, .body = "nothing"}};
}

/// The real thing: QtHttp against the server of core/httpserver.
struct RealPeer {
    QObject context;
    std::vector<std::shared_ptr<core::httpserver::Responder>> hanging;
    std::unique_ptr<core::httpserver::HttpServer> server;
    core::net::QtHttp http;

    RealPeer()
    {
        auto listening = core::httpserver::HttpServer::listen(
            0, {}, &context, [this](const auto& request, const auto& responder) { answer(request, responder); });
        if (listening) server = std::move(*listening);
    }
    void answer(const core::httpserver::Request& request, const std::shared_ptr<core::httpserver::Responder>& responder)
    {
        const auto script = scripted(request.path);
        if (script.hang) return hanging.push_back(responder);
        core::httpserver::Response response{.status = script.outcome->status, .body = script.outcome->body};
        response.headers = script.outcome->headers;
        if (script.pieces.empty()) return responder->send(response);
        responder->begin(response);
        for (const auto& piece : script.pieces)
            responder->write(piece);
        responder->end();
    }
};

} // namespace

class TestHttpContract : public QObject {
    Q_OBJECT

    std::unique_ptr<RealPeer> real_;
    std::unique_ptr<FakeHttp> fake_;

    core::net::Http& http() { return real_ ? static_cast<core::net::Http&>(real_->http) : *fake_; }
    HttpRequest request(const QString& path)
    {
        const int port = real_ ? real_->server->port() : 1;
        return {.url = QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path)),
                .plainHttp = PlainHttp::Loopback};
    }
    /// Starts the peer that the row names.
    void usePeer()
    {
        QFETCH(const bool, realPeer);
        real_.reset();
        fake_.reset();
        if (realPeer) {
            real_ = std::make_unique<RealPeer>();
            QVERIFY(real_->server);
        } else {
            fake_ = std::make_unique<FakeHttp>();
            fake_->answer = [](const HttpRequest& asked) { return scripted(asked.url.path()); };
        }
    }
    static void bothPeers()
    {
        QTest::addColumn<bool>("realPeer");
        QTest::newRow("fake") << false;
        QTest::newRow("QtHttp") << true;
    }
private Q_SLOTS:
    void cleanup()
    {
        real_.reset();
        fake_.reset();
    }

    void anyStatusIsAnAnswer_data() { bothPeers(); }
    void anyStatusIsAnAnswer()
    {
        usePeer();
        const auto plain = fakes::await(http().send(request(QStringLiteral("/plain")), {}));
        QVERIFY(plain);
        QCOMPARE(plain->status, 200);
        QCOMPARE(plain->body, QByteArray("hello"));
        const auto error = fakes::await(http().send(request(QStringLiteral("/error")), {}));
        QVERIFY(error);
        QCOMPARE(error->status, 500);
        QCOMPARE(error->body, QByteArray("broken"));
        const auto unauthorized = fakes::await(http().send(request(QStringLiteral("/unauthorized")), {}));
        QVERIFY(unauthorized);
        QCOMPARE(unauthorized->status, 401);
        QCOMPARE(unauthorized->header("www-authenticate"), QByteArray("Bearer error=\"invalid_token\""));
        QCOMPARE(unauthorized->body, QByteArray("who?"));
        const auto empty = fakes::await(http().send(request(QStringLiteral("/empty")), {}));
        QVERIFY(empty);
        QCOMPARE(empty->status, 204);
    }
    void aRedirectIsNotFollowed_data() { bothPeers(); }
    void aRedirectIsNotFollowed()
    {
        usePeer();
        const auto answer = fakes::await(http().send(request(QStringLiteral("/redirect")), {}));
        QVERIFY(answer);
        QCOMPARE(answer->status, 302);
        QCOMPARE(answer->header("location"), QByteArray("/plain"));
        QCOMPARE(answer->body, QByteArray("moved"));
    }
    void anAnswerOverTheLimitIsRefused_data() { bothPeers(); }
    void anAnswerOverTheLimitIsRefused()
    {
        usePeer();
        auto asked = request(QStringLiteral("/large"));
        asked.maxAnswerBytes = 1000;
        auto answer = fakes::await(http().send(asked, {}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::TooLarge);
        QCOMPARE(answer.error().subject, QStringLiteral("127.0.0.1"));
        answer = fakes::await(http().stream(asked, [](const QByteArray&) {}, {}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::TooLarge);
        asked.maxAnswerBytes = 1001;
        QVERIFY(fakes::await(http().send(asked, {})));
    }
    void whatMayNotBeSentIsNotSent_data() { bothPeers(); }
    void whatMayNotBeSentIsNotSent()
    {
        usePeer();
        auto asked = request(QStringLiteral("/plain"));
        asked.plainHttp = PlainHttp::Never;
        const auto answer = fakes::await(http().send(asked, {}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::InvalidArgument);
        asked = request(QStringLiteral("/plain"));
        asked.headers = {{"X", "a\r\nY: b"}};
        QCOMPARE(fakes::await(http().send(asked, {})).error().code, Errc::InvalidArgument);
    }
    void aStreamArrivesInOrder_data() { bothPeers(); }
    void aStreamArrivesInOrder()
    {
        usePeer();
        QByteArray seen;
        bool over = false;
        const auto future = http().stream(request(QStringLiteral("/pieces")),
                                          [&](const QByteArray& bytes) {
                                              QVERIFY2(!over, "never after the answer");
                                              seen += bytes;
                                          },
                                          {});
        const auto answer = fakes::await(future);
        over = true;
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->body.isEmpty());
        QCOMPARE(seen, QByteArray("one two three"));
        QCOMPARE(fakes::await(http().send(request(QStringLiteral("/pieces")), {}))->body, QByteArray("one two three"));
    }
    void aStreamKeepsTheBodyOfAnError_data() { bothPeers(); }
    void aStreamKeepsTheBodyOfAnError()
    {
        usePeer();
        bool called = false;
        const auto answer = fakes::await(
            http().stream(request(QStringLiteral("/error")), [&called](const QByteArray&) { called = true; }, {}));
        QVERIFY(answer);
        QCOMPARE(answer->status, 500);
        QCOMPARE(answer->body, QByteArray("broken"));
        QVERIFY(!called);
    }
    void aStopEndsIt_data() { bothPeers(); }
    void aStopEndsIt()
    {
        usePeer();
        std::stop_source stop;
        auto future = http().send(request(QStringLiteral("/hang")), stop.get_token());
        std::thread other([&stop] { stop.request_stop(); });
        other.join();
        QCOMPARE(fakes::await(future).error().code, Errc::Cancelled);
        QCOMPARE(fakes::await(http().send(request(QStringLiteral("/plain")), stop.get_token())).error().code,
                 Errc::Cancelled);
    }
    void noByteComesAfterAStop_data() { bothPeers(); }
    void noByteComesAfterAStop()
    {
        usePeer();
        std::stop_source stop;
        int calls = 0;
        const auto answer = fakes::await(http().stream(
            request(QStringLiteral("/pieces")),
            [&](const QByteArray&) {
                ++calls;
                stop.request_stop();
            },
            stop.get_token()));
        QCOMPARE(answer.error().code, Errc::Cancelled);
        QCOMPARE(calls, 1);
    }
    void silenceTimesOut_data() { bothPeers(); }
    void silenceTimesOut()
    {
        usePeer();
        auto asked = request(QStringLiteral("/hang"));
        asked.timeout = milliseconds(50);
        QCOMPARE(fakes::await(http().send(asked, {})).error().code, Errc::Timeout);
        QCOMPARE(fakes::await(http().stream(asked, [](const QByteArray&) {}, {})).error().code, Errc::Timeout);
    }
    void theEndOfTheClientCancels_data() { bothPeers(); }
    void theEndOfTheClientCancels()
    {
        usePeer();
        const auto future = http().send(request(QStringLiteral("/hang")), {});
        cleanup();
        QCOMPARE(fakes::await(future).error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestHttpContract)
#include "tst_http_contract.moc"
