#include "core/model/request_body.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace core::model;
using core::agent::ModelMessage;
using core::agent::ModelRequest;
using core::agent::Role;

namespace {

Endpoint endpoint(Protocol protocol, const char* url = "https://api.example.com/v1", const char* model = "m")
{
    return *makeEndpoint(protocol, QString::fromLatin1(url), QString::fromLatin1(model));
}

QJsonObject json(const char* text)
{
    const auto document = QJsonDocument::fromJson(text);
    if (!document.isObject()) qFatal("bad JSON in the test: %s", text);
    return document.object();
}

/// Two turns; the second one has two calls, one of which failed, and a follow-up question in between nothing.
ModelRequest sample()
{
    ModelRequest request;
    request.tools = {
        {QStringLiteral("mail.send"), QStringLiteral("Sends."),
         json("{\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"}},\"required\":[\"to\"]}")},
        {QStringLiteral("list"), QStringLiteral("Lists."), {}}};
    ModelMessage answer{Role::Assistant, QStringLiteral("Looking.")};
    answer.toolCalls = {{QStringLiteral("call:1"), QStringLiteral("list"), "{ \"a\" : 1 }"},
                        {QStringLiteral("c2"), QStringLiteral("mail.send"), "{broken"}};
    answer.opaqueBlocks = {json("{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}"),
                           json("{\"type\":\"reasoning.text\",\"text\":\"hm\",\"index\":0}"),
                           json("{\"type\":\"tool_call.extra_content\",\"id\":\"c2\",\"extra_content\":{\"google\":{"
                                "\"thought_signature\":\"g\"}}}")};
    ModelMessage first{Role::Tool, QStringLiteral("[1]")};
    first.toolCallId = QStringLiteral("call:1");
    ModelMessage second{Role::Tool, QStringLiteral("bad arguments")};
    second.toolCallId = QStringLiteral("c2");
    second.toolFailed = true;
    request.messages = {{Role::System, QStringLiteral("Rules.")},
                        {Role::User, QStringLiteral("q1")},
                        {Role::Assistant, QStringLiteral("a1")},
                        {Role::User, QStringLiteral("q2")},
                        answer,
                        first,
                        second,
                        {Role::User, QStringLiteral("and?")}};
    return request;
}

QJsonObject parsed(const QByteArray& body)
{
    return QJsonDocument::fromJson(body).object();
}

} // namespace

