#pragma once

#include <QtWidgets/QWidget>

class QLineEdit;

namespace ui::theme {

class Label;

/// One line of input with its name above it and a hint, or what is wrong with it, below.
class Field final : public QWidget {
    Q_OBJECT
public:
    explicit Field(QWidget* parent = nullptr);

    void setName(const QString& name);
    void setHint(const QString& hint);
    /// Says beside the field what is wrong; empty: nothing is. A screen reader reads it with the field.
    void setError(const QString& error);
    [[nodiscard]] QString error() const;
    [[nodiscard]] QLineEdit* edit() const { return edit_; }
    [[nodiscard]] QString text() const;

private:
    void refresh();
    // All owned by this widget's layout.
    Label* name_;
    QLineEdit* edit_;
    Label* below_;
    QString hint_;
    QString error_;
};

} // namespace ui::theme
