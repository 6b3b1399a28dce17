#pragma once

#include "core/session/application.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_keychain.h"
#include "tests/fakes/fake_provider.h"
#include "tests/fakes/typed.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace session_tests {

inline QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// A demo organisation that a test starts and ends.
class FakeDemoHost final : public core::session::DemoHost {
public:
    std::optional<core::session::DemoFacts> facts; ///< what start() will say; nothing: it cannot be started
    bool runs = false;
    std::vector<QUrl> replays;
    std::optional<core::Error> failReplay;

    std::optional<core::session::DemoFacts> running() const override { return runs ? facts : std::nullopt; }
    core::Async<core::session::AdminReplay> replayAsAdmin(const QUrl& url) override
    {
        replays.push_back(url);
        if (failReplay) return core::ready<core::session::AdminReplay>(tl::unexpected(*failReplay));
        return core::ready<core::session::AdminReplay>(core::session::AdminReplay{200, "{\"phone\": \"090\"}"});
    }

private:
    core::Async<core::session::DemoFacts> doStart() override
    {
        if (!facts) return core::failed<core::session::DemoFacts>(core::Errc::Unavailable, s("no demo here"));
        runs = true;
        return core::ready<core::session::DemoFacts>(*facts);
    }
};

inline QByteArray sse(const QList<QJsonObject>& deltas, const char* finish)
{
    QByteArray stream;
    const auto chunk = [&stream](const QJsonObject& choice) {
        const QJsonObject event{{s("choices"), QJsonArray{choice}}};
        stream += "data: " + QJsonDocument(event).toJson(QJsonDocument::Compact) + "\n\n";
    };
    for (const auto& delta : deltas)
        chunk({{s("index"), 0}, {s("delta"), delta}});
    chunk({{s("index"), 0}, {s("delta"), QJsonObject()}, {s("finish_reason"), s(finish)}});
    return stream + "data: [DONE]\n\n";
}

inline fakes::ScriptedAnswer streamed(const QByteArray& body)
{
    core::net::HttpResponse response;
    response.status = 200;
    response.headers = {{"content-type", "text/event-stream"}};
    return {.outcome = response, .pieces = {body}};
}
inline fakes::ScriptedAnswer words(const char* text)
{
    return streamed(sse({{{s("content"), s(text)}}}, "stop"));
}
inline fakes::ScriptedAnswer callOf(const char* tool, const QJsonObject& arguments, const char* text = "")
{
    const QJsonObject function{
        {s("name"), s(tool)},
        {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
    const QJsonObject call{{s("index"), 0}, {s("id"), s("call_1")}, {s("function"), function}};
    return streamed(sse({{{s("content"), s(text)}}, {{s("tool_calls"), QJsonArray{call}}}}, "tool_calls"));
}
/// One answer that asks for several calls, with the ids call_1, call_2 ...
inline fakes::ScriptedAnswer callsOf(const QList<std::pair<const char*, QJsonObject>>& calls)
{
    QJsonArray list;
    for (const auto& [tool, arguments] : calls) {
        const QJsonObject function{
            {s("name"), s(tool)},
            {s("arguments"), QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))}};
        list.append(QJsonObject{
            {s("index"), list.size()}, {s("id"), s("call_%1").arg(list.size() + 1)}, {s("function"), function}});
    }
    return streamed(sse({{{s("tool_calls"), list}}}, "tool_calls"));
}
inline fakes::ScriptedAnswer status(int code, const char* body = "{}")
{
    core::net::HttpResponse response;
    response.status = code;
    response.headers = {{"content-type", "application/json"}};
    response.body = body;
    return {.outcome = response};
}
inline fakes::ScriptedAnswer silence()
{
    return {.hang = true};
}

