#pragma once

#include <QtWidgets/QScrollArea>

class QVBoxLayout;

namespace ui::approvals {

/// What has to be read before something is decided, as high as it needs to be, as far as there is room; the rest is
/// scrolled to. Knows whether its end has been in view.
class ReadArea : public QScrollArea {
    Q_OBJECT
public:
    explicit ReadArea(QWidget* parent = nullptr);

    /// Its end was in view since it was filled, and the end of whatever scrolls inside.
    [[nodiscard]] bool wasRead() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void refilled();
    void readChanged();

protected:
    /// A new body to be filled, with its column, and then put in.
    [[nodiscard]] static QVBoxLayout* newBody();
    /// Shows the body of `column` in the place of what was shown; it has to be read anew. Ends with refilled().
    void putIn(QVBoxLayout& column);
    /// A caption over a text. \param name  the text's objectName
    void addText(QVBoxLayout& column, const QString& title, const QString& text, const char* name);

    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void lookForTheEnd();

    int highestRange_ = 0; ///< how far it could be scrolled at most since it was filled
    bool endSeen_ = false;
};

} // namespace ui::approvals
