#pragma once

#include "core/identity/identity.h"
#include "core/interfaces/window.h"
#include "core/session/desktop.h"
#include "core/session/person.h"

#include <map>
#include <memory>

namespace core::session {

/// Who is signed in on this machine, for the window. Each has a Person of its own, made when first looked at.
class People final : public interfaces::Accounts {
    Q_OBJECT
public:
    /// Makes a Person of a verified session.
    using MakePerson = std::function<std::shared_ptr<Person>(const identity::SessionSummary&)>;

    People(identity::Identity& identity, Desktop& desktop, MakePerson makePerson);

    /// Reads who signed in here before. Accounts of an earlier run's demo organisation are forgotten: that organisation
    /// is gone.
    [[nodiscard]] Async<> load();
    /// Shows somebody who has just signed in.
    [[nodiscard]] Async<interfaces::AccountId> add(const UserKey& user);

    [[nodiscard]] std::shared_ptr<Person> currentPerson();
    [[nodiscard]] std::optional<identity::SessionSummary> summary(const interfaces::AccountId& account) const;

    [[nodiscard]] QList<interfaces::AccountView> accounts() const override;
    [[nodiscard]] interfaces::AccountId current() const override { return current_; }
    void select(const interfaces::AccountId& account) override;
    [[nodiscard]] Async<interfaces::SignOutReport> signOut(const interfaces::AccountId& account) override;
    [[nodiscard]] Async<> forget(const interfaces::AccountId& account) override;

private:
    [[nodiscard]] Async<> refresh();
    void leave(const interfaces::AccountId& account);
    void setCurrent(const interfaces::AccountId& account);

    identity::Identity& identity_;
    Desktop& desktop_;
    MakePerson makePerson_;
    QList<identity::SessionSummary> summaries_;
    std::map<interfaces::AccountId, std::shared_ptr<Person>> people_;
    interfaces::AccountId current_;
};

/// Signing in, for the window.
class SigningIn final : public interfaces::SignIn {
    Q_OBJECT
public:
    SigningIn(identity::Identity& identity, People& people, Desktop& desktop);

    [[nodiscard]] std::optional<interfaces::OrganisationInput> managedOrganisation() const override;
    [[nodiscard]] bool demoAllowed() const override;
    [[nodiscard]] Async<interfaces::ConnectionCheck> testConnection(const interfaces::OrganisationInput& input,
                                                                    std::stop_token stop) override;
    [[nodiscard]] Async<interfaces::AccountId> start(const interfaces::SignInTarget& target,
                                                     std::stop_token stop) override;

private:
    [[nodiscard]] Async<identity::ProviderConfig> configOf(const interfaces::SignInTarget& target);

    identity::Identity& identity_;
    People& people_;
    Desktop& desktop_;
};

/// What was typed or managed, as a provider's configuration.
[[nodiscard]] identity::ProviderConfig providerConfig(const interfaces::OrganisationInput& input);

} // namespace core::session
