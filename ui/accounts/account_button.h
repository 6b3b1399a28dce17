#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QAbstractButton>

namespace ui::accounts {

/// A row that shows one account: at the foot of the sidebar, where it opens the switcher, and inside the switcher.
class AccountButton final : public QAbstractButton {
    Q_OBJECT
public:
    enum class Mark {
        None,
        Current, ///< a tick: this is the account in use
        Opens,   ///< a small arrow: more accounts
    };
    explicit AccountButton(Mark mark, QWidget* parent = nullptr);
    void setAccount(const core::interfaces::AccountView& account);
    [[nodiscard]] const core::interfaces::AccountView& account() const { return account_; }
    /// Stands at the right, for instance "Ctrl+2".
    void setHint(const QString& hint);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    core::interfaces::AccountView account_;
    Mark mark_;
    QString hint_;
};

} // namespace ui::accounts
