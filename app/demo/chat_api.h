#pragma once

#include "app/demo/api_door.h"

#include <QtCore/QList>

namespace app::demo {

struct ChatMessage {
    QString id;
    QString from; ///< a person's id
    QString to;   ///< "#general", or a person's id
    QString text;
};

/// What has been said before anybody signs in; invented.
[[nodiscard]] QList<ChatMessage> firstMessages();

/// The demo organisation's chat. Whoever sends is the token's subject, whatever else a request says.
///
/// | | who |
/// |---|---|
/// | GET /chat/people/{person}/messages | only that person: those of their channels and their direct ones |
/// | POST /chat/messages `{"to", "text"}` | scope chat:send, to a channel that one is in or to a colleague; honours Idempotency-Key |
///
/// `#outside` is read by people of other companies as well. Thread: one.
class ChatApi {
public:
    ChatApi(ApiOptions options, const People& people, AccessTokenVerifier verifier, core::Secret adminKey);

    [[nodiscard]] Response handle(const Request& request);

private:
    [[nodiscard]] Response list(const Caller& caller, const QString& person) const;
    [[nodiscard]] Response send(const Request& request);

    ApiDoor door_;
    QList<ChatMessage> messages_; ///< oldest first
    FirstAnswers answers_;
    quint64 sent_ = 0; ///< so many there were, the first ones too
};

} // namespace app::demo
