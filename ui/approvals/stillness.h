#pragma once

#include <QtCore/QObject>
#include <QtCore/QRect>
#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <optional>

class QWidget;

namespace ui::approvals {

/// Whether a part of the window has been there to be read: visible in whole, with nothing over it, in the active window,
/// in one place and with one content, for a while without a break. What is decided there counts only then: a card that
/// comes up under a click or under a key that was meant for something else decides nothing.
///
/// It looks many times a second while the part is shown, and costs nothing while it is hidden. Time in which it did not
/// look, because the program was busy or the computer slept, counts as one look: what could not be drawn was not seen.
class Stillness final : public QObject {
    Q_OBJECT
public:
    /// Milliseconds of a clock that never goes back.
    using Now = std::function<std::chrono::milliseconds()>;

    static constexpr std::chrono::milliseconds lookEvery{50};
    static constexpr std::chrono::milliseconds mostForOneLook{100};

    /// \param watched  what has to stay in view; owns this
    explicit Stillness(QWidget* watched, Now now = {});

    /// How long it has to be still. Begins anew.
    void setNeeded(std::chrono::milliseconds needed);
    [[nodiscard]] std::chrono::milliseconds needed() const { return needed_; }
    /// Something else is shown now. Begins anew.
    void disturb();
    /// Looks at this very moment, so that nothing that changed since the last look is missed.
    [[nodiscard]] bool isStill();

public Q_SLOTS:
    /// What the timer does; a test with a clock of its own does it in the timer's place.
    void look();

Q_SIGNALS:
    void changed(bool still);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    /// Where the part is seen; nothing: it is not, or not in whole.
    [[nodiscard]] std::optional<QRect> place() const;
    [[nodiscard]] bool isAnotherWindow(const QObject* object) const;
    [[nodiscard]] bool concerns(const QObject* object) const;

    QWidget* watched_;
    Now now_;
    QTimer timer_;
    std::chrono::milliseconds needed_{500};
    std::chrono::milliseconds seen_{0};     ///< how long it has been still
    std::chrono::milliseconds lookedAt_{0}; ///< the last look, by now_
    std::optional<QRect> last_;
    bool still_ = false;
};

} // namespace ui::approvals
