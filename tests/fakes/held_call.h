#pragma once

#include "core/interfaces/views.h"

namespace fakes {

/// A call that was decided and is held, as the core would hand it to a window.
inline core::interfaces::ToolCardView heldCall(const QString& id, const QDateTime& untilUtc)
{
    core::interfaces::ToolCardView card;
    card.id = core::CallId(id);
    card.tool = QStringLiteral("send_chat_message");
    card.title = {QStringLiteral("Send a chat message"), QString::fromUtf8("チャットでメッセージを送る")};
    card.api = {QStringLiteral("Chat (demo)"), QString::fromUtf8("チャット（デモ）")};
    card.state = core::interfaces::ToolCardView::State::Held;
    card.heldUntilUtc = untilUtc;
    card.account = QStringLiteral("asan");
    card.organisation = QStringLiteral("Demo Company");
    card.demo = true;
    card.target = QStringLiteral("#general");
    card.arguments = {{QStringLiteral("channel"), QStringLiteral("#general")},
                      {QStringLiteral("text"), QStringLiteral("hello")}};
    card.why.person = card.account;
    return card;
}

} // namespace fakes
