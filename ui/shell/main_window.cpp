#include "ui/shell/main_window.h"

#include "ui/accounts/account_menu.h"
#include "ui/approvals/grants_page.h"
#include "ui/approvals/review_page.h"
#include "ui/approvals/waiting_notifier.h"
#include "ui/audit/audit_page.h"
#include "ui/conversations/conversation_list.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/chat_page.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/shortcuts_dialog.h"
#include "ui/shell/sidebar.h"
#include "ui/text/error_text.h"
#include "ui/text/visible_text.h"
#include "ui/theme/icon.h"
#include "ui/welcome/welcome_flow.h"

#include <QtGui/QPainter>
#include <QtGui/QShortcut>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ui::shell {

using core::interfaces::AccountId;
using core::interfaces::AccountView;
using settings::SettingsDialog;

namespace {
constexpr QSize firstSize(1180, 780);
constexpr QSize smallest(720, 520);
constexpr int accountShortcuts = 9;
} // namespace

MainWindow::MainWindow(const core::interfaces::PreferencesView& preferences)
    : appearance_(*qApp)
{
    applyPreferences(preferences); // before the first widget, so that nothing is drawn or said twice
    build();
    setWindowTitle(QStringLiteral("Sekisho"));
    makeChat();
    stack_->setCurrentWidget(chat_);
    chat_->focusComposer();
}

MainWindow::MainWindow(core::interfaces::Application& application)
    : appearance_(*qApp)
{
    applyPreferences(application.preferences().preferences());
    build();
    begin(application);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    setFont({}); // the program's: this widget is older than it
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(theme::mark());
    setMinimumSize(smallest);
    resize(firstSize);
    sidebar_ = new Sidebar(this);
    notices_ = new NoticeBar(this);
    stack_ = new QStackedWidget(this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(sidebar_);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(notices_);
    right->addWidget(stack_, 1);
    row->addLayout(right, 1);
    connectScreens();
    addShortcuts();
}

void MainWindow::begin(core::interfaces::Application& application)
{
    Q_ASSERT(!application_);
    application_ = &application;
    connectApplication();
    applyPreferences(application.preferences().preferences());
    notices_->setNotices(application.notices());
    models_ = application.models();
    if (chat_ && (application.accounts().accounts().size() > 1 || !usable())) chat_->holdBack();
    showAccount();
}

void MainWindow::connectApplication()
{
    using core::interfaces::Accounts;
    using core::interfaces::Application;
    using core::interfaces::Preferences;
    connect(&application_->accounts(), &Accounts::currentChanged, this, &MainWindow::followAccount);
    connect(&application_->accounts(), &Accounts::changed, this, &MainWindow::refreshAccount);
    connect(&application_->preferences(), &Preferences::changed, this,
            [this] { applyPreferences(application_->preferences().preferences()); });
    connect(application_, &Application::noticesChanged, this,
            [this] { notices_->setNotices(application_->notices()); });
}

void MainWindow::connectScreens()
{
    connect(notices_, &NoticeBar::signInAgainRequested, this,
            [this] { signInAgain(application_->accounts().current()); });
    connect(sidebar_, &Sidebar::accountMenuRequested, this, &MainWindow::openAccountMenu);
    connect(sidebar_, &Sidebar::settingsRequested, this, &MainWindow::openSettings);
    connect(sidebar_, &Sidebar::reviewsRequested, this, &MainWindow::openReviews);
    auto* list = sidebar_->list();
    connect(list, &conversations::ConversationList::newRequested, this, &MainWindow::newConversation);
    connect(list, &conversations::ConversationList::opened, this, [this](const core::ConversationId& id) {
        notices_->clearSaid();
        openChat(id);
    });
    connect(list, &conversations::ConversationList::failed, this, &MainWindow::report);
    connect(list, &conversations::ConversationList::removed, this, [this](const core::ConversationId& id) {
        if (chat_ && chat_->current() == id) chat_->openNew();
    });
}

welcome::WelcomeFlow& MainWindow::welcome()
{
    if (welcome_) return *welcome_;
    welcome_ = new welcome::WelcomeFlow(*application_, this);
    stack_->addWidget(welcome_);
    connect(welcome_, &welcome::WelcomeFlow::signedIn, this, [this] {
        signingIn_ = false;
        route();
    });
    connect(welcome_, &welcome::WelcomeFlow::abandoned, this, [this] {
        signingIn_ = false;
        route();
    });
    connect(welcome_, &welcome::WelcomeFlow::accountsRequested, this,
            [this] { settingsDialog().open(SettingsDialog::Section::Accounts); });
    connect(welcome_, &welcome::WelcomeFlow::modelChosen, this, &MainWindow::route);
    return *welcome_;
}

accounts::AccountMenu& MainWindow::menu()
{
    if (menu_) return *menu_;
    menu_ = new accounts::AccountMenu(application_->accounts(), this);
    connect(menu_, &accounts::AccountMenu::selected, this, &MainWindow::selectAccount);
    connect(menu_, &accounts::AccountMenu::signInAgainRequested, this, &MainWindow::signInAgain);
    connect(menu_, &accounts::AccountMenu::addRequested, this, &MainWindow::addAccount);
    connect(menu_, &accounts::AccountMenu::auditRequested, this, &MainWindow::openAudit);
    connect(menu_, &accounts::AccountMenu::signOutConfirmed, this, &MainWindow::signOut);
    connect(menu_, &accounts::AccountMenu::forgetConfirmed, this, &MainWindow::forgetAccount);
    connect(menu_, &accounts::AccountMenu::closed, sidebar_, &Sidebar::focusAccount);
    return *menu_;
}

void MainWindow::addShortcut(const QString& keys, void (MainWindow::*action)())
{
    auto* shortcut = new QShortcut(QKeySequence(keys), this);
    shortcut->setAutoRepeat(false); // a key that is held is pressed once: it must not go on to what comes next
    connect(shortcut, &QShortcut::activated, this, action);
}

void MainWindow::addShortcuts()
{
    addShortcut(QStringLiteral("Ctrl+N"), &MainWindow::newConversation);
    addShortcut(QStringLiteral("Ctrl+K"), &MainWindow::search);
    addShortcut(QStringLiteral("Ctrl+L"), &MainWindow::write);
    addShortcut(QStringLiteral("Ctrl+,"), &MainWindow::openSettings);
    addShortcut(QStringLiteral("Ctrl+Shift+T"), &MainWindow::chooseTools);
    addShortcut(QStringLiteral("Ctrl+Shift+A"), &MainWindow::openAccountMenu);
    addShortcut(QStringLiteral("Ctrl+Shift+I"), &MainWindow::openReviews);
    addShortcut(QStringLiteral("Ctrl+Shift+S"), &MainWindow::openGrants);
    addShortcut(QStringLiteral("Ctrl+Shift+L"), &MainWindow::openAudit);
    addShortcut(QStringLiteral("Ctrl+Shift+R"), &MainWindow::review);
    addShortcut(QStringLiteral("Ctrl+Shift+G"), &MainWindow::approve);
    addShortcut(QStringLiteral("Ctrl+Shift+D"), &MainWindow::decline);
    addShortcut(QStringLiteral("Ctrl+Shift+B"), &MainWindow::undo); // a field has redo under Ctrl+Shift+Z
    addShortcut(QStringLiteral("F1"), &MainWindow::openShortcuts);
    for (int number = 1; number <= accountShortcuts; ++number) {
        auto* shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)), this);
        connect(shortcut, &QShortcut::activated, this, [this, number] { selectAccountNumber(number); });
    }
}

