#include "core/base/logging.h"
#include "core/gateway/answer_text.h"
#include "core/gateway/call_editing.h"
#include "core/gateway/call_ending.h"
#include "core/gateway/call_path_p.h"
#include "core/policy/grant.h"

namespace core::gateway {

using toolapi::Outcome;

bool CallRecord::mayRun() const
{
    if (!ruling) return false;
    if (ruling->verdict == policy::Verdict::Allow) return ruling->grant == grant; // both empty: it needs none
    if (approval.isEmpty() || (!ruling->roles.isEmpty() && !approvedBy)) return false;
    return ruling->verdict == policy::Verdict::Ask || (ruling->verdict == policy::Verdict::StepUp && signedInForIt);
}

CallPath::CallPath(Surroundings around, toolapi::ToolCall call, ConversationId conversation, std::stop_token stop,
                   QObject* parent)
    : QObject(parent)
    , around_(std::move(around))
    , call_(std::move(call))
    , stop_(std::move(stop))
{
    record_.id = call_.id;
    record_.modelCallId = call_.modelCallId;
    record_.conversation = std::move(conversation);
    record_.tool = call_.tool;
    record_.person = around_.person;
    spec_.name = call_.tool;
    timer_.setSingleShot(true);
    hold_.setSingleShot(true);
    hold_.setTimerType(Qt::PreciseTimer); // any other may end up to 5% early, and until when it is held was promised
    connect(&hold_, &QTimer::timeout, this, &CallPath::lookAgain);
}

CallPath::~CallPath()
{
    onStop_.reset();
    stopTool_.request_stop();
}

void CallPath::start(bool repeated)
{
    if (repeated) { // not through receipt(): the journal keeps how the first one ends
        ended_ = true;
        if (const auto* entry = around_.tools.find(call_.tool)) spec_.effect = entry->spec.effect;
        const Error error{Errc::Conflict, QStringLiteral("a call with this id has been run")};
        const auto outcome = endingByError(spec_.effect, true, error.code);
        auto known = result(outcome, errorText(outcome, spec_, error), error.detail);
        known.error = error;
        handBack(std::move(known), Again::Never);
        return;
    }
    // Any thread may stop; the call itself lives on this one.
    onStop_.emplace(stop_,
                    [this] { QMetaObject::invokeMethod(this, [this] { stopRequested(); }, Qt::QueuedConnection); });
    if (stop_.stop_requested()) {
        stopRequested();
        return;
    }
    resolve();
}

// Another run of the program, on the same store, has begun it or is about to. How it ends is written down there, so
// nothing is claimed here.
void CallPath::ranElsewhere()
{
    ended_ = true;
    around_.ports.elevations.drop(call_.id);
    handBack(result(Outcome::Waiting, QString(), QStringLiteral("another run of the program has it")), Again::Later);
}

void CallPath::resolve()
{
    const auto* entry = around_.tools.find(call_.tool);
    if (!entry) {
        QStringList names;
        for (const auto& spec : around_.tools.enabled())
            names += spec.name.text();
        badArguments(QStringLiteral("There is no tool \"%1\". The tools are: %2.")
                         .arg(call_.tool.text().left(80),
                              names.isEmpty() ? QStringLiteral("none") : names.join(QStringLiteral(", "))));
        return;
    }
    spec_ = entry->spec;
    record_.definitionHash = entry->hash;
    record_.effect = spec_.effect;
    record_.audience = spec_.audience;
    record_.scopes = spec_.scopes;
    if (entry->enabled()) {
        validate(*entry);
        return;
    }
    auto refused = result(Outcome::PolicyRefused,
                          policyRefusalText(spec_, QStringLiteral("it is disabled (%1).").arg(entry->disabledReason)),
                          QStringLiteral("disabled: ") + entry->disabledReason);
    refused.reasonCode = QStringLiteral("tool-disabled");
    refused.explanation = {QStringLiteral("This tool is disabled: its definition has a fault."),
                           QStringLiteral("このツールは定義に問題があるため無効になっています。")};
    receipt(std::move(refused));
}

void CallPath::validate(const ToolRegistry::Entry& entry)
{
    const auto taken = takeIn(entry, call_.arguments, around_.ports.limits);
    if (taken) return bind(entry.facts, *taken);
    if (edited_)
        return withdrawBecause(
            toolapi::Withdrawal::Changed); // they were good when the person wrote them: it is another tool now
    const auto& text = taken.error().forModel;
    const auto again = QStringLiteral("Correct the arguments of \"%1\" and call it again.").arg(spec_.name.text());
    badArguments(text.endsWith(u'\n') ? text + again : text + u' ' + again);
}

void CallPath::bind(const policy::ToolFacts& facts, const TakenIn& taken)
{
    record_.arguments = taken.arguments;
    record_.argumentsHash = taken.hash();
    // From here on the person comes from the session alone, whatever an argument says about one.
    record_.person = around_.person;
    if (record_.person.issuer.isEmpty() || record_.person.subject.isEmpty()) {
        endByError({Errc::SignInNeeded, QStringLiteral("nobody is signed in")});
        return;
    }
    require(facts);
}

void CallPath::require(const policy::ToolFacts& facts)
{
    const auto met = around_.ports.requirements.check(record_.person, spec_.audience, spec_.scopes);
    if (!met) {
        endByError(met.error());
        return;
    }
    decide(facts);
}

void CallPath::decide(const policy::ToolFacts& facts)
{
    record_.ruling =
        rulingFor({facts, record_.arguments, record_.person, around_.ports.requirements.signedIn(record_.person),
                   around_.challenges.of(record_.tool, record_.argumentsHash)},
                  around_.turn.flow, around_.ports.policy.rules, edited_.has_value());
    // Now, and not when it has ended: the next call of its step is judged before that.
    const bool unasked = record_.ruling->verdict == policy::Verdict::Allow && record_.effect != toolapi::Effect::Read;
    if (unasked && !around_.onlyIfApproved && !held_) around_.goesUnasked(record_.tool);
    recall(facts);
}

void CallPath::journal()
{
    onReady(around_.ports.journal.recordDecision(record_), this, [this](const Result<>& written) {
        if (ended_) return;
        if (!written) {
            if (written.error().code == Errc::Conflict) return ranElsewhere();
            endByError(written.error());
            return;
        }
        if (stop_.stop_requested()) return stopRequested(); // its own event may still be on the way
        if (record_.mayRun()) return record_.grant.isEmpty() ? execute() : beginIfGrantStands();
        const auto reasons = record_.ruling ? record_.ruling->reasons : QList<policy::Reason>();
        const auto reason = reasons.isEmpty() ? policy::Reason() : reasons.first();
        auto refused = result(Outcome::PolicyRefused, policyRefusalText(spec_, reason.text.en), reason.text.en);
        refused.reasonCode = policy::groundName(reason.ground);
        refused.explanation = reason.text;
        const auto& grant = record_.ruling ? record_.ruling->grant : policy::GrantId();
        refused.rule = grant.isEmpty() ? reason.rule : policy::grantWord(grant);
        receipt(std::move(refused));
    });
}

void CallPath::execute()
{
    executing_ = true;
    connect(&timer_, &QTimer::timeout, this,
            [this] { endByError({Errc::Timeout, QStringLiteral("the tool gave no answer in time")}); });
    timer_.start(spec_.timeout);
    const toolapi::ToolContext context{record_.person, record_.id, stopTool_.get_token(), record_.signedInForIt};
    onReady(spec_.run(context, record_.arguments), this, [this](Result<toolapi::ToolAnswer> answer) {
        if (ended_) return; // too late: the call has been answered
        if (answer)
            label(std::move(*answer));
        else
            endByError(answer.error());
    });
}

void CallPath::label(toolapi::ToolAnswer answer)
{
    if (answer.api && answer.api->person != record_.person) {
        // Nothing of it may be shown: it is somebody else's.
        endByError({Errc::Internal, QStringLiteral("the answer belongs to another person")});
        return;
    }
    const auto outcome = answer.api ? outcomeOfStatus(answer.api->status) : Outcome::Done;
    auto done = result(outcome,
                       outcome == Outcome::Done ? answerText(answer.value, around_.ports.limits.maxModelText)
                                                : apiRefusalText(spec_, answer.api->status, answer.value),
                       outcome == Outcome::Done ? QString() : QStringLiteral("HTTP %1").arg(answer.api->status));
    done.value = std::move(answer.value);
    done.api = std::move(answer.api);
    challenge(done);
    toolapi::Readers readers;
    readers.everyone = false;
    readers.who.insert(QStringLiteral("person:") + record_.person.storageName());
    readers.who.insert(toolapi::apiReader(record_.audience));
    done.label = toolapi::fromTool(spec_.name.text(), std::move(readers));
    receipt(std::move(done));
}

// An API that wants another sign-in has done nothing, and the same call can be made again with one: once, or the two of
// them could go on for ever.
void CallPath::challenge(toolapi::ToolResult& refused)
{
    around_.challenges.drop(record_.tool, record_.argumentsHash);
    const auto need = refused.api && !record_.signedInForIt ? signInChallenge(*refused.api) : std::nullopt;
    if (!need) return;
    around_.challenges.add(record_.tool, record_.argumentsHash, *need);
    refused.modelText = told(signInWantedText(spec_, refused.api->status));
    refused.explanation = {
        QStringLiteral("The service wants a stronger or a more recent sign-in for this. When the "
                       "agent asks for it again, you can approve it and sign in."),
        QStringLiteral("この操作には、より強い、または新しい認証が必要だとサービスが求めています。エージェ"
                       "ントがもう一度この操作を求めたときに、承認して再認証できます。")};
}

void CallPath::receipt(toolapi::ToolResult result)
{
    if (ended_) return;
    ended_ = true;
    timer_.stop();
    endHold();
    around_.ports.elevations.drop(call_.id);
    // Stopped while it was asked: nobody is asked in vain. The store takes this up behind the question.
    if (asking_) {
        using toolapi::Withdrawal;
        const auto why = stop_.stop_requested() ? Withdrawal::Stopped : Withdrawal::Unknown;
        std::ignore = around_.ports.approvals.withdraw(call_.id, why);
    }
    // A name that resolved to nothing is text of the model's: not for the log.
    const auto name = record_.definitionHash.isEmpty() ? QStringLiteral("-") : record_.tool.text();
    qCInfo(logGateway) << "call" << record_.id.text() << name << toolapi::outcomeName(result.outcome);
    onReady(around_.ports.journal.recordOutcome(record_, result), this,
            [this, result](const Result<>& written) mutable {
                if (written) return handBack(std::move(result), Again::Never);
                // A result that is not in the journal is not handed out; what has run has run.
                qCWarning(logGateway) << "outcome not recorded" << record_.id.text() << errcName(written.error().code);
                handBack(endedBy({Errc::Internal, QStringLiteral("the outcome could not be recorded: ") +
                                                      errcName(written.error().code)}),
                         executing_ ? Again::Never : Again::Later);
            });
}

toolapi::ToolResult CallPath::result(Outcome outcome, QString modelText, QString reason) const
{
    toolapi::ToolResult made;
    made.id = call_.id;
    made.modelCallId = call_.modelCallId;
    made.tool = call_.tool;
    made.arguments = record_.arguments;
    made.outcome = outcome;
    made.modelText = told(modelText);
    made.reason = std::move(reason);
    // The checkpoint's own words hold parts of what the model wrote.
    // A name that resolved to nothing is no source: it is the model's own text.
    made.label = record_.definitionHash.isEmpty()
                     ? toolapi::fromModel()
                     : toolapi::join(toolapi::fromModel(), toolapi::fromTool(call_.tool.text(), {}));
    return made;
}

// What ran is not what the model asked for, so whatever came of it is told with that.
QString CallPath::told(const QString& modelText) const
{
    return edited_ && executing_ ? editedText(spec_, record_.arguments) + modelText : modelText;
}

void CallPath::badArguments(const QString& modelText)
{
    receipt(result(Outcome::BadArguments, modelText, modelText));
}

toolapi::ToolResult CallPath::endedBy(const Error& error) const
{
    const auto outcome = endingByError(spec_.effect, executing_, error.code);
    auto made = result(outcome, errorText(outcome, spec_, error), error.detail);
    made.error = error;
    return made;
}

// Cut off or failed: by the person, the time-out, the network, a port.
void CallPath::endByError(const Error& error)
{
    if (ended_) return;
    stopTool_.request_stop();
    receipt(endedBy(error));
}

void CallPath::stopRequested()
{
    endByError({Errc::Cancelled, QStringLiteral("stopped by the person")});
}

void CallPath::handBack(toolapi::ToolResult result, Again again)
{
    onStop_.reset();
    around_.ended(result, again);
    answer_.give(std::move(result));
    deleteLater();
}

} // namespace core::gateway
