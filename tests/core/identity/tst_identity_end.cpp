// What must not be lost when the program ends while the provider is still being asked.
#include "core/base/async_steps.h"
#include "identity_fixture.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>

using core::Errc;
using fakes::await;
using namespace core::identity;

namespace {

/// A provider that takes its time: what goes to `path` waits until it is let through.
class SlowHttp final : public core::net::Http {
public:
    explicit SlowHttp(core::net::Http& inner)
        : inner_(inner)
    {}
    QString path; ///< empty: nothing waits
    int waiting = 0;

    core::Async<core::net::HttpResponse> send(core::net::HttpRequest request, std::stop_token stop) override
    {
        if (path.isEmpty() || request.url.path() != path) return inner_.send(std::move(request), std::move(stop));
        ++waiting;
        return core::thenStep(gate_.future(), &guard_, [this, request = std::move(request), stop = std::move(stop)] {
            return inner_.send(request, stop);
        });
    }
    core::Async<core::net::HttpResponse> stream(core::net::HttpRequest request,
                                                std::function<void(const QByteArray&)> onBytes,
                                                std::stop_token stop) override
    {
        return inner_.stream(std::move(request), std::move(onBytes), std::move(stop));
    }
    void letThrough() const { gate_.give({}); }

private:
    core::net::Http& inner_;
    core::Answer<> gate_;
    QObject guard_;
};

constexpr std::chrono::seconds longEnough(30);

} // namespace

class TestIdentityEnd : public QObject {
    Q_OBJECT
    std::unique_ptr<IdentityFixture> f_;
    std::unique_ptr<SlowHttp> slow_;
    std::unique_ptr<Identity> identity_;
    core::UserKey asan_;

    [[nodiscard]] core::Async<TokenGrant> ask() const
    {
        AccessTokenRequest request;
        request.person = asan_;
        request.audience = QStringLiteral("urn:hr");
        return identity_->accessToken(request, {});
    }
    [[nodiscard]] core::Async<UserSession> signIn() const
    {
        return identity_->signIn(f_->config(), {}, f_->browser, Keep::OnThisMachine, {});
    }
    /// Whether it is answered by what the event loop has to do now.
    template <typename T>
    static bool isAnswered(const core::Async<T>& future)
    {
        for (int turn = 0; turn < 50; ++turn)
            QCoreApplication::processEvents();
        return future.isFinished();
    }

private Q_SLOTS:
    void init()
    {
        f_ = std::make_unique<IdentityFixture>();
        slow_ = std::make_unique<SlowHttp>(f_->http);
        identity_ =
            std::make_unique<Identity>(*slow_, Keeping{*f_->store, *f_->keys, *f_->locks},
                                       Keeping{*f_->runStore, *f_->runKeys, *f_->runLocks}, f_->audit, f_->clock);
        asan_ = await(signIn())->key();
        f_->clock.advance(std::chrono::minutes(10));
    }
    void cleanup()
    {
        identity_.reset();
        slow_.reset();
        f_.reset();
    }

    void withNothingUnderWayItIsDoneAtOnce() { QVERIFY(await(identity_->drain(longEnough))); }

    void aRotatedRefreshTokenIsStoredFirst()
    {
        slow_->path = QStringLiteral("/token");
        const auto token = ask();
        QTRY_COMPARE(slow_->waiting, 1);
        const auto drained = identity_->drain(longEnough);
        QVERIFY(!isAnswered(drained));
        QVERIFY(!isAnswered(token)); // and so is a caller
        slow_->letThrough();
        QVERIFY(await(drained));
        QVERIFY(!isAnswered(token));
        identity_.reset(); // the program ends
        QCOMPARE(f_->provider.refreshRequests, 1);
        f_->restart();
        f_->clock.advance(std::chrono::minutes(10));
        QVERIFY(f_->token(asan_));
        QCOMPARE(f_->provider.reuses, 0);
    }
    void itIsNotWaitedForLongerThanSaid()
    {
        slow_->path = QStringLiteral("/token");
        const auto token = ask();
        QTRY_COMPARE(slow_->waiting, 1);
        const auto drained = await(identity_->drain(std::chrono::milliseconds(20)));
        QCOMPARE(drained.error().code, Errc::Timeout);
    }
    void whatHasSentNothingIsGivenUp()
    {
        const auto lock = await(f_->locks->acquire(asan_.storageName(), longEnough, {})); // somebody else refreshes
        QVERIFY(lock);
        const auto token = ask();
        QVERIFY(!isAnswered(token));
        QVERIFY(await(identity_->drain(longEnough)));
        QVERIFY(!isAnswered(token));
        (*lock)->release();
        QVERIFY(!isAnswered(ask()));
        QCOMPARE(f_->provider.refreshRequests, 0);
    }
    void nothingBeginsAfterwards()
    {
        QVERIFY(await(identity_->drain(longEnough)));
        QVERIFY(!isAnswered(ask())); // a turn that asks stays as it was
        QCOMPARE(await(signIn()).error().code, Errc::Cancelled);
        QCOMPARE(f_->provider.refreshRequests, 0);
    }
    void aSignInIsStopped()
    {
        f_->browser.hang = true;
        const auto before = f_->browser.requests.size();
        const auto session = signIn();
        QTRY_COMPARE(f_->browser.requests.size(), before + 1);
        QVERIFY(await(identity_->drain(longEnough)));
        QCOMPARE(await(session).error().code, Errc::Cancelled);
    }
    void theTokensOfASignInThatIsStoppedAreMadeVoid()
    {
        slow_->path = QStringLiteral("/token");
        const auto session = signIn();
        QTRY_COMPARE(slow_->waiting, 1);
        const auto drained = identity_->drain(longEnough);
        QVERIFY(!isAnswered(drained));
        slow_->letThrough();
        QVERIFY(await(drained));
        QCOMPARE(await(session).error().code, Errc::Cancelled);
        QCOMPARE(f_->provider.revoked.size(), size_t(2));
    }
    void aSignOutComesToItsEnd()
    {
        slow_->path = QStringLiteral("/revoke");
        const auto report = identity_->signOut(asan_, nullptr, {});
        QTRY_VERIFY(slow_->waiting > 0);
        const auto drained = identity_->drain(longEnough);
        QVERIFY(!isAnswered(drained));
        slow_->letThrough();
        QVERIFY(await(drained));
        identity_.reset();
        f_->restart();
        QCOMPARE(f_->token(asan_).error().code, Errc::SignInNeeded);
    }
    void forgettingComesToItsEnd()
    {
        slow_->path = QStringLiteral("/revoke");
        const auto forgotten = identity_->forget(asan_.storageName(), {});
        QTRY_VERIFY(slow_->waiting > 0);
        const auto drained = identity_->drain(longEnough);
        QVERIFY(!isAnswered(drained));
        slow_->letThrough();
        QVERIFY(await(drained));
        identity_.reset();
        f_->restart();
        QVERIFY(await(f_->identity->sessions())->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestIdentityEnd)
#include "tst_identity_end.moc"
