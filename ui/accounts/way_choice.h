#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

#include <optional>

class QRadioButton;

namespace ui::theme {
class Label;
}

namespace ui::accounts {

/// Where signing in happens: Sekisho's own window, or the system browser, with one sentence on each.
/// With `Offer::Automatic` also whichever suits the organisation.
class WayChoice final : public QWidget {
    Q_OBJECT
public:
    enum class Offer { Ways, Automatic };

    explicit WayChoice(Offer offer, QWidget* parent = nullptr);
    [[nodiscard]] std::optional<core::interfaces::SignInWay> way() const; ///< nothing: automatic
    void setWay(std::optional<core::interfaces::SignInWay> way);
Q_SIGNALS:
    void changed(); ///< by the person

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    // All owned by this widget's layout.
    QRadioButton* automatic_;
    theme::Label* automaticText_;
    QRadioButton* window_;
    theme::Label* windowText_;
    QRadioButton* browser_;
    theme::Label* browserText_;
};

} // namespace ui::accounts
