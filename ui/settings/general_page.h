#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

class QButtonGroup;
class QCheckBox;
class QVBoxLayout;

namespace ui::accounts {
class WayChoice;
}
namespace ui::theme {
class Label;
}

namespace ui::settings {

/// Language, appearance, where signing in happens, and whether the desktop says when something waits.
class GeneralPage final : public QWidget {
    Q_OBJECT
public:
    explicit GeneralPage(core::interfaces::Preferences& preferences, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// A heading, a row of chips, and a note for when an administrator decided.
    struct Choice {
        theme::Label* heading;
        QButtonGroup* chips;
        theme::Label* note;
    };
    [[nodiscard]] Choice addChoice(QVBoxLayout* column, const QStringList& names);
    void refresh();
    void retranslate();
    void store();

    core::interfaces::Preferences& preferences_;
    // All owned by this widget.
    theme::Label* title_;
    Choice language_;
    Choice theme_;
    theme::Label* wayHeading_;
    theme::Label* wayNote_;
    accounts::WayChoice* way_;
    QCheckBox* tell_;
    theme::Label* tellNote_;
};

} // namespace ui::settings
