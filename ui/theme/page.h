#pragma once

#include <QtWidgets/QScrollArea>

class QVBoxLayout;

namespace ui::theme {

/// A page that scrolls when the window is small: one column in the middle, not wider than is good to read.
class Page final : public QScrollArea {
    Q_OBJECT
public:
    explicit Page(int columnWidth, QWidget* parent = nullptr);
    /// Stand at the top instead of in the middle of the height.
    void alignTop();
    [[nodiscard]] QVBoxLayout* column() const { return column_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QVBoxLayout* outer_; // owned by the page's widget
    QVBoxLayout* column_;
};

} // namespace ui::theme
