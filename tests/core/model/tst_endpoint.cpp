#include "core/model/endpoint.h"
#include "core/model/endpoint_errors.h"
#include "core/model/environment.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace core::model;
using core::Errc;

namespace {

core::ApiKey key(const char* text)
{
    return core::ApiKey(core::Secret::consume(QByteArray(text, static_cast<qsizetype>(qstrlen(text)))));
}

} // namespace

class TestEndpoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatAPersonTypes_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("resource"); // empty: refused, as the base URL
        const auto row = [](const char* name, Protocol protocol, const char* typed, const char* resource) {
            QTest::newRow(name) << static_cast<int>(protocol) << QString::fromUtf8(typed)
                                << QString::fromUtf8(resource);
        };
        const auto chat = Protocol::ChatCompletions;
        const auto anthropic = Protocol::AnthropicMessages;
        row("OpenAI", chat, "https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions");
        row("a slash at the end", chat, " https://api.openai.com/v1/ ", "https://api.openai.com/v1/chat/completions");
        row("the host alone", chat, "https://api.openai.com", "https://api.openai.com/v1/chat/completions");
        row("the whole resource copied", chat, "https://api.openai.com/v1/chat/completions",
            "https://api.openai.com/v1/chat/completions");
        row("Ollama", chat, "http://localhost:11434", "http://localhost:11434/v1/chat/completions");
        row("LM Studio", chat, "http://127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1/chat/completions");
        row("llama.cpp over IPv6", chat, "http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions");
        row("OpenRouter", chat, "https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/chat/completions");
        row("Azure: the query stays", chat, "https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21",
            "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21");
        row("an escaped slash in the path stays escaped", chat, "https://gw.example/a%2Fb/v1",
            "https://gw.example/a%2Fb/v1/chat/completions");
        row("Anthropic", anthropic, "https://api.anthropic.com", "https://api.anthropic.com/v1/messages");
        row("Anthropic with /v1", anthropic, "https://api.anthropic.com/v1/", "https://api.anthropic.com/v1/messages");
        row("Anthropic, the resource copied", anthropic, "https://api.anthropic.com/v1/messages",
            "https://api.anthropic.com/v1/messages");
        row("Anthropic behind a gateway", anthropic, "https://gw.example/anthropic",
            "https://gw.example/anthropic/v1/messages");
        row("plain http to another machine", chat, "http://192.168.1.9:11434/v1", "");
        row("a name that only begins like this machine", chat, "http://localhost.example.com/v1", "");
        row("an address that only begins like this machine", chat, "http://127.0.0.1.example.com/v1", "");
        row("user information", chat, "https://me:secret@api.openai.com/v1", "");
        row("a key in the query", chat, "https://api.openai.com/v1?key=sk-1", "");
        row("a key behind the version", chat, "https://x.openai.azure.com/d?api-version=2024-10-21&key=1", "");
        row("a fragment", chat, "https://api.openai.com/v1#x", "");
        row("no scheme", chat, "api.openai.com/v1", "");
        row("another scheme", chat, "file:///etc/passwd", "");
        row("nothing", chat, "", "");
    }
    void whatAPersonTypes()
    {
        QFETCH(int, protocol);
        QFETCH(QString, typed);
        QFETCH(QString, resource);
        const auto chat = static_cast<Protocol>(protocol) == Protocol::ChatCompletions;
        const auto endpoint = makeEndpoint(static_cast<Protocol>(protocol), typed, QStringLiteral(" m "));
        if (resource.isEmpty()) {
            QVERIFY(!endpoint);
            QCOMPARE(endpoint.error().subject, QStringLiteral("baseUrl"));
            return;
        }
        QVERIFY(endpoint.has_value());
        QCOMPARE(resourceUrl(*endpoint, chat ? QStringLiteral("chat/completions") : QStringLiteral("messages"))
                     .toString(QUrl::FullyEncoded),
                 resource);
        QCOMPARE(endpoint->model, QStringLiteral("m"));
    }
    void aModelIsNeeded()
    {
        QCOMPARE(makeEndpoint(Protocol::ChatCompletions, QStringLiteral("https://a/v1"), QStringLiteral(" "))
                     .error()
                     .subject,
                 QStringLiteral("model"));
    }

    void aKeyGoesToItsOriginOnly_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("the same origin") << QStringLiteral("https://api.example.com/v1/models") << true;
        QTest::newRow("the port written out") << QStringLiteral("https://api.example.com:443/x") << true;
        QTest::newRow("capital letters") << QStringLiteral("https://API.Example.com/x") << true;
        QTest::newRow("another host") << QStringLiteral("https://evil.example/v1/models") << false;
        QTest::newRow("a subdomain") << QStringLiteral("https://x.api.example.com/") << false;
        QTest::newRow("the parent domain") << QStringLiteral("https://example.com/") << false;
        QTest::newRow("the name as a prefix") << QStringLiteral("https://api.example.com.evil.example/") << false;
        QTest::newRow("the name as user information")
            << QStringLiteral("https://api.example.com@evil.example/") << false;
        QTest::newRow("another port") << QStringLiteral("https://api.example.com:8443/") << false;
        QTest::newRow("without TLS") << QStringLiteral("http://api.example.com/") << false;
        QTest::newRow("no URL") << QString() << false;
    }
    void aKeyGoesToItsOriginOnly()
    {
        QFETCH(QString, url);
        QFETCH(bool, allowed);
        const BoundKey bound(key("k"), originOf(QUrl(QStringLiteral("https://api.example.com/v1"))));
        const auto headers = bound.headersFor(QUrl(url), Protocol::ChatCompletions);
        QCOMPARE(headers.has_value(), allowed);
        if (!allowed) QCOMPARE(headers.error().code, Errc::Refused);
    }
    void aKeyBoundToNothingGoesNowhere()
    {
        QVERIFY(!BoundKey(key("k"), QString()).headersFor(QUrl(), Protocol::ChatCompletions));
        QVERIFY(
            !BoundKey(key("k"), QString()).headersFor(QUrl(QStringLiteral("https://a/")), Protocol::ChatCompletions));
    }
    void noKeyIsNoHeader()
    {
        QVERIFY(BoundKey().headersFor(QUrl(QStringLiteral("https://a/")), Protocol::ChatCompletions)->empty());
    }
    void whichHeaderCarriesTheKey_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("prefix");
        const auto chat = static_cast<int>(Protocol::ChatCompletions);
        QTest::newRow("chat completions") << QStringLiteral("https://api.openai.com/v1") << chat
                                          << QByteArray("Authorization") << QByteArray("Bearer ");
        QTest::newRow("Azure, by its host")
            << QStringLiteral("https://x.openai.azure.com/openai/v1") << chat << QByteArray("api-key") << QByteArray();
        QTest::newRow("Azure, by its query")
            << QStringLiteral("https://gw.example/d?api-version=1") << chat << QByteArray("api-key") << QByteArray();
        QTest::newRow("Anthropic") << QStringLiteral("https://api.anthropic.com/v1")
                                   << static_cast<int>(Protocol::AnthropicMessages) << QByteArray("x-api-key")
                                   << QByteArray();
    }
    void whichHeaderCarriesTheKey()
    {
        QFETCH(QString, url);
        QFETCH(int, protocol);
        const BoundKey bound(key("k"), originOf(QUrl(url)));
        const auto headers = bound.headersFor(QUrl(url), static_cast<Protocol>(protocol));
        QCOMPARE(headers->size(), size_t(1));
        QTEST(headers->front().name, "name");
        QTEST(headers->front().prefix, "prefix");
    }
    void namesForTheWindow()
    {
        const auto endpoint = *makeEndpoint(Protocol::ChatCompletions, QStringLiteral("http://127.0.0.1:11434/v1"),
                                            QStringLiteral("qwen3"));
        QCOMPARE(displayName(endpoint), QStringLiteral("qwen3 at 127.0.0.1:11434"));
    }

    void errorsBeforeTheStream_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char* name, int status, const char* body, Errc code, const char* subject = "") {
            QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(code) << QString::fromLatin1(subject);
        };
        row("OpenAI: wrong key", 401,
            "{\"error\":{\"message\":\"Incorrect API key provided: "
            "sk-ab*\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}",
            Errc::Unauthorized, "key");
        row("Anthropic: wrong key", 401,
            "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}",
            Errc::Unauthorized, "key");
        row("401 as a web page", 401, "<html>no</html>", Errc::Unauthorized, "key");
        row("OpenRouter: no credit", 402, "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}",
            Errc::Forbidden, "key");
        row("403", 403, "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}",
            Errc::Forbidden, "key");
        row("OpenAI: no such model", 404,
            "{\"error\":{\"message\":\"The model `x` does not exist\",\"code\":\"model_not_found\"}}", Errc::NotFound,
            "model");
        row("Anthropic: no such model", 404,
            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: claude-x\"}}",
            Errc::NotFound, "model");
        row("Ollama: no such model", 404, "{\"error\":{\"message\":\"model 'x' not found\",\"type\":\"api_error\"}}",
            Errc::NotFound, "model");
        row("vLLM: no such model", 404,
            "{\"object\":\"error\",\"message\":\"The model `x` does not "
            "exist.\",\"type\":\"NotFoundError\",\"code\":404}",
            Errc::NotFound, "model");
        row("Azure: no such deployment", 404,
            "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this resource does not "
            "exist.\"}}",
            Errc::NotFound, "model");
        row("OpenRouter: no such model, as 400", 400,
            "{\"error\":{\"message\":\"x is not a valid model ID\",\"code\":400}}", Errc::NotFound, "model");
        row("404 as a web page: the URL is wrong", 404, "<!doctype html><title>404</title>", Errc::NotFound, "baseUrl");
        row("405", 405, "", Errc::NotFound, "baseUrl");
        row("408", 408, "", Errc::Timeout);
        row("413", 413, "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"m\"}}",
            Errc::TooLarge);
        row("OpenAI: context too long", 400,
            "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":"
            "\"context_length_exceeded\"}}",
            Errc::TooLarge);
        row("Anthropic: context too long", 400,
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: "
            "210000 tokens\"}}",
            Errc::TooLarge);
        row("llama.cpp: context too long", 400,
            "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context "
            "size\",\"type\":\"exceed_context_size_error\"}}",
            Errc::TooLarge);
        row("Ollama: a model without tools", 400,
            "{\"error\":{\"message\":\"registry.ollama.ai/library/gemma:2b does not support tools\"}}",
            Errc::Unsupported, "tools");
        row("a parameter", 400,
            "{\"error\":{\"message\":\"m\",\"param\":\"stream_options\",\"code\":\"unknown_parameter\"}}",
            Errc::InvalidArgument, "stream_options");
        row("a parameter that is no word is not passed on", 400,
            "{\"error\":{\"message\":\"m\",\"param\":\"your key sk-123\"}}", Errc::InvalidArgument);
        row("Google: wrong key, as 400, in an array", 400,
            "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API "
            "key.\",\"status\":\"INVALID_ARGUMENT\"}}]",
            Errc::Unauthorized, "key");
        row("error as text", 400, "{\"error\":\"model is required\"}", Errc::InvalidArgument);
        row("422 with detail", 422, "{\"detail\":[{\"loc\":[\"body\"]}]}", Errc::InvalidArgument);
        row("429", 429, "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\"}}", Errc::RateLimited);
        row("500", 500, "oops", Errc::ServerFault);
        row("502 as a web page", 502, "<html>bad gateway</html>", Errc::ServerFault);
        row("Anthropic: overloaded", 529,
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}", Errc::ServerFault);
        row("a redirect is not followed", 302, "", Errc::Protocol, "baseUrl");
    }
    void errorsBeforeTheStream()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        const auto error =
            errorFromResponse({.status = status, .headers = {{"retry-after", "7"}}, .body = body}, QDateTime());
        QTEST(static_cast<int>(error.code), "code");
        QTEST(error.subject, "subject");
        const bool waits = error.code == Errc::RateLimited || error.code == Errc::ServerFault;
        QCOMPARE(error.retryAfter.has_value(), waits);
        if (waits) QCOMPARE(error.retryAfter->count(), 7);
        QVERIFY(error.detail.startsWith(QStringLiteral("HTTP %1").arg(status)));
        QVERIFY(!error.detail.contains(QStringLiteral("sk-")));
    }
    void errorsInTheStream_data()
    {
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<int>("code");
        const auto row = [](const char* json, Errc code) {
            QTest::newRow(json) << QByteArray(json) << static_cast<int>(code);
        };
        row("{\"type\":\"overloaded_error\",\"message\":\"m\"}", Errc::ServerFault);
        row("{\"type\":\"rate_limit_error\",\"message\":\"m\"}", Errc::RateLimited);
        row("{\"type\":\"authentication_error\",\"message\":\"m\"}", Errc::Unauthorized);
        row("{\"code\":\"context_length_exceeded\",\"message\":\"m\"}", Errc::TooLarge);
        row("{\"code\":\"CONTEXT_LENGTH_EXCEEDED\",\"message\":\"Context length exceeded\"}", Errc::TooLarge);
        row("{\"code\":429,\"message\":\"m\"}", Errc::RateLimited);
        row("{\"code\":\"tool_use_failed\",\"type\":\"invalid_request_error\",\"message\":\"m\"}",
            Errc::InvalidArgument);
        row("{\"message\":\"something\"}", Errc::ServerFault);
    }
    void errorsInTheStream()
    {
        QFETCH(QByteArray, error);
        QTEST(static_cast<int>(errorFromStream(QJsonDocument::fromJson(error).object()).code), "code");
    }

    void theEnvironmentIsTaken_data()
    {
        QTest::addColumn<QByteArray>("openAiUrl");
        QTest::addColumn<QByteArray>("openAiKey");
        QTest::addColumn<QByteArray>("anthropicKey");
        QTest::addColumn<QStringList>("found"); // "model at host +key"
        QTest::addColumn<int>("refused");
        QTest::newRow("nothing set") << QByteArray() << QByteArray() << QByteArray() << QStringList() << 0;
        QTest::newRow("an OpenAI key: every quick start's model")
            << QByteArray() << QByteArray("sk-1") << QByteArray()
            << QStringList{QStringLiteral("gpt-4o-mini at api.openai.com +https://api.openai.com:443")} << 0;
        QTest::newRow("a base URL without a key")
            << QByteArray("http://127.0.0.1:11434/v1") << QByteArray() << QByteArray()
            << QStringList{QStringLiteral("gpt-4o-mini at 127.0.0.1:11434 +")} << 0;
        QTest::newRow("the key goes with the base URL")
            << QByteArray("https://gw.example/v1") << QByteArray("sk-1\n") << QByteArray()
            << QStringList{QStringLiteral("gpt-4o-mini at gw.example +https://gw.example:443")} << 0;
        QTest::newRow("a base URL that may not be used: the key goes nowhere")
            << QByteArray("http://gw.example/v1") << QByteArray("sk-1") << QByteArray() << QStringList() << 1;
        QTest::newRow("both")
            << QByteArray() << QByteArray("sk-1") << QByteArray("ak-1")
            << QStringList{QStringLiteral("gpt-4o-mini at api.openai.com +https://api.openai.com:443"),
                           QStringLiteral("claude-sonnet-4-5 at api.anthropic.com +https://api.anthropic.com:443")}
            << 0;
    }
    void theEnvironmentIsTaken()
    {
        QFETCH(QByteArray, openAiUrl);
        QFETCH(QByteArray, openAiKey);
        QFETCH(QByteArray, anthropicKey);
        QFETCH(int, refused);
        qunsetenv("ANTHROPIC_BASE_URL");
        const auto set = [](const char* name, const QByteArray& value) {
            value.isEmpty() ? qunsetenv(name) : qputenv(name, value);
        };
        set("OPENAI_BASE_URL", openAiUrl);
        set("OPENAI_API_KEY", openAiKey);
        set("ANTHROPIC_API_KEY", anthropicKey);
        const auto defaults = takeEnvironment();
        QStringList found;
        for (const auto& each : defaults.endpoints) {
            found.append(displayName(each.endpoint) + QStringLiteral(" +") + each.endpoint.keyOrigin);
            QCOMPARE(each.key.isEmpty(), each.endpoint.keyEntry.isEmpty());
            if (!each.key.isEmpty()) QCOMPARE(each.key.size(), size_t(4)); // the line end was no part of it
        }
        QTEST(found, "found");
        QCOMPARE(int(defaults.refused.size()), refused);
        QVERIFY(!qEnvironmentVariableIsSet("OPENAI_API_KEY"));
        QVERIFY(!qEnvironmentVariableIsSet("ANTHROPIC_API_KEY"));
        QVERIFY(takeEnvironment().endpoints.size() <= 1); // at most the base URL, which stays; no key is found twice
    }
};

QTEST_GUILESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
