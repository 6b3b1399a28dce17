#include "ui/welcome/welcome_flow.h"

#include "ui/welcome/confirm_page.h"
#include "ui/welcome/model_page.h"
#include "ui/welcome/organisation_page.h"
#include "ui/welcome/problem_banner.h"
#include "ui/welcome/progress_page.h"

#include <QtCore/QPointer>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ui::welcome {

using core::interfaces::AccountId;
using core::interfaces::AccountView;
using core::interfaces::SignInTarget;
using core::interfaces::SignInWay;

WelcomeFlow::WelcomeFlow(core::interfaces::Application& application, QWidget* parent)
    : QWidget(parent)
    , application_(application)
    , stack_(new QStackedWidget(this))
    , startPage_(new StartPage(application.signIn(), this))
    , organisation_(new OrganisationPage(application.signIn(), this))
    , progress_(new ProgressPage(this))
    , confirm_(new ConfirmPage(this))
    , model_(new ModelPage(this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(stack_);
    for (QWidget* page :
         {static_cast<QWidget*>(startPage_), static_cast<QWidget*>(organisation_), static_cast<QWidget*>(progress_),
          static_cast<QWidget*>(confirm_), static_cast<QWidget*>(model_)})
        stack_->addWidget(page);
    from_ = startPage_;
    connect(startPage_, &StartPage::abandoned, this, &WelcomeFlow::abandoned);
    connect(startPage_, &StartPage::accountsRequested, this, &WelcomeFlow::accountsRequested);
    connect(&application.accounts(), &core::interfaces::Accounts::changed, startPage_,
            [this] { startPage_->setAccountsListed(!application_.accounts().accounts().isEmpty()); });
    connect(startPage_, &StartPage::organisationChosen, this, &WelcomeFlow::openOrganisation);
    connect(startPage_, &StartPage::demoChosen, this, [this] {
        from_ = startPage_;
        SignInTarget target;
        target.demo = true;
        start(target);
    });
    connect(organisation_, &OrganisationPage::back, this, [this] { begin(startPage_->reason()); });
    connect(organisation_, &OrganisationPage::signInRequested, this, [this] {
        from_ = organisation_;
        SignInTarget target;
        target.organisation = organisation_->input();
        target.way = organisation_->way();
        start(target);
    });
    connect(progress_, &ProgressPage::cancelled, this, [this] {
        cancel();
        comeBack({});
    });
    connect(progress_, &ProgressPage::systemBrowserChosen, this, [this] {
        SignInTarget target = target_;
        target.way = SignInWay::SystemBrowser;
        start(target);
    });
    connect(confirm_, &ConfirmPage::confirmed, this, [this] { confirmed_.give({}); });
    connect(confirm_, &ConfirmPage::refused, this,
            [this] { confirmed_.give(core::fail(core::Errc::Cancelled, QStringLiteral("not the person's account"))); });
    connect(model_, &ModelPage::chosen, this, &WelcomeFlow::modelChosen);
    connectProblem(startPage_->problem());
    connectProblem(organisation_->problem());
}

WelcomeFlow::~WelcomeFlow()
{
    stop_.request_stop();
}

void WelcomeFlow::connectProblem(ProblemBanner* problem)
{
    connect(problem, &ProblemBanner::thisRunOnlyChosen, this, [this] {
        SignInTarget target = target_;
        target.thisRunOnly = true;
        start(target);
    });
    connect(problem, &ProblemBanner::systemBrowserChosen, this, [this] {
        SignInTarget target = target_;
        target.way = SignInWay::SystemBrowser;
        start(target);
    });
}

void WelcomeFlow::begin(StartPage::Reason reason)
{
    cancel();
    startPage_->setReason(reason);
    startPage_->setAccountsListed(!application_.accounts().accounts().isEmpty());
    startPage_->problem()->clear();
    stack_->setCurrentWidget(startPage_);
    startPage_->setFocus();
}

void WelcomeFlow::openOrganisation()
{
    const auto preferences = application_.preferences().preferences();
    organisation_->refreshManaged();
    organisation_->setWay(application_.signIn().wayOf({}));
    organisation_->setWayManaged(preferences.managed.contains(QStringLiteral("signInWay")));
    organisation_->problem()->clear();
    stack_->setCurrentWidget(organisation_);
    organisation_->setFocus();
}

void WelcomeFlow::beginAgain(const AccountView& account)
{
    startPage_->setReason(StartPage::Reason::AnotherAccount);
    startPage_->setAccountsListed(false);
    from_ = startPage_;
    SignInTarget target;
    target.demo = account.demo;
    target.expected = account.id;
    target.organisation.issuer = account.issuer;
    target.thisRunOnly = account.thisRunOnly;
    progress_->setExpected(account.login.isEmpty() ? account.name : account.login);
    start(target);
}

void WelcomeFlow::chooseModel()
{
    const AccountId current = application_.accounts().current();
    // Asked for again while somebody fills it in: what was typed and what is being tried stays.
    if (stack_->currentWidget() == model_ && modelFor_ == current) return;
    modelFor_ = current;
    bool demoAccount = false;
    const auto accounts = application_.accounts().accounts();
    for (const AccountView& account : accounts)
        if (account.id == current) demoAccount = account.demo;
    using models::ModelChooser;
    const auto demo = demoAccount                           ? ModelChooser::DemoModel::First
                      : application_.signIn().demoAllowed() ? ModelChooser::DemoModel::Offered
                                                            : ModelChooser::DemoModel::NotOffered;
    model_->setModels(application_.models(), demo);
    stack_->setCurrentWidget(model_);
    model_->setFocus();
}

void WelcomeFlow::cancel()
{
    stop_.request_stop();
    confirmed_.give(core::fail(core::Errc::Cancelled, QStringLiteral("the sign-in was left")));
    ++attempt_;
}

core::Async<> WelcomeFlow::askWho(const AccountView& who)
{
    confirmed_ = {};
    confirm_->setAccount(who);
    stack_->setCurrentWidget(confirm_);
    confirm_->setFocus();
    return confirmed_.future();
}

void WelcomeFlow::start(const SignInTarget& target)
{
    cancel(); // the way may have been changed in the middle
    stop_ = {};
    target_ = target;
    target_.confirm = [guard = QPointer(this), attempt = attempt_](const AccountView& who) {
        if (guard && guard->attempt_ == attempt) return guard->askWho(who);
        return core::failed<>(core::Errc::Cancelled, QStringLiteral("the sign-in was left"));
    };
    if (!target.expected) progress_->setExpected({});
    const bool wayManaged = application_.preferences().preferences().managed.contains(QStringLiteral("signInWay"));
    progress_->setWay(application_.signIn().wayOf(target), !wayManaged);
    stack_->setCurrentWidget(progress_);
    progress_->setFocus();
    core::onReady(application_.signIn().start(target_, stop_.get_token()), this,
                  [this, attempt = attempt_](const core::Result<AccountId>& result) {
                      if (attempt == attempt_) finish(result);
                  });
}

void WelcomeFlow::finish(const core::Result<AccountId>& result)
{
    if (result) {
        startPage_->problem()->clear();
        organisation_->problem()->clear();
        Q_EMIT signedIn(*result);
        return;
    }
    const bool byPerson = result.error().code == core::Errc::Cancelled;
    comeBack(byPerson ? std::nullopt : std::optional(result.error()));
}

void WelcomeFlow::comeBack(const std::optional<core::Error>& problem)
{
    if (!problem && target_.expected) {
        Q_EMIT abandoned();
        return;
    }
    ProblemBanner* const banner = from_ == organisation_ ? organisation_->problem() : startPage_->problem();
    if (problem)
        banner->report(*problem);
    else
        banner->clear();
    stack_->setCurrentWidget(from_);
    from_->setFocus();
}

} // namespace ui::welcome
