#pragma once

#include "core/policy/ruling.h"

namespace core::policy {

/// One value that a call must have for a grant to cover it.
struct Pinned {
    QString pointer;     ///< JSON Pointer
    bool isName = false; ///< the name of a member and not its value: see Leaf::isName
    QByteArray value;    ///< canonical JSON (RFC 8785): 1 and "1" are two values

    friend bool operator==(const Pinned&, const Pinned&) = default;
};

/// A rule that the person wrote from one call. It is no approval: it pins what steers that call and lets the checkpoint
/// leave out a question (Here, Always), or says that nothing like it runs (Never).
struct Grant {
    enum class Kind {
        Here,   ///< calls with exactly these values run unasked, in one conversation
        Always, ///< the same in every conversation
        Never,  ///< calls with these values are denied; none pinned: all calls of the tool
    };
    GrantId id;
    Kind kind = Kind::Here;
    ToolName tool;
    QString definitionHash;           ///< of the tool's definition as it was accepted; Never holds for any other too
    ConversationId conversation = {}; ///< Here: in which
    QList<Pinned> pinned = {};        ///< as pinsOf() sorts them: its `values`; of a Never its `given`

    friend bool operator==(const Grant&, const Grant&) = default;
};

/// How logs and stored calls name a grant where they name a rule: "grant:" and its id.
[[nodiscard]] QString grantWord(const GrantId& grant);
[[nodiscard]] bool isGrantWord(const QString& rule);

/// What steers one call.
struct Pins {
    QList<Pinned> values; ///< sorted
    QList<Pinned> given;  ///< those of them that the call itself gives, and no default
    bool whole = true;    ///< false: something that steers it is left open, or cannot be written canonically
};
[[nodiscard]] Pins pinsOf(const ToolFacts& tool, const QJsonObject& arguments);

/// Where a call stands, as far as grants ask.
struct CallPlace {
    QString definitionHash; ///< of the tool's definition now
    ConversationId conversation;
};

/// Whether the grant speaks of this call. Here and Always: the definition is the same, and what steers the call is what
/// is pinned, no more, no less and nothing else. Never: what is pinned is in the call, whatever else is.
[[nodiscard]] bool covers(const Grant& grant, const ToolFacts& tool, const Pins& pins, const CallPlace& place);

/// Why no grant can turn this ruling into a yes, for the person; nothing: one can. It can only where the tool writes or
/// sends, and every reason for asking is about what the person chose: never one about content, readers, hidden
/// characters, sign-ins or a rule of a file.
[[nodiscard]] std::optional<Bilingual> whyNoGrant(const ToolFacts& tool, const Ruling& ruling);

/// The ruling of a call that nobody was asked about, with the person's grants in force. A Never denies whatever was
/// ruled. A Here or Always that covers the call allows what is asked, where whyNoGrant() has nothing against it. Pure.
[[nodiscard]] Ruling underGrants(const CallFacts& call, const CallPlace& place, Ruling ruling,
                                 const QList<Grant>& grants);

} // namespace core::policy
