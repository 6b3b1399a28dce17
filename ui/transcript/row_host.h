#pragma once

#include "core/base/ids.h"

#include <QtCore/QDateTime>

class QWidget;

namespace ui::transcript {

/// What of a card is unfolded. Kept by the view, because the card's widget goes when it is far from view.
struct CardFolds {
    bool details = false; ///< the arguments
    bool answer = false;
    bool why = false;
};

/// What the parts of a row ask of the view that holds them.
class RowHost {
public:
    virtual ~RowHost() = default;
    RowHost() = default;
    RowHost(const RowHost&) = delete;
    RowHost& operator=(const RowHost&) = delete;

    virtual void retry() = 0;
    virtual void replayAsAdmin(const core::CallId& call) = 0;
    /// Takes back a call that is held.
    virtual void undo(const core::CallId& call) = 0;
    [[nodiscard]] virtual QDateTime nowUtc() const = 0;
    virtual void chooseSuggestion(const QString& text) = 0;
    /// Valid until the next call.
    [[nodiscard]] virtual CardFolds& folds(const core::CallId& call) = 0;
    [[nodiscard]] virtual bool reasoningOpen(const core::MessageId& message) const = 0;
    virtual void setReasoningOpen(const core::MessageId& message, bool open) = 0;
    /// A widget in a row needs another height. `byPerson`: because something was unfolded or folded.
    virtual void pieceResized(bool byPerson) = 0;
    /// Scrolls until `part`, which the person has just asked for, is in view: as far as its top stays there.
    virtual void reveal(const QWidget& part) = 0;
    virtual void copyText(const QString& text) = 0;
    /// The whole code block that starts at `block` of the message, over all its continued parts.
    [[nodiscard]] virtual QString codeText(const core::MessageId& message, qsizetype block) const = 0;
};

} // namespace ui::transcript
