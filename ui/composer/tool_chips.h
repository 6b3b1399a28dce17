#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::composer {

/// What is ticked for the message, as chips in as many lines as they need; pressing one takes its tick back.
class ToolChips final : public QWidget {
    Q_OBJECT
public:
    explicit ToolChips(QWidget* parent);

    /// Without any it is hidden.
    void setTools(const QList<core::interfaces::ToolChoiceView>& tools);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return place(width, Step::Measure); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removed(const QString& name);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Step { Measure, Move };
    int place(int width, Step step) const;
    void relabel();

    QList<core::interfaces::ToolChoiceView> tools_;
    theme::Label* lead_;          // owned by this widget
    QList<theme::Button*> chips_; // likewise
};

} // namespace ui::composer
