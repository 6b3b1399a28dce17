#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

class QWidget;

namespace ui::theme {
class Button;
}

namespace ui::composer {

class ToolChips;
class ToolPicker;

/// Which tools are ticked for the message that is being written: the button, the list that it opens, and the chips.
/// Only the person adds a tick; everything else takes ticks away.
class ToolTicks final : public QObject {
    Q_OBJECT
public:
    /// \param composer  holds the button and the chips, and shows them where it likes
    explicit ToolTicks(QWidget* composer);
    ~ToolTicks() override;

    [[nodiscard]] theme::Button* button() const { return button_; }
    [[nodiscard]] ToolChips* chips() const { return chips_; }

    /// Without any the button is hidden. Ticks of tools that are not among them go.
    void setTools(const QList<core::interfaces::ToolChoiceView>& tools);
    /// Names, in the order of the tools.
    [[nodiscard]] QStringList ticked() const;
    void clear();
    /// False while the message is under way: nothing changes then.
    void setUsable(bool usable);
    /// Opens the list, or closes it.
    void toggleList();
    void retranslate();

Q_SIGNALS:
    /// The keyboard was in the list, or on a chip, that is gone.
    void leftFocus();

private:
    void set(const QString& name, bool on);
    void refresh();

    QList<core::interfaces::ToolChoiceView> tools_;
    QStringList ticked_;
    bool usable_ = true;
    theme::Button* button_;     // owned by the composer
    ToolChips* chips_;          // likewise
    QPointer<ToolPicker> list_; ///< made when first used; owned by the window
};

} // namespace ui::composer
