#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

class QRadioButton;

namespace ui::theme {
class Label;
}

namespace ui::welcome {

/// Where signing in happens: Sekisho's own window, or the system browser, with one sentence on each.
class WayChoice final : public QWidget {
    Q_OBJECT
public:
    explicit WayChoice(QWidget* parent = nullptr);
    [[nodiscard]] core::interfaces::SignInWay way() const;
    void setWay(core::interfaces::SignInWay way);
Q_SIGNALS:
    void changed(); ///< by the person

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    // All owned by this widget's layout.
    QRadioButton* window_;
    theme::Label* windowText_;
    QRadioButton* browser_;
    theme::Label* browserText_;
};

} // namespace ui::welcome
