#include "core/session/approval_views.h"

#include "core/session/call_form.h"

#include <QtCore/QJsonDocument>

#include <algorithm>

namespace core::session {

using interfaces::ApprovalValueView;
using interfaces::EffectView;

namespace {

ApprovalValueView::Edit editView(approvals::AskedValue::Edit edit)
{
    using Asked = approvals::AskedValue::Edit;
    switch (edit) {
    case Asked::None: return ApprovalValueView::Edit::None;
    case Asked::Changed: return ApprovalValueView::Edit::Changed;
    case Asked::Added: return ApprovalValueView::Edit::Added;
    case Asked::Removed: return ApprovalValueView::Edit::Removed;
    } // no default: a new edit must not compile without a word for it
    return ApprovalValueView::Edit::Changed;
}

ApprovalValueView valueView(const approvals::AskedValue& value)
{
    using Asked = approvals::AskedValue;
    ApprovalValueView view{value.argument, value.value};
    view.role =
        value.role == Asked::Role::Content ? ApprovalValueView::Role::Content : ApprovalValueView::Role::Decisive;
    switch (value.origin) {
    case Asked::Origin::You: view.origin = ApprovalValueView::Origin::You; break;
    case Asked::Origin::Default: view.origin = ApprovalValueView::Origin::Default; break;
    case Asked::Origin::NotYou: view.origin = ApprovalValueView::Origin::NotYou; break;
    }
    view.edit = editView(value.edit);
    view.before = value.before;
    return view;
}

interfaces::ApprovalCallView callView(const CardFacts& facts, const approvals::Request& request)
{
    const auto& question = request.question;
    interfaces::ApprovalCallView view;
    view.id = interfaces::ApprovalId(request.id.text());
    view.digest = request.digest;
    view.call = question.call.call;
    view.tool = question.call.tool.text();
    view.title = {view.tool, view.tool};
    if (const auto spec = facts.tools.constFind(question.call.tool); spec != facts.tools.constEnd()) {
        view.title = spec->title;
        view.api = facts.apis.value(spec->audience);
        // Whoever else answers is asked about what the agent proposed.
        if (question.roles.isEmpty() && !question.signIn)
            view.fields = argumentFields(spec->inputSchema, question.call.arguments, question.proposed);
    }
    view.effect = effectView(question.effect);
    for (const auto& value : question.values)
        view.values.append(valueView(value));
    // What decides stands first, in the order of the tool's own arguments.
    std::stable_sort(view.values.begin(), view.values.end(),
                     [](const auto& a, const auto& b) { return a.role < b.role; });
    for (const auto& source : question.sources)
        if (source.startsWith(QLatin1String("tool:"))) view.sources.append(source.mid(5));
    view.pasted = question.sources.contains(QStringLiteral("paste"));
    view.reasons = question.reasons;
    view.roles = question.roles;
    view.signIn = question.signIn.has_value();
    view.json = QString::fromUtf8(QJsonDocument(question.call.arguments).toJson(QJsonDocument::Indented));
    view.askedUtc = request.askedUtc;
    view.answerByUtc = request.answerByUtc;
    return view;
}

} // namespace

EffectView effectView(toolapi::Effect effect)
{
    switch (effect) {
    case toolapi::Effect::Read: return EffectView::Read;
    case toolapi::Effect::ReadEgress: return EffectView::ReadEgress;
    case toolapi::Effect::Write: return EffectView::Write;
    case toolapi::Effect::Egress: return EffectView::Egress;
    case toolapi::Effect::Permission: return EffectView::Permission;
    case toolapi::Effect::Commit: return EffectView::Commit;
    case toolapi::Effect::Destructive: return EffectView::Destructive;
    case toolapi::Effect::Credential: return EffectView::Credential;
    } // no default: a new effect must not compile without a word for it
    return EffectView::Credential;
}

QList<interfaces::ApprovalView> approvalViews(const CardFacts& facts, const QList<approvals::Request>& requests,
                                              const std::optional<PresentApprover>& present)
{
    QList<interfaces::ApprovalView> cards;
    for (const auto& request : requests) {
        if (request.state != approvals::State::Waiting) continue;
        const auto& question = request.question;
        auto card = std::find_if(cards.begin(), cards.end(), [&](const interfaces::ApprovalView& one) {
            return one.conversation == question.call.conversation && one.step == question.step;
        });
        if (card == cards.end()) {
            interfaces::ApprovalView made;
            made.conversation = question.call.conversation;
            made.step = question.step;
            made.account = facts.personName;
            made.organisation = facts.organisation;
            made.demo = facts.demo;
            made.asked = question.said;
            cards.append(made);
            card = cards.end() - 1;
        }
        card->calls.append(callView(facts, request));
        if (present && present->request == request.id) card->calls.last().approver = present->who.name;
    }
    return cards;
}

std::optional<interfaces::ApprovalOutcomeView> outcomeView(const CardFacts& facts, const approvals::Request& before,
                                                           const approvals::Request& now)
{
    using Outcome = interfaces::ApprovalOutcomeView::Outcome;
    interfaces::ApprovalOutcomeView view{callView(facts, before)};
    view.atUtc = now.decidedUtc;
    if (now.by) view.by = now.by->name;
    switch (now.state) {
    case approvals::State::Waiting: return {};
    case approvals::State::Approved:
    case approvals::State::Spent: view.outcome = Outcome::Approved; break;
    case approvals::State::Denied: view.outcome = Outcome::Declined; break;
    case approvals::State::Withdrawn: view.outcome = Outcome::Withdrawn; break;
    case approvals::State::Expired:
        // What was approved and not begun in time was approved all the same.
        view.outcome = now.decidedUtc.isValid() ? Outcome::Approved : Outcome::Expired;
        if (!now.decidedUtc.isValid()) view.atUtc = now.answerByUtc;
        break;
    } // no default: a new state must not compile without a word for it
    return view;
}

} // namespace core::session
