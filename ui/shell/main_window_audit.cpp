// What of the window is about the audit log of the account in view.
#include "ui/audit/audit_page.h"
#include "ui/shell/main_window.h"

#include <QtWidgets/QStackedWidget>

namespace ui::shell {

/// The page is made when it is first looked at. Another account's log is never under it: whoever was reading one is
/// back in the conversations.
void MainWindow::setAuditLog(std::shared_ptr<core::interfaces::AuditLog> log)
{
    auditLog_ = std::move(log);
    if (audit_) audit_->setLog(auditLog_);
    page_ = Page::Chat;
}

audit::AuditPage& MainWindow::auditPage()
{
    if (audit_) return *audit_;
    audit_ = new audit::AuditPage(this);
    stack_->addWidget(audit_);
    connect(audit_, &audit::AuditPage::left, this, &MainWindow::showChat);
    audit_->setLog(auditLog_);
    return *audit_;
}

/// Needs no model: what was done can be read by whoever is signed in.
void MainWindow::openAudit()
{
    if (!auditLog_ || signingIn_) return;
    page_ = Page::Audit;
    route();
    auditPage().enter();
}

bool MainWindow::auditIsInView() const
{
    return audit_ && stack_->currentWidget() == audit_;
}

} // namespace ui::shell
