#pragma once

#include "core/audit/record.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>

namespace core::audit {

/// A record as the JSON object that the chain stores, without its number. No field is called `record_hash` or
/// `previous_hash`: ocsfEvent() puts these beside what a record holds.
[[nodiscard]] QByteArray recordBody(const Record& record, const QDateTime& nowUtc);

} // namespace core::audit
