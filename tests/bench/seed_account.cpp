// Fills the folders of XDG_DATA_HOME and XDG_CONFIG_HOME as if a person had signed in, chosen a model and held that
// many conversations. The sign-in is a real one, through core/identity and the keychain, against a provider in memory.
//   seed_account COUNT
#include "app/host/runtime.h"
#include "core/conversations/conversation_store.h"
#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "tests/fakes/await.h"
#include "tests/fakes/fake_audit.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_provider.h"

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <cstdlib>

using namespace core::identity;
using namespace core::conversations;

namespace {

constexpr std::chrono::minutes patience{10};
const core::EndpointId endpoint(QStringLiteral("seeded"));

/// A minute further each time it is asked, from long ago: all the dates in the list stay as they are while it is
/// measured.
class PastClock final : public core::Clock {
public:
    [[nodiscard]] QDateTime nowUtc() const override
    {
        now_ = now_.addSecs(60);
        return now_;
    }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return system_.monotonic(); }

private:
    mutable QDateTime now_{QDate(2024, 1, 1), QTime(9, 0), Qt::UTC};
    core::SystemClock system_;
};

template <typename T>
T need(core::Result<T> result, const char* what)
{
    if (!result) {
        std::fprintf(stderr, "seed_account: %s: %s, %s\n", what, qPrintable(core::errcName(result.error().code)),
                     qPrintable(result.error().detail));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

void chooseModel()
{
    auto settings = need(core::settings::Settings::open(core::settings::systemPlaces()), "settings");
    auto values = settings.values();
    core::settings::Endpoint model;
    model.id = endpoint;
    model.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:11434/v1"));
    model.model = QStringLiteral("a-model");
    values.endpoints = {model};
    values.language = QStringLiteral("en");
    values.theme = core::settings::Theme::Light;
    need(settings.change(values), "settings");
}

/// One question and one answer in Markdown.
void addConversation(ConversationStore& store, int number)
{
    StepBegin begin;
    begin.conversation = core::ConversationId(core::newId());
    begin.turn = TurnId(core::newId());
    begin.endpoint = endpoint;
    begin.step = core::MessageId(core::newId());
    begin.message =
        NewMessage{core::MessageId(core::newId()), QStringLiteral("Question %1 about my leave").arg(number)};
    begin.title = QStringLiteral("Question %1 about my leave").arg(number);
    StepEnd end;
    end.step = begin.step;
    end.text = QStringLiteral("You have **%1 days** left.\n\n- taken: 3\n- planned: 2\n").arg(number % 20);
    end.finish = QStringLiteral("stop");
    const auto turn = begin.turn;
    std::ignore = store.stepBegun(std::move(begin)); // carried out in this order; the last answer speaks for them all
    std::ignore = store.stepFinished(std::move(end));
    need(fakes::await(store.turnEnded(turn, QStringLiteral("done"), {}), patience), "writing");
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() != 2) return 2;
    const auto folder = need(app::host::dataFolder(), "data folder");
    chooseModel();

    const core::SystemClock clock;
    fakes::FakeProvider provider(QStringLiteral("https://id.example"), clock);
    fakes::FakeBrowser browser(provider);
    fakes::FakeAudit audit;
    fakes::FakeHttp http;
    http.answer = [&provider](const core::net::HttpRequest& request) {
        const auto answer = provider.handle(request.method, request.url.path(), fakes::FakeProvider::formOf(request),
                                            fakes::FakeHttp::header(request, "Authorization"));
        core::net::HttpResponse response;
        response.status = answer.status;
        response.body = answer.body;
        response.headers = answer.headers;
        response.headers.emplace_back("content-type", answer.contentType);
        return fakes::ScriptedAnswer{.outcome = response};
    };

    core::keychain::QtKeychainStore keychain(
        QStringLiteral("org.sekisho.Sekisho"),
        std::make_shared<core::keychain::BackendFile>(folder + QStringLiteral("/keychain-backend")));
    PersonKeys keys(&keychain);
    PersonKeys runKeys(nullptr);
    PersonLocks locks(folder + QStringLiteral("/locks"), clock);
    PersonLocks runLocks(QString(), clock);
    const auto kept = need(fakes::await(core::storage::Database::open(folder + QStringLiteral("/sessions.db"),
                                                                      SealedSessionStore::migrations())),
                           "session store");
    const auto run =
        need(fakes::await(core::storage::Database::openInMemory(SealedSessionStore::migrations())), "session store");
    SealedSessionStore keptStore(kept, keys);
    SealedSessionStore runStore(run, runKeys);
    Identity identity(http, {keptStore, keys, locks}, {runStore, runKeys, runLocks}, audit, clock);
    ProviderConfig config;
    config.issuer = provider.issuer;
    config.clientId = provider.clientId;
    config.name = QStringLiteral("Example");
    const auto session =
        need(fakes::await(identity.signIn(config, {}, browser, Keep::OnThisMachine, {})), "signing in");

    const auto key = need(fakes::await(identity.personKey(session.key())), "key");
    const PastClock past;
    const auto path = folder + QLatin1Char('/') + session.key().storageName() + QStringLiteral("/conversations.db");
    const auto store =
        need(fakes::await(ConversationStore::open(path, core::storage::Sealer(key), past)), "conversation store");
    const int count = arguments.at(1).toInt();
    for (int number = 1; number <= count; ++number)
        addConversation(*store, number);
    return 0;
}
