// What of the window waits for the person: the review page, its number in the sidebar, and the keys that answer.
#include "ui/approvals/grants_page.h"
#include "ui/approvals/notifications.h"
#include "ui/approvals/review_page.h"
#include "ui/approvals/waiting_notifier.h"
#include "ui/conversations/conversation_list.h"
#include "ui/shell/chat_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sidebar.h"
#include "ui/text/visible_text.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QStackedWidget>

namespace ui::shell {

/// What waits for the account in view: its number stands in the sidebar, the page is made when it is first looked at.
void MainWindow::setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                              std::shared_ptr<core::interfaces::Grants> grants)
{
    if (approvals_) disconnect(approvals_.get(), nullptr, this, nullptr);
    approvals_ = std::move(approvals);
    if (approvals_) connect(approvals_.get(), &core::interfaces::Approvals::changed, this, &MainWindow::countReviews);
    grants_ = std::move(grants);
    if (reviews_) reviews_->setApprovals(approvals_, grants_);
    if (grantsPage_) grantsPage_->setGrants(grants_);
    page_ = Page::Chat;
    countReviews();
    if (notifier_) notifier_->setApprovals(approvals_, isActiveWindow());
}

void MainWindow::countReviews()
{
    waiting_ = 0;
    if (approvals_)
        for (const auto& card : approvals_->waiting())
            waiting_ += static_cast<int>(card.calls.size());
    sidebar_->setWaiting(waiting_);
    refreshTitle();
}

/// With the number of what waits: the list of windows shows it where the window is not in sight.
void MainWindow::refreshTitle()
{
    const auto current = application_ ? account(application_->accounts().current()) : std::nullopt;
    const QString name = current ? text::visibleLine(current->name) : QString();
    const QString title = !current        ? QStringLiteral("Sekisho")
                          : current->demo ? tr("%1 (demo) – Sekisho").arg(name)
                                          : tr("%1 – Sekisho").arg(name);
    setWindowTitle(waiting_ > 0 ? QStringLiteral("(%1) %2").arg(QString::number(waiting_), title) : title);
}

void MainWindow::setNotifications(approvals::Notifications& notifications)
{
    Q_ASSERT(application_ && !notifier_);
    using approvals::WaitingNotifier;
    notifier_ = std::make_unique<WaitingNotifier>(
        notifications,
        WaitingNotifier::Ports{[this](const core::interfaces::ApprovalView& card) { return sees(card); }});
    connect(notifier_.get(), &WaitingNotifier::reviewRequested, this, &MainWindow::openReviewsAt);
    connect(notifier_.get(), &WaitingNotifier::attentionWanted, this, [this] { QApplication::alert(this); });
    notifier_->setEnabled(application_->preferences().preferences().desktopNotifications);
    notifier_->setApprovals(approvals_, true); // the window has just come up, with the number in it
}

/// On the page every call has its row; in a conversation its own cards are above the composer.
bool MainWindow::sees(const core::interfaces::ApprovalView& card) const
{
    if (!isActiveWindow()) return false;
    return reviewsAreInView() || (chatIsInView() && chat_->current() == card.conversation);
}

/// From outside of the window: it comes to the front, and the keyboard to the list of what waits.
void MainWindow::openReviewsAt(const core::interfaces::ApprovalId& id)
{
    if (!isVisible()) return; // closed already, and the program is about to end
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
    if (!usable() || signingIn_) return;
    page_ = Page::Reviews;
    route();
    reviews().enterAt(id);
}

approvals::ReviewPage& MainWindow::reviews()
{
    if (reviews_) return *reviews_;
    reviews_ = new approvals::ReviewPage(this);
    stack_->addWidget(reviews_);
    connect(reviews_, &approvals::ReviewPage::openRequested, this, &MainWindow::openChat);
    connect(reviews_, &approvals::ReviewPage::rulesRequested, this, &MainWindow::openGrants);
    connect(reviews_, &approvals::ReviewPage::left, this, &MainWindow::showChat);
    reviews_->setApprovals(approvals_, grants_);
    return *reviews_;
}

void MainWindow::openReviews()
{
    if (!usable() || signingIn_) return;
    page_ = Page::Reviews;
    route();
    reviews().enter();
}

void MainWindow::showChat()
{
    page_ = Page::Chat;
    if (!application_ || signingIn_) return;
    route();
    if (chatIsInView()) chat_->focusComposer();
}

void MainWindow::openChat(const core::ConversationId& id)
{
    showChat();
    if (chat_) chat_->open(id);
}

/// What is not in view neither approves nor declines.
bool MainWindow::chatIsInView() const
{
    return chat_ && stack_->currentWidget() == chat_;
}

bool MainWindow::pageIsInView() const
{
    return reviewsAreInView() || grantsAreInView() || auditIsInView();
}

bool MainWindow::reviewsAreInView() const
{
    return reviews_ && stack_->currentWidget() == reviews_;
}

void MainWindow::review()
{
    if (reviewsAreInView()) return reviews_->review();
    if (chatIsInView()) chat_->review();
}

void MainWindow::approve()
{
    if (reviewsAreInView()) return reviews_->approveReviewed();
    if (chatIsInView()) chat_->approve();
}

void MainWindow::decline()
{
    if (reviewsAreInView()) return reviews_->denyReviewed();
    if (chatIsInView()) chat_->decline();
}

void MainWindow::undo()
{
    if (chatIsInView()) chat_->undo();
}

} // namespace ui::shell
