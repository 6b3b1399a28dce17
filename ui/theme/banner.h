#pragma once

#include "ui/theme/icon.h"

#include <QtWidgets/QFrame>

class QLabel;

namespace ui::theme {

class Button;
class Label;

/// One message across a page: what happened and, as a button, what to do next. Its text is plain text and can be
/// selected; a screen reader is told when it changes.
class Banner final : public QFrame {
    Q_OBJECT
public:
    explicit Banner(Tone tone, QWidget* parent = nullptr);
    void setTone(Tone tone);
    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    /// An empty text takes the button away.
    void setAction(const QString& text);
    /// A second, quieter one.
    void setSecondAction(const QString& text);
    void setDismissable(bool dismissable);
Q_SIGNALS:
    void actionTriggered();
    void secondActionTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    Tone tone_;
    // All owned by this widget's layout.
    QLabel* icon_;
    Label* text_;
    Button* action_;
    Button* second_;
    Button* dismiss_;
};

} // namespace ui::theme
