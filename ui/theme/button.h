#pragma once

#include "ui/theme/icon.h"

#include <QtWidgets/QPushButton>

namespace ui::theme {

/// A button of a kind. One Primary a page; Quiet for everything that stands in a row of others.
class Button final : public QPushButton {
    Q_OBJECT
public:
    enum class Kind {
        Primary,
        Secondary,
        Quiet,  ///< no frame until the mouse is over it
        Danger, ///< destructive
        Chip,   ///< a suggestion or a small choice, with round ends
        Link,   ///< reads as text
    };

    explicit Button(Kind kind, const QString& text = {}, QWidget* parent = nullptr);
    /// A square button that shows an icon only. Give it an accessible name and a tool tip.
    Button(Icon icon, QWidget* parent);

    void setKind(Kind kind);
    [[nodiscard]] Kind kind() const { return kind_; }
    /// The icon follows the ink of the button's kind.
    void setIconName(Icon icon);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] bool iconOnly() const;
    [[nodiscard]] QFont textFont() const;
    Kind kind_;
    std::optional<Icon> icon_;
};

} // namespace ui::theme
