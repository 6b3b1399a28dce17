#pragma once

#include "core/agent/turn.h"

#include <QtCore/QList>
#include <QtCore/QString>

namespace core::agent {

/// A finished turn, as it stands in the store.
struct PastTurn {
    QString personText;
    QList<StepRecord> steps;
};

/// How much a model is given. In characters, because a tokenizer belongs to one model and this is for all of them;
/// one Japanese character is about one token, four English ones are.
struct ContextLimits {
    qsizetype toolResult = 8000; ///< one tool result
    qsizetype whole = 96'000;    ///< everything but the tools' definitions: leaves room in a window of 128,000 tokens
};

struct ContextInput {
    QString personName; ///< from verified claims
    QList<PastTurn> history = {};
    QString personText;           ///< what this turn answers
    QList<StepRecord> steps = {}; ///< of this turn, so far
    QList<ModelTool> tools = {};
    ContextLimits limits = {};
};

/// What is sent to the model: the rules, the history, this turn.
///
/// Every call is followed by exactly one result. When it is too long, the oldest tool results are left out first
/// (a marker stays in their place), then whole turns from the oldest on; never the person's last message.
[[nodiscard]] ModelRequest buildRequest(const ContextInput& input);

/// The rules a model is given. They make nothing safe: what it may reach is decided by the checkpoint and by the
/// person's own tokens.
[[nodiscard]] QString systemPrompt(const QString& personName);

/// At most `limit` characters: the head and the tail, with a line between that says how much is missing. Never cuts a
/// character in two.
[[nodiscard]] QString cutForModel(const QString& text, qsizetype limit);

/// A conversation's title, from the person's first message: its first line, at most 40 characters. Not asked of a
/// model: each endpoint is a reader of what it gets.
[[nodiscard]] QString titleFrom(const QString& firstMessage);

} // namespace core::agent
