#pragma once

#include "ui/theme/icon.h"

#include <QtWidgets/QFrame>

class QComboBox;

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::models {

/// One model server on a card: what it is, where the conversation would go, which of its models, and a button.
class ModelRow final : public QFrame {
    Q_OBJECT
public:
    explicit ModelRow(QWidget* parent = nullptr);
    void setIcon(theme::Icon icon);
    void setTexts(const QString& title, const QString& description, const QString& action);
    /// More than one: the person picks.
    void setModels(const QStringList& models);
    [[nodiscard]] QString model() const;
    [[nodiscard]] theme::Button* button() const { return button_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Icon icon_ = theme::Icon::Computer;
    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Label* description_;
    QComboBox* models_;
    theme::Button* button_;
};

} // namespace ui::models
