#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QHash>
#include <QtCore/QSet>
#include <QtWidgets/QWidget>

class QScrollArea;

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::approvals {

class EditField;

/// Where the person changes the values of a call before it is approved: a link while it is closed, a form in the place
/// of the details while it is open. It approves nothing: what comes of it is another call that waits, and has to be read
/// and approved as any.
///
/// Ctrl+Shift+E opens it while the keyboard is in `card`, Ctrl+Enter uses what was written unless an input method is
/// composing, Escape goes back. What was written for a call is kept until that call is gone.
class CallEditor final : public QWidget {
    Q_OBJECT
public:
    /// \param card  what it is a part of
    explicit CallEditor(QWidget* card);

    /// Another call than before closes it.
    void setCall(const core::interfaces::ApprovalCallView& call);
    /// What was written for others is forgotten.
    void keepOnly(const QSet<core::interfaces::ApprovalId>& waiting);
    /// Not while an answer is being kept.
    void setBusy(bool busy);
    /// Whether there is anything to see of it: not while the card shows something else in its place.
    void setOffered(bool offered);
    [[nodiscard]] bool isOpen() const { return open_; }
    void open();
    void close();
    /// Says it at the field it is about, and brings that into view.
    void showProblem(const core::interfaces::EditProblemView& problem);

Q_SIGNALS:
    void openChanged(bool open);
    void editRequested(const QList<core::interfaces::ArgumentEdit>& edits);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void layOut();
    void use();
    void fill();
    void keepDraft();
    void clearErrors();
    void retranslate();
    void followComposition(const QEvent& event);
    [[nodiscard]] QList<core::interfaces::ArgumentEdit> edits() const;

    core::interfaces::ApprovalCallView call_;
    QHash<core::interfaces::ApprovalId, QList<core::interfaces::ArgumentEdit>> drafts_;
    QList<EditField*> fields_; ///< owned by the area
    bool open_ = false;
    bool offered_ = true;
    bool busy_ = false;
    bool composing_ = false;
    bool justComposed_ = false; ///< the key that ended it may still come

    // All owned by this widget's layout.
    theme::Button* link_;
    QWidget* form_;
    theme::Label* title_;
    QScrollArea* area_;
    theme::Label* problem_; ///< of the call as a whole
    theme::Button* use_;
    theme::Button* back_;
};

} // namespace ui::approvals
