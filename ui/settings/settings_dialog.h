#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QDialog>

class QListWidget;
class QStackedWidget;

namespace ui::theme {
class Button;
}

namespace ui::settings {

class AccountsPage;
class GeneralPage;
class ModelSettingsPage;

/// Everything that can be set. A change takes effect at once; there is nothing to confirm.
class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    enum class Section { General, Model, Accounts };

    SettingsDialog(core::interfaces::Application& application, QWidget* parent);
    void open(Section section);

Q_SIGNALS:
    void addAccountRequested();
    void rulesRequested();
    void signInAgainRequested(const core::interfaces::AccountId& account);
    void signOutRequested(const core::interfaces::AccountView& account);

protected:
    void changeEvent(QEvent* event) override;

private:
    using QDialog::open;
    void retranslate();
    void followAccount();
    core::interfaces::Application& application_;
    // All owned by this widget's layout.
    QListWidget* sections_;
    QStackedWidget* pages_;
    GeneralPage* general_;
    ModelSettingsPage* model_;
    AccountsPage* accounts_;
    theme::Button* close_;
};

} // namespace ui::settings
