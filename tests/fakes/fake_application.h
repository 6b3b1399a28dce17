#pragma once

#include "tests/fakes/fake_approvals.h"
#include "tests/fakes/fake_audit_log.h"
#include "tests/fakes/fake_conversation.h"
#include "tests/fakes/fake_grants.h"

#include <map>
#include <optional>

/// The offline twin of the program: everything the window can ask for, in memory, with the contract of
/// core/interfaces/window.h. Shows every screen without an account, a network or a key. Failures and waits are set by
/// its public members.

/// Answers with what was set, or waits for the test to answer.
template <typename T = void>
class FakeAnswer {
public:
    std::optional<core::Result<T>> next; ///< used once
    bool hold = false;                   ///< wait for give()

    void give(core::Result<T> result)
    {
        waiting_.give(std::move(result));
        hold = false;
    }
    [[nodiscard]] bool waiting() const { return asked_ && !waiting_.answered(); }
    [[nodiscard]] core::Async<T> ask(core::Result<T> usual)
    {
        if (auto set = std::exchange(next, {})) return core::ready<T>(std::move(*set));
        if (!hold) return core::ready<T>(std::move(usual));
        waiting_ = {};
        asked_ = true;
        return waiting_.future();
    }

private:
    core::Answer<T> waiting_;
    bool asked_ = false;
};

class FakeApplication;

class FakeConversations final : public core::interfaces::Conversations {
public:
    FakeConversations(FakePerson person, FakeTurns::Pace pace);

    struct Stored {
        core::interfaces::ConversationView view;
        std::shared_ptr<FakeTranscript> transcript;
        std::shared_ptr<FakeTurns> turns;
        std::shared_ptr<FakeReaders> readers = std::make_shared<FakeReaders>();
        bool removed = false;
        bool stored = true;
    };
    std::vector<Stored> stored; ///< newest first
    std::optional<core::Error> failNextPage;
    std::optional<core::Error> failNextOpen;
    std::optional<core::Error> failNextRename;
    QStringList searches;
    QHash<core::ConversationId, QString> drafts;

    [[nodiscard]] core::Async<QList<core::interfaces::ConversationView>> page(const QString& search, int offset,
                                                                              int count) override;
    [[nodiscard]] core::ConversationId create() override;
    [[nodiscard]] core::Async<core::interfaces::OpenConversation> open(const core::ConversationId& id) override;
    [[nodiscard]] core::Async<> rename(const core::ConversationId& id, const QString& title) override;
    [[nodiscard]] core::Async<> remove(const core::ConversationId& id, bool restore) override;
    void keepDraft(const core::ConversationId& id, const QString& text) override { drafts.insert(id, text); }

    /// A stored conversation in which `question` was asked and answered.
    core::ConversationId add(const QString& title, const QStringList& questions, const QDateTime& changedUtc);
    [[nodiscard]] Stored* find(const core::ConversationId& id);

private:
    FakePerson person_;
    FakeTurns::Pace pace_;
};

class FakeModels final : public core::interfaces::Models {
public:
    QList<core::interfaces::EndpointView> chosen;
    QList<core::interfaces::FoundServer> found;
    QList<core::interfaces::EndpointInput> fromEnvironment;
    FakeAnswer<QList<core::interfaces::FoundServer>> finding;
    FakeAnswer<core::interfaces::EndpointCheck> trying;
    FakeAnswer<> choosing;
    QList<core::interfaces::EndpointInput> tried;
    QList<core::interfaces::EndpointInput> kept;

    [[nodiscard]] QList<core::interfaces::EndpointView> endpoints() const override { return chosen; }
    [[nodiscard]] core::Async<QList<core::interfaces::FoundServer>> findLocal() override { return finding.ask(found); }
    [[nodiscard]] QList<core::interfaces::EndpointInput> suggested() const override { return fromEnvironment; }
    [[nodiscard]] core::Async<core::interfaces::EndpointCheck> tryOut(const core::interfaces::EndpointInput& input,
                                                                      std::stop_token stop) override;
    [[nodiscard]] core::Async<> choose(const core::interfaces::EndpointInput& input, bool demo) override;
};

class FakeAccounts final : public core::interfaces::Accounts {
public:
    explicit FakeAccounts(FakeApplication& application)
        : application_(application)
    {}
    QList<core::interfaces::AccountView> list;
    core::interfaces::AccountId selected;
    FakeAnswer<core::interfaces::SignOutReport> signingOut;
    QList<core::interfaces::AccountId> forgotten;

    [[nodiscard]] QList<core::interfaces::AccountView> accounts() const override { return list; }
    [[nodiscard]] core::interfaces::AccountId current() const override { return selected; }
    void select(const core::interfaces::AccountId& account) override;
    [[nodiscard]] core::Async<core::interfaces::SignOutReport>
    signOut(const core::interfaces::AccountId& account) override;
    [[nodiscard]] core::Async<> forget(const core::interfaces::AccountId& account) override;

private:
    void drop(const core::interfaces::AccountId& account);
    FakeApplication& application_;
};

class FakeSignIn final : public core::interfaces::SignIn {
public:
    explicit FakeSignIn(FakeApplication& application)
        : application_(application)
    {}
    std::optional<core::interfaces::OrganisationInput> managed;
    std::optional<core::interfaces::OrganisationInput> known;
    bool demo = true;
    FakeAnswer<core::interfaces::ConnectionCheck> testing;
    FakeAnswer<core::interfaces::AccountId> starting;
    QList<core::interfaces::SignInTarget> targets;
    QList<std::stop_token> stops;
    core::interfaces::AccountView nextPerson; ///< who signs in

