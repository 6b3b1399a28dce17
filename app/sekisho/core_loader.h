#pragma once

#include "app/library/core_library.h"

namespace app::sekisho {

/// Loads the core's library: the one beside this program, or in the folder that an installed package keeps it in.
/// Blocks until the system has loaded it and the libraries it needs. It stays loaded.
///
/// \error Unavailable  it is not there, cannot be loaded, or is of another version: `subject` is its name
[[nodiscard]] core::Result<library::CoreLibrary*> loadCore();

} // namespace app::sekisho
