#pragma once

#include "core/agent/turn.h"

#include <optional>

namespace core::agent {

/// What the person sent, as it is stored.
struct PersonMessage {
    MessageId id;
    QString text;
    toolapi::Label label = toolapi::fromPerson();
};

/// Which turn a record belongs to.
struct TurnReference {
    ConversationId conversation;
    TurnId turn;
    EndpointId endpoint; ///< who was asked: stored with every step, because the endpoint is a reader
};

/// Where a turn is made durable. The agent owns this port; whoever keeps the conversations implements it.
///
/// Every answer means "on the disk" (fsync). Calls are made in order; the implementation carries them out in that
/// order, also when the next one comes before the last was answered.
///
/// \error DiskFull, Corrupt, Busy, Internal: the turn ends there; nothing more is asked or run
///
/// Thread: call on, and answered on, the thread that owns the object.
class TurnLog {
public:
    virtual ~TurnLog() = default;
    TurnLog() = default;
    TurnLog(const TurnLog&) = delete;
    TurnLog& operator=(const TurnLog&) = delete;

    /// A step begins: its id and position. `message` comes with a turn's first step and is stored in the same
    /// transaction; it is shown as sent only after the answer.
    [[nodiscard]] virtual Async<> stepBegun(const TurnReference& turn, const MessageId& step,
                                            std::optional<PersonMessage> message) = 0;
    /// What has been streamed so far: all of it, replacing the last checkpoint.
    [[nodiscard]] virtual Async<> stepText(const TurnReference& turn, const MessageId& step, const QString& text,
                                           const QString& reasoning) = 0;
    /// The whole answer with the calls it asks for, before any of them runs. Also for a step that was stopped or
    /// failed.
    [[nodiscard]] virtual Async<> stepFinished(const TurnReference& turn, const StepRecord& step) = 0;
    [[nodiscard]] virtual Async<> callFinished(const TurnReference& turn, const MessageId& step,
                                               const toolapi::ToolResult& result) = 0;
    [[nodiscard]] virtual Async<> turnEnded(const TurnReference& turn, const TurnEnd& end) = 0;
};

} // namespace core::agent
