#pragma once

#include "ui/theme/tokens.h"

#include <QtWidgets/QWidget>

namespace ui::theme {

/// One or two words on a small tinted ground: "Demo", "This run only".
class Tag final : public QWidget {
    Q_OBJECT
public:
    explicit Tag(Tone tone, const QString& text = {}, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setTone(Tone tone);
    [[nodiscard]] QString text() const { return text_; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    Tone tone_;
    QString text_;
};

} // namespace ui::theme
