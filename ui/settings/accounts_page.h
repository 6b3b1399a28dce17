#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::settings {

/// Every account with its provider; signing in another and signing out.
class AccountsPage final : public QWidget {
    Q_OBJECT
public:
    explicit AccountsPage(core::interfaces::Accounts& accounts, QWidget* parent = nullptr);
Q_SIGNALS:
    void addRequested();
    void signInAgainRequested(const core::interfaces::AccountId& account);
    void signOutRequested(const core::interfaces::AccountView& account);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void addRow(const core::interfaces::AccountView& account);
    core::interfaces::Accounts& accounts_;
    // All owned by this widget's layout.
    theme::Label* title_;
    QVBoxLayout* rows_;
    theme::Button* add_;
};

} // namespace ui::settings
