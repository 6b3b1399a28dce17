#pragma once

#include "core/storage/database.h"

namespace core::conversations {

/// The tables, version by version. A released version never changes: a change is one more migration.
[[nodiscard]] QList<storage::Migration> migrations();

} // namespace core::conversations
