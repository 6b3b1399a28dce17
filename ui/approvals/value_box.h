#pragma once

#include "ui/theme/tokens.h"

#include <QtWidgets/QPlainTextEdit>

namespace ui::approvals {

/// A value of a call as plain text, as high as it needs to be: hidden characters are made visible, and a word that is too
/// long for a line goes on in the next one, so that nothing of it is out of sight. QLabel cannot do that. A text that is
/// higher than any widget should be scrolls inside.
class ValueBox final : public QPlainTextEdit {
    Q_OBJECT
public:
    ValueBox(theme::Type type, const QString& value, QWidget* parent);

    /// Its last line has been in view, as far as that is up to this box: one that does not scroll has nothing to hide.
    [[nodiscard]] bool wasReadToItsEnd() const { return !scrolls_ || read_; }

Q_SIGNALS:
    void readToItsEnd();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fit();
    void lookForTheEnd();
    theme::Type type_;
    bool scrolls_ = false;
    bool read_ = false; ///< as far as it scrolls
    bool fitting_ = false;
};

} // namespace ui::approvals
