#pragma once

#include "core/interfaces/window.h"
#include "ui/text/language.h"
#include "ui/theme/appearance.h"

#include <QtWidgets/QWidget>

class QStackedWidget;

namespace ui::accounts {
class AccountMenu;
}
namespace ui::approvals {
class GrantsPage;
class Notifications;
class ReviewPage;
class WaitingNotifier;
} // namespace ui::approvals
namespace ui::audit {
class AuditPage;
}
namespace ui::settings {
class SettingsDialog;
}
namespace ui::welcome {
class WelcomeFlow;
}

namespace ui::shell {

class ChatPage;
class NoticeBar;
class Sidebar;

/// The window. Puts the screens together and decides which one is in view; what they show and do is theirs. Closing it
/// while an answer runs is safe: the turn is stored step by step and can be taken up again.
///
/// `application` must outlive it. One a program: it dresses the whole application.
class MainWindow final : public QWidget {
    Q_OBJECT
public:
    /// For somebody who has an account here, before it was read: an empty conversation that can be written in. Of
    /// `preferences` the language and the theme count.
    explicit MainWindow(const core::interfaces::PreferencesView& preferences);
    explicit MainWindow(core::interfaces::Application& application);
    ~MainWindow() override;

    /// The accounts were read. Once. What was written becomes a draft of the account in view; what was sent already
    /// goes out where there is one account only, for else nobody had said whose it is.
    void begin(core::interfaces::Application& application);

    /// What waits for the person is told outside of the window from now on. Once, after begin().
    /// \param notifications  outlives the window
    void setNotifications(approvals::Notifications& notifications);

    /// To be told what the desktop prefers: Appearance::setSystemMode().
    [[nodiscard]] theme::Appearance& appearance() { return appearance_; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// What is in view, unless something else has to be: signing in, choosing a model.
    enum class Page { Chat, Reviews, Grants, Audit };

    void build();
    void connectScreens();
    void connectApplication();
    void addShortcuts();
    void addShortcut(const QString& keys, void (MainWindow::*action)());
    void applyPreferences(const core::interfaces::PreferencesView& preferences);
    void followAccount();
    /// The account in view went without the person having asked for it.
    [[nodiscard]] bool wasLost(const core::interfaces::AccountView& before) const;
    void showAccount();
    void refreshAccount();
    void route();
    void makeChat();
    void dropChat();
    void newConversation();
    void search();
    void write();
    void chooseTools();
    void review();
    void approve();
    void decline();
    void undo();
    void setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                      std::shared_ptr<core::interfaces::Grants> grants);
    void countReviews();
    void refreshTitle();
    void openReviews();
    void openReviewsAt(const core::interfaces::ApprovalId& id);
    [[nodiscard]] bool sees(const core::interfaces::ApprovalView& card) const;
    void openGrants();
    void leaveGrants();
    void setAuditLog(std::shared_ptr<core::interfaces::AuditLog> log);
    void openAudit();
    void showChat();
    void openChat(const core::ConversationId& id);
    [[nodiscard]] bool chatIsInView() const;
    [[nodiscard]] bool reviewsAreInView() const;
    [[nodiscard]] bool grantsAreInView() const;
    [[nodiscard]] bool auditIsInView() const;
    /// One of the three pages that can be left for the conversations.
    [[nodiscard]] bool pageIsInView() const;
    void openSettings();
    void openAccountMenu();
    void openShortcuts();
    void addAccount();
    void signInAgain(const core::interfaces::AccountId& account);
    void signOut(const core::interfaces::AccountId& account);
    void forgetAccount(const core::interfaces::AccountId& account);
    void selectAccount(const core::interfaces::AccountId& id);
    void selectAccountNumber(int number);
    void report(const core::Error& error);
    [[nodiscard]] bool usable() const;
    [[nodiscard]] welcome::WelcomeFlow& welcome();
    [[nodiscard]] approvals::ReviewPage& reviews();
    [[nodiscard]] approvals::GrantsPage& grants();
    [[nodiscard]] audit::AuditPage& auditPage();
    [[nodiscard]] accounts::AccountMenu& menu();
    [[nodiscard]] settings::SettingsDialog& settingsDialog();
    [[nodiscard]] std::optional<core::interfaces::AccountView> account(const core::interfaces::AccountId& id) const;

    core::interfaces::Application* application_ = nullptr; ///< null until the accounts were read
    theme::Appearance appearance_;
    text::Language language_;
    core::interfaces::AccountView shown_; ///< who was in view last
    core::interfaces::AccountId leaving_; ///< whom the person is signing out or removing
    bool signingIn_ = false;              ///< the sign-in pages stay in view although somebody is signed in
    Page page_ = Page::Chat;
    Page beforeGrants_ = Page::Chat;                   ///< what was in view when the standing rules were opened
    std::shared_ptr<core::interfaces::Models> models_; ///< watched for the first model
    std::shared_ptr<core::interfaces::Approvals> approvals_;
    int waiting_ = 0;                                      ///< calls
    std::unique_ptr<approvals::WaitingNotifier> notifier_; ///< null before setNotifications()
    std::shared_ptr<core::interfaces::Grants> grants_;
    std::shared_ptr<core::interfaces::AuditLog> auditLog_;
    // All owned by this widget.
    Sidebar* sidebar_;
    NoticeBar* notices_;
    QStackedWidget* stack_;
    ChatPage* chat_ = nullptr;
    // Made when first used, and only after begin().
    welcome::WelcomeFlow* welcome_ = nullptr;
    approvals::ReviewPage* reviews_ = nullptr;
    approvals::GrantsPage* grantsPage_ = nullptr;
    audit::AuditPage* audit_ = nullptr;
    accounts::AccountMenu* menu_ = nullptr;
    settings::SettingsDialog* settings_ = nullptr;
};

} // namespace ui::shell
