#pragma once

#include "core/policy/tool_facts.h"
#include "core/policy/typed_words.h"
#include "core/toolapi/label.h"

#include <set>
#include <variant>

namespace core::policy {

/// A value the person picked from a list that the program made, for one argument of one tool.
struct Picked {
    ToolName tool;
    QString pointer; ///< JSON Pointer to the argument
    QString value;
};

/// The person's own tick for one value: (value, kind, tool, argument), good for this turn.
struct Endorsed {
    ToolName tool;
    QString pointer;
    Kind kind = Kind::Text;
    QString value;
};

/// What happened in a conversation, as far as deciding its calls depends on it.
struct TurnBegan {
    QList<MessagePart> message;
};
/// The tools that this turn may use unasked.
struct ToolsChosen {
    enum class By {
        Person,
        Model, ///< counts only if its own context held what was typed this turn and built-in definitions alone
    };
    By by = By::Model;
    std::set<ToolName> tools;
    toolapi::Label context = {}; ///< of the model that chose
};
struct ToolsNarrowed {
    std::set<ToolName> tools; ///< what is not among these goes
};
/// Something became part of what the model reads: a result, an earlier message, a definition that is not built in.
struct Shown {
    toolapi::Label label;
};
/// A call with an effect is allowed unasked, and will run.
struct WentUnasked {
    ToolName tool;
};
struct PersonPicked {
    Picked pick;
};
struct PersonEndorsed {
    Endorsed endorsement;
    toolapi::Effect effect = toolapi::Effect::Credential; ///< of the tool
};

using FlowEvent = std::variant<TurnBegan, ToolsChosen, ToolsNarrowed, Shown, WentUnasked, PersonPicked, PersonEndorsed>;

/// Where values of a turn come from. A value; next() is the only way it changes.
struct Flow {
    TypedWords typed;
    QList<Picked> picks;
    QList<Endorsed> endorsements;
    std::optional<std::set<ToolName>> chosen;       ///< none: nobody chose, so every effect asks
    std::set<ToolName> unasked;                     ///< tools with an effect that went through unasked this turn
    toolapi::Label context = toolapi::fromPerson(); ///< all the model has read in this conversation, joined

    /// From the first untrusted byte on the model is taken for hostile.
    [[nodiscard]] bool isTainted() const { return context.integrity != toolapi::Integrity::Trusted; }
};

/// Pure. A turn's picks, endorsements and chosen tools end with it; what the model has read stays.
[[nodiscard]] Flow next(Flow flow, const FlowEvent& event);

/// Whether endorsing may be offered: never for URLs, and for what goes to others or binds the person only for days,
/// times and amounts, because anything else may be the recipient.
[[nodiscard]] bool mayEndorse(toolapi::Effect effect, Kind kind);

/// Whether a person is offered the tool when they choose what may go unasked: it changes or sends something, and is of no
/// class that always asks.
[[nodiscard]] bool mayBeChosen(toolapi::Effect effect);

} // namespace core::policy