void MainWindow::applyPreferences(const core::interfaces::PreferencesView& preferences)
{
    language_.set(preferences.language);
    appearance_.setLanguage(language_.current());
    appearance_.setTheme(preferences.theme);
    if (notifier_) notifier_->setEnabled(preferences.desktopNotifications);
}

std::optional<AccountView> MainWindow::account(const AccountId& id) const
{
    if (!application_) return {};
    const auto accounts = application_->accounts().accounts();
    for (const AccountView& each : accounts)
        if (each.id == id) return each;
    return {};
}

/// Another account is the current one: everything of the one before goes before anything of this one comes.
void MainWindow::followAccount()
{
    const auto before = std::exchange(shown_, {});
    dropChat();
    setApprovals({}, {});
    setAuditLog({});
    sidebar_->list()->setConversations({});
    if (models_) disconnect(models_.get(), nullptr, this, nullptr);
    models_ = application_->models();
    notices_->clearSaid();
    showAccount();
    if (wasLost(before))
        notices_->say(theme::Tone::Warning,
                      tr("%1 was signed out, though not in this window: the account was removed from this computer, or "
                         "can no longer be opened. Sign in again below to go on.")
                          .arg(text::visibleLine(before.name)));
}

bool MainWindow::wasLost(const AccountView& before) const
{
    return application_->accounts().current().isEmpty() && !before.id.isEmpty() && before.id != leaving_;
}

void MainWindow::showAccount()
{
    if (models_) connect(models_.get(), &core::interfaces::Models::changed, this, &MainWindow::route);
    sidebar_->list()->setConversations(application_->conversations());
    setApprovals(application_->approvals(), application_->grants());
    setAuditLog(application_->auditLog());
    refreshAccount();
    route();
}

