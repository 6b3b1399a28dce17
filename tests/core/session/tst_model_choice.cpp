#include "session_fixture.h"

using namespace core;
using namespace core::interfaces;
using namespace session_tests;
using fakes::await;
using fakes::FakeHttp;

class TestModelChoice : public QObject {
    Q_OBJECT

    std::unique_ptr<SessionFixture> world_;

    /// The Authorization headers that a host was sent, each once.
    QSet<QByteArray> keysSentTo(const char* host) const
    {
        QSet<QByteArray> keys;
        for (const auto& request : world_->modelRequests)
            if (request.url.host() == s(host)) keys.insert(FakeHttp::header(request, "Authorization"));
        return keys;
    }
    bool askOnce()
    {
        if (world_->app->accounts().accounts().isEmpty() && !world_->signIn("asan")) return false;
        return SessionFixture::ask(world_->conversation(), "hello");
    }

    static constexpr const char* localUrl = "http://127.0.0.1:11434/v1";
    /// The server at localUrl is that user's from now on.
    void serverIs(quint32 holder)
    {
        world_->modelHolder = holder;
        world_->modelRequests.clear();
    }
    Result<EndpointCheck> tryLocal(const char* serverUser = "", const char* model = "small")
    {
        return await(world_->app->models()->tryOut(
            {ModelProtocol::ChatCompletions, s(localUrl), s(model), {}, s(serverUser)}, {}));
    }
    Result<> chooseLocal(const char* serverUser)
    {
        return await(world_->app->models()->choose(
            {ModelProtocol::ChatCompletions, s(localUrl), s("small"), {}, s(serverUser)}, false));
    }
    /// "" when the server was spoken to, else the error.
    QString outcomeOfAsking()
    {
        const auto conversation = world_->conversation();
        if (!SessionFixture::ask(conversation, "hello")) return s("not sent");
        const auto error = SessionFixture::last(conversation).error;
        return error ? errcName(error->code) : QString();
    }

private Q_SLOTS:
    void init()
    {
        world_ = std::make_unique<SessionFixture>();
        QVERIFY(world_->app);
    }
    void cleanup() { world_.reset(); }

