#pragma once

#include "core/base/bilingual.h"
#include "ui/transcript/widget_pieces.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Label;
}

namespace ui::transcript {

/// Under a message of the person's: which tools they let act unasked in answer to it.
class MayActLine final : public QWidget {
    Q_OBJECT
public:
    explicit MayActLine(QWidget* parent);
    void setTools(const QList<core::Bilingual>& titles);
    [[nodiscard]] int heightFor(int width) const;
    [[nodiscard]] static QString sentence(const QList<core::Bilingual>& titles);

protected:
    void changeEvent(QEvent* event) override;

private:
    QList<core::Bilingual> titles_;
    theme::Label* text_; // owned by this widget's layout
};

class MayActPiece final : public WidgetPiece {
public:
    MayActPiece();
    void setTools(const QList<core::Bilingual>& titles);
    [[nodiscard]] QString text() const override { return MayActLine::sentence(titles_); }

protected:
    [[nodiscard]] QWidget* create(QWidget* parent) override;
    [[nodiscard]] int heightFor(int width) const override;

private:
    QList<core::Bilingual> titles_;
};

} // namespace ui::transcript
