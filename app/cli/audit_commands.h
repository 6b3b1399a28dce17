#pragma once

#include "app/cli/console.h"

#include <QtCore/QStringList>

#include <optional>

namespace app::cli {

/// `audit verify`: whether the audit logs of this account hold. `audit export`: their records for other systems. Neither
/// needs anybody signed in, a keychain or a network. Nothing when the words are another command's; else the program's
/// exit code.
///
/// \param arguments  all of the command line, the program's name first
[[nodiscard]] std::optional<int> runAuditCommand(const QStringList& arguments, Console& console);

} // namespace app::cli
