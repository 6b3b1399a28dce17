#pragma once

#include <QtCore/QStringList>

#include <optional>

namespace app::cli {

/// The commands that need nobody signed in and no network: `gate replay` and `policy check|explain|test`. Nothing when
/// the words are another command's; else the program's exit code.
///
/// \param arguments  all of the command line, the program's name first
[[nodiscard]] std::optional<int> runPolicyCommand(const QStringList& arguments);

} // namespace app::cli
