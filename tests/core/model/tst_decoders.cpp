#include "core/model/chat_completions_decoder.h"
#include "core/model/messages_decoder.h"

#include <QtTest/QTest>

using namespace core::model;
using core::Errc;
using core::agent::FinishReason;
using core::agent::ModelTurn;

namespace {

QByteArray chunk(const QByteArray& delta, const QByteArray& finish = "null")
{
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}";
}

ModelTurn chat(const QList<QByteArray>& datas)
{
    ChatCompletionsDecoder decoder;
    for (const auto& data : datas)
        decoder.feed({}, data);
    return decoder.finish();
}

ModelTurn messages(const QList<QByteArray>& datas)
{
    MessagesDecoder decoder;
    for (const auto& data : datas)
        decoder.feed({}, data);
    return decoder.finish();
}

/// "name arguments; name arguments", and whether the ids are there and different.
QString callsOf(const ModelTurn& turn)
{
    QStringList calls;
    QSet<QString> ids;
    for (const auto& call : turn.toolCalls) {
        calls.append(call.name + QLatin1Char(' ') + QString::fromUtf8(call.arguments));
        if (!call.id.isEmpty()) ids.insert(call.id);
    }
    if (ids.size() != turn.toolCalls.size()) return QStringLiteral("ids are missing or doubled");
    return calls.join(QLatin1String("; "));
}

const QByteArray toolsEnd = chunk("{}", "\"tool_calls\"");

} // namespace

