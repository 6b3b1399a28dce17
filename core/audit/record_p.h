#pragma once

#include "core/audit/record.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>

namespace core::audit {

/// A record as the JSON object that the chain stores, without its number; arguments as a hash over `salt` and their
/// canonical JSON. \error InvalidArgument  the arguments have no canonical form
[[nodiscard]] Result<QByteArray> recordBody(const Record& record, const QDateTime& nowUtc, const QByteArray& salt);

} // namespace core::audit
