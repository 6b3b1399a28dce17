#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Label;
class Tag;
} // namespace ui::theme

namespace ui::accounts {

class Avatar;

/// Whose account is used: name, organisation and, where it is one, "Demo". Stands above the composer.
class Badge final : public QWidget {
    Q_OBJECT
public:
    explicit Badge(QWidget* parent = nullptr);
    void setAccount(const core::interfaces::AccountView& account);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    core::interfaces::AccountView account_;
    // All owned by this widget's layout.
    Avatar* avatar_;
    theme::Label* name_;
    theme::Label* organisation_;
    theme::Tag* demo_;
    theme::Tag* thisRun_;
};

/// The account's name, or what to call one of which nothing can be read.
[[nodiscard]] QString accountName(const core::interfaces::AccountView& account);

/// Why the account cannot be used right now, in two or three words; empty when it can.
[[nodiscard]] QString accountTrouble(const core::interfaces::AccountView& account);

/// The login and the issuer, as a tool tip: claims are text, whatever they look like.
[[nodiscard]] QString accountToolTip(const core::interfaces::AccountView& account);

/// Name, organisation and what is special about the account, as one line for screen readers.
[[nodiscard]] QString spokenAccount(const core::interfaces::AccountView& account);

} // namespace ui::accounts
