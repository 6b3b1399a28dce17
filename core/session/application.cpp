#include "core/session/application.h"

#include "core/base/async_steps.h"
#include "core/base/logging.h"
#include "core/connectors/user_info_tool.h"
#include "core/session/open_conversations.h"
#include "core/session/person_audit_log.h"
#include "core/session/preferences.h"
#include "core/storage/database.h"

namespace core::session {

using storage::Database;

Async<std::shared_ptr<Application>> Application::open(Desktop& desktop)
{
    const auto migrations = identity::SealedSessionStore::migrations();
    const auto kept = Database::open(desktop.dataFolder + QStringLiteral("/sessions.db"), migrations);
    const auto thisRun = Database::openInMemory(migrations);
    Answer<std::shared_ptr<Application>> answer;
    auto* guard = new QObject;
    onReady(kept, guard, [=, &desktop](const Result<std::shared_ptr<Database>>& keptDatabase) {
        onReady(thisRun, guard, [=, &desktop](const Result<std::shared_ptr<Database>>& runDatabase) {
            guard->deleteLater();
            if (!keptDatabase || !runDatabase) {
                answer.give(tl::unexpected(keptDatabase ? runDatabase.error() : keptDatabase.error()));
                return;
            }
            const std::shared_ptr<Application> application(new Application(desktop, *keptDatabase, *runDatabase));
            // Sessions that cannot be read (a locked keychain) are listed with their error and are no reason to stop.
            onReady(application->people_->load(), application.get(), [application, answer](const Result<>& loaded) {
                if (!loaded) application->addNotice(interfaces::NoticeView::Kind::StoreDamaged, loaded.error());
                answer.give(application);
            });
        });
    });
    return answer.future();
}

Application::Application(Desktop& desktop, std::shared_ptr<Database> kept, std::shared_ptr<Database> thisRun)
    : desktop_(desktop)
    , audit_(desktop.dataFolder + QStringLiteral("/audit"), desktop.clock)
    , keptKeys_(&desktop.keychain)
    , runKeys_(nullptr)
    , keptLocks_(desktop.dataFolder + QStringLiteral("/locks"), desktop.clock)
    , runLocks_(QString(), desktop.clock)
    , keptStore_(std::move(kept), keptKeys_)
    , runStore_(std::move(thisRun), runKeys_)
    , identity_(desktop.http, {keptStore_, keptKeys_, keptLocks_}, {runStore_, runKeys_, runLocks_}, audit_,
                desktop.clock)
    , vault_(identity_, desktop.http)
    , models_(std::make_shared<ModelChoice>(desktop))
    , people_(std::make_unique<People>(identity_, desktop,
                                       [this](const identity::SessionSummary& summary, std::shared_ptr<Person> known) {
                                           return makePerson(summary, std::move(known));
                                       }))
    , signingIn_(std::make_unique<SigningIn>(identity_, *people_, desktop,
                                             [this](const QString& issuer) { return needsOf(issuer); }))
    , preferences_(std::make_unique<ChosenPreferences>(desktop.settings))
{
    std::vector<connectors::HttpToolsFile> files;
    for (const auto& file : std::as_const(desktop_.toolFiles)) {
        const connectors::LoadOptions options{vault_, file.path, connectors::PlainLoopback::Refuse, file.managed};
        files.push_back(file.unreadable.isEmpty() ? connectors::loadHttpTools(file.bytes, options)
                                                  : connectors::unreadableHttpTools(options, file.unreadable));
    }
    readTools(files);
    if (const auto& aside = desktop_.settings.brokenUserFile(); !aside.isEmpty())
        notices_.append({interfaces::NoticeView::Kind::SettingsSetAside,
                         {Errc::InvalidArgument, QStringLiteral("the settings file is broken"), aside}});
    for (const auto& place : std::as_const(desktop_.brokenRules))
        notices_.append({interfaces::NoticeView::Kind::PolicyBroken,
                         {Errc::InvalidArgument, QStringLiteral("a rule cannot be read"), place}});
    connect(&identity_, &identity::Identity::sessionEnded, this, [this](const UserKey& person) {
        if (people_->current().text() == person.storageName())
            addNotice(interfaces::NoticeView::Kind::SignInEnded, {Errc::SignInNeeded, QStringLiteral("session ended")});
    });
    connect(people_.get(), &People::currentChanged, this, [this] {
        notices_.removeIf([](const interfaces::NoticeView& notice) {
            return notice.kind == interfaces::NoticeView::Kind::SignInEnded;
        });
        Q_EMIT noticesChanged();
    });
}

Application::~Application() = default;

Async<> Application::drain()
{
    people_->freeze(); // first: a turn must not take what ends in there for an outcome
    return identity_.drain(std::chrono::seconds(10));
}

interfaces::Preferences& Application::preferences()
{
    return *preferences_;
}

std::shared_ptr<interfaces::Conversations> Application::conversations()
{
    auto person = people_->currentPerson();
    if (!person) return {};
    return std::make_shared<OpenConversations>(std::move(person));
}

std::shared_ptr<interfaces::Grants> Application::grants()
{
    auto person = people_->currentPerson();
    if (!person) return {};
    auto& grants = person->grants();
    return {std::move(person), &grants};
}

std::shared_ptr<interfaces::AuditLog> Application::auditLog()
{
    auto person = people_->currentPerson();
    if (!person) return {};
    return std::make_shared<PersonAuditLog>(audit_, std::move(person));
}

std::shared_ptr<interfaces::Approvals> Application::approvals()
{
    auto person = people_->currentPerson();
    if (!person) return {};
    auto& approvals = person->approvals();
    return {std::move(person), &approvals};
}

QList<interfaces::NoticeView> Application::notices() const
{
    auto notices = notices_;
    if (const auto current = people_->summary(people_->current());
        current && current->keep == identity::Keep::ThisRunOnly)
        notices.append(
            {interfaces::NoticeView::Kind::NoKeychain, {Errc::KeychainMissing, QStringLiteral("this run only")}});
    return notices;
}

void Application::addNotice(interfaces::NoticeView::Kind kind, const Error& error)
{
    notices_.append({kind, error});
    Q_EMIT noticesChanged();
}

QList<Bilingual> Application::suggestions() const
{
    const auto person = people_->currentPerson();
    return person ? person->suggestions() : QList<Bilingual>();
}

QList<interfaces::ToolChoiceView> Application::effectTools() const
{
    const auto person = people_->currentPerson();
    return person ? person->effectTools() : QList<interfaces::ToolChoiceView>();
}

Result<> Application::check(const UserKey& person, const QString& audience, const QStringList& scopes) const
{
    const auto known = people_->summary(interfaces::AccountId(person.storageName()));
    if (!known || !known->session || known->signInNeeded)
        return fail(Errc::SignInNeeded, QStringLiteral("this person is not signed in"));
    if (!people_->isAllowed(*known)) return fail(Errc::Refused, QStringLiteral("not the managed organisation"));
    return audience.isEmpty() ? Result<>() : vault_.covers(person.issuer, audience, scopes);
}

policy::SignedIn Application::signedIn(const UserKey& person) const
{
    const auto known = people_->summary(interfaces::AccountId(person.storageName()));
    if (!known || !known->session) return {};
    policy::SignedIn signedIn{known->session->acr(), {}};
    const auto& at = known->session->authenticatedAtUtc();
    // Of a time to come nothing is known: the clock was set back, or the provider's is wrong.
    if (at.isValid() && at <= desktop_.clock.nowUtc())
        signedIn.age = std::chrono::seconds(at.secsTo(desktop_.clock.nowUtc()));
    return signedIn;
}

QList<toolapi::ToolSpec> Application::tools() const
{
    const auto person = people_->currentPerson();
    return person ? person->toolSpecs() : QList<toolapi::ToolSpec>();
}

void Application::readTools(const std::vector<connectors::HttpToolsFile>& files)
{
    QStringList issuers;
    for (const auto& file : files) {
        toolProblems_ += file.problems;
        issuers += file.issuers;
    }
    issuers.removeDuplicates();
    for (const auto& issuer : std::as_const(issuers)) {
        auto merged = connectors::mergeHttpTools(files, issuer);
        for (const auto& problem : std::as_const(merged.problems)) // a file for two issuers has each of them twice
            if (!toolProblems_.contains(problem)) toolProblems_ += problem;
        fileTools_.emplace(issuer, std::move(merged));
    }
    for (const auto& problem : std::as_const(toolProblems_))
        qCWarning(logGateway).noquote() << problem.text();
}

const connectors::HttpToolsFile* Application::fileToolsFor(const QString& issuer) const
{
    // Where an administrator has set the organisation, there are tools for its people only.
    const auto managed = managedOrganisation(desktop_.settings);
    if (managed && managed->issuer.trimmed() != issuer) return nullptr;
    const auto found = fileTools_.find(issuer);
    return found == fileTools_.end() ? nullptr : &found->second;
}

ApiNeeds Application::needsOf(const QString& issuer) const
{
    ApiNeeds needs;
    const auto* file = fileToolsFor(issuer);
    if (!file) return needs;
    for (const auto& server : file->resourceServers) {
        needs.audiences.append(server.audience);
        needs.scopes += server.scopes;
    }
    return needs;
}

PersonTools Application::toolsFor(const identity::SessionSummary& summary)
{
    PersonTools tools{{connectors::userInfoTool(vault_)}, {}};
    connectors::HttpToolsFile file;
    const auto demo = desktop_.demo.running();
    if (summary.config.demo) {
        if (!demo || demo->provider.issuer != summary.config.issuer) return tools;
        file = connectors::mergeHttpTools(
            {connectors::loadHttpTools(demo->tools,
                                       {vault_, QStringLiteral("demo"), connectors::PlainLoopback::Allow, true})},
            summary.config.issuer);
    } else {
        const auto* found = fileToolsFor(summary.config.issuer);
        if (!found) return tools;
        file = *found;
    }
    for (const auto& server : file.resourceServers) {
        tools.apis.insert(server.audience, server.name);
        const auto allowed =
            vault_.allow(summary.config.issuer, {server.audience, server.origin, server.scopes, server.plainHttp});
        if (!allowed) qCWarning(logVault) << "resource server refused:" << errcName(allowed.error().code);
    }
    tools.tools += file.tools;
    return tools;
}

std::shared_ptr<Person> Application::makePerson(const identity::SessionSummary& summary, std::shared_ptr<Person> known)
{
    if (known) {
        known->renew(*summary.session, summary.config, toolsFor(summary));
        return known;
    }
    return std::make_shared<Person>(*summary.session, summary.config, summary.keep, toolsFor(summary),
                                    Building{desktop_, identity_, vault_, *this, audit_, *models_});
}

} // namespace core::session