void MainWindow::refreshAccount()
{
    const auto current = account(application_->accounts().current());
    sidebar_->setAccount(current.value_or(AccountView{}));
    if (current && !current->name.isEmpty()) shown_ = *current; // one that cannot be opened has no name any more
    if (chat_ && chat_->begun() && current) chat_->setAccount(*current);
    refreshTitle();
}

void MainWindow::dropChat()
{
    if (!chat_ || !chat_->begun()) return; // what was written before any account was known stays
    chat_->forget();
    stack_->removeWidget(chat_);
    chat_->setParent(nullptr);
    chat_->deleteLater(); // one of its own buttons may have led here
    chat_ = nullptr;
}

void MainWindow::makeChat()
{
    chat_ = new ChatPage(this);
    stack_->addWidget(chat_);
    connect(chat_, &ChatPage::opened, sidebar_->list(), &conversations::ConversationList::setCurrent);
    connect(chat_, &ChatPage::failed, this, &MainWindow::report);
    connect(chat_, &ChatPage::modelSettingsRequested, this,
            [this] { settingsDialog().open(SettingsDialog::Section::Model); });
}

/// Somebody is signed in, and there is a model to ask.
bool MainWindow::usable() const
{
    return application_ && account(application_->accounts().current()) && models_ && !models_->endpoints().isEmpty();
}

/// Which screen is in view, from what is there: an account, a model.
void MainWindow::route()
{
    const auto current = account(application_->accounts().current());
    sidebar_->setVisible(current.has_value());
    sidebar_->setReviewsUsable(usable());
    sidebar_->list()->setEnabled(usable()); // without a model there is nothing to open or begin
    if (signingIn_) return;
    if (!current) {
        welcome().begin(welcome::StartPage::Reason::FirstRun);
        stack_->setCurrentWidget(welcome_);
        return;
    }
    // These need no model.
    if (page_ == Page::Audit) return stack_->setCurrentWidget(&auditPage());
    if (page_ == Page::Grants) return stack_->setCurrentWidget(&grants());
    if (!usable()) {
        welcome().chooseModel();
        stack_->setCurrentWidget(welcome_);
        return;
    }
    if (!chat_) makeChat();
    if (!chat_->begun()) chat_->begin(*application_, *current);
    switch (page_) {
    case Page::Chat: return stack_->setCurrentWidget(chat_);
    case Page::Reviews: return stack_->setCurrentWidget(&reviews());
    case Page::Grants:
    case Page::Audit: break; // above
    }
}

void MainWindow::newConversation()
{
    notices_->clearSaid();
    if (pageIsInView()) showChat();
    if (chatIsInView()) chat_->openNew();
}

void MainWindow::search()
{
    if (sidebar_->isVisible()) sidebar_->list()->focusSearch();
}

void MainWindow::write()
{
    if (pageIsInView()) return showChat();
    if (chat_) chat_->focusComposer();
}

void MainWindow::chooseTools()
{
    if (chatIsInView()) chat_->chooseTools();
}

SettingsDialog& MainWindow::settingsDialog()
{
    if (!settings_) {
        settings_ = new SettingsDialog(*application_, this);
        connect(settings_, &SettingsDialog::addAccountRequested, this, &MainWindow::addAccount);
        connect(settings_, &SettingsDialog::rulesRequested, this, &MainWindow::openGrants);
        connect(settings_, &SettingsDialog::signInAgainRequested, this, &MainWindow::signInAgain);
        connect(settings_, &SettingsDialog::signOutRequested, this, [this](const AccountView& account) {
            openAccountMenu();
            menu().askSignOut(account);
        });
    }
    return *settings_;
}

void MainWindow::openSettings()
{
    if (application_) settingsDialog().open(SettingsDialog::Section::General);
}

void MainWindow::openAccountMenu()
{
    if (!application_) return;
    // Without a sidebar, nobody is signed in; who is listed all the same can still leave.
    if (sidebar_->isVisible())
        menu().openAt(sidebar_->menuCorner(this));
    else if (!application_->accounts().accounts().isEmpty())
        menu().openAt(QPoint(0, height()));
}

void MainWindow::openShortcuts()
{
    auto* dialog = new ShortcutsDialog(this); // deletes itself when closed
    dialog->open();
}

void MainWindow::report(const core::Error& error)
{
    if (error.code == core::Errc::Cancelled) return;
    notices_->say(theme::Tone::Danger, text::errorText(error, text::Context::Storage));
}

void MainWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && application_) refreshAccount();
    if (event->type() == QEvent::ActivationChange && notifier_) notifier_->look();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (menu_ && menu_->isVisible()) openAccountMenu();
}

void MainWindow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors(palette()).page);
}

} // namespace ui::shell
