#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::welcome {

class ChoiceCard;
class ProblemBanner;

/// The first page: the demo organisation, or one's own.
class StartPage final : public QWidget {
    Q_OBJECT
public:
    enum class Reason { FirstRun, AnotherAccount };

    explicit StartPage(core::interfaces::SignIn& signIn, QWidget* parent = nullptr);
    void setReason(Reason reason);
    /// Accounts are listed although nobody is signed in: offers the way to them.
    void setAccountsListed(bool listed);
    [[nodiscard]] Reason reason() const { return reason_; }
    [[nodiscard]] ProblemBanner* problem() const { return problem_; }

Q_SIGNALS:
    void demoChosen();
    void organisationChosen();
    void abandoned(); ///< back to the account that is signed in
    void accountsRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    core::interfaces::SignIn& signIn_;
    Reason reason_ = Reason::FirstRun;
    // All owned by this widget's layout.
    theme::Button* back_;
    QWidget* mark_;
    theme::Label* title_;
    theme::Label* tagline_;
    ProblemBanner* problem_;
    ChoiceCard* demo_;
    ChoiceCard* organisation_;
    theme::Button* accounts_;
};

} // namespace ui::welcome
