#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::welcome {

/// As whom the system browser came back, before anything is done as that account. Enter must not say yes by accident:
/// the focus is on the way out.
class ConfirmPage final : public QWidget {
    Q_OBJECT
public:
    explicit ConfirmPage(QWidget* parent = nullptr);
    /// Asks about this account.
    void setAccount(const core::interfaces::AccountView& account);
Q_SIGNALS:
    void confirmed();
    void refused();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void retranslate();
    core::interfaces::AccountView account_;
    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Label* login_;
    theme::Label* issuer_;
    theme::Label* why_;
    theme::Button* goOn_;
    theme::Button* notMe_;
};

} // namespace ui::welcome
