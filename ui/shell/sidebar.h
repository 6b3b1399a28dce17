#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

namespace ui::accounts {
class AccountButton;
}
namespace ui::conversations {
class ConversationList;
}
namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::shell {

/// The left column: the mark, the conversations, and at the foot the account in use.
class Sidebar final : public QWidget {
    Q_OBJECT
public:
    explicit Sidebar(QWidget* parent = nullptr);
    void setAccount(const core::interfaces::AccountView& account);
    [[nodiscard]] conversations::ConversationList* list() const { return list_; }
    /// Where the switcher's lower left corner goes, in the coordinates of `widget`.
    [[nodiscard]] QPoint menuCorner(const QWidget* widget) const;
    void focusAccount();
    /// How many calls wait for an answer.
    void setWaiting(int calls);
    void setReviewsUsable(bool usable);

Q_SIGNALS:
    void reviewsRequested();
    void accountMenuRequested();
    void settingsRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    // All owned by this widget's layout.
    int waiting_ = 0;
    theme::Label* name_;
    theme::Button* reviews_;
    conversations::ConversationList* list_;
    accounts::AccountButton* account_;
    theme::Button* settings_;
};

} // namespace ui::shell
