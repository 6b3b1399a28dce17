#pragma once

#include "app/demo/understanding.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace app::demo {

struct ScriptedCall {
    QString name;
    QJsonObject arguments;

    friend bool operator==(const ScriptedCall&, const ScriptedCall&) = default;
};

/// A call of this turn with what came back: JSON when the tool answered, other words when it was refused or failed.
struct AnsweredCall {
    ScriptedCall call;
    QString result;
};

/// What the model is shown of a conversation: the last thing a person wrote and what happened since.
struct ModelInput {
    QString userText;
    QList<AnsweredCall> done;
    QStringList offeredTools;
    bool mayCallTools = true;
    bool parallelCalls = true;
    QDate today;
};

/// Either text, or calls (with a few words before them).
struct ScriptedReply {
    QString text;
    QList<ScriptedCall> calls;
};

/// The demo's model: a script that stands in for a language model, with the same wire and the same weaknesses. It does
/// what it is told, believes every claim and every order, also one that a tool's answer brings along, and invents a
/// number when it is asked to. It holds no data but what tools return. Pure.
[[nodiscard]] ScriptedReply scriptedReply(const ModelInput& input);

/// A tool's answer in words, as Markdown. Pure.
[[nodiscard]] QString describeAnswer(const AnsweredCall& answered, Language language);
[[nodiscard]] bool wasAnswered(const AnsweredCall& answered);

} // namespace app::demo
