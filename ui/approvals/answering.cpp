#include "ui/approvals/answering.h"

#include "core/base/async.h"
#include "ui/approvals/approval_card.h"
#include "ui/approvals/call_words.h"
#include "ui/approvals/grant_words.h"
#include "ui/text/language.h"
#include "ui/text/visible_text.h"

namespace ui::approvals {

using core::interfaces::ApprovalId;

Answering::Answering(ApprovalCard& card, QObject* parent)
    : QObject(parent)
    , card_(card)
{
    connect(&card_, &ApprovalCard::approveRequested, this, [this](const ApprovalId& id, const QString& digest) {
        const auto question = questionOf(id);
        if (!approvals_ || !question) return;
        Q_EMIT begun();
        // First, because the next card may be shown before approve() comes back.
        card_.setBusy(id);
        waitFor(approvals_->approve(id, digest), *question);
    });
    connect(&card_, &ApprovalCard::approverRequested, this, [this](const ApprovalId& id) {
        const auto question = questionOf(id);
        if (!approvals_ || !question) return;
        Q_EMIT begun();
        card_.setBusy(id, true);
        const auto brought = approvals_->bringApprover(id);
        core::onReady(brought, this, [this, id](const core::Result<>&) { card_.clearBusy(id); });
        waitFor(brought, *question);
    });
    connectRules();
    connect(&card_, &ApprovalCard::editRequested, this, &Answering::edit);
}

void Answering::edit(const ApprovalId& id, const QString& digest, const QList<core::interfaces::ArgumentEdit>& edits)
{
    const auto question = questionOf(id);
    if (!approvals_ || !question) return;
    Q_EMIT begun();
    card_.setBusy(id);
    const auto edited = approvals_->edit(id, digest, edits);
    using Outcome = std::optional<core::interfaces::EditProblemView>;
    core::onReady(edited, this, [this, id, look = looks_](const core::Result<Outcome>& outcome) {
        if (!outcome) return;
        card_.clearBusy(id);
        if (*outcome && look == looks_) card_.showProblem(id, **outcome);
    });
    auto future = edited;
    waitFor(future.then([](const core::Result<Outcome>& outcome) -> core::Result<> {
        if (!outcome) return tl::unexpected(outcome.error());
        return {};
    }),
            *question);
}

void Answering::connectRules()
{
    connect(&card_, &ApprovalCard::offersRequested, this, [this](const ApprovalId& id, int asking) {
        if (!grants_) return;
        // The card knows whether it still asks.
        core::onReady(grants_->offers(id), this,
                      [this, asking](const auto& offers) { card_.setOffers(asking, offers); });
    });
    connect(&card_, &ApprovalCard::ruleRequested, this, [this](const ApprovalId& id, const QString& digest, Kind kind) {
        if (const auto question = questionOf(id); grants_ && question) write(*question, digest, kind);
    });
}

void Answering::setApprovals(std::shared_ptr<core::interfaces::Approvals> approvals,
                             std::shared_ptr<core::interfaces::Grants> grants)
{
    approvals_ = std::move(approvals);
    grants_ = std::move(grants);
    forget();
}

void Answering::write(const Question& question, const QString& digest, Kind kind)
{
    Q_EMIT begun();
    card_.setWriting(question.id);
    // Weak: what a write that is under way does not keep is an account that has gone.
    const std::weak_ptr<core::interfaces::Approvals> approvals = approvals_;
    core::onReady(grants_->write(question.id, digest, kind), this,
                  [this, question, kind, approvals, look = looks_](const core::Result<>& written) {
                      const bool here = look == looks_;
                      if (!written) {
                          if (here) ruleFailed(question, written.error());
                          return;
                      }
                      if (here) card_.ruleKept(question.id);
                      const auto answers = kind == Kind::Never ? approvals.lock() : nullptr;
                      if (!answers) return;
                      if (here) card_.setBusy(question.id);
                      const auto denied = answers->deny(question.id, {});
                      if (here) waitFor(denied, question);
                  });
}

void Answering::ruleFailed(const Question& question, const core::Error& error)
{
    Q_EMIT changed();
    const QString sentence = writeFailureSentence(error);
    if (questionOf(question.id)) return card_.ruleFailed(question.id, sentence);
    //: %1 is what was to be done, %2 a sentence
    Q_EMIT note(tr("%1: %2").arg(text::visibleLine(text::localised(question.title)), sentence));
}

void Answering::deny(const ApprovalId& id, const QString& reason)
{
    const auto question = questionOf(id);
    if (!approvals_ || !question) return;
    Q_EMIT begun();
    card_.setBusy(id);
    waitFor(approvals_->deny(id, reason), *question);
}

std::optional<Answering::Question> Answering::questionOf(const ApprovalId& id) const
{
    for (const auto& call : card_.view().calls)
        if (call.id == id) return call;
    return {};
}

void Answering::waitFor(const core::Async<>& answer, const Question& question)
{
    core::onReady(answer, this, [this, question, look = looks_](const core::Result<>& done) {
        // What waits now is told by Approvals::changed().
        if (done || look != looks_) return;
        Q_EMIT changed();
        if (done.error().code == core::Errc::Cancelled) return; // it was declined, here
        const QString sentence = failureSentence(done.error(), question.signIn || !question.roles.isEmpty());
        if (questionOf(question.id)) return card_.showError(question.id, sentence);
        //: %1 is what was to be done, %2 a sentence
        Q_EMIT note(tr("%1: %2").arg(text::visibleLine(text::localised(question.title)), sentence));
    });
}

} // namespace ui::approvals
