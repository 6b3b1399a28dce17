#pragma once

#include "core/session/desktop.h"

namespace app::host {

/// The files of HTTP tools: tools.d/*.json in each of core::settings::managedFolders(), then in userFolder(). One that
/// is there and cannot be read is among them, with the reason, and so is a folder. Blocks for a few small files.
[[nodiscard]] QList<core::session::ToolFile> installedToolFiles();

} // namespace app::host
