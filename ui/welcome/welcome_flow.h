#pragma once

#include "core/interfaces/window.h"
#include "ui/welcome/start_page.h"

#include <QtWidgets/QWidget>

#include <stop_token>

class QStackedWidget;

namespace ui::welcome {

class ConfirmPage;
class ModelPage;
class OrganisationPage;
class ProblemBanner;
class ProgressPage;

/// From nothing to a first conversation: whose account, signing in, which model. Every failure comes back to the page
/// it began on, with what was entered.
class WelcomeFlow final : public QWidget {
    Q_OBJECT
public:
    explicit WelcomeFlow(core::interfaces::Application& application, QWidget* parent = nullptr);
    ~WelcomeFlow() override;

    /// The start page.
    void begin(StartPage::Reason reason);
    /// Signs in again as `account`; goes straight to the sign-in.
    void beginAgain(const core::interfaces::AccountView& account);
    /// The model page alone, for the account that is signed in.
    void chooseModel();
    /// Stops whatever runs.
    void cancel();

Q_SIGNALS:
    /// Signed in; a model may still be missing.
    void signedIn(const core::interfaces::AccountId& account);
    void modelChosen();
    /// The person went back to the account that is signed in.
    void abandoned();
    /// The person wants to see who is listed although nobody is signed in.
    void accountsRequested();

private:
    void start(const core::interfaces::SignInTarget& target);
    void finish(const core::Result<core::interfaces::AccountId>& result);
    [[nodiscard]] core::Async<> askWho(const core::interfaces::AccountView& who);
    void comeBack(const std::optional<core::Error>& problem);
    void openOrganisation();
    void connectProblem(ProblemBanner* problem);

    core::interfaces::Application& application_;
    core::interfaces::SignInTarget target_; ///< of the sign-in that runs or ran last
    std::stop_source stop_;
    core::Answer<> confirmed_;             ///< whether the account that came back is the person's
    int attempt_ = 0;                      ///< answers of an earlier one are not for us any more
    core::interfaces::AccountId modelFor_; ///< whose model page it is
    QWidget* from_;                        ///< the page to come back to
    // All owned by this widget's layout.
    QStackedWidget* stack_;
    StartPage* startPage_;
    OrganisationPage* organisation_;
    ProgressPage* progress_;
    ConfirmPage* confirm_;
    ModelPage* model_;
};

} // namespace ui::welcome
