#pragma once

#include "core/audit/chain.h"
#include "core/interfaces/views.h"
#include "core/toolapi/tool.h"

#include <QtCore/QJsonObject>

/// The objects of --json, one a line on standard output. sekisho-cli(1) describes them: members may be added to them,
/// and none is taken away or gets another meaning.
namespace app::cli {

[[nodiscard]] QString stateName(core::interfaces::ToolCardView::State state);
[[nodiscard]] QString withdrawalName(core::interfaces::UnapprovedView::Withdrawal why);

[[nodiscard]] QJsonObject accountJson(const core::interfaces::AccountView& account);
[[nodiscard]] QJsonObject toolJson(const core::toolapi::ToolSpec& tool);
[[nodiscard]] QString kindName(core::interfaces::GrantView::Kind kind);
[[nodiscard]] QJsonObject grantJson(const core::interfaces::GrantView& grant);
[[nodiscard]] QJsonObject textJson(const QString& text);
[[nodiscard]] QJsonObject callJson(const core::interfaces::ToolCardView& card);
[[nodiscard]] QJsonObject endJson(const QString& outcome);
[[nodiscard]] QJsonObject auditJson(const QString& path, const core::audit::Verification& found, bool holds);
[[nodiscard]] QJsonObject signOutJson(const core::interfaces::SignOutReport& report);

} // namespace app::cli
