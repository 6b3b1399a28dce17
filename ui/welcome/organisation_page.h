#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

#include <stop_token>

namespace ui::theme {
class Banner;
class Button;
class Field;
class Label;
class Spinner;
} // namespace ui::theme
namespace ui::accounts {
class WayChoice;
}

namespace ui::welcome {

class ProblemBanner;
class RedirectAddresses;

/// Issuer, client ID and audience of an organisation. Tests the connection, and says what is wrong beside the field
/// that is wrong. What was entered stays through every failure.
class OrganisationPage final : public QWidget {
    Q_OBJECT
public:
    explicit OrganisationPage(core::interfaces::SignIn& signIn, QWidget* parent = nullptr);
    ~OrganisationPage() override;

    [[nodiscard]] core::interfaces::OrganisationInput input() const;
    [[nodiscard]] core::interfaces::SignInWay way() const;
    void setWay(core::interfaces::SignInWay way);
    /// The provider accepts nothing else, or no window can be opened: fixed by an administrator.
    void setWayManaged(bool managed);
    [[nodiscard]] ProblemBanner* problem() const { return problem_; }
    /// Reads again what an administrator has set.
    void refreshManaged();

Q_SIGNALS:
    void back();
    void signInRequested(); ///< the connection was tested and is good

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Then { Report, SignIn };
    void check(Then then);
    void showCheck(const core::Result<core::interfaces::ConnectionCheck>& check, Then then);
    [[nodiscard]] bool complain();
    void setBusy(bool busy);
    void forgetResult();
    void refreshRedirects();
    void retranslate();

    core::interfaces::SignIn& signIn_;
    std::stop_source stop_;
    bool managed_ = false;
    bool wayManaged_ = false;
    std::optional<core::interfaces::ConnectionCheck> good_; ///< what the last test found, for its sentence
    // All owned by this widget's layout.
    theme::Button* back_;
    theme::Label* title_;
    theme::Label* intro_;
    ProblemBanner* problem_;
    theme::Field* issuer_;
    theme::Field* clientId_;
    theme::Field* audience_;
    theme::Label* wayHeading_;
    theme::Label* wayNote_;
    accounts::WayChoice* way_;
    RedirectAddresses* redirects_;
    theme::Banner* result_;
    theme::Button* test_;
    theme::Button* signInButton_;
    theme::Spinner* spinner_;
};

} // namespace ui::welcome
