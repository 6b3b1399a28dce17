#pragma once

#include "core/approvals/exact_call.h"
#include "core/base/bilingual.h"
#include "core/toolapi/tool.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>

#include <chrono>

namespace core::approvals {

using ApprovalId = StrongId<struct ApprovalTag>;

/// How long a person has to answer, and how long what was approved may take to begin.
struct Clocks {
    std::chrono::milliseconds answer = std::chrono::hours(24);
    std::chrono::milliseconds run = std::chrono::minutes(5);
};

enum class State {
    Waiting,   ///< for an answer
    Approved,  ///< and not begun yet
    Spent,     ///< the one call it was for has begun
    Denied,    ///< by the person
    Expired,   ///< not answered in time, or not begun in time (then there is a `runByUtc`)
    Withdrawn, ///< taken back before it was answered, or before what was approved began
};

/// "waiting", "approved" ...: stands in files and logs and never changes.
[[nodiscard]] QString stateName(State state);

/// One value of the call, for whoever is asked. Whole, as plain text.
struct AskedValue {
    enum class Role { Decisive, Content };
    enum class Origin { You, NotYou, Default };
    enum class Edit {
        None,
        Changed,
        Added,
        Removed
    }; ///< what the person made of the agent's; Removed: `value` is empty
    QString argument;
    QString value;
    Role role = Role::Decisive;
    Origin origin = Origin::NotYou;
    Edit edit = Edit::None;
    QString before = {}; ///< Changed, Removed: what the agent had

    friend bool operator==(const AskedValue&, const AskedValue&) = default;
};

/// Somebody else who decides, as the provider's signed claims say it.
struct Approver {
    UserKey person;
    QString name;
    QStringList roles;

    friend bool operator==(const Approver&, const Approver&) = default;
};

/// What the person is asked, with everything that the card needs after a restart too.
struct Question {
    ExactCall call;
    MessageId step; ///< of the agent's turn: calls of one step are asked on one card
    toolapi::Effect effect = toolapi::Effect::Credential;
    QString said;                                   ///< the person's message that the agent was answering
    QList<AskedValue> values;                       ///< in the order of the tool's own arguments
    QStringList sources;                            ///< what the agent had read, as labels name it
    QList<Bilingual> reasons;                       ///< why it is asked
    std::optional<toolapi::SignInNeed> signIn = {}; ///< the person signs in so before it is approved, for it alone
    QStringList roles = {}; ///< somebody else who holds each of them approves; empty: the person does
    bool grantable = false; ///< asked only for want of the person's own choosing: a standing grant can stand for it
    Bilingual whyNotGrantable = {};           ///< when it is not
    std::optional<QJsonObject> proposed = {}; ///< the agent's arguments, where the person has changed them since

    friend bool operator==(const Question&, const Question&) = default;
};

/// A question and what became of it.
struct Request {
    ApprovalId id;
    Question question;
    QString digest; ///< of question.call
    State state = State::Waiting;
    QDateTime askedUtc;
    QDateTime answerByUtc;
    QDateTime decidedUtc = {};       ///< Approved, Denied and what follows
    QDateTime runByUtc = {};         ///< Approved: to be begun by then
    QString reason = {};             ///< Denied: in the words of whoever declined; may be empty
    std::optional<Approver> by = {}; ///< who decided, where that was somebody else
    toolapi::Withdrawal withdrawal = toolapi::Withdrawal::Unknown; ///< Withdrawn: why

    friend bool operator==(const Request&, const Request&) = default;
};

} // namespace core::approvals
