#pragma once

#include "ui/theme/tokens.h"

#include <QtWidgets/QFrame>

class QVBoxLayout;

namespace ui::theme {

/// A rounded surface with a vertical layout inside.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr, Tone tone = Tone::Neutral);
    void setTone(Tone tone);
    [[nodiscard]] QVBoxLayout* body() const { return body_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone tone_;
    QVBoxLayout* body_; // owned by this widget
};

} // namespace ui::theme
