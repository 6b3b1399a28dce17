#pragma once

#include "core/interfaces/views.h"

#include <QtCore/QList>

/// A call for each way in which one can end without success, as the core would hand it to a window: for whoever has to
/// say all of them.
namespace fakes {

struct CallEnding {
    const char* name;
    core::interfaces::ToolCardView card;
};

inline core::interfaces::ToolCardView endedCall(core::interfaces::ToolCardView::State state)
{
    core::interfaces::ToolCardView card;
    card.tool = QStringLiteral("request_leave");
    card.title = {QStringLiteral("Request leave"), QString::fromUtf8("休暇を申請する")};
    card.api = {QStringLiteral("HR"), QString::fromUtf8("人事")};
    card.state = state;
    card.account = QStringLiteral("asan");
    card.organisation = QStringLiteral("Demo Company");
    card.arguments = {{QStringLiteral("from"), QStringLiteral("2026-12-01")}};
    card.why.person = card.account;
    return card;
}

inline QList<CallEnding> everyCallEnding()
{
    using core::interfaces::UnapprovedView;
    using State = core::interfaces::ToolCardView::State;
    QList<CallEnding> all;
    const auto add = [&all](const char* name, State state, int httpStatus = 0) -> core::interfaces::ToolCardView& {
        auto card = endedCall(state);
        card.id = core::CallId(QString::number(all.size()));
        card.why.httpStatus = httpStatus;
        all.append({name, card});
        return all.last().card;
    };
    add("API refused, HTTP 403", State::ApiRefused, 403);
    add("API refused, HTTP 401", State::ApiRefused, 401);
    add("API refused, wants a sign-in", State::ApiRefused, 401).why.explanation = {
        QStringLiteral("The service wants a more recent sign-in for this."),
        QString::fromUtf8("この操作には新しい認証が必要です。")};
    add("API knows no such thing", State::ApiNotFound, 404);
    add("API failed", State::ApiFailed, 500);
    add("API turned it away", State::ApiFailed, 409);
    auto& policy = add("policy denied", State::PolicyRefused);
    policy.why.explanation = {QStringLiteral("Leave is requested on paper."),
                              QString::fromUtf8("休暇は書面で申請します。")};
    policy.why.rule = QStringLiteral("leave.json:12 on-paper");
    add("your own rule denied", State::PolicyRefused).why.byOwnRule = true;
    add("bad arguments", State::BadArguments);
    add("failed", State::Failed).error = core::Error{core::Errc::Network, {}, QStringLiteral("hr.example"), {}};
    add("stopped", State::Cancelled);
    add("outcome unknown", State::OutcomeUnknown);
    add("provider down", State::ProviderDown).error =
        core::Error{core::Errc::ProviderDown, {}, QStringLiteral("id.example"), {}};
    add("you denied", State::Denied);
    auto& declined = add("another person denied", State::Denied).unapproved;
    declined.by = QString::fromUtf8("部長");
    declined.bySubject = QStringLiteral("bucho");
    declined.roles = {QStringLiteral("manager")};
    declined.reason = QString::fromUtf8("12月は人が足りません。\nPlease take it in January.");
    add("expired", State::Expired);
    add("no approver", State::NoApprover).unapproved.roles = {QStringLiteral("manager")};
    add("not begun", State::NotBegun);
    using Why = UnapprovedView::Withdrawal;
    for (const auto& [name, why] :
         {std::pair{"withdrawn", Why::Unknown}, std::pair{"withdrawn, stopped", Why::Stopped},
          std::pair{"withdrawn, replaced", Why::Replaced}, std::pair{"withdrawn, deleted", Why::Removed},
          std::pair{"withdrawn, signed out", Why::SignedOut}, std::pair{"withdrawn, other account", Why::OtherAccount},
          std::pair{"withdrawn, changed", Why::Changed}, std::pair{"taken back", Why::Undone}})
        add(name, State::Withdrawn).unapproved.withdrawal = why;
    return all;
}

} // namespace fakes
