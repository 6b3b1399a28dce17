// One program that asks for an access token, as several processes of one person do. The tests start it, and kill it at
// a step that SEKISHO_KILL_AT names. Says "ok <first digits of the token's hash>" or the name of the error.
#include "core/base/clock.h"
#include "core/crypto/digest.h"
#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "core/net/qt_http.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_keychain.h"

#include <QtCore/QCoreApplication>

#include <csignal>
#include <cstdio>

using namespace core::identity;

namespace {

void dieAt(const char* step)
{
    if (qgetenv("SEKISHO_KILL_AT") == step) raise(SIGKILL);
}

// The store with places to die at.
class MortalStore final : public QObject, public SessionStore {
public:
    explicit MortalStore(SessionStore& inner)
        : inner_(inner)
    {}
    core::Async<QStringList> people() override { return inner_.people(); }
    core::Async<qint64> version(const QString& person) override { return inner_.version(person); }
    core::Async<StoredSession> read(const QString& person) override
    {
        dieAt("before-read");
        return inner_.read(person);
    }
    core::Async<qint64> write(const StoredSession& session, std::optional<qint64> expectedVersion) override
    {
        dieAt("before-write");
        const auto written = inner_.write(session, expectedVersion);
        core::Answer<qint64> answer;
        core::onReady(written, this, [answer](const core::Result<qint64>& version) {
            dieAt("after-write");
            answer.give(version);
        });
        return answer.future();
    }
    core::Async<> markRefreshStarted(const QString& person, const QDateTime& nowUtc) override
    {
        dieAt("before-mark");
        const auto marked = inner_.markRefreshStarted(person, nowUtc);
        core::Answer<> answer;
        core::onReady(marked, this, [answer](const core::Result<>& done) {
            dieAt("after-mark");
            answer.give(done);
        });
        return answer.future();
    }
    core::Async<> remove(const QString& person) override { return inner_.remove(person); }

private:
    SessionStore& inner_;
};

class MortalHttp final : public QObject, public core::net::Http {
public:
    core::Async<core::net::HttpResponse> send(core::net::HttpRequest request, std::stop_token stop) override
    {
        const bool refresh = request.url.path() == QLatin1String("/token");
        if (!refresh) return inner_.send(std::move(request), std::move(stop));
        dieAt("before-send");
        const auto sent = inner_.send(std::move(request), std::move(stop));
        core::Answer<core::net::HttpResponse> answer;
        core::onReady(sent, this, [answer](const core::Result<core::net::HttpResponse>& response) {
            dieAt("answer-received");
            answer.give(response);
        });
        return answer.future();
    }
    core::Async<core::net::HttpResponse> stream(core::net::HttpRequest request,
                                                std::function<void(const QByteArray&)> onBytes,
                                                std::stop_token stop) override
    {
        return inner_.stream(std::move(request), std::move(onBytes), std::move(stop));
    }

private:
    core::net::QtHttp inner_;
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() != 4) return 2;
    const auto& folder = arguments[1];
    AccessTokenRequest request;
    request.person = {arguments[2], arguments[3]};
    request.audience = QStringLiteral("urn:hr");

    fakes::FakeKeychain keychain;
    keychain.entries[PersonKeys::entryName(request.person.storageName())] =
        core::Secret::consume(QByteArray::fromHex(qgetenv("SEKISHO_TEST_KEY")));
    const core::SystemClock clock;
    fakes::FakeAudit audit;
    MortalHttp http;
    PersonKeys keys(&keychain);
    PersonLocks locks(folder + QStringLiteral("/locks"), clock);
    const auto database = fakes::await(
        core::storage::Database::open(folder + QStringLiteral("/identity.sqlite"), SealedSessionStore::migrations()));
    if (!database) {
        std::printf("%s\n", qPrintable(core::errcName(database.error().code)));
        return 1;
    }
    SealedSessionStore sealed(*database, keys);
    MortalStore store(sealed);
    Identity identity(http, {store, keys, locks}, {store, keys, locks}, audit, clock);
    const auto grant = fakes::await(identity.accessToken(request, {}));
    if (!grant) {
        std::printf("%s\n", qPrintable(core::errcName(grant.error().code)));
        return 1;
    }
    dieAt("token-in-hand");
    const auto bytes = grant->token.expose();
    const auto digest = core::crypto::sha256(
        QByteArrayView(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())));
    std::printf("ok %s\n", digest.toHex().left(12).constData());
    return 0;
}
