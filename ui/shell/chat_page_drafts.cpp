// What is being written in a chat page: the draft of each conversation, and the last message while it is edited.
#include "ui/composer/composer.h"
#include "ui/shell/chat_page.h"

namespace ui::shell {

QString ChatPage::editingSentence() const
{
    return tr("You are editing your last message. Its answer is replaced when you send.");
}

void ChatPage::beginEdit(const QString& text)
{
    if (!composer_->editing()) beside_ = composer_->draft();
    composer_->setEditing(editingSentence());
    composer_->setDraft(text);
    focusComposer();
}

void ChatPage::endEdit()
{
    if (!composer_->editing()) return;
    composer_->setEditing({});
    composer_->setDraft(std::exchange(beside_, {}));
    focusComposer();
}

void ChatPage::forgetDraft(const core::ConversationId& draft)
{
    drafts_.remove(draft);
    if (conversations_) conversations_->keepDraft(draft, {});
}

void ChatPage::keepDraft()
{
    draftTimer_.stop();
    // A message that is being edited is kept already, where it stands.
    if (conversations_) conversations_->keepDraft(draftId_, composer_->editing() ? beside_ : composer_->draft());
}

} // namespace ui::shell
