#pragma once

#include "core/agent/model_port.h"
#include "core/interfaces/window.h"
#include "core/model/endpoint_tester.h"
#include "core/model/local_servers.h"
#include "core/session/desktop.h"

#include <memory>

namespace core::session {

/// A model that is ready to be asked.
struct ChosenModel {
    EndpointId id;
    bool demo = false;
    std::unique_ptr<agent::ModelPort> port;
};

/// Which model the agent asks. Endpoints stand in the settings, keys in the keychain, each bound to its origin.
class ModelChoice final : public interfaces::Models {
    Q_OBJECT
public:
    explicit ModelChoice(Desktop& desktop);

    /// \error NotFound  none was chosen yet  \error Unavailable  the demo model does not run
    /// \error KeychainLocked  its key cannot be read
    [[nodiscard]] Async<std::shared_ptr<ChosenModel>> current();

    [[nodiscard]] QList<interfaces::EndpointView> endpoints() const override;
    [[nodiscard]] Async<QList<interfaces::FoundServer>> findLocal() override;
    [[nodiscard]] QList<interfaces::EndpointInput> suggested() const override;
    [[nodiscard]] Async<interfaces::EndpointCheck> tryOut(const interfaces::EndpointInput& input,
                                                          std::stop_token stop) override;
    [[nodiscard]] Async<> choose(const interfaces::EndpointInput& input, bool demo) override;

    /// Asks this model, before any that was chosen, until the program ends; nothing is stored, its key neither.
    /// \error InvalidArgument  the address or the model cannot be used, or `serverUser` is no system account
    [[nodiscard]] Result<> useForThisRun(const interfaces::EndpointInput& input, bool demo);

private:
    [[nodiscard]] Result<settings::Endpoint> endpointOf(const interfaces::EndpointInput& input, bool demo) const;
    /// The current one first.
    [[nodiscard]] QList<settings::Endpoint> inUse() const;
    [[nodiscard]] Async<> keep(settings::Endpoint endpoint);
    /// Whose server, beside this user's and root's, may be spoken to there: the account of that name, if it is a system
    /// account now.
    [[nodiscard]] std::optional<quint32> acceptedUser(const QString& serverUser) const;
    [[nodiscard]] interfaces::EndpointCheck checkView(const model::TryOutReport& report) const;
    [[nodiscard]] Async<ApiKey> keyFor(const QString& origin);
    [[nodiscard]] ApiKey keyOf(const interfaces::EndpointInput& input, const QString& origin) const;

    Desktop& desktop_;
    model::EndpointTester tester_;
    model::LocalServers localServers_;
    std::optional<settings::Endpoint> thisRun_;
    std::map<QString, ApiKey> keys_; ///< by origin: read from the keychain, typed, or from the environment
};

} // namespace core::session
