#pragma once

#include "core/session/people.h"

#include <functional>

namespace core::session {

/// What an organisation's tools will want of its people's tokens: asked for at the sign-in, because few providers give
/// it later.
struct ApiNeeds {
    QStringList audiences;
    QStringList scopes;
};

/// Signing in, for the window.
class SigningIn final : public interfaces::SignIn {
    Q_OBJECT
public:
    /// \param needs  of the tools for people of that issuer; not asked about the demo, which says so itself
    SigningIn(identity::Identity& identity, People& people, Desktop& desktop,
              std::function<ApiNeeds(const QString& issuer)> needs);

    [[nodiscard]] std::optional<interfaces::OrganisationInput> managedOrganisation() const override;
    [[nodiscard]] std::optional<interfaces::OrganisationInput> knownOrganisation() const override;
    [[nodiscard]] bool demoAllowed() const override;
    [[nodiscard]] interfaces::SignInWay wayOf(const interfaces::SignInTarget& target) const override;
    [[nodiscard]] QStringList redirectAddresses(const interfaces::OrganisationInput& input) const override;
    [[nodiscard]] Async<interfaces::ConnectionCheck> testConnection(const interfaces::OrganisationInput& input,
                                                                    std::stop_token stop) override;
    [[nodiscard]] Async<interfaces::AccountId> start(const interfaces::SignInTarget& target,
                                                     std::stop_token stop) override;

private:
    [[nodiscard]] Async<identity::ProviderConfig> configOf(const interfaces::SignInTarget& target);
    /// What an administrator has set, else what was typed.
    [[nodiscard]] identity::ProviderConfig configOf(const interfaces::OrganisationInput& typed) const;
    [[nodiscard]] identity::ProviderConfig withNeeds(identity::ProviderConfig config) const;

    identity::Identity& identity_;
    People& people_;
    Desktop& desktop_;
    std::function<ApiNeeds(const QString& issuer)> needs_;
};

} // namespace core::session
