#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QFrame>

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::approvals {

/// One standing rule in words, with what it pins in whole, and a button that revokes it. Revoking is safe, so it asks
/// nothing; the row says what came of it.
///
/// Keyboard: up, down, j and k ask for the next row, Delete revokes; a key that is held revokes nothing.
class GrantRow final : public QFrame {
    Q_OBJECT
public:
    enum class State { InForce, Revoking, Revoked };

    GrantRow(const core::interfaces::GrantView& rule, State state, QWidget* parent);

    [[nodiscard]] const core::interfaces::GrantId& id() const { return id_; }
    [[nodiscard]] State state() const { return state_; }
    /// \param sentence  why it was not revoked; may be empty
    void setState(State state, const QString& sentence = {});

Q_SIGNALS:
    void revokeRequested(const core::interfaces::GrantId& id);
    void stepped(int by); ///< rows, downwards

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void fill(const core::interfaces::GrantView& rule);
    void requestRevoke();

    core::interfaces::GrantId id_;
    State state_;
    // All owned by this widget's layout.
    theme::Label* stateLine_;
    theme::Button* revoke_;
};

} // namespace ui::approvals
