#pragma once

#include "core/base/async.h"
#include "core/base/ids.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

#include <functional>
#include <optional>
#include <stop_token>

namespace core::agent {

/// A tool call as a model wrote it.
struct ModelToolCall {
    QString id; ///< the model's own; invented when it gave none
    QString name;
    QByteArray arguments; ///< JSON text, unparsed; empty means {}

    friend bool operator==(const ModelToolCall&, const ModelToolCall&) = default;
};

enum class Role { System, User, Assistant, Tool };

/// One message of the context handed to a model.
struct ModelMessage {
    Role role = Role::User;
    QString text = {};
    QList<ModelToolCall> toolCalls = {}; ///< Assistant only
    QString toolCallId = {};             ///< Tool only: which call this answers
    bool toolFailed = false;             ///< Tool only
    /// Assistant only: blocks that the endpoint wants back unchanged (thinking blocks with their signature). Opaque.
    QJsonArray opaqueBlocks = {};
};

struct ModelTool {
    QString name;
    QString description;
    QJsonObject inputSchema;
};

struct ModelRequest {
    QList<ModelMessage> messages;
    QList<ModelTool> tools;
};

enum class FinishReason {
    Stop,      ///< it said all it wanted to
    ToolCalls, ///< it waits for tool answers
    Length,    ///< cut at the token limit
    Refusal,   ///< the model or its provider declined
    ContentFilter,
    Unknown, ///< the stream ended without saying
};

struct ModelUsage {
    std::optional<qint64> inputTokens = {};
    std::optional<qint64> outputTokens = {};
};

/// A piece of an answer while it streams.
struct ModelDelta {
    enum class Kind { Text, Reasoning, Refusal };
    Kind kind = Kind::Text;
    QString text;
};

/// A whole answer. On a failure in mid-stream `error` is set and everything that had arrived is kept.
struct ModelTurn {
    QString text = {};
    QString reasoning = {};
    QString refusal = {};
    QList<ModelToolCall> toolCalls = {};
    QJsonArray opaqueBlocks = {};
    FinishReason finish = FinishReason::Unknown;
    ModelUsage usage = {};
    std::optional<Error> error = {};
};

/// A model, wherever it runs. The agent owns this port; core/model implements it.
///
/// \error Unauthorized   the key is missing or wrong
/// \error RateLimited    with `retryAfter` when the endpoint said how long
/// \error TooLarge       the context is too long for this model
/// \error others         as core::net::Http, before the first byte of the answer
///
/// Thread: call on, and answered on, the thread that owns the object. `onDelta` is never called after the answer, nor
/// after `stop` was requested.
class ModelPort {
public:
    virtual ~ModelPort() = default;
    ModelPort() = default;
    ModelPort(const ModelPort&) = delete;
    ModelPort& operator=(const ModelPort&) = delete;

    [[nodiscard]] virtual Async<ModelTurn> stream(ModelRequest request, std::function<void(const ModelDelta&)> onDelta,
                                                  std::stop_token stop) = 0;
};

} // namespace core::agent
