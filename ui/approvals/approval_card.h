#pragma once

#include "core/interfaces/views.h"
#include "ui/approvals/call_choices.h"
#include "ui/approvals/stillness.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtCore/QSet>
#include <QtWidgets/QFrame>

namespace ui::theme {
class Button;
class Label;
class Tag;
} // namespace ui::theme

namespace ui::approvals {

class CallDetails;
class CallEditor;
class CallRows;

/// All calls of one step that wait for the person, one of them open. Each is answered on its own. Everything that
/// somebody else wrote is plain text with hidden characters made visible.
///
/// Approving takes two steps. By mouse: the card has been in view, whole and still, for a while and was read to its end;
/// then a click that began and ended while it was so. By keyboard: review() brings the keyboard here, then approve(),
/// which the owner binds to a chord of its own. No key that presses a button presses Approve, and nothing here takes the
/// keyboard by itself. Declining is always possible at once.
///
/// What else there is to answer, a rule for later calls or "Not now", is behind a control of its own (CallChoices). A
/// rule that lets calls through is written under the same guard, by a press that began when it held and that no key
/// repeated; it answers nothing: the call waits on.
class ApprovalCard final : public QFrame {
    Q_OBJECT
public:
    /// \param now  for tests: see Stillness
    explicit ApprovalCard(QWidget* parent = nullptr, Stillness::Now now = {});

    /// Anything new in it, and it has to be still anew. What is unfolded stays so.
    void setView(const core::interfaces::ApprovalView& view);
    [[nodiscard]] const core::interfaces::ApprovalView& view() const { return view_; }
    /// Opens this call of the view, if it is there.
    void openCall(const core::interfaces::ApprovalId& id);
    /// This call's answer is being kept: it cannot be answered again, until it is gone from the view or showError().
    /// \param bringing  somebody else signs in, and decides then
    void setBusy(const core::interfaces::ApprovalId& id, bool bringing = false);
    /// Nothing came of it yet, and it can be answered.
    void clearBusy(const core::interfaces::ApprovalId& id);
    /// Does nothing when the call is not in the view.
    void showError(const core::interfaces::ApprovalId& id, const QString& sentence);
    /// What the person made of the call is not taken, and the form says why. As showError() when it is closed.
    void showProblem(const core::interfaces::ApprovalId& id, const core::interfaces::EditProblemView& problem);

    /// What more there is than yes and no, on calls that the person answers alone.
    void setPossible(CallChoices::Possible possible);
    /// What is offered. Dropped when the card has changed since offersRequested(), whose `asking` this is.
    void setOffers(int asking, const core::Result<QList<core::interfaces::GrantOfferView>>& offers);
    /// The rule that was asked for is being kept, is kept, or is not, which `sentence` says.
    void setWriting(const core::interfaces::ApprovalId& id);
    void ruleKept(const core::interfaces::ApprovalId& id);
    void ruleFailed(const core::interfaces::ApprovalId& id, const QString& sentence);

public Q_SLOTS:
    /// Moves the keyboard here, onto nothing that decides.
    void review();
    /// Approves the open call, if the keyboard is in the card and a click could.
    void approve();
    /// Declines the open call, if the keyboard is in the card.
    void deny();

Q_SIGNALS:
    void approveRequested(const core::interfaces::ApprovalId& id, const QString& digest);
    void denyRequested(const core::interfaces::ApprovalId& id);
    /// Somebody else is to sign in and decide.
    void approverRequested(const core::interfaces::ApprovalId& id);
    void offersRequested(const core::interfaces::ApprovalId& id, int asking);
    /// The rule that was shown. \param digest  of the call as it was when that was
    void ruleRequested(const core::interfaces::ApprovalId& id, const QString& digest,
                       core::interfaces::GrantView::Kind kind);
    void putOffRequested(); ///< not now: no answer to anything
    /// The person changed the call: another one is to wait in its place.
    void editRequested(const core::interfaces::ApprovalId& id, const QString& digest,
                       const QList<core::interfaces::ArgumentEdit>& edits);
    void opened(const core::interfaces::ApprovalId& id); ///< the person opened this call in the card
    void left();                                         ///< Escape: the keyboard goes back to where one writes

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    /// What stands between the person and approving the open call.
    enum class Wait {
        Nothing,
        NoCall,
        Choosing,
        Busy,
        Expired,
        NobodyElse,
        Editing,
        Folded,
        Unread,
        Composing,
        NotStill,
    };

    void nameParts();
    void layOut();
    void connectParts();
    void open(qsizetype index);
    void refreshTime();
    void refreshApprove();
    void refreshError();
    void connectEditor();
    void followEditor();
    void followComposition(QObject* object, QEvent* event);
    void requestDeny(const core::interfaces::ApprovalId& id);
    void connectChoices();
    void openChoices();
    void closeChoices();
    void showParts();
    void fillRows();
    void refreshMore();
    void refreshWrite();
    void requestRule();
    bool approveEvent(QEvent* event);
    bool writeEvent(QEvent* event);
    bool began(bool could);
    void letGo(bool clicks);
    /// The same for writing the rule that is shown.
    [[nodiscard]] Wait waitToWrite() const;
    [[nodiscard]] bool isOver(const core::interfaces::ApprovalCallView& call) const;
    [[nodiscard]] Wait wait() const;
    [[nodiscard]] bool mayApprove();
    [[nodiscard]] bool mayDeny(const core::interfaces::ApprovalCallView& call) const;
    [[nodiscard]] bool hasKeyboard() const;
    [[nodiscard]] const core::interfaces::ApprovalCallView* current() const;
    void retranslate();
    void retranslateButtons();

    core::interfaces::ApprovalView view_;
    qsizetype open_ = 0;
    QSet<core::interfaces::ApprovalId> busy_;
    core::interfaces::ApprovalId bringing_; ///< of those, the one that somebody else signs in for
    QHash<core::interfaces::ApprovalId, QString> errors_;
    core::interfaces::ApprovalId reviewed_; ///< the keyboard was brought to this call
    /// Of the mouse on Approve, or of it or a key on Write.
    enum class Press {
        None,
        Down,  ///< it went down while it could, and nothing happened since
        LetGo, ///< and is let go just now, which clicks the button before anything else happens
    };
    Press press_ = Press::None;
    QPointer<QObject> composing_; ///< where an input method has begun something
    QTimer minute_;
    CallChoices::Possible possible_;
    QSet<core::interfaces::ApprovalId> kept_; ///< from these calls a rule was written; they wait on

    // All owned by this widget's layout.
    Stillness* still_;
    theme::Label* who_;
    theme::Tag* demo_;
    CallRows* rows_;
    theme::Label* title_;
    theme::Label* effect_;
    CallDetails* details_;
    CallEditor* editor_;
    theme::Label* below_; ///< what is to be read before approving
    theme::Label* errorLine_;
    theme::Label* keptLine_;
    QWidget* buttons_;
    theme::Label* time_;
    theme::Button* deny_;
    theme::Button* approve_;
    theme::Button* bring_; ///< somebody else, who approves
    theme::Button* json_;
    theme::Button* more_;
    CallChoices* choices_; ///< in the place of the details and the buttons
};

} // namespace ui::approvals