class TestRequestBody : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chatCompletionsEveryField()
    {
        const auto request = sample();
        const auto body = parsed(chatCompletionsBody(endpoint(Protocol::ChatCompletions), request, WireNames(request)));
        const auto expected = json(
            "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"tools\":["
            "{\"type\":\"function\",\"function\":{\"name\":\"mail_send\",\"description\":\"Sends.\",\"parameters\":{"
            "\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"}},\"required\":[\"to\"]}}},"
            "{\"type\":\"function\",\"function\":{\"name\":\"list\",\"description\":\"Lists.\",\"parameters\":{"
            "\"type\":\"object\",\"properties\":{}}}}],"
            "\"messages\":[{\"role\":\"system\",\"content\":\"Rules.\"},{\"role\":\"user\",\"content\":\"q1\"},{"
            "\"role\":\"assistant\",\"content\":\"a1\"},"
            "{\"role\":\"user\",\"content\":\"q2\"},"
            "{\"role\":\"assistant\",\"content\":\"Looking.\",\"reasoning_details\":[{\"type\":\"reasoning.text\","
            "\"text\":\"hm\",\"index\":0}],\"tool_calls\":["
            "{\"id\":\"call:1\",\"type\":\"function\",\"function\":{\"name\":\"list\",\"arguments\":\"{ \\\"a\\\" : 1 "
            "}\"}},"
            "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"mail_send\",\"arguments\":\"{}\"},\"extra_"
            "content\":{\"google\":{\"thought_signature\":\"g\"}}}]},"
            "{\"role\":\"tool\",\"tool_call_id\":\"call:1\",\"content\":\"[1]\"},{\"role\":\"tool\",\"tool_call_id\":"
            "\"c2\",\"content\":\"Error: bad arguments\"},"
            "{\"role\":\"user\",\"content\":\"and?\"}]}");
        QCOMPARE(body, expected);
    }
    void messagesEveryField()
    {
        const auto request = sample();
        const auto body = parsed(messagesBody(endpoint(Protocol::AnthropicMessages), request, WireNames(request)));
        const auto expected = json(
            "{\"model\":\"m\",\"stream\":true,\"max_tokens\":8192,\"system\":\"Rules.\",\"tools\":["
            "{\"name\":\"mail_send\",\"description\":\"Sends.\",\"input_schema\":{\"type\":\"object\",\"properties\":{"
            "\"to\":{\"type\":\"string\"}},\"required\":[\"to\"]}},"
            "{\"name\":\"list\",\"description\":\"Lists.\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}],"
            "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q1\"}]},{\"role\":"
            "\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a1\"}]},"
            "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q2\"}]},"
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},{"
            "\"type\":\"text\",\"text\":\"Looking.\"},"
            "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"list\",\"input\":{\"a\":1}},{\"type\":\"tool_use\","
            "\"id\":\"c2\",\"name\":\"mail_send\",\"input\":{}}]},"
            "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"[1]\"},"
            "{\"type\":\"tool_result\",\"tool_use_id\":\"c2\",\"content\":\"bad "
            "arguments\",\"is_error\":true},{\"type\":\"text\",\"text\":\"and?\"}]}]}");
        QCOMPARE(body, expected);
    }
    void anAnswerOfCallsOnlyHasNoText()
    {
        auto request = sample();
        request.messages[4].text.clear();
        const auto chat = parsed(chatCompletionsBody(endpoint(Protocol::ChatCompletions), request, WireNames(request)));
        QVERIFY(chat[QStringLiteral("messages")].toArray()[4].toObject()[QStringLiteral("content")].isNull());
        const auto messages = parsed(messagesBody(endpoint(Protocol::AnthropicMessages), request, WireNames(request)));
        QCOMPARE(messages[QStringLiteral("messages")]
                     .toArray()[3]
                     .toObject()[QStringLiteral("content")]
                     .toArray()[1]
                     .toObject()[QStringLiteral("type")]
                     .toString(),
                 QStringLiteral("tool_use"));
    }
    void noToolsMeansNoToolsField()
    {
        ModelRequest request;
        request.messages = {{Role::User, QStringLiteral("q")}};
        QVERIFY(!parsed(chatCompletionsBody(endpoint(Protocol::ChatCompletions), request, WireNames(request)))
                     .contains(QStringLiteral("tools")));
        QVERIFY(!parsed(messagesBody(endpoint(Protocol::AnthropicMessages), request, WireNames(request)))
                     .contains(QStringLiteral("tools")));
    }
    void wireNamesAreAllowedAndDistinct()
    {
        ModelRequest request;
        const QStringList names{
            QStringLiteral("a.b"), QStringLiteral("a_b"),     QStringLiteral("a-b"),     QString(80, u'x'),
            QString(81, u'x'),     QString::fromUtf8("給与"), QString::fromUtf8("休暇"), QString()};
        for (const auto& name : names)
            request.tools.append({name, {}, {}});
        const WireNames wire(request);
        static const QRegularExpression allowed(QStringLiteral("^[a-zA-Z0-9_-]{1,64}$"));
        QSet<QString> seen;
        for (const auto& name : names) {
            const auto text = wire.toWire(name);
            QVERIFY2(allowed.match(text).hasMatch(), qPrintable(text));
            QVERIFY(!seen.contains(text));
            seen.insert(text);
            QCOMPARE(wire.fromWire(text), name);
        }
        QCOMPARE(wire.toWire(QStringLiteral("a-b")), QStringLiteral("a-b"));
        QCOMPARE(wire.fromWire(QStringLiteral("rm -rf")), QStringLiteral("rm -rf"));
    }
    void namesThatAModelInventedAreDistinctToo()
    {
        ModelRequest request;
        core::agent::ModelMessage message;
        message.role = Role::Assistant;
        for (char16_t c = 0x4E00; c < 0x4E00 + 3000; ++c) // each is "_" where only plain characters are allowed
            message.toolCalls.append({QStringLiteral("id"), QString(QChar(c)), "{}"});
        request.messages = {message};
        const WireNames wire(request);
        QSet<QString> seen;
        for (const auto& call : message.toolCalls)
            seen.insert(wire.toWire(call.name));
        QCOMPARE(seen.size(), 3000);
        QVERIFY(seen.contains(QStringLiteral("_")) && seen.contains(QStringLiteral("__2")));
    }
    void limits_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("protocol");
        QTest::addColumn<bool>("tryOut");
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("value");
        const auto chat = static_cast<int>(Protocol::ChatCompletions);
        const auto anthropic = static_cast<int>(Protocol::AnthropicMessages);
        QTest::newRow("OpenAI, trying out") << QStringLiteral("https://api.openai.com/v1") << chat << true
                                            << QStringLiteral("max_completion_tokens") << 16;
        QTest::newRow("Azure, trying out")
            << QStringLiteral("https://x.openai.azure.com/openai/deployments/d?api-version=1") << chat << true
            << QStringLiteral("max_completion_tokens") << 16;
        QTest::newRow("Ollama, trying out")
            << QStringLiteral("http://127.0.0.1:11434/v1") << chat << true << QStringLiteral("max_tokens") << 1;
        QTest::newRow("Anthropic, trying out")
            << QStringLiteral("https://api.anthropic.com") << anthropic << true << QStringLiteral("max_tokens") << 1;
        QTest::newRow("OpenAI with a limit") << QStringLiteral("https://api.openai.com/v1") << chat << false
                                             << QStringLiteral("max_completion_tokens") << 77;
        QTest::newRow("vLLM with a limit")
            << QStringLiteral("https://vllm.example.com/v1") << chat << false << QStringLiteral("max_tokens") << 77;
        QTest::newRow("Anthropic with a limit")
            << QStringLiteral("https://api.anthropic.com") << anthropic << false << QStringLiteral("max_tokens") << 77;
    }
    void limits()
    {
        QFETCH(QString, url);
        QFETCH(int, protocol);
        QFETCH(bool, tryOut);
        QFETCH(QString, field);
        QFETCH(int, value);
        auto target = *makeEndpoint(static_cast<Protocol>(protocol), url, QStringLiteral("m"));
        target.maxOutputTokens = 77;
        ModelRequest request;
        request.messages = {{Role::User, QStringLiteral("q")}};
        const auto body =
            parsed(requestBody(target, request, WireNames(request), tryOut ? Purpose::TryOut : Purpose::Answer));
        QCOMPARE(body[field].toInt(), value);
        QVERIFY(
            !(body.contains(QStringLiteral("max_tokens")) && body.contains(QStringLiteral("max_completion_tokens"))));
    }
    void headersOfBothProtocols()
    {
        const auto chat = answerRequest(endpoint(Protocol::ChatCompletions), "{}");
        QCOMPARE(chat.url, QUrl(QStringLiteral("https://api.example.com/v1/chat/completions")));
        QCOMPARE(chat.method, QByteArray("POST"));
        QVERIFY(std::find(chat.headers.begin(), chat.headers.end(),
                          core::net::Header("Content-Type", "application/json")) != chat.headers.end());
        const auto messages = answerRequest(endpoint(Protocol::AnthropicMessages), "{}");
        QCOMPARE(messages.url, QUrl(QStringLiteral("https://api.example.com/v1/messages")));
        QVERIFY(std::find(messages.headers.begin(), messages.headers.end(),
                          core::net::Header("anthropic-version", "2023-06-01")) != messages.headers.end());
        QVERIFY(messages.secretHeaders.empty());
        QCOMPARE(modelsRequest(endpoint(Protocol::AnthropicMessages)).url,
                 QUrl(QStringLiteral("https://api.example.com/v1/models")));
    }
};

QTEST_GUILESS_MAIN(TestRequestBody)
#include "tst_request_body.moc"
