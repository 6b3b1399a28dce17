#pragma once

#include "core/interfaces/window.h"
#include "ui/text/error_text.h"

#include <QtCore/QHash>
#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include <memory>

namespace ui::accounts {
class Badge;
}
namespace ui::approvals {
class ApprovalPanel;
}
namespace ui::composer {
class Composer;
}
namespace ui::theme {
class Button;
class Label;
} // namespace ui::theme
namespace ui::transcript {
class HeldBar;
class TranscriptView;
} // namespace ui::transcript

namespace ui::shell {

class ReaderBar;

/// One account's conversations, one at a time: title, transcript, badge and composer, and the question about a model
/// that has not read the conversation. Used for one account and thrown away with it, so that nothing of one can be seen
/// in another. It can be written in before the account is known.
class ChatPage final : public QWidget {
    Q_OBJECT
public:
    explicit ChatPage(QWidget* parent = nullptr);
    ~ChatPage() override;

    /// From now on it is this account's, and a new conversation is opened: what was written is its draft, and what was
    /// sent goes out. Once. `application` outlives this.
    void begin(core::interfaces::Application& application, const core::interfaces::AccountView& account);
    [[nodiscard]] bool begun() const { return application_ != nullptr; }
    /// What was sent before a conversation was open becomes a draft again.
    void holdBack();

    /// The same account, changed: it was signed in again, or its sign-in ended.
    void setAccount(const core::interfaces::AccountView& account);
    void open(const core::ConversationId& id);
    /// A new, empty conversation. Does nothing but put the keyboard there when the open one is still empty.
    void openNew();
    [[nodiscard]] core::ConversationId current() const { return current_; }
    void focusComposer();
    /// Opens the list of tools that can be ticked for the message, or closes it.
    void chooseTools();
    /// Moves the keyboard to what waits for an answer; without anything there, nothing happens.
    void review();
    /// The second step of the keyboard's way, for the call under review.
    void approve();
    void decline();
    /// Takes back the call of the open conversation that began to be held last; nothing happens without one.
    void undo();
    /// Keeps the draft, then drops every object and every text of the account at once, before this widget goes.
    void forget();

Q_SIGNALS:
    void opened(const core::ConversationId& id);
    void failed(const core::Error& error);
    void modelSettingsRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void layOut();
    void connectComposer();
    void connectTranscript();
    void show(const core::ConversationId& id, const core::interfaces::OpenConversation& conversation);
    void openFailed(const core::Error& error);
    void send(const core::interfaces::ComposedText& text);
    void refreshTitle();
    void refreshModel();
    void refreshComposer();
    void refreshReader();
    void sendEnded(const core::interfaces::ComposedText& text, const core::Result<>& sent);
    void keepDraft();
    [[nodiscard]] QString editingSentence() const;
    void beginEdit(const QString& text);
    void endEdit();
    void forgetDraft(const core::ConversationId& draft);
    void retranslate();

    core::interfaces::Application* application_ = nullptr; ///< null until the account is known
    core::interfaces::AccountView account_;
    std::shared_ptr<core::interfaces::Conversations> conversations_;
    std::shared_ptr<core::interfaces::Models> models_;
    core::interfaces::OpenConversation conversation_;
    core::ConversationId current_;
    core::interfaces::ComposedText unsent_;       ///< sent by the person before the first conversation was open
    core::ConversationId wanted_;                 ///< being opened; answers for another one are late
    QHash<core::ConversationId, QString> drafts_; ///< newer than what is stored
    core::ConversationId draftId_;                ///< what the composer's text is kept under; empty: not begun
    QTimer draftTimer_;
    QString beside_; ///< what was being written when the editing of a message began
    QString storedTitle_;
    // All owned by this widget's layout.
    theme::Label* title_;
    theme::Button* model_;
    transcript::TranscriptView* transcript_;
    transcript::HeldBar* held_;
    ReaderBar* reader_;
    approvals::ApprovalPanel* approvals_;
    composer::Composer* composer_;
    accounts::Badge* badge_;
};

} // namespace ui::shell
