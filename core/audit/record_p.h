#pragma once

#include "core/audit/record.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>

namespace core::audit {

/// A record as the JSON object that the chain stores, without its number.
[[nodiscard]] QByteArray recordBody(const Record& record, const QDateTime& nowUtc);

} // namespace core::audit
