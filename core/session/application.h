#pragma once

#include "core/audit/audit_trail.h"
#include "core/connectors/http_tools_file.h"
#include "core/identity/identity.h"
#include "core/identity/sealed_session_store.h"
#include "core/interfaces/window.h"
#include "core/session/desktop.h"
#include "core/session/model_choice.h"
#include "core/session/signing_in.h"
#include "core/vault/vault.h"

#include <memory>

namespace core::session {

class ChosenPreferences;

/// The core, put together for one run of the program. Constructs and forwards; what happens is decided in the modules.
class Application final : public interfaces::Application, public gateway::Requirements {
    Q_OBJECT
public:
    /// Opens the stores and reads who is signed in.
    /// \param desktop  outlives the object
    /// \error Corrupt, Unsupported, DiskFull, Busy  the session store cannot be opened: say so and end
    [[nodiscard]] static Async<std::shared_ptr<Application>> open(Desktop& desktop);
    ~Application() override;

    [[nodiscard]] interfaces::Accounts& accounts() override { return *people_; }
    [[nodiscard]] interfaces::SignIn& signIn() override { return *signingIn_; }
    [[nodiscard]] interfaces::Preferences& preferences() override;
    [[nodiscard]] std::shared_ptr<interfaces::Conversations> conversations() override;
    [[nodiscard]] std::shared_ptr<interfaces::Models> models() override { return models_; }
    [[nodiscard]] std::shared_ptr<interfaces::Approvals> approvals() override;
    [[nodiscard]] std::shared_ptr<interfaces::Grants> grants() override;
    [[nodiscard]] std::shared_ptr<interfaces::AuditLog> auditLog() override;
    [[nodiscard]] QList<interfaces::NoticeView> notices() const override;
    [[nodiscard]] QList<Bilingual> suggestions() const override;
    [[nodiscard]] QList<interfaces::ToolChoiceView> effectTools() const override;

    [[nodiscard]] Result<> check(const UserKey& person, const QString& audience,
                                 const QStringList& scopes) const override;
    [[nodiscard]] policy::SignedIn signedIn(const UserKey& person) const override;

    /// Every program calls it before it ends and waits for it, ten seconds at most: see identity::Identity::drain.
    /// Turns go no further from here on: see People::freeze.
    [[nodiscard]] Async<> drain();

    /// Everybody's sessions: for programs without a window, and for tests. A window uses the faces above.
    [[nodiscard]] People& people() { return *people_; }
    /// As ModelChoice::useForThisRun: for programs without a window.
    [[nodiscard]] Result<> useModelForThisRun(const interfaces::EndpointInput& input, bool demo)
    {
        return models_->useForThisRun(input, demo);
    }
    /// The current person's tools, for `sekisho-cli tools`.
    [[nodiscard]] QList<toolapi::ToolSpec> tools() const;
    /// What is wrong in the tool files.
    [[nodiscard]] QList<connectors::HttpToolsProblem> toolProblems() const { return toolProblems_; }

private:
    Application(Desktop& desktop, std::shared_ptr<storage::Database> kept, std::shared_ptr<storage::Database> thisRun);
    [[nodiscard]] std::shared_ptr<Person> makePerson(const identity::SessionSummary& summary,
                                                     std::shared_ptr<Person> known);
    void readTools(const std::vector<connectors::HttpToolsFile>& files);
    /// What the tool files say for people of this issuer; null: nothing.
    [[nodiscard]] const connectors::HttpToolsFile* fileToolsFor(const QString& issuer) const;
    [[nodiscard]] ApiNeeds needsOf(const QString& issuer) const;
    [[nodiscard]] PersonTools toolsFor(const identity::SessionSummary& summary);
    void addNotice(interfaces::NoticeView::Kind kind, const Error& error);

    Desktop& desktop_;
    audit::AuditTrail audit_;
    identity::PersonKeys keptKeys_;
    identity::PersonKeys runKeys_;
    identity::PersonLocks keptLocks_;
    identity::PersonLocks runLocks_;
    identity::SealedSessionStore keptStore_;
    identity::SealedSessionStore runStore_;
    identity::Identity identity_;
    vault::Vault vault_;
    std::map<QString, connectors::HttpToolsFile> fileTools_; ///< by issuer
    QList<connectors::HttpToolsProblem> toolProblems_;
    std::shared_ptr<ModelChoice> models_;
    std::unique_ptr<People> people_;
    std::unique_ptr<SigningIn> signingIn_;
    std::unique_ptr<ChosenPreferences> preferences_;
    QList<interfaces::NoticeView> notices_;
};

} // namespace core::session
