#pragma once

#include "ui/theme/icon.h"

#include <QtWidgets/QAbstractButton>

namespace ui::welcome {

/// One of a few big choices: an icon, a title, and what happens then. The whole card is the button.
class ChoiceCard final : public QAbstractButton {
    Q_OBJECT
public:
    explicit ChoiceCard(theme::Icon icon, QWidget* parent = nullptr);
    void setTexts(const QString& title, const QString& description);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    theme::Icon icon_;
    QString description_;
};

} // namespace ui::welcome
