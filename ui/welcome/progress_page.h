#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Button;
class Label;
class Spinner;
} // namespace ui::theme

namespace ui::welcome {

/// While the person signs in elsewhere: where to look, and two ways out.
class ProgressPage final : public QWidget {
    Q_OBJECT
public:
    explicit ProgressPage(QWidget* parent = nullptr);
    void setWay(core::interfaces::SignInWay way, bool browserOffered);
    /// Whose sign-in is expected; empty: anybody's.
    void setExpected(const QString& login);
Q_SIGNALS:
    void cancelled();
    void systemBrowserChosen();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void retranslate();
    core::interfaces::SignInWay way_ = core::interfaces::SignInWay::Window;
    QString expected_;
    // All owned by this widget's layout.
    theme::Spinner* spinner_;
    theme::Label* title_;
    theme::Label* where_;
    theme::Label* who_;
    theme::Button* cancel_;
    theme::Button* browser_;
};

} // namespace ui::welcome
