#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QFrame>

class QVBoxLayout;

namespace ui::accounts {

/// The switcher: every account one click away, signing in another, and signing out with what that does. Lies over the
/// window, above the row that opened it; Escape or a click elsewhere closes it. It asks and reports; the window acts.
class AccountMenu final : public QFrame {
    Q_OBJECT
public:
    /// Its parent is the window it lies over.
    AccountMenu(core::interfaces::Accounts& accounts, QWidget* parent);

    /// Opens with its lower left corner at `corner`, in the parent's coordinates.
    void openAt(const QPoint& corner);
    /// Shows what signing out of `account` does, and asks.
    void askSignOut(const core::interfaces::AccountView& account);

Q_SIGNALS:
    void selected(const core::interfaces::AccountId& account);
    void signInAgainRequested(const core::interfaces::AccountId& account);
    void addRequested();
    void auditRequested();
    void signOutConfirmed(const core::interfaces::AccountId& account);
    void forgetConfirmed(const core::interfaces::AccountId& account);
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showList();
    void showQuestion();
    void addAuditEntry();
    void clear();
    void fit();
    void shut();
    void choose(const core::interfaces::AccountView& account);

    core::interfaces::Accounts& accounts_;
    QVBoxLayout* body_; // owned by this widget
    QPoint corner_;
    std::optional<core::interfaces::AccountView> leaving_; ///< whose sign-out is being asked about
};

} // namespace ui::accounts
