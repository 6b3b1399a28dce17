#pragma once

#include "core/base/ids.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::transcript {

class TranscriptView;

/// One line for the owner to put beside a transcript: a call of the conversation is held, and can be taken back here
/// while its card is out of view. Of several it is the one that begins first. Takes no room otherwise, and never the
/// keyboard by itself.
class HeldBar final : public QWidget {
    Q_OBJECT
public:
    /// \param transcript  outlives this
    explicit HeldBar(TranscriptView& transcript, QWidget* parent = nullptr);

Q_SIGNALS:
    void focusGivenUp(); ///< it goes, and had the keyboard

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    TranscriptView& transcript_;
    core::CallId shown_;
    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Label* time_;
    theme::Button* undo_;
};

} // namespace ui::transcript
