#pragma once

#include <QtWidgets/QPlainTextEdit>

namespace ui::composer {

/// The text field inside Composer: grows from one line to eight, and knows when an input method is composing.
class Editor final : public QPlainTextEdit {
    Q_OBJECT
public:
    static constexpr int MostLines = 8;

    explicit Editor(QWidget* parent = nullptr);

Q_SIGNALS:
    void enterPressed();
    void escapePressed();
    void focusMoved();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();
    bool composing_ = false;     ///< there is text that the input method has not handed over yet
    bool justCommitted_ = false; ///< it handed some over in this pass of the event loop
};

} // namespace ui::composer
