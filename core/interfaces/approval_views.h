#pragma once

#include "core/base/bilingual.h"
#include "core/base/ids.h"
#include "core/interfaces/edit_views.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

/// What the window sees of calls that wait for an answer, and of the tools that may be ticked for a message.
namespace core::interfaces {

using ApprovalId = StrongId<struct ApprovalTag>;

/// One value of a call that waits for an answer. Plain text; hidden characters are as they are, and it is whole.
struct ApprovalValueView {
    enum class Role {
        Decisive, ///< it steers the effect: recipient, amount, id, address
        Content,  ///< what is sent or written
    };
    enum class Origin {
        You,     ///< typed in the message that this call answers
        NotYou,  ///< from anywhere else: a tool's answer, a page, the model
        Default, ///< not given: what the tool says then holds
    };
    /// What the person made of the agent's value. Removed: `value` is empty, and not part of the call.
    enum class Edit { None, Changed, Added, Removed };
    QString name; ///< the argument, as the tool calls it
    QString value;
    Role role = Role::Decisive;
    Origin origin = Origin::NotYou;
    Edit edit = Edit::None;
    QString before = {}; ///< Changed, Removed: what the agent had

    friend bool operator==(const ApprovalValueView&, const ApprovalValueView&) = default;
};

/// What a call that waits would do, for the words on its card.
enum class EffectView {
    Read,
    ReadEgress,
    Write,
    Egress,
    Permission,
    Commit,
    Destructive,
    Credential,
};

/// A tool that the person may tick for a message: in answer to it, it may act once without asking, with values that the
/// person typed there. Never one of a class that is always asked about.
struct ToolChoiceView {
    QString name;
    Bilingual title; ///< "Send a chat message"
    Bilingual api;   ///< what the API behind it is called; may be empty
    EffectView effect = EffectView::Credential;

    friend bool operator==(const ToolChoiceView&, const ToolChoiceView&) = default;
};

/// One call that waits for an answer. Drawn from the checkpoint's own record of the exact call.
struct ApprovalCallView {
    ApprovalId id;
    QString digest; ///< of everything that the answer is bound to
    CallId call;
    QString tool;
    Bilingual title; ///< "Request leave"
    Bilingual api;   ///< what the API behind it is called; may be empty
    EffectView effect = EffectView::Credential;
    QList<ApprovalValueView> values;
    QStringList sources;                  ///< names of the tools whose answers the agent has read; may be empty
    QList<Bilingual> reasons;             ///< why it is asked; never empty
    bool pasted = false;                  ///< and text that the person pasted or dropped
    QStringList roles;                    ///< somebody else who holds each of them has to approve; empty: the person
    QString approver;                     ///< the name of somebody who has just signed in to decide on this call
    bool signIn = false;                  ///< whoever approves signs in afresh first, for this call alone
    QString json;                         ///< the arguments in whole, as the tool would get them
    QList<ArgumentFieldView> fields = {}; ///< what the person may change; empty: nothing, see Approvals::edit
    QDateTime askedUtc = {};
    QDateTime answerByUtc = {};

    friend bool operator==(const ApprovalCallView&, const ApprovalCallView&) = default;
};

/// All calls of one step that wait: one card.
struct ApprovalView {
    ConversationId conversation;
    MessageId step;
    QString account; ///< as whom: the person's name
    QString organisation;
    bool demo = false;
    QString asked; ///< the message of the person that the agent is answering, in whole
    QList<ApprovalCallView> calls;

    friend bool operator==(const ApprovalView&, const ApprovalView&) = default;
};

/// What became of a call that waited, without an answer from here. Expired: nobody answered in time.
struct ApprovalOutcomeView {
    enum class Outcome { Approved, Declined, Expired, Withdrawn };
    ApprovalCallView call; ///< as it was shown
    Outcome outcome = Outcome::Withdrawn;
    QDateTime atUtc = {};
    QString by = {}; ///< the name of whoever decided, where that was somebody else than the person
};

} // namespace core::interfaces
