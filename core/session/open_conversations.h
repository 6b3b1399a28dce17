#pragma once

#include "core/interfaces/window.h"
#include "core/session/person.h"

#include <memory>

namespace core::session {

/// The conversations of one person, as the window sees them. Made anew whenever the account changes; the person's own
/// object behind it stays, so a turn goes on in the background.
class OpenConversations final : public interfaces::Conversations {
    Q_OBJECT
public:
    explicit OpenConversations(std::shared_ptr<Person> person);
    ~OpenConversations() override;

    [[nodiscard]] Async<QList<interfaces::ConversationView>> page(const QString& search, int offset,
                                                                  int count) override;
    [[nodiscard]] ConversationId create() override;
    [[nodiscard]] Async<interfaces::OpenConversation> open(const ConversationId& id) override;
    [[nodiscard]] Async<> rename(const ConversationId& id, const QString& title) override;
    [[nodiscard]] Async<> remove(const ConversationId& id, bool restore) override;
    void keepDraft(const ConversationId& id, const QString& text) override;

private:
    /// Of a conversation with no message yet, the draft that waits for whichever is begun next.
    [[nodiscard]] Async<QString> draftOf(const ConversationId& id);

    std::shared_ptr<Person> person_;
    std::stop_source searching_; ///< a new search ends the one before
};

} // namespace core::session
