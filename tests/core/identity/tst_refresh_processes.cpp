#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "core/net/qt_http.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_keychain.h"
#include "tests/fakes/fake_provider_server.h"

#include <QtCore/QEventLoop>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using fakes::await;
using namespace core::identity;

// Real processes over one store and one provider that rotates refresh tokens and ends a session when an old one is
// used again.
class TestRefreshProcesses : public QObject {
    Q_OBJECT
    core::SystemClock clock_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<fakes::FakeProviderServer> server_;
    fakes::FakeKeychain keychain_;
    core::UserKey asan_;

    fakes::FakeProvider& provider() { return *server_->provider; }

    // Signs in with this process; what it holds is closed again, so that the helpers have the store for themselves.
    void signIn()
    {
        fakes::FakeAudit audit;
        core::net::QtHttp http;
        PersonKeys keys(&keychain_);
        PersonLocks locks(folder_->filePath(QStringLiteral("locks")), clock_);
        const auto database = await(core::storage::Database::open(folder_->filePath(QStringLiteral("identity.sqlite")),
                                                                  SealedSessionStore::migrations()));
        QVERIFY(database.has_value());
        SealedSessionStore store(*database, keys);
        Identity identity(http, {store, keys, locks}, {store, keys, locks}, audit, clock_);
        fakes::FakeBrowser browser(provider());
        ProviderConfig config;
        config.issuer = provider().issuer;
        config.clientId = provider().clientId;
        config.audience = QStringLiteral("urn:hr");
        config.plainHttpLoopback = true;
        provider().accessLifetime = std::chrono::seconds(1); // useless at once: whoever asks must refresh
        const auto session = await(identity.signIn(config, {}, browser, Keep::OnThisMachine, {}));
        provider().accessLifetime = std::chrono::seconds(300);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
        asan_ = session->key();
    }

    std::unique_ptr<QProcess> start(const QByteArray& killAt = {})
    {
        auto helper = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        const auto& key = keychain_.entries.at(PersonKeys::entryName(asan_.storageName()));
        const auto bytes = key.expose();
        environment.insert(
            QStringLiteral("SEKISHO_TEST_KEY"),
            QString::fromLatin1(
                QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex()));
        environment.insert(QStringLiteral("SEKISHO_KILL_AT"), QString::fromLatin1(killAt));
        helper->setProcessEnvironment(environment);
        helper->start(QStringLiteral(REFRESH_HELPER), {folder_->path(), asan_.issuer, asan_.subject});
        return helper;
    }
    // Waits with the event loop, because the provider answers on this thread.
    static QByteArray outcome(QProcess& helper)
    {
        // Its state and not finished(): a process that could not be started never finishes.
        QEventLoop loop;
        const auto quitAtTheEnd = [&loop](QProcess::ProcessState state) {
            if (state == QProcess::NotRunning) loop.quit();
        };
        QObject::connect(&helper, &QProcess::stateChanged, &loop, quitAtTheEnd);
        QTimer::singleShot(std::chrono::seconds(100), &loop, &QEventLoop::quit);
        if (helper.state() != QProcess::NotRunning) loop.exec();
        if (helper.state() != QProcess::NotRunning) return "does not end";
        if (helper.error() == QProcess::FailedToStart) return "did not start";
        if (helper.exitStatus() == QProcess::CrashExit) return "killed";
        return helper.readAllStandardOutput().trimmed();
    }
    QByteArray run(const QByteArray& killAt = {})
    {
        const auto helper = start(killAt);
        return outcome(*helper);
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        server_ = std::make_unique<fakes::FakeProviderServer>(clock_);
        QVERIFY(server_->provider != nullptr);
        keychain_.entries.clear();
        signIn();
    }

    void eightProcessesRefreshOnce()
    {
        std::vector<std::unique_ptr<QProcess>> helpers;
        for (int i = 0; i < 8; ++i)
            helpers.push_back(start());
        QSet<QByteArray> answers;
        for (const auto& helper : helpers)
            answers.insert(outcome(*helper));
        QVERIFY2(answers.size() == 1 && answers.values().front().startsWith("ok "),
                 answers.values().join(", ").constData());
        QCOMPARE(provider().refreshRequests, 1);
        QCOMPARE(provider().reuses, 0);
    }

    void killedAtEveryStep_data()
    {
        QTest::addColumn<QByteArray>("step");
        QTest::addColumn<bool>("mayHaveToSignIn"); // the provider saw the token, and its answer was not stored yet
        QTest::addColumn<int>("refreshes");        // in all, when nobody had to sign in
        const auto row = [](const char* step, bool mayHaveToSignIn, int refreshes) {
            QTest::newRow(step) << QByteArray(step) << mayHaveToSignIn << refreshes;
        };
        row("before-read", false, 1);
        row("before-mark", false, 1);
        row("after-mark", false, 1);
        row("before-send", false, 1);
        row("server-has-it", true, 2);
        row("server-rotated", true, 2);
        row("answer-received", true, 2);
        row("before-write", true, 2);
        row("after-write", false, 1);
        row("token-in-hand", false, 1);
    }
    void killedAtEveryStep()
    {
        QFETCH(QByteArray, step);
        QFETCH(bool, mayHaveToSignIn);
        QFETCH(int, refreshes);
        QProcess* victim = nullptr;
        const auto killOnce = [&victim](const QString& path) {
            if (path != QLatin1String("/token") || victim == nullptr) return true;
            victim->kill();
            victim = nullptr;
            return false;
        };
        if (step == "server-has-it") server_->onRequest = killOnce;
        if (step == "server-rotated") server_->onAnswer = killOnce;
        const auto first = start(step);
        victim = first.get();
        QCOMPARE(outcome(*first), QByteArray("killed"));
        server_->onRequest = [](const QString&) { return true; };
        server_->onAnswer = [](const QString&) { return true; };

        auto next = run(); // the next start is clean: no lock is left, the store opens
        if (mayHaveToSignIn && next == "SignInNeeded") {
            QCOMPARE(run(), QByteArray("SignInNeeded")); // says so again, without asking the provider again
            signIn();
            next = run();
        } else {
            QVERIFY(provider().refreshRequests <= refreshes);
            QVERIFY(mayHaveToSignIn || provider().reuses == 0);
        }
        QVERIFY2(next.startsWith("ok "), next.constData());
        QVERIFY(run() == next); // and the token is kept
    }

    void killedAnywhere()
    {
        const int rounds = qEnvironmentVariableIsSet("SEKISHO_SOAK") ? 300 : 5;
        QRandomGenerator random(20260301);
        int asked = 0;
        for (int round = 0; round < rounds; ++round) {
            provider().accessLifetime = std::chrono::seconds(1);
            std::vector<std::unique_ptr<QProcess>> helpers;
            for (int i = 0; i < 3; ++i)
                helpers.push_back(start());
            // Not before a random event of the run, and all of them: some waiting, one somewhere in its refresh.
            QTest::qWait(random.bounded(60));
            for (const auto& helper : helpers)
                helper->kill();
            for (const auto& helper : helpers)
                (void)outcome(*helper);
            provider().accessLifetime = std::chrono::seconds(300);
            auto next = run();
            if (next == "SignInNeeded") {
                ++asked;
                signIn();
                next = run();
            }
            QVERIFY2(next.startsWith("ok "), next.constData());
            signIn();
        }
        qInfo("%d rounds of killing three processes at random, %d sign-ins needed", rounds, asked);
    }
};

QTEST_GUILESS_MAIN(TestRefreshProcesses)
#include "tst_refresh_processes.moc"
