// The person changes a call that waits. The part of PendingApprovals behind edit().
#include "core/base/async_steps.h"
#include "core/session/call_form.h"
#include "core/session/pending_approvals.h"

namespace core::session {

using approvals::Request;
using Outcome = std::optional<interfaces::EditProblemView>;

Async<Outcome> PendingApprovals::edit(const interfaces::ApprovalId& id, const QString& digest,
                                      const QList<interfaces::ArgumentEdit>& edits)
{
    if (!store_ || frozen_) return failed<Outcome>(Errc::Busy, QStringLiteral("nothing can be changed now"));
    const auto request = waitingRequest(id);
    if (!request || request->digest != digest || answering_.contains(request->id))
        return failed<Outcome>(Errc::Conflict,
                               QStringLiteral("it does not wait, is another call, or is being answered"));
    const auto& question = request->question;
    const auto spec = facts_.tools.constFind(question.call.tool);
    if (!ports_.withArguments || spec == facts_.tools.constEnd() || !question.roles.isEmpty() || question.signIn)
        return failed<Outcome>(Errc::Refused, QStringLiteral("it is not to be changed"));
    const auto arguments = editedArguments(question.call.arguments, edits);
    if (!arguments) return ready<Outcome>(Outcome(arguments.error()));
    const auto made = ports_.withArguments(question, *arguments);
    if (!made) return ready<Outcome>(tl::unexpected(made.error()));
    if (const auto* problem = std::get_if<gateway::ArgumentProblem>(&*made))
        return ready<Outcome>(Outcome(interfaces::EditProblemView{problem->pointer, problem->text}));
    const auto& edited = std::get<approvals::Question>(*made);
    if (edited.call.arguments == question.call.arguments) return ready<Outcome>(Outcome());
    return keepEdit(*request, edited);
}

// In the log before it counts, with marks of what the call was and is and none of its values. Until it is kept nothing
// else can be answered about the call.
Async<Outcome> PendingApprovals::keepEdit(const Request& request, const approvals::Question& edited)
{
    answering_.insert(request.id);
    const QStringList before{QStringLiteral("was:") + marks_.of(request.question.call.arguments)};
    const auto kept = thenStep(
        log(edited, QStringLiteral("edited"), before), this,
        [this, id = request.id, digest = request.digest, edited] { return store_->replace(id, digest, edited); });
    const Answer<Outcome> told;
    onReady(kept, this, [this, told, id = request.id](const Result<Request>& done) {
        if (!done) {
            answering_.erase(id);
            refresh(); // whatever it is now, the card shall not go on showing what it was
            told.give(tl::unexpected(done.error()));
            return;
        }
        onReady(read(), this, [this, told, id](const Result<>& seen) {
            answering_.erase(id);
            if (!seen) refresh();
            told.give(Outcome());
        });
    });
    return told.future();
}

} // namespace core::session
