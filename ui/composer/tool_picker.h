#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QFrame>

class QScrollArea;
class QVBoxLayout;

namespace ui::theme {
class Label;
}

namespace ui::composer {

/// The list of tools to tick for a message. Lies over the window, above the button that opens it; Escape or a click
/// elsewhere closes it, and so does whatever takes the keyboard or its button away. A tick takes a click or the space bar on the tool itself: nothing has the keyboard when it opens,
/// and Enter does nothing here.
class ToolPicker final : public QFrame {
    Q_OBJECT
public:
    /// \param opener  its button, in the window that this is to lie over
    explicit ToolPicker(QWidget* opener);

    void open(const QList<core::interfaces::ToolChoiceView>& tools, const QStringList& ticked);
    void shut();

Q_SIGNALS:
    void ticked(const QString& name, bool on);
    /// With the keyboard, which somebody has to take.
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill(const QList<core::interfaces::ToolChoiceView>& tools, const QStringList& ticked);
    void clear();
    void fit();

    QWidget* opener_;
    // Owned by this widget's layout.
    theme::Label* heading_;
    theme::Label* what_;
    QScrollArea* scroll_;
    QWidget* list_;
    QVBoxLayout* rows_;
};

} // namespace ui::composer
