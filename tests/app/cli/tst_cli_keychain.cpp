// sekisho-cli with a real Secret Service, for people who signed in before, as the window would have done.
#include "app/host/demo_process.h"
#include "app/host/form_sign_in.h"
#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "core/keychain/backend_memory.h"
#include "core/keychain/qt_keychain_store.h"
#include "core/net/qt_http.h"
#include "core/session/application.h"
#include "core/settings/settings.h"
#include "core/storage/database.h"
#include "tests/app/cli/cli_fixture.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"

#include <QtCore/QTemporaryDir>

using namespace cli_tests;

namespace {

/// The demo's form, for a provider that is not taken for the demo.
class FormOfAProvider final : public core::identity::Browser {
public:
    explicit FormOfAProvider(app::host::FormSignIn& form)
        : form_(form)
    {}
    core::Async<QUrl> prepare(const QByteArray& path, std::stop_token stop) override
    {
        return form_.prepare(path, std::move(stop));
    }
    core::Async<QByteArray> authorize(core::identity::BrowserRequest request, std::stop_token stop) override
    {
        request.demo = true;
        return form_.authorize(std::move(request), std::move(stop));
    }
    core::Async<core::identity::SessionEnd> endSession(core::identity::EndSessionRequest request,
                                                       std::stop_token stop) override
    {
        return form_.endSession(std::move(request), std::move(stop));
    }

private:
    app::host::FormSignIn& form_;
};

} // namespace

class TestCliWithKeychain : public QObject {
    Q_OBJECT

    core::SystemClock clock_;
    core::net::QtHttp http_;
    std::unique_ptr<app::host::DemoProcess> demo_; ///< as an organisation's own provider
    core::session::DemoFacts facts_;
    std::unique_ptr<Shell> shell_;

    [[nodiscard]] QString dataFolder() const { return shell_->home.filePath(s("XDG_DATA_HOME/sekisho")); }
    [[nodiscard]] std::unique_ptr<core::keychain::QtKeychainStore> keychain() const
    {
        return std::make_unique<core::keychain::QtKeychainStore>(
            s("org.sekisho.Sekisho"),
            std::make_shared<core::keychain::BackendFile>(dataFolder() + s("/keychain-backend")));
    }

    [[nodiscard]] core::Result<> signIn(const QString& login)
    {
        using namespace core::identity;
        TRY(core::storage::makePrivateFolder(dataFolder()));
        const auto keychain = this->keychain();
        PersonKeys keys(keychain.get());
        PersonKeys runKeys(nullptr);
        PersonLocks locks(dataFolder() + s("/locks"), clock_);
        PersonLocks runLocks(QString(), clock_);
        const auto migrations = SealedSessionStore::migrations();
        TRY_ASSIGN(const auto kept,
                   fakes::await(core::storage::Database::open(dataFolder() + s("/sessions.db"), migrations)));
        TRY_ASSIGN(const auto run, fakes::await(core::storage::Database::openInMemory(migrations)));
        SealedSessionStore keptStore(kept, keys);
        SealedSessionStore runStore(run, runKeys);
        fakes::FakeAudit audit;
        Identity identity(http_, {keptStore, keys, locks}, {runStore, runKeys, runLocks}, audit, clock_);
        auto config = facts_.provider;
        config.demo = false;
        config.managed = true; // as an administrator would have to: its redirect address is the common one
        app::host::FormSignIn form(http_);
        form.setAccount(login);
        FormOfAProvider browser(form);
        TRY(fakes::await(identity.signIn(config, {}, browser, Keep::OnThisMachine, {})));
        return {};
    }

    /// The agent's last words in the newest conversation, as the window would show them.
    [[nodiscard]] core::interfaces::MessageView lastMessage()
    {
        const auto keychain = this->keychain();
        auto settings = core::settings::Settings::open({});
        app::host::FormSignIn form(http_);
        core::session::Desktop desktop{http_, *keychain, *settings, form, form, *demo_, clock_, dataFolder()};
        const auto app = fakes::await(core::session::Application::open(desktop));
        if (!app) return {};
        const auto conversations = (*app)->conversations();
        const auto page = fakes::await(conversations->page({}, 0, 1));
        if (!page || page->isEmpty()) return {};
        const auto opened = fakes::await(conversations->open(page->first().id));
        return opened ? opened->transcript->at(opened->transcript->count() - 1) : core::interfaces::MessageView();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto folder = qEnvironmentVariable("SEKISHO_BIN_DIR", s(SEKISHO_BIN_DIR));
        demo_ = std::make_unique<app::host::DemoProcess>(folder + s("/sekisho-demo"), http_, [] { return s("en"); });
        demo_->setArguments({s("--stream-delay-ms"), s("0")});
        const QTemporaryDir defaults;
        auto settings = core::settings::Settings::open({{}, defaults.filePath(s("settings.json"))});
        QVERIFY(settings);
        const auto facts = fakes::await(demo_->start(*settings));
        QVERIFY(facts);
        facts_ = *facts;
    }
    void cleanupTestCase() { demo_.reset(); }
    void init()
    {
        shell_ = std::make_unique<Shell>(Shell::Keychain::OfTheSession);
        QVERIFY(signIn(s("asan")));
    }

    void whoIsSignedIn()
    {
        const auto text = shell_->run({s("whoami")});
        QVERIFY2(text.code == 0 && text.err.isEmpty() && text.out.count('\n') == 1, text.all().constData());
        const auto json = shell_->run({s("whoami"), s("--json")});
        QCOMPARE(json.objects().size(), 1);
        QCOMPARE(json.objects().first().value(s("subject")).toString(), s("asan"));
        QCOMPARE(json.objects().first().value(s("signed_in")).toBool(), true);
    }

