#pragma once

#include <QtWidgets/QFrame>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::conversations {

/// "Conversation deleted", with Undo, narrow enough for the sidebar. Stays until it is used or closed: a way back that
/// goes away by itself is too fast for somebody.
class UndoBar final : public QFrame {
    Q_OBJECT
public:
    explicit UndoBar(QWidget* parent);
    /// What was deleted, as plain text.
    void setTitle(const QString& title);

Q_SIGNALS:
    void undoTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QString title_;
    // Owned by this widget's layout.
    theme::Label* text_;
    theme::Button* undo_;
    theme::Button* dismiss_;
};

} // namespace ui::conversations
