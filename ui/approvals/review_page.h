#pragma once

#include "core/interfaces/window.h"
#include "ui/approvals/approval_card.h"
#include "ui/theme/tokens.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include <memory>

class QLineEdit;
class QListWidget;

namespace ui::theme {
class Banner;
class Button;
class Label;
} // namespace ui::theme

namespace ui::approvals {

class Answering;

/// Everything that waits for the person, over all conversations: a list, and beside it the card of the call that is
/// chosen in it, with the same guard and the same verbs as in a conversation. Declining here takes a reason.
///
/// Keyboard: up, down, j and k choose; Enter and o bring the keyboard to the card; d asks for the reason; Escape goes
/// back one step.
class ReviewPage final : public QWidget {
    Q_OBJECT
public:
    explicit ReviewPage(QWidget* parent = nullptr, Stillness::Now now = {});

    /// Null: everything is dropped. \param grants  of the same account; null: no rules are written here
    void setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                      std::shared_ptr<core::interfaces::Grants> grants = {});
    /// The keyboard goes to the list.
    void enter();
    /// The same, with this call chosen, if it is there; an empty id: with whatever is.
    void enterAt(const core::interfaces::ApprovalId& id);
    /// To the card, onto nothing that decides.
    void review();
    void approveReviewed();
    /// Asks for the reason.
    void denyReviewed();

Q_SIGNALS:
    void openRequested(const core::ConversationId& conversation);
    void rulesRequested();
    void left();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    using Card = core::interfaces::ApprovalView;

    void layOut();
    void connectParts();
    void refresh();
    [[nodiscard]] core::interfaces::ApprovalId successorOf(const core::interfaces::ApprovalId& id) const;
    void fillList();
    void showChosen();
    void askReason(const core::interfaces::ApprovalId& id);
    void closeReason();
    void decline();
    void refreshReason();
    void say(theme::Tone tone, const QString& sentence);
    void sayOutcome(const core::interfaces::ApprovalOutcomeView& outcome);
    void clearNote();
    void retranslate();
    bool listKey(int key);
    bool reasonKey(int key, Qt::KeyboardModifiers modifiers);

    std::shared_ptr<core::interfaces::Approvals> approvals_;
    QList<Card> cards_;
    core::interfaces::ApprovalId chosen_;
    core::interfaces::ApprovalId declining_; ///< whose reason is asked for
    bool composing_ = false;                 ///< an input method has begun something in the reason
    QStringList outcomes_;                   ///< what was decided elsewhere, as the note says it
    QTimer minute_;

    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Button* rules_;
    theme::Label* empty_;
    theme::Banner* note_;
    QListWidget* list_;
    QWidget* side_;
    ApprovalCard* card_;
    QWidget* reasonBar_;
    theme::Label* reasonName_;
    QLineEdit* reason_;
    theme::Button* decline_;
    theme::Button* keep_;
    theme::Button* open_;
    Answering* answering_;
};

} // namespace ui::approvals