class TestDecoders : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void toolCallsOfChatCompletions_data()
    {
        QTest::addColumn<QList<QByteArray>>("chunks");
        QTest::addColumn<QString>("calls");
        const auto row = [](const char* name, const QList<QByteArray>& pieces, const char* calls) {
            QList<QByteArray> chunks;
            for (const auto& piece : pieces)
                chunks.append(chunk("{\"tool_calls\":[" + piece + "]}"));
            chunks.append(toolsEnd);
            QTest::newRow(name) << chunks << QString::fromLatin1(calls);
        };
        row("fragments merged by index",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
             "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}",
             "{\"index\":1,\"function\":{\"arguments\":\"{\\\"y\\\"\"}}",
             "{\"index\":0,\"function\":{\"arguments\":\"{}\"}}", "{\"index\":1,\"function\":{\"arguments\":\":2}\"}}"},
            "f {}; g {\"y\":2}");
        row("both in one chunk",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"index\":1,\"id\":\"b\","
             "\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}"},
            "f {}; g {}");
        row("index 0 for every call, with a new id",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
             "{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"},
            "f {}; f {}");
        row("no index, ids",
            {"{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
             "{\"id\":\"a\",\"function\":{\"arguments\":\"}\"}}",
             "{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}"},
            "f {}; g {}");
        row("no index, no id: fragments go to the last, a name begins the next",
            {"{\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}", "{\"function\":{\"arguments\":\"}\"}}",
             "{\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}"},
            "f {}; g {}");
        row("index 0 and no id for every call: a name after whole arguments begins the next",
            {"{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
             "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}"},
            "f {}; f {\"a\":1}");
        row("a new id with each fragment of one call",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
             "{\"index\":0,\"id\":\"b\",\"function\":{\"arguments\":\"}\"}}"},
            "f {}");
        row("the name again with each fragment",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
             "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}"},
            "f {}");
        row("the same id for two calls",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
             "{\"index\":1,\"id\":\"a\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}"},
            "f {}; g {}");
        row("arguments as an object",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}}"}, "f {\"x\":1}");
        row("empty arguments", {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"}, "f ");
        row("an empty piece at the end",
            {"{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
             "{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\"\"}}"},
            "f {}");
    }
    void toolCallsOfChatCompletions()
    {
        QFETCH(QList<QByteArray>, chunks);
        const auto turn = chat(chunks);
        QVERIFY(!turn.error);
        QTEST(callsOf(turn), "calls");
        QCOMPARE(turn.finish, FinishReason::ToolCalls);
    }

    void endingsOfChatCompletions_data()
    {
        QTest::addColumn<QList<QByteArray>>("chunks");
        QTest::addColumn<int>("finish");
        QTest::addColumn<int>("error"); // -1: none
        const auto row = [](const char* name, const QList<QByteArray>& chunks, FinishReason finish, int error = -1) {
            QTest::newRow(name) << chunks << static_cast<int>(finish) << error;
        };
        const auto hi = chunk("{\"content\":\"hi\"}");
        const auto code = [](Errc errc) { return static_cast<int>(errc); };
        row("stop", {hi, chunk("{}", "\"stop\""), "[DONE]"}, FinishReason::Stop);
        row("no [DONE]", {hi, chunk("{}", "\"stop\"")}, FinishReason::Stop);
        row("[DONE] and no finish reason", {hi, "[DONE]"}, FinishReason::Unknown);
        row("neither: the connection was cut", {hi}, FinishReason::Unknown, code(Errc::ConnectionLost));
        row("length", {hi, chunk("{}", "\"length\"")}, FinishReason::Length);
        row("content filter", {hi, chunk("{}", "\"content_filter\"")}, FinishReason::ContentFilter);
        row("a refusal, under stop", {chunk("{\"refusal\":\"I cannot\"}"), chunk("{}", "\"stop\"")},
            FinishReason::Refusal);
        row("a word of its own", {hi, chunk("{}", "\"because\"")}, FinishReason::Unknown);
        row("an error object", {hi, "{\"error\":{\"message\":\"m\",\"type\":\"server_error\"}}"}, FinishReason::Unknown,
            code(Errc::ServerFault));
        row("an error with a status", {hi, "{\"error\":{\"message\":\"m\",\"code\":429}}"}, FinishReason::Unknown,
            code(Errc::RateLimited));
        row("OpenRouter's error inside the choice",
            {hi, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\",\"error\":{\"code\":502,"
                 "\"message\":\"m\"}}]}"},
            FinishReason::Unknown, code(Errc::ServerFault));
        row("finish reason \"error\" alone", {hi, chunk("{}", "\"error\"")}, FinishReason::Unknown,
            code(Errc::ServerFault));
        row("a chunk that is not JSON leaves a hole", {hi, "{\"choices\":[", chunk("{}", "\"stop\"")},
            FinishReason::Unknown, code(Errc::Protocol));
        row("a chunk that is no object", {hi, "[1]", chunk("{}", "\"stop\"")}, FinishReason::Unknown,
            code(Errc::Protocol));
        row("unknown fields and types are ignored",
            {"{\"x\":1}", "{\"choices\":null}", "{\"choices\":[7]}", hi, chunk("{\"content\":{\"a\":1}}"),
             chunk("{\"tool_calls\":null}", "\"stop\"")},
            FinishReason::Stop);
    }
    void endingsOfChatCompletions()
    {
        QFETCH(QList<QByteArray>, chunks);
        QFETCH(int, error);
        const auto turn = chat(chunks);
        QCOMPARE(turn.error ? static_cast<int>(turn.error->code) : -1, error);
        QTEST(static_cast<int>(turn.finish), "finish");
        QCOMPARE(turn.text, turn.refusal.isEmpty() ? QStringLiteral("hi") : QString());
    }

    void reasoningComesUnderManyNames_data()
    {
        QTest::addColumn<QByteArray>("delta");
        QTest::newRow("reasoning_content: DeepSeek, vLLM") << QByteArray("{\"reasoning_content\":\"why\"}");
        QTest::newRow("reasoning: Groq, Ollama") << QByteArray("{\"reasoning\":\"why\"}");
        QTest::newRow("both, with the same words")
            << QByteArray("{\"reasoning\":\"why\",\"reasoning_content\":\"why\"}");
        QTest::newRow("reasoning_details: OpenRouter")
            << QByteArray("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"why\"}]}");
        QTest::newRow("a summary in reasoning_details")
            << QByteArray("{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"why\"}]}");
        QTest::newRow("reasoning beside its details") << QByteArray(
            "{\"reasoning\":\"why\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"why\"}]}");
        QTest::newRow("a content part: Mistral") << QByteArray(
            "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"why\"}]}]}");
        QTest::newRow("a content part with plain text")
            << QByteArray("{\"content\":[{\"type\":\"thinking\",\"thinking\":\"why\"}]}");
    }
    void reasoningComesUnderManyNames()
    {
        QFETCH(QByteArray, delta);
        const auto turn = chat({chunk(delta), chunk("{}", "\"stop\"")});
        QCOMPARE(turn.reasoning, QStringLiteral("why"));
        QCOMPARE(turn.text, QString());
    }
    void reasoningDetailsArePutTogetherToGoBack()
    {
        const auto turn =
            chat({chunk("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"text\":\"a\"}]}"),
                  chunk("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"text\":\"b\",\"signature\":"
                        "\"s\"}]}"),
                  chunk("{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"index\":1,\"data\":\"x\"}]}"),
                  toolsEnd});
        QCOMPARE(turn.opaqueBlocks.size(), 2);
        QCOMPARE(turn.opaqueBlocks[0].toObject().value(QStringLiteral("text")).toString(), QStringLiteral("ab"));
        QCOMPARE(turn.opaqueBlocks[0].toObject().value(QStringLiteral("signature")).toString(), QStringLiteral("s"));
    }
    void onlyTheFirstChoiceCounts()
    {
        const auto turn = chat({"{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"no\"}},{\"index\":0,\"delta\":{"
                                "\"content\":\"yes\"}}]}",
                                chunk("{}", "\"stop\"")});
        QCOMPARE(turn.text, QStringLiteral("yes"));
    }
    void usageIsReadFromAnyChunk()
    {
        const auto turn = chat({chunk("{\"content\":\"hi\"}", "\"stop\""),
                                "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}"});
        QCOMPARE(turn.usage.inputTokens, std::optional<qint64>(3));
        QCOMPARE(turn.usage.outputTokens, std::optional<qint64>(4));
    }
    void aWholeAnswerFromAServerThatDoesNotStream()
    {
        ChatCompletionsDecoder decoder;
        decoder.feedWhole(QJsonDocument::fromJson(
                              "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\","
                              "\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                              "\"finish_reason\":\"tool_calls\"}]}")
                              .object());
        const auto turn = decoder.finish();
        QVERIFY(!turn.error);
        QCOMPARE(turn.text, QStringLiteral("hi"));
        QCOMPARE(callsOf(turn), QStringLiteral("f {}"));
    }
    void tooManyCallsEndIt()
    {
        ChatCompletionsDecoder decoder;
        for (int call = 0; call < 200; ++call)
            decoder.feed({},
                         chunk("{\"tool_calls\":[{\"index\":" + QByteArray::number(call) + ",\"id\":\"i" +
                               QByteArray::number(call) + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));
        const auto turn = decoder.finish();
        QCOMPARE(turn.error->code, Errc::TooLarge);
    }
    void whateverThePiecesAreTheWorkIsInProportion_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("piece");
        QTest::newRow("a list that goes on") << QByteArray("{\\\"a\\\":[1") << QByteArray(",1");
        QTest::newRow("pieces that end as an object does") << QByteArray("{\\\"a\\\":\\\"") << QByteArray("}");
        QTest::newRow("braces that match around no JSON") << QByteArray("{x}") << QByteArray(" ");
        QTest::newRow("braces that match, over and over") << QByteArray("{x}") << QByteArray("{}");
        QTest::newRow("no object at all") << QByteArray("x") << QByteArray("}");
    }
    void whateverThePiecesAreTheWorkIsInProportion()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, piece);
        ChatCompletionsDecoder decoder;
        qint64 fed = 0;
        const auto feed = [&](const QByteArray& arguments) {
            const auto data = chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"" +
                                    arguments + "\"}}]}");
            fed += data.size();
            decoder.feed({}, data);
        };
        feed(first);
        for (int i = 0; i < 5000; ++i)
            feed(piece);
        QVERIFY(!decoder.failed());
        QVERIFY2(decoder.bytesLookedAt() <= fed, qPrintable(QString::number(decoder.bytesLookedAt())));
    }
    void anObjectIsWholeWhereItEnds_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("whole");
        const auto row = [](const char* text, bool whole) { QTest::newRow(text) << QByteArray(text) << whole; };
        row("{}", true);
        row(" {\"a\": {\"b\": [1, {}]}} \n", true);
        row("{\"a\": \"}\\\"}\"}", true);
        row("{\"a\": \"\\\\\"}", true);
        row("", false);
        row("  ", false);
        row("{", false);
        row("{\"a\": \"}", false);
        row("{}}", false);
        row("{} {}", false);
        row("[]", false);
        row("\"{}\"", false);
        row("{x}", false);
        row("{]", false);
    }
    void anObjectIsWholeWhereItEnds()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, whole);
        ArgumentsText inPieces;
        for (const char c : text) {
            inPieces.append(QByteArray(1, c));
            (void)inPieces.isWholeObject();
        }
        QCOMPARE(inPieces.isWholeObject(), whole);
        QCOMPARE(inPieces.bytes(), text);
        ArgumentsText replaced;
        replaced.append("{} {");
        replaced.replace(text);
        QCOMPARE(replaced.isWholeObject(), whole);
        QCOMPARE(replaced.bytes(), text);
    }
    void anAnswerWithoutAnEndIsCutAndKept()
    {
        const QByteArray words(500'000, 'w');
        ChatCompletionsDecoder chat;
        MessagesDecoder blocks;
        blocks.feed({}, "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\"}}");
        for (int i = 0; i < 10; ++i) {
            chat.feed({}, chunk((i % 2 == 0 ? "{\"content\":\"" : "{\"reasoning_content\":\"") + words + "\"}"));
            blocks.feed({},
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" +
                            words + "\"}}");
        }
        QVERIFY(chat.failed() && blocks.failed());
        const auto one = chat.finish();
        QCOMPARE(one.error->code, Errc::TooLarge);
        QCOMPARE(one.error->subject, answerSubject);
        QCOMPARE(one.text.size() + one.reasoning.size(), longestAnswer);
        const auto other = blocks.finish();
        QCOMPARE(other.error->code, Errc::TooLarge);
        QCOMPARE(other.text.size(), longestAnswer);
    }
    void whatIsKeptBesideTheAnswerHasALimitToo()
    {
        const QByteArray data(500'000, 's');
        ChatCompletionsDecoder chat;
        MessagesDecoder blocks;
        blocks.feed({}, "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\"}}");
        for (int i = 0; i < 10; ++i) {
            chat.feed({}, chunk("{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"index\":0,\"data\":\"" +
                                data + "\"}]}"));
            blocks.feed({}, "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\","
                            "\"signature\":\"" +
                                data + "\"}}");
        }
        QCOMPARE(chat.finish().error->code, Errc::TooLarge);
        QCOMPARE(blocks.finish().error->code, Errc::TooLarge);
    }
    void usageStaysSmall()
    {
        MessagesDecoder decoder;
        decoder.feed({},
                     "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,\"tier\":\"standard\"}}}");
        for (int i = 0; i < 200; ++i)
            decoder.feed({}, "{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"k" + QByteArray::number(i) +
                                 "\":1,\"tier\":\"" + QByteArray(1000, 't') + "\"}}");
        QVERIFY(decoder.raw().usage.toObject().size() <= 64);
        QCOMPARE(decoder.raw().usage.toObject().value(QStringLiteral("tier")), QStringLiteral("standard"));
    }
    void aNameIsNoLongerThanOneThatWasOffered()
    {
        const QByteArray name(500, 'n');
        QList<QByteArray> pieces;
        for (int i = 0; i < 3; ++i)
            pieces.append(
                chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"" + name + "\"}}]}"));
        pieces.append(chunk("{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"get_\"}}]}"));
        pieces.append(chunk("{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"record\"}}]}"));
        pieces.append(toolsEnd);
        const auto turn = chat(pieces);
        QCOMPARE(turn.toolCalls.at(0).name, QString(64, u'n'));
        QCOMPARE(turn.toolCalls.at(1).name, QStringLiteral("get_record"));
        const auto other =
            messages({"{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                      "\"id\":\"a\",\"name\":\"" +
                          name + "\"}}",
                      "{\"type\":\"content_block_stop\",\"index\":0}"});
        QCOMPARE(other.toolCalls.at(0).name, QString(64, u'n'));
        QCOMPARE(toolNameFromWire(QString(63, u'x') + QString::fromUtf8("😀")), QString(63, u'x'));
    }
    void nothingIsStreamedAfterAnError()
    {
        int deltas = 0;
        ChatCompletionsDecoder decoder([&deltas](const core::agent::ModelDelta&) { ++deltas; });
        decoder.feed({}, "{\"error\":{\"message\":\"m\"}}");
        decoder.feed({}, chunk("{\"content\":\"more\"}"));
        QCOMPARE(deltas, 0);
        QCOMPARE(decoder.finish().text, QString());
    }

    void blocksOfMessages()
    {
        const auto turn = messages({
            "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\","
            "\"signature\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"
            "}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":"
            "\"sig\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"redacted_thinking\",\"data\":"
            "\"zzz\"}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"server_tool_use\",\"id\":"
            "\"s\",\"name\":\"web_search\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
            "\"{}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":2}",
            "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":{\"type\":\"a_new_kind\",\"x\":1}}",
            "{\"type\":\"content_block_stop\",\"index\":3}",
            "{\"type\":\"content_block_start\",\"index\":4,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\","
            "\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_start\",\"index\":5,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t2\","
            "\"name\":\"g\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":4,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
            "\"{\\\"a\\\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":4,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
            "\":1}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":4}",
            "{\"type\":\"content_block_stop\",\"index\":5}",
            "{\"type\":\"content_block_start\",\"index\":6,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t3\","
            "\"name\":\"never_closed\",\"input\":{}}}",
            "{\"type\":\"a_new_event\",\"x\":1}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}}",
            "{\"type\":\"message_stop\"}",
        });
        QVERIFY(!turn.error);
        QCOMPARE(callsOf(turn), QStringLiteral("f {\"a\":1}; g "));
        QCOMPARE(turn.reasoning, QStringLiteral("hm"));
        QCOMPARE(turn.opaqueBlocks.size(), 2);
        QCOMPARE(turn.opaqueBlocks[0].toObject(), (QJsonObject{{QStringLiteral("type"), QStringLiteral("thinking")},
                                                               {QStringLiteral("thinking"), QStringLiteral("hm")},
                                                               {QStringLiteral("signature"), QStringLiteral("sig")}}));
        QCOMPARE(turn.usage.inputTokens, std::optional<qint64>(5));
        QCOMPARE(turn.usage.outputTokens, std::optional<qint64>(9));
        QCOMPARE(turn.finish, FinishReason::ToolCalls);
    }
    void endingsOfMessages_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<int>("finish");
        QTest::addColumn<int>("error");
        const auto row = [](const char* name, const char* event, FinishReason finish, int error = -1) {
            QTest::newRow(name) << QByteArray(event) << static_cast<int>(finish) << error;
        };
        row("end_turn", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}", FinishReason::Stop);
        row("max_tokens", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}",
            FinishReason::Length);
        row("refusal", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\"}}", FinishReason::Refusal);
        row("the context is full",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"model_context_window_exceeded\"}}",
            FinishReason::Length);
        row("cut off", "{\"type\":\"ping\"}", FinishReason::Unknown, static_cast<int>(Errc::ConnectionLost));
        row("overloaded", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}",
            FinishReason::Unknown, static_cast<int>(Errc::ServerFault));
        row("rate limit", "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\"}}",
            FinishReason::Unknown, static_cast<int>(Errc::RateLimited));
        row("a piece of a block that was not begun",
            "{\"type\":\"content_block_delta\",\"index\":9,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}",
            FinishReason::Unknown, static_cast<int>(Errc::Protocol));
    }
    void endingsOfMessages()
    {
        QFETCH(QByteArray, event);
        QFETCH(int, error);
        const auto turn = messages(
            {"{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"hi\"}}",
             "{\"type\":\"content_block_stop\",\"index\":0}", event});
        QCOMPARE(turn.error ? static_cast<int>(turn.error->code) : -1, error);
        QTEST(static_cast<int>(turn.finish), "finish");
        QCOMPARE(turn.text, QStringLiteral("hi"));
    }
};

QTEST_GUILESS_MAIN(TestDecoders)
#include "tst_decoders.moc"
