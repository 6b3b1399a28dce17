#include "app/demo/model_api.h"
#include "tests/app/demo/demo_world.h"

#include <QtTest/QTest>

using namespace demo_tests;
using namespace app::demo;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

QJsonObject function(const char* name)
{
    return {{s("type"), s("function")}, {s("function"), QJsonObject{{s("name"), s(name)}}}};
}

QJsonObject said(const char* role, const char* text)
{
    return {{s("role"), s(role)}, {s("content"), s(text)}};
}

QJsonObject called(const char* id, const char* name, const char* arguments)
{
    return {{s("id"), s(id)},
            {s("type"), s("function")},
            {s("function"), QJsonObject{{s("name"), s(name)}, {s("arguments"), s(arguments)}}}};
}

QJsonObject toolSaid(const char* id, const char* text)
{
    auto message = said("tool", text);
    message.insert(s("tool_call_id"), s(id));
    return message;
}

QJsonObject assistantCalled(const QJsonArray& calls)
{
    return {{s("role"), s("assistant")}, {s("content"), QJsonValue()}, {s("tool_calls"), calls}};
}

QJsonObject body(const QJsonArray& messages)
{
    return {{s("model"), s("sekisho-demo-model")},
            {s("messages"), messages},
            {s("tools"), QJsonArray{function("read_payslip"), function("find_colleague"), function("get_user_info")}}};
}

Request request(const QJsonObject& json)
{
    Request made = get("/v1/chat/completions");
    made.method = "POST";
    made.body = QJsonDocument(json).toJson();
    return made;
}

/// Keeps what a handler answers.
class KeptAnswer final : public core::httpserver::Responder {
public:
    void send(Response response) override { whole = std::move(response); }
    void begin(Response head) override { whole = std::move(head); }
    void write(QByteArray piece) override { pieces.append(std::move(piece)); }
    void end() override { ended = true; }
    [[nodiscard]] bool clientGone() const override { return gone; }

    std::optional<Response> whole;
    QList<QByteArray> pieces;
    bool ended = false;
    bool gone = false;
};

QList<QJsonObject> chunks(const QList<QByteArray>& events)
{
    QList<QJsonObject> parsed;
    for (const auto& event : events)
        if (event != "data: [DONE]\n\n") parsed.append(QJsonDocument::fromJson(event.mid(6)).object());
    return parsed;
}

QJsonObject delta(const QJsonObject& chunk)
{
    return chunk.value(s("choices")).toArray().at(0).toObject().value(s("delta")).toObject();
}

} // namespace

class TestModelApi : public QObject {
    Q_OBJECT

    fakes::FakeClock clock_;

    std::shared_ptr<KeptAnswer> ask(const Request& asked,
                                    std::chrono::milliseconds between = std::chrono::milliseconds(0))
    {
        model_ = std::make_unique<ModelApi>(ModelApi::Options{between}, clock_);
        auto answer = std::make_shared<KeptAnswer>();
        model_->handle(asked, answer);
        return answer;
    }

