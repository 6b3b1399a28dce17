// What of the window waits for the person: the review page, its number in the sidebar, and the keys that answer.
#include "ui/approvals/review_page.h"
#include "ui/conversations/conversation_list.h"
#include "ui/shell/chat_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sidebar.h"

#include <QtWidgets/QStackedWidget>

namespace ui::shell {

/// What waits for the account in view: its number stands in the sidebar, the page is made when it is first looked at.
void MainWindow::setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals)
{
    if (approvals_) disconnect(approvals_.get(), nullptr, this, nullptr);
    approvals_ = std::move(approvals);
    if (approvals_) connect(approvals_.get(), &core::interfaces::Approvals::changed, this, &MainWindow::countReviews);
    if (reviews_) reviews_->setApprovals(approvals_);
    reviewing_ = false;
    countReviews();
}

void MainWindow::countReviews()
{
    int waiting = 0;
    if (approvals_)
        for (const auto& card : approvals_->waiting())
            waiting += static_cast<int>(card.calls.size());
    sidebar_->setWaiting(waiting);
}

approvals::ReviewPage& MainWindow::reviews()
{
    if (reviews_) return *reviews_;
    reviews_ = new approvals::ReviewPage(this);
    stack_->addWidget(reviews_);
    connect(reviews_, &approvals::ReviewPage::openRequested, this, &MainWindow::openChat);
    connect(reviews_, &approvals::ReviewPage::left, this, &MainWindow::showChat);
    reviews_->setApprovals(approvals_);
    return *reviews_;
}

void MainWindow::openReviews()
{
    if (!usable() || signingIn_) return;
    reviewing_ = true;
    route();
    reviews().enter();
}

void MainWindow::showChat()
{
    reviewing_ = false;
    if (!chat_ || !usable() || signingIn_) return;
    stack_->setCurrentWidget(chat_);
    chat_->focusComposer();
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

} // namespace ui::shell
