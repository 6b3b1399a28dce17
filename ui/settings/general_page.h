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
class Button;
class Label;
} // namespace ui::theme

namespace ui::settings {

/// Language, appearance, where signing in happens, whether the desktop says when something waits, and the way to the
/// standing rules.
class GeneralPage final : public QWidget {
    Q_OBJECT
public:
    explicit GeneralPage(core::interfaces::Preferences& preferences, QWidget* parent = nullptr);

    /// There is an account in use that can have standing rules.
    void setHasRules(bool has);

Q_SIGNALS:
    void rulesRequested();

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
    theme::Label* rulesHeading_;
    theme::Label* rulesNote_;
    theme::Button* rules_;
};

} // namespace ui::settings