    std::unique_ptr<ModelApi> model_;

private Q_SLOTS:
    void modelsAreListed()
    {
        const auto answer = ask(get("/v1/models"));
        QCOMPARE(jsonOf(*answer->whole).value(s("data")).toArray().at(0).toObject().value(s("id")).toString(),
                 s("sekisho-demo-model"));
    }
    void textStreamsAsTheWireSays()
    {
        auto json = body({said("user", "こんにちは")});
        json.insert(s("stream"), true);
        json.insert(s("stream_options"), QJsonObject{{s("include_usage"), true}});
        const auto answer = ask(request(json));
        QVERIFY(answer->ended);
        QCOMPARE(answer->whole->contentType, QByteArray("text/event-stream"));
        QCOMPARE(answer->pieces.last(), QByteArray("data: [DONE]\n\n"));
        const auto parsed = chunks(answer->pieces);
        QCOMPARE(delta(parsed.first()).value(s("role")).toString(), s("assistant"));
        QString text;
        for (const auto& chunk : parsed) {
            QCOMPARE(chunk.value(s("object")).toString(), s("chat.completion.chunk"));
            QCOMPARE(chunk.value(s("id")), parsed.first().value(s("id")));
            text += delta(chunk).value(s("content")).toString();
        }
        QVERIFY(parsed.size() > 10);
        QVERIFY(text.contains(s("「最後の給与明細は？」")));
        QCOMPARE(parsed.at(parsed.size() - 2)
                     .value(s("choices"))
                     .toArray()
                     .at(0)
                     .toObject()
                     .value(s("finish_reason"))
                     .toString(),
                 s("stop"));
        QVERIFY(parsed.last().value(s("choices")).toArray().isEmpty());
        QVERIFY(parsed.last().value(s("usage")).toObject().value(s("completion_tokens")).toInt() > 10);
    }
    void callsStreamInFragments()
    {
        auto json = body({said("user", "Show mine and B's salary")});
        json.insert(s("stream"), true);
        const auto parsed = chunks(ask(request(json))->pieces);
        QMap<int, QByteArray> arguments;
        QMap<int, QString> names;
        QSet<QString> ids;
        for (const auto& chunk : parsed) {
            for (const auto& item : delta(chunk).value(s("tool_calls")).toArray()) {
                const auto call = item.toObject();
                const int index = call.value(s("index")).toInt(-1);
                const auto its = call.value(s("function")).toObject();
                if (its.contains(s("name"))) {
                    QVERIFY(!names.contains(index)); // name and id come once
                    names.insert(index, its.value(s("name")).toString());
                    ids.insert(call.value(s("id")).toString());
                }
                arguments[index] += its.value(s("arguments")).toString().toUtf8();
            }
        }
        QCOMPARE(names, (QMap<int, QString>{{0, s("read_payslip")}, {1, s("read_payslip")}}));
        QCOMPARE(ids.size(), 2);
        QCOMPARE(QJsonDocument::fromJson(arguments.value(0)).object().value(s("person")).toString(), s("me"));
        QCOMPARE(QJsonDocument::fromJson(arguments.value(1)).object().value(s("person")).toString(), s("bsan"));
        QCOMPARE(parsed.last().value(s("choices")).toArray().at(0).toObject().value(s("finish_reason")).toString(),
                 s("tool_calls"));
    }
    void piecesComeOneByOne()
    {
        auto json = body({said("user", "hello")});
        json.insert(s("stream"), true);
        const auto answer = ask(request(json), std::chrono::milliseconds(1));
        QVERIFY(answer->pieces.isEmpty());
        QVERIFY(!answer->ended);
        QTRY_VERIFY(answer->ended);
        QCOMPARE(answer->pieces.last(), QByteArray("data: [DONE]\n\n"));
    }
    void itStopsWhenTheClientHasGone()
    {
        auto json = body({said("user", "hello")});
        json.insert(s("stream"), true);
        const auto answer = ask(request(json), std::chrono::milliseconds(1));
        QTRY_VERIFY(answer->pieces.size() > 2);
        answer->gone = true;
        QTRY_VERIFY(answer->ended);
        QVERIFY(answer->pieces.last() != "data: [DONE]\n\n");
    }
    void theWholeAnswerAtOnce()
    {
        const auto json = jsonOf(*ask(request(body({said("user", "最後の給与明細は？")})))->whole);
        const auto choice = json.value(s("choices")).toArray().at(0).toObject();
        QCOMPARE(choice.value(s("finish_reason")).toString(), s("tool_calls"));
        const auto call = choice.value(s("message")).toObject().value(s("tool_calls")).toArray().at(0).toObject();
        QCOMPARE(call.value(s("function")).toObject().value(s("name")).toString(), s("read_payslip"));
        QVERIFY(json.value(s("usage")).toObject().contains(s("total_tokens")));
    }
    void onlyTheLastPersonsWordsCount()
    {
        // The first question and its answer are over; the second one starts anew.
        const auto json =
            body({said("system", "You are helpful."), said("user", "最後の給与明細は？"),
                  assistantCalled({called("c1", "read_payslip", "{\"person\":\"me\",\"month\":\"latest\"}")}),
                  toolSaid("c1", "{\"net\":1}"), said("assistant", "1円です"), said("user", "最後の給与明細は？")});
        const auto parsed = parseCompletion(request(json), QDate(2026, 3, 1));
        QVERIFY(parsed.has_value());
        QVERIFY(parsed->input.done.isEmpty());
        QCOMPARE(scriptedReply(parsed->input).calls.size(), 1);
    }
    void aLimitCutsTheAnswer()
    {
        auto json = body({said("user", "hello")});
        json.insert(s("max_completion_tokens"), 2);
        const auto choice = jsonOf(*ask(request(json))->whole).value(s("choices")).toArray().at(0).toObject();
        QCOMPARE(choice.value(s("finish_reason")).toString(), s("length"));
    }
    void contentInParts()
    {
        const QJsonObject message{
            {s("role"), s("user")},
            {s("content"), QJsonArray{QJsonObject{{s("type"), s("text")}, {s("text"), s("Who am I?")}}}}};
        QCOMPARE(scriptedReply(parseCompletion(request(body({message})), QDate(2026, 3, 1))->input).calls.at(0).name,
                 s("get_user_info"));
    }

    void badRequests_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        const auto text = [](const QJsonObject& json) { return QJsonDocument(json).toJson(); };
        auto otherModel = body({said("user", "x")});
        otherModel.insert(s("model"), s("gpt-4o-mini"));
        const auto open = assistantCalled({called("c1", "read_payslip", "{}"), called("c2", "read_payslip", "{}")});
        QTest::newRow("no JSON") << QByteArray("x") << 400;
        QTest::newRow("another model") << text(otherModel) << 404;
        QTest::newRow("no messages") << text(body({})) << 400;
        QTest::newRow("a call without its answer") << text(body({said("user", "x"), open, toolSaid("c1", "1")})) << 400;
        QTest::newRow("a word between call and answer")
            << text(body({said("user", "x"), open, toolSaid("c1", "1"), said("user", "y"), toolSaid("c2", "2")}))
            << 400;
        QTest::newRow("an answer to no call") << text(body({said("user", "x"), toolSaid("c9", "1")})) << 400;
        QTest::newRow("an answer twice") << text(body({said("user", "x"), open, toolSaid("c1", "1"),
                                                       toolSaid("c1", "1"), toolSaid("c2", "1")}))
                                         << 400;
        QTest::newRow("answers in any order")
            << text(body({said("user", "x"), open, toolSaid("c2", "1"), toolSaid("c1", "1")})) << 200;
    }
    void badRequests()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, status);
        auto asked = request({});
        asked.body = text;
        const auto answer = ask(asked);
        QCOMPARE(answer->whole->status, status);
        if (status != 200)
            QVERIFY(!jsonOf(*answer->whole).value(s("error")).toObject().value(s("message")).toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestModelApi)
#include "tst_demo_model_api.moc"
