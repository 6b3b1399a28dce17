#pragma once

#include "core/interfaces/window.h"

#include <QtWidgets/QWidget>

namespace ui::models {
class ModelChooser;
}
namespace ui::theme {
class Banner;
class Label;
} // namespace ui::theme

namespace ui::settings {

/// The model in use, where conversations go, and choosing another.
class ModelSettingsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ModelSettingsPage(core::interfaces::Application& application, QWidget* parent = nullptr);
    /// Takes up the models of the account that is current now, and drops those of the one before.
    void followAccount();

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    [[nodiscard]] static QString destinationOf(const core::interfaces::EndpointView& endpoint);
    core::interfaces::Application& application_;
    std::shared_ptr<core::interfaces::Models> models_;
    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Label* currentHeading_;
    theme::Label* current_;
    theme::Label* destination_;
    theme::Label* managed_;
    theme::Label* change_;
    models::ModelChooser* chooser_;
};

} // namespace ui::settings