/// The core as one run of the program has it, over a fake provider, a fake API, a fake model and a folder that
/// survives restart().
class SessionFixture {
public:
    QTemporaryDir folder;
    fakes::FakeClock clock;
    fakes::FakeHttp http;
    fakes::FakeKeychain keychain;
    fakes::FakeProvider provider{s("https://id.example"), clock};
    fakes::FakeBrowser window{provider}; ///< the sign-in window
    fakes::FakeBrowser browser{provider};
    FakeDemoHost demo;
    std::deque<fakes::ScriptedAnswer> model; ///< the model's next answers; none left: "ok"
    std::deque<fakes::ScriptedAnswer> hr;    ///< the HR API's; none left: 403
    QList<QJsonObject> prompts;              ///< what models were sent
    std::vector<core::net::HttpRequest> hrRequests;
    std::vector<core::net::HttpRequest> modelRequests;
    std::optional<quint32> modelHolder = {}; ///< the other user whose servers the models are
    QList<std::pair<QString, quint32>> accounts{{s("root"), 0},     {s("ollama"), 998}, {s("www-data"), 997},
                                                {s("alice"), 1001}, {s("nobody"), 99},  {s("nobody"), 65534}};
    QList<core::session::ToolFile> toolFiles{{s("tools.d/hr.json"), hrTools()}};
    core::policy::InForce policy;            ///< from the next restart() on
    std::chrono::milliseconds undoWindow{0}; ///< likewise
    QStringList managedFiles;                ///< an administrator's settings, from the next restart() on
    std::unique_ptr<core::settings::Settings> settings;
    std::unique_ptr<core::session::Desktop> desktop;
    std::shared_ptr<core::session::Application> app;

    SessionFixture()
    {
        http.answer = [this](const core::net::HttpRequest& request) { return serve(request); };
        restart();
    }

    /// As if the program had been killed and started again.
    void restart()
    {
        app.reset();
        desktop.reset();
        settings = std::make_unique<core::settings::Settings>(
            *core::settings::Settings::open({managedFiles, folder.filePath(s("settings.json"))}));
        desktop = std::make_unique<core::session::Desktop>(core::session::Desktop{
            http, keychain, *settings, window, browser, demo, clock, folder.path(), {}, toolFiles, accountList()});
        desktop->policy = policy;
        desktop->undoWindow = undoWindow;
        app = open(*desktop);
    }

    static std::shared_ptr<core::session::Application> open(core::session::Desktop& desktop)
    {
        const auto opened = fakes::await(core::session::Application::open(desktop));
        return opened ? *opened : nullptr;
    }

    static core::interfaces::OrganisationInput organisation()
    {
        return {s("https://id.example"), s("sekisho-native"), {}, s("Example")};
    }

    void makeDemo()
    {
        core::session::DemoFacts facts;
        facts.provider.issuer = provider.issuer;
        facts.provider.clientId = provider.clientId;
        facts.provider.audience = s("urn:hr");
        facts.provider.scopes = {s("hr:read")};
        facts.provider.demo = true;
        facts.provider.pinnedKeys =
            QJsonDocument(core::crypto::JwkSet({provider.key.publicKey()}).toJson()).toJson(QJsonDocument::Compact);
        facts.organisation = {s("Demo"), s("デモ")};
        facts.modelBaseUrl = QUrl(s("https://model.example/v1"));
        facts.model = s("scripted");
        facts.tools = hrTools();
        demo.facts = facts;
    }

    [[nodiscard]] core::Result<core::interfaces::AccountId> signIn(const char* subject,
                                                                   core::interfaces::SignInTarget target = {})
    {
        provider.subject = s(subject);
        provider.name = s(subject) + s(" by name");
        if (!target.demo) target.organisation = organisation();
        return fakes::await(app->signIn().start(target, {}));
    }
    [[nodiscard]] core::Result<core::interfaces::AccountId> signInToDemo(const char* subject)
    {
        core::interfaces::SignInTarget target;
        target.demo = true;
        return signIn(subject, target);
    }

    [[nodiscard]] core::Result<> chooseModel(const char* url = "https://model.example/v1", const char* name = "small",
                                             const QByteArray& key = {})
    {
        auto typed = key;
        typed.detach();
        return fakes::await(
            app->models()->choose({core::interfaces::ModelProtocol::ChatCompletions, s(url), s(name), typed}, false));
    }

    [[nodiscard]] core::interfaces::OpenConversation
    conversation(const core::ConversationId& id = core::ConversationId(core::newId()))
    {
        const auto opened = fakes::await(app->conversations()->open(id));
        return opened ? *opened : core::interfaces::OpenConversation{};
    }