    [[nodiscard]] std::optional<core::interfaces::OrganisationInput> managedOrganisation() const override
    {
        return managed;
    }
    [[nodiscard]] std::optional<core::interfaces::OrganisationInput> knownOrganisation() const override
    {
        return known;
    }
    [[nodiscard]] bool demoAllowed() const override { return demo; }
    [[nodiscard]] core::interfaces::SignInWay wayOf(const core::interfaces::SignInTarget& target) const override;
    [[nodiscard]] QStringList redirectAddresses(const core::interfaces::OrganisationInput& input) const override;
    [[nodiscard]] core::Async<core::interfaces::ConnectionCheck>
    testConnection(const core::interfaces::OrganisationInput& input, std::stop_token stop) override;
    [[nodiscard]] core::Async<core::interfaces::AccountId> start(const core::interfaces::SignInTarget& target,
                                                                 std::stop_token stop) override;
    /// The person finished in the sign-in window: answers a held start().
    void complete();

private:
    FakeApplication& application_;
};

class FakePreferences final : public core::interfaces::Preferences {
public:
    core::interfaces::PreferencesView view;
    [[nodiscard]] core::interfaces::PreferencesView preferences() const override { return view; }
    void setPreferences(const core::interfaces::PreferencesView& preferences) override
    {
        if (preferences.language == view.language && preferences.theme == view.theme &&
            preferences.signInWay == view.signInWay && preferences.desktopNotifications == view.desktopNotifications)
            return;
        view = preferences;
        Q_EMIT changed();
    }
};

class FakeApplication final : public core::interfaces::Application {
public:
    /// `language` is that of the scripted data.
    explicit FakeApplication(const QString& language = QStringLiteral("en"),
                             FakeTurns::Pace pace = FakeTurns::Pace::Automatic);

    [[nodiscard]] FakeAccounts& accounts() override { return accounts_; }
    [[nodiscard]] FakeSignIn& signIn() override { return signIn_; }
    [[nodiscard]] FakePreferences& preferences() override { return preferences_; }
    [[nodiscard]] std::shared_ptr<core::interfaces::Conversations> conversations() override { return conversations_; }
    [[nodiscard]] std::shared_ptr<core::interfaces::Models> models() override { return models_; }
    [[nodiscard]] std::shared_ptr<core::interfaces::Approvals> approvals() override { return approvals_; }
    [[nodiscard]] std::shared_ptr<core::interfaces::Grants> grants() override { return grants_; }
    [[nodiscard]] std::shared_ptr<core::interfaces::AuditLog> auditLog() override { return auditLog_; }
    [[nodiscard]] QList<core::interfaces::NoticeView> notices() const override { return notices_; }
    [[nodiscard]] QList<core::Bilingual> suggestions() const override { return scriptedSuggestions(); }
    [[nodiscard]] QList<core::interfaces::ToolChoiceView> effectTools() const override { return tools; }

    QList<core::interfaces::ToolChoiceView> tools; ///< what may be ticked for a message

    /// Of the scripted data.
    [[nodiscard]] QString language() const { return japanese_ ? QStringLiteral("ja") : QStringLiteral("en"); }
    [[nodiscard]] std::shared_ptr<FakeConversations> fakeConversations() { return conversations_; }
    [[nodiscard]] std::shared_ptr<FakeModels> fakeModels() { return models_; }
    [[nodiscard]] std::shared_ptr<fakes::FakeApprovals> fakeApprovals() { return approvals_; }
    [[nodiscard]] std::shared_ptr<fakes::FakeGrants> fakeGrants() { return grants_; }
    [[nodiscard]] std::shared_ptr<fakes::FakeAuditLog> fakeAuditLog() { return auditLog_; }
    void setNotices(const QList<core::interfaces::NoticeView>& notices);

    /// The people of the demo organisation, and one of a company.
    [[nodiscard]] core::interfaces::AccountView asan() const;
    [[nodiscard]] core::interfaces::AccountView bsan() const;
    [[nodiscard]] core::interfaces::AccountView employee() const;

    /// Adds an account as a finished sign-in does, and makes it the current one.
    void addAccount(const core::interfaces::AccountView& account);
    /// Gives the current account the demo model.
    void chooseDemoModel();
    /// Fills the current account's list with conversations of the last weeks.
    void fillConversations(const QDateTime& nowUtc);
    /// The person had everything of an account deleted.
    void forgetStored(const core::interfaces::AccountId& account) { kept_.erase(account); }
    /// What an account change does to everything that belongs to one account.
    void switchTo(const core::interfaces::AccountId& account);

private:
    [[nodiscard]] QString say(const QString& english, const QString& japanese) const
    {
        return japanese_ ? japanese : english;
    }
    bool japanese_;
    FakeTurns::Pace pace_;
    FakeAccounts accounts_;
    FakeSignIn signIn_;
    FakePreferences preferences_;
    QList<core::interfaces::NoticeView> notices_;
    struct Kept {
        std::vector<FakeConversations::Stored> conversations;
        QList<core::interfaces::EndpointView> models;
    };
    std::map<core::interfaces::AccountId, Kept> kept_; ///< the store: what a restart would find
    std::shared_ptr<FakeConversations> conversations_;
    std::shared_ptr<FakeModels> models_;
    std::shared_ptr<fakes::FakeApprovals> approvals_;
    std::shared_ptr<fakes::FakeGrants> grants_;
    std::shared_ptr<fakes::FakeAuditLog> auditLog_;
};
