#include "core/session/grant_views.h"

#include "core/base/canonical_json.h"
#include "core/base/whole_characters.h"
#include "core/gateway/answer_text.h"
#include "core/session/approval_views.h"

#include <algorithm>

namespace core::session {
namespace {

using approvals::Request;
using interfaces::GrantView;
using policy::Grant;

constexpr qsizetype mostMissed = 3;
constexpr qsizetype longestMissed = 100; // characters of a value that was another

GrantView::Kind viewKind(Grant::Kind kind)
{
    switch (kind) {
    case Grant::Kind::Here: return GrantView::Kind::Here;
    case Grant::Kind::Always: return GrantView::Kind::Always;
    case Grant::Kind::Never: break;
    } // no default: a new kind must not compile without a view
    return GrantView::Kind::Never;
}

QString argumentOf(const policy::Pinned& pinned)
{
    return pinned.pointer.mid(1);
}

QString valueOf(const policy::Pinned& pinned)
{
    // What is no object and no list stands for itself in a list only.
    const auto listed = parseStrictJson('[' + pinned.value + ']');
    return listed ? gateway::writtenValue(listed->toArray().at(0)) : QString::fromUtf8(pinned.value);
}

QString inPart(const QString& text)
{
    if (text.size() <= longestMissed) return text;
    return text.left(wholeCharacters(text, longestMissed)) + QChar(0x2026);
}

// The first value that is another than the one that is pinned, or that is there besides; nothing: they are the same.
std::optional<QString> differenceOf(const QList<policy::Pinned>& pinned, const QList<policy::Pinned>& other)
{
    const auto of = [](const QList<policy::Pinned>& all, const policy::Pinned& wanted) {
        return std::find_if(all.begin(), all.end(), [&wanted](const policy::Pinned& one) {
            return one.pointer == wanted.pointer && one.isName == wanted.isName;
        });
    };
    for (const auto& one : pinned) {
        const auto found = of(other, one);
        if (found == other.end()) return argumentOf(one) + QStringLiteral(": -");
        if (found->value != one.value) return argumentOf(one) + QStringLiteral(": ") + inPart(valueOf(*found));
    }
    for (const auto& one : other)
        if (of(pinned, one) == pinned.end()) return argumentOf(one) + QStringLiteral(": ") + inPart(valueOf(one));
    return {};
}

Bilingual toolIsGone()
{
    return {QStringLiteral("This tool is not there any more."), QStringLiteral("このツールはもうありません。")};
}

Bilingual toolHasChanged()
{
    return {QStringLiteral("The tool has changed since this was asked. Decline it and ask again."),
            QStringLiteral("確認の後にツールが変更されました。拒否してから、もう一度依頼してください。")};
}

Bilingual somethingIsOpen()
{
    return {QStringLiteral("A value that matters is left open, so a rule cannot hold to it."),
            QStringLiteral("重要な値が指定されていないため、規則にできません。")};
}

} // namespace

Grant::Kind grantKind(GrantView::Kind kind)
{
    switch (kind) {
    case GrantView::Kind::Here: return Grant::Kind::Here;
    case GrantView::Kind::Always: return Grant::Kind::Always;
    case GrantView::Kind::Never: break;
    } // no default: a new kind must not compile without a grant
    return Grant::Kind::Never;
}

GrantDraft grantDraft(const CardFacts& facts, const Request& request, Grant::Kind kind)
{
    const auto& question = request.question;
    GrantDraft draft;
    draft.grant.kind = kind;
    draft.grant.tool = question.call.tool;
    draft.grant.definitionHash = question.call.definitionHash;
    if (kind == Grant::Kind::Here) draft.grant.conversation = question.call.conversation;
    const auto spec = facts.tools.constFind(question.call.tool);
    if (spec == facts.tools.constEnd()) {
        draft.whyNot = toolIsGone();
        return draft;
    }
    const auto pins = policy::pinsOf(policy::ToolFacts(*spec), question.call.arguments);
    // A Never that held to defaults could be got round by giving another.
    draft.grant.pinned = kind == Grant::Kind::Never ? pins.given : pins.values;
    if (toolapi::definitionHash(*spec) != question.call.definitionHash)
        draft.whyNot = toolHasChanged();
    else if (kind != Grant::Kind::Never && !question.grantable)
        draft.whyNot = question.whyNotGrantable;
    else if (kind != Grant::Kind::Never && !pins.whole)
        draft.whyNot = somethingIsOpen();
    return draft;
}

GrantTrial tryGrant(const CardFacts& facts, const Grant& grant, const QList<Request>& before)
{
    GrantTrial trial;
    const auto spec = facts.tools.constFind(grant.tool);
    if (spec == facts.tools.constEnd()) return trial;
    const policy::ToolFacts tool(*spec);
    for (const auto& request : before) {
        const auto& call = request.question.call;
        const auto pins = policy::pinsOf(tool, call.arguments);
        const bool spokenOf = policy::covers(grant, tool, pins, {call.definitionHash, call.conversation});
        ++trial.tried;
        if (spokenOf && (grant.kind == Grant::Kind::Never || request.question.grantable)) {
            ++trial.covered;
            continue;
        }
        const auto difference = differenceOf(grant.pinned, pins.values);
        if (difference && trial.missed.size() < mostMissed && !trial.missed.contains(*difference))
            trial.missed.append(*difference);
    }
    return trial;
}

GrantView grantView(const CardFacts& facts, const approvals::StandingGrant& standing, const QString& title)
{
    const auto& grant = standing.grant;
    GrantView view;
    view.id = interfaces::GrantId(grant.id.text());
    view.kind = viewKind(grant.kind);
    view.tool = grant.tool.text();
    view.title = {view.tool, view.tool};
    if (const auto spec = facts.tools.constFind(grant.tool); spec != facts.tools.constEnd()) {
        view.title = spec->title;
        view.api = facts.apis.value(spec->audience);
        view.effect = effectView(policy::ToolFacts(*spec).effect());
    }
    for (const auto& pinned : grant.pinned)
        view.pinned.append(
            {argumentOf(pinned), valueOf(pinned), interfaces::ApprovalValueView::Role::Decisive,
             interfaces::ApprovalValueView::Origin::You}); // whoever proposed it, the person wrote it down
    view.conversation = grant.conversation;
    view.conversationTitle = title;
    view.uses = standing.uses;
    view.mostUses = standing.mostUses;
    view.writtenUtc = standing.writtenUtc;
    view.endsUtc = standing.endsUtc;
    view.lapsesUtc = standing.lapsesUtc();
    view.lastUsedUtc = standing.lastUsedUtc;
    return view;
}

} // namespace core::session
