#pragma once

#include <QtWidgets/QDialog>

namespace ui::shell {

/// F1: what the keyboard can do.
class ShortcutsDialog final : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(QWidget* parent);
};

} // namespace ui::shell
