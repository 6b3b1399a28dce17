#pragma once

#include "app/signin/rules/sign_in_request.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Label;
class Tag;
} // namespace ui::theme

namespace app::signin {

/// What stands above the page and belongs to Sekisho, not to the page: who asks (organisation, account) and where the
/// page really comes from. The address cannot be edited, and its beginning is cut before its end, because the end of a
/// host name is what cannot be made up.
class AddressBar final : public QWidget {
    Q_OBJECT
public:
    explicit AddressBar(const rules::SignInRequest& request, QWidget* parent = nullptr);
    /// What can be said of the page: nothing before it came, and nothing good when it could not be shown.
    enum class State { Connecting, Shown, NotShown };

    /// The origin of what is shown, or is about to be.
    void setOrigin(const rules::Origin& origin);
    void setState(State state);
    /// From 0 to 100; the thin line below. 100 hides it.
    void setProgress(int percent);
    [[nodiscard]] QString originText() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    class Address;
    Address* address_; // all owned by this widget's layout
    ui::theme::Label* stateText_;
    std::optional<rules::Origin> origin_;
    State state_ = State::Connecting;
    int progress_ = 100;
    bool demo_;
};

} // namespace app::signin
