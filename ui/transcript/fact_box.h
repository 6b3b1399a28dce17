#pragma once

#include "ui/transcript/card_text.h"

#include <QtWidgets/QFrame>

class QGridLayout;

namespace ui::transcript {

/// A sunken surface with names and values as plain text that can be selected.
class FactBox final : public QFrame {
    Q_OBJECT
public:
    explicit FactBox(QWidget* parent);
    /// A fact without a name takes the whole width.
    void setFacts(const QList<Fact>& facts);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void clear();
    void addName(const QString& name, int row);
    QWidget* addValue(theme::Type type, theme::Ink ink, const QString& text, int row, int column);
    QGridLayout* grid_; // owned by this widget
    QList<Fact> facts_;
    QList<QWidget*> shown_;
};

} // namespace ui::transcript
