#pragma once

#include "core/interfaces/views.h"
#include "ui/theme/tokens.h"
#include "ui/transcript/row_host.h"

#include <QtWidgets/QFrame>

class QLabel;
class QLayout;

namespace ui::theme {
class Button;
class Label;
class Spinner;
} // namespace ui::theme

namespace ui::transcript {

class FactBox;

/// One tool call: what was called, as whom, and what became of it. All of it is drawn from the ToolCardView; text of a
/// model or a server is plain text with hidden characters made visible.
class ToolCard final : public QFrame {
    Q_OBJECT
public:
    ToolCard(RowHost& host, const core::interfaces::ToolCardView& card, QWidget* parent);

    /// The same call with news. Keeps the focus and what is unfolded.
    void setCard(const core::interfaces::ToolCardView& card);
    [[nodiscard]] int heightFor(int width) const;
    /// Another second of a held call is over: shows how many are left, and lays nothing out anew.
    void countDown();
    /// Where the button for taking it back is.
    [[nodiscard]] QRect undoRect() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void nameParts();
    QLayout* headLayout();
    void layOutButtons();
    void layOutAdminReplay();
    void layOut();
    void connectButtons();
    void refresh();
    void refreshState(const QString& label);
    void refreshUndo();
    void refreshFolds();
    void toggle(bool CardFolds::* fold, const QWidget& box);
    void fillAdminReplay();

    RowHost& host_;
    core::interfaces::ToolCardView card_;
    theme::Tone tone_ = theme::Tone::Neutral;
    bool refreshing_ = false;

    // All owned by this widget's layout.
    theme::Button* header_;
    theme::Spinner* spinner_;
    QLabel* icon_;
    theme::Label* title_;
    theme::Label* target_;
    theme::Label* account_;
    theme::Label* state_;
    theme::Label* sentence_;
    FactBox* quote_;        ///< what whoever declined said
    theme::Label* changes_; ///< by the person, before it ran
    theme::Button* undoButton_;
    theme::Button* answerButton_;
    theme::Button* whyButton_;
    theme::Button* adminButton_;
    QWidget* buttons_;
    FactBox* arguments_;
    FactBox* answer_;
    FactBox* why_;
    QFrame* admin_;
    theme::Label* adminTitle_;
    theme::Label* adminText_;
    FactBox* adminAnswer_;
};

} // namespace ui::transcript
