#pragma once

#include "core/interfaces/views.h"
#include "tests/ui/shell/hand_time.h"

#include <QtCore/QHash>
#include <QtCore/QPoint>
#include <QtCore/QRect>
#include <QtCore/QStringList>
#include <QtGui/QKeyEvent>

#include <optional>

/// Something that happens in front of the window.
struct Happening {
    enum class Kind {
        Time,
        KeyPress,
        KeyRelease,
        MousePress,
        MouseRelease,
        DoubleClick,
        Away,    ///< the window was not in view, or not active, for a moment
        Compose, ///< an input method has begun something and not ended it
        Other,   ///< nothing that the person's hands do
    };
    Kind kind = Kind::Other;
    QString words = {}; ///< for whoever reads what went before a failure
    int key = 0;
    Qt::KeyboardModifiers modifiers = {};
    bool repeated = false;
    Qt::MouseButton button = Qt::NoButton;
    QPoint at = {}; ///< in the window

    [[nodiscard]] bool isChord(int letter) const
    {
        return kind == Kind::KeyPress && !repeated && key == letter &&
               (modifiers & ~Qt::KeypadModifier) == (Qt::ControlModifier | Qt::ShiftModifier);
    }
    [[nodiscard]] bool isByHand() const
    {
        return kind == Kind::KeyPress || kind == Kind::KeyRelease || kind == Kind::MousePress ||
               kind == Kind::MouseRelease || kind == Kind::DoubleClick;
    }
};

/// What can be seen from outside of the card that is in view.
struct Sight {
    const void* card = nullptr; ///< which; null: none
    QRect place;                ///< on the screen
    bool whole = false;         ///< within the window
    bool active = false;        ///< its window is
    core::interfaces::ApprovalView view;
    QString title;     ///< of the open call; names it
    QStringList texts; ///< what is to be read of it
    QRect approve;     ///< in the window
    bool enabled = false;
    bool covered = false;        ///< something is open that has to be closed first
    bool keyboardInCard = false; ///< on it or in it
    QString keyboardOn;          ///< objectName
    bool keyboardOnList = false; ///< of the page of all that waits, beside its card
    bool pointerOnList = false;  ///< likewise: what happens next is there
    QString pointerOn;           ///< objectName

    [[nodiscard]] bool looksAs(const Sight& other) const
    {
        return card == other.card && place == other.place && whole == other.whole && active == other.active &&
               view == other.view && title == other.title && texts == other.texts;
    }
    [[nodiscard]] const core::interfaces::ApprovalCallView* open() const
    {
        for (const auto& call : view.calls)
            if (call.title.en == title) return &call;
        return nullptr;
    }
};

/// Says of an approval whether a person meant it: knows of the window what can be seen, and nothing of how it decides.
/// Meant is the chord for looking at the card and then the one for approving, or a press and a release of the mouse on
/// Approve, on a card that stood still in view for as long as its call needs.
class ApprovalOracle {
public:
    /// Begins with a new window.
    void begin(const Sight& sight)
    {
        *this = {};
        last_ = sight;
        stillSince_ = hand_time::now();
    }

    /// Time has passed, and this is what there is to see.
    void look(const Sight& sight)
    {
        if (sight.covered || !sight.looksAs(last_)) disturb();
        last_ = sight;
    }

