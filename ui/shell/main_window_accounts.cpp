// The part of MainWindow about accounts: coming, changing, leaving.
#include "ui/shell/main_window.h"
#include "ui/shell/notice_bar.h"
#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"
#include "ui/welcome/welcome_flow.h"

#include <QtWidgets/QStackedWidget>

namespace ui::shell {

using core::interfaces::AccountId;
using core::interfaces::AccountView;
using core::interfaces::SignOutReport;

void MainWindow::addAccount()
{
    signingIn_ = true;
    welcome().begin(application_->accounts().current().isEmpty() ? welcome::StartPage::Reason::FirstRun
                                                                 : welcome::StartPage::Reason::AnotherAccount);
    stack_->setCurrentWidget(welcome_);
}

void MainWindow::signInAgain(const AccountId& id)
{
    const auto expected = account(id);
    if (!expected) return;
    signingIn_ = true;
    stack_->setCurrentWidget(&welcome());
    welcome_->beginAgain(*expected);
}

void MainWindow::signOut(const AccountId& id)
{
    const auto leaving = account(id);
    if (!leaving) return;
    leaving_ = id;
    core::onReady(application_->accounts().signOut(id), this,
                  [this, name = leaving->name](const core::Result<SignOutReport>& result) {
                      leaving_ = {};
                      const QString who = text::visibleLine(name);
                      if (!result && result.error().code == core::Errc::DiskFull)
                          return notices_->say(theme::Tone::Danger,
                                               tr("%1 is not signed out on this computer: that could not be saved, as "
                                                  "the disk is full or writing is not allowed. The provider may have "
                                                  "been told already. Make room, then sign out again.")
                                                   .arg(who));
                      if (!result) return report(result.error());
                      if (!result->error) return notices_->say(theme::Tone::Success, tr("%1 is signed out.").arg(who));
                      notices_->say(theme::Tone::Warning,
                                    tr("%1 is signed out on this computer, but the provider could not be told. %2")
                                        .arg(who, text::errorText(*result->error, text::Context::General)));
                  });
}

void MainWindow::forgetAccount(const AccountId& id)
{
    const auto leaving = account(id);
    if (!leaving) return;
    leaving_ = id;
    core::onReady(application_->accounts().forget(id), this,
                  [this, name = leaving->name](const core::Result<>& result) {
                      leaving_ = {};
                      if (!result) return report(result.error());
                      if (name.isEmpty())
                          return notices_->say(theme::Tone::Success, tr("The account is removed from this computer."));
                      notices_->say(theme::Tone::Success,
                                    tr("%1 is signed out, and the conversations are deleted from this computer.")
                                        .arg(text::visibleLine(name)));
                  });
}

void MainWindow::selectAccount(const AccountId& id)
{
    const auto chosen = account(id);
    using State = AccountView::State;
    if (chosen && chosen->state != State::Ready && chosen->state != State::SignInNeeded) return;
    signingIn_ = false; // whoever turns to an account has left the sign-in
    if (welcome_) welcome_->cancel();
    if (id == application_->accounts().current())
        route();
    else
        application_->accounts().select(id);
}

void MainWindow::selectAccountNumber(int number)
{
    if (!application_) return;
    const auto accounts = application_->accounts().accounts();
    if (number <= accounts.size()) selectAccount(accounts[number - 1].id);
}

} // namespace ui::shell
