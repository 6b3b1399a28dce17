#pragma once

#include <QtWidgets/QScrollArea>

#include <optional>

namespace ui::transcript {

class FactBox;

/// An address as high as it needs to be where there is room; else it scrolls, by the keyboard too, and a scroll bar
/// says that there is more. Tells when its end has been on the screen.
class AddressArea final : public QScrollArea {
    Q_OBJECT
public:
    AddressArea(const QString& address, QWidget* parent);

    /// All of it is on the screen, or it was scrolled to its end.
    [[nodiscard]] bool seen() const { return seen_.value_or(false); }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seenChanged(bool seen); ///< also when it is shown first

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void look();
    FactBox* box_;             // owned by the scroll area
    std::optional<bool> seen_; ///< nothing: it was not shown yet
    bool reached_ = false;     ///< its end, by scrolling
};

} // namespace ui::transcript