    void withoutAModelItSaysWhatToSet()
    {
        const auto outcome = shell_->run({s("ask"), s("hello")});
        QVERIFY2(isOneClearMessage(outcome, 1, "OPENAI_API_KEY"), outcome.all().constData());
    }
    void aQuestionIsAnsweredAndKeptSealed()
    {
        shell_->useModel(facts_.modelBaseUrl.toString(), facts_.model);
        const auto outcome = shell_->run({s("ask"), s("Tell me about myself")});
        QVERIFY2(outcome.code == 0 && outcome.out.contains("[done] get_user_info as asan (HTTP 200)"),
                 outcome.all().constData());
        QCOMPARE(lastMessage().state, core::interfaces::MessageView::State::Complete);
        for (const auto* text : {"eyJ", "Tell me about myself"})
            QCOMPARE(shell_->filesWith(text), QStringList());
    }
    void whatWasSaidBeforeCtrlCIsKept()
    {
        TalkingModel model;
        model.text = s("One two ");
        model.endsIt = false;
        shell_->useModel(model.baseUrl(), s("test"));
        const auto process = shell_->start({s("ask"), s("hello")});
        QByteArray seen;
        const auto outcome =
            Shell::interruptAfter(*process, [&] { return (seen += process->readAllStandardOutput()).contains("two"); });
        QVERIFY2(outcome.code == 130 && outcome.err.contains("is kept"), outcome.all().constData());
        const auto kept = lastMessage();
        QCOMPARE(kept.text, s("One two "));
        QCOMPARE(kept.state, core::interfaces::MessageView::State::Stopped);
    }

    void aKeyFromTheEnvironmentServesThisCommandAlone()
    {
        TalkingModel model;
        model.text = s("hello to you");
        shell_->environment.insert(s("OPENAI_BASE_URL"), model.baseUrl());
        shell_->environment.insert(s("OPENAI_API_KEY"), s("sk-of-this-command"));
        const auto outcome = shell_->run({s("ask"), s("hello")});
        QVERIFY2(outcome.code == 0 && outcome.out.contains("hello to you"), outcome.all().constData());
        QCOMPARE(model.lastKey, QByteArray("Bearer sk-of-this-command"));
        shell_->environment.remove(s("OPENAI_BASE_URL"));
        shell_->environment.remove(s("OPENAI_API_KEY"));
        QCOMPARE(shell_->run({s("ask"), s("hello")}).code, 1); // no model is set up
        QCOMPARE(shell_->filesWith("sk-of-this-command"), QStringList());
    }

    void whichOfTwo()
    {
        QVERIFY(signIn(s("bsan")));
        shell_->useModel(facts_.modelBaseUrl.toString(), facts_.model);
        for (const auto& words : {QStringList{s("ask"), s("Tell me about myself")}, {s("tools")}, {s("signout")}}) {
            const auto open = shell_->run(words);
            QVERIFY2(isOneClearMessage(open, 2, "--account"), open.all().constData());
            QVERIFY(open.err.contains("asan") && open.err.contains("bsan"));
        }
        const auto outcome = shell_->run({s("ask"), s("Tell me about myself"), s("--account"), s("bsan"), s("--json")});
        QVERIFY2(outcome.code == 0, outcome.all().constData());
        QVERIFY2(outcome.out.contains("\"as\":\"bsan\"") && !outcome.out.contains("\"as\":\"asan\""),
                 outcome.all().constData());
        QCOMPARE(shell_->run({s("whoami"), s("--json")}).objects().size(), 2);
    }

    void signingOut()
    {
        const auto outcome = shell_->run({s("signout")});
        QVERIFY2(outcome.code == 0 && outcome.out.contains("tokens are void"), outcome.all().constData());
        const auto who = shell_->run({s("whoami"), s("--json")});
        QVERIFY2(who.code == 0 && who.objects().value(0).value(s("signed_in")) == QJsonValue(false),
                 who.all().constData());
        const auto ask = shell_->run({s("ask"), s("hello")});
        QVERIFY2(isOneClearMessage(ask, 3, "sekisho-cli signin"), ask.all().constData());
        const auto named = shell_->run({s("ask"), s("hello"), s("--account"), s("asan")});
        QVERIFY2(isOneClearMessage(named, 3, "Sign in again"), named.all().constData());
    }

    void aKeychainThatIsGoneIsSaidAndIsNoReasonToSignInAgain()
    {
        shell_->environment.remove(s("DBUS_SESSION_BUS_ADDRESS"));
        for (const auto& words : {QStringList{s("whoami")}, {s("ask"), s("hello")}, {s("tools")}}) {
            const auto outcome = shell_->run(words);
            QVERIFY2(isOneClearMessage(outcome, 1, "keychain"), outcome.all().constData());
        }
    }

    void aDemoAccountIsForgottenWithItsCommand()
    {
        const auto outcome = shell_->run({s("ask"), s("Tell me about myself"), s("--demo-account"), s("bsan")});
        QVERIFY2(outcome.code == 0 && outcome.out.contains("as bsan (HTTP 200)"), outcome.all().constData());
        const auto who = shell_->run({s("whoami"), s("--json")});
        QVERIFY2(who.objects().size() == 1 && who.objects().first().value(s("subject")) == QJsonValue(s("asan")),
                 who.all().constData());
        const auto model = shell_->run({s("ask"), s("hello")});
        QCOMPARE(model.code, 1); // the demo's model was not left behind as the person's own choice
        QVERIFY2(model.err.contains("No model is set up"), model.all().constData());
    }
};

QTEST_GUILESS_MAIN(TestCliWithKeychain)
#include "tst_cli_keychain.moc"
