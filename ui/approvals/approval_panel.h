#pragma once

#include "core/interfaces/window.h"
#include "ui/approvals/approval_card.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

#include <memory>
#include <optional>

namespace ui::theme {
class Banner;
class Button;
class Label;
} // namespace ui::theme

namespace ui::approvals {

class Answering;

/// What waits for the person, above the place where they write: the cards of the open conversation, one at a time, and a
/// line about those of others. A card that was put off ("Not now") is a line, too, until it is asked for or one of its calls
/// changes; its calls wait on. Hidden when nothing waits. Never takes the keyboard, and never more than its share of the
/// window's height: the details of a card scroll, the buttons stay in view.
class ApprovalPanel final : public QWidget {
    Q_OBJECT
public:
    explicit ApprovalPanel(QWidget* parent = nullptr, Stillness::Now now = {});

    /// Null: everything is dropped. \param grants  of the same account; null: no rules are written here
    void setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                      std::shared_ptr<core::interfaces::Grants> grants = {});
    void setConversation(const core::ConversationId& conversation);

    /// See ApprovalCard. What was put off here comes back. Without a card here, what waits elsewhere is opened.
    void review();
    void approveReviewed();
    void denyReviewed();
    /// How many calls wait in other conversations.
    [[nodiscard]] int waitingElsewhere() const { return static_cast<int>(elsewhere_.size()); }

Q_SIGNALS:
    void openRequested(const core::ConversationId& conversation);
    void waitingElsewhereChanged(int calls);
    void focusGivenUp();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void layOut();
    void connectParts();
    void refresh();
    void showCard();
    void putOff();
    void takeUp();
    [[nodiscard]] bool isPutOff(const core::interfaces::ApprovalView& card) const;
    void setNote(const QString& note);
    void fitToWindow();
    void retranslate();

    std::shared_ptr<core::interfaces::Approvals> approvals_;
    core::ConversationId conversation_;
    QList<core::interfaces::ApprovalView> here_;
    QHash<core::interfaces::ApprovalId, core::interfaces::ApprovalCallView> putOff_; ///< as they were then
    int folded_ = 0;                        ///< calls of this conversation that were put off
    QList<core::ConversationId> elsewhere_; ///< a call each
    qsizetype shown_ = 0;
    QPointer<QWidget> watchedWindow_; ///< whose height is the measure

    // All owned by this widget's layout.
    theme::Banner* note_; ///< what became of a call that is gone
    QWidget* pages_;
    theme::Label* page_;
    theme::Button* before_;
    theme::Button* after_;
    ApprovalCard* card_;
    Answering* answering_;
    QWidget* foldedBar_;
    theme::Label* foldedText_;
    theme::Button* foldedReview_;
    QWidget* others_;
    theme::Label* othersText_;
    theme::Button* othersOpen_;
};

} // namespace ui::approvals
