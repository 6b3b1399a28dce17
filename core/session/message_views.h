#pragma once

#include "core/conversations/records.h"
#include "core/interfaces/views.h"
#include "core/toolapi/tool.h"

#include <QtCore/QHash>

namespace core::session {

/// What a card says besides the stored call: whose account it is and how the tools are called.
struct CardFacts {
    UserKey person;
    QString personName;
    QString organisation;
    bool demo = false;
    QHash<ToolName, toolapi::ToolSpec> tools;
    QHash<QString, Bilingual> apis; ///< what the APIs are called, by audience
    QHash<CallId, interfaces::AdminReplayView> adminReplays;
};

/// Stored rows as the window draws them. Pure. Everything a card says comes from the stored call and its HTTP answer;
/// nothing comes from what the model wrote afterwards.
[[nodiscard]] interfaces::ToolCardView cardView(const CardFacts& facts, const conversations::StoredCall& call);
[[nodiscard]] interfaces::MessageView messageView(const CardFacts& facts, const conversations::StoredMessage& message);
/// A row whose contents were not read yet.
/// Whether a call of this step may have had an effect.
[[nodiscard]] bool changedThings(const conversations::StoredMessage& message);
[[nodiscard]] interfaces::MessageView unloadedView(const conversations::MessageHead& head);

} // namespace core::session
