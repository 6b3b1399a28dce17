// The whole way over real sockets: server, HTTP, client, turn.
#include "core/agent/turn_runner.h"
#include "core/httpserver/http_server.h"
#include "core/model/endpoint_tester.h"
#include "core/model/local_servers.h"
#include "core/model/model_client.h"
#include "core/net/qt_http.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_tool_runner.h"
#include "tests/fakes/fake_turn_log.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>

#include <unistd.h>

using namespace core::model;
using core::Errc;
using core::httpserver::HttpServer;
using core::httpserver::Request;
using core::httpserver::Responder;
using core::net::readSocketTables;

namespace {

/// A chat-completions server: hands each request to the test.
struct Server {
    QObject context;
    std::vector<Request> requests;
    std::vector<std::shared_ptr<Responder>> open;
    std::function<void(const Request&, const std::shared_ptr<Responder>&)> answer;
    std::unique_ptr<HttpServer> http;

    Server()
    {
        auto listening = HttpServer::listen(
            0, {}, &context, [this](const Request& request, const std::shared_ptr<Responder>& responder) {
                requests.push_back(request);
                open.push_back(responder);
                if (answer) answer(request, responder);
            });
        if (!listening) qFatal("cannot listen");
        http = std::move(*listening);
    }
    [[nodiscard]] QString baseUrl() const { return QStringLiteral("http://127.0.0.1:%1/v1").arg(http->port()); }
};

core::httpserver::Response streamHead()
{
    core::httpserver::Response head;
    head.contentType = "text/event-stream";
    return head;
}

void streamPieces(const std::shared_ptr<Responder>& responder, const QList<QByteArray>& events)
{
    responder->begin(streamHead());
    for (const auto& event : events)
        responder->write("data: " + event + "\n\n");
}

QByteArray text(const char* words)
{
    return QByteArray("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"") + words + "\"}}]}";
}

core::ApiKey key()
{
    return core::ApiKey(core::Secret::consume(QByteArray("sk-live", 7)));
}

} // namespace

class TestModelLive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTurnWithAToolOverRealSockets()
    {
        Server server;
        server.answer = [](const Request& request, const std::shared_ptr<Responder>& responder) {
            if (!request.body.contains("\"role\":\"tool\"")) {
                streamPieces(responder, {"{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":"
                                         "\"a\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"q\\\"\"}}]}}]}",
                                         "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                                         "\"function\":{\"arguments\":\":1}\"}}]},\"finish_reason\":\"tool_calls\"}]}",
                                         "[DONE]"});
            } else {
                streamPieces(responder,
                             {text("It "), text("is 1."),
                              "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}", "[DONE]"});
            }
            responder->end();
        };
        core::net::QtHttp http;
        core::SystemClock clock;
        const auto endpoint = withKey(*makeEndpoint(Protocol::ChatCompletions, server.baseUrl(), QStringLiteral("m")));
        ModelClient model(endpoint, BoundKey(key(), endpoint.keyOrigin), http, clock);
        FakeToolRunner tools;
        tools.addTool(QStringLiteral("look"), core::toolapi::Effect::Read);
        tools.answers.insert(QStringLiteral("look"), QStringLiteral("{\"pay\":1}"));
        FakeTurnLog log;
        core::agent::TurnRunner runner(model, tools, log);
        std::optional<core::agent::TurnEnd> end;
        connect(&runner, &core::agent::TurnRunner::ended, &runner,
                [&end](const core::agent::TurnEnd& how) { end = how; });
        core::agent::TurnInput input;
        input.reference = {core::ConversationId(QStringLiteral("c")), core::agent::TurnId(QStringLiteral("t")),
                           endpoint.id};
        input.message = {core::MessageId(QStringLiteral("m")), QStringLiteral("how much?")};
        runner.start(input);
        QTRY_VERIFY(end.has_value());
        QCOMPARE(end->kind, core::agent::TurnEnd::Kind::Done);
        QCOMPARE(log.steps.last().text, QStringLiteral("It is 1."));
        QCOMPARE(tools.runs.at(0).call.arguments, QByteArray("{\"q\":1}"));
        QCOMPARE(server.requests.size(), size_t(2));
        QCOMPARE(server.requests[0].header("authorization"), QByteArray("Bearer sk-live"));
        QVERIFY(server.requests[1].body.contains("{\\\"pay\\\":1}"));
    }
    void aStopClosesTheConnection()
    {
        Server server;
        server.answer = [](const Request&, const std::shared_ptr<Responder>& responder) {
            streamPieces(responder, {text("so far")});
        };
        core::net::QtHttp http;
        core::SystemClock clock;
        ModelClient model(*makeEndpoint(Protocol::ChatCompletions, server.baseUrl(), QStringLiteral("m")), BoundKey(),
                          http, clock);
        std::stop_source stop;
        QString seen;
        const auto answer =
            model.stream({}, [&](const core::agent::ModelDelta& delta) { seen += delta.text; }, stop.get_token());
        QTRY_COMPARE(seen, QStringLiteral("so far"));
        stop.request_stop();
        QCOMPARE(fakes::await(answer).error().code, Errc::Cancelled);
        QTRY_VERIFY(server.open.at(0)->clientGone());
    }
    void aServerThatDiesInMidStreamLeavesTheText()
    {
        auto server = std::make_unique<Server>();
        server->answer = [](const Request&, const std::shared_ptr<Responder>& responder) {
            streamPieces(responder, {text("so far")});
        };
        core::net::QtHttp http;
        core::SystemClock clock;
        ModelClient model(*makeEndpoint(Protocol::ChatCompletions, server->baseUrl(), QStringLiteral("m")), BoundKey(),
                          http, clock);
        QString seen;
        const auto answer = model.stream({}, [&](const core::agent::ModelDelta& delta) { seen += delta.text; }, {});
        QTRY_COMPARE(seen, QStringLiteral("so far"));
        server.reset();
        const auto turn = fakes::await(answer);
        QVERIFY(turn.has_value());
        QCOMPARE(turn->text, QStringLiteral("so far"));
        QCOMPARE(turn->error->code, Errc::ConnectionLost);
    }
    void aRedirectTakesTheKeyNowhere_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void aRedirectTakesTheKeyNowhere()
    {
        QFETCH(int, status);
        Server thief;
        Server server;
        server.answer = [&thief, status](const Request&, const std::shared_ptr<Responder>& responder) {
            core::httpserver::Response response;
            response.status = status;
            response.headers = {{"location", thief.baseUrl().toUtf8() + "/chat/completions"}};
            responder->send(response);
        };
        core::net::QtHttp http;
        core::SystemClock clock;
        const auto endpoint = withKey(*makeEndpoint(Protocol::ChatCompletions, server.baseUrl(), QStringLiteral("m")));
        ModelClient model(endpoint, BoundKey(key(), endpoint.keyOrigin), http, clock);
        const auto turn = fakes::await(model.stream({}, {}, {}));
        QVERIFY(!turn);
        // The HTTP adapter ends these two as a broken connection instead of handing the answer over: nothing was sent
        // again.
        const bool bodyAgain = status == 307 || status == 308;
        QVERIFY(turn.error().code == Errc::Protocol || (bodyAgain && turn.error().code == Errc::ConnectionLost));
        QCoreApplication::processEvents();
        QVERIFY(thief.requests.empty());
    }
    void tryingOutARealServer()
    {
        Server server;
        server.answer = [](const Request& request, const std::shared_ptr<Responder>& responder) {
            core::httpserver::Response response;
            if (request.path.endsWith(QLatin1String("/models"))) {
                response.body = "{\"data\":[{\"id\":\"m\"}]}";
                return responder->send(response);
            }
            streamPieces(
                responder,
                {text("H"), "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}", "[DONE]"});
            responder->end();
        };
        core::net::QtHttp http;
        core::SystemClock clock;
        EndpointTester tester(http, clock);
        const auto report =
            fakes::await(tester.tryOut({Protocol::ChatCompletions, server.baseUrl(), QStringLiteral("m"), key()}, {}));
        QVERIFY(report.has_value());
        QVERIFY(!report->error);
        QCOMPARE(report->models, QStringList{QStringLiteral("m")});
        QCOMPARE(report->endpoint->keyOrigin, QStringLiteral("http://127.0.0.1:%1").arg(server.http->port()));
        QVERIFY(server.requests.back().body.contains("\"max_tokens\":1"));
    }
    void theKernelNamesTheOwnerOfASocket()
    {
        const auto tables = readSocketTables();
        if (tables.tcp.isEmpty()) QSKIP("skipped: no /proc/net/tcp here");
        Server server;
        QVERIFY(ownServerAt(readSocketTables(), server.http->port(), getuid()).has_value());
        // The same socket in another person's eyes; root's sockets are everybody's.
        QCOMPARE(ownServerAt(readSocketTables(), server.http->port(), getuid() + 1).has_value(), getuid() == 0);
        const auto port = server.http->port();
        server.http.reset();
        QVERIFY(!ownServerAt(readSocketTables(), port, getuid()).has_value());
    }
};

QTEST_GUILESS_MAIN(TestModelLive)
#include "tst_model_live.moc"
