#pragma once

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::welcome {

/// What has to be registered at a provider, for whoever does that: behind one line that unfolds, because a person who
/// signs in need not know. Nothing is there as long as there are no addresses.
class RedirectAddresses final : public QWidget {
    Q_OBJECT
public:
    explicit RedirectAddresses(QWidget* parent = nullptr);
    void setAddresses(const QStringList& addresses);
    void setUnfolded(bool unfold);

Q_SIGNALS:
    void unfolded(); ///< there is more to see than before

protected:
    void changeEvent(QEvent* event) override;

private:
    class Lines;
    void copy();
    void retranslate();

    QStringList addresses_;
    bool copied_ = false;
    // All owned by this widget's layout.
    theme::Button* toggle_;
    QWidget* body_;
    theme::Label* note_;
    Lines* lines_;
    theme::Button* copy_;
};

} // namespace ui::welcome
