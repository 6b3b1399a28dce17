// The page of the standing rules, and the ways to it and back.
#include "ui/approvals/grants_page.h"
#include "ui/approvals/review_page.h"
#include "ui/shell/main_window.h"

#include <QtWidgets/QStackedWidget>

namespace ui::shell {

/// Made when it is first looked at. What it lists changes with the account: see setApprovals().
approvals::GrantsPage& MainWindow::grants()
{
    if (grantsPage_) return *grantsPage_;
    grantsPage_ = new approvals::GrantsPage(this);
    stack_->addWidget(grantsPage_);
    connect(grantsPage_, &approvals::GrantsPage::left, this, &MainWindow::leaveGrants);
    grantsPage_->setGrants(grants_);
    return *grantsPage_;
}

void MainWindow::openGrants()
{
    if (!grants_ || signingIn_) return; // it needs no model
    if (page_ != Page::Grants) beforeGrants_ = page_;
    page_ = Page::Grants;
    route();
    grants().enter();
}

/// Back to where it was opened from.
void MainWindow::leaveGrants()
{
    if (beforeGrants_ == Page::Reviews) return openReviews();
    if (beforeGrants_ == Page::Audit) return openAudit();
    showChat();
}

bool MainWindow::grantsAreInView() const
{
    return grantsPage_ && stack_->currentWidget() == grantsPage_;
}

} // namespace ui::shell
