#pragma once

#include "core/interfaces/window.h"
#include "ui/models/model_chooser.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Label;
}

namespace ui::welcome {

/// The second step of the first run: which model.
class ModelPage final : public QWidget {
    Q_OBJECT
public:
    explicit ModelPage(QWidget* parent = nullptr);
    void setModels(std::shared_ptr<core::interfaces::Models> models, models::ModelChooser::DemoModel demo);
Q_SIGNALS:
    void chosen();

protected:
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void retranslate();
    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Label* intro_;
    models::ModelChooser* chooser_;
};

} // namespace ui::welcome
