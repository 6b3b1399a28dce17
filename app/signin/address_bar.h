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
    /// The origin of what is shown now.
    void setOrigin(const rules::Origin& origin);
    /// From 0 to 100; the thin line below. 100 hides it.
    void setProgress(int percent);
    [[nodiscard]] QString originText() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Address;
    Address* address_; // all owned by this widget's layout
    ui::theme::Label* state_;
    int progress_ = 100;
    bool demo_;
};

} // namespace app::signin
