#pragma once

#include "ui/theme/tokens.h"

#include <QtWidgets/QLabel>

namespace ui::theme {

/// A text with a place in the type scale and an ink; always plain text. Follows changes of theme and font.
class Label final : public QLabel {
    Q_OBJECT
public:
    enum class Wrap { No, Yes, Elide }; ///< Elide: one line as wide as there is room, ended by "…" where it is longer

    explicit Label(Type type, Ink ink = Ink::Normal, Wrap wrap = Wrap::Yes, QWidget* parent = nullptr);
    void setInk(Ink ink);
    void setType(Type type);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    Type type_;
    Ink ink_;
    Wrap wrap_;
    bool refreshing_ = false;
};

} // namespace ui::theme
