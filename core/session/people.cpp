#include "core/session/people.h"

#include "core/base/async_steps.h"

#include <QtCore/QDir>

namespace core::session {

using interfaces::AccountId;

namespace {

interfaces::AccountView accountView(const identity::SessionSummary& summary)
{
    interfaces::AccountView view;
    view.id = AccountId(summary.person);
    view.thisRunOnly = summary.keep == identity::Keep::ThisRunOnly;
    view.issuer = summary.config.issuer;
    view.organisation = summary.config.name.isEmpty() ? QUrl(summary.config.issuer).host() : summary.config.name;
    view.demo = summary.config.demo;
    view.state = summary.signInNeeded || summary.error ? interfaces::AccountView::State::SignInNeeded
                                                       : interfaces::AccountView::State::Ready;
    if (summary.session) {
        view.name = summary.session->displayName();
        view.login = summary.session->login();
        view.subject = summary.session->key().subject;
    }
    return view;
}

} // namespace

identity::ProviderConfig providerConfig(const interfaces::OrganisationInput& input)
{
    identity::ProviderConfig config;
    config.issuer = input.issuer.trimmed();
    config.clientId = input.clientId.trimmed();
    config.audience = input.audience.trimmed();
    config.name = input.name.trimmed();
    return config;
}

People::People(identity::Identity& identity, Desktop& desktop, MakePerson makePerson)
    : identity_(identity)
    , desktop_(desktop)
    , makePerson_(std::move(makePerson))
{
    connect(&identity_, &identity::Identity::sessionEnded, this,
            [this] { onReady(refresh(), this, [](const Result<>&) {}); });
}

Async<> People::refresh()
{
    return thenStep(identity_.sessions(), this, [this](const QList<identity::SessionSummary>& found) {
        summaries_ = found;
        Q_EMIT changed();
        return ready<>({});
    });
}

Async<> People::load()
{
    return thenStep(refresh(), this, [this] {
        const auto demo = desktop_.demo.running();
        for (const auto& summary : QList(summaries_)) {
            if (!summary.session || !summary.config.demo) continue;
            if (demo && demo->provider.issuer == summary.config.issuer) continue;
            onReady(forget(AccountId(summary.person)), this, [](const Result<>&) {});
        }
        for (const auto& account : accounts())
            if (current_.isEmpty() && !account.demo && account.state == interfaces::AccountView::State::Ready)
                setCurrent(account.id);
        return ready<>({});
    });
}

Async<AccountId> People::add(const UserKey& user)
{
    const AccountId account(user.storageName());
    people_.erase(account); // a fresh sign-in may have changed name and claims
    return thenStep(refresh(), this, [this, account] {
        current_ = {};
        setCurrent(account);
        return ready<AccountId>(account);
    });
}

std::optional<identity::SessionSummary> People::summary(const AccountId& account) const
{
    for (const auto& summary : summaries_)
        if (summary.person == account.text()) return summary;
    return {};
}

std::shared_ptr<Person> People::currentPerson()
{
    if (current_.isEmpty()) return {};
    if (const auto known = people_.find(current_); known != people_.end()) return known->second;
    const auto found = summary(current_);
    if (!found || !found->session) return {};
    auto person = makePerson_(*found);
    people_[current_] = person;
    return person;
}

QList<interfaces::AccountView> People::accounts() const
{
    QList<interfaces::AccountView> views;
    for (const auto& summary : summaries_)
        views.append(accountView(summary));
    return views;
}

void People::select(const AccountId& account)
{
    if (account != current_ && summary(account)) setCurrent(account);
}

void People::setCurrent(const AccountId& account)
{
    if (account == current_) return;
    current_ = account;
    Q_EMIT currentChanged();
}

void People::leave(const AccountId& account)
{
    if (const auto person = people_.find(account); person != people_.end()) {
        person->second->stopAll();
        people_.erase(person);
    }
    if (account != current_) return;
    AccountId next;
    for (const auto& other : accounts())
        if (next.isEmpty() && other.id != account && other.state == interfaces::AccountView::State::Ready)
            next = other.id;
    setCurrent(next);
}

Async<interfaces::SignOutReport> People::signOut(const AccountId& account)
{
    const auto found = summary(account);
    if (!found || !found->session)
        return failed<interfaces::SignOutReport>(Errc::NotFound, QStringLiteral("no such account"));
    // Only the system browser has a session of the provider's that could be ended.
    const bool inBrowser =
        desktop_.settings.values().signInWay == settings::SignInWay::SystemBrowser && !found->config.demo;
    auto* browser = inBrowser ? &desktop_.systemBrowser : nullptr;
    leave(account);
    return thenStep(
        identity_.signOut(found->session->key(), browser, {}), this, [this](const identity::SignOutReport& done) {
            interfaces::SignOutReport report{done.tokensRevoked, true, done.providerSessionEnded, done.error};
            return thenStep(refresh(), this, [report] { return ready<interfaces::SignOutReport>(report); });
        });
}

Async<> People::forget(const AccountId& account)
{
    const auto found = summary(account);
    if (!found || !found->session) return failed<>(Errc::NotFound, QStringLiteral("no such account"));
    leave(account);
    const auto folder = desktop_.dataFolder + QLatin1Char('/') + found->person;
    return thenStep(identity_.forget(found->session->key(), {}), this, [this, folder] {
        // What was sealed cannot be read any more; the files need not stay either.
        QDir(folder).removeRecursively();
        return refresh();
    });
}

SigningIn::SigningIn(identity::Identity& identity, People& people, Desktop& desktop)
    : identity_(identity)
    , people_(people)
    , desktop_(desktop)
{}

std::optional<interfaces::OrganisationInput> SigningIn::managedOrganisation() const
{
    const auto& values = desktop_.settings.values();
    if (!values.organisation || !desktop_.settings.locked(settings::Key::Organisation)) return {};
    const auto& managed = *values.organisation;
    return interfaces::OrganisationInput{managed.issuer, managed.clientId, managed.audience, managed.name};
}

bool SigningIn::demoAllowed() const
{
    return desktop_.settings.values().demoEnabled;
}

Async<interfaces::ConnectionCheck> SigningIn::testConnection(const interfaces::OrganisationInput& input,
                                                             std::stop_token stop)
{
    return thenStep(identity_.check(providerConfig(input), std::move(stop)), this,
                    [](const identity::ProviderCheck& found) {
                        interfaces::ConnectionCheck check;
                        check.error = found.error;
                        if (found.wrongField) {
                            switch (*found.wrongField) {
                            case identity::ProviderField::Issuer:
                                check.wrongField = interfaces::OrganisationField::Issuer;
                                break;
                            case identity::ProviderField::ClientId:
                                check.wrongField = interfaces::OrganisationField::ClientId;
                                break;
                            case identity::ProviderField::Audience:
                                check.wrongField = interfaces::OrganisationField::Audience;
                                break;
                            }
                        }
                        if (found.metadata) {
                            check.issuer = found.metadata->issuer;
                            check.pkceAdvertised = found.metadata->pkceAdvertised;
                            check.signOutSupported = !found.metadata->endSessionEndpoint.isEmpty();
                        }
                        return ready<interfaces::ConnectionCheck>(check);
                    });
}

Async<identity::ProviderConfig> SigningIn::configOf(const interfaces::SignInTarget& target)
{
    if (target.demo) {
        if (!demoAllowed())
            return failed<identity::ProviderConfig>(Errc::Refused, QStringLiteral("the demo is disabled"));
        return thenStep(desktop_.demo.start(), this,
                        [](const DemoFacts& facts) { return ready<identity::ProviderConfig>(facts.provider); });
    }
    if (target.expected)
        if (const auto known = people_.summary(*target.expected); known && known->session)
            return ready<identity::ProviderConfig>(known->config);
    if (const auto managed = managedOrganisation()) return ready<identity::ProviderConfig>(providerConfig(*managed));
    return ready<identity::ProviderConfig>(providerConfig(target.organisation));
}

Async<AccountId> SigningIn::start(const interfaces::SignInTarget& target, std::stop_token stop)
{
    identity::SignInOptions options;
    options.prompt = QStringLiteral("select_account");
    if (target.demo) options.prompt = QStringLiteral("login");
    const auto& language = desktop_.settings.values().language;
    if (!language.isEmpty()) options.uiLocales = {language};
    if (target.expected)
        if (const auto known = people_.summary(*target.expected); known && known->session) {
            options.expectedUser = known->session->key();
            options.loginHint = known->session->login();
        }
    const auto keep = target.thisRunOnly ? identity::Keep::ThisRunOnly : identity::Keep::OnThisMachine;
    auto& browser = target.way == interfaces::SignInWay::Window ? desktop_.window : desktop_.systemBrowser;
    return thenStep(configOf(target), this, [=, this, &browser](const identity::ProviderConfig& config) {
        return thenStep(identity_.signIn(config, options, browser, keep, stop), this,
                        [this](const identity::UserSession& session) { return people_.add(session.key()); });
    });
}

} // namespace core::session
