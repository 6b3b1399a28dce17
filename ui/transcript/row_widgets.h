#pragma once

#include "core/base/bilingual.h"
#include "core/interfaces/views.h"
#include "ui/transcript/row_host.h"

#include <QtWidgets/QFrame>

class QLabel;

namespace ui::theme {
class Button;
class Label;
class Spinner;
} // namespace ui::theme

namespace ui::transcript {

/// Suggestions to click, in as many lines as they need.
class SuggestionChips final : public QWidget {
    Q_OBJECT
public:
    explicit SuggestionChips(QWidget* parent, Qt::Alignment alignment = Qt::AlignLeft);
    void setSuggestions(const QList<core::Bilingual>& suggestions);
    [[nodiscard]] int heightFor(int width) const;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return heightFor(width); }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int place(int width, bool move) const;
    void relabel();
    QList<core::Bilingual> suggestions_;
    QList<theme::Button*> chips_; // owned by this widget
    Qt::Alignment alignment_;
};

/// How an answer ended, when it did not simply end: why, and "Try again" where that can help.
class EndLine final : public QFrame {
    Q_OBJECT
public:
    EndLine(RowHost& host, QWidget* parent);
    /// \param canRetry  it is the last answer and nothing is running
    void setMessage(const core::interfaces::MessageView& message, bool canRetry);
    [[nodiscard]] int heightFor(int width) const;
    /// Empty when there is nothing to say.
    [[nodiscard]] static QString sentence(const core::interfaces::MessageView& message);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    RowHost& host_;
    core::interfaces::MessageView message_;
    bool canRetry_ = false;
    bool problem_ = false;
    QLabel* icon_;
    theme::Label* text_;
    theme::Button* retry_;
};

/// Unfolds the model's notes.
class ReasoningToggle final : public QWidget {
    Q_OBJECT
public:
    ReasoningToggle(RowHost& host, const core::MessageId& message, QWidget* parent);
    void setOpen(bool open);

protected:
    void changeEvent(QEvent* event) override;

private:
    bool open_ = false;
    theme::Button* button_;
};

/// "Thinking" with moving dots, until the first word or call comes.
class ThinkingLine final : public QWidget {
    Q_OBJECT
public:
    explicit ThinkingLine(QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    theme::Spinner* spinner_;
    theme::Label* text_;
};

/// Time, "Copy", "Answer again" for the last answer and "Edit" for the last question, below the message that the
/// pointer is over or that has the keyboard.
class MessageBar final : public QWidget {
    Q_OBJECT
public:
    static constexpr int Height = 28;
    explicit MessageBar(QWidget* parent);
    enum class Offer { None, AnswerAgain, Edit };
    void setMessage(const QDateTime& atUtc, bool atRight, Offer offer);
    [[nodiscard]] theme::Button* copyButton() const { return copy_; }
    [[nodiscard]] theme::Button* againButton() const { return again_; }
    [[nodiscard]] theme::Button* editButton() const { return edit_; }

Q_SIGNALS:
    void copyRequested();
    void againRequested();
    void editRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QDateTime atUtc_;
    theme::Label* time_;
    theme::Button* copy_;
    theme::Button* again_;
    theme::Button* edit_;
};

/// What stands in an empty conversation.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent);
    void setGreeting(const QString& personName, const QList<core::Bilingual>& suggestions);

Q_SIGNALS:
    void chosen(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QString personName_;
    QWidget* mark_;
    theme::Label* greeting_;
    theme::Label* text_;
    theme::Label* caption_;
    SuggestionChips* chips_;
};

} // namespace ui::transcript
