#pragma once

#include <QtCore/QBasicTimer>
#include <QtWidgets/QWidget>

namespace ui::theme {

/// Three dots that breathe while something is under way. Still when the desktop has animations off; its accessible
/// name says what is going on. It costs nothing while hidden.
class Spinner final : public QWidget {
    Q_OBJECT
public:
    explicit Spinner(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    QBasicTimer timer_;
    int step_ = 0;
};

} // namespace ui::theme
