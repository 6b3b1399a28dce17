#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

#include <optional>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::shell {

/// Asks, above the composer, whether a model may be sent what others were told in this conversation. Takes no room when
/// there is nothing to ask. Cancel has the keyboard first, and Enter presses nothing, so that whoever goes on typing
/// sends nothing by it.
class ReaderBar final : public QWidget {
    Q_OBJECT
public:
    explicit ReaderBar(QWidget* parent = nullptr);
    void setQuestion(const std::optional<core::interfaces::NewReaderView>& question);

Q_SIGNALS:
    void answered(const core::EndpointId& endpoint, core::interfaces::NewReaderAnswer answer);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void answer(core::interfaces::NewReaderAnswer answer);
    void retranslate();
    std::optional<core::interfaces::NewReaderView> question_;
    // All owned by this widget's layout.
    theme::Label* text_;
    theme::Label* where_;
    theme::Button* give_;
    theme::Button* without_;
    theme::Button* cancel_;
};

} // namespace ui::shell