    /// Whether nothing runs and everything on the screen is what is on the disk.
    [[nodiscard]] static bool settled(const core::interfaces::OpenConversation& open)
    {
        using core::interfaces::MessageView;
        using core::interfaces::ToolCardView;
        if (open.turns->running()) return false;
        for (int row = 0; row < open.transcript->count(); ++row) {
            const auto view = open.transcript->at(row);
            if (view.state == MessageView::State::Streaming) return false;
            for (const auto& card : view.cards)
                if (card.state == ToolCardView::State::Running) return false;
        }
        return true;
    }
    /// Asks and waits for the turn's end.
    [[nodiscard]] static bool ask(const core::interfaces::OpenConversation& open, const char* text)
    {
        return fakes::await(open.turns->send(fakes::typed(text))).has_value() &&
               QTest::qWaitFor([&] { return settled(open); });
    }
    /// The agent's last row.
    [[nodiscard]] static core::interfaces::MessageView last(const core::interfaces::OpenConversation& open)
    {
        return open.transcript->at(open.transcript->count() - 1);
    }

    static QByteArray hrTools()
    {
        return R"({"version": 1, "issuer": "https://id.example",
          "resourceServers": [{"audience": "urn:hr", "origin": "https://hr.example", "name": {"en": "HR", "ja": "人事"}}],
          "tools": [
            {"name": "get_employee_record", "title": {"en": "Read a record", "ja": "情報を見る"}, "description": "Reads.",
             "method": "GET", "url": "https://hr.example/hr/people/{person}",
             "inputSchema": {"type": "object", "required": ["person"], "additionalProperties": false,
                             "properties": {"person": {"type": "string", "minLength": 1}}},
             "effect": "read", "controlArguments": ["/person"], "targetArguments": ["/person"],
             "audience": "urn:hr", "scopes": ["hr:read"]},
            {"name": "request_leave", "title": {"en": "Request leave", "ja": "休暇"}, "description": "Asks for leave.",
             "method": "POST", "url": "https://hr.example/hr/leave", "body": {"from": "{from}"},
             "inputSchema": {"type": "object", "required": ["from"], "additionalProperties": false,
                             "properties": {"from": {"type": "string"}}},
             "effect": "write", "controlArguments": ["/from"], "audience": "urn:hr", "scopes": ["hr:leave"]}]})";
    }

private:
    core::net::Accounts accountList() const
    {
        return {[this](quint32 user) -> std::optional<QString> {
                    for (const auto& [name, id] : accounts)
                        if (id == user) return name;
                    return std::nullopt;
                },
                [this](const QString& wanted) -> std::optional<quint32> {
                    for (const auto& [name, id] : accounts)
                        if (name == wanted) return id;
                    return std::nullopt;
                }};
    }
    fakes::ScriptedAnswer next(std::deque<fakes::ScriptedAnswer>& script, const fakes::ScriptedAnswer& otherwise)
    {
        if (script.empty()) return otherwise;
        auto first = std::move(script.front());
        script.pop_front();
        return first;
    }
    fakes::ScriptedAnswer serve(const core::net::HttpRequest& request)
    {
        if (request.url.host() == s("hr.example")) {
            hrRequests.push_back(request);
            return next(hr, status(403, R"({"error": "forbidden"})"));
        }
        if (request.url.host() != s("id.example")) {
            modelRequests.push_back(request);
            prompts.append(QJsonDocument::fromJson(request.body).object());
            auto answer =
                request.method == "GET" ? status(200, R"({"data": [{"id": "small"}]})") : next(model, words("ok"));
            answer.holder = modelHolder;
            return answer;
        }
        const auto answer = provider.handle(request.method, request.url.path(), fakes::FakeProvider::formOf(request),
                                            fakes::FakeHttp::header(request, "Authorization"));
        core::net::HttpResponse response;
        response.status = answer.status;
        response.body = answer.body;
        response.headers = answer.headers;
        response.headers.emplace_back("content-type", answer.contentType);
        return {.outcome = response};
    }
};

} // namespace session_tests
