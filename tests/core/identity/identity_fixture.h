#pragma once

#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_keychain.h"
#include "tests/fakes/fake_provider.h"

#include <QtCore/QTemporaryDir>

/// A whole Identity over a fake provider, with everything it needs, on a folder that survives restart().
class IdentityFixture {
public:
    QTemporaryDir folder;
    fakes::FakeClock clock;
    fakes::FakeHttp http;
    fakes::FakeKeychain keychain;
    fakes::FakeAudit audit;
    fakes::FakeProvider provider{QStringLiteral("https://id.example"), clock};
    fakes::FakeBrowser browser{provider};
    std::function<std::optional<fakes::ScriptedAnswer>(const core::net::HttpRequest&)>
        intercept; ///< before the provider

    std::unique_ptr<core::identity::PersonKeys> keys;
    std::unique_ptr<core::identity::PersonKeys> runKeys;
    std::unique_ptr<core::identity::PersonLocks> locks;
    std::unique_ptr<core::identity::PersonLocks> runLocks;
    std::unique_ptr<core::identity::SealedSessionStore> store;
    std::unique_ptr<core::identity::SealedSessionStore> runStore;
    std::unique_ptr<core::identity::Identity> identity;

    IdentityFixture()
    {
        http.answer = [this](const core::net::HttpRequest& request) { return serve(request); };
        restart();
    }

    /// As if the program had been ended and started again.
    void restart()
    {
        using namespace core::identity;
        identity.reset();
        store.reset();
        runStore.reset();
        keys = std::make_unique<PersonKeys>(&keychain);
        runKeys = std::make_unique<PersonKeys>(nullptr);
        locks = std::make_unique<PersonLocks>(folder.filePath(QStringLiteral("locks")), clock);
        runLocks = std::make_unique<PersonLocks>(QString(), clock);
        const auto kept = fakes::await(core::storage::Database::open(folder.filePath(QStringLiteral("identity.sqlite")),
                                                                     SealedSessionStore::migrations()));
        const auto run = fakes::await(core::storage::Database::openInMemory(SealedSessionStore::migrations()));
        store = std::make_unique<SealedSessionStore>(*kept, *keys);
        runStore = std::make_unique<SealedSessionStore>(*run, *runKeys);
        identity = std::make_unique<Identity>(http, Keeping{*store, *keys, *locks},
                                              Keeping{*runStore, *runKeys, *runLocks}, audit, clock);
    }

    [[nodiscard]] core::identity::ProviderConfig config() const
    {
        core::identity::ProviderConfig made;
        made.issuer = provider.issuer;
        made.clientId = provider.clientId;
        made.audience = QStringLiteral("urn:hr");
        made.scopes = {QStringLiteral("hr:read")};
        return made;
    }

    [[nodiscard]] core::Result<core::identity::UserSession>
    signIn(const core::identity::SignInOptions& options = {},
           core::identity::Keep keep = core::identity::Keep::OnThisMachine)
    {
        return fakes::await(identity->signIn(config(), options, browser, keep, {}));
    }

    [[nodiscard]] core::Result<core::identity::TokenGrant> token(const core::UserKey& person,
                                                                 const QString& audience = QStringLiteral("urn:hr"))
    {
        core::identity::AccessTokenRequest request;
        request.person = person;
        request.audience = audience;
        return fakes::await(identity->accessToken(request, {}));
    }

    [[nodiscard]] static QByteArray exposed(const core::Secret& value)
    {
        const auto bytes = value.expose();
        return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
    }

private:
    fakes::ScriptedAnswer serve(const core::net::HttpRequest& request)
    {
        if (intercept) {
            if (auto answer = intercept(request)) return *answer;
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
