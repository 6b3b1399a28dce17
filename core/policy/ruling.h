#pragma once

#include "core/policy/flow.h"

#include <chrono>

namespace core::policy {

class Rules;

/// What comes of a call, weakest first: of several the strongest holds.
enum class Verdict {
    Allow,
    Ask,    ///< the person, or one who holds a role
    StepUp, ///< ask, then sign in afresh
    Deny,
};

/// "allow", "ask", "step_up", "deny"
[[nodiscard]] QString verdictName(Verdict verdict);

/// Which rule spoke. The first block is the information flow's.
enum class Ground {
    ReadsOnly,       ///< allowed: it reads as the person and sends nothing to others
    YoursThroughout, ///< allowed: the tool was chosen and all that steers the call comes from the person
    NothingChosen,   ///< no tools were chosen for this turn
    NotChosen,       ///< the tool is not among them
    AlwaysAsked,     ///< its class always asks
    NotYours,        ///< a control argument that the person neither typed nor picked
    NotTheOnly,      ///< typed, but others of its kind were typed too
    LeftOpen,        ///< a control argument that is not given
    Unreadable,      ///< a control argument with characters that do not show or stand for others
    TwoPlaces,       ///< one typed value in two arguments
    NothingYours,    ///< no control argument has a value from the person
    ForeignContent,  ///< content that is not the person's own, after something untrusted was read
    ForeignLink,     ///< a link in what goes out that the person did not type
    ReadersShort,    ///< somebody it reaches may not read a source of it
    Again,           ///< the tool went through unasked once this turn
    NoSuchTool,      ///< denied: nothing, or more than one thing, has this name
    BadArguments,    ///< denied: the arguments are not an object
    ApiWantsSignIn,  ///< the API refused this call and said that it wants a stronger or fresher sign-in
    EditedByYou,     ///< the person changed the call: only an approval of what it is now lets it run
    SignInTooOld,    ///< the tool wants a stronger or fresher sign-in than the person's
    NoStepUp,        ///< denied: it would need sign-ins of several kinds at once
    // The person's standing grants
    Granted,    ///< allowed: a grant covers this very call, and nothing but the person's own choosing was missing
    NeverByYou, ///< denied: the person wrote that it does not run
    // Policy files
    Rule,
    BrokenFile,
};

[[nodiscard]] QString groundName(Ground ground);

/// One of the person's standing grants: see grant.h.
using GrantId = StrongId<struct GrantTag>;

/// With so many reasons that come from values, the values that are left are not judged any more: it is asked anyway.
inline constexpr qsizetype mostReasons = 32;

/// Why, for the person: one sentence in both languages.
struct Reason {
    Verdict verdict = Verdict::Deny;
    Ground ground = Ground::Rule;
    Bilingual text;
    QString pointer = {}; ///< JSON Pointer to the argument it is about
    QString rule = {};    ///< "pay.json:12 pay-limit", for an admin
};

struct Ruling {
    Verdict verdict = Verdict::Deny;
    QStringList roles = {}; ///< somebody with each of these must approve; empty: the person
    toolapi::SignInNeed stepUp = {};
    QList<Reason> reasons = {}; ///< never empty
    GrantId grant = {};         ///< by which it is allowed, or denied; empty: by none
};

/// How the person has signed in, as the verified ID token says it.
struct SignedIn {
    QString acr = {};                             ///< empty: not said
    std::optional<std::chrono::seconds> age = {}; ///< since the person proved who they are; none: not said
};

/// Whether that is enough.
[[nodiscard]] bool meets(const SignedIn& signedIn, const toolapi::SignInNeed& need);

/// One call to be decided. Refers to what its maker owns.
struct CallFacts {
    const ToolFacts& tool;
    const QJsonObject& arguments; ///< validated and normalised
    UserKey person = {};
    SignedIn signedIn = {};
    std::optional<toolapi::SignInNeed> challenged = {}; ///< what the API said when it refused this call before
};

/// Decides one call. Pure: no I/O, no clock; same input, same answer. Every layer is asked (managed rules, the person's
/// rules, information flow) and the most restrictive verdict holds, with all reasons for it. No layer lifts another's.
[[nodiscard]] Ruling decide(const CallFacts& call, const Flow& flow, const Rules& rules);

/// Deny, for a call that does not come to a decision.
[[nodiscard]] Ruling refusal(Ground ground);

/// Where a value of a call comes from, for whoever is asked about it.
struct ValueOrigin {
    enum class From {
        Person,  ///< typed this turn (and the only one of its kind), or picked for this argument
        Other,   ///< from anywhere else
        Default, ///< not given, or nothing
    };
    Leaf leaf;
    From from = From::Other;
};

/// Every value that the call gives, in the order of the arguments.
[[nodiscard]] QList<ValueOrigin> originsOf(const CallFacts& call, const Flow& flow);

/// What information flow alone says; decide() asks it.
[[nodiscard]] QList<Reason> informationFlow(const CallFacts& call, const Flow& flow);

} // namespace core::policy
