#include "core/identity/redirect_path.h"
#include "identity_fixture.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QIODevice>
#include <QtCore/QUrlQuery>
#include <QtTest/QSignalSpy>
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

/// A store on a disk that can be full.
class FillingStore final : public SessionStore {
public:
    explicit FillingStore(SessionStore& inner)
        : inner_(inner)
    {}
    bool full = false;

    core::Async<QStringList> people() override { return inner_.people(); }
    core::Async<qint64> version(const QString& person) override { return inner_.version(person); }
    core::Async<StoredSession> read(const QString& person) override { return inner_.read(person); }
    core::Async<qint64> write(const StoredSession& session, std::optional<qint64> expectedVersion) override
    {
        if (full) return core::failed<qint64>(Errc::DiskFull, QStringLiteral("full"));
        return inner_.write(session, expectedVersion);
    }
    core::Async<> markRefreshStarted(const QString& person, const QDateTime& nowUtc) override
    {
        return inner_.markRefreshStarted(person, nowUtc);
    }
    core::Async<> remove(const QString& person) override { return inner_.remove(person); }

private:
    SessionStore& inner_;
};

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT
    std::unique_ptr<IdentityFixture> f_;

private Q_SLOTS:
    void init() { f_ = std::make_unique<IdentityFixture>(); }
    void cleanup() { f_.reset(); }

    void signsIn()
    {
        const auto session = f_->signIn();
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().detail));
        QCOMPARE(session->key(), (core::UserKey{f_->provider.issuer, QStringLiteral("asan")}));
        QCOMPARE(session->displayName(), QStringLiteral("浅井 花"));
        QCOMPARE(f_->audit.records.back().kind, core::audit::Kind::SignIn);
        QCOMPARE(f_->audit.records.back().person, session->key().storageName());
        QCOMPARE(f_->provider.requests["/userinfo"], 0); // the ID token carried the name

        f_->restart();
        const auto sessions = await(f_->identity->sessions());
        QCOMPARE(sessions->size(), qsizetype(1));
        QCOMPARE(sessions->front().session->displayName(), QStringLiteral("浅井 花"));
        QVERIFY(!sessions->front().signInNeeded);
        QCOMPARE(sessions->front().config.audience, QStringLiteral("urn:hr"));
        QVERIFY(f_->token(session->key()).has_value());
        QCOMPARE(f_->provider.refreshRequests, 0); // still good
    }
    void theNameFromUserinfo()
    {
        f_->provider.name.clear();
        const auto session = f_->signIn();
        QCOMPARE(session->displayName(), QStringLiteral("Asai Hana"));
        QCOMPARE(session->acr(), QString()); // userinfo does not decide how strong a sign-in was
        f_->provider.userinfoSubject = QStringLiteral("bsan");
        QCOMPARE(codeOf(f_->signIn()), QStringLiteral("BadToken"));
    }
    void aBrokenUserinfoDoesNotStopASignIn()
    {
        f_->provider.name.clear();
        f_->intercept = [](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
            if (request.url.path() != QLatin1String("/userinfo")) return {};
            return fakes::ScriptedAnswer{.outcome = core::net::HttpResponse{.status = 401}};
        };
        QCOMPARE(f_->signIn()->displayName(), QStringLiteral("asan@example.test"));
    }

    void failures_data()
    {
        QTest::addColumn<std::function<void(IdentityFixture&)>>("arrange");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* expected, std::function<void(IdentityFixture&)> arrange) {
            QTest::newRow(name) << std::move(arrange) << QString::fromLatin1(expected);
        };
        const auto discovery = [](core::Result<core::net::HttpResponse> outcome) {
            return [outcome](IdentityFixture& f) {
                f.intercept = [outcome](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
                    if (!request.url.path().contains(QLatin1String("well-known"))) return {};
                    return fakes::ScriptedAnswer{.outcome = outcome};
                };
            };
        };
        row("the provider is down", "Network", discovery(core::fail(Errc::Network, {})));
        row("the provider answers a web page", "NotJson",
            discovery(core::net::HttpResponse{.status = 200, .body = "<html>"}));
        row("another issuer answers", "WrongIssuer", [](IdentityFixture& f) {
            f.provider.changeMetadata = [](QJsonObject& json) {
                json.insert(QStringLiteral("issuer"), QStringLiteral("https://evil.example"));
            };
        });
        row("the window is closed", "WindowClosed",
            [](IdentityFixture& f) { f.browser.failAuthorize = core::Error{Errc::WindowClosed, {}, {}, {}}; });
        row("nobody signs in in time", "Timeout",
            [](IdentityFixture& f) { f.browser.failAuthorize = core::Error{Errc::Timeout, {}, {}, {}}; });
        row("denied", "Denied", [](IdentityFixture& f) { f.provider.authorizationError = "access_denied"; });
        row("RFC 9207: iss taken out of the redirect", "WrongIssuer", [](IdentityFixture& f) {
            f.provider.changeRedirect = [](QUrlQuery& query) { query.removeQueryItem(QStringLiteral("iss")); };
        });
        row("the state changed on the way", "Protocol", [](IdentityFixture& f) {
            f.provider.changeRedirect = [](QUrlQuery& query) {
                query.removeQueryItem(QStringLiteral("state"));
                query.addQueryItem(QStringLiteral("state"), QStringLiteral("other"));
            };
        });
        row("a code of somebody else's sign-in (PKCE)", "Protocol", [](IdentityFixture& f) {
            const auto stolen = f.provider.authorize(QUrl(
                QStringLiteral("https://id.example/authorize?redirect_uri=http://127.0.0.1:53111%1&code_challenge=x")
                    .arg(QString::fromLatin1(redirectPath(f.config())))));
            const auto code = QUrlQuery(QUrl::fromEncoded(stolen)).queryItemValue(QStringLiteral("code"));
            f.provider.changeRedirect = [code](QUrlQuery& query) {
                query.removeQueryItem(QStringLiteral("code"));
                query.addQueryItem(QStringLiteral("code"), code);
            };
        });
        row("an ID token with another nonce", "BadToken", [](IdentityFixture& f) {
            f.provider.changeIdToken = [](QJsonObject& claims) {
                claims.insert(QStringLiteral("nonce"), QStringLiteral("other"));
            };
        });
        row("the client ID is not known", "InvalidArgument",
            [](IdentityFixture& f) { f.provider.clientId = QStringLiteral("renamed"); });
        row("the token endpoint breaks down", "ServerFault", [](IdentityFixture& f) {
            f.intercept = [](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
                if (request.url.path() != QLatin1String("/token")) return {};
                return fakes::ScriptedAnswer{.outcome = core::net::HttpResponse{.status = 502, .body = "<html>"}};
            };
        });
        row("no keychain", "KeychainMissing",
            [](IdentityFixture& f) { f.keychain.failAll = core::Error{Errc::KeychainMissing, {}, {}, {}}; });
        row("the keychain is locked", "KeychainLocked",
            [](IdentityFixture& f) { f.keychain.failAll = core::Error{Errc::KeychainLocked, {}, {}, {}}; });
    }
    void failures()
    {
        QFETCH(std::function<void(IdentityFixture&)>, arrange);
        QFETCH(QString, expected);
        const auto config = f_->config();
        arrange(*f_);
        const auto session = await(f_->identity->signIn(config, {}, f_->browser, Keep::OnThisMachine, {}));
        QCOMPARE(codeOf(session), expected);
        QCOMPARE(f_->audit.records.back().outcome, expected);
        f_->keychain.failAll.reset();
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }
    void withoutAKeychainTheBrowserDoesNotEvenOpen()
    {
        f_->keychain.failAll = core::Error{Errc::KeychainMissing, {}, {}, {}};
        (void)f_->signIn();
        QVERIFY(f_->browser.requests.empty());
        QVERIFY(f_->http.requests.empty());
    }
    void forThisRunOnlyNothingReachesTheDisk()
    {
        f_->keychain.failAll = core::Error{Errc::KeychainMissing, {}, {}, {}};
        const auto session = f_->signIn({}, Keep::ThisRunOnly);
        QVERIFY(session.has_value());
        QCOMPARE(await(f_->identity->sessions())->front().keep, Keep::ThisRunOnly);
        QVERIFY(f_->audit.inMemory.contains(session->key().storageName()));
        f_->clock.advance(std::chrono::minutes(10));
        QVERIFY(f_->token(session->key()).has_value()); // refreshed in memory, too
        QCOMPARE(f_->provider.refreshRequests, 1);
        QVERIFY(await(f_->store->people())->isEmpty());
        QVERIFY(!QFile::exists(
            f_->folder.filePath(QStringLiteral("locks/") + session->key().storageName() + QStringLiteral(".lock"))));
        f_->keychain.failAll.reset();
        f_->restart();
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }

    void anotherAccountThanExpected()
    {
        const auto asan = f_->signIn();
        f_->provider.subject = QStringLiteral("bsan");
        SignInOptions options;
        options.expectedUser = asan->key();
        const auto other = f_->signIn(options);
        QCOMPARE(codeOf(other), QStringLiteral("OtherAccount"));
        QCOMPARE(other.error().subject, QStringLiteral("bsan@example.test"));
        QTRY_COMPARE(f_->provider.revoked.size(), size_t(2)); // bsan's tokens, which nobody asked for
        QCOMPARE(await(f_->identity->sessions())->size(), qsizetype(1));
    }
    void twoPeopleSideBySide()
    {
        const auto asan = f_->signIn();
        f_->provider.subject = QStringLiteral("bsan");
        const auto bsan = f_->signIn();
        f_->restart();
        QCOMPARE(await(f_->identity->sessions())->size(), qsizetype(2));
        const auto first = f_->token(asan->key());
        const auto second = f_->token(bsan->key());
        QVERIFY(!first->token.equalsConstantTime(second->token));
        QCOMPARE(f_->provider.subjectOf(IdentityFixture::exposed(first->token)), QStringLiteral("asan"));
        QCOMPARE(f_->provider.subjectOf(IdentityFixture::exposed(second->token)), QStringLiteral("bsan"));
    }
    void somebodyNewIsAskedAboutBeforeAnythingIsKept()
    {
        int asked = 0;
        core::Result<> answer = core::fail(Errc::Cancelled, QStringLiteral("not me"));
        const auto signIn = [&] {
            const auto confirm = [&](const UserSession& session, const ProviderConfig& config) {
                ++asked;
                return session.key().issuer == config.issuer ? core::ready<void>(answer)
                                                             : core::failed<void>(Errc::Internal, {});
            };
            return await(f_->identity->signIn(f_->config(), {}, f_->browser, Keep::OnThisMachine, {}, confirm));
        };
        QCOMPARE(codeOf(signIn()), QStringLiteral("Cancelled"));
        QCOMPARE(asked, 1);
        QTRY_COMPARE(f_->provider.revoked.size(), size_t(2));
        QVERIFY(await(f_->identity->sessions())->isEmpty());
        QVERIFY(f_->keychain.entries.empty());

        answer = {};
        QCOMPARE(codeOf(signIn()), QStringLiteral("ok"));
        QCOMPARE(asked, 2);
        QCOMPARE(codeOf(signIn()), QStringLiteral("ok"));
        QCOMPARE(asked, 2); // known now
    }
    void aTokensTimeRunsWhileThePersonIsAsked()
    {
        const auto confirm = [this](const UserSession&, const ProviderConfig&) {
            f_->clock.advance(std::chrono::seconds(290)); // of 300
            return core::ready<void>({});
        };
        const auto asan = await(f_->identity->signIn(f_->config(), {}, f_->browser, Keep::OnThisMachine, {}, confirm));
        QVERIFY(f_->token(asan->key()).has_value());
        QCOMPARE(f_->provider.refreshRequests, 1);
    }
    void aStop()
    {
        f_->browser.hang = true;
        std::stop_source stop;
        const auto session = f_->identity->signIn(f_->config(), {}, f_->browser, Keep::OnThisMachine, stop.get_token());
        QTRY_VERIFY(!f_->browser.requests.empty());
        QCOMPARE(codeOf(f_->signIn()), QStringLiteral("Busy")); // one at a time
        stop.request_stop();
        QCOMPARE(codeOf(await(session)), QStringLiteral("Cancelled"));
        f_->browser.hang = false;
        QVERIFY(f_->signIn().has_value());
    }
    void aStopWhileTheCodeIsRedeemedMakesTheTokensVoid()
    {
        std::stop_source stop;
        f_->intercept = [&stop](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
            if (request.url.path() == QLatin1String("/token")) stop.request_stop();
            return {};
        };
        const auto session = f_->identity->signIn(f_->config(), {}, f_->browser, Keep::OnThisMachine, stop.get_token());
        QCOMPARE(codeOf(await(session)), QStringLiteral("Cancelled"));
        QTRY_COMPARE(f_->provider.revoked.size(), size_t(2));
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }

    void keysRollOver()
    {
        QVERIFY(f_->signIn().has_value());
        f_->provider.rollKey();
        f_->clock.advance(std::chrono::minutes(1));
        QVERIFY(f_->signIn().has_value());
        QCOMPARE(f_->provider.requests["/keys"], 2);
        // Rolled again within seconds: the limit holds, and the sign-in fails rather than hammer the provider.
        f_->provider.rollKey();
        f_->clock.advance(std::chrono::seconds(5));
        QCOMPARE(codeOf(f_->signIn()), QStringLiteral("BadToken"));
        QCOMPARE(f_->provider.requests["/keys"], 2);
        f_->clock.advance(std::chrono::seconds(30));
        QVERIFY(f_->signIn().has_value());
        QCOMPARE(f_->provider.requests["/keys"], 3);
    }
    void theAlgorithmOfTheFirstSignInStays()
    {
        QVERIFY(f_->signIn().has_value());
        f_->provider.changeMetadata = [](QJsonObject& json) {
            json.insert(QStringLiteral("id_token_signing_alg_values_supported"),
                        QJsonArray{QStringLiteral("RS256"), QStringLiteral("ES256")});
        };
        QVERIFY(f_->signIn().has_value()); // still ES256, although RS256 is now the first of the list
    }

    void refreshesWhenNeeded()
    {
        const auto asan = f_->signIn();
        const auto first = f_->token(asan->key());
        f_->clock.advance(std::chrono::seconds(271)); // 29 left
        const auto second = f_->token(asan->key());
        QVERIFY(second.has_value());
        QVERIFY(!first->token.equalsConstantTime(second->token));
        QCOMPARE(f_->provider.refreshRequests, 1);
        QCOMPARE(second->expiresAtUtc, f_->clock.now.addSecs(300));
        QVERIFY(second->scopes.contains(QStringLiteral("hr:read")));
        f_->restart();
        QVERIFY(f_->token(asan->key())->token.equalsConstantTime(second->token)); // it was stored
        f_->clock.advance(std::chrono::seconds(300));
        QVERIFY(f_->token(asan->key()).has_value()); // and so was the rotated refresh token
        QCOMPARE(f_->provider.reuses, 0);
    }
    void anAudienceOfItsOwn()
    {
        const auto asan = f_->signIn();
        const auto hr = f_->token(asan->key());
        const auto mail = f_->token(asan->key(), QStringLiteral("urn:mail"));
        QCOMPARE(mail->audience, QStringLiteral("urn:mail"));
        QVERIFY(!hr->token.equalsConstantTime(mail->token));
        QCOMPARE(fakes::FakeHttp::formField(f_->http.requests.back(), "resource"), QByteArray("urn:mail"));
        QVERIFY(f_->token(asan->key())->token.equalsConstantTime(hr->token)); // the other one is still there
    }
    void manyAtOnceAskOnce()
    {
        const auto asan = f_->signIn();
        f_->clock.advance(std::chrono::minutes(10));
        AccessTokenRequest request;
        request.person = asan->key();
        request.audience = QStringLiteral("urn:hr");
        std::vector<core::Async<TokenGrant>> waiting;
        for (int i = 0; i < 20; ++i)
            waiting.push_back(f_->identity->accessToken(request, {}));
        for (const auto& one : waiting)
            QCOMPARE(codeOf(await(one)), QStringLiteral("ok"));
        QCOMPARE(f_->provider.refreshRequests, 1);
    }
    void aFailureIsNotAQuestion()
    {
        const auto asan = f_->signIn();
        f_->clock.advance(std::chrono::minutes(10));
        QSignalSpy ended(f_->identity.get(), &Identity::sessionEnded);
        for (const auto& outcome :
             {core::Result<core::net::HttpResponse>(core::fail(Errc::Network, {})),
              core::Result<core::net::HttpResponse>(core::net::HttpResponse{.status = 503}),
              core::Result<core::net::HttpResponse>(core::net::HttpResponse{.status = 403, .body = "<html>proxy"})}) {
            f_->intercept = [&outcome](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
                if (request.url.path() != QLatin1String("/token")) return {};
                return fakes::ScriptedAnswer{.outcome = outcome};
            };
            const auto token = f_->token(asan->key());
            QVERIFY(!token.has_value());
            QVERIFY(token.error().code != Errc::SignInNeeded);
        }
        f_->intercept = {};
        QVERIFY(f_->token(asan->key()).has_value());
        QCOMPARE(ended.size(), 0);
    }
    void aProviderThatWantsThePersonForOneApiDoesNotEndTheSession_data()
    {
        QTest::addColumn<QByteArray>("code");
        for (const char* code : {"interaction_required", "mfa_required", "consent_required", "login_required",
                                 "account_selection_required", "unmet_authentication_requirements"})
            QTest::newRow(code) << QByteArray(code);
    }
    void aProviderThatWantsThePersonForOneApiDoesNotEndTheSession()
    {
        QFETCH(const QByteArray, code);
        const auto asan = f_->signIn();
        f_->clock.advance(std::chrono::minutes(10));
        QSignalSpy ended(f_->identity.get(), &Identity::sessionEnded);
        f_->intercept = [&code](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
            if (fakes::FakeHttp::formField(request, "resource") != "urn:strict") return {};
            return fakes::ScriptedAnswer{
                .outcome = core::net::HttpResponse{.status = 400, .body = "{\"error\":\"" + code + "\"}"}};
        };
        QCOMPARE(codeOf(f_->token(asan->key(), QStringLiteral("urn:strict"))), QStringLiteral("SignInNeeded"));
        QCOMPARE(ended.size(), 0);
        QVERIFY(f_->token(asan->key()).has_value()); // what the provider gives as before
        f_->restart();
        QVERIFY(!await(f_->identity->sessions())->front().signInNeeded);
        QVERIFY(f_->token(asan->key()).has_value());
    }
    void theProviderEndsTheSession()
    {
        const auto asan = f_->signIn();
        f_->clock.advance(std::chrono::minutes(10));
        f_->intercept = [](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
            if (request.url.path() != QLatin1String("/token")) return {};
            return fakes::ScriptedAnswer{
                .outcome = core::net::HttpResponse{.status = 400, .body = "{\"error\":\"invalid_grant\"}"}};
        };
        QSignalSpy ended(f_->identity.get(), &Identity::sessionEnded);
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded"));
        QCOMPARE(ended.size(), 1);
        f_->intercept = {};
        const auto asked = f_->http.requests.size();
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded"));
        QCOMPARE(f_->http.requests.size(), asked); // nobody is asked again about a session that is over
        f_->restart();
        const auto sessions = await(f_->identity->sessions());
        QVERIFY(sessions->front().signInNeeded);
        QCOMPARE(sessions->front().session->displayName(), QStringLiteral("浅井 花"));
        QVERIFY(f_->signIn().has_value());
        QVERIFY(f_->token(asan->key()).has_value());
    }
    void aRememberedTokenIsNotGivenAfterAnotherProgramSignedThePersonOut_data()
    {
        QTest::addColumn<bool>("forgotten");
        QTest::addColumn<QString>("code");
        QTest::newRow("signed out") << false << QStringLiteral("SignInNeeded");
        QTest::newRow("forgotten") << true << QStringLiteral("NotFound");
    }
    void aRememberedTokenIsNotGivenAfterAnotherProgramSignedThePersonOut()
    {
        QFETCH(bool, forgotten);
        QFETCH(QString, code);
        const auto asan = f_->signIn();
        const auto first = f_->token(asan->key());
        QVERIFY(f_->token(asan->key())->token.equalsConstantTime(first->token)); // remembered
        {
            PersonKeys keys(&f_->keychain);
            PersonLocks locks(f_->folder.filePath(QStringLiteral("locks")), f_->clock);
            const auto database = await(core::storage::Database::open(
                f_->folder.filePath(QStringLiteral("identity.sqlite")), SealedSessionStore::migrations()));
            SealedSessionStore store(*database, keys);
            Identity other(f_->http, {store, keys, locks}, {*f_->runStore, *f_->runKeys, *f_->runLocks}, f_->audit,
                           f_->clock);
            if (forgotten)
                QVERIFY(await(other.forget(asan->key().storageName(), {})).has_value());
            else
                QVERIFY(await(other.signOut(asan->key(), nullptr, {})).has_value());
        }
        QCOMPARE(codeOf(f_->token(asan->key())), code);
        // Signing in again helps.
        QVERIFY(f_->signIn().has_value());
        QVERIFY(f_->token(asan->key()).has_value());
    }
    void aTokenThatAnApiRefusedIsNotGivenAgain()
    {
        const auto asan = f_->signIn();
        const auto first = f_->token(asan->key());
        AccessTokenRequest request;
        request.person = asan->key();
        request.audience = QStringLiteral("urn:hr");
        request.rejected = first->token;
        const auto second = await(f_->identity->accessToken(request, {}));
        QVERIFY(!second->token.equalsConstantTime(first->token));
        QVERIFY(await(f_->identity->accessToken(request, {}))->token.equalsConstantTime(second->token));
        QCOMPARE(f_->provider.refreshRequests, 1);
    }
    void aStoppedCallerDoesNotLoseTheRotatedToken()
    {
        const auto asan = f_->signIn();
        f_->clock.advance(std::chrono::minutes(10));
        std::stop_source stop;
        f_->intercept = [&stop](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
            if (request.url.path() == QLatin1String("/token")) stop.request_stop();
            return {};
        };
        AccessTokenRequest request;
        request.person = asan->key();
        request.audience = QStringLiteral("urn:hr");
        QCOMPARE(codeOf(await(f_->identity->accessToken(request, stop.get_token()))), QStringLiteral("Cancelled"));
        f_->intercept = {};
        QVERIFY(f_->token(asan->key()).has_value()); // waits for the lock, finds what the other stored
        QCOMPARE(f_->provider.refreshRequests, 1);
        f_->restart();
        f_->clock.advance(std::chrono::minutes(10));
        QVERIFY(f_->token(asan->key()).has_value());
        QCOMPARE(f_->provider.reuses, 0);
    }
    void aProviderThatDoesNotRotate()
    {
        const auto asan = f_->signIn();
        f_->provider.rotate = false;
        for (int i = 0; i < 3; ++i) {
            f_->clock.advance(std::chrono::minutes(10));
            f_->restart();
            QVERIFY(f_->token(asan->key()).has_value());
        }
        QCOMPARE(f_->provider.refreshRequests, 3);
    }
    void aProviderWithoutRefreshTokens()
    {
        f_->provider.giveRefreshToken = false;
        const auto asan = f_->signIn();
        QVERIFY(f_->token(asan->key()).has_value());
        f_->clock.advance(std::chrono::minutes(10));
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded"));
    }
    void anUnknownPerson()
    {
        QCOMPARE(codeOf(f_->token({QStringLiteral("https://id.example"), QStringLiteral("nobody")})),
                 QStringLiteral("NotFound"));
    }

    void signsOut()
    {
        const auto asan = f_->signIn();
        const auto report = await(f_->identity->signOut(asan->key(), &f_->browser, {}));
        QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().detail));
        QVERIFY(report->tokensRevoked);
        QVERIFY(report->providerSessionEnded);
        QVERIFY(!report->error);
        QCOMPARE(f_->provider.revoked.size(), size_t(2)); // refresh and access token
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded"));
        QVERIFY(await(f_->identity->sessions())->front().signInNeeded);
        const auto& ending = f_->browser.endings.front();
        const auto url = IdentityFixture::exposed(ending.url);
        QVERIFY(url.contains("id_token_hint=ey"));
        QVERIFY(url.contains("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A53111%2Fcallback"));
        QVERIFY(!ending.urlWithoutHint.toEncoded().contains("id_token_hint"));
        QVERIFY(ending.urlWithoutHint.toEncoded().contains("client_id=sekisho-native"));
        f_->restart();
        QVERIFY(await(f_->identity->sessions())->front().signInNeeded);
    }
    void aSessionThatOnlyMayHaveEndedIsNotCalledEnded()
    {
        const auto asan = f_->signIn();
        f_->browser.sessionEnd = SessionEnd::Asked;
        const auto report = await(f_->identity->signOut(asan->key(), &f_->browser, {}));
        QVERIFY(report->tokensRevoked && !report->error);
        QVERIFY(!report->providerSessionEnded);
    }
    void signsOutWhileTheProviderIsDown()
    {
        const auto asan = f_->signIn();
        f_->intercept = [](const core::net::HttpRequest& request) -> std::optional<fakes::ScriptedAnswer> {
            if (request.url.path() != QLatin1String("/revoke")) return {};
            return fakes::ScriptedAnswer{.outcome = core::net::HttpResponse{.status = 503}};
        };
        const auto report = await(f_->identity->signOut(asan->key(), nullptr, {}));
        QVERIFY(!report->tokensRevoked);
        QCOMPARE(report->error->code, Errc::ServerFault);
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded")); // gone here all the same
    }
    void tokensThatCouldNotBeStoredAreMadeVoidToo()
    {
        FillingStore disk(*f_->store);
        Identity identity(f_->http, {disk, *f_->keys, *f_->locks}, {*f_->runStore, *f_->runKeys, *f_->runLocks},
                          f_->audit, f_->clock);
        const auto asan = await(identity.signIn(f_->config(), {}, f_->browser, Keep::OnThisMachine, {}));
        f_->clock.advance(std::chrono::minutes(10));
        disk.full = true;
        AccessTokenRequest request;
        request.person = asan->key();
        request.audience = QStringLiteral("urn:hr");
        QCOMPARE(codeOf(await(identity.accessToken(request, {}))), QStringLiteral("DiskFull"));
        QCOMPARE(f_->provider.refreshRequests, 1);
        disk.full = false;
        QVERIFY(await(identity.signOut(asan->key(), nullptr, {}))->tokensRevoked);
        QCOMPARE(f_->provider.revoked.size(), size_t(4)); // the stored pair, and the newer one
    }
    void forgets()
    {
        const auto asan = f_->signIn();
        QVERIFY(await(f_->identity->personKey(asan->key())).has_value());
        QVERIFY(await(f_->identity->forget(asan->key().storageName(), {})).has_value());
        QVERIFY(await(f_->identity->sessions())->isEmpty());
        QVERIFY(f_->keychain.entries.empty());
        QCOMPARE(f_->provider.revoked.size(), size_t(2));
        QCOMPARE(f_->audit.records.back().kind, core::audit::Kind::Forgotten);
        QVERIFY(!await(f_->identity->personKey(asan->key())).has_value());
    }
    void forgetsWhatCannotBeOpenedAnyMore()
    {
        QVERIFY(f_->signIn().has_value());
        f_->keychain.entries.clear();
        f_->restart();
        const auto listed = await(f_->identity->sessions())->front();
        QCOMPARE(listed.error->code, Errc::NotFound);
        QVERIFY(!listed.session);
        QVERIFY(await(f_->identity->forget(listed.person, {})).has_value());
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }
    void signingInAfterAnotherProgramForgotThePersonMakesANewKey()
    {
        const auto asan = f_->signIn();
        const auto before = IdentityFixture::exposed(f_->keychain.entries.begin()->second);
        f_->keychain.entries.clear(); // as forgetting does; this program remembers the key
        QVERIFY(f_->signIn().has_value());
        QCOMPARE(f_->keychain.entries.size(), size_t(1));
        QVERIFY(IdentityFixture::exposed(f_->keychain.entries.begin()->second) != before);
        f_->restart();
        QVERIFY(f_->token(asan->key()).has_value());
    }

    // ---- kept on this machine, and signed in for this run besides ----

    void theAuditLogFollowsTheKeeping()
    {
        const auto asan = f_->signIn();
        const auto name = asan->key().storageName();
        QVERIFY(!f_->audit.inMemory.contains(name));
        // A sign-in for this run that cannot be kept changes nothing.
        const auto held = await(f_->runLocks->acquire(name, std::chrono::seconds(1), {}));
        const auto failing = f_->identity->signIn(f_->config(), {}, f_->browser, Keep::ThisRunOnly, {});
        QTRY_COMPARE(f_->provider.requests["/token"], 2);
        QTRY_VERIFY2(
            [&] {
                f_->clock.advance(std::chrono::seconds(61));
                return failing.isFinished();
            }(),
            "the lock is never given up");
        QCOMPARE(codeOf(await(failing)), QStringLiteral("Busy"));
        QVERIFY(!f_->audit.inMemory.contains(name));
        (*held)->release();

        QVERIFY(f_->signIn({}, Keep::ThisRunOnly).has_value());
        QVERIFY(f_->audit.inMemory.contains(name));
        QVERIFY(f_->signIn().has_value());
        QVERIFY(!f_->audit.inMemory.contains(name));
    }

    void signingOutEndsBothKeepings()
    {
        const auto asan = f_->signIn();
        QVERIFY(f_->signIn({}, Keep::ThisRunOnly).has_value());
        QCOMPARE(await(f_->identity->sessions())->size(), qsizetype(1));
        const auto report = await(f_->identity->signOut(asan->key(), &f_->browser, {}));
        QVERIFY(report && report->tokensRevoked && report->providerSessionEnded && !report->error);
        QCOMPARE(f_->provider.revoked.size(), size_t(4));
        QCOMPARE(f_->browser.endings.size(), size_t(1));
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded"));
        f_->restart();
        QVERIFY(await(f_->identity->sessions())->front().signInNeeded);
        QCOMPARE(codeOf(f_->token(asan->key())), QStringLiteral("SignInNeeded"));
    }
    void signingOutWhileTheKeychainIsLockedLeavesNoTokens()
    {
        const auto asan = f_->signIn();
        f_->restart();
        f_->keychain.failAll = core::Error{Errc::KeychainLocked, {}, {}, {}};
        QVERIFY(f_->signIn({}, Keep::ThisRunOnly).has_value());
        const auto report = await(f_->identity->signOut(asan->key(), nullptr, {}));
        QVERIFY(report.has_value());
        QVERIFY(!report->tokensRevoked); // those of the kept record could not be read
        QCOMPARE(report->error->code, Errc::KeychainLocked);
        QCOMPARE(f_->provider.revoked.size(), size_t(2));
        f_->keychain.failAll.reset();
        f_->restart();
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }
    void forgettingForgetsBothKeepings()
    {
        const auto asan = f_->signIn();
        QVERIFY(f_->signIn({}, Keep::ThisRunOnly).has_value());
        f_->keychain.failAll = core::Error{Errc::KeychainLocked, {}, {}, {}};
        QCOMPARE(codeOf(await(f_->identity->forget(asan->key().storageName(), {}))), QStringLiteral("KeychainLocked"));
        QCOMPARE(await(f_->identity->sessions())->size(), qsizetype(1)); // still there, to be tried again
        f_->keychain.failAll.reset();
        QCOMPARE(codeOf(await(f_->identity->forget(asan->key().storageName(), {}))), QStringLiteral("ok"));
        QVERIFY(await(f_->identity->sessions())->isEmpty());
        QVERIFY(f_->keychain.entries.empty());
        f_->restart();
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }
    void signingInToBeKeptTakesThisRunsRecordAway()
    {
        const auto asan = f_->signIn({}, Keep::ThisRunOnly);
        QVERIFY(f_->signIn().has_value());
        QTRY_VERIFY(await(f_->runStore->people())->isEmpty());
        QVERIFY(f_->provider.revoked.empty());
        QCOMPARE(await(f_->identity->sessions())->front().keep, Keep::OnThisMachine);
        QVERIFY(f_->token(asan->key()).has_value());
    }
    void noTokenInTheAuditLogOrOnTheDisk()
    {
        const auto asan = f_->signIn();
        f_->clock.advance(std::chrono::minutes(10));
        (void)f_->token(asan->key());
        f_->identity.reset();
        f_->store.reset();
        for (const auto& record : f_->audit.records)
            QVERIFY(!record.rule.contains(QLatin1String("access-token-")) &&
                    !record.outcome.contains(QLatin1String("refresh-token-")));
        QDirIterator files(f_->folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto bytes = file.readAll();
            QVERIFY(!bytes.contains("refresh-token-") && !bytes.contains("access-token-") && !bytes.contains("asan"));
        }
    }
};

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
