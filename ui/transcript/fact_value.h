#pragma once

#include "ui/theme/tokens.h"

#include <QtGui/QTextDocument>
#include <QtWidgets/QTextEdit>

namespace ui::transcript {

/// A plain text that can be selected and is as high as it needs to be: a word that is too long for a line goes on in
/// the next one, so that nothing of it is out of sight. QLabel cannot do that. Follows changes of theme and font.
class FactValue final : public QTextEdit {
    Q_OBJECT
public:
    FactValue(theme::Type type, theme::Ink ink, const QString& text, QWidget* parent);

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    [[nodiscard]] QMimeData* createMimeDataFromSelection() const override;

private:
    void refresh();
    theme::Type type_;
    theme::Ink ink_;
    bool refreshing_ = false;
    mutable QTextDocument sizes_; ///< the same text, for the height at any width
};

} // namespace ui::transcript
