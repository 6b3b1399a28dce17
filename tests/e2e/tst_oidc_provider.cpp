#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "core/net/qt_http.h"
#include "core/vault/vault.h"
#include "form_browser.h"
#include "node_provider.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_keychain.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using namespace core::identity;

namespace {

template <typename T>
QString codeOf(const core::Result<T>& result)
{
    return result ? QStringLiteral("ok") : core::errcName(result.error().code);
}

const auto hrApi = QStringLiteral("urn:sekisho:hr");

} // namespace

// The whole way against a provider that somebody else wrote and the OpenID Foundation certified: npm oidc-provider.
class TestOidcProvider : public QObject {
    Q_OBJECT
    core::SystemClock clock_;
    std::unique_ptr<NodeProvider> node_;
    QString issuer_;
    std::unique_ptr<QTemporaryDir> folder_;
    fakes::FakeKeychain keychain_;
    fakes::FakeAudit audit_;
    std::unique_ptr<core::net::QtHttp> http_;
    std::unique_ptr<PersonKeys> keys_;
    std::unique_ptr<PersonLocks> locks_;
    std::unique_ptr<SealedSessionStore> store_;
    std::unique_ptr<Identity> identity_;

    void startProvider(const QString& algorithm, int accessSeconds = 300)
    {
        node_ = std::make_unique<NodeProvider>();
        issuer_ = node_->start(algorithm, accessSeconds);
        QVERIFY2(!issuer_.isEmpty(), qPrintable(node_->error()));
        folder_ = std::make_unique<QTemporaryDir>();
        keychain_.entries.clear();
        http_ = std::make_unique<core::net::QtHttp>();
        restart();
    }
    void restart()
    {
        identity_.reset();
        store_.reset();
        keys_ = std::make_unique<PersonKeys>(&keychain_);
        locks_ = std::make_unique<PersonLocks>(folder_->filePath(QStringLiteral("locks")), clock_);
        const auto database = await(core::storage::Database::open(folder_->filePath(QStringLiteral("identity.sqlite")),
                                                                  SealedSessionStore::migrations()));
        store_ = std::make_unique<SealedSessionStore>(*database, *keys_);
        const Keeping keeping{*store_, *keys_, *locks_};
        identity_ = std::make_unique<Identity>(*http_, keeping, keeping, audit_, clock_);
    }
    ProviderConfig config(std::optional<core::crypto::JwsAlgorithm> algorithm = {}) const
    {
        ProviderConfig made;
        made.issuer = issuer_;
        made.clientId = QStringLiteral("sekisho-native");
        made.audience = hrApi;
        made.scopes = {QStringLiteral("hr:read")};
        made.plainHttpLoopback = true;
        made.idTokenAlgorithm = algorithm;
        return made;
    }
    core::Result<UserSession> signIn(FormBrowser& browser, const SignInOptions& options = {})
    {
        return await(identity_->signIn(config(), options, browser, Keep::OnThisMachine, {}));
    }
    core::Result<TokenGrant> token(const core::UserKey& person, const core::AccessToken& rejected = {})
    {
        AccessTokenRequest request;
        request.person = person;
        request.audience = hrApi;
        request.minimumValidity = std::chrono::seconds(0);
        request.rejected = rejected;
        return await(identity_->accessToken(request, {}));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const auto why = NodeProvider::missing(); !why.isEmpty()) {
            QSKIP(qPrintable(QStringLiteral("skipped: ") + why));
        }
    }
    void cleanup()
    {
        identity_.reset();
        store_.reset();
        node_.reset();
    }

    void everyAlgorithm_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto* name : {"RS256", "PS256", "ES256", "EdDSA"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyAlgorithm()
    {
        QFETCH(QString, name);
        startProvider(name);
        FormBrowser browser;
        const auto pinned = core::crypto::jwsAlgorithmFromName(name);
        const auto session = await(identity_->signIn(config(pinned), {}, browser, Keep::OnThisMachine, {}));
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail + session.error().subject));
        QCOMPARE(session->key(), (core::UserKey{issuer_, QStringLiteral("asan")}));
        const auto other =
            name == QLatin1String("ES256") ? core::crypto::JwsAlgorithm::RS256 : core::crypto::JwsAlgorithm::ES256;
        QCOMPARE(codeOf(await(identity_->signIn(config(other), {}, browser, Keep::OnThisMachine, {}))),
                 QStringLiteral("BadToken"));

        // userinfo with a token of its own: the HR token is not good for it.
        core::vault::Vault vault(*identity_, *http_);
        const auto answer = await(vault.send(session->key(), {}, {}));
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
        QCOMPARE(QJsonDocument::fromJson(answer->body)[QStringLiteral("name")].toString(), QStringLiteral("浅井 花"));

        // Rotation: the new refresh token works after a restart, so it was stored.
        auto held = token(session->key());
        for (int i = 0; i < 3; ++i) {
            const auto next = token(session->key(), held->token);
            QVERIFY2(next.has_value(), next ? "" : qPrintable(next.error().detail));
            QVERIFY(!next->token.equalsConstantTime(held->token));
            held = next;
            restart();
        }
        const auto report = await(identity_->signOut(session->key(), &browser, {}));
        QVERIFY2(report.has_value() && !report->error,
                 report && report->error ? qPrintable(report->error->detail) : "signing out failed");
        QVERIFY(report->tokensRevoked && report->providerSessionEnded);
        QCOMPARE(codeOf(token(session->key())), QStringLiteral("SignInNeeded"));
    }

    void reuseEndsTheSession()
    {
        startProvider(QStringLiteral("RS256"));
        FormBrowser browser;
        const auto asan = signIn(browser)->key();
        // A copy of the record, as if somebody had taken the disk: it is put back after a rotation.
        const auto thief = *await(store_->read(asan.storageName()));
        QVERIFY(token(asan, token(asan)->token).has_value());
        const auto current = *await(store_->read(asan.storageName()));
        QVERIFY(!thief.refresh.equalsConstantTime(current.refresh));
        QVERIFY(await(store_->write(thief, current.version)).has_value());
        restart();
        QCOMPARE(codeOf(token(asan, thief.access.front().token)), QStringLiteral("SignInNeeded"));
        QVERIFY(await(identity_->sessions())->front().signInNeeded);
        // The family is dead: the token that was good is not any more.
        const auto ended = *await(store_->read(asan.storageName()));
        QVERIFY(await(store_->write(current, ended.version)).has_value());
        restart();
        QCOMPARE(codeOf(token(asan, current.access.back().token)), QStringLiteral("SignInNeeded"));
        QVERIFY(signIn(browser).has_value()); // one sign-in, and all is well
        QVERIFY(token(asan).has_value());
    }

    void revokedMeansRevoked()
    {
        startProvider(QStringLiteral("ES256"));
        FormBrowser browser;
        ProviderConfig es = config(core::crypto::JwsAlgorithm::ES256);
        const auto asan = await(identity_->signIn(es, {}, browser, Keep::OnThisMachine, {}))->key();
        core::vault::Vault vault(*identity_, *http_);
        core::vault::ResourceServer server;
        server.audience = hrApi;
        server.origin = QUrl(issuer_);
        server.plainHttpLoopback = true;
        QVERIFY(vault.allow(issuer_, server).has_value());
        core::toolapi::ApiRequest request;
        request.audience = hrApi;
        request.url = QUrl(issuer_ + QStringLiteral("/hr/me"));
        QCOMPARE(await(vault.send(asan, request, {}))->status, 200);

        const auto before = *await(store_->read(asan.storageName()));
        QVERIFY(await(identity_->signOut(asan, nullptr, {}))->tokensRevoked);
        // Even with the old record put back, neither token opens anything.
        auto again = before;
        QVERIFY(await(store_->write(again, {})).has_value());
        restart();
        core::vault::Vault later(*identity_, *http_);
        QVERIFY(later.allow(issuer_, server).has_value());
        QCOMPARE(codeOf(await(later.send(asan, request, {}))), QStringLiteral("SignInNeeded"));
    }

    void everybodyReachesTheirOwnDataOnly()
    {
        startProvider(QStringLiteral("RS256"));
        const QStringList people{QStringLiteral("asan"), QStringLiteral("bsan"), QStringLiteral("yamada"),
                                 QStringLiteral("bucho")};
        core::vault::Vault vault(*identity_, *http_);
        core::vault::ResourceServer server;
        server.audience = hrApi;
        server.origin = QUrl(issuer_);
        server.scopes = {QStringLiteral("hr:read")};
        server.plainHttpLoopback = true;
        QVERIFY(vault.allow(issuer_, server).has_value());
        std::map<QString, core::UserKey> keys;
        for (const auto& person : people) {
            FormBrowser browser;
            browser.login = person;
            browser.password = person + QStringLiteral("-pass");
            const auto session = signIn(browser);
            QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
            keys.emplace(person, session->key());
        }
        for (const auto& who : people) {
            for (const auto& target : people) {
                core::toolapi::ApiRequest request;
                request.audience = hrApi;
                request.scopes = {QStringLiteral("hr:read")};
                request.url = QUrl(issuer_ + QStringLiteral("/hr/") + target + QStringLiteral("/payslips"));
                const auto answer = await(vault.send(keys.at(who), request, {}));
                QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
                QCOMPARE(answer->status, who == target ? 200 : 403);
                QCOMPARE(answer->person, keys.at(who));
                QCOMPARE(answer->body.contains("\"net\""), who == target);
            }
        }
    }

    void denied()
    {
        startProvider(QStringLiteral("RS256"));
        FormBrowser browser;
        browser.deny = true;
        QCOMPARE(codeOf(signIn(browser)), QStringLiteral("Denied"));
        browser.deny = false;
        QVERIFY(signIn(browser).has_value());
    }
    void maxAgeIsKept()
    {
        startProvider(QStringLiteral("RS256"));
        FormBrowser browser;
        SignInOptions options;
        options.maxAge = std::chrono::seconds(0);
        const auto session = signIn(browser, options);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
        QVERIFY(session->authenticatedAtUtc().isValid());
    }
    void anAccountCanBeChosen()
    {
        startProvider(QStringLiteral("RS256"));
        FormBrowser browser;
        SignInOptions options;
        options.prompt = QStringLiteral("select_account"); // which this provider does not know
        const auto session = signIn(browser, options);
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
    }
    void testConnection()
    {
        startProvider(QStringLiteral("RS256"));
        auto check = await(identity_->check(config(), {}));
        QVERIFY2(check.has_value() && !check->error, check && check->error ? qPrintable(check->error->detail) : "");
        QCOMPARE(check->clientId, Verdict::Accepted);
        QCOMPARE(check->redirect, Verdict::Accepted);
        QVERIFY(check->metadata->pkceAdvertised);
        auto wrong = config();
        wrong.clientId = QStringLiteral("mistyped");
        check = await(identity_->check(wrong, {}));
        QCOMPARE(*check->wrongField, ProviderField::ClientId);
        wrong = config();
        wrong.issuer += QLatin1Char('/');
        check = await(identity_->check(wrong, {}));
        QCOMPARE(*check->wrongField, ProviderField::Issuer);
        QCOMPARE(check->error->code, Errc::WrongIssuer);
    }
};

QTEST_GUILESS_MAIN(TestOidcProvider)
#include "tst_oidc_provider.moc"
