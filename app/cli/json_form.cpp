#include "app/cli/json_form.h"

#include "core/interfaces/what_changed.h"

#include <QtCore/QJsonArray>

namespace app::cli {

using core::interfaces::AccountView;
using core::interfaces::GrantView;
using core::interfaces::ToolCardView;
using core::interfaces::UnapprovedView;

namespace {

const QString type = QStringLiteral("type");

QJsonValue timeJson(const QDateTime& at)
{
    return at.isValid() ? QJsonValue(at.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

// Only what there is to say: a call that ran has none of it.
void addEnding(QJsonObject& json, const ToolCardView& card)
{
    using State = ToolCardView::State;
    const auto put = [&json](const char* name, const QString& value) {
        if (!value.isEmpty()) json.insert(QLatin1String(name), value);
    };
    if (card.state == State::Running || card.state == State::Held || card.state == State::Done ||
        card.state == State::Waiting)
        return;
    json.insert(QStringLiteral("may_have_changed"), core::interfaces::mayHaveChanged(card));
    put("rule", card.why.rule);
    put("declined_by", card.unapproved.by);
    put("declined_by_subject", card.unapproved.bySubject);
    put("decline_reason", card.unapproved.reason);
    if (!card.unapproved.roles.isEmpty())
        json.insert(QStringLiteral("roles_needed"), QJsonArray::fromStringList(card.unapproved.roles));
    if (card.state == State::Withdrawn) put("withdrawn_by", withdrawalName(card.unapproved.withdrawal));
}

} // namespace

QString withdrawalName(UnapprovedView::Withdrawal why)
{
    using Why = UnapprovedView::Withdrawal;
    switch (why) {
    case Why::Unknown: return QStringLiteral("unknown");
    case Why::Stopped: return QStringLiteral("stopped");
    case Why::Replaced: return QStringLiteral("replaced");
    case Why::Removed: return QStringLiteral("removed");
    case Why::SignedOut: return QStringLiteral("signed_out");
    case Why::OtherAccount: return QStringLiteral("other_account");
    case Why::Changed: return QStringLiteral("changed");
    case Why::Undone: return QStringLiteral("undone");
    }
    return QStringLiteral("unknown");
}

QString stateName(ToolCardView::State state)
{
    switch (state) {
    case ToolCardView::State::Running: return QStringLiteral("running");
    case ToolCardView::State::Held: return QStringLiteral("held");
    case ToolCardView::State::Done: return QStringLiteral("done");
    case ToolCardView::State::ApiRefused: return QStringLiteral("api_refused");
    case ToolCardView::State::ApiNotFound: return QStringLiteral("api_not_found");
    case ToolCardView::State::ApiFailed: return QStringLiteral("api_failed");
    case ToolCardView::State::PolicyRefused: return QStringLiteral("policy_refused");
    case ToolCardView::State::BadArguments: return QStringLiteral("bad_arguments");
    case ToolCardView::State::Failed: return QStringLiteral("failed");
    case ToolCardView::State::Cancelled: return QStringLiteral("cancelled");
    case ToolCardView::State::OutcomeUnknown: return QStringLiteral("outcome_unknown");
    case ToolCardView::State::Waiting: return QStringLiteral("waiting");
    case ToolCardView::State::ProviderDown: return QStringLiteral("provider_down");
    case ToolCardView::State::Denied: return QStringLiteral("denied");
    case ToolCardView::State::Expired: return QStringLiteral("expired");
    case ToolCardView::State::NoApprover: return QStringLiteral("no_approver");
    case ToolCardView::State::NotBegun: return QStringLiteral("not_begun");
    case ToolCardView::State::Withdrawn: return QStringLiteral("withdrawn");
    }
    return QStringLiteral("unknown");
}

QJsonObject accountJson(const AccountView& account)
{
    return {{type, QStringLiteral("account")},
            {QStringLiteral("name"), account.name},
            {QStringLiteral("login"), account.login},
            {QStringLiteral("subject"), account.subject},
            {QStringLiteral("issuer"), account.issuer},
            {QStringLiteral("organisation"), account.organisation},
            {QStringLiteral("demo"), account.demo},
            {QStringLiteral("this_run_only"), account.thisRunOnly},
            {QStringLiteral("signed_in"), account.state == AccountView::State::Ready},
            {QStringLiteral("allowed"), account.state != AccountView::State::NotAllowed}};
}

QJsonObject toolJson(const core::toolapi::ToolSpec& tool)
{
    return {{type, QStringLiteral("tool")},
            {QStringLiteral("name"), tool.name.text()},
            {QStringLiteral("title"), tool.title.en},
            {QStringLiteral("effect"), core::toolapi::effectName(tool.effect)},
            {QStringLiteral("audience"), tool.audience},
            {QStringLiteral("scopes"), QJsonArray::fromStringList(tool.scopes)},
            {QStringLiteral("input_schema"), tool.inputSchema},
            {QStringLiteral("definition"), core::toolapi::definitionHash(tool)}};
}

QString kindName(GrantView::Kind kind)
{
    switch (kind) {
    case GrantView::Kind::Here: return QStringLiteral("here");
    case GrantView::Kind::Always: return QStringLiteral("always");
    case GrantView::Kind::Never: return QStringLiteral("never");
    }
    return QStringLiteral("unknown");
}

QJsonObject grantJson(const GrantView& grant)
{
    QJsonArray pinned;
    for (const auto& value : grant.pinned)
        pinned.append(QJsonObject{{QStringLiteral("argument"), value.name}, {QStringLiteral("value"), value.value}});
    return {{type, QStringLiteral("grant")},
            {QStringLiteral("id"), grant.id.text()},
            {QStringLiteral("kind"), kindName(grant.kind)},
            {QStringLiteral("tool"), grant.tool},
            {QStringLiteral("pinned"), pinned},
            {QStringLiteral("conversation"), grant.conversationTitle},
            {QStringLiteral("uses"), grant.uses},
            {QStringLiteral("most_uses"), grant.mostUses},
            {QStringLiteral("written"), timeJson(grant.writtenUtc)},
            {QStringLiteral("ends"), timeJson(grant.endsUtc)},
            {QStringLiteral("lapses"), timeJson(grant.lapsesUtc)},
            {QStringLiteral("last_used"), timeJson(grant.lastUsedUtc)}};
}

QJsonObject textJson(const QString& text)
{
    return {{type, QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

QJsonObject callJson(const ToolCardView& card)
{
    QJsonObject arguments;
    bool whole = card.moreArguments == 0;
    for (const auto& argument : card.arguments) {
        arguments.insert(argument.name, argument.value);
        whole = whole && argument.leftOut == 0;
    }
    QJsonObject json{{type, QStringLiteral("call")},
                     {QStringLiteral("tool"), card.tool},
                     {QStringLiteral("arguments"), arguments},
                     {QStringLiteral("arguments_whole"), whole},
                     {QStringLiteral("as"), card.why.subject},
                     {QStringLiteral("issuer"), card.why.issuer},
                     {QStringLiteral("audience"), card.why.audience},
                     {QStringLiteral("scopes"), QJsonArray::fromStringList(card.why.scopes)},
                     {QStringLiteral("outcome"), stateName(card.state)},
                     {QStringLiteral("http_status"), card.why.httpStatus},
                     {QStringLiteral("answer"), card.answer},
                     {QStringLiteral("reason"), card.why.reason}};
    addEnding(json, card);
    return json;
}

QJsonObject endJson(const QString& outcome)
{
    return {{type, QStringLiteral("end")}, {QStringLiteral("outcome"), outcome}};
}

QJsonObject auditJson(const QString& path, const core::audit::Verification& found, bool holds)
{
    return {{type, QStringLiteral("audit_log")},
            {QStringLiteral("file"), path},
            {QStringLiteral("holds"), holds},
            {QStringLiteral("records"), found.records},
            {QStringLiteral("first_broken"), found.firstBroken ? QJsonValue(*found.firstBroken) : QJsonValue()},
            {QStringLiteral("unfinished_bytes"), found.tornBytes},
            {QStringLiteral("last_hash"), QString::fromLatin1(found.head.hash.toHex())}};
}

QJsonObject signOutJson(const core::interfaces::SignOutReport& report)
{
    return {{type, QStringLiteral("signed_out")},
            {QStringLiteral("tokens_revoked"), report.tokensRevoked},
            {QStringLiteral("provider_session_ended"), report.providerSessionEnded}};
}

} // namespace app::cli