    void withoutAChoiceThereIsNone()
    {
        QVERIFY(world_->app->models()->endpoints().isEmpty());
        QVERIFY(world_->signIn("asan"));
        const auto sent = await(world_->conversation().turns->send(fakes::typed("hello")));
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, Errc::NotFound);
    }

    void aKeyGoesToItsOwnOriginOnly_data()
    {
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<bool>("given");
        QTest::newRow("the same origin") << QByteArray("https://model.example/v1") << true;
        QTest::newRow("another path of the same origin") << QByteArray("https://model.example/other/v1") << true;
        QTest::newRow("another host") << QByteArray("https://evil.example/v1") << false;
        QTest::newRow("a host below it") << QByteArray("https://sub.model.example/v1") << false;
        QTest::newRow("another port") << QByteArray("https://model.example:8443/v1") << false;
        QTest::newRow("the same host without TLS, on this machine") << QByteArray("http://127.0.0.1:8080/v1") << false;
    }
    void aKeyGoesToItsOwnOriginOnly()
    {
        QFETCH(QByteArray, second);
        QFETCH(bool, given);
        QVERIFY(world_->chooseModel("https://model.example/v1", "small", "sk-first"));
        QVERIFY(askOnce());
        QCOMPARE(keysSentTo("model.example"), QSet<QByteArray>{"Bearer sk-first"});
        world_->modelRequests.clear();
        QVERIFY(world_->chooseModel(second.constData(), "large"));
        QVERIFY(askOnce());
        QCOMPARE(world_->modelRequests.size(), 1U);
        QCOMPARE(FakeHttp::header(world_->modelRequests.front(), "Authorization"),
                 given ? QByteArray("Bearer sk-first") : QByteArray());
    }

    void aBrokenSettingsFileIsSetAsideAndSaid()
    {
        using Kind = core::interfaces::NoticeView::Kind;
        QVERIFY(world_->app->notices().isEmpty());
        QFile file(world_->folder.filePath(s("settings.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"endpoints\": 1}") > 0);
        file.close();
        world_->restart();
        QCOMPARE(world_->app->notices().size(), 1);
        QCOMPARE(world_->app->notices().first().kind, Kind::SettingsSetAside);
        QVERIFY(QFile::exists(world_->app->notices().first().error.subject));
        world_->restart();
        QVERIFY(world_->app->notices().isEmpty());
    }

    void anAzureAddressIsKeptWithItsVersion()
    {
        const auto* address = "https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21";
        QVERIFY(world_->chooseModel(address, "gpt-4o-mini", "az-key"));
        world_->restart();
        QVERIFY(askOnce());
        const auto& sent = world_->modelRequests.back();
        QCOMPARE(sent.url.query(), s("api-version=2024-10-21"));
        QVERIFY(sent.url.path().endsWith(s("/deployments/d/chat/completions")));
        QCOMPARE(FakeHttp::header(sent, "api-key"), QByteArray("az-key"));
    }

    void aKeyIsKeptInTheKeychainAndNowhereElse()
    {
        QVERIFY(world_->chooseModel("https://model.example/v1", "small", "sk-kept"));
        QFile settings(world_->folder.filePath(s("settings.json")));
        QVERIFY(settings.open(QIODevice::ReadOnly));
        QVERIFY(!settings.readAll().contains("sk-kept"));
        world_->restart();
        QVERIFY(askOnce());
        QCOMPARE(keysSentTo("model.example"), QSet<QByteArray>{"Bearer sk-kept"});
    }

    void tryingOutUsesTheKeptKeyOfThatOriginOnly()
    {
        QVERIFY(world_->chooseModel("https://model.example/v1", "small", "sk-kept"));
        world_->restart();
        const auto check = await(world_->app->models()->tryOut(
            {ModelProtocol::ChatCompletions, s("https://model.example/v1"), s("small"), {}}, {}));
        QVERIFY(check && !check->error);
        QCOMPARE(keysSentTo("model.example"), QSet<QByteArray>{"Bearer sk-kept"});
        (void)await(world_->app->models()->tryOut(
            {ModelProtocol::ChatCompletions, s("https://other.example/v1"), s("small"), {}}, {}));
        QCOMPARE(keysSentTo("other.example"), QSet<QByteArray>{QByteArray()});
    }

    void aTypedKeyIsTriedAndNotKept()
    {
        const auto check = await(world_->app->models()->tryOut(
            {ModelProtocol::ChatCompletions, s("https://model.example/v1"), s("small"), "sk-typed"}, {}));
        QVERIFY(check && !check->error);
        QCOMPARE(keysSentTo("model.example"), QSet<QByteArray>{"Bearer sk-typed"});
        QVERIFY(world_->keychain.entries.empty());
        QVERIFY(world_->app->models()->endpoints().isEmpty());
    }

    void aLockedKeychainIsSaidAndNothingIsSentWithoutTheKey()
    {
        QVERIFY(world_->chooseModel("https://model.example/v1", "small", "sk-kept"));
        QVERIFY(world_->signIn("asan"));
        world_->restart();
        const auto conversation = world_->conversation(); // the person's own key has been read by now
        world_->keychain.failAll = Error{Errc::KeychainLocked, s("locked")};
        const auto sent = await(conversation.turns->send(fakes::typed("hello")));
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, Errc::KeychainLocked);
        QVERIFY(world_->modelRequests.empty());
    }

    void withoutAKeychainAKeyServesForThisRun()
    {
        QVERIFY(world_->signIn("asan"));
        world_->keychain.failAll = Error{Errc::KeychainMissing, s("none")};
        QVERIFY(world_->chooseModel("https://model.example/v1", "small", "sk-run"));
        QVERIFY(askOnce());
        QCOMPARE(keysSentTo("model.example"), QSet<QByteArray>{"Bearer sk-run"});
    }

    void aModelForThisRunIsAskedFirstAndNotStored()
    {
        QVERIFY(world_->chooseModel("https://model.example/v1", "small", "sk-kept"));
        const auto entries = world_->keychain.entries.size();
        QVERIFY(world_->app->useModelForThisRun(
            {ModelProtocol::ChatCompletions, s("https://other.example/v1"), s("large"), "sk-run"}, false));
        QCOMPARE(world_->app->models()->endpoints().first().model, s("large"));
        QVERIFY(askOnce());
        QCOMPARE(keysSentTo("other.example"), QSet<QByteArray>{"Bearer sk-run"});
        QVERIFY(keysSentTo("model.example").isEmpty());
        QCOMPARE(world_->keychain.entries.size(), entries + 1); // the person's, from signing in
        world_->restart();
        QCOMPARE(world_->app->models()->endpoints().size(), 1);
        QCOMPARE(world_->app->models()->endpoints().first().model, s("small"));
    }

    void theSameModelAgainIsTheSameReader()
    {
        QVERIFY(world_->chooseModel("https://model.example/v1", "small"));
        const auto first = world_->app->models()->endpoints().first().id;
        QVERIFY(world_->chooseModel("https://other.example/v1", "small"));
        QVERIFY(world_->app->models()->endpoints().first().id != first);
        QVERIFY(world_->chooseModel("https://model.example/v1", "small"));
        QCOMPARE(world_->app->models()->endpoints().first().id, first);
        QCOMPARE(world_->app->models()->endpoints().size(), 2);
    }

    // An administrator's file may be changed, or copied from another machine.
    void anIdOfTheSettingsThatLeadsElsewhereIsAnotherReader()
    {
        const auto readerAt = [this](const char* url, const char* model) {
            QFile file(world_->folder.filePath(s("managed.json")));
            if (!file.open(QIODevice::WriteOnly)) return EndpointId();
            const QJsonObject endpoint{{s("id"), s("main")},
                                       {s("protocol"), s("chat-completions")},
                                       {s("baseUrl"), s(url)},
                                       {s("model"), s(model)},
                                       {s("name"), s("Ours")}};
            file.write(QJsonDocument(QJsonObject{{s("endpoints"), QJsonArray{endpoint}}}).toJson());
            file.close();
            world_->managedFiles = {file.fileName()};
            world_->restart();
            return world_->app->models()->endpoints().first().id;
        };
        const auto reader = readerAt("https://model.example/v1", "small");
        QCOMPARE(readerAt("https://model.example/v1", "large"), reader);
        QVERIFY(readerAt("https://elsewhere.example/v1", "small") != reader);
        QCOMPARE(readerAt("https://model.example/v1", "small"), reader);
    }

    void theDemoModelIsThereWhenItsOrganisationIs()
    {
        QVERIFY(world_->signIn("asan"));
        QVERIFY(await(world_->app->models()->choose({}, true)));
        QVERIFY(world_->app->models()->endpoints().first().demo);
        auto sent = await(world_->conversation().turns->send(fakes::typed("hello")));
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, Errc::Unavailable);
        world_->makeDemo();
        QVERIFY(askOnce());
        QCOMPARE(keysSentTo("model.example"), QSet<QByteArray>{QByteArray()}); // no key of anybody's goes there
    }

    void whereTheDemoIsDisabledItsModelDoesNotRun()
    {
        QVERIFY(world_->signIn("asan"));
        QVERIFY(await(world_->app->models()->choose({}, true))); // before it was disabled
        world_->makeDemo();
        auto values = world_->settings->values();
        values.demoEnabled = false;
        QVERIFY(world_->settings->change(values));
        const auto sent = await(world_->conversation().turns->send(fakes::typed("hello")));
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, Errc::Refused);
        QVERIFY(!world_->demo.runs);
        QVERIFY(world_->modelRequests.empty());
    }

    void anAddressThatCannotBeUsedIsRefused()
    {
        const auto chosen = world_->chooseModel("http://model.example/v1");
        QVERIFY(!chosen); // plain http to another machine
        QVERIFY(world_->app->models()->endpoints().isEmpty());
    }

    // ---- a server on this machine that a system account runs ----

    void onlyASystemAccountCanBeAccepted_data()
    {
        QTest::addColumn<quint32>("holder");
        QTest::addColumn<QString>("offered");
        QTest::newRow("a service's") << 998U << s("ollama");
        QTest::newRow("a person's") << 1001U << QString();
        QTest::newRow("nobody's") << 65534U << QString();
        QTest::newRow("nobody's, where it is a low number") << 99U << QString();
        QTest::newRow("of no account") << 500U << QString();
    }
    void onlyASystemAccountCanBeAccepted()
    {
        QFETCH(const quint32, holder);
        QFETCH(const QString, offered);
        serverIs(holder);
        const auto check = tryLocal();
        QVERIFY(check && check->error);
        QCOMPARE(check->error->code, Errc::ForeignServer);
        QCOMPARE(check->error->subject, s("127.0.0.1:11434"));
        QCOMPARE(check->serverUser, offered);
        for (const auto* name : {"alice", "nobody", "root", "no such account"}) {
            QCOMPARE(tryLocal(name)->error->code, Errc::ForeignServer);
            const auto chosen = chooseLocal(name);
            QVERIFY(!chosen);
            QCOMPARE(chosen.error().subject, s("serverUser"));
        }
        QVERIFY(world_->app->models()->endpoints().isEmpty());
    }

    void anAcceptedAccountIsKeptWithItsEndpoint()
    {
        QVERIFY(world_->signIn("asan"));
        serverIs(998);
        QVERIFY(!tryLocal("ollama")->error);
        QCOMPARE(tryLocal()->serverUser, s("ollama")); // trying out keeps nothing
        QVERIFY(chooseLocal("ollama"));
        world_->restart();
        QCOMPARE(world_->settings->values().endpoints.first().serverUser, s("ollama"));
        QCOMPARE(outcomeOfAsking(), QString());
        QCOMPARE(world_->modelRequests.back().serverUser, std::optional(998U));
        QCOMPARE(world_->app->models()->endpoints().first().serverUser, s("ollama"));
        QVERIFY(!tryLocal()->error);                              // this one was asked about
        QCOMPARE(tryLocal("", "large")->serverUser, s("ollama")); // that one was not
        QVERIFY(chooseLocal(""));
        QCOMPARE(world_->settings->values().endpoints.first().serverUser, s("ollama"));
    }

    // The conversations with the person's own server were not written for whoever holds its port now.
    void anAcceptedAccountIsAnotherReader()
    {
        QVERIFY(world_->signIn("asan"));
        QVERIFY(chooseLocal(""));
        const auto own = world_->settings->values().endpoints.first().id;
        QVERIFY(chooseLocal(""));
        QCOMPARE(world_->settings->values().endpoints.first().id, own);
        serverIs(998);
        QVERIFY(chooseLocal("ollama"));
        const auto accepted = world_->settings->values().endpoints.first().id;
        QVERIFY(accepted != own);
        QVERIFY(chooseLocal("ollama"));
        QCOMPARE(world_->settings->values().endpoints.first().id, accepted);
    }

    void anAcceptedAccountIsThatOneOnly_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<quint32>("holder");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("the accepted account's") << s("ollama") << 998U << QString();
        QTest::newRow("another system account's") << s("ollama") << 997U << s("ForeignServer");
        QTest::newRow("a person's") << s("ollama") << 1001U << s("ForeignServer");
        QTest::newRow("none was accepted") << QString() << 998U << s("ForeignServer");
        QTest::newRow("a person's account in the file") << s("alice") << 1001U << s("ForeignServer");
        QTest::newRow("nobody in the file") << s("nobody") << 99U << s("ForeignServer");
        QTest::newRow("an account that is gone") << s("gone") << 996U << s("ForeignServer");
    }
    void anAcceptedAccountIsThatOneOnly()
    {
        QFETCH(const QString, stored);
        QFETCH(const quint32, holder);
        QFETCH(const QString, outcome);
        QVERIFY(world_->signIn("asan"));
        auto values = world_->settings->values();
        values.endpoints = {{EndpointId(s("local")),
                             {},
                             settings::ModelProtocol::ChatCompletions,
                             QUrl(s(localUrl)),
                             s("small"),
                             stored}};
        QVERIFY(world_->settings->change(values));
        serverIs(holder);
        QCOMPARE(outcomeOfAsking(), outcome);
    }

    void anIdThatWasGivenToAnotherAccountIsNotTheAcceptedOne()
    {
        QVERIFY(world_->signIn("asan"));
        serverIs(998);
        QVERIFY(chooseLocal("ollama"));
        QCOMPARE(outcomeOfAsking(), QString());
        world_->accounts = {{s("postgres"), 998}, {s("ollama"), 996}};
        QCOMPARE(outcomeOfAsking(), s("ForeignServer"));
        QCOMPARE(tryLocal()->serverUser, s("postgres"));
        serverIs(996);
        QCOMPARE(outcomeOfAsking(), QString());
    }

    void anAdministratorMayAcceptOne()
    {
        QVERIFY(world_->signIn("asan"));
        QFile managed(world_->folder.filePath(s("managed.json")));
        QVERIFY(managed.open(QIODevice::WriteOnly));
        managed.write("{\"endpoints\": [{\"id\": \"main\", \"protocol\": \"chat-completions\", \"baseUrl\": "
                      "\"http://127.0.0.1:11434/v1\", \"model\": \"small\", \"serverUser\": \"ollama\"}]}");
        managed.close();
        world_->managedFiles = {managed.fileName()};
        world_->restart();
        serverIs(998);
        QCOMPARE(outcomeOfAsking(), QString());
        QCOMPARE(chooseLocal("www-data").error().code, Errc::Refused); // it stays theirs to say
        serverIs(997);
        QCOMPARE(outcomeOfAsking(), s("ForeignServer"));
    }
};

QTEST_GUILESS_MAIN(TestModelChoice)
#include "tst_model_choice.moc"
