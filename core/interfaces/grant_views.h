#pragma once

#include "core/interfaces/approval_views.h"

/// What the window sees of the person's standing rules.
namespace core::interfaces {

using GrantId = StrongId<struct GrantTag>;

/// A standing rule that the person wrote from a call that waited: calls like it run without being asked about, or never.
struct GrantView {
    enum class Kind {
        Here,   ///< runs unasked, in one conversation
        Always, ///< runs unasked, in every conversation
        Never,  ///< is declined, in every conversation
    };
    GrantId id;
    Kind kind = Kind::Here;
    QString tool;    ///< its name
    Bilingual title; ///< "Request leave"
    Bilingual api;   ///< what the API behind it is called; may be empty
    EffectView effect = EffectView::Credential;
    /// What steers the call. Here, Always: it has to be exactly this, and nothing besides. Never: each of these has to
    /// be in the call, whatever else is; empty: every call of the tool. `origin` says nothing here.
    QList<ApprovalValueView> pinned;
    ConversationId conversation = {}; ///< Here
    QString conversationTitle = {};   ///< Here; and where an Always or Never was written, if that is still there
    int uses = 0;
    int mostUses = 0; ///< Here, Always: then it ends
    QDateTime writtenUtc = {};
    QDateTime endsUtc = {};     ///< Here, Always: at the latest
    QDateTime lapsesUtc = {};   ///< Always: unless it is used before; else invalid
    QDateTime lastUsedUtc = {}; ///< invalid: never

    friend bool operator==(const GrantView&, const GrantView&) = default;
};

/// A rule that could be written from a call that waits.
struct GrantOfferView {
    GrantView rule; ///< as it would be; without an id
    bool possible = false;
    Bilingual whyNot = {};   ///< when it is not
    int covered = 0;         ///< how many of the tool's last calls it would have covered
    int tried = 0;           ///< of how many
    QStringList missed = {}; ///< what the first few others had instead, as "to: bob@example.com"
};

} // namespace core::interfaces