    /// \param before  what there was to see when it began
    /// \return why it was not meant; nothing: it was
    [[nodiscard]] QString objection(const Happening& what, const Sight& before, const QString& id,
                                    const QString& digest) const
    {
        const auto* call = before.open();
        if (!call) return QStringLiteral("no card was in view");
        if (call->id.text() != id || call->digest != digest) return QStringLiteral("another call was in view");
        if (const auto why = obstacle(before, *call); !why.isEmpty()) return why;
        switch (what.kind) {
        case Happening::Kind::KeyPress:
            if (!what.isChord(Qt::Key_G)) return QStringLiteral("that key approves nothing");
            if (!before.keyboardInCard) return QStringLiteral("the keyboard was elsewhere");
            return reviewed_.value(before.card) == id ? QString() : QStringLiteral("it was not looked at before");
        case Happening::Kind::MouseRelease:
            if (what.button != Qt::LeftButton || !before.approve.contains(what.at))
                return QStringLiteral("the mouse was let go elsewhere");
            return pressed_ == id ? QString() : QStringLiteral("the mouse did not go down on it as it is now");
        case Happening::Kind::DoubleClick:
            return what.button == Qt::LeftButton && before.approve.contains(what.at) && before.enabled
                       ? QString()
                       : QStringLiteral("the mouse was pressed elsewhere");
        case Happening::Kind::Time:
        case Happening::Kind::KeyRelease:
        case Happening::Kind::MousePress:
        case Happening::Kind::Away:
        case Happening::Kind::Compose:
        case Happening::Kind::Other: break;
        }
        return QStringLiteral("nobody's hand did anything");
    }

    void happened(const Happening& what, const Sight& before, const Sight& after)
    {
        const bool ready = before.open() && before.enabled && before.approve.contains(what.at) &&
                           obstacle(before, *before.open()).isEmpty();
        if (what.kind == Happening::Kind::Away || !after.looksAs(last_)) disturb();
        last_ = after;
        if (what.kind == Happening::Kind::MousePress && what.button == Qt::LeftButton)
            pressed_ = ready && after.looksAs(before) ? before.open()->id.text() : QString();
        // Another button that is let go, having gone down before, does not end it.
        if (what.kind == Happening::Kind::MouseRelease && what.button == Qt::LeftButton) pressed_.clear();
        if (what.kind == Happening::Kind::DoubleClick) pressed_.clear();
        followReview(what, before, after);
        // Whatever else happens may end it.
        if (what.kind == Happening::Kind::Compose)
            composing_ = true;
        else if (what.kind != Happening::Kind::Time && !what.isChord(Qt::Key_G))
            composing_ = false;
    }

private:
    void disturb()
    {
        stillSince_ = hand_time::now();
        pressed_.clear();
    }

    [[nodiscard]] QString obstacle(const Sight& sight, const core::interfaces::ApprovalCallView& call) const
    {
        using core::interfaces::EffectView;
        const bool risky = call.effect == EffectView::Permission || call.effect == EffectView::Commit ||
                           call.effect == EffectView::Destructive || call.effect == EffectView::Credential;
        if (!sight.active || !sight.whole || sight.covered) return QStringLiteral("it was not in view as a whole");
        if (hand_time::now() - stillSince_ < std::chrono::milliseconds(risky ? 1500 : 500))
            return QStringLiteral("it did not stand still for long enough");
        if (call.answerByUtc <= QDateTime::currentDateTimeUtc().addSecs(-1)) return QStringLiteral("its time is over");
        if (!call.roles.isEmpty() && call.approver.isEmpty()) return QStringLiteral("somebody else has to");
        return composing_ ? QStringLiteral("an input method was at work") : QString();
    }

    // The keyboard was brought to a call: by the chord, by a row of the card, or from the list of all that waits.
    void followReview(const Happening& what, const Sight& before, const Sight& after)
    {
        if (what.isChord(Qt::Key_R) && before.open()) reviewed_[before.card] = before.open()->id.text();
        if (!what.isByHand() || !after.open()) return;
        const bool byKey = what.kind == Happening::Kind::KeyPress || what.kind == Happening::Kind::KeyRelease;
        const auto& on = byKey ? before.keyboardOn : before.pointerOn;
        const bool onList = byKey ? before.keyboardOnList : before.pointerOnList;
        const bool onRow = on.startsWith(QStringLiteral("approvalRow")) && !on.contains(QStringLiteral("Deny"));
        if (onList || onRow) reviewed_[after.card] = after.open()->id.text();
    }

    Sight last_;
    std::chrono::milliseconds stillSince_{0};
    QString pressed_;                      ///< the call on whose Approve the mouse went down; empty: none
    QHash<const void*, QString> reviewed_; ///< by card: the call that the keyboard was brought to
    bool composing_ = false;
};
