#include "core/model/answer_reader.h"
#include "core/model/endpoint_tester.h"
#include "core/model/local_servers.h"
#include "core/model/model_client.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_http.h"

#include <QtTest/QTest>

using namespace core::model;
using core::Errc;
using core::agent::ModelDelta;
using core::agent::ModelRequest;
using core::agent::ModelTurn;
using core::agent::Role;
using core::net::SocketTables;
using fakes::FakeHttp;
using fakes::ScriptedAnswer;

namespace {

core::ApiKey key()
{
    return core::ApiKey(core::Secret::consume(QByteArray("sk-test-key", 11)));
}

ModelRequest question()
{
    ModelRequest request;
    request.messages = {{Role::User, QStringLiteral("q")}};
    request.tools = {{QStringLiteral("mail.send"), {}, {}}};
    return request;
}

ScriptedAnswer status(int code, const QByteArray& body = {}, std::vector<core::net::Header> headers = {})
{
    return {.outcome = core::net::HttpResponse{.status = code, .headers = std::move(headers), .body = body}};
}

ScriptedAnswer streamed(std::vector<QByteArray> pieces)
{
    return {.outcome = core::net::HttpResponse{.status = 200}, .pieces = std::move(pieces)};
}

const QByteArray hello = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hel\"}}]}\n\n";
const QByteArray world =
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

struct Setup {
    FakeHttp http;
    core::SystemClock clock;
    Endpoint endpoint = withKey(
        *makeEndpoint(Protocol::ChatCompletions, QStringLiteral("https://api.example.com/v1"), QStringLiteral("m")));
    BoundKey bound{key(), QStringLiteral("https://api.example.com:443")};
    QString text;

    core::Result<ModelTurn> ask(std::stop_token stop = {})
    {
        ModelClient client(endpoint, bound, http, clock);
        return fakes::await(
            client.stream(question(), [this](const ModelDelta& delta) { text += delta.text; }, std::move(stop)));
    }
};

} // namespace

class TestModelClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void streamsAnAnswer()
    {
        Setup setup;
        setup.http.next = {streamed({hello.left(30), hello.mid(30) + ": OPENROUTER PROCESSING\n\n", world})};
        const auto turn = setup.ask();
        QVERIFY(turn.has_value());
        QVERIFY(!turn->error);
        QCOMPARE(turn->text, QStringLiteral("hello"));
        QCOMPARE(setup.text, QStringLiteral("hello"));
        const auto& sent = setup.http.requests.at(0);
        QCOMPARE(sent.url, QUrl(QStringLiteral("https://api.example.com/v1/chat/completions")));
        QCOMPARE(FakeHttp::header(sent, "authorization"), QByteArray("Bearer sk-test-key"));
        QVERIFY(!sent.body.contains("sk-test-key"));
    }
    void callsComeBackUnderTheToolsOwnName()
    {
        Setup setup;
        setup.http.next = {
            streamed({"data: "
                      "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{"
                      "\"name\":\"mail_send\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n"})};
        QCOMPARE(setup.ask()->toolCalls.first().name, QStringLiteral("mail.send"));
    }
    void aKeyOfAnotherOriginSendsNothing()
    {
        Setup setup;
        setup.bound = BoundKey(key(), QStringLiteral("https://other.example:443"));
        const auto turn = setup.ask();
        QCOMPARE(turn.error().code, Errc::Refused);
        QVERIFY(setup.http.requests.empty());
    }
    void aRedirectIsAnError()
    {
        Setup setup;
        setup.http.next = {status(307, {}, {{"location", "https://evil.example/"}})};
        QCOMPARE(setup.ask().error().code, Errc::Protocol);
        QCOMPARE(setup.http.requests.size(), size_t(1));
    }
    void statusesBecomeErrors()
    {
        Setup setup;
        setup.http.next = {status(429, "{}", {{"retry-after", "3"}})};
        const auto turn = setup.ask();
        QCOMPARE(turn.error().code, Errc::RateLimited);
        QCOMPARE(turn.error().retryAfter->count(), 3);
        QCOMPARE(turn.error().subject, QStringLiteral("api.example.com"));
    }
    void noConnection()
    {
        Setup setup;
        setup.http.next = {
            {.outcome = core::Result<core::net::HttpResponse>(core::fail(Errc::Network, QStringLiteral("no")))}};
        QCOMPARE(setup.ask().error().code, Errc::Network);
    }
    void aConnectionThatBreaksKeepsTheText()
    {
        Setup setup;
        setup.http.next = {
            {.outcome = core::Result<core::net::HttpResponse>(core::fail(Errc::ConnectionLost, QStringLiteral("cut"))),
             .pieces = {hello}}};
        const auto turn = setup.ask();
        QVERIFY(turn.has_value());
        QCOMPARE(turn->text, QStringLiteral("hel"));
        QCOMPARE(turn->error->code, Errc::ConnectionLost);
    }
    void aConnectionThatBreaksAfterTheEndSpoilsNothing()
    {
        Setup setup;
        setup.http.next = {
            {.outcome = core::Result<core::net::HttpResponse>(core::fail(Errc::ConnectionLost, QStringLiteral("cut"))),
             .pieces = {hello, world}}};
        QVERIFY(!setup.ask()->error);
    }
    void answersThatAreNoStream_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("error");
        QTest::newRow("one JSON document")
            << QByteArray("\n {\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}")
            << QStringLiteral("hi") << -1;
        QTest::newRow("an error under 200") << QByteArray("{\"error\":{\"code\":429,\"message\":\"m\"}}") << QString()
                                            << static_cast<int>(Errc::RateLimited);
        QTest::newRow("another JSON") << QByteArray("{\"hello\":1}") << QString() << static_cast<int>(Errc::NotJson);
        QTest::newRow("JSON lines, as Ollama's own interface sends")
            << QByteArray("{\"message\":{\"content\":\"a\"}}\n{\"message\":{\"content\":\"b\"}}\n") << QString()
            << static_cast<int>(Errc::NotJson);
        QTest::newRow("a web page") << QByteArray("<!DOCTYPE html><html></html>") << QString()
                                    << static_cast<int>(Errc::NotJson);
        QTest::newRow("nothing") << QByteArray() << QString() << static_cast<int>(Errc::ConnectionLost);
        QTest::newRow("a last event without its blank line")
            << QByteArray(
                   hello +
                   "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"p\"},\"finish_reason\":\"stop\"}]}")
            << QStringLiteral("help") << -1;
        QTest::newRow("a byte order mark")
            << QByteArray("\xEF\xBB\xBF" + hello + world) << QStringLiteral("hello") << -1;
    }
    void answersThatAreNoStream()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, error);
        Setup setup;
        setup.http.next = {streamed({body})};
        const auto turn = setup.ask();
        QVERIFY(turn.has_value());
        QTEST(turn->text, "text");
        QCOMPARE(turn->error ? static_cast<int>(turn->error->code) : -1, error);
        if (turn->error) QCOMPARE(turn->error->subject, QStringLiteral("api.example.com"));
    }
    // White space counts too: looked through again with each piece, it froze the window.
    void whiteSpaceInFrontHasALimit()
    {
        const QByteArray document("{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
        AnswerReader patient(Protocol::ChatCompletions, {});
        for (int i = 0; i < 60; ++i)
            patient.feed(QByteArray(1024, '\n'));
        QVERIFY(!patient.begun() && !patient.failed());
        patient.feed(document);
        QCOMPARE(patient.finish({}).text, QStringLiteral("hi"));

        AnswerReader reader(Protocol::ChatCompletions, {});
        for (int i = 0; i < 65; ++i)
            reader.feed(QByteArray(1024, ' '));
        QVERIFY(reader.begun() && reader.failed());
        reader.feed(document);
        QCOMPARE(reader.finish({}).error->code, Errc::NotJson);

        AnswerReader atOnce(Protocol::ChatCompletions, {});
        atOnce.feed(QByteArray(70'000, ' ') + document);
        QVERIFY(atOnce.failed());
    }
    void aDocumentWithoutAnEndHasALimit()
    {
        AnswerReader reader(Protocol::ChatCompletions, {});
        reader.feed("{");
        for (int i = 0; i < 40 && !reader.failed(); ++i)
            reader.feed(QByteArray(1024 * 1024, ' '));
        QVERIFY(reader.failed());
        const auto turn = reader.finish({});
        QCOMPARE(turn.error->code, Errc::TooLarge);
        QCOMPARE(turn.error->subject, answerSubject);
    }
    void whatCanOnlyBeAnErrorIsNotReadToItsEnd()
    {
        struct CountingHttp final : core::net::Http {
            FakeHttp inner;
            int pieces = 0;
            core::Async<core::net::HttpResponse> send(core::net::HttpRequest request, std::stop_token token) override
            {
                return inner.send(std::move(request), std::move(token));
            }
            core::Async<core::net::HttpResponse> stream(core::net::HttpRequest request,
                                                        std::function<void(const QByteArray&)> onBytes,
                                                        std::stop_token token) override
            {
                return inner.stream(
                    std::move(request),
                    [this, onBytes = std::move(onBytes)](const QByteArray& bytes) {
                        ++pieces;
                        onBytes(bytes);
                    },
                    std::move(token));
            }
        };
        const QByteArray words(500'000, 'w');
        const QByteArray piece = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + words + "\"}}]}\n\n";
        CountingHttp http;
        http.inner.next = {streamed(std::vector<QByteArray>(50, piece))};
        Setup setup;
        ModelClient client(setup.endpoint, setup.bound, http, setup.clock);
        const auto turn = fakes::await(client.stream(question(), {}, {}));
        QVERIFY(turn.has_value());
        QCOMPARE(turn->error->code, Errc::TooLarge);
        QCOMPARE(turn->error->subject, answerSubject);
        QCOMPARE(turn->text.size(), longestAnswer);
        QCOMPARE(http.pieces, 9);
    }
    void afterAStopNothingIsHeard()
    {
        Setup setup;
        setup.http.next = {streamed({hello + world})};
        std::stop_source stop;
        ModelClient client(setup.endpoint, setup.bound, setup.http, setup.clock);
        const auto answer = client.stream(
            question(),
            [&](const ModelDelta& delta) {
                setup.text += delta.text;
                stop.request_stop();
            },
            stop.get_token());
        QCOMPARE(fakes::await(answer).error().code, Errc::Cancelled);
        QCOMPARE(setup.text, QStringLiteral("hel"));
    }
    void anthropicHeaders()
    {
        Setup setup;
        setup.endpoint =
            *makeEndpoint(Protocol::AnthropicMessages, QStringLiteral("https://api.example.com"), QStringLiteral("m"));
        setup.http.next = {streamed(
            {"event: content_block_start\ndata: "
             "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"hi\"}}\n\n"
             "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"})};
        QCOMPARE(setup.ask()->text, QStringLiteral("hi"));
        const auto& sent = setup.http.requests.at(0);
        QCOMPARE(sent.url, QUrl(QStringLiteral("https://api.example.com/v1/messages")));
        QCOMPARE(FakeHttp::header(sent, "x-api-key"), QByteArray("sk-test-key"));
        QCOMPARE(FakeHttp::header(sent, "anthropic-version"), QByteArray("2023-06-01"));
    }

    void tryingOutNamesTheWrongField_data()
    {
        QTest::addColumn<QString>("baseUrl");
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("modelsStatus"); // 0: no connection
        QTest::addColumn<QByteArray>("modelsBody");
        QTest::addColumn<int>("chatStatus");
        QTest::addColumn<QByteArray>("chatBody");
        QTest::addColumn<int>("field"); // -1: none
        QTest::addColumn<int>("error"); // -1: it works
        const QString url = QStringLiteral("https://api.example.com/v1");
        const QString m = QStringLiteral("m");
        const QByteArray list = "{\"data\":[{\"id\":\"m\"},{\"id\":\"a\"}]}";
        const QByteArray ok = hello + world;
        const auto code = [](Errc errc) { return static_cast<int>(errc); };
        const auto baseUrl = static_cast<int>(EndpointField::BaseUrl);
        const auto model = static_cast<int>(EndpointField::Model);
        const auto apiKey = static_cast<int>(EndpointField::Key);
        QTest::newRow("it works") << url << m << 200 << list << 200 << ok << -1 << -1;
        QTest::newRow("it works without a list of models") << url << m << 404 << QByteArray() << 200 << ok << -1 << -1;
        QTest::newRow("a key that may not list models but may ask")
            << url << m << 403 << QByteArray() << 200 << ok << -1 << -1;
        QTest::newRow("not https") << QStringLiteral("http://api.example.com/v1") << m << 200 << list << 200 << ok
                                   << baseUrl << code(Errc::InvalidArgument);
        QTest::newRow("nobody there") << url << m << 0 << QByteArray() << 200 << ok << baseUrl << code(Errc::Network);
        QTest::newRow("no model yet: the list")
            << url << QString() << 200 << list << 200 << ok << model << code(Errc::InvalidArgument);
        QTest::newRow("the key opens nothing")
            << url << m << 401 << QByteArray("{}") << 200 << ok << apiKey << code(Errc::Unauthorized);
        QTest::newRow("the list is open, the model is not")
            << url << m << 200 << list << 401 << QByteArray("{}") << apiKey << code(Errc::Unauthorized);
        QTest::newRow("no such model") << url << m << 200 << list << 404
                                       << QByteArray("{\"error\":{\"code\":\"model_not_found\",\"message\":\"m\"}}")
                                       << model << code(Errc::NotFound);
        QTest::newRow("404 without a word, but the list was there")
            << url << m << 200 << list << 404 << QByteArray() << model << code(Errc::NotFound);
        QTest::newRow("404 for both") << url << m << 404 << QByteArray("<html>") << 404 << QByteArray("<html>")
                                      << baseUrl << code(Errc::NotFound);
        QTest::newRow("a web page for everything")
            << url << m << 200 << QByteArray("<html>") << 200 << QByteArray("<html>") << baseUrl << code(Errc::NotJson);
        QTest::newRow("busy: nobody's field")
            << url << m << 200 << list << 429 << QByteArray("{}") << -1 << code(Errc::RateLimited);
        QTest::newRow("an error under 200")
            << url << m << 200 << list << 200
            << QByteArray("data: {\"error\":{\"code\":\"invalid_api_key\",\"message\":\"m\"}}\n\n") << apiKey
            << code(Errc::Unauthorized);
    }
    void tryingOutNamesTheWrongField()
    {
        QFETCH(QString, baseUrl);
        QFETCH(QString, model);
        QFETCH(int, modelsStatus);
        QFETCH(QByteArray, modelsBody);
        QFETCH(int, chatStatus);
        QFETCH(QByteArray, chatBody);
        QFETCH(int, error);
        Setup setup;
        setup.http.answer = [&](const core::net::HttpRequest& request) -> ScriptedAnswer {
            if (!request.url.path().endsWith(QLatin1String("/models"))) return status(chatStatus, chatBody);
            if (modelsStatus == 0)
                return {.outcome =
                            core::Result<core::net::HttpResponse>(core::fail(Errc::Network, QStringLiteral("no")))};
            return status(modelsStatus, modelsBody);
        };
        EndpointTester tester(setup.http, setup.clock);
        const auto report = fakes::await(tester.tryOut({Protocol::ChatCompletions, baseUrl, model, key()}, {}));
        QVERIFY(report.has_value());
        QTEST(report->wrongField ? static_cast<int>(*report->wrongField) : -1, "field");
        QCOMPARE(report->error ? static_cast<int>(report->error->code) : -1, error);
        if (report->error && report->error->code != Errc::InvalidArgument) // what a person reads is not a field's name
            QCOMPARE(report->error->subject, QStringLiteral("api.example.com"));
        QCOMPARE(report->endpoint.has_value(), error == -1);
        if (modelsBody.startsWith("{\"data\"") && baseUrl.startsWith(QLatin1String("https")))
            QCOMPARE(report->models, (QStringList{QStringLiteral("a"), QStringLiteral("m")}));
        for (const auto& request : setup.http.requests)
            QCOMPARE(FakeHttp::header(request, "authorization"), QByteArray("Bearer sk-test-key"));
    }
    void anotherUsersServerIsNamedWithItsPort()
    {
        Setup setup;
        const auto where = QStringLiteral("127.0.0.1:11434");
        setup.http.answer = [&](const core::net::HttpRequest&) -> ScriptedAnswer {
            return {.outcome = core::Result<core::net::HttpResponse>(core::fail(Errc::ForeignServer, {}, where))};
        };
        EndpointTester tester(setup.http, setup.clock);
        const auto report = fakes::await(tester.tryOut(
            {Protocol::ChatCompletions, QStringLiteral("http://127.0.0.1:11434/v1"), QStringLiteral("m"), {}}, {}));
        QVERIFY(report && report->error);
        QCOMPARE(report->error->code, Errc::ForeignServer);
        QCOMPARE(report->error->subject, where);
        QCOMPARE(report->wrongField, std::optional(EndpointField::BaseUrl));
        QCOMPARE(setup.http.requests.size(), size_t(1));
    }
    void tryingOutStops()
    {
        Setup setup;
        setup.http.next = {{.hang = true}};
        EndpointTester tester(setup.http, setup.clock);
        std::stop_source stop;
        const auto report =
            tester.tryOut({Protocol::ChatCompletions, QStringLiteral("https://a.example/v1"), QStringLiteral("m"), {}},
                          stop.get_token());
        stop.request_stop();
        QCOMPARE(fakes::await(report).error().code, Errc::Cancelled);
    }

    void whoseServerItIs_data()
    {
        QTest::addColumn<QByteArray>("tcp");
        QTest::addColumn<QByteArray>("tcp6");
        QTest::addColumn<QString>("url"); // for port 11434 and user 1000; empty: not offered
        const QByteArray head =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
        const auto v4 = [head](const char* address, const char* state, int user) {
            return head + "   0: " + address + ":2CAA 00000000:0000 " + state +
                   " 00000000:00000000 00:00000000 00000000  " + QByteArray::number(user) +
                   "        0 22001 1 0000000000000000 100 0 0 10 0\n";
        };
        const auto line = [v4, head](const char* address, const char* state, int user) {
            return v4(address, state, user).mid(head.size());
        };
        const QString ours = QStringLiteral("http://127.0.0.1:11434/v1");
        QTest::newRow("this user's, on 127.0.0.1") << v4("0100007F", "0A", 1000) << head << ours;
        QTest::newRow("root's: a system service") << v4("0100007F", "0A", 0) << head << ours;
        QTest::newRow("this user's, on every address") << v4("00000000", "0A", 1000) << head << ours;
        QTest::newRow("another user's") << v4("0100007F", "0A", 1001) << head << QString();
        QTest::newRow("nobody's number") << v4("0100007F", "0A", 65534) << head << QString();
        QTest::newRow("this user's on 127.0.0.1, another's on every address")
            << v4("0100007F", "0A", 1000) + line("00000000", "0A", 1001) << head << QString();
        QTest::newRow("another's on every address, this user's on 127.0.0.1")
            << v4("00000000", "0A", 1001) + line("0100007F", "0A", 1000) << head << QString();
        QTest::newRow("another's over IPv6 on every address")
            << v4("0100007F", "0A", 1000) << v4("00000000000000000000000000000000", "0A", 1001) << QString();
        QTest::newRow("this user's, IPv6 on every address (Ollama)")
            << head << v4("00000000000000000000000000000000", "0A", 1000) << ours;
        QTest::newRow("this user's, on ::1 only")
            << head << v4("00000000000000000000000001000000", "0A", 1000) << QStringLiteral("http://[::1]:11434/v1");
        QTest::newRow("this user's, on a mapped 127.0.0.1")
            << head << v4("0000000000000000FFFF00000100007F", "0A", 1000) << ours;
        QTest::newRow("a connection, not a listener") << v4("0100007F", "01", 1000) << head << QString();
        QTest::newRow("on another address of this machine") << v4("0501A8C0", "0A", 1000) << head << QString();
        QTest::newRow("another port") << v4("0100007F", "0A", 1000).replace("2CAA", "2CAB") << head << QString();
        QTest::newRow("an owner that cannot be read")
            << v4("0100007F", "0A", 1000).replace("  1000 ", "  x100 ") << head << QString();
        QTest::newRow("no tables at all") << QByteArray() << QByteArray() << QString();
    }
    void whoseServerItIs()
    {
        QFETCH(QByteArray, tcp);
        QFETCH(QByteArray, tcp6);
        QFETCH(QString, url);
        const auto found = ownServerAt({tcp, tcp6}, 11434, 1000);
        QCOMPARE(found ? found->toString() : QString(), url);
    }
    void localServersAreListedWithTheirModels()
    {
        Setup setup;
        const QByteArray tables =
            "head\n"
            "0: 0100007F:2CAA 00000000:0000 0A 0:0 0:0 0 1000 0\n" // 11434, ours
            "1: 0100007F:04D2 00000000:0000 0A 0:0 0:0 0 1001 0\n" // 1234, another user's
            "2: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0\n";   // 8080, root's, but no model server
        setup.http.answer = [](const core::net::HttpRequest& request) {
            if (request.url.port() == 11434) return status(200, "{\"data\":[{\"id\":\"qwen3\"}]}");
            return status(200, "<html>a router</html>");
        };
        LocalServers servers(setup.http, setup.clock, 1000, [tables] { return SocketTables{tables, {}}; });
        const auto found = fakes::await(servers.find({}));
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().name, QStringLiteral("Ollama"));
        QCOMPARE(found->first().models, QStringList{QStringLiteral("qwen3")});
        // Not a byte went to the other user's.
        for (const auto& request : setup.http.requests)
            QVERIFY(request.url.port() != 1234);
    }
    void aServerThatChangedHandsMeanwhileIsNotOffered()
    {
        Setup setup;
        setup.http.answer = [](const core::net::HttpRequest&) {
            return status(200, "{\"data\":[{\"id\":\"qwen3\"}]}");
        };
        int looks = 0;
        LocalServers servers(setup.http, setup.clock, 1000, [&looks] {
            return SocketTables{"head\n0: 0100007F:2CAA 00000000:0000 0A 0:0 0:0 0 " +
                                    QByteArray(looks++ == 0 ? "1000" : "1001") + " 0\n",
                                {}};
        });
        QVERIFY(fakes::await(servers.find({}))->isEmpty());
    }
    void nothingListening()
    {
        Setup setup;
        LocalServers servers(setup.http, setup.clock, 1000, [] { return SocketTables{}; });
        QVERIFY(fakes::await(servers.find({}))->isEmpty());
        QVERIFY(setup.http.requests.empty());
    }
};

QTEST_GUILESS_MAIN(TestModelClient)
#include "tst_model_client.moc"
