#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

class QHBoxLayout;
class QLabel;

namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme

namespace ui::composer {

class Editor;
class ToolTicks;

/// Where a person writes to the agent. Enter sends, Shift+Enter starts a line, Escape stops a running turn. Enter while
/// an input method composes never sends.
///
/// A submitted text stays in the field, which is read-only, until the owner says what became of it: setDraft({}) or
/// sent() empties it, sendFailed() gives it back. So a text can be lost by nothing but the person.
///
/// The tools that are ticked are for that one text: they go with it.
class Composer final : public QWidget {
    Q_OBJECT
public:
    /// Longer texts can be written, but not sent; a counter says so.
    static constexpr int MaximumLength = 100'000;
    static constexpr int CounterFrom = 4'000; ///< the counter shows from here on

    explicit Composer(QWidget* parent = nullptr);

    [[nodiscard]] QString draft() const;
    /// The same, with where each part came from and what is ticked for it.
    [[nodiscard]] core::interfaces::ComposedText composedDraft() const;
    /// Replaces the text, which nobody typed here then, and ends the wait after submitted().
    void setDraft(const QString& text);
    /// The submitted text is stored: empties the field.
    void sent();
    /// It is not: the field can be edited again and `sentence` stands below it until the next edit.
    void sendFailed(const QString& sentence);

    /// True shows Stop in the place of Send.
    void setRunning(bool running);
    /// Why nothing can be sent now, as a sentence; empty: it can. The text can still be edited.
    void setUnavailable(const QString& reason);
    void setPlaceholder(const QString& text);
    /// What may be ticked for a message; empty: the control is not there.
    void setTools(const QList<core::interfaces::ToolChoiceView>& tools);
    /// Opens the list of them, or closes it. Not while an input method composes.
    void chooseTools();
    /// What is written takes the place of a message; empty: it is a message of its own. Said above the text, with a way
    /// out of it; Escape is one too.
    void setEditing(const QString& sentence);
    [[nodiscard]] bool editing() const { return !editing_.isEmpty(); }
    /// Stands above the text: whose account is used. Takes ownership; null takes the old one away.
    void setBadgeWidget(QWidget* badge);

Q_SIGNALS:
    void submitted(const core::interfaces::ComposedText& text); ///< not empty, at most MaximumLength characters
    void stopRequested();
    void editingCancelled();
    void draftChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void submit();
    void refresh();
    void retranslate();
    [[nodiscard]] bool canSend() const;

    // All owned by this widget's layout.
    Editor* editor_;
    QHBoxLayout* badgeRow_;
    QWidget* badge_ = nullptr;
    theme::Label* note_; ///< why nothing can be sent, or what went wrong
    theme::Label* hint_; ///< "Enter sends"
    theme::Label* counter_;
    theme::Button* send_;
    theme::Button* stop_;
    QWidget* editingRow_;
    theme::Label* editingText_;
    theme::Button* editingCancel_;
    ToolTicks* ticks_;
    bool running_ = false;
    bool sending_ = false;
    QString unavailable_;
    QString failure_;
    QString placeholder_;
    QString editing_;
};

} // namespace ui::composer
