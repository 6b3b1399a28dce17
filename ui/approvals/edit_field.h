#pragma once

#include "core/interfaces/edit_views.h"

#include <QtWidgets/QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace ui::theme {
class Label;
} // namespace ui::theme

namespace ui::approvals {

/// One argument of a call, to be changed: its name, what stands there now, what the agent had where that is something
/// else, and what is wrong with it. Hidden characters of the text are named below it.
class EditField final : public QWidget {
    Q_OBJECT
public:
    EditField(const core::interfaces::ArgumentFieldView& field, QWidget* parent);

    [[nodiscard]] const QString& argument() const { return field_.name; }
    /// What stands there now. A text that was not touched is what it was, to the last character.
    [[nodiscard]] core::interfaces::ArgumentEdit now() const;
    /// Whether that is another value than the call has.
    [[nodiscard]] bool isChanged() const;
    void restore(const core::interfaces::ArgumentEdit& edit);
    /// Empty: nothing is wrong. A screen reader reads it with the field.
    void setError(const QString& error);
    /// What the keyboard writes into.
    [[nodiscard]] QWidget* input() const;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void makeInput();
    void layOut();
    void setValue(const QString& value);
    [[nodiscard]] QString shown() const;
    void fit();
    void refresh();
    [[nodiscard]] QString hint() const;
    [[nodiscard]] QString agentsSentence() const;
    [[nodiscard]] QString hiddenSentence() const;

    core::interfaces::ArgumentFieldView field_;
    QString value_;   ///< what was put in last
    QString asShown_; ///< and how the input gives it back
    QString error_;

    // All owned by this widget's layout. One of the three is the input.
    theme::Label* name_;
    theme::Label* hint_;
    QPlainTextEdit* text_{nullptr};
    QLineEdit* line_{nullptr};
    QComboBox* choice_{nullptr};
    QCheckBox* leaveOut_;
    theme::Label* hidden_;
    theme::Label* agents_;
    theme::Label* errorLine_;
};

} // namespace ui::approvals
