#include "core/session/signing_in.h"

#include "core/base/async_steps.h"
#include "core/identity/redirect_path.h"

namespace core::session {

using interfaces::AccountId;

namespace {

interfaces::SignInWay usualWay(const settings::Settings& settings, bool demo)
{
    const bool inWindow = settings.values().signInWay ? *settings.values().signInWay == settings::SignInWay::Window
                                                      : demo || managedOrganisation(settings);
    return inWindow ? interfaces::SignInWay::Window : interfaces::SignInWay::SystemBrowser;
}

identity::ProviderConfig providerConfig(const interfaces::OrganisationInput& input)
{
    identity::ProviderConfig config;
    config.issuer = input.issuer.trimmed();
    config.clientId = input.clientId.trimmed();
    config.audience = input.audience.trimmed();
    config.name = input.name.trimmed();
    return config;
}

} // namespace

SigningIn::SigningIn(identity::Identity& identity, People& people, Desktop& desktop,
                     std::function<ApiNeeds(const QString& issuer)> needs)
    : identity_(identity)
    , people_(people)
    , desktop_(desktop)
    , needs_(std::move(needs))
{}

std::optional<interfaces::OrganisationInput> SigningIn::managedOrganisation() const
{
    const auto managed = session::managedOrganisation(desktop_.settings);
    if (!managed) return {};
    return interfaces::OrganisationInput{managed->issuer, managed->clientId, managed->audience, managed->name};
}

std::optional<interfaces::OrganisationInput> SigningIn::knownOrganisation() const
{
    const auto known = people_.accounts();
    for (const auto& account : known) {
        const auto summary = people_.summary(account.id);
        if (!summary || !summary->session || summary->config.demo) continue;
        const auto& config = summary->config;
        return interfaces::OrganisationInput{config.issuer, config.clientId, config.audience, config.name};
    }
    return {};
}

bool SigningIn::demoAllowed() const
{
    return desktop_.settings.values().demoEnabled;
}

interfaces::SignInWay SigningIn::wayOf(const interfaces::SignInTarget& target) const
{
    // What an administrator has set is for the organisation's people; how the demo is signed in to harms nobody.
    const bool fixed = desktop_.settings.locked(settings::Key::SignInWay) && !target.demo;
    if (target.way && !fixed) return *target.way;
    const auto known = target.expected ? people_.summary(*target.expected) : std::nullopt;
    return usualWay(desktop_.settings, target.demo || (known && known->session && known->config.demo));
}

Async<interfaces::ConnectionCheck> SigningIn::testConnection(const interfaces::OrganisationInput& input,
                                                             std::stop_token stop)
{
    return thenStep(identity_.check(configOf(input), std::move(stop)), this, [](const identity::ProviderCheck& found) {
        interfaces::ConnectionCheck check;
        check.error = found.error;
        if (found.wrongField) {
            switch (*found.wrongField) {
            case identity::ProviderField::Issuer: check.wrongField = interfaces::OrganisationField::Issuer; break;
            case identity::ProviderField::ClientId: check.wrongField = interfaces::OrganisationField::ClientId; break;
            case identity::ProviderField::Audience: check.wrongField = interfaces::OrganisationField::Audience; break;
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

identity::ProviderConfig SigningIn::configOf(const interfaces::OrganisationInput& typed) const
{
    const auto managed = managedOrganisation();
    auto config = providerConfig(managed ? *managed : typed);
    config.managed = managed.has_value();
    return config;
}

QStringList SigningIn::redirectAddresses(const interfaces::OrganisationInput& input) const
{
    const auto config = configOf(input);
    return identity::discoveryUrl(config) ? identity::redirectAddresses(config) : QStringList();
}

Async<identity::ProviderConfig> SigningIn::configOf(const interfaces::SignInTarget& target)
{
    const auto known = target.expected ? people_.summary(*target.expected) : std::nullopt;
    const bool signedInBefore = known && known->session;
    if (target.demo || (signedInBefore && known->config.demo)) {
        return thenStep(desktop_.demo.start(desktop_.settings), this, [this](const DemoFacts& facts) {
            people_.demoStarted(facts.provider.issuer);
            return ready<identity::ProviderConfig>(facts.provider);
        });
    }
    if (signedInBefore) {
        if (!people_.isAllowed(*known))
            return failed<identity::ProviderConfig>(Errc::Refused, QStringLiteral("not the managed organisation"));
        // What an administrator has set since then counts.
        if (!managedOrganisation()) return ready<identity::ProviderConfig>(withNeeds(known->config));
    }
    return ready<identity::ProviderConfig>(withNeeds(configOf(target.organisation)));
}

identity::ProviderConfig SigningIn::withNeeds(identity::ProviderConfig config) const
{
    if (config.demo) return config;
    const auto needs = needs_(config.issuer);
    for (const auto& audience : needs.audiences) {
        if (config.audience.isEmpty()) config.audience = audience;
        if (audience != config.audience && !config.resources.contains(audience)) config.resources.append(audience);
    }
    for (const auto& scope : needs.scopes)
        if (!config.scopes.contains(scope)) config.scopes.append(scope);
    return config;
}

Async<AccountId> SigningIn::start(const interfaces::SignInTarget& target, std::stop_token stop)
{
    identity::SignInOptions options;
    const auto& language = desktop_.settings.values().language;
    if (!language.isEmpty()) options.uiLocales = {language};
    if (target.expected) {
        const auto known = people_.summary(*target.expected);
        // Without knowing who is expected, anybody would do.
        if (!known || !known->session)
            return ready<AccountId>(
                tl::unexpected(Error{Errc::NotFound, QStringLiteral("no such account"), QStringLiteral("account")}));
        options.expectedUser = known->session->key();
        options.loginHint = known->session->login();
    }
    const auto keep = target.thisRunOnly ? identity::Keep::ThisRunOnly : identity::Keep::OnThisMachine;
    const bool inWindow = wayOf(target) == interfaces::SignInWay::Window;
    auto& browser = inWindow ? desktop_.window : desktop_.systemBrowser;
    identity::ConfirmPerson confirm;
    if (target.confirm && !inWindow && !target.demo) {
        confirm = [ask = target.confirm, keep](const identity::UserSession& session,
                                               const identity::ProviderConfig& config) {
            return ask(accountView({session.key().storageName(), session, config, {}, keep}));
        };
    }
    return thenStep(configOf(target), this, [=, this, &browser](identity::ProviderConfig config) {
        config.inSystemBrowser = !inWindow;
        auto asked = options;
        // The window knows nobody. The person's browser may still be signed in as somebody who is here already, and
        // would come back as them without a question.
        if (config.demo) asked.prompt = QStringLiteral("login");
        if (!inWindow && people_.knowsSomebodyAt(config.issuer)) asked.prompt = QStringLiteral("select_account");
        return thenStep(
            identity_.signIn(config, asked, browser, keep, stop, confirm), this,
            [this, stop](const identity::UserSession& session) { return people_.add(session.key(), stop); });
    });
}

} // namespace core::session
